"""What must hold of every comparison, whatever the texts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.matching import found_links, scores
from storage.diff import words as words_module
from storage.diff.change import compare
from storage.diff.classify import RULES, Grade, grade
from storage.diff.kinds import SEVERITY_OF
from storage.diff.links import Passage
from storage.diff.matching import match, match_all
from storage.diff.spot import spot
from storage.diff.words import apply, hunks
from storage.text.normalise import normalise
from storage.text.tokens import tokenise
from storage.transcript import Transcript, Turn

SHARED = Path(__file__).parents[1].parent / "shared"
_TEXT = """we agree not to withdraw the troops 1 000,5 12:30 -5 5 % Lavrov l'homme aujourd'hui don't Nord-Stream
« да » не 27 ноября 2019 году 中国 不 支持 . , ? — " “ ” ( ) نحن لا … may May kein nicht 1.5 15"""
_WORDS = _TEXT.split()


texts = st.lists(st.sampled_from(_WORDS), max_size=30).map(" ".join)
glued = st.text(alphabet="ab1 .,-5%«»'’не中", max_size=30)
any_text = st.one_of(texts, glued, st.text(max_size=30)).map(normalise)


@st.composite
def near(draw: st.DrawFn) -> tuple[str, str]:
    """A text and the same with a few words put in, taken out and exchanged."""
    words = draw(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=40))
    edited = list(words)
    for _ in range(draw(st.integers(0, 5))):
        at = draw(st.integers(0, len(edited)))
        edited[at : at + draw(st.integers(0, 2))] = draw(st.lists(st.sampled_from(_WORDS), max_size=2))
    return " ".join(words), " ".join(edited)


@given(st.one_of(st.tuples(any_text, any_text), near()))
@settings(max_examples=400, deadline=None)
def test_hunks_turn_the_older_passage_into_the_newer_one(pair: tuple[str, str]) -> None:
    old, new = pair
    found = hunks(old, new)
    assert apply(old, new, found) == new
    at_old = at_new = 0
    for hunk in found:
        assert at_old <= hunk.old_start <= hunk.old_end
        assert at_new <= hunk.new_start <= hunk.new_end
        assert old[at_old : hunk.old_start] == new[at_new : hunk.new_start]
        assert old[hunk.old_start : hunk.old_end] != new[hunk.new_start : hunk.new_end]
        at_old, at_new = hunk.old_end, hunk.new_end
    assert old[at_old:] == new[at_new:]


@given(near())
@settings(max_examples=300, deadline=None)
def test_hunks_never_cut_a_word_or_number(pair: tuple[str, str]) -> None:
    for text, ends in zip(
        pair,
        zip(
            *[((h.old_start, h.old_end), (h.new_start, h.new_end)) for h in hunks(*pair)],
            strict=True,
        )
        or ((), ()),
        strict=False,
    ):
        inside = {at for token in tokenise(text) for at in range(token.start + 1, token.end)}
        assert not {edge for span in ends for edge in span} & inside


@given(near())
@settings(max_examples=200, deadline=None)
def test_hunks_are_no_confetti(pair: tuple[str, str]) -> None:
    found = hunks(*pair)
    changed = min(len(tokenise(text)) for text in pair)
    assert len(found) <= changed + 1


@given(st.text(alphabet="ab. ", max_size=40).map(normalise), st.text(alphabet="ab. ", max_size=40).map(normalise))
@settings(max_examples=200, deadline=None)
def test_long_passages_are_compared_by_sentence_and_still_apply(old: str, new: str) -> None:
    most = words_module.MOST_CELLS
    words_module.MOST_CELLS = 20
    try:
        assert apply(old, new, hunks(old, new)) == new
    finally:
        words_module.MOST_CELLS = most


