"""Pure: which terms of two languages translate each other, mined from texts already aligned.

IBM's first model of translation (Brown and others, 1993) by expectation and maximisation, both ways, from uniform
beginnings that words of one spelling outweigh, with a mute word that explains what nothing else does. The same pairs
give the same dictionary, in whatever order they come.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property, partial
from typing import TYPE_CHECKING, NamedTuple
from zlib import crc32

import numpy as np

from storage.languages.kinship import kinship
from storage.languages.terms import terms

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from storage.languages.side import Floats, Ints

_ROUNDS = 3
_KIN = 50.0  # how many times likelier than strangers kin are at the beginning
_PRIOR = 1.0  # occurrences that kinship is worth throughout
_MUTE = 1.0  # how strong the mute word is, against a term's share of all tokens
_LEAST = 0.02  # probability below which a translation is not kept
_MOST_CELLS = 8_000_000
"""Meetings of terms, over all pairs of texts, that are mined: what some 600 MB hold."""
_SHORT = 400  # meetings of a pair of texts that is as good as any; longer ones, which say less for their size, wait


class Translation(NamedTuple):
    """One row of a dictionary: terms as ``storage.languages.terms`` cuts them, and probabilities from 0 to 1."""

    source: str
    target: str
    forward: float
    """That ``target`` stands where ``source`` stood."""
    backward: float
    """That ``source`` stands where ``target`` stood."""


@dataclass(frozen=True)
class Dictionary:
    """Translations of one pair of languages, in order of source and target."""

    languages: tuple[str, str]
    rows: tuple[Translation, ...]
    proportion: float = 0.0
    """Characters of target for one of source, white space aside; 0 where nothing is known."""

    @cached_property
    def by_source(self) -> Mapping[str, tuple[Translation, ...]]:
        found: dict[str, list[Translation]] = defaultdict(list)
        for row in self.rows:
            found[row.source].append(row)
        return {source: tuple(rows) for source, rows in found.items()}

    @cached_property
    def source_sure(self) -> Mapping[str, float]:
        """Source term -> how probable its best translation is."""
        return {source: max(row.forward for row in rows) for source, rows in self.by_source.items()}

    @cached_property
    def target_sure(self) -> Mapping[str, float]:
        """Target term -> how probable its best translation is."""
        found: dict[str, float] = defaultdict(float)
        for row in self.rows:
            found[row.target] = max(found[row.target], row.backward)
        return dict(found)

    def reversed(self) -> Dictionary:
        """The same, from the other language's side."""
        rows = (Translation(row.target, row.source, row.backward, row.forward) for row in self.rows)
        proportion = 1 / self.proportion if self.proportion else 0.0
        return Dictionary((self.languages[1], self.languages[0]), tuple(sorted(rows)), proportion)


class Lesson(NamedTuple):
    """Two texts that translate each other."""

    source: tuple[str, ...]
    """Its terms."""
    target: tuple[str, ...]
    characters: tuple[int, int]
    """Of source and target, without white space."""
    weight: float
    """How sure it is that they do, from 0 to 1."""


def mine(pairs: Iterable[tuple[str, str]], languages: tuple[str, str]) -> Dictionary:
    """The dictionary that these pairs of texts support, each a text and its translation; empty if there are none."""
    source, target = languages
    return mine_lessons(
        (
            Lesson(
                terms(one, source), terms(other, target), (len("".join(one.split())), len("".join(other.split()))), 1.0
            )
            for one, other in pairs
        ),
        languages,
    )


def mine_lessons(lessons: Iterable[Lesson], languages: tuple[str, str]) -> Dictionary:
    """``mine`` for texts that are cut into terms already, and not all beyond doubt."""
    ordered = sorted(set(lessons), key=_turn)  # once each: boilerplate would outweigh everything else
    lengths = np.array([lesson.characters for lesson in ordered]).reshape(-1, 2)
    weights = np.array([lesson.weight for lesson in ordered])
    in_source, in_target = (float(weights @ column) for column in lengths.T)
    rows = _translations(ordered)
    return Dictionary(languages, rows, round(in_target / in_source, 4) if in_source and in_target else 0.0)


def _turn(lesson: Lesson) -> tuple[int, int, Lesson]:
    """Where a lesson stands in the queue: of any archive, however it is ordered, the same lessons are taken."""
    cells = len(lesson.source) * len(lesson.target)
    return max(cells, _SHORT), crc32(" ".join(lesson.source).encode()), lesson


