"""Pure: beads of passages looked at once more: texts that nothing translates given up, texts that crossed set right.

Where a short text is left out of a translation, a bead of two texts and one is cheap for an aligner; where two change
places, a bead of two and two. Here each text of such a bead is asked what of it is heard on the other side: terms whose
translation is known, and absent, speak loudest.
"""

from __future__ import annotations

import math
from itertools import permutations
from typing import TYPE_CHECKING

import numpy as np

from storage.languages.beads import Bead

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from storage.languages.band import Band
    from storage.languages.lattice import Lattice
    from storage.languages.links import Links
    from storage.languages.side import Floats, Ints, Scores, Side

SILENT = 0.4
"""Share of a text's terms, heard on the other side, below which it is not translated there."""
_KEPT = 0.4  # share that what is left of the bead must have, so that the bead as a whole is no mistake
_CROSSED = 0.4  # share that each of two texts must have of the other, if a bead of several is to be parted
_COMMON = -4.5
"""Logarithm of a term's share from which it is heard anywhere, and tells nothing."""
_TOLD = 4.0  # weight of known terms that a text must have to be judged by them


class Hearing:
    """What of one side's texts is heard in the other's."""

    def __init__(self, side: Side, other: Side, known: Links) -> None:
        """``known`` are links from ``side`` to ``other``."""
        order = np.argsort(known.source, kind="stable")
        told, heard = known.source[order], known.target[order]
        sure = np.maximum(known.source_sure, 1e-9)
        self._side, self._other = side, other
        # Both ways: nearly every word may now and then stand where "the" stood, but not the other way.
        forward = np.minimum(known.forward[order] / sure[told], 1.0)
        backward = np.minimum(known.backward[order] / np.maximum(known.target_sure[heard], 1e-9), 1.0)
        self._heard, self._likely = heard, np.sqrt(forward * backward)
        self._begins = np.searchsorted(told, np.arange(len(side.vocabulary) + 1))
        self._weight = np.minimum(known.source_sure, 1.0) * np.maximum(_COMMON - np.log(side.share), 0.0)

    def share(self, text: int, others: Sequence[int]) -> float | None:
        """How much of a text, by weight of what is known, is heard in some texts; None if too little is known."""
        there = np.zeros(len(self._other.vocabulary), dtype=bool)
        there[self._other.tokens[self._other.starts[others[0]] : self._other.starts[others[-1] + 1]]] = True
        told = met = 0.0
        for term in self._side.tokens[self._side.starts[text] : self._side.starts[text + 1]]:
            span = slice(int(self._begins[term]), int(self._begins[term + 1]))
            likely = self._likely[span][there[self._heard[span]]]
            told += float(self._weight[term])
            if len(likely):
                met += float(self._weight[term] * likely.max())
        return met / told if told >= _TOLD else None


def refined(beads: Sequence[Bead], source: Side, target: Side, known: Links, proportion: float) -> Iterator[Bead]:
    """The same beads, of which some have been parted. ``proportion`` is characters of target for one of source."""
    forward = Hearing(source, target, known)
    backward = Hearing(target, source, known.turned())
    for bead in _surely_alone(beads, forward, backward):
        left, right = bead.source, bead.target
        if len(left) == len(right) > 1 and (crossed := _crossed(left, right, forward, backward)):
            yield from (Bead((one,), (other,), bead.confidence) for one, other in zip(left, crossed, strict=True))
            continue
        if len(left) > 1 and right:
            left = _kept(left, right, forward, source.ends, target.ends, proportion)
        if len(right) > 1 and left:
            right = _kept(right, left, backward, target.ends, source.ends, 1 / proportion)
        yield from (Bead((at,), (), bead.confidence) for at in bead.source if left and at < left[0])
        yield from (Bead((), (at,), bead.confidence) for at in bead.target if right and at < right[0])
        yield Bead(left, right, bead.confidence)
        yield from (Bead((at,), (), bead.confidence) for at in bead.source if left and at > left[-1])
        yield from (Bead((), (at,), bead.confidence) for at in bead.target if right and at > right[-1])


