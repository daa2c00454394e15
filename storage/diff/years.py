"""Pure: whether a bare figure that became another is a year: ratified (1990), remonte à 1977."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from storage.text.tokens import words

if TYPE_CHECKING:
    from storage.diff.spot import Side, Spot

_YEAR = re.compile(r"1\d{3}|20\d\d|2100")
_RECENT = re.compile(r"1[89]\d\d|20\d\d")
_NEAR = 32
"""Code points on both sides within which the words that tell a year stand."""
_CLOSED = re.compile(r"\s?[),;–—]")
_ENDS = re.compile(r"\s?(?:[.,;:!?)»”…]|$)")
_SINCE = frozenset({"à", "a", "в", "с", "со", "до", "к", "in", "von", "bis", "ab", "seit", "from", "since", "by"})
"""Words before a year, or before a sum that nothing behind it counts."""
_OF = frozenset({"of", "de", "des", "d", "von", "из", "от", "del"})
"""Words that stand behind a count: 1990 of them."""


def years_exchanged(at: Spot) -> bool:
    """Whether a year alone became another. What counts a noun, or may, does not: 1990 tonnes, rose to 2000."""
    return all(_YEAR.fullmatch(side.changed) and _stands_as_year(side, at) for side in at.sides)


def _stands_as_year(side: Side, at: Spot) -> bool:
    led = side.text[max(0, side.start - _NEAR) : side.start].rstrip()
    behind = side.text[side.end : side.end + _NEAR]
    if led.endswith("("):
        return _CLOSED.match(behind) is not None
    if not _RECENT.fullmatch(side.changed):
        return False
    if _ENDS.match(behind):
        return led[-1:].isalpha() and words(led)[-1] in _SINCE and _is_odd(side.changed)
    following = words(behind)
    return (
        led.endswith(",")
        and bool(following)
        and following[0] in at.table.small_words - _OF
        and not any(map(str.isdecimal, (*words(led)[-1:], *following[:3])))
    )


def _is_odd(figure: str) -> bool:
    """Whether a figure is no round sum."""
    return not figure.endswith(("00", "50"))
