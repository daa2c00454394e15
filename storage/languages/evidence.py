"""Pure: how much speaks for each bead that an alignment may have.

The few weights hold for every pair of languages. They were set on hand-made alignments in German and French, English
and Icelandic, Hungarian and English together, and on the same texts with sentences joined and left out by chance.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

import numpy as np

from storage.languages.links import explained

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.languages.band import Band
    from storage.languages.links import Links
    from storage.languages.side import Scores, Side

LONGEST = 6
"""Texts of one language that may stand beside one of the other."""
SHAPES = {(1, 1): 0.89, (2, 2): 0.016, (2, 3): 0.006, (3, 2): 0.006, (3, 3): 0.002} | {
    shape: share
    for many, share in {2: 0.09, 3: 0.02, 4: 0.008, 5: 0.004, 6: 0.002}.items()
    for shape in ((1, many), (many, 1))
}
"""How common beads of so many source and target texts are, before anything is known: guessed, the same both ways."""
OPENING, WIDENING = -5.0, -2.5
"""Logarithms of the weight of a gap: of its first text, of every further one."""
PASSAGE_OPENING = -4.0
"""The first where texts are passages: set on our own transcripts in five languages."""

_TERMS = 0.25  # of the terms' evidence from each side: it takes every word for independent of all others
_LENGTH = 1.5  # of the lengths' evidence
_SPREAD = 3.0  # variance of a translation's length, in characters, for each character
_FREEDOM = 3.0  # degrees of freedom of Student's distribution: how readily a length may be out of all proportion
_WEAK = 0.2  # for a bead, of each boundary that only one side has inside it, counted as ``Side.weak`` counts
_SENTENCES = 1.0  # for a bead, of every sentence that its sides differ by less than they do in texts

_APART = -8.0  # for a bead that lays a question beside an answer, or joins the two


def evidence(
    source: Side, target: Side, known: Links, cells: Band, proportion: float, *, passages: bool = False
) -> Scores:
    """Of each shape and cell of the band: the logarithm of the weight of the bead that begins there.

    ``proportion`` is how many characters of target are expected for one of source; ``passages`` as for ``align``.
    """
    rows, columns = cells.grid()
    scale = math.sqrt(proportion)  # both languages' lengths in the same measure: the same from either side
    turned = cells.turned(target.texts)
    forward = explained(source, target, known, cells, LONGEST, passages=passages)
    backward = explained(target, source, known.turned(), turned, LONGEST, passages=passages)
    column = np.minimum(columns, target.texts - 1)
    turned_at = turned.start[column] + rows - turned.low[column]
    scores = np.full((len(SHAPES), cells.cells), -np.inf, dtype=np.float32)
    for shape, ((down, across), share) in enumerate(SHAPES.items()):
        inside = (columns + across < cells.high[rows]) & (columns < target.texts)
        at = np.nonzero(inside & (rows + down < turned.high[column]))[0]
        i, j, k = rows[at], columns[at], turned_at[at]
        terms_say = forward[down - 1, at + across] - forward[down - 1, at]
        terms_say += backward[across - 1, k + down] - backward[across - 1, k]
        one = (source.ends[i + down] - source.ends[i]) * scale
        other = (target.ends[j + across] - target.ends[j]) / scale
        deviation = (one - other) ** 2 / (_SPREAD * (one + other) / 2 + 1)
        lengths_say = -(_FREEDOM + 1) / 2 * np.log1p(deviation / _FREEDOM)
        weak = (source.weak[i + down - 1] - source.weak[i]) - (target.weak[j + across - 1] - target.weak[j])
        uneven = (source.sentences[i + down] - source.sentences[i]) - (
            target.sentences[j + across] - target.sentences[j]
        )
        scores[shape, at] = _TERMS * terms_say + _LENGTH * lengths_say + _WEAK * np.abs(weak) + math.log(share)
        scores[shape, at] += _SENTENCES * (abs(down - across) - np.abs(uneven))
    return scores


def keep_apart(scores: Scores, cells: Band, asked: Sequence[bool], asked_there: Sequence[bool]) -> None:
    """Weigh down, in place, every bead whose texts are not all questions, or all none.

    Does nothing where either side has only one sort of text: then its form does not say.
    """
    if len(set(asked)) < 2 or len(set(asked_there)) < 2:
        return
    before, before_there = (np.cumsum([0, *one, *[False] * LONGEST]) for one in (asked, asked_there))
    rows, columns = cells.grid()
    for shape, (down, across) in enumerate(SHAPES):
        ours = before[np.minimum(rows + down, len(before) - 1)] - before[rows]
        theirs = before_there[np.minimum(columns + across, len(before_there) - 1)] - before_there[columns]
        alike = ((ours == 0) & (theirs == 0)) | ((ours == down) & (theirs == across))
        scores[shape, ~alike] += _APART