def _surely_alone(beads: Sequence[Bead], forward: Hearing, backward: Hearing) -> Iterator[Bead]:
    """The same beads, those without translation the surer the less of them is heard beside their neighbours."""
    for at, bead in enumerate(beads):
        if bead.source and bead.target:
            yield bead
            continue
        near = [one for one in (_joined(beads, at, -1), _joined(beads, at, 1)) if one is not None]
        if bead.source:
            heard = [forward.share(bead.source[0], one.target) for one in near]
        else:
            heard = [backward.share(bead.target[0], one.source) for one in near]
        told = [share for share in heard if share is not None]
        if len(told) < len(heard) or not told or max(told) >= SILENT:
            yield bead
        else:
            yield Bead(bead.source, bead.target, max(bead.confidence, round(1 - max(told) / 2, 4)))


def _joined(beads: Sequence[Bead], at: int, step: int) -> Bead | None:
    """The next bead that way which has both sides."""
    at += step
    while 0 <= at < len(beads) and not (beads[at].source and beads[at].target):
        at += step
    return beads[at] if 0 <= at < len(beads) else None


def together(beads: Iterable[Bead], grid: Lattice, likely: Scores) -> Iterator[Bead]:
    """The same beads. Of those of one text and one, the confidence is how probable it is that these two translate each
    other, alone or with others beside them: whether a neighbour belongs to them too, is another question.
    """
    found = list(beads)
    single = [at for at, bead in enumerate(found) if len(bead.source) == len(bead.target) == 1]
    rows = np.array([found[at].source[0] for at in single], dtype=np.int64)
    columns = np.array([found[at].target[0] for at in single], dtype=np.int64)
    held = np.zeros(len(single))
    for shape, (down, across) in enumerate(grid.shapes):
        for step_down in range(down):
            for step_across in range(across):
                held += _begun(grid.band, likely[shape], rows - step_down, columns - step_across)
    sure = {at: round(min(max(float(one), found[at].confidence), 1.0), 4) for at, one in zip(single, held, strict=True)}
    yield from (Bead(bead.source, bead.target, sure.get(at, bead.confidence)) for at, bead in enumerate(found))


def _begun(band: Band, likely: Floats, rows: Ints, columns: Ints) -> Floats:
    """How probable beads of one shape are that begin at these cells; 0 outside the band."""
    row = np.maximum(rows, 0)
    inside = (rows >= 0) & (columns >= band.low[row]) & (columns < band.high[row])
    cell = np.where(inside, band.start[row] + columns - band.low[row], band.cells)
    return np.where(inside, likely[cell], 0.0)


def _crossed(
    left: tuple[int, ...], right: tuple[int, ...], forward: Hearing, backward: Hearing
) -> tuple[int, ...] | None:
    """The texts of the right in the order in which those of the left say the same; None if it is not plain."""

    def heard(one: int, other: int) -> float:
        return ((forward.share(one, [other]) or 0.0) + (backward.share(other, [one]) or 0.0)) / 2

    best = max(permutations(right), key=lambda order: sum(map(heard, left, order)))
    return best if min(map(heard, left, best)) >= _CROSSED else None


def _kept(
    many: tuple[int, ...], few: tuple[int, ...], hearing: Hearing, lengths: Floats, other_lengths: Floats, share: float
) -> tuple[int, ...]:
    """The texts of a bead's longer side that the other side translates; all of them unless it is plain.

    ``lengths`` are characters up to each text of either side; ``share`` how many of the other's are expected for one.
    """
    left = many
    printed = float(other_lengths[few[-1] + 1] - other_lengths[few[0]])
    while len(left) > 1:
        edges = [(said, at) for at in (left[0], left[-1]) if (said := hearing.share(at, few)) is not None]
        if not edges:
            break
        said, quietest = min(edges)
        rest = tuple(at for at in left if at != quietest)
        if said >= SILENT or not _nearer(left, rest, lengths, printed, share):
            break
        if max((hearing.share(at, few) or 0.0) for at in rest) < _KEPT:
            break
        left = rest
    return left


def _nearer(whole: Sequence[int], rest: Sequence[int], lengths: Floats, printed: float, share: float) -> bool:
    """Whether the length printed is as well explained without a text as with it."""
    with_it, without = (
        abs(math.log(max(printed, 1.0) / max(share * float(lengths[at[-1] + 1] - lengths[at[0]]), 1.0)))
        for at in (whole, rest)
    )
    return without <= with_it + math.log(1.25)
