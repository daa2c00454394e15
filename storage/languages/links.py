"""Pure: how well texts of two languages explain each other, term by term."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from storage.languages.kinship import kinship

if TYPE_CHECKING:
    from collections.abc import Mapping

    from storage.languages.band import Band
    from storage.languages.dictionary import Dictionary
    from storage.languages.side import Floats, Ints, Side

_KIN = 0.6  # probability that the closest kin translate each other, where no dictionary knows better
_MUTE = 0.5  # how much of a text no term of its translation explains, of terms nothing is known of
_AT_MOST = 10  # of these terms that count in a passage: where no dictionary knows many, length is no evidence
_HEARD = 0.5  # how much less that is of a term whose translation is beyond doubt


@dataclass(frozen=True, slots=True, eq=False)
class Links:
    """Pairs of terms that may translate each other: places in both vocabularies, and probabilities both ways."""

    source: Ints
    target: Ints
    forward: Floats
    backward: Floats
    source_sure: Floats
    """Of each term of the source's vocabulary: how probable its best translation is, whether it is here or not."""
    target_sure: Floats

    def turned(self) -> Links:
        return Links(self.target, self.source, self.backward, self.forward, self.target_sure, self.source_sure)


def links(source: Side, target: Side, dictionary: Dictionary | None) -> Links:
    """All pairs that kinship or the dictionary knows; the higher probability of the two."""
    found: dict[tuple[int, int], tuple[float, float]] = {}
    for one, other, degree in kinship(source.vocabulary, target.vocabulary):
        likely = min(_KIN * degree * (2 if degree == 1.0 else 1), 1.0)
        found[one, other] = (likely, likely)
    if dictionary is not None:
        places = {term: at for at, term in enumerate(target.vocabulary)}
        for one, term in enumerate(source.vocabulary):
            for row in dictionary.by_source.get(term, ()):
                if row.target in places:
                    key = (one, places[row.target])
                    forward, backward = found.get(key, (0.0, 0.0))
                    found[key] = (max(forward, row.forward), max(backward, row.backward))
    keys = np.array(list(found), dtype=np.int64).reshape(-1, 2)
    values = np.array(list(found.values()), dtype=np.float64).reshape(-1, 2)
    return Links(
        keys[:, 0],
        keys[:, 1],
        values[:, 0],
        values[:, 1],
        _sure(source, keys[:, 0], values[:, 0], dictionary.source_sure if dictionary else {}),
        _sure(target, keys[:, 1], values[:, 1], dictionary.target_sure if dictionary else {}),
    )


def _sure(one: Side, places: Ints, likely: Floats, listed: Mapping[str, float]) -> Floats:
    sure = np.array([listed.get(term, 0.0) for term in one.vocabulary])
    np.maximum.at(sure, places, likely)
    return sure


def explained(source: Side, target: Side, known: Links, band: Band, longest: int, *, passages: bool) -> Floats:
    """How much likelier each target text is beside source texts than by itself, as a logarithm, up to each cell.

    An array of ``longest`` rows: the first for one source text, from the cell's row on; the second for two, and so on;
    0 where there are not so many left. Along each row of the band the sums run on, so that the difference of two
    cells (i, j) and (i, k) is what the target texts from j to k have. ``passages`` as for ``align``.
    """
    order = np.argsort(known.source, kind="stable")
    told, likely = known.target[order], known.forward[order]
    begins = np.searchsorted(known.source[order], np.arange(len(source.vocabulary) + 1))
    mute = _mute(target, known.target_sure, passages=passages)
    sums = np.zeros((longest, band.cells + 1))
    words = np.maximum(np.diff(source.starts), 1).astype(np.float64)
    mass: list[Floats] = []
    for row in range(source.texts - 1, -1, -1):
        tokens = source.tokens[source.starts[row] : source.starts[row + 1]]
        many = begins[tokens + 1] - begins[tokens]
        entries = np.repeat(begins[tokens] - np.cumsum(many) + many, many) + np.arange(many.sum())
        here: Floats = np.bincount(told[entries], likely[entries], len(target.vocabulary)).astype(np.float64)
        mass.insert(0, here)
        del mass[longest:]
        low, high = int(band.low[row]), int(band.high[row]) - 1
        span = slice(int(target.starts[low]), int(target.starts[high]))
        window, quiet = target.tokens[span], mute[span]
        given = np.cumsum([one[window] for one in mass], axis=0)
        size = np.cumsum(words[row : row + len(mass)])[:, None]
        running = np.cumsum(np.log(quiet + (1 - quiet) * given / (size * target.share[window])), axis=1)
        running = np.concatenate([np.zeros((len(mass), 1)), running], axis=1)
        at = int(band.start[row])
        offsets = target.starts[low : high + 1] - target.starts[low]
        sums[: len(mass), at : at + len(offsets)] = running[:, offsets]
    return sums


def _mute(side: Side, sure: Floats, *, passages: bool) -> Floats:
    """Of each token of a side: how readily no term explains it. ``sure`` is that of its vocabulary."""
    known = sure[side.tokens]
    share = np.ones(len(known))
    if passages:
        text = np.repeat(np.arange(side.texts), side.sizes)
        unknown = np.bincount(text, known == 0, side.texts)
        share = np.minimum(1.0, _AT_MOST / np.maximum(unknown, 1.0))[text]
    return np.where(known > 0, _MUTE * (1 - _HEARD * known), _MUTE**share)
