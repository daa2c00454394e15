"""Aligning two languages: hand-made beads are found, strange input stays sane, time and memory stay bounded."""

from __future__ import annotations

import time
from functools import cache
from pathlib import Path

import pytest

from bench.alignment import Shape, agreement
from storage.languages.align import Bead, align, learn
from storage.languages.band import band
from storage.languages.dictionary import Dictionary
from storage.languages.links import links
from storage.languages.side import side

FOLDER = Path(__file__).parent / "alignments"
Document = tuple[list[str], list[str], list[Shape]]


@cache
def documents(source: str, target: str) -> list[Document]:
    """Our own transcripts in two of their languages, with their beads.

    A file's blocks are what belongs together, ``en`` and the like before each passage. A block with as many passages
    on both sides is so many beads; any other is one, or says what only one language has, or has there.
    """
    found = []
    for path in sorted(FOLDER.glob("*.txt")):
        sides: tuple[list[str], list[str]] = ([], [])
        beads: list[Shape] = []
        for block in path.read_text(encoding="utf-8").split("\n\n"):
            lines = [line.partition(" ") for line in block.splitlines()]
            texts = [[text for tag, _, text in lines if tag == language] for language in (source, target)]
            first, second = (range(len(side), len(side) + len(new)) for side, new in zip(sides, texts, strict=True))
            if len(first) == len(second):
                beads.extend(((i,), (j,)) for i, j in zip(first, second, strict=True))
            else:
                beads.append((tuple(first), tuple(second)))
            for one, new in zip(sides, texts, strict=True):
                one.extend(new)
        found.append((*sides, beads))
    return found


@cache
def dictionary(source: str, target: str) -> Dictionary:
    return learn([(first, second) for first, second, _ in documents(source, target)], (source, target), passages=True)


@cache
def aligned(source: str, target: str) -> list[list[Shape]]:
    """Our own transcripts, aligned with the dictionary that they teach."""
    known = dictionary(source, target)
    return [shapes(align(first, second, (source, target), known, passages=True)) for first, second, _ in documents(source, target)]


def shapes(beads: tuple[Bead, ...]) -> list[Shape]:
    return [(bead.source, bead.target) for bead in beads]


# --- our own transcripts --------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", ["ru", "de", "fr", "es"])
def test_transcripts_with_merged_split_moved_and_dropped_passages(source: str) -> None:
    ours = documents(source, "en")
    assert len(ours) >= 12
    scored = agreement([beads for _, _, beads in ours], aligned(source, "en"))
    assert scored.strict >= 0.97, scored
    assert scored.lax >= 0.99, scored


def test_over_all_pairs_with_english_nearly_every_bead_is_found() -> None:
    pairs = [(source, "en") for source in ("ru", "de", "fr", "es")]
    gold = [beads for pair in pairs for _, _, beads in documents(*pair)]
    assert agreement(gold, [beads for pair in pairs for beads in aligned(*pair)]).strict >= 0.98


@pytest.mark.parametrize(("source", "target"), [("ru", "fr"), ("de", "es"), ("fr", "es")])
def test_any_two_languages_align_not_only_with_english(source: str, target: str) -> None:
    scored = agreement([beads for _, _, beads in documents(source, target)], aligned(source, target))
    assert scored.strict >= 0.9, scored
    assert scored.lax >= 0.96, scored


def test_a_dropped_passage_stands_alone_and_its_neighbours_are_sure() -> None:
    first, second, _ = documents("de", "en")[0]
    beads = align(first, second, ("de", "en"), dictionary("de", "en"))
    dropped = next(at for at, text in enumerate(second) if "Libya" in text)
    assert ((), (dropped,)) in shapes(beads)
    at = shapes(beads).index(((), (dropped,)))
    assert beads[at].confidence > 0.5
    assert beads[at - 1].confidence > 0.9
    assert beads[at + 1].confidence > 0.9


