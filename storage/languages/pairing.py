"""Pure: which documents of different languages may be one, where the publisher does not say. Precision first.

Judged are documents of one published day: kind, hour, length, and what titles share across languages: numbers,
countries, and names whatever their script. A pairing is proposed only if it is convincing by itself and neither side
has a rival.
"""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import combinations
from typing import TYPE_CHECKING

from storage.languages.cognates import alike
from storage.languages.titles import AS_SPELT, Title, read_title

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LEAST_CONFIDENCE = 0.75
"""Below this nothing is proposed."""
CLEAR_LEAD = 1.0
"""By how much a pair must outweigh every rival of either side."""

_EVEN = 2.3  # the weight at which confidence is one half
_MOST_NAME_WEIGHT = 6.0
# How long the same text is, against English; from parallel transcripts' usual expansion, good to a fifth.
_LENGTH = {"de": 1.15, "fr": 1.15, "es": 1.1, "pt": 1.1, "it": 1.1, "ru": 1.05, "uk": 1.02, "ar": 0.85, "zh": 0.33}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A document known in one language only."""

    document: int
    language: str
    kind: str
    published_at: str
    """ISO 8601 with the source's offset; a date alone where no time is printed."""
    title: str
    characters: int
    """Of its text; 0 if unknown."""
    order: int
    """Its place in the source's own order of this language, older first."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two documents that are probably one; ``document`` is the older id."""

    document: int
    other: int
    confidence: float
    reasons: tuple[str, ...]


def propose(candidates: Sequence[Candidate]) -> list[Proposal]:
    """Pairings of candidates, most confident first; deterministic, whatever their order.

    Following all proposals joins each document with at most one of every other language.
    """
    days: dict[str, list[_Document]] = defaultdict(list)
    for candidate in sorted(candidates, key=lambda candidate: candidate.document):
        if candidate.published_at:
            day = candidate.published_at[:10]
            days[day].append(_Document(candidate, read_title(candidate.title, candidate.language, day)))
    proposals = [proposal for day in days.values() for proposal in _of_one_day(day)]
    return sorted(proposals, key=lambda proposal: (-proposal.confidence, proposal.document, proposal.other))


@dataclass(frozen=True, slots=True)
class _Document:
    candidate: Candidate
    title: Title


@dataclass(frozen=True, slots=True)
class _Judged:
    weight: float
    reasons: tuple[str, ...]
    one: _Document
    other: _Document

    @property
    def confidence(self) -> float:
        return round(1 / (1 + math.exp(_EVEN - self.weight)), 3)


def _of_one_day(day: Sequence[_Document]) -> list[Proposal]:
    """The convincing pairs of a day that have no rival, joined so that no document gets two of one language."""
    usual = _Usual(day)
    judged = [
        _judge(one, other, usual)
        for one, other in combinations(day, 2)
        if one.candidate.language != other.candidate.language
    ]
    best = _Rivals(judged)
    convincing = [pair for pair in judged if pair.confidence >= LEAST_CONFIDENCE and best.has_clear_lead(pair)]
    convincing.sort(key=lambda pair: (-pair.weight, pair.one.candidate.document, pair.other.candidate.document))
    joined = {document.candidate.document: {document.candidate.language} for document in day}
    proposals = []
    for pair in convincing:
        one, other = pair.one.candidate.document, pair.other.candidate.document
        ours, theirs = joined[one], joined[other]
        if ours is theirs or ours & theirs:
            continue
        ours |= theirs
        for document, languages in joined.items():
            if languages is theirs:
                joined[document] = ours
        proposals.append(Proposal(one, other, pair.confidence, pair.reasons))
    return proposals


class _Usual:
    """How many documents of a day and language share a trait: what all of them have tells them not apart."""

    def __init__(self, day: Iterable[_Document]) -> None:
        self._counts: Counter[tuple[str, object]] = Counter()
        self._order: dict[str, list[int]] = defaultdict(list)
        for document in sorted(day, key=lambda document: document.candidate.order):
            self._order[document.candidate.language].append(document.candidate.order)
            traits = {
                *document.title.places,
                *document.title.numbers,
                *document.title.words,
                document.candidate.published_at,
            }
            self._counts.update((document.candidate.language, trait) for trait in traits)

    def rarity(self, one: _Document, mine: object, other: _Document, theirs: object) -> float:
        """1 if only these two have it, less the more others do."""
        ours = self._counts[one.candidate.language, mine]
        return 1 / max(ours, self._counts[other.candidate.language, theirs])

    def by_order(self, one: _Document, other: _Document) -> Iterator[tuple[float, str]]:
        """Desks publish in one order; it says little where a desk leaves documents out."""
        ours, theirs = (self._order[side.candidate.language] for side in (one, other))
        if len(ours) == len(theirs) > 1 and ours.index(one.candidate.order) == theirs.index(other.candidate.order):
            yield 0.3, "in the same place of the day"