_PLAIN = {
    "en": """we agree to withdraw the the troops from of a an is are has supports support possible impossible legal
    illegal that which honour honor and draft drafts formal formally use uses few not no must may May one two first
    134 2019 27 March million percent Monday yesterday today half third Berlin The In I Agreed talks, talks. (talks) –
    can't don't Nord-Stream 1,5 5% “peace” not only both fourty forty ten 10 then km kilometres last this year II VII
    Russian Polish nineties 1990s a.m. St. Saint
    Minister Mr. him colleague since 1987 Channel""",
    "ru": """мы согласны с тем что и в на не ни должны может могут один два первый 134 2019 27 марта миллион процентов
    понедельник вчера сегодня половина треть Берлин В Россия переговоры переговоров переговоры, ещё еще законно
    незаконно – 1,5 «мир» тем не менее пятдесят пятьдесят 50 км километров девяностых 90-х российский польский вечера
    утра т.е. то есть XX прошлом этом году среду среде Майский коллега Лавров (1987) обязательно сошёл на нет""",
    "de": """wir sind die die der das ein eine kein nicht muss kann soll eins zwei erste 134 2019 27. März Millionen
    Prozent Montag gestern heute Hälfte Drittel Berlin Die Gespräche Gespräche, möglich unmöglich und
    von – 1,5 „Frieden“ nicht nur zwölf 12 nich km Kilometer neunziger letztes dieses Jahr z. B. zum Beispiel russische
    polnische morgens abends XX Elf elf Herr Sonntag ihm seit 1987 Josep außer Acht""",
    "fr": """nous avons les les le la des un une ne pas plus jamais doit peut deux premier 134 2019 27 mars millions
    pour cent lundi hier demi tiers Berlin Les pourparlers pourparlers, possible impossible et de l'accord
    d'accord – 1,5 « » non seulement sans doute douze 12 douse km kilomètres années 90 quatre-vingt dernière cette
    semaine russe polonais matin soir XXe élan neuf M. Avril lui à 1987 18h30 18 h 30""",
    "es": """hemos los los el la un una no nunca debe puede dos primero 134 2019 27 marzo millones por ciento lunes ayer
    mitad tercio Berlín Las conversaciones conversaciones, legal ilegal y de del – 1,5 «paz» no solo sin duda doce 12
    doze km kilómetros años 90 noventa la semana pasada esta ruso polaco mañana tarde XX
    Santo Domingo don Julio él a 1987 Canal 13""",
}


@st.composite
def exchanges(draw: st.DrawFn) -> tuple[str, str, str]:
    """A language, and two passages of its words with an exchange inside."""
    language = draw(st.sampled_from(sorted(_PLAIN)))
    word = st.sampled_from(_PLAIN[language].split())
    head, tail = draw(st.lists(word, max_size=5)), draw(st.lists(word, max_size=5))
    old, new = (" ".join([*head, *draw(st.lists(word, max_size=3)), *tail, "."]) for _ in range(2))
    return language, old, new


@given(exchanges())
@settings(max_examples=1000, deadline=None)
def test_plain_words_are_graded_as_asking_every_rule_would(exchange: tuple[str, str, str]) -> None:
    language, old, new = exchange
    for hunk in hunks(old, new):
        at, again = spot(old, new, hunk, language), spot(old, new, hunk, language)
        assert grade(at) == next(Grade(kind, rule.__name__) for kind, rule in RULES if rule(again))


passages = st.lists(texts.map(normalise).filter(bool), max_size=4).map(tuple)
turns = st.lists(
    st.builds(
        Turn,
        role=st.sampled_from(["statement", "question", "answer", "remark"]),
        passages=passages,
        speaker=st.sampled_from(["", "Sergey Lavrov", "Maria Zakharova"]),
        speaker_printed=st.sampled_from(["", "Question", "Sergey Lavrov"]),
    ),
    max_size=4,
).map(tuple)
transcripts = st.builds(
    Transcript,
    title=texts,
    language=st.sampled_from(["en", "ru", "de", "fr", "es", "pt", "it", "uk", "zh", "ar", "xx"]),
    turns=turns,
    form=st.sampled_from(["page", "print"]),
    lead=texts,
    kind=st.sampled_from(["speech", "other"]),
    published_at=st.sampled_from(["", "2019-11-27", "2019-11-27T20:45:00+03:00"]),
    declared_version=st.sampled_from(["", "1", "2"]),
)


@given(transcripts, transcripts)
@settings(max_examples=150, deadline=None)
def test_rows_rebuild_the_newer_version_and_hold_all_of_the_older(old: Transcript, new: Transcript) -> None:
    found = compare(old, new)
    rebuilt = []
    for pair in found.pairs:
        if pair.new is None:
            continue
        after = new.passages[pair.new]
        rebuilt.append(after if pair.old is None else apply(old.passages[pair.old], after, pair.hunks))
    assert tuple(rebuilt) == new.passages
    assert sorted(pair.old for pair in found.pairs if pair.old is not None) == list(range(len(old.passages)))
    kept = [pair.old for pair in found.pairs if pair.old is not None and not pair.moved]
    assert kept == sorted(kept)
    for edit in found.edits:
        assert edit.severity == SEVERITY_OF[edit.kind]
        assert (edit.before, edit.after) != ("", "")
        assert edit.rule


