"""What labels a turn, whose words it is, and what a title says of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from crawler.pages.blocks import Block
from crawler.pages.labels import label_of
from crawler.pages.names import resolve
from crawler.pages.titles import kind_of, speaker_in_title
from crawler.reading import Page
from tests.pages import HTML, transcript_of

if TYPE_CHECKING:
    from storage.transcript import Transcript


@pytest.mark.parametrize(
    "line",
    [
        "Question: When?", "Question (retranslated from French): When?", "Question from Reuters: When?", "Q: When?",
        "Вопрос: Когда?", "Вопрос (перевод с английского): Когда?", "Вопрос корреспондента ТАСС: Когда?",
        "Frage: Wann?", "Frage 2: Wann?", "Question : Quand ?", "Pregunta: ¿Cuándo?", "Pergunta: Quando?",
        "Domanda: Quando?", "Запитання: Коли?", "问：什么时候？", "سؤال: متى؟", "QUESTION: When?",
    ],
)  # fmt: skip
def test_a_word_for_a_question_opens_one(line: str) -> None:
    label = label_of(Block(line))
    assert label is not None
    assert (label.role, label.name, label.certain) == ("question", "", True)
    assert label.rest == line.replace("：", ":").partition(":")[2].strip()


@pytest.mark.parametrize(
    "name",
    [
        "Sergey Lavrov", "С.В.Лавров", "S.V.Lavrov", "MS BRUCE", "Ursula von der Leyen", "Мария Захарова", "王毅",
        "President of Russia Vladimir Putin", "Министр иностранных дел России С.В.Лавров", "Moderator", "Ведущий",
        "Außenministerin Annalena Baerbock", "Président Emmanuel Macron", "Kassym-Jomart Tokayev", "Jean-Noël Barrot",
    ],
)  # fmt: skip
def test_a_name_may_be_a_label(name: str) -> None:
    label = label_of(Block(f"{name}: Thank you.", bold=f"{name}:"))
    assert label is not None
    assert (label.role, label.printed, label.rest) == ("named", name, "Thank you.")


@pytest.mark.parametrize(
    "line",
    [
        "The point is this: we will not sign.", "Note: the list has grown.", "At 20:45 the talks were over.",
        "Суть вот в чём: текст готов.", "Вопрос в том: кто поедет?", "Мы договорились о следующем: обмен продолжится.",
        "Die Sache ist die: Der Text liegt vor.", "Erstens: Der Text liegt vor.", "Le problème est le suivant : rien.",
        "La cuestión es la siguiente: el texto está listo.", "Hinweis: Änderungen vorbehalten.", "Справка: 12 стран.",
        "See http://example.org/a for more.", "First: the ships. Second: the ports.", "2:1 for us.", ": nothing",
        "We have agreed with Sergey Lavrov: no changes.", "O problema é este: não assinamos.", "Важно: сроки прежние.",
    ],
)  # fmt: skip
def test_a_sentence_with_a_colon_is_no_label(line: str) -> None:
    assert label_of(Block(line)) is None


@pytest.mark.parametrize(
    ("label", "speaker"),
    [
        ("Head of the Federal Agency for the Oversight of Rivers, Lakes and Inland Ports Olga Petrova", "Olga Petrova"),
        ("Northern Broadcasting Corporation (NBC) news presenter Jan Berg", "Jan Berg"),
        ("Editor-in-chief of Sever TV channel Marina Orlova", "Marina Orlova"),
        ("Generaldirektor der „Nordwerft“ im Hafen von Kiel und ihr Sprecher Jan Berg", "Jan Berg"),
        ("Rédactrice en chef du journal « Le Nord » Jeanne Aubry", "Jeanne Aubry"),
        ("Redactor jefe del periódico “El Norte” Juan Ortega", "Juan Ortega"),
        ("Генеральный директор ОАО «Северная верфь – метиз» И.Петров", "И.Петров"),
        ("Главный редактор телеканала «Север» Марина Орлова", "Марина Орлова"),
        ("President of Egypt Abdel Fattah el-Sisi", "Fattah el-Sisi"), ("Abdel Fattah el-Sisi", "Abdel Fattah el-Sisi"),
        ("Will Smith", "Will Smith"), ("He Yafei", "He Yafei"), ("I. Ivanov", "I. Ivanov"), ("A. Merkel", "A. Merkel"),
        ("К. Долгов", "К. Долгов"), ("Я. Кузьминов", "Я. Кузьминов"),
        ("From the audience", "From the audience"), ("Из зала", "Из зала"),
    ],
)  # fmt: skip
def test_in_bold_a_name_labels_however_long_the_office_before_it(label: str, speaker: str) -> None:
    found = label_of(Block(f"{label}: Thank you.", bold=f"{label}:"))
    assert found is not None
    assert (found.printed, found.rest, found.certain) == (label, "Thank you.", True)
    assert resolve([found.name])[found.name] == speaker


@pytest.mark.parametrize(
    "line",
    [
        "Main Results of the Summit", "Results of the talks in Saint Petersburg", "The main result is this",
        "Article 5", "Итоги переговоров в Нижнем Новгороде", "Главный итог переговоров", "Ergebnisse aus Bad Ems",
        "Résultats des pourparlers à Saint Malo", "Resultados de las conversaciones en Santa Cruz",
        "On Prime Minister Jan Berg", "О премьер-министре Яне Берге", "Über Minister Jan Berg",
        "Sur le ministre Jan Berg", "Sobre el ministro Jan Berg",
    ],
)  # fmt: skip
def test_a_heading_in_bold_is_no_certain_label(line: str) -> None:
    label = label_of(Block(f"{line}: the port is open.", bold=f"{line}:"))
    assert label is None or not label.certain


def kremlin(body: str, title: str = "Meeting in Sochi") -> Transcript:
    page = (
        f'<html lang="en"><body><h1 class="entry-title">{title}</h1>'
        '<time class="read__published" datetime="2021-10-12">12 October 2021</time>'
        f'<div class="entry-content read__internal_content">{body}</div></body></html>'
    )
    return transcript_of(
        Page("ru_kremlin", "http://en.kremlin.ru/events/president/news/1234", page.encode(), 200, HTML, "en")
    )


def mid(body: str) -> tuple[str, ...]:
    page = (
        '<html lang="en"><body><h1 class="photo-content__title">Talks in Oslo</h1><p class="photo-content__date">'
        f'12 October 2021 16:40</p><div class="text article-content">{body}</div></body></html>'
    )
    address = "https://mid.ru/en/foreign_policy/news/1234567/"
    return transcript_of(Page("ru_mid", address, page.encode(), 200, HTML, "en")).passages


def roles(transcript: Transcript) -> list[tuple[str, str, int]]:
    return [(turn.role, turn.speaker, len(turn.passages)) for turn in transcript.turns]


def test_plain_names_are_labels_where_something_else_says_so() -> None:
    talk = "<p>Hello.</p><p>Question: When?</p><p>Olga Petrova: In May.</p><p>Northern Ports: three of them.</p>"
    assert roles(kremlin(talk)) == [("statement", "", 1), ("question", "", 1), ("answer", "Olga Petrova", 2)]
    assert roles(kremlin("<p>Hello.</p><p>Northern Ports: three of them.</p>")) == [("statement", "", 2)]
    twice = "<p>Olga Petrova: Yes.</p><p>Ivan Senin: No.</p><p>Olga Petrova: Why?</p><p>Ivan Senin: So.</p>"
    assert [turn[0] for turn in roles(kremlin(twice))] == ["remark"] * 4
    titled = kremlin("<p>Olga Petrova: Good morning.</p><p>We begin.</p>", "Remarks by Minister Olga Petrova")
    assert roles(titled) == [("statement", "Olga Petrova", 2)]


def test_a_label_on_a_line_of_its_own_takes_what_follows() -> None:
    talk = "<p><b>Question:</b></p><p>When?</p><p>And where?</p><p><b>Olga Petrova:</b></p><p>In May.</p>"
    assert roles(kremlin(talk)) == [("question", "", 2), ("answer", "Olga Petrova", 1)]


def test_line_breaks_part_passages_as_paragraphs_do() -> None:
    asked, answer = "<b>Question:</b> Is the text<br>ready?", "<b>Sergey Lavrov:</b> We have<br/>agreed:"
    apart = kremlin(f"<p>{asked}</p><p>{answer}</p><p>The agreement stands.</p>")
    assert roles(apart) == [("question", "", 1), ("answer", "Sergey Lavrov", 2)]
    assert apart.passages == ("Is the text ready?", "We have agreed:", "The agreement stands.")
    assert kremlin(f"<p>{asked}<br><br>{answer}<br/> <br/>The agreement stands.</p>").digest == apart.digest
    assert kremlin(f"<p>{asked}<br>{answer}<br/>\u200b<i><br/></i>The agreement stands.<br></p>").digest == apart.digest
    assert kremlin("<p>We met <br><b>in Oslo</b>.<br/>Then<br>we left.</p>").passages == (
        "We met in Oslo. Then we left.",
    )


@pytest.mark.parametrize(
    "line",
    [
        "Back to contents / Назад к оглавлению", "Назад к оглавлению | Back to contents", "↑ Back to top",
        "Zurück zum Inhalt/Back to contents", "[Retour au sommaire]",
    ],
)  # fmt: skip
def test_ways_back_to_the_contents_are_no_passages_in_any_language_or_two(line: str) -> None:
    assert mid(f"<p>We have agreed.</p><p>{line}</p><p>We sign in May.</p>") == ("We have agreed.", "We sign in May.")
    said = f"{line} / to the talks"
    assert mid(f"<p>We have agreed.</p><p>{said}</p>") == ("We have agreed.", said)


@pytest.mark.parametrize(
    ("label", "title", "speaker"),
    [
        ("S.V.Lavrov", "Foreign Minister Sergey Lavrov’s remarks in Oslo", "Sergey Lavrov"),
        ("S. Lavrov", "Remarks by Foreign Minister Sergey Lavrov in Oslo", "Sergey Lavrov"),
        ("S.V.Lavrov", "Remarks by Sergey Viktorovich Lavrov", "Sergey Viktorovich Lavrov"),
        ("S. Lawrow", "Rede des Außenministers Sergej Lawrow in Oslo", "Sergej Lawrow"),
        ("S.V.Lavrov", "Remarks by Foreign Minister Lavrov in Oslo", "S.V.Lavrov"),
        ("S.V.Lavrov", "Speech at the dinner of Mikhail Lavrov in Oslo", "S.V.Lavrov"),
        ("S.V.Lavrov", "Talks of Sergey Lavrov with Stepan Lavrov", "S.V.Lavrov"),
        ("S.V.Lavrov", "Answers by Sergey Lavrovsky", "S.V.Lavrov"),
        ("С.В.Лавров", "Выступление Министра иностранных дел С.В.Лаврова в Осло", "С.В.Лавров"),
        ("С.В.Лавров", "Выступление Министра иностранных дел Сергея Лаврова в Осло", "С.В.Лавров"),
        ("С.В.Лавров", "Министр иностранных дел Сергей Лавров ответил на вопросы", "Сергей Лавров"),
        ("Sergey Lavrov", "Foreign Minister Sergey Lavrov’s remarks in Oslo", "Sergey Lavrov"),
    ],
)
def test_the_title_gives_initials_their_name(label: str, title: str, speaker: str) -> None:
    talk = kremlin(f"<p><b>Question:</b> When?</p><p><b>{label}:</b> In May.</p>", title)
    assert [(turn.speaker, turn.speaker_printed) for turn in talk.turns] == [("", "Question"), (speaker, label)]


def test_before_the_first_label_speaks_whom_title_and_initials_name() -> None:
    talk = "<p>Good day.</p><p>Question: When?</p><p>S.V.Lavrov: In May.</p><p>Q: And we?</p><p>Sergey Lavrov: No.</p>"
    titled = kremlin(talk, "Foreign Minister Sergey Lavrov’s remarks in Oslo")
    assert [turn.speaker for turn in titled.turns] == ["Sergey Lavrov", "", "Sergey Lavrov", "", "Sergey Lavrov"]


def test_who_is_only_introduced_does_not_speak() -> None:
    talk = "<p>Over 600 people came.</p><p>* * *</p><p><b>{}:</b> Friends,</p><p><b>Olga Petrova:</b> Thank you.</p>"
    for title, label in (
        ("Meeting with Minister Olga Petrova", "President Ivan Senin"),
        ("Встреча с министром Ольгой Петровой", "Иван Сенин"),
        ("Remarks by President Ivan Senin at the talks", "President Ivan Senin"),
    ):
        assert kremlin(talk.format(label), title).turns[0].speaker == "", title


def test_a_word_in_bold_is_a_speaker_where_others_speak() -> None:
    talk = (
        "<p><b>President Ivan Senin:</b> Who is it?</p><p><b>Student:</b> I am.</p><p><b>Olga Petrova:</b> We are.</p>"
    )
    assert [turn.speaker for turn in kremlin(talk).turns] == ["Ivan Senin", "Student", "Olga Petrova"]
    speech = "<p><b>President Ivan Senin:</b> Three ports.</p><p><b>Archangelsk:</b> it is open.</p>"
    assert roles(kremlin(speech)) == [("statement", "Ivan Senin", 2)]


def test_what_goes_on_in_small_letters_is_no_label_however_often() -> None:
    speech = "<p>Two regions.</p><p>North Korea: no change.</p><p>South Korea: talks.</p><p>North Korea: none yet.</p>"
    assert roles(kremlin(speech)) == [("statement", "", 4)]


def test_a_question_may_go_on_with_a_colon() -> None:
    asked = "<p>Question: And now?</p><p>North Korea: what comes next?</p><p>Jan Berg: We shall see.</p>"
    assert roles(kremlin(asked)) == [("question", "", 2), ("answer", "Jan Berg", 1)]


def test_answers_without_a_name_and_parts_in_a_conversation() -> None:
    talk = "<p>Moderator: Please.</p><p>Q: When?</p><p>A: In May.</p><p>Moderator: Thank you.</p>"
    assert roles(kremlin(talk)) == [
        ("remark", "Moderator", 1), ("question", "", 1), ("answer", "", 1), ("remark", "Moderator", 1),
    ]  # fmt: skip


def test_an_answer_is_that_of_whom_the_title_names() -> None:
    talk = "<p>Question: When?</p><p>Answer: In May.</p>"
    for title in (
        "Deputy Foreign Minister Olga Petrova’s interview with the press",
        "Answers by Minister Olga Petrova",
    ):
        assert roles(kremlin(talk, title)) == [("question", "", 1), ("answer", "Olga Petrova", 1)], title
    assert roles(kremlin(talk, "Meeting with Minister Olga Petrova")) == [("question", "", 1), ("answer", "", 1)]


def test_labels_resolve_to_people() -> None:
    named = resolve(
        [
            "President of Russia Vladimir Putin", "Vladimir Putin", "Putin", "С.В.Лавров", "Лавров", "V. Putin",
            "General Director of Aeroflot – Russian Airlines Vitaly Savelyev", "Vitaly Savelyev", "Operator",
            "President of the European Commission Ursula von der Leyen",
            "Президент России Дмитрий Медведев", "Д.Медведев",
        ]
    )  # fmt: skip
    assert set(named.values()) == {
        "Vladimir Putin", "С.В.Лавров", "Vitaly Savelyev", "Operator", "Ursula von der Leyen", "Дмитрий Медведев",
    }  # fmt: skip
    assert resolve(["Anna Weber", "Paul Weber", "Weber"])["Weber"] == "Weber"


@pytest.mark.parametrize(
    ("title", "kind", "speaker"),
    [
        ("Foreign Minister Sergey Lavrov’s remarks and answers to questions, Bishkek", "remarks", "Sergey Lavrov"),
        ("Remarks by Foreign Minister Sergey Lavrov at the opening", "remarks", "Sergey Lavrov"),
        ("Выступление Министра иностранных дел Российской Федерации С.В.Лаврова в Осло", "speech", "С.В.Лавров"),
        ("Ответы М.В.Захаровой на вопросы СМИ", "answers", "М.В.Захарова"),
        ("Интервью заместителя Министра А.Ю.Руденко", "interview", "А.Ю.Руденко"),
        ("Rede des Außenministers der Russischen Föderation Sergej Lawrow vor der UNO", "speech", "Sergej Lawrow"),
        ("Discours du Ministre des affaires étrangères Sergueï Lavrov lors du forum", "speech", "Sergueï Lavrov"),
        ("Discurso del Ministro de Asuntos Exteriores Serguéi Lavrov ante el Consejo", "speech", "Serguéi Lavrov"),
        ("Заявление в связи с кончиной А.Б.Петрова", "statement", ""),
        ("Telephone conversation with President of France Emmanuel Macron", "read_out", ""),
        ("Телефонный разговор с Президентом Франции", "read_out", ""),
        ("Statement on the anniversary", "statement", ""),
        ("Пресс-конференция по итогам года", "press_conference", ""),
        ("On the forthcoming visit to Tirana", "announcement", ""),
        ("Conferência de imprensa conjunta", "press_conference", ""),
        ("Meeting of the Security Council", "other", ""),
        ("Ivan Senin will meet with Jan Berg on January 30", "announcement", ""),
        ("Министр Иван Сенин посетит Осло", "announcement", ""),
        ("Senin wird Oslo besuchen", "announcement", ""),
        ("Le Ministre se rendra à Oslo", "announcement", ""),
        ("El Ministro visitará Oslo", "announcement", ""),
        ("The will of the people: a speech", "speech", ""),
        ("Press statements following the talks", "statement", ""),
        ("Déclarations à la presse", "statement", ""),
        ("Declaraciones para la prensa", "statement", ""),
        ("Presseerklärungen nach den Gesprächen", "other", ""),
        ("Erklärungen nach den Gesprächen", "statement", ""),
        ("Ivan Senin answered journalists’ questions", "answers", ""),
        ("Reply by Foreign Minister Sergey Lavrov to a question", "answers", "Sergey Lavrov"),
        ("Speeches at the opening of the port", "speech", ""),
        ("Discursos en la apertura", "speech", ""),
        ("Statement by President of Russia Vladimir Putin on Russia’s proposal", "statement", "Vladimir Putin"),
    ],
)
def test_what_a_title_says(title: str, kind: str, speaker: str) -> None:
    assert (kind_of(title), speaker_in_title(title, [])) == (kind, speaker)


@pytest.mark.parametrize(
    ("language", "question", "name", "sentence"),
    [
        ("zh", "问：", "王毅：", "中方将继续同各国一道维护和平。我们没有改变立场，协议将在五月签署。"),
        ("ar", "سؤال: ", "سيرغي لافروف: ", "لم نغير موقفنا، وسيتم توقيع الاتفاق في شهر مايو بعد مراجعة النص."),
        ("pt", "Pergunta: ", "Serguei Lavrov: ", "Não mudámos de posição e o acordo será assinado em maio."),
        ("it", "Domanda: ", "Sergej Lavrov: ", "Non abbiamo cambiato posizione e l’accordo sarà firmato a maggio."),
        ("uk", "Запитання: ", "С.Кулик: ", "Ми не змінили позиції, і угоду буде підписано у травні, як звірять текст."),
    ],
)
def test_languages_without_tables_of_their_own_still_give_turns(
    language: str, question: str, name: str, sentence: str
) -> None:
    body = f"<p>{sentence}</p><p>{question}{sentence}</p><p>{name}{sentence}</p><p>{sentence}</p>"
    title = f'<h1 class="photo-content__title">{sentence}</h1><p class="photo-content__date">12.10.2021 16:40</p>'
    page = f'<html><body>{title}<div class="text article-content">{body}</div></body></html>'
    found = transcript_of(
        Page("ru_mid", f"https://mid.ru/{language}/foreign_policy/news/1234567/", page.encode(), 200, HTML, language)
    )
    assert [(turn.role, len(turn.passages)) for turn in found.turns] == [
        ("statement", 1),
        ("question", 1),
        ("answer", 2),
    ]
    assert found.passages == (sentence,) * 4
    assert found.turns[2].speaker == name.strip(" :：")
    assert found.language == language