def _translations(ordered: list[Lesson]) -> tuple[Translation, ...]:
    chosen, cells = [], 0
    for lesson in ordered:
        cells += len(lesson.source) * len(lesson.target)
        if cells > _MOST_CELLS:
            break
        if lesson.source and lesson.target:
            chosen.append(lesson)
    if not chosen:
        return ()
    sources = sorted({term for lesson in chosen for term in lesson.source})
    targets = sorted({term for lesson in chosen for term in lesson.target})
    seen = _cooccurrences(chosen, sources, targets)
    prior = _prior(seen, sources, targets)
    forward = _likelihoods(seen, prior, seen.source, seen.target, seen.target_token)
    backward = _likelihoods(seen, prior, seen.target, seen.source, seen.source_token)
    kept = np.nonzero((forward > _LEAST) | (backward > _LEAST))[0]
    rows = (
        Translation(
            sources[seen.source[at]],
            targets[seen.target[at]],
            round(float(forward[at]), 4),
            round(float(backward[at]), 4),
        )
        for at in kept
    )
    return tuple(sorted(rows))


class _Seen(NamedTuple):
    """Meetings: every term beside every other of the same pair of texts."""

    source: Ints
    """Of each distinct pair of terms: the source's place."""
    target: Ints
    cell: Ints
    """Of each meeting: which distinct pair of terms meets."""
    source_token: Ints
    """Of each meeting: which token of all source texts."""
    target_token: Ints
    weight: Floats


def _cooccurrences(lessons: list[Lesson], sources: list[str], targets: list[str]) -> _Seen:
    source_at = {term: at for at, term in enumerate(sources)}
    target_at = {term: at for at, term in enumerate(targets)}
    keys, source_tokens, target_tokens, weights = [], [], [], []
    ticks = partial(np.arange, dtype=np.int32)
    source_from = target_from = 0
    for source, target, _, weight in lessons:
        first = np.array([source_at[term] for term in source], dtype=np.int64)
        second = np.array([target_at[term] for term in target], dtype=np.int64)
        keys.append((first[:, None] * len(targets) + second[None, :]).ravel())
        source_tokens.append(np.repeat(ticks(source_from, source_from + len(first)), len(second)))
        target_tokens.append(np.tile(ticks(target_from, target_from + len(second)), len(first)))
        weights.append(np.full(len(first) * len(second), weight, dtype=np.float32))
        source_from += len(first)
        target_from += len(second)
    distinct, cell = np.unique(np.concatenate(keys), return_inverse=True)
    return _Seen(
        distinct // len(targets),
        distinct % len(targets),
        cell.astype(np.int32),
        np.concatenate(source_tokens),
        np.concatenate(target_tokens),
        np.concatenate(weights),
    )


def _prior(seen: _Seen, sources: list[str], targets: list[str]) -> Floats:
    """Occurrences in advance, of each distinct pair of terms: kin have some."""
    keys = seen.source * len(targets) + seen.target
    prior = np.zeros(len(keys))
    kin = list(kinship(sources, targets))
    wanted = np.array([source * len(targets) + target for source, target, _ in kin], dtype=np.int64)
    degrees = np.array([degree for _, _, degree in kin])
    where = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    met = keys[where] == wanted
    prior[where[met]] = _PRIOR * degrees[met]
    return prior


def _likelihoods(seen: _Seen, prior: Floats, given: Ints, told: Ints, token: Ints) -> Floats:
    """Of each distinct pair of terms: the probability of the one told, given the other."""
    tokens = int(token.max()) + 1
    told_by = np.zeros(tokens, dtype=np.int64)
    told_by[token] = told[seen.cell]
    share = np.bincount(told_by, minlength=int(told.max()) + 1) / tokens
    mute = (_MUTE * share[told_by])[token]
    likely = 1.0 + _KIN * prior
    likely /= np.bincount(given, likely)[given]
    for _ in range(_ROUNDS):
        meeting = likely[seen.cell]
        explained = np.bincount(token, meeting, tokens)[token] + mute
        counts = np.bincount(seen.cell, seen.weight * meeting / explained, len(likely)) + prior
        likely = counts / (np.bincount(given, counts)[given] + 1e-9)
    return likely
