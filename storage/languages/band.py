"""Pure: where in the grid of two texts an alignment can run, so that time and memory grow with length, not its square.

Rare terms that both sides have, or that translate each other, are points in the grid; the heaviest rising chain of
points is near the alignment; a band around the chain holds it.
"""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from storage.languages.links import Links
    from storage.languages.side import Floats, Ints, Side

_RARE = 16
"""Meetings in the grid that a pair of terms may have and still be a landmark."""
_PER_TEXT = 6  # points kept of one source text
_REACH = 3  # points before and behind that the band takes in: so many in a row may mislead
_MARGIN = 10  # texts to each side of what the points span
_WIDEST = 60
"""Texts to each side of the diagonal, where no landmark stands over a stretch of more than ``_OPEN`` cells."""
_OPEN = 20_000


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """Cells (i, j) of the grid: ``i`` source and ``j`` target texts are behind us. Row by row in one flat range."""

    low: Ints
    """Of each row: its first column. Never falls."""
    high: Ints
    """Of each row: its last column and one. Never falls."""
    start: Ints
    """Of each row, and one more: where it begins in the flat range."""

    @classmethod
    def over(cls, low: Ints, high: Ints) -> Band:
        return cls(low, high, np.concatenate([[0], np.cumsum(high - low)]).astype(np.int64))

    @property
    def cells(self) -> int:
        return int(self.start[-1])

    def turned(self, columns: int) -> Band:
        """The same cells, column by column."""
        column = np.arange(columns)
        low = np.searchsorted(self.high, column, side="right")
        high = np.searchsorted(self.low, column, side="right")
        return Band.over(low.astype(np.int64), high.astype(np.int64))

    def grid(self) -> tuple[Ints, Ints]:
        """Row and column of each cell."""
        row = np.repeat(np.arange(len(self.low)), self.high - self.low)
        return row, np.arange(self.cells) - self.start[row] + self.low[row]


def band(source: Side, target: Side, links: Links) -> Band:
    """The cells worth a look: of a small grid all, of a large one without landmarks ``2 · _WIDEST`` to a row."""
    rows, columns = source.texts, target.texts
    chain = _chain(*_landmarks(source, target, links))
    first = np.array([-1] * _REACH + [i for i, _ in chain] + [rows] * _REACH)
    second = np.array([0] * _REACH + [j for _, j in chain] + [columns] * _REACH)
    row = np.arange(rows + 1)
    behind = np.searchsorted(first, row, side="right") - 1
    ahead = np.searchsorted(first, row, side="left")
    low = second[np.maximum(behind - _REACH + 1, 0)] - _MARGIN
    high = second[np.minimum(ahead + _REACH - 1, len(second) - 1)] + _MARGIN + 2
    low, high = _narrowed(low, high, first, second, row, behind)
    low = np.maximum.accumulate(np.clip(low, 0, columns))
    high = np.maximum.accumulate(np.clip(high, 1, columns + 1))
    low[0], high[-1] = 0, columns + 1
    high[:-1] = np.maximum(high[:-1], low[1:] + 1)  # a way on from every row
    return Band.over(low.astype(np.int64), np.maximum.accumulate(high).astype(np.int64))


def _narrowed(low: Ints, high: Ints, first: Ints, second: Ints, row: Ints, behind: Ints) -> tuple[Ints, Ints]:
    """The band cut down to the diagonal where landmarks are too far apart to look at everything between them."""
    ahead = np.minimum(behind + 1, len(first) - 1)
    long, wide = first[ahead] - first[behind], second[ahead] - second[behind]
    diagonal = second[behind] + np.where(long > 0, (row - first[behind]) * wide / np.maximum(long, 1), 0).astype(int)
    open_country = long * wide > _OPEN
    return (
        np.where(open_country, np.maximum(low, diagonal - _WIDEST), low),
        np.where(open_country, np.minimum(high, diagonal + _WIDEST + 1), high),
    )


def _landmarks(source: Side, target: Side, links: Links) -> tuple[Ints, Ints, Floats]:
    """Points (i, j) where rare links meet, with their weight; at most ``_PER_TEXT`` to a row, in order of row."""
    source_text, target_text = (np.repeat(np.arange(one.texts), one.sizes) for one in (source, target))
    source_order, target_order = (np.argsort(one.tokens, kind="stable") for one in (source, target))
    source_seen, target_seen = (np.bincount(one.tokens, minlength=len(one.vocabulary)) for one in (source, target))
    source_from, target_from = (np.cumsum(seen) - seen for seen in (source_seen, target_seen))
    meetings = source_seen[links.source] * target_seen[links.target]
    rare = np.nonzero(meetings <= _RARE)[0]
    each = meetings[rare]
    link = np.repeat(rare, each)
    within = np.arange(len(link)) - np.repeat(np.cumsum(each) - each, each)
    across = target_seen[links.target[link]]
    i = source_text[source_order[source_from[links.source[link]] + within // np.maximum(across, 1)]]
    j = target_text[target_order[target_from[links.target[link]] + within % np.maximum(across, 1)]]
    weight = np.minimum(links.forward, links.backward)[link] / meetings[link]
    cells, place = np.unique(i * max(target.texts, 1) + j, return_inverse=True)
    total = np.bincount(place, weight, len(cells)).astype(np.float64)
    i, j = cells // max(target.texts, 1), cells % max(target.texts, 1)
    order = np.lexsort((j, -total, i))
    rank = np.arange(len(order)) - np.searchsorted(i[order], i[order], side="left")
    kept = np.sort(order[rank < _PER_TEXT])
    return i[kept], j[kept], total[kept]


def _chain(rows: Ints, columns: Ints, weights: Floats) -> list[tuple[int, int]]:
    """The heaviest chain of points that rises in row and column."""
    # The best chains found so far: by last column rising, weight rising too; what is neither is no use.
    last: list[int] = []
    worth: list[float] = []
    point: list[int] = []
    before: list[int] = []
    at = 0
    while at < len(rows):
        end = at
        while end < len(rows) and rows[end] == rows[at]:
            end += 1
        reached = []
        for one in range(at, end):  # of one row only one can be used, so all are looked up before any is put in
            place = bisect_left(last, int(columns[one]))
            before.append(point[place - 1] if place else -1)
            reached.append(float(weights[one]) + (worth[place - 1] if place else 0.0))
        for one, total in zip(range(at, end), reached, strict=True):
            column = int(columns[one])
            place = bisect_left(last, column)
            if (place < len(last) and last[place] == column and worth[place] >= total) or (
                place and worth[place - 1] >= total
            ):
                continue
            stop = place
            while stop < len(last) and worth[stop] <= total:
                stop += 1
            last[place:stop], worth[place:stop], point[place:stop] = [column], [total], [one]
        at = end
    chain = []
    one = point[-1] if point else -1
    while one >= 0:
        chain.append((int(rows[one]), int(columns[one])))
        one = before[one]
    return chain[::-1]
