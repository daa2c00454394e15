"""Pure: how likely one passage is a version of another, from their words and their places."""

from __future__ import annotations

from collections import Counter
from math import log
from typing import TYPE_CHECKING, NamedTuple, TypeVar

import numpy as np
import numpy.typing as npt
from rapidfuzz.distance import Indel, LCSseq

from storage.diff.once import once
from storage.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_STEPS = 400_000_000
"""Words of one passage times words of the other, beyond which their order is not looked at (a second)."""
_STEM = 4
"""Letters of a word that are compared where its form is not: inflection is at the end in most languages."""
FEW = 4
"""Words below which being wholly contained in another passage says little."""

_CONSTANT = -6.6
_IN_ORDER = 3.4
_COMMON = 4.7
_CONTAINED = 4.9
_DISPLACED = -8.1
_ALONGSIDE = 1.0
_SAME_START = 1.3
_LENGTH = 1.7
OTHER_MOUTH = -1.0
"""Log-odds, fitted to the links of ArgRewrite V2's dev half (logistic regression; six-fold cross-validation gives the
bench's figures less a thousandth or two), less 0.75, so that above 0 a link is believed. It knows no speakers:
``OTHER_MOUTH`` is set by hand."""


UNALIKE, WORDLESS = -1.0, 1.0
"""The same for passages without a common word, and for two that have no words at all."""

Number = TypeVar("Number", float, npt.NDArray[np.float64])


class Gap(NamedTuple):
    """A stretch of both versions between two links: passages ``old[i1:i2]`` and ``new[j1:j2]``."""

    i1: int
    i2: int
    j1: int
    j2: int


class Bag:
    """The words of one passage in order, and their stems with their numbers."""

    def __init__(self, text: str) -> None:
        self.words = words(text)

    @once
    def stems(self) -> Counter[str]:
        return Counter([word[:_STEM] for word in self.words])


class Likeness:
    """Likeness of passages, where a word counts the more the fewer of the passages in question hold it."""

    def __init__(self, among: Iterable[Bag]) -> None:
        holding: Counter[str] = Counter()
        count = 0
        for one in among:
            holding.update(one.stems.keys())
            count += 1
        self.weights = {stem: log(1 + count / held) for stem, held in holding.items()}

    def odds(self, old: Bag, new: Bag, displaced: float, *, alongside: bool) -> float:
        """Log-odds that one passage became the other; above 0 it is believed.

        ``displaced`` is how far apart they stand in a stretch of text, as a share of it; ``alongside``: whether they
        are equally many passages from its beginning or end.
        """
        weights = self.weights
        common = sum(
            [weights[stem] * min(count, new.stems[stem]) for stem, count in old.stems.items() if stem in new.stems]
        )
        if not common:
            return UNALIKE if old.words or new.words else WORDLESS
        ours, theirs = self.weight(old), self.weight(new)
        shorter, longer = sorted((len(old.words), len(new.words)))
        shared = 2 * common / (ours + theirs)
        return log_odds(
            in_order(old.words, new.words),
            shared,
            shared if shorter < FEW else common / min(ours, theirs),
            float(shorter),
            float(longer),
            float(old.words[:2] == new.words[:2]),
            displaced,
            float(alongside),
        )

    def weight(self, one: Bag) -> float:
        """How much all words of a passage tell."""
        weights = self.weights
        return sum([weights[stem] * count for stem, count in one.stems.items()])


def log_odds(
    ordered: Number,
    common: Number,
    contained: Number,
    shorter: Number,
    longer: Number,
    same_start: Number,
    displaced: Number,
    alongside: Number,
) -> Number:
    """The formula, for one pair of passages or for many at once: what is the same, and how much, in which place."""
    return (
        _CONSTANT
        + _IN_ORDER * ordered
        + _COMMON * common
        + _CONTAINED * contained
        + _LENGTH * shorter / longer
        + _SAME_START * same_start
        + _DISPLACED * displaced
        + _ALONGSIDE * alongside
    )


def centres(bags: Sequence[Bag]) -> list[float]:
    """Where the middle of each passage stands in a stretch of text, as a share of its words."""
    found = []
    behind = 0
    for one in bags:
        length = len(one.words) + 1
        found.append(behind + length / 2)
        behind += length
    return [middle / behind for middle in found]


def in_order(old: Sequence[str], new: Sequence[str], least: float = 0.0) -> float:
    """Share of words common to both in one order, 0 to 1, and 0 where it is below ``least``.

    Where words times words exceed ``MOST_STEPS``, in any order.
    """
    if len(old) * len(new) > MOST_STEPS:
        share = 2 * (Counter(old) & Counter(new)).total() / (len(old) + len(new))
        return share if share >= least else 0.0
    return float(Indel.normalized_similarity(old, new, score_cutoff=least))


def similarity(old: Sequence[str], new: Sequence[str], least: float = 0.0) -> float:
    """Share of words common to both in one order, 0 to 1; a long passage cut short still counts as itself.

    0 where it is below ``least``.
    """
    score = in_order(old, new, least)
    if score or min(len(old), len(new)) < 8 or len(old) * len(new) > MOST_STEPS:
        return score
    kept = LCSseq.similarity(old, new) / min(len(old), len(new))
    return max(least, 0.5) * kept if kept >= 0.9 else 0.0
