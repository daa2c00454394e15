"""Pure: one language's side of an alignment, as numbers that numpy can reckon with."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from storage.languages.terms import terms

if TYPE_CHECKING:
    from collections.abc import Sequence

Ints = npt.NDArray[np.int64]
Floats = npt.NDArray[np.float64]
Scores = npt.NDArray[np.float32]
Places = npt.NDArray[np.int32]

_UNSEEN = 3000
"""Tokens: what a short text would hold more of, before a term's share in it can be taken at its word."""
_END = re.compile('[.!?…؟]+["»”’)]*(?=\\s|$)|[。！？]+[」』”]*')
"""Of a sentence; abbreviations too, in every language about as often."""


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """Texts (passages or sentences) of one language, in reading order."""

    vocabulary: tuple[str, ...]
    """Every term once, in order of first appearance."""
    tokens: Ints
    """All terms of all texts in reading order, as places in ``vocabulary``."""
    starts: Ints
    """Where each text begins in ``tokens``, and one more: where the last one ends."""
    share: Floats
    """Of each term of ``vocabulary``: how much of all tokens of such texts it is, unseen ones (``_UNSEEN``) too."""
    ends: Floats
    """Characters up to each text, from 0; white space does not count."""
    sentences: Ints
    """Sentences up to each text, from 0; each text has one at least."""
    weak: Ints
    """How weak the boundaries up to the one before each text are, added up (``_weakness``)."""

    @property
    def texts(self) -> int:
        return len(self.starts) - 1

    @property
    def sizes(self) -> Ints:
        """How many terms each text has."""
        return np.diff(self.starts)

    def joined(self, texts: tuple[int, ...]) -> tuple[tuple[str, ...], int]:
        """Terms and characters of texts that follow each other; there must be one at least."""
        first, last = texts[0], texts[-1] + 1
        found = tuple(self.vocabulary[token] for token in self.tokens[self.starts[first] : self.starts[last]])
        return found, int(self.ends[last] - self.ends[first])


def side(texts: Sequence[str], language: str) -> Side:
    """Texts of one language, read."""
    places: dict[str, int] = {}
    cut = [[places.setdefault(term, len(places)) for term in terms(text, language)] for text in texts]
    tokens = np.array([term for text in cut for term in text], dtype=np.int64)
    counts = np.bincount(tokens, minlength=len(places)).astype(np.float64) + 0.5
    characters = [sum(map(len, text.split())) for text in texts]
    boundaries = [0, *(_weakness(before, after) for before, after in pairwise(texts))]
    return Side(
        vocabulary=tuple(places),
        tokens=tokens,
        starts=np.cumsum([0, *map(len, cut)], dtype=np.int64),
        share=counts / (counts.sum() + _UNSEEN),
        ends=np.cumsum([0, *characters], dtype=np.float64),
        sentences=np.cumsum([0, *map(_sentences, texts)], dtype=np.int64),
        weak=np.cumsum(boundaries[: len(texts)], dtype=np.int64),
    )


def _sentences(text: str) -> int:
    ends = len(_END.findall(text))
    return max(ends, 1)


def _weakness(before: str, after: str) -> int:
    """0 where one text plainly ends; 2 where the next goes on in small letters, 1 after a colon or comma."""
    if after.lstrip(' -–—«»"“”„([')[:1].islower():
        return 2
    return 1 if before.rstrip()[-1:] in tuple(":;,") else 0