def test_what_may_be_either_is_less_sure_than_what_may_not() -> None:
    source = ["27 ноября Сергей Лавров прибыл в Женеву.", "Да.", "Да.", "14 декабря он вылетит в Париж."]
    target = ["Sergey Lavrov arrived in Geneva on 27 November.", "Yes.", "On 14 December he will leave for Paris."]
    beads = {bead.source: bead for bead in align(source, target, ("ru", "en"))}
    assert beads[(0,)].target == (0,)
    assert beads[(3,)].target == (2,)
    either = [bead for bead in beads.values() if bead.source in ((1,), (2,), (1, 2))]
    assert either
    assert max(bead.confidence for bead in either) < beads[(3,)].confidence


def test_a_long_omission_does_not_lead_astray() -> None:
    ours = documents("fr", "en")
    source = [text for first, _, _ in ours for text in first]
    target = [text for _, second, _ in ours for text in second]
    cut = [len(first) for first, _, _ in ours], [len(second) for _, second, _ in ours]
    hole = slice(sum(cut[1][:3]), sum(cut[1][:7]))  # four documents of twelve are not translated
    kept = target[: hole.start] + target[hole.stop :]
    beads = align(source, kept, ("fr", "en"), dictionary("fr", "en"))
    alone = {bead.source[0] for bead in beads if not bead.target}
    untranslated = set(range(sum(cut[0][:3]), sum(cut[0][:7])))
    assert len(alone & untranslated) >= 0.9 * len(untranslated)
    assert len(alone - untranslated) <= 5


def test_the_same_input_gives_the_same_beads_and_dictionary() -> None:
    ours = [(first, second) for first, second, _ in documents("es", "en")]
    once = learn(ours, ("es", "en"))
    assert learn(reversed(ours), ("es", "en")) == once
    first, second = ours[0]
    assert align(first, second, ("es", "en"), once) == align(first, second, ("es", "en"), once)


def test_a_dictionary_of_other_languages_is_refused() -> None:
    with pytest.raises(ValueError, match="fr-en for texts in ru-en"):
        align(["Да."], ["Yes."], ("ru", "en"), Dictionary(("fr", "en"), ()))


# --- languages with less to go by -----------------------------------------------------------------------------------

LESS: dict[str, tuple[list[str], list[str]]] = {
    "zh": (
        [
            "中国外交部发言人2023年5月8日主持例行记者会。",
            "问：中方对这次会议有何期待？",
            "答：双方将签署14项协议，总额达25亿美元。我们支持通过对话解决分歧。",
            "会议将于6月12日在巴黎举行。",
        ],
        [
            "The spokesperson of China’s Foreign Ministry held a regular press conference on 8 May 2023.",
            "Question: What does China expect from this meeting?",
            "Answer: The two sides will sign 14 agreements. They are worth $2.5 billion.",
            "We support settling differences through dialogue.",
            "The meeting will take place in Paris on 12 June.",
        ],
    ),
    "ar": (
        [
            "عقد وزير الخارجية سيرغي لافروف مؤتمرا صحفيا في القاهرة يوم 12 أبريل 2021.",
            "هل ستستأنف الرحلات الجوية إلى الغردقة؟",
            "نعم، نأمل أن يتم ذلك قريبا.",
            "ارتفع حجم التجارة بنسبة 14 بالمئة.",
        ],
        [
            "Foreign Minister Sergey Lavrov held a press conference in Cairo on 12 April 2021.",
            "Will flights to Hurghada resume?",
            "Yes, we hope that this will happen soon.",
            "Trade grew by 14 percent.",
        ],
    ),
    "it": (
        [
            "Il ministro ha incontrato l’ambasciatore di Francia a Roma il 3 marzo.",
            "Si è parlato di energia, commercio e immigrazione.",
            "Il prossimo incontro avrà luogo a Parigi.",
        ],
        [
            "The minister met the ambassador of France in Rome on 3 March.",
            "They spoke about energy, trade and immigration.",
            "The next meeting will take place in Paris.",
        ],
    ),
    "pt": (
        [
            "O ministro reuniu-se em Lisboa com o embaixador da Ucrânia.",
            "Não haverá novas sanções antes de 2024.",
            "Quem pagará a reconstrução?",
        ],
        [
            "The minister met the ambassador of Ukraine in Lisbon.",
            "There will be no new sanctions before 2024.",
            "Who will pay for the reconstruction?",
        ],
    ),
    "uk": (
        [
            "Міністр закордонних справ прибув до Києва 24 серпня.",
            "«Ми не визнаємо цих рішень», — сказав він.",
            "Наступна зустріч відбудеться у Варшаві.",
        ],
        [
            "The foreign minister arrived in Kyiv on 24 August.",
            "“We do not recognise these decisions,” he said.",
            "The next meeting will be held in Warsaw.",
        ],
    ),
}


