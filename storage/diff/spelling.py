"""Pure: whether one word is another one repaired, rather than another word."""

from __future__ import annotations

import re
from functools import lru_cache

from rapidfuzz.distance import OSA

from storage.diff.names import inflected
from storage.diff.slips import slipped, unaccented
from storage.text.tables import table

_LEAST_STEM = 4
_PREFIX_SOUNDS = {"з", "с"}
"""Letters that Russian prefixes are mistaken in: здача, сдача."""
_NOT_LETTERS = re.compile(r"[\W_]+")


def squeezed(text: str) -> str:
    """Letters and digits alone, case folded, ё as е: what a joined, split or recased word keeps."""
    folded = text.casefold().replace("ё", "е")
    return folded if folded.isalpha() else _NOT_LETTERS.sub("", folded)


@lru_cache(maxsize=4096)  # several rules ask the same of one hunk
def repaired(before: str, after: str, language: str) -> bool:
    """Whether a reader takes a word for the other one mended: few letters differ for its length.

    Three letters and fewer: only two swapped. Up to seven: one slip behind the first letter. Longer: two. Case endings
    of an inflecting language are no slip, nor a letter put for one it is not mistaken for.
    """
    one, other = before.casefold(), after.casefold()
    known = table(language)
    if (one, other) in known.doublet_words:
        return True
    if one[0] != other[0] and one.isascii() and other.isascii() and one.isalpha() and other.isalpha():
        return False  # most words are: no need to look closer
    if squeezed(one) == squeezed(other) or unaccented(one) == unaccented(other):
        return True
    begin_alike = one[0] == other[0] or {one[0], other[0]} == _PREFIX_SOUNDS
    if not begin_alike or abs(len(one) - len(other)) > 2 or not (one.isalpha() and other.isalpha()):
        return False
    if known.nouns_capitalised:  # German: folding made two letters of ß
        one, other = one.replace("ss", "ß"), other.replace("ss", "ß")
    if any(one.replace(*spelled) == other.replace(*spelled) for spelled in known.spelled_alike):
        return True
    if inflected(one, other, language) or retensed(one, other, language):
        return False
    shorter = min(len(one), len(other))
    distance = OSA.distance(one, other, score_cutoff=2)
    if shorter <= 3:
        return distance == 1 and sorted(one) == sorted(other)
    return distance <= (1 if shorter <= 7 else 2) and slipped(one, other)


def retensed(one: str, other: str, language: str) -> bool:
    """Whether two case-folded words are one verb in two tenses: отрицали, отрицают. What is told became another."""
    tenses = table(language).tense_endings
    if not tenses:
        return False
    shared = 0
    while shared < min(len(one), len(other)) and one[shared] == other[shared]:
        shared += 1
    for cut in range(shared, max(_LEAST_STEM, shared - 2) - 1, -1):
        left, right = (
            {tense for tense, endings in enumerate(tenses) if word[cut:] in endings} for word in (one, other)
        )
        if left and right and left.isdisjoint(right):
            return True
    return False