@given(transcripts)
@settings(max_examples=100, deadline=None)
def test_a_version_compared_with_itself_has_no_edits(version: Transcript) -> None:
    assert compare(version, version).edits == ()


@given(transcripts, transcripts)
@settings(max_examples=100, deadline=None)
def test_versions_that_differ_have_edits(old: Transcript, new: Transcript) -> None:
    if old.form == new.form and old.digest != new.digest and old.language == new.language:
        alike = [[(t.speaker_printed, t.role) for t in version.turns if t.passages] for version in (old, new)]
        if (old.title, old.lead, old.passages, *alike[:1]) != (new.title, new.lead, new.passages, *alike[1:]):
            assert compare(old, new).edits


@given(st.lists(texts, max_size=12), st.lists(texts, max_size=12))
@settings(max_examples=200, deadline=None)
def test_matching_uses_each_passage_once_and_crosses_only_for_moves(old: list[str], new: list[str]) -> None:
    links = match([Passage(text, "") for text in old], [Passage(text, "") for text in new])
    for which in (0, 1):
        ends = [link[which] for link in links]
        assert len(set(ends)) == len(ends)
    staying = [link for link in links if not link.moved]
    assert [link.old for link in staying] == sorted(link.old for link in staying)


def test_a_large_document_with_every_passage_edited_is_matched_in_order() -> None:
    subjects = [
        f"Subject{at} was raised by partner{at * 3} and answered by envoy{at * 5} in some detail." for at in range(600)
    ]
    gone = set(range(5, 600, 30))
    old = [Passage(text, "") for text in subjects]
    kept = [at for at in range(600) if at not in gone]
    new = [Passage(subjects[at].replace("answered", "settled").replace("raised", "named"), "") for at in kept]
    assert [link.old for link in match(old, new)] == kept


@pytest.mark.skipif(not SHARED.exists(), reason="the revisions of real pages are not part of the project")
def test_matching_agrees_with_links_made_by_hand() -> None:
    pairs = json.loads((SHARED / "revisions" / "argrewrite" / "dev.json").read_text())
    found = scores(pairs, [found_links(pair["old"], pair["new"]) for pair in pairs])
    assert found["changed pairs"].f1 >= 0.95
    assert found["deleted"].f1 >= 0.88
    assert found["added"].f1 >= 0.93
    assert found["all links"].f1 >= 0.975


WHOLE = (
    "Our countries have agreed to reopen the consulates in both ports before the end of the year, and the ambassadors"
    " will meet every month until the last of the open questions about visas has been settled between them."
)
CUT = WHOLE.index("and the ambassadors")
AROUND = ["The talks began at noon in the old library of the ministry.", "A dinner was given in the evening."]


def test_a_passage_split_or_joined_has_all_its_links() -> None:
    halves = [WHOLE[:CUT].rstrip(", ") + ".", "The" + WHOLE[CUT + len("and the") :]]
    whole = [Passage(text, "") for text in (AROUND[0], WHOLE, AROUND[1])]
    parts = [Passage(text, "") for text in (AROUND[0], *halves, AROUND[1])]
    split = [(link.old, link.new) for link in match_all(whole, parts)]
    assert split == [(0, 0), (1, 1), (1, 2), (2, 3)]
    assert sorted((link.new, link.old) for link in match_all(parts, whole)) == split
    assert len(match(whole, parts)) == 3


def test_a_passage_that_moved_is_no_version_of_what_stands_in_its_place() -> None:
    words = [f"word{at}" for at in range(30)]
    moved, near = " ".join(words), " ".join([*words[:16], *(f"other{at}" for at in range(14))])
    stays = [Passage(text, "") for text in AROUND]
    old = [Passage(moved, ""), *stays]
    new = [Passage(near, ""), *stays, Passage(moved, "")]
    assert [tuple(link) for link in match(old, new)] == [(1, 1, False), (2, 2, False), (0, 3, True)]
