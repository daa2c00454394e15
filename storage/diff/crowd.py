"""Pure: the likeness of all passages of a gap to all others of it, reckoned at once."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel
from rapidfuzz.process import cdist

from storage.diff.likeness import FEW, UNALIKE, WORDLESS, centres, log_odds

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from storage.diff.likeness import Bag, Likeness

_Matrix: TypeAlias = npt.NDArray[np.float64]


def odds_of_all(olds: Sequence[Bag], news: Sequence[Bag], likeness: Likeness) -> _Matrix:
    """Log-odds that passage ``olds[i]`` became ``news[j]``, as ``Likeness.odds`` gives them one by one.

    Words of one times words of the other cost a 64th of a step each, whatever ``likeness.MOST_STEPS`` says.
    """
    ordered = cdist(
        [one.words for one in olds], [one.words for one in news], scorer=Indel.normalized_similarity, dtype=np.float64
    )
    overlap = _overlap(olds, news, likeness.weights)
    ours, theirs = (np.array([likeness.weight(one) for one in side]) for side in (olds, news))
    said_old, said_new = (np.array([float(len(one.words)) for one in side]) for side in (olds, news))
    shorter, longer = np.minimum.outer(said_old, said_new), np.maximum.outer(said_old, said_new)
    some = overlap > 0
    common = np.divide(2 * overlap, np.add.outer(ours, theirs), out=np.zeros_like(overlap), where=some)
    contained = np.divide(overlap, np.minimum.outer(ours, theirs), out=np.zeros_like(overlap), where=some)
    found = log_odds(
        ordered,
        common,
        np.where(shorter < FEW, common, contained),
        shorter,
        np.maximum(longer, 1),
        _same_start(olds, news),
        np.abs(np.subtract.outer(centres(olds), centres(news))),
        _alongside(len(olds), len(news)),
    )
    return np.where(some, found, np.where(longer > 0, UNALIKE, WORDLESS))


def _overlap(olds: Sequence[Bag], news: Sequence[Bag], weights: Mapping[str, float]) -> _Matrix:
    """Weight of the stems that two passages have in common, each as often as the one that has it less often."""
    codes = {stem: at for at, stem in enumerate(weights)}
    told = np.fromiter(weights.values(), float, len(weights))
    sizes = [len(one.stems) for one in news]
    stems = np.fromiter((codes[stem] for one in news for stem in one.stems), np.intp, sum(sizes))
    counts = np.fromiter(chain.from_iterable(one.stems.values() for one in news), float, sum(sizes))
    owners = np.repeat(np.arange(len(news)), sizes)
    found = np.zeros((len(olds), len(news)))
    held = np.zeros(len(weights))
    for at, one in enumerate(olds):
        own = np.fromiter((codes[stem] for stem in one.stems), np.intp, len(one.stems))
        held[own] = np.fromiter(one.stems.values(), float, len(one.stems))
        found[at] = np.bincount(owners, told[stems] * np.minimum(held[stems], counts), len(news))
        held[own] = 0
    return found


def _same_start(olds: Sequence[Bag], news: Sequence[Bag]) -> _Matrix:
    """1 where two passages begin with the same two words."""
    codes: dict[tuple[str, ...], int] = {}
    ours, theirs = ([codes.setdefault(tuple(one.words[:2]), len(codes)) for one in side] for side in (olds, news))
    return np.asarray(np.equal.outer(ours, theirs), dtype=np.float64)


def _alongside(olds: int, news: int) -> _Matrix:
    """1 where two passages are equally many from the beginning or end of the gap."""
    left, right = np.arange(olds)[:, np.newaxis], np.arange(news)
    return np.where((left == right) | (olds - left == news - right), 1.0, 0.0)
