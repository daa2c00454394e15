"""Pure: a passage cut into the units a reader sees change: words, numbers, marks. White space is no token."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable

Sort = Literal["number", "word", "mark"]

# Scripts written without spaces: every character is a token of its own.
_HAN = "\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
# Vowel signs and accents that Python's \w leaves out, and the joiners inside a word.
_SIGNS = "\u0300-\u036f\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u0900-\u0903\u093a-\u094f\u200c\u200d"
_LETTER = rf"[^\W_{_HAN}]"
_WORD = rf"{_LETTER}+(?:[{_SIGNS}]+{_LETTER}*)*"

_TOKEN = re.compile(
    rf"""
    (?P<word> (?!\d)(?:{_WORD}(?:['’ʼ\-\u2011\u2010]{_WORD})* | [{_HAN}]) )   # l'homme, Nord-Stream, don't, 中
    | (?P<number>
        (?:(?<![^\s(\[«„“"])[-+\u2212\u2013](?=\d))?       # a sign, not the dash of a range
        (?: \d{{1,3}}(?:[ \u00a0\u202f]\d{{3}})+(?!\d)(?:[.,]\d+)?   # 1 000,5
          | \d+(?:[.,:'’]\d+)* )                             # 1.000,5  12:30  1'000
        (?:[-\u2011]?(?=[^\W\d]){_WORD})?                              # 27th, 90-х, 5km
    )
    | (?P<mark> \.{{2,}} | -{{2,}} | \S )
    """,
    re.VERBOSE,
)
_WORDS = re.compile(rf"\d+(?:[.,:]\d+)*|{_WORD}|[{_HAN}]")
_IS_HAN = re.compile(f"[{_HAN}]")


class Token(NamedTuple):
    """One unit of a passage; ``start`` and ``end`` are code points, half-open."""

    text: str
    start: int
    end: int
    sort: Sort


_token: Callable[[tuple[str, int, int, str | None]], Token] = partial(tuple.__new__, Token)
# Straight to tuple: half the time, and a page has thousands of tokens.


def tokenise(text: str) -> list[Token]:
    """Words, numbers and marks in order; everything between them is white space."""
    return [_token((found[0], *found.span(), found.lastgroup)) for found in _TOKEN.finditer(text)]


def words(text: str) -> list[str]:
    """The words and numbers of a text, case folded, without marks: what passages are matched by."""
    return _WORDS.findall(text.casefold())


def is_han(text: str) -> bool:
    """Whether a text holds a character of a script written without spaces."""
    return _IS_HAN.search(text) is not None
