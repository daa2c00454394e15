"""Pure: numbers inside names of things: S-300, COVID-19, Chapter VII, 9/11."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from storage.diff.spot import Side, Spot

_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"(?=[IVXLC])(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})")
_DAY_AND_MONTH = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?![\d/])")


def designation_changed(at: Spot) -> bool:
    """Number: the figure in a designation, or a Roman numeral, became another: S-300, S-400; Chapter VII, VI."""
    old, new = (_inside_words(side) for side in at.sides)
    if old and new:
        gone, come = old - _all_digits(at.new), new - _all_digits(at.old)
        if gone or come:
            return True
    ours, theirs = (_romans(side) for side in at.sides)
    if not (ours and theirs) or ours.keys() == theirs.keys():
        return False
    return not all(len(word) == 1 and initial for found in (ours, theirs) for word, initial in found.items())


def day_and_month_swapped(at: Spot) -> bool:
    """Date: a day and month printed with a stroke changed places: 9/11, 11/9."""
    old, new = (_DAY_AND_MONTH.search(side.changed) for side in at.sides)
    return bool(old and new and old.groups() == new.groups()[::-1] and old[1] != old[2])


def _inside_words(side: Side) -> Counter[str]:
    """Figures of words that begin with a letter."""
    return Counter(digits for word in side.words if word.sort == "word" for digits in _DIGITS.findall(word.text))


def _all_digits(side: Side) -> Counter[str]:
    return Counter(_DIGITS.findall(side.changed))


def _romans(side: Side) -> dict[str, bool]:
    """Roman numerals, and whether each may be an initial: a point stands behind it."""
    return {
        word.text: side.text[word.end : word.end + 1] == "."
        for word in side.words
        if word.sort == "word" and _ROMAN.fullmatch(word.text)
    }
