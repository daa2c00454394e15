"""Pure: a passage cut into the units a reader sees change: words, numbers, marks. White space is no token."""

from __future__ import annotations

import re
from functools import lru_cache, partial
from itertools import accumulate
from operator import add
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

Sort = Literal["number", "word", "mark"]

# Scripts written without spaces: every character is a token of its own.
_HAN = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Vowel signs and accents that Python's \w leaves out, and the joiners inside a word.
_SIGNS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0903\u093a-\u094f\u200c\u200d"
_LETTERS = rf"[^\W_{_HAN}]++"  # possessive: nothing that may follow is a letter
_WORD = rf"{_LETTERS}(?:[{_SIGNS}]+(?:{_LETTERS})?)*"

# A token, and the white space behind it.
_TOKEN = re.compile(
    rf"""[A-Za-zА-яЁё]++\ (?!\s)                                # most tokens: as below, but found at once
    | (?:
    (?!\d){_WORD}(?:['’ʼ\-\u2011\u2010]{_WORD})*             # l'homme, Nord-Stream, don't
    | [{_HAN}]                                               # 中
    | (?:(?<![^\s(\[«„“"])[-+\u2212\u2013](?=\d))?          # a sign, not the dash of a range
      (?: \d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+(?!\d)(?:[.,]\d+)?   # 1 000,5
        | \d+(?:[.,:'’]\d+)* )                               # 1.000,5  12:30  1'000
      (?:(?:[-\u2011]|['’](?=s\b))?(?=[^\W\d]){_WORD})?        # 27th, 90-х, 5km, 1990's
    | \.{{2,}} | -{{2,}} | \S
    )\s*""",
    re.VERBOSE,
)
_WORDS = re.compile(rf"[a-zа-яё]++(?=[ ,.])|\d+(?:[.,:]\d+)*|{_WORD}|[{_HAN}]")
_IS_HAN = re.compile(f"[{_HAN}]")
_SIGNED = frozenset("-+\u2212\u2013")


class Token(NamedTuple):
    """One unit of a passage; ``start`` and ``end`` are code points, half-open."""

    text: str
    start: int
    end: int
    sort: Sort


token_of: Callable[[tuple[str, int, int, Sort]], Token] = partial(tuple.__new__, Token)
# Straight to tuple: half the time.


class Cut(NamedTuple):
    """A passage's tokens as columns: a page has thousands, and an object for each would take thrice the time."""

    texts: list[str]
    printed: list[str]
    """Each token with the white space behind it."""
    starts: list[int]
    """Where each begins, in code points; one more at the end: the length of the passage."""


def cut(text: str) -> Cut:
    """The tokens of a text."""
    printed = _TOKEN.findall(text)
    leading = len(text) - len(text.lstrip())
    return Cut([*map(str.rstrip, printed)], printed, [*accumulate(map(len, printed), initial=leading)])


@lru_cache(maxsize=32768)  # as many words as a language has, but for the rarest
def sort_of(token: str) -> Sort:
    """What a token is."""
    first = token[0]
    if first.isdecimal() or (first in _SIGNED and token[1:2].isdecimal()):
        return "number"
    return "word" if first.isalnum() or is_han(first) else "mark"


def tokenise(text: str, at: int = 0) -> list[Token]:
    """Words, numbers and marks in order; everything between them is white space.

    ``at`` is where the text begins in the passage that the offsets are to count in.
    """
    texts, _, starts = cut(text)
    if at:
        starts = [start + at for start in starts]
    ends = map(add, starts, map(len, texts))
    return [*map(token_of, zip(texts, starts, ends, map(sort_of, texts), strict=False))]


def words(text: str) -> list[str]:
    """The words and numbers of a text, case folded, without marks: what passages are matched by."""
    return _WORDS.findall(text.casefold())


def word_count(text: str) -> int:
    """Words and numbers as a reader counts them: ``l'homme`` and ``Nord-Stream`` are one; each Chinese character is."""
    return sum(sort_of(token) != "mark" for token in cut(text).texts)


def is_han(text: str) -> bool:
    """Whether a text holds a character of a script written without spaces."""
    return not text.isascii() and _IS_HAN.search(text) is not None
