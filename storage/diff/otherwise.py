"""Pure: rules for what is printed in another form and says the same: a date, a number, an abbreviation."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from storage.diff.places import date_row, moved_within
from storage.diff.units import counted, units_moved
from storage.text.dates import GLUE
from storage.text.daytime import HALVES, moments
from storage.text.elements import elements
from storage.text.tokens import words
from storage.text.values import COMPOUNDING, values

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage.diff.spot import Side, Spot
    from storage.text.tables import Table
    from storage.text.values import Value

_SHORT = frozenset(
    {
        "тыс",
        "млн",
        "млрд",
        "трлн",
        "mln",
        "mn",
        "bn",
        "bln",
        "mio",
        "mrd",
        "trn",
        "md",
        "км",
        "кг",
        "см",
        "мм",
        "м",
        "га",
    }
    | {"руб", "долл", "мин", "квт", "мвт", "гвт", "km", "kg", "cm", "mm", "m", "ha", "min", "h", "usd", "eur"}
    | {"gbp", "rub", "uah", "cny"}
)
"""Short forms of units and scales; symbols (%, €) are short too."""
_ROMAN = re.compile(r"\b(?!I\b)[IVXLCХІ]+(?:e|er|ère|ème|º|ª)?\b")
_LONGEST_HALF = 3
"""Words that say which half of the day is meant: in the morning."""
_COUNTING_MARKS = frozenset("№&§")


def date_printed_otherwise(at: Spot) -> bool:
    """Typography: the same date in another order or form: 27 November 2019, November 27, 2019; 27.11.2019 г."""
    old, new = (side.changed_dates for side in at.sides)
    if not (old or new) or at.old.said == at.new.said:
        return False
    if at.op != "replace":  # 3 May, May 3: the day came at one place and went at another
        if not moved_within(at, date_row):
            return False
    elif Counter(date.value for date in old) != Counter(date.value for date in new):
        return False
    glue = GLUE | at.table.article_words | frozenset(at.table.year_after.split())
    return all(
        any(date.start <= word.start and word.end <= date.end for date in found) or word.text.casefold() in glue
        for side, found in ((at.old, old), (at.new, new))
        for word in side.words
    )


def number_printed_otherwise(at: Spot) -> bool:
    """Typography: the same number in another form: ten, 10; XXI, 21st; 2 million, 2,000,000; 5 %, 5 per cent; 3 p.m.

    In figures, in words, as a Roman numeral, a time of day, with a short or a long word for a scale or a unit; the
    words beside it are the same. Two forms of one number word (``двух``, ``двум``) are not this.
    """
    if at.op != "replace":
        ours, theirs = units_moved(at)  # $20 million, 20 million dollars
        return (bool(ours) and ours == theirs) or _time_kept(at)
    if not (_may_be_printed(at.old) or _may_be_printed(at.new)) or (
        at.old.changed.isdecimal() and at.new.changed.isdecimal()
    ):
        return False
    joins = at.language.partition("-")[0] in COMPOUNDING  # there any word may hold a number
    if not joins and _states(at.old) != _states(at.new):
        return False
    old, new = (_stated(side) for side in at.sides)
    if len(old) != len(new) or not all(_one_value(a, b) for a, b in zip(old, new, strict=True)):
        return False
    beside = [_beside(side, stated, at.table) for side, stated in ((at.old, old), (at.new, new))]
    if any(value.form == "time" for value in (*old, *new)):  # 17 heures, 17h00
        beside = [[found for found in told if found[0] != "unit hour"] for told in beside]
    if Counter(kind for kind, _ in beside[0]) != Counter(kind for kind, _ in beside[1]):
        return False
    units = [[printed for kind, printed in found if kind.startswith("unit ")] for found in beside]
    other_unit = any(_shortened(a, b) for a, b in zip(*units, strict=True))
    if not old:
        return other_unit and all(map(counted, at.sides))
    return other_unit or any(_other_form(a, b, at) for a, b in zip(old, new, strict=True))


def _time_kept(at: Spot) -> bool:
    """Whether a word for half of the day came or went, and the time is the same: 8 Uhr morgens, 08:00 Uhr."""
    side, other = (at.old, at.new) if at.old.changed else (at.new, at.old)
    said = words(side.changed)
    if HALVES.isdisjoint(said) or len(said) > _LONGEST_HALF:
        return False
    told = {moment.value for moment in side.touched(moments(side.text, at.language))}
    return not told.isdisjoint(moment.value for moment in moments(other.text, at.language))


def _may_be_printed(side: Side) -> bool:
    """Whether a hunk may hold figures, a Roman numeral or a short form: what two forms of a number never both lack."""
    changed = side.changed
    if any(map(str.isdecimal, changed)) or _ROMAN.search(changed):
        return True
    return not _SHORT.isdisjoint(words(changed)) or any(map(_is_symbol, (changed[0], changed[-1])))


def _states(side: Side) -> bool:
    """Whether a hunk touches a number."""
    return bool(side.changed_figures or _ROMAN.search(side.changed))


def _is_symbol(sign: str) -> bool:
    return sign in "%٪％‰€$£₽₴¥"


def _stated(side: Side) -> list[Value]:
    """The numbers that the hunk touches."""
    return side.touched(values(side.text, side.language, elements(side.text, side.language)))


def _one_value(one: Value, other: Value) -> bool:
    return not one.readings.isdisjoint(other.readings)


def _beside(side: Side, stated: Iterable[Value], known: Table) -> list[tuple[str, str]]:
    """The changed words that are no numbers, each with what it means: a unit by its meaning."""
    dropped = known.article_words | {"of", "de", "d'", "º", "ª"}
    rests = [(known.unit_words.get(value.rest), value.rest) for value in stated if value.rest]
    found = [(f"unit {unit}" if unit else rest, rest) for unit, rest in rests]
    for part in side.elements:
        if any(value.start < part.end and part.start < value.end for value in stated):
            continue
        unit = known.unit_words.get(part.text)
        if unit:
            found.append((f"unit {unit}", part.text))
        elif (part.sort == "word" and part.text not in dropped) or part.text in side.signs:
            found.append((part.text, part.text))
    return _joined_units(found, known)


def _joined_units(found: list[tuple[str, str]], known: Table) -> list[tuple[str, str]]:
    """Units of two words (``per cent``) as one."""
    joined: list[tuple[str, str]] = []
    for kind, printed in found:
        unit = known.unit_words.get(joined[-1][1], printed) if joined else None
        if unit:
            joined[-1] = (f"unit {unit}", f"{joined[-1][1]} {printed}")
        else:
            joined.append((kind, printed))
    return joined


def _shortened(one: str, other: str) -> bool:
    """Whether one form of a unit or a scale is short, or a symbol, and the other is not."""
    return one != other and (_is_short(one) != _is_short(other))


def _is_short(word: str) -> bool:
    return word in _SHORT or _is_symbol(word)


def _other_form(one: Value, other: Value, at: Spot) -> bool:
    if one.form != other.form:
        return True
    if one.form == "words":
        return False
    left, right = at.old.text[one.start : one.end].split(), at.new.text[other.start : other.end].split()
    if left == right:
        return False
    if one.form != "digits" or left[0] != right[0] or len(left) != len(right):
        return True
    if not all(word.rstrip(".").isalpha() for word in (*left[1:], *right[1:])):
        return True
    scales = list(zip(left[1:], right[1:], strict=True))
    return all(a == b or _shortened(a.casefold(), b.casefold()) for a, b in scales)


def abbreviation_written_out(at: Spot) -> bool:
    """Typography: a short form for what it stands for: г., году; St., Saint; z. B., zum Beispiel."""
    known = at.table
    if at.op != "replace" or not known.abbreviations:
        return False
    told = [
        [part.text for part in side.elements if part.sort != "mark" or part.text in _COUNTING_MARKS]
        for side in at.sides
    ]
    if known.short_forms.words.isdisjoint((*told[0], *told[1])) and _COUNTING_MARKS.isdisjoint((*told[0], *told[1])):
        return False
    old, new = (_written(words, known) for words in told)
    if [key for key, _ in old] != [key for key, _ in new]:
        return False
    return any(short != other for (_, short), (_, other) in zip(old, new, strict=True))


def _written(said: list[str], known: Table) -> list[tuple[str, bool]]:
    """Words, those with a short form by it, each with whether the short form is printed."""
    hits = {hit.start: (hit, True) for hit in known.short_forms.find(said)}
    hits |= {hit.start: (hit, False) for hit in known.long_forms.find(said)}
    found = []
    at = 0
    while at < len(said):
        if at in hits:
            hit, short = hits[at]
            found.append((hit.meaning, short))
            at = hit.end
        else:
            found.append((said[at], False))
            at += 1
    return found
