"""Pure: two language variants of one document read together, and where they part.

Every rule is a function whose name stands in its findings. Both sides are quoted. Precision goes first: what a
translator may do without changing what is said is no finding.
"""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from storage.languages.beads import Bead
from storage.languages.differing import differences
from storage.languages.findings import Compared, Finding
from storage.languages.missing import ANCHOR, covered, gaps, is_abridged
from storage.languages.parallel import parallel, turns_of
from storage.languages.quantities import quantities
from storage.languages.speakers import others
from storage.languages.unquoted import left_in

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storage.languages.dictionary import Dictionary
    from storage.transcript import Transcript, Turn

LEAST = 0.6
"""Confidence of a bead from which its numbers are held against each other."""


def compare_languages(
    original: Transcript,
    translation: Transcript,
    dictionary: Dictionary | None = None,
    beads: tuple[Bead, ...] | None = None,
) -> Compared:
    """Where a translation and its original part. ``beads`` are those of ``parallel``, if they are known already.

    Findings are about the translation, and about the original where it lacks something or was left in another
    language. Raises ValueError for a dictionary of other languages.
    """
    if beads is None:
        beads = parallel(original, translation, dictionary)
    joined = [bead for bead in beads if bead.source and bead.target]
    turned = tuple(Bead(bead.target, bead.source, bead.confidence) for bead in beads)
    backwards = dictionary.reversed() if dictionary else None
    shortened = is_abridged(original, [bead.source[0] for bead in beads if not bead.target], translation)
    lengthened = is_abridged(translation, [bead.target[0] for bead in beads if not bead.source], original)
    foreign = [*untranslated(translation, original, beads), *untranslated(original, translation, turned)]
    places = {(finding.language, finding.position) for finding in foreign}
    found = [*foreign, *speaker_differs(original, translation, joined, whole=not (shortened or lengthened))]
    steady = beads if not (shortened or lengthened) else tuple(_in_order(beads))
    found += number_or_date_differs(original, translation, steady, dictionary, places)
    if not shortened:
        found += missing(original, translation, beads, dictionary)
    if not lengthened:
        found += missing(translation, original, turned, backwards)
    return Compared(
        beads=beads,
        findings=tuple(sorted(found, key=_place)),
        coverage=covered(original, [bead.source for bead in joined]),
        covered=covered(translation, [bead.target for bead in joined]),
        abridged=shortened or lengthened,
    )


def _in_order(beads: Sequence[Bead]) -> Iterator[Bead]:
    """Beads without those that changed places: in a shortened text these may only sound alike."""
    for at, bead in enumerate(beads):
        near = [one.target for one in beads[max(at - 1, 0) : at + 2] if one.source and one.target]
        if near == sorted(near):
            yield bead


def _place(finding: Finding) -> tuple[int, str, str, str]:
    return finding.position or 0, finding.kind, finding.language, finding.detail


def missing(
    has: Transcript, lacks: Transcript, beads: Sequence[Bead], dictionary: Dictionary | None
) -> Iterator[Finding]:
    """A passage, or a whole turn, of one variant has no counterpart, between two that surely have one."""
    turn = turns_of(has)
    for gap in gaps(has, lacks, beads, dictionary):
        first = gap.places[0]
        speaker = has.turns[turn[first]].speaker
        if gap.whole_turn:
            text = "\n\n".join(has.passages[at] for at in gap.places)
            yield _lacking("missing_turn", lacks, has, gap.at, first, speaker, text, gap.confidence)
            continue
        for step, place in enumerate(gap.places):
            text = has.passages[place]
            yield _lacking("missing_passage", lacks, has, gap.at + step, place, speaker, text, gap.confidence)


def _lacking(
    kind: str, lacks: Transcript, has: Transcript, at: int, place: int, speaker: str, text: str, confidence: float
) -> Finding:
    around = [lacks.passages[near] for near in (at - 1, at) if 0 <= near < len(lacks.passages)]
    return Finding(
        kind="missing_turn" if kind == "missing_turn" else "missing_passage",
        rule=kind,
        language=lacks.language,
        other_language=has.language,
        position=at + 1,
        other_position=place + 1,
        speaker=speaker,
        passage="",
        other_passage=text,
        confidence=confidence,
        detail=f"{lacks.language} has nothing between " + " and ".join(f"“{_brief(one)}”" for one in around),
    )


def _brief(text: str, longest: int = 60) -> str:
    """A text's beginning, to the end of a word."""
    if len(text) <= longest:
        return text
    return text[:longest].rpartition(" ")[0].rstrip(",;:") + " …"


def number_or_date_differs(
    original: Transcript,
    translation: Transcript,
    beads: Sequence[Bead],
    dictionary: Dictionary | None,
    foreign: set[tuple[str, int | None]],
) -> Iterator[Finding]:
    """A number, date or time of one variant is contradicted in the passage that translates it, or in the title."""
    languages = (original.language, translation.language)
    for difference in differences(original.title, translation.title, languages, dictionary):
        quoted = original.title[difference.start : difference.end]
        other = translation.title[difference.other_start : difference.other_end]
        yield Finding(
            difference.kind,
            difference.rule,
            translation.language,
            original.language,
            None,
            None,
            "",
            translation.title,
            original.title,
            round(0.9 * difference.confidence, 4),
            f"{other} against {quoted}",
        )
    turn = turns_of(translation)
    for at, bead in enumerate(beads):
        if not (bead.source and bead.target) or bead.confidence < LEAST:
            continue
        if any((translation.language, place + 1) in foreign for place in bead.target):
            continue
        texts = [original.passages[place] for place in bead.source], [translation.passages[p] for p in bead.target]
        one, two = (" ".join(side) for side in texts)
        around = _around(original, translation, beads, at)
        for difference in differences(one, two, languages, dictionary, around):
            here, there = _holding(texts[1], difference.other_start), _holding(texts[0], difference.start)
            yield Finding(
                kind=difference.kind,
                rule=difference.rule,
                language=translation.language,
                other_language=original.language,
                position=bead.target[here] + 1,
                other_position=bead.source[there] + 1,
                speaker=translation.turns[turn[bead.target[here]]].speaker,
                passage=texts[1][here],
                other_passage=texts[0][there],
                confidence=round(bead.confidence * difference.confidence, 4),
                detail=(
                    f"{two[difference.other_start : difference.other_end]} against"
                    f" {one[difference.start : difference.end]}"
                ),
            )


