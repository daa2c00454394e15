"""Pure: whether two texts of two languages are one document, by what they state and by laying them side by side.

What a text counts and dates is its own: another text of the same day, kind and template counts otherwise. Titles and
hours say which documents may be one (``pairing``); this says which are.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from itertools import combinations, product
from typing import TYPE_CHECKING, NamedTuple

from storage.languages.missing import ANCHOR
from storage.languages.parallel import parallel
from storage.languages.quantities import quantities

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from storage.transcript import Transcript

LEAST_SHARED = 5
"""Values that both texts must state: fewer may agree by chance, and a text that states so few is left to a person."""
CLEAR_LEAD = 0.25
"""By how much of its share a pair must lead every rival of either side."""
LEAST_LAID = 0.8
"""Share of the letters of either text that must stand beside the other's: no excerpt, no other part of one event."""
MOST_DOCUMENTS = 100
"""Of a day beyond which none is joined: what publishes so much in a day is not told apart by what it states."""

_SMALL = 10  # counts below this are in every text


class Stated(NamedTuple):
    """What a text states, each value once."""

    numbers: frozenset[frozenset[str]]
    """All that each number may mean, as ``Quantity.values``; no years and no small counts."""
    days: frozenset[tuple[int, int]]
    """Month and day of every date that prints both."""


@dataclass(frozen=True, slots=True)
class Member:
    """One language of a document."""

    document: int
    kind: str
    transcript: Transcript


@dataclass(frozen=True, slots=True)
class Joined:
    """Two documents that are one; ``document`` is the older id."""

    document: int
    other: int
    confidence: float
    """Share of what both texts state that both of them do, from 0 to 1."""
    reasons: tuple[str, ...]


def stated(transcript: Transcript, day: str) -> Stated:
    """What a text published on this day (``2019-11-27``) states, that day aside: all texts of the day may print it."""
    numbers: set[frozenset[str]] = set()
    days: set[tuple[int, int]] = set()
    for passage in transcript.passages:
        found = quantities(passage, transcript.language)
        for number in found.numbers:
            if number.sure and number.sort != "year" and any(map(_is_telling, number.values)):
                numbers.add(number.values)
        days.update((date.month, at) for date in found.dates if date.month for at in date.days)
    return Stated(frozenset(numbers), frozenset(days - {(int(day[5:7]), int(day[8:10]))}))


def _is_telling(value: str) -> bool:
    return ":" in value or float(value) >= _SMALL


def joined(members: Iterable[Member], day: str, threshold: float) -> Iterator[Joined]:
    """Documents of one day that are one beyond doubt, the surest first; deterministic, whatever the order of members.

    Each is the best match of the other by a clear lead, of one kind, states what the other states, and is laid beside
    it from end to end. ``threshold`` is the least confidence. No dictionary is asked: what follows from the texts alone
    follows from them whenever it is looked at.
    """
    documents: dict[int, list[Member]] = defaultdict(list)
    for member in sorted(members, key=lambda member: (member.document, member.transcript.language)):
        documents[member.document].append(member)
    if len(documents) > MOST_DOCUMENTS:
        return
    matches = list(_matches([*documents.values()], day))
    sure = [match for match in matches if match.share >= threshold and _stands_out(match, matches)]
    spoken = {document: _languages(known) for document, known in documents.items()}
    for match in sorted(sure, key=lambda match: (-match.share, match.documents)):
        ours, theirs = (spoken[document] for document in match.documents)
        if ours & theirs or (laid := laid_beside(match.one.transcript, match.other.transcript)) < LEAST_LAID:
            continue
        ours |= theirs
        for document, languages in spoken.items():
            if languages is theirs:
                spoken[document] = ours
        reasons = f"{match.shared} numbers and dates in common", f"{laid:.0%} of the letters side by side"
        yield Joined(*match.documents, round(match.share, 3), (f"both {match.one.kind}", *reasons))


class _Match(NamedTuple):
    """Two documents that may be one, each in the language that they agree best in."""

    share: float
    shared: int
    one: Member
    other: Member
    languages: tuple[frozenset[str], frozenset[str]]
    """All that each document has."""

    @property
    def documents(self) -> tuple[int, int]:
        return self.one.document, self.other.document


def _matches(documents: Sequence[list[Member]], day: str) -> Iterator[_Match]:
    """Every two documents of one kind that have no language in common."""
    known: dict[int, Stated] = {}
    for ours, theirs in combinations(documents, 2):
        languages = frozenset(_languages(ours)), frozenset(_languages(theirs))
        pairs = [(one, other) for one, other in product(ours, theirs) if one.kind == other.kind]
        if not pairs or languages[0] & languages[1]:
            continue
        for member in {id(one): one for pair in pairs for one in pair}.values():
            if id(member) not in known:
                known[id(member)] = stated(member.transcript, day)
        best = max(pairs, key=lambda pair: in_common(known[id(pair[0])], known[id(pair[1])]))
        yield _Match(*in_common(known[id(best[0])], known[id(best[1])]), *best, languages)


def _languages(members: Iterable[Member]) -> set[str]:
    return {member.transcript.language for member in members}


def _stands_out(match: _Match, matches: Iterable[_Match]) -> bool:
    """Whether enough is stated in both, and no other document that would take either's place comes near."""
    if match.shared < LEAST_SHARED:
        return False
    for rival in matches:
        both = set(match.documents) & set(rival.documents)
        if len(both) != 1:
            continue
        taken = match.languages[match.documents[0] in both]
        place = rival.languages[rival.documents[0] in both]
        if taken & place and match.share - rival.share < CLEAR_LEAD:
            return False
    return True


def in_common(one: Stated, other: Stated) -> tuple[float, int]:
    """The share of what both texts state that both of them do, from 0 to 1, and how many values those are."""
    ours = sum(any(mine & theirs for theirs in other.numbers) for mine in one.numbers)
    theirs = sum(any(mine & their for mine in one.numbers) for their in other.numbers)
    days = len(one.days & other.days)
    stated_in_all = sum(len(side.numbers) + len(side.days) for side in (one, other))
    return (ours + theirs + 2 * days) / max(stated_in_all, 1), min(ours, theirs) + days


def laid_beside(one: Transcript, other: Transcript) -> float:
    """The lesser share of either text's letters that surely stand beside the other's."""
    sure = [bead for bead in parallel(one, other) if bead.source and bead.target and bead.confidence >= ANCHOR]
    shares = []
    for passages, places in (
        (one.passages, {at for bead in sure for at in bead.source}),
        (other.passages, {at for bead in sure for at in bead.target}),
    ):
        shares.append(sum(len(passages[at]) for at in places) / max(sum(map(len, passages)), 1))
    return min(shares)
