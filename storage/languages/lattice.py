"""Pure: the alignments of two texts as ways through a grid, all weighed at once, and the best of them.

A way goes by beads (so many source texts beside so many target texts) and by gaps. Forward and backward sums over all
ways give each bead its probability; taken is the way whose beads are right most often, by expectation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from storage.languages.band import Band
    from storage.languages.side import Floats, Places, Scores

_NEVER = -np.inf


@dataclass(frozen=True, slots=True, eq=False)
class Lattice:
    """Every bead within a band. Shapes in rows, cells in columns."""

    band: Band
    shapes: tuple[tuple[int, int], ...]
    """Source texts and target texts of a bead."""
    ends: Places
    """Of each shape and cell: the cell where a bead that begins here ends; ``band.cells`` for none."""
    scores: Scores
    """Natural logarithms; one column more, for none: minus infinity."""


def lattice(band: Band, shapes: tuple[tuple[int, int], ...], scores: Scores) -> Lattice:
    """Beads with ``scores`` (shapes by cells); what would leave the band is none."""
    row, column = band.grid()
    rows = len(band.low) - 1
    ends = np.full((len(shapes), band.cells + 1), band.cells, dtype=np.int32)
    weighed = np.full((len(shapes), band.cells + 1), _NEVER, dtype=np.float32)
    for at, (down, across) in enumerate(shapes):
        last = np.minimum(row + down, rows)
        stop = column + across
        inside = (row + down <= rows) & (band.low[last] <= stop) & (stop < band.high[last])
        ends[at, :-1][inside] = (band.start[last] + stop - band.low[last])[inside]
        weighed[at, :-1][inside] = scores[at][inside]
    return Lattice(band, shapes, ends, weighed)


def probabilities(grid: Lattice, opening: float, widening: float) -> Scores:
    """Of each shape and cell: how probable the bead is that begins there.

    ``opening`` is the logarithm of the weight of a gap's first text, ``widening`` of every further one.
    """
    band = grid.band
    begins, arriving = _arriving(grid)
    forward = np.full(band.cells + 1, _NEVER)
    _sweep(forward, band, begins, arriving, opening, widening)
    # The way back is the way there through the grid turned round: cells in opposite order.
    turned = _turned(band)
    flip = np.concatenate([np.arange(band.cells)[::-1], [band.cells]])
    backward = np.full(band.cells + 1, _NEVER)
    _sweep(backward, turned, flip[grid.ends[:, flip]], grid.scores[:, flip], opening, widening)
    backward = backward[flip]
    whole = forward[band.cells - 1]
    likely = np.empty_like(grid.scores)
    for shape in range(len(grid.shapes)):
        likely[shape] = np.exp(forward + grid.scores[shape] + backward[grid.ends[shape]] - whole)
    return likely


def best(grid: Lattice, gains: Scores) -> list[tuple[int, int, int, int]]:
    """The way with the greatest sum of gains: beads in order, as first row, first column, shape, cell."""
    band = grid.band
    begins, arriving = _arriving(grid, gains)
    total = np.full(band.cells + 1, _NEVER)
    above = np.zeros(0)
    for row in range(len(band.low)):
        at, stop = int(band.start[row]), int(band.start[row + 1])
        here = (total[begins[:, at:stop]] + arriving[:, at:stop]).max(axis=0)
        if row == 0:
            here[0] = 0.0
        else:
            shift = int(band.low[row] - band.low[row - 1])
            shared = min(len(above) - shift, stop - at)
            here[:shared] = np.maximum(here[:shared], above[shift : shift + shared])
        above = np.maximum.accumulate(here)
        total[at:stop] = above
    return _back(grid, total, begins, arriving)


def _back(grid: Lattice, total: Floats, begins: Places, arriving: Scores) -> list[tuple[int, int, int, int]]:
    band = grid.band
    rows, columns = band.grid()
    way = []
    at = band.cells - 1
    while at > 0:
        row, column = int(rows[at]), int(columns[at])
        through = total[begins[:, at]] + arriving[:, at]
        shape = int(through.argmax())
        beside = at - 1 if column > band.low[row] else -1
        over = int(band.start[row - 1] + column - band.low[row - 1]) if row and column < band.high[row - 1] else -1
        if through[shape] >= total[at] and arriving[shape, at] > 0:
            at = int(begins[shape, at])
            way.append((int(rows[at]), int(columns[at]), shape, at))
        elif over >= 0 and (beside < 0 or total[over] >= total[beside]):
            at = over
        else:
            at = beside
    return way[::-1]


def _arriving(grid: Lattice, scores: Scores | None = None) -> tuple[Places, Scores]:
    """Of each shape and cell: the cell where the bead that ends here begins, and its score."""
    scores = grid.scores if scores is None else scores
    cells = grid.band.cells
    begins = np.full_like(grid.ends, cells)
    arriving = np.full_like(scores, _NEVER)
    for at in range(len(grid.shapes)):
        some = np.nonzero(grid.ends[at] < cells)[0]
        begins[at, grid.ends[at, some]] = some
        arriving[at, grid.ends[at, some]] = scores[at, some]
    return begins, arriving


def _sweep(total: Floats, band: Band, begins: Places, arriving: Scores, opening: float, widening: float) -> None:
    """Fills ``total`` with the logarithm of the weight of all ways to each cell, row by row."""
    above_beads = above_gaps = np.zeros(0)
    for row in range(len(band.low)):
        at, stop = int(band.start[row]), int(band.start[row + 1])
        beads = np.logaddexp.reduce(total[begins[:, at:stop]] + arriving[:, at:stop], axis=0)
        gaps = np.full(stop - at, _NEVER)
        if row == 0:
            beads[0] = 0.0
        else:
            shift = int(band.low[row] - band.low[row - 1])
            shared = min(len(above_beads) - shift, stop - at)
            gaps[:shared] = np.logaddexp(
                above_beads[shift : shift + shared] + opening, above_gaps[shift : shift + shared] + widening
            )
        gaps[1:] = np.logaddexp(gaps[1:], beads[:-1] + opening)
        slope = widening * np.arange(stop - at)
        gaps = np.logaddexp.accumulate(gaps - slope) + slope
        total[at:stop] = np.logaddexp(beads, gaps)
        above_beads, above_gaps = beads, gaps


def _turned(band: Band) -> Band:
    """The band seen from its end: rows and columns in opposite order."""
    columns = int(band.high[-1])
    return type(band).over((columns - band.high)[::-1], (columns - band.low)[::-1])