def _around(
    original: Transcript, translation: Transcript, beads: Sequence[Bead], at: int
) -> tuple[frozenset[str], frozenset[str]]:
    """What the passages beside a bead count, of both sides: a sentence may have been carried over."""
    near = [beads[place] for place in (at - 1, at + 1) if 0 <= place < len(beads)]
    ours = (quantities(original.passages[p], original.language).pool for bead in near for p in bead.source)
    theirs = (quantities(translation.passages[p], translation.language).pool for bead in near for p in bead.target)
    return frozenset().union(*ours), frozenset().union(*theirs)


def _holding(texts: Sequence[str], place: int) -> int:
    """Which of texts that were joined by spaces holds a place."""
    for at, text in enumerate(texts):
        if place <= len(text):
            return at
        place -= len(text) + 1
    return len(texts) - 1


def untranslated(one: Transcript, other: Transcript, beads: Sequence[Bead]) -> Iterator[Finding]:
    """A passage of the beads’ target was left in another language; one that both print in it is a quotation."""
    beside = {place: bead for bead in beads for place in bead.target}
    turn = turns_of(one)
    for at, passage in enumerate(one.passages):
        bead = beside[at]
        theirs = [other.passages[place] for place in bead.source]
        copied = theirs[0] if len(theirs) == 1 else ""
        found = left_in(passage, one.language, copied, other.language)
        if not found or any(left_in(text, other.language) for text in theirs):
            continue
        yield Finding(
            kind="wrong_language",
            rule="untranslated",
            language=one.language,
            other_language=found,
            position=at + 1,
            other_position=bead.source[0] + 1 if bead.source else None,
            speaker=one.turns[turn[at]].speaker,
            passage=passage,
            other_passage=" ".join(theirs),
            confidence=0.95,
            detail=f"in {found}: “{_brief(passage)}”",
        )


def speaker_differs(
    original: Transcript, translation: Transcript, beads: Sequence[Bead], *, whole: bool
) -> Iterator[Finding]:
    """The same words are in another mouth; that a name differs in every turn alike, is another name of one person.

    ``whole``: neither text is shortened. In one that is, what seems to be joined to another turn only sounds alike.
    """
    pairs = [pair for pair in _turn_pairs(original, translation, beads) if pair.alone or whole]
    labels = Counter(
        (original.turns[pair.one].speaker_printed, translation.turns[pair.other].speaker_printed)
        for pair in pairs
        if pair.alone
    )
    languages = original.language, translation.language
    persons = tuple(dict.fromkeys(map(_speaker, side.turns)) for side in (original, translation))
    for pair in pairs:
        ours, theirs = original.turns[pair.one], translation.turns[pair.other]
        names = _speaker(ours), _speaker(theirs)
        printed = ours.speaker_printed, theirs.speaker_printed
        if not others(names, (persons[0], persons[1]), languages, surely=not pair.alone):
            continue
        only = not any(one != printed and (one[0] == printed[0] or one[1] == printed[1]) for one in labels)
        if only and labels[printed] > 1:
            continue
        yield Finding(
            kind="speaker_differs",
            rule="speaker_differs",
            language=translation.language,
            other_language=original.language,
            position=pair.bead.target[0] + 1,
            other_position=pair.bead.source[0] + 1,
            speaker=theirs.speaker,
            passage=translation.passages[pair.bead.target[0]],
            other_passage=original.passages[pair.bead.source[0]],
            confidence=round(pair.bead.confidence, 4),
            detail=f"{names[1]} against {names[0]}",
        )


def _speaker(turn: Turn) -> str:
    return turn.speaker or turn.speaker_printed


class _TurnPair(NamedTuple):
    """Turns, from 0, that translate each other beyond doubt."""

    one: int
    other: int
    bead: Bead
    """The first of those that join them."""
    alone: bool
    """Whether neither is joined to any other turn."""


def _turn_pairs(original: Transcript, translation: Transcript, beads: Sequence[Bead]) -> list[_TurnPair]:
    """Pairs of turns of which one at least is in the other as a whole."""
    first, second = turns_of(original), turns_of(translation)
    found: dict[tuple[int, int], Bead] = {}
    for bead in beads:
        if bead.confidence >= ANCHOR:
            for one in bead.source:
                for two in bead.target:
                    found.setdefault((first[one], second[two]), bead)
    ours, theirs = (Counter(pair[side] for pair in found) for side in (0, 1))
    return [
        _TurnPair(one, two, bead, ours[one] == theirs[two] == 1)
        for (one, two), bead in found.items()
        if 1 in (ours[one], theirs[two])
    ]