@pytest.mark.parametrize("language", LESS)
def test_other_scripts_and_languages_align_without_any_dictionary(language: str) -> None:
    source, target = LESS[language]
    found = shapes(align(source, target, (language, "en")))
    if language == "zh":
        assert found == [((0,), (0,)), ((1,), (1,)), ((2,), (2, 3)), ((3,), (4,))]
    else:
        assert found == [((at,), (at,)) for at in range(len(source))]


def test_a_language_without_tables_aligns_by_lengths_numbers_and_names() -> None:
    source = [
        "Ministri takoi Toomas Hendrik Ilvese Tallinnas 14. juunil.",
        "Räägiti kaubandusest.",
        "Allkirjastati 25 lepingut, millest 3 puudutavad Rail Balticat.",
    ]
    target = [
        "The minister met Toomas Hendrik Ilves in Tallinn on 14 June.",
        "They spoke about trade.",
        "They signed 25 agreements, 3 of which concern Rail Baltica.",
    ]
    assert shapes(align(source, target, ("et", "en"))) == [((0,), (0,)), ((1,), (1,)), ((2,), (2,))]
    assert shapes(align(source, target, ("tlh", "x-none"))) == [((0,), (0,)), ((1,), (1,)), ((2,), (2,))]


# --- bounds ---------------------------------------------------------------------------------------------------------


def test_empty_and_single_texts() -> None:
    assert align([], [], ("ru", "en")) == ()
    assert shapes(align(["Да."], [], ("ru", "en"))) == [((0,), ())]
    assert shapes(align([], ["Yes.", "No."], ("ru", "en"))) == [((), (0,)), ((), (1,))]
    assert shapes(align(["Да."], ["Yes."], ("ru", "en"))) == [((0,), (0,))]
    assert {bead.source for bead in align(["", " ", "Да."], ["", "Yes."], ("ru", "en")) if bead.source}
    assert learn([], ("ru", "en")) == Dictionary(("ru", "en"), ())
    assert learn([([], ["Yes."]), ([""], [""])], ("ru", "en")).rows == ()


def test_five_thousand_sentences_in_bounded_time_and_memory() -> None:
    ours = documents("de", "en")
    source = [f"{text} {i}." for i in range(60) for first, _, _ in ours for text in first][:5000]
    target = [f"{text} {i}." for i in range(60) for _, second, _ in ours for text in second][:5000]
    assert len(source) == 5000
    began = time.process_time()
    beads = align(source, target, ("de", "en"), dictionary("de", "en"))
    assert time.process_time() - began < 20
    assert sum(len(bead.source) for bead in beads) == 5000
    firsts, seconds = side(source, "de"), side(target, "en")
    assert band(firsts, seconds, links(firsts, seconds, None)).cells < 5000 * 150


def test_without_any_landmark_memory_grows_with_length_only() -> None:
    beside = side(["Без комментариев."] * 5000, "ru"), side(["No comment."] * 4000, "en")
    assert band(*beside, links(*beside, None)).cells < 5000 * 150
    beads = align(["Без комментариев."] * 600, ["No comment."] * 580, ("ru", "en"))
    assert sum(len(bead.target) for bead in beads) == 580


def test_one_text_beside_five_thousand() -> None:
    beads = align(["Да."], ["Yes."] * 5000, ("ru", "en"))
    assert sum(len(bead.target) for bead in beads) == 5000


def test_a_text_without_spaces_or_words_is_no_trouble() -> None:
    beads = align(["—" * 3000, "\u200f", "١٤"], ["…", "x" * 100_000, "14"], ("ar", "en"))
    assert sum(len(bead.source) for bead in beads) == 3