class _Rivals:
    """The two heaviest pairs of each document with each other language."""

    def __init__(self, judged: Iterable[_Judged]) -> None:
        self._weights: dict[tuple[int, str], list[float]] = defaultdict(list)
        for pair in judged:
            one, other = pair.one.candidate, pair.other.candidate
            self._weights[one.document, other.language].append(pair.weight)
            self._weights[other.document, one.language].append(pair.weight)
        for weights in self._weights.values():
            weights.sort(reverse=True)

    def has_clear_lead(self, pair: _Judged) -> bool:
        one, other = pair.one.candidate, pair.other.candidate
        for side in ((one.document, other.language), (other.document, one.language)):
            weights = self._weights[side]
            if pair.weight < weights[0] or (len(weights) > 1 and weights[0] - weights[1] < CLEAR_LEAD):
                return False
        return True


def _judge(one: _Document, other: _Document, usual: _Usual) -> _Judged:
    evidence = [
        *_by_names(one, other, usual),
        *_by_numbers(one, other, usual),
        *_by_places(one, other, usual),
        *_by_time(one, other, usual),
        *usual.by_order(one, other),
        *_by_kind(one.candidate, other.candidate),
        *_by_length(one.candidate, other.candidate),
    ]
    return _Judged(sum(weight for weight, _ in evidence), tuple(reason for _, reason in evidence), one, other)


def _by_names(one: _Document, other: _Document, usual: _Usual) -> Iterator[tuple[float, str]]:
    """Words alike count more if written as names; names that the other title lacks count against."""
    weight = 0.0
    met: list[set[frozenset[str]]] = [set(), set()]
    shared = []
    for mine, mine_named in one.title.words.items():
        for theirs, theirs_named in other.title.words.items():
            if theirs not in met[1] and alike(mine, theirs):
                met[0].add(mine)
                met[1].add(theirs)
                shared.append(min(mine))
                weight += (1.5 if mine_named or theirs_named else 0.4) * usual.rarity(one, mine, other, theirs)
                break
    if shared:
        yield min(weight, _MOST_NAME_WEIGHT), f"{len(shared)} words alike"
    for document, partner, known in ((one, other, met[0]), (other, one, met[1])):
        names = [word for word, named in document.title.words.items() if named]
        alone = [word for word in names if word not in known and not _untold(word, partner)]
        if alone:
            yield -2.0 * len(alone) / len(names), f"{len(alone)} names in {document.candidate.language} alone"


def _untold(word: frozenset[str], partner: _Document) -> bool:
    """Whether the other title may well have the name: as an initial (Sergey Lavrov is С.В.Лавров), or in letters that
    so short a name cannot be followed into."""
    if any(skeleton.startswith(AS_SPELT) for skeleton in word):
        return not partner.title.is_latin
    return any(skeleton[0] in partner.title.initials for skeleton in word)


def _by_numbers(one: _Document, other: _Document, usual: _Usual) -> Iterator[tuple[float, str]]:
    shared = one.title.numbers & other.title.numbers
    if shared:
        weight = sum(1.5 * usual.rarity(one, number, other, number) for number in shared)
        yield min(weight, 3.0), f"numbers {', '.join(sorted(shared))}"
    if one.title.numbers and other.title.numbers and one.title.numbers != other.title.numbers:
        yield -3.0, "different numbers"
    if one.title.years and other.title.years and one.title.years != other.title.years:
        yield -3.0, "different years"


def _by_places(one: _Document, other: _Document, usual: _Usual) -> Iterator[tuple[float, str]]:
    shared = one.title.places & other.title.places
    if shared:
        weight = sum(1.5 * usual.rarity(one, code, other, code) for code in shared)
        yield min(weight, 3.0), f"places {', '.join(sorted(shared))}"
    ours, theirs = one.title.places - other.title.places, other.title.places - one.title.places
    for sort in (_is_city, _is_country):  # that one desk names the city and the other the country, tells nothing
        if any(map(sort, ours)) and any(map(sort, theirs)):
            yield -3.0, "different places"


def _is_city(place: str) -> bool:
    return "/" in place


def _is_country(place: str) -> bool:
    return "/" not in place


def _by_time(one: _Document, other: _Document, usual: _Usual) -> Iterator[tuple[float, str]]:
    """The same minute says much, if the day has no other document of it. Translations often come later."""
    at = one.candidate.published_at
    if "T" in at and at == other.candidate.published_at:
        yield 1.5 * usual.rarity(one, at, other, at), "published in the same minute"


def _by_kind(one: Candidate, other: Candidate) -> Iterator[tuple[float, str]]:
    if "other" in {one.kind, other.kind}:
        return
    if one.kind == other.kind:
        yield 0.7, f"both {one.kind}"
    else:
        yield -2.0, f"{one.kind} and {other.kind}"


def _by_length(one: Candidate, other: Candidate) -> Iterator[tuple[float, str]]:
    if not (one.characters and other.characters):
        return
    ours, theirs = (side.characters / _LENGTH.get(side.language.partition("-")[0], 1.0) for side in (one, other))
    ratio = max(ours, theirs) / max(1.0, min(ours, theirs))
    if ratio < 1.3:
        yield 0.5, "texts of a length"
    elif ratio > 2:
        yield -2.0 if ratio < 4 else -5.0, f"one text {ratio:.1f} times as long"
