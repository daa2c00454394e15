"""Pure: what one variant has and another lacks, told only between two anchors that are beyond doubt."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.languages.align import align
from storage.languages.findings import Coverage
from storage.languages.parallel import turns_of
from storage.languages.terms import SHARED, terms
from storage.text.lexicon import Lexicon
from storage.text.tables import table
from storage.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from storage.languages.beads import Bead
    from storage.languages.dictionary import Dictionary
    from storage.transcript import Transcript

ANCHOR = 0.8
"""Confidence of a bead from which it is an anchor."""
ALONE = 0.7
"""Confidence from which a passage without translation is one."""
_LEAST_LETTERS = 20  # less is a heading, a thank-you or a line of asterisks
_ABRIDGED_SHARE = 0.3
"""Share of a variant's letters, in so many pieces at least, whose lack is a shortened text's design."""
_ABRIDGED_PIECES = 3
_FAR_ABRIDGED = 0.6  # share whose lack is by design in however few pieces
_MOST_COMPARED = 20  # passages without translation on each side that are looked for elsewhere
_FOUND_ELSEWHERE = 0.9
_ROOM, _AMPLE_ROOM = 0.3, 0.6
"""Of the length expected of a passage: what a neighbour is too long by, if it may hold, or surely holds, it too."""
_OVERLAP = 0.15  # of a passage's telling terms, in a neighbour that has some room for it

_TRANSLATES = 0.2  # probability from which the dictionary's word counts as a translation

_SHORTENED = Lexicon(
    {
        True: (
            "сокращённом сокращенном сокращённый сокращенный сокращении сокращением выдержки выдержка фрагменты тезисы"
            " кратко краткое краткий abridged excerpt excerpts summary highlights extracts auszüge auszug gekürzt"
            " gekürzte zusammenfassung extrait extraits abrégé abrégée résumé synthèse extracto extractos"
            " resumen resumido abreviado abreviada sintesi estratti riassunto excertos resumo trechos витяги скорочено"
        )
    }
)
"""Words by which a title, a lead or a first passage says that the text is shortened."""


@dataclass(frozen=True, slots=True)
class Gap:
    """Passages of one turn, one behind the other, that the other variant lacks."""

    places: tuple[int, ...]
    """In the side that has them, from 0."""
    whole_turn: bool
    at: int
    """The place, from 0, that they would have in the side that lacks them."""
    confidence: float


def covered(transcript: Transcript, places: Sequence[tuple[int, ...]]) -> Coverage:
    """How much of a variant stands in beads with both sides. ``places`` are its passages in those."""
    there = {at for group in places for at in group}
    turn = turns_of(transcript)
    return Coverage(
        turns=len({turn[at] for at in there}),
        of_turns=sum(bool(one.passages) for one in transcript.turns),
        passages=len(there),
        of_passages=len(turn),
    )


def is_abridged(transcript: Transcript, lacking: Sequence[int], other: Transcript) -> bool:
    """Whether ``other`` is shortened by design: it says so, or lacks much of ``transcript`` here and there."""
    if not lacking:
        return False
    if _says_shortened(other) and not _says_shortened(transcript):
        return True
    letters = [len(passage) for passage in transcript.passages]
    share = sum(letters[at] for at in lacking) / max(sum(letters), 1)
    without = set(lacking)
    pieces = sum(at - 1 not in without for at in lacking)
    return share > _FAR_ABRIDGED or (share > _ABRIDGED_SHARE and pieces >= _ABRIDGED_PIECES)


def _says_shortened(transcript: Transcript) -> bool:
    opening = [transcript.title, transcript.lead, *transcript.passages[:1]]
    return any(_SHORTENED.find(words(text)) for text in opening if len(text) < 400)


def gaps(
    has: Transcript, lacks: Transcript, beads: Sequence[Bead], dictionary: Dictionary | None = None
) -> Iterator[Gap]:
    """What ``lacks`` is without, between two anchors: turns as a whole, else passages. ``has`` is the beads' source.

    Passed over: what stands elsewhere in the other variant, or in a neighbour that is long enough to hold it too, and
    stretches where both sides have passages of their own.
    """
    elsewhere = _moved(has, lacks, beads, dictionary)
    ends = _promises(has, lacks)
    turn = turns_of(has)
    for before, run, after in _runs(beads):
        if not _anchors(before, after, ends) or any(bead.target for bead in run):
            continue
        alone = [bead for bead in run if bead.source[0] not in elsewhere]
        if not alone or _absorbed(has, lacks, [bead.source[0] for bead in alone], (before, after), dictionary):
            continue
        at = before.target[-1] + 1
        for places, confidence in _by_turn(alone, turn):
            whole = len(places) == len(has.turns[turn[places[0]]].passages)
            letters = sum(map(str.isalpha, "".join(has.passages[place] for place in places)))
            sure = min(confidence, before.confidence, after.confidence)
            if letters >= _LEAST_LETTERS and confidence >= ALONE:
                yield Gap(places, whole, at, round(sure, 4))


def _runs(beads: Sequence[Bead]) -> Iterator[tuple[Bead, list[Bead], Bead]]:
    """Each stretch of passages without translation, with the beads before and behind it."""
    before: Bead | None = None
    run: list[Bead] = []
    for bead in beads:
        if not (bead.source and bead.target):
            run.append(bead)
            continue
        if before is not None and run:
            yield before, run, bead
        before, run = bead, []


def _anchors(before: Bead, after: Bead, ends: frozenset[int]) -> bool:
    """Whether both beads are beyond doubt, and none is a promise of more, above which an original still grows."""
    sure = min(before.confidence, after.confidence) >= ANCHOR
    return sure and ends.isdisjoint(after.source)


def _promises(has: Transcript, lacks: Transcript) -> frozenset[int]:
    """The last passage of the one that has more, if either says at its end that it is to be continued."""
    for one in (has, lacks):
        if one.passages and table(one.language).continued_words.find(words(one.passages[-1])):
            return frozenset({len(has.passages) - 1})
    return frozenset()


def _by_turn(alone: Sequence[Bead], turn: Sequence[int]) -> Iterator[tuple[tuple[int, ...], float]]:
    """Passages one behind the other in one turn, with the least of their confidences."""
    places: list[int] = []
    sure = 1.0
    for bead in alone:
        (at,) = bead.source
        if places and (turn[at] != turn[places[0]] or at != places[-1] + 1):
            yield tuple(places), sure
            places, sure = [], 1.0
        places.append(at)
        sure = min(sure, bead.confidence)
    if places:
        yield tuple(places), sure


def _moved(has: Transcript, lacks: Transcript, beads: Sequence[Bead], dictionary: Dictionary | None) -> set[int]:
    """Passages without translation where they stand that translate such a passage elsewhere."""
    ours = [bead.source[0] for bead in beads if not bead.target][:_MOST_COMPARED]
    theirs = [bead.target[0] for bead in beads if not bead.source][:_MOST_COMPARED]
    languages = (has.language, lacks.language)
    found = set()
    kept_apart = _kept_apart(has, lacks)
    for at in ours:
        for other in theirs:
            if kept_apart(at, other):
                continue
            (bead, *_) = align([has.passages[at]], [lacks.passages[other]], languages, dictionary)
            if bead.source and bead.target and bead.confidence >= _FOUND_ELSEWHERE:
                found.add(at)
                break
    return found


def _absorbed(
    has: Transcript,
    lacks: Transcript,
    places: Sequence[int],
    anchors: tuple[Bead, Bead],
    dictionary: Dictionary | None,
) -> bool:
    """Whether a neighbour is too long for what it translates, and so may say what seems to be missing.

    An answer does not hold a question, nor a question an answer: where a text has both, these are kept apart.
    """
    proportion = (dictionary.proportion if dictionary else 0.0) or 1.0
    expected = proportion * sum(len(has.passages[at]) for at in places)
    kept_apart = _kept_apart(has, lacks)
    for anchor in anchors:
        if all(kept_apart(at, other) for at in places for other in anchor.target):
            continue
        text = " ".join(lacks.passages[at] for at in anchor.target)
        room = len(text) - proportion * sum(len(has.passages[at]) for at in anchor.source)
        if room >= _AMPLE_ROOM * expected:
            return True
        if room >= _ROOM * expected and _overlap(has, places, text, lacks.language, dictionary) >= _OVERLAP:
            return True
    return False


def _kept_apart(has: Transcript, lacks: Transcript) -> Callable[[int, int], bool]:
    """Whether one of two passages is of a question and the other is not, where both texts have both sorts."""
    asked, asks = ([turn.role == "question" for turn in side.turns for _ in turn.passages] for side in (has, lacks))
    told = len(set(asked)) == len(set(asks)) == 2
    return lambda at, other: told and asked[at] != asks[other]


def _overlap(has: Transcript, places: Sequence[int], text: str, language: str, dictionary: Dictionary | None) -> float:
    """The share of telling terms of some passages whose translation a text holds."""
    there = set(terms(text, language))
    told = met = 0
    for term in {term for at in places for term in terms(has.passages[at], has.language)}:
        if term.startswith(SHARED):
            translations = {term} if len(term) > 2 else set()
        else:
            rows = dictionary.by_source.get(term, ()) if dictionary else ()
            translations = {row.target for row in rows if row.forward > _TRANSLATES}
        if translations:
            told += 1
            met += not there.isdisjoint(translations)
    return met / told if told else 0.0
