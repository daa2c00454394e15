"""Pure: of many possible links those of greatest total weight that cross nowhere."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

SEVERAL = 1.2
"""Least odds of each link, where one passage has several (a split or a join)."""
MOST_PARTS = 3
"""Passages that one may have become, or have been made of."""


_Scores: TypeAlias = "Mapping[tuple[int, int], float]"


class Scored(NamedTuple):
    """A possible link, and how much speaks for it."""

    old: int
    new: int
    score: float


def beads(scores: _Scores, olds: range, news: range) -> list[list[Scored]]:
    """The heaviest way through a gap, bead by bead: one to one, or one passage with up to three on the other side.

    Dynamic programming over all ``len(olds) * len(news)`` places; links with a score of 0 or less are not taken.
    """
    width = len(news) + 1
    best = [0.0] * width * (len(olds) + 1)
    step: list[tuple[int, int]] = [(0, 1)] * len(best)
    at = width
    for i in olds:
        step[at] = (1, 0)
        for j in news:
            at += 1
            top, move = best[at - 1], (0, 1)
            if best[at - width] > top:
                top, move = best[at - width], (1, 0)
            score = scores.get((i, j), 0.0)
            if score > 0:
                if best[at - width - 1] + score > top:
                    top, move = best[at - width - 1] + score, (1, 1)
                if score > SEVERAL:
                    for di, dj in _parts(scores, i, j, olds.start, news.start):
                        weight = sum(link.score for link in _links(scores, i, j, di, dj))
                        if best[at - di * width - dj] + weight > top:
                            top, move = best[at - di * width - dj] + weight, (di, dj)
            best[at], step[at] = top, move
        at += 1
    found = []
    i, j = len(olds), len(news)
    while i and j:
        di, dj = step[i * width + j]
        if di and dj:
            found.append(_links(scores, olds[i - 1], news[j - 1], di, dj))
        i, j = i - di, j - dj
    return found[::-1]


def _parts(scores: _Scores, i: int, j: int, first_i: int, first_j: int) -> list[tuple[int, int]]:
    """Sizes of the beads of several links that may end at (i, j)."""
    found = []
    for parts in range(2, MOST_PARTS + 1):
        if j - parts + 1 < first_j or scores.get((i, j - parts + 1), 0.0) <= SEVERAL:
            break
        found.append((1, parts))
    for parts in range(2, MOST_PARTS + 1):
        if i - parts + 1 < first_i or scores.get((i - parts + 1, j), 0.0) <= SEVERAL:
            break
        found.append((parts, 1))
    return found


def _links(scores: _Scores, i: int, j: int, di: int, dj: int) -> list[Scored]:
    """The links of the bead of ``di`` older and ``dj`` newer passages that ends at (i, j)."""
    return [Scored(a, b, scores[a, b]) for a in range(i - di + 1, i + 1) for b in range(j - dj + 1, j + 1)]


def heaviest_chain(scored: Sequence[Scored]) -> list[Scored]:
    """The links of greatest total score that cross nowhere, by a running best over the newer passages."""
    ends: list[int] = []  # newer indexes with a chain that ends there, ascending, each heavier than the one before
    weights: list[float] = []
    chains: list[tuple[Scored, object] | None] = []
    by_old: dict[int, list[Scored]] = defaultdict(list)
    for link in scored:
        by_old[link.old].append(link)
    for at in sorted(by_old):
        grown = []
        for link in by_old[at]:
            before = bisect_left(ends, link.new) - 1
            weight = link.score + (weights[before] if before >= 0 else 0.0)
            grown.append((link.new, weight, (link, chains[before] if before >= 0 else None)))
        for end, weight, chain in grown:
            where = bisect_left(ends, end)
            if where and weights[where - 1] >= weight:
                continue
            last = where
            while last < len(ends) and weights[last] <= weight:
                last += 1
            ends[where:last], weights[where:last], chains[where:last] = [end], [weight], [chain]
    found = []
    tip: object = chains[-1] if chains else None
    while isinstance(tip, tuple):
        found.append(tip[0])
        tip = tip[1]
    return found[::-1]
