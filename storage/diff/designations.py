"""Pure: numbers inside names of things: S-300, COVID-19, Chapter VII, 9/11."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING, Any

from storage.text.daytime import HALVES, may_tell_time, moments
from storage.text.elements import elements
from storage.text.peoples import peoples
from storage.text.tokens import words

if TYPE_CHECKING:
    from storage.diff.spot import Side, Spot
    from storage.text.lexicon import Lexicon

_DIGITS = re.compile(r"\d+")
_ROMAN = re.compile(r"(?=[IVXLC])(?:C{0,3})(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3})(?:e|er|ère|ème|º|[-\u2011][а-я]{1,3})?")
_ROMAN_LETTER = re.compile("[IVXLC]")
_DAY_AND_MONTH = re.compile(r"(?<![\d/])(\d{1,2})/(\d{1,2})(?![\d/])")


def designation_changed(at: Spot) -> bool:
    """Number: the figure in a designation, or a Roman numeral, became another: S-300, S-400; Chapter VII, VI."""
    if all(map(_has_digit, at.sides)) and (old := _inside_words(at.old)) and (new := _inside_words(at.new)):
        gone, come = old - _all_digits(at.new), new - _all_digits(at.old)
        if gone or come:
            return True
    if not all(_ROMAN_LETTER.search(side.changed) for side in at.sides):
        return False
    ours, theirs = (_romans(side) for side in at.sides)
    if not (ours and theirs) or ours.keys() == theirs.keys():
        return False
    return not all(len(word) == 1 and initial for found in (ours, theirs) for word, initial in found.items())


def day_and_month_swapped(at: Spot) -> bool:
    """Date: a day and month printed with a stroke changed places: 9/11, 11/9."""
    if not ("/" in at.old.changed and "/" in at.new.changed):
        return False
    old, new = (_DAY_AND_MONTH.search(side.changed) for side in at.sides)
    return bool(old and new and old.groups() == new.groups()[::-1] and old[1] != old[2])


def share_changed(at: Spot) -> bool:
    """Number: one share of a whole became another: half, a third."""
    return _exchanged(at, at.table.share_words)


def near_time_changed(at: Spot) -> bool:
    """Date: a time told from now, or a season, became another: yesterday, today; last, this year."""
    listed = at.table.near_time_words
    if any(side.changed and listed.words.isdisjoint(words(side.changed)) for side in at.sides):
        return False
    old, new = (_touched_words(side, listed) for side in at.sides)
    return bool(old and new) and old != new


def _touched_words(side: Side, listed: Lexicon[str]) -> set[str]:
    """What listed words mean that the hunk touches, or, where it is empty, that stand beside it."""
    parts = elements(side.text, side.language)
    hits = listed.find([part.text for part in parts])
    beside = 0 if side.changed else 2
    return {
        hit.meaning
        for hit in hits
        if parts[hit.start].start < side.end + beside and side.start - beside < parts[hit.end - 1].end
    }


def time_of_day_changed(at: Spot) -> bool:
    """Number: a time of day became another: 9 утра, 9 вечера; 3 a.m., 3 p.m."""
    if at.op != "replace" or not (
        HALVES.intersection(at.old.said + at.new.said) or all(may_tell_time(side.changed) for side in at.sides)
    ):
        return False
    old, new = (
        [time.value for time in side.touched(moments(side.text, at.language)) if not time.ambiguous]
        for side in at.sides
    )
    return bool(old and new) and old != new


def people_changed(at: Spot) -> bool:
    """Name: a nation's or people's adjective became another's: российский, украинский; maya, mapuche."""
    return _exchanged(at, peoples(at.language))


def _exchanged(at: Spot, listed: Lexicon[Any]) -> bool:
    """Whether words of a list stand on both sides and mean other things."""
    old, new = ({hit.meaning for hit in listed.find(side.said)} for side in at.sides)
    return bool(old and new) and old != new


def _has_digit(side: Side) -> bool:
    return _DIGITS.search(side.changed) is not None


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
