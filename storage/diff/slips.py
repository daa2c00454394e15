"""Pure: whether letters changed as when a pen or a finger slips, rather than as one word differs from another."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from rapidfuzz.distance import OSA, Levenshtein

_KEYS = (
    ("qwertyuiop", "asdfghjkl", "zxcvbnm"),
    ("йцукенгшщзхъ", "фывапролджэ", "ячсмитьбю"),
)
_VOWELS = frozenset("aeiouyäöüáàâéèêíìîóòôúùûаеёиоуыэюяії")
_SOUND_ALIKE = "sc sz ck ct mn dt bp gk vf vw ij ßs ßz сз тд бп вф жш гк шщ ий ьъ мн"
_SILENT = frozenset("hьъй'")
_LEAST_VOWEL = 5
"""Letters of a word from which one vowel for another is a slip: Lage and Lüge are two words."""


def _near() -> frozenset[tuple[str, str]]:
    found = {(pair[0], pair[1]) for pair in _SOUND_ALIKE.split()}
    for rows in _KEYS:
        places = {sign: (x + y / 2, y) for y, row in enumerate(rows) for x, sign in enumerate(row)}
        found |= {(a, b) for a in places for b in places if _touch(places[a], places[b])}
    return frozenset((a, b) for pair in found for a, b in (pair, pair[::-1]))


def _touch(one: tuple[float, int], other: tuple[float, int]) -> bool:
    return abs(one[0] - other[0]) <= 1 and abs(one[1] - other[1]) <= 1


_NEAR = _near()


def slipped(one: str, other: str, *, name: bool = False) -> bool:
    """Whether two case-folded words differ as by slips: letters swapped, left out, doubled, or put for a near one.

    Near are neighbours on the keyboard, letters that sound alike and, but in short words, vowels. In a ``name`` a
    consonant come or gone makes another one (Johnson, Johnston), unless it is doubled or silent.
    """
    if OSA.distance(one, other) < Levenshtein.distance(one, other):
        return True
    for op in Levenshtein.editops(one, other):
        i, j = op.src_pos, op.dest_pos
        if op.tag == "replace":
            if not _is_near(one[i], other[j], min(len(one), len(other))):
                return False
        elif name:
            word, at = (one, i) if op.tag == "delete" else (other, j)
            doubled = word[at] in (word[at - 1 : at], word[at + 1 : at + 2])
            if not (doubled or word[at] in _VOWELS or word[at] in _SILENT):
                return False
    return True


def _is_near(one: str, other: str, length: int) -> bool:
    return (one, other) in _NEAR or (length >= _LEAST_VOWEL and one in _VOWELS and other in _VOWELS)


def unaccented(word: str) -> str:
    """A word without its accents (Perú, Peru), of Latin letters only: й is not и."""
    if word.isascii():
        return word
    return "".join(map(_unaccented, word))


@lru_cache(maxsize=1024)
def _unaccented(sign: str) -> str:
    return unicodedata.normalize("NFD", sign)[0] if "LATIN" in unicodedata.name(sign, "") else sign
