"""Pure: whether words were mended as grammar asks: an ending made to agree, a small word put in, out or for another."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from storage.diff.slips import unaccented
from storage.diff.spelling import repaired, retensed
from storage.text.tables import table

if TYPE_CHECKING:
    from collections.abc import Sequence

_MOST_SMALL = 4
"""Small words that may have come and gone in one repair; beyond, a sentence was reworded."""
_MOST_ALONE = 1
"""Those that may have come, or gone, alone: "which were" is a clause made shorter."""
_LEAST_STEM = 3
_LEAST_ADJECTIVE = 5  # formal, formally; but hard is not hardly


def reinflected(one: str, other: str, language: str) -> bool:
    """Whether two case-folded words are one in other endings: supports, supported; переговоры, переговоров.

    Short stems and endings that make another word of it (``hard``, ``hardly``) do not count.
    """
    known = table(language)
    endings = known.endings
    if not endings or one == other or one[:2] != other[:2] or retensed(one, other, language):
        return False
    shorter, longer = sorted((one, other), key=len)
    if known.adverb and len(shorter) >= _LEAST_ADJECTIVE and longer == shorter + known.adverb:
        return True
    shared = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        shared += 1
    return any(
        one[cut:] in group and other[cut:] in group
        for cut in range(shared, max(_LEAST_STEM, shared - 2) - 1, -1)
        for group in endings
    )


def agreeing(old: Sequence[str], new: Sequence[str], language: str) -> bool:
    """Whether the words are the same, one by one, some of them in another ending or with a letter mended."""
    return len(old) == len(new) and all(
        a == b
        or reinflected(a, b, language)
        or (a.isalpha() and b.isalpha() and repaired(a, b, language))
        or _one_number(a, b, language)
        or (not (a + b).isascii() and reinflected(unaccented(a), unaccented(b), language))
        for a, b in zip(old, new, strict=True)
    )


def _one_number(one: str, other: str, language: str) -> bool:
    """Whether two number words are forms of one: двух, двум."""
    known = table(language).number_words
    return one[0] == other[0] and known.get(one) is not None and known.get(one) == known.get(other)


def small_words_only(old: Sequence[str], new: Sequence[str], language: str) -> bool:
    """Whether nothing but small words (of, that, is) came or went, and none that turns the sense: from for to."""
    known = table(language)
    small = known.small_words
    if small.isdisjoint(old) and small.isdisjoint(new):
        return False
    rest = [[word for word in side if word not in small] for side in (old, new)]
    if not agreeing(rest[0], rest[1], language):
        return False
    ours, theirs = (Counter([word for word in side if word in small]) for side in (old, new))
    gone, come = ours - theirs, theirs - ours
    alone = not (gone and come)
    if not (gone or come) or gone.total() + come.total() > (_MOST_ALONE if alone else _MOST_SMALL):
        return False
    pairs = [(a, b) for a in gone or ("-",) for b in come or ("-",)]
    return not any(pair in known.opposed_words or pair[::-1] in known.opposed_words for pair in pairs)
