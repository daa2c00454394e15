"""Pure: what a text counts, dates and times, as values that can be held against those of another language."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, Literal, NamedTuple

from storage.languages.clock import times
from storage.languages.scales import elided, scale, suffixed, turned
from storage.languages.stems import stems
from storage.text.counting import SPELLED, says
from storage.text.dates import Dated, dates
from storage.text.elements import elements
from storage.text.numerals import LARGEST, Atom, atoms, printed_as
from storage.text.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from storage.text.tables import Table
    from storage.text.tokens import Token

Sort = Literal["number", "ordinal", "year", "time"]

_YEARS = range(1900, 2101)
_ORDINAL_SUFFIX = re.compile(
    r"\d[-\u2011]?(?:st|nd|rd|th|ый|ий|ой|ая|я|й|го|ого|му|му|ом|е|ème|ère|er|re|ª|º|te[nrms]?)$", re.I
)
_DECADE = re.compile(r"^\d?\d?[2-9]0[-\u2011'’]?(?:е|ые|х|ых|ми|ым|м|s|er|ern)$", re.I)
_DECADE_AFTER = re.compile(r"(?:années?|años|anni|anos|['’`])\s?$", re.I)
_CENTURY_LEFT_OUT = re.compile(r"(?:19|20)\d\d\s?[/–—-]\s?$")
_ENUMERATOR = re.compile(r"\s*[(\[]?(\d{1,2})[.)\]](?=\s)")
_FOOTNOTE = re.compile(r"\[\d{1,3}\]")
_CIPHER = re.compile(r"(?<!\d)\+?\(?\d++\)?(?:[\s\u2011-]\(?\d++\)?){3,}+")
"""Telephone numbers and the like, which every language cuts otherwise."""
_FRACTIONS = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
_VULGAR = re.compile("\\s?([½¼¾])")
_ROMAN = re.compile(r"([IVXLC]{2,}|[VX])(?:e|ème|er|º)?")
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_OF = frozenset({"de", "d'", "di"})
"""What may stand between a number and its unit: 3 billones de pesos."""
_ABOUT = re.compile(r"(?:aines?|enas?|enares?)$", re.I)
"""French ``vingtaine``, Spanish ``quincena``: about so many."""
_RANGE = re.compile(r"\s*(?:[–—-]|to|or|and|или|и|до|bis|oder|und|à|ou|et|o|u|y|a)\s*", re.I)


class Quantity(NamedTuple):
    """A number or a time at ``text[start:end]``."""

    start: int
    end: int
    values: frozenset[str]
    """Canonical decimals, or times: all that it may mean, in that language and in others."""
    sort: Sort
    unit: str
    """``percent``, ``km``, … as the tables know it; ``''`` where none stands beside it."""
    sure: bool
    """Whether another number in its place contradicts it: not a lone ``one``, not ``hundreds``, not a footnote."""
    in_digits: bool
    scale: int = 1
    """A thousand or more, where the number ends in such a word."""


class Quantities(NamedTuple):
    """All that a text counts."""

    numbers: tuple[Quantity, ...]
    dates: tuple[Dated, ...]
    pool: frozenset[str]
    """Every value that stands somewhere in the text, whatever it means there."""


@lru_cache(maxsize=2_000)
def quantities(text: str, language: str) -> Quantities:
    """The numbers, times and dates of a passage or sentence, each group in order of place."""
    parts = elements(text, language)
    dated = [one for one in dates(text, language, parts) if not _is_doubtful(one, text, language)]
    taken = bytearray(len(text))  # by code point: a text of nothing but dates takes no square of their number
    for one in dated:
        taken[one.start : one.end] = b"1" * (one.end - one.start)
    found = []
    for time in times(text, language):
        if not any(taken[time.start : time.end]):
            found.append(Quantity(time.start, time.end, time.values, "time", "", sure=True, in_digits=True))
            if time.named:
                named = frozenset({time.named})
                found.append(Quantity(time.start, time.end, named, "number", "", sure=False, in_digits=False))
    for one_time in found:
        taken[one_time.start : one_time.end] = b"1" * (one_time.end - one_time.start)
    found += [number for number in _numbers(text, language, parts) if not any(taken[number.start : number.end])]
    found.sort()
    pool = {value for one in found for value in one.values}
    pool.update(value for one in dated for value in components(one))
    pool.update(value for part in parts if part.sort == "word" for value in says(part.text))
    return Quantities(tuple(found), tuple(dated), frozenset(pool))


def _is_doubtful(one: Dated, text: str, language: str) -> bool:
    """Weekdays that are as likely other words: ``среда`` is an environment too, ``segunda`` the second."""
    if one.weekday is None or one.month or one.days or one.year:
        return False
    printed = text[one.start : one.end]
    primary = language.partition("-")[0]
    if primary == "ru" and printed.casefold().startswith("сред"):
        return not re.search(r"\b(?:в|во)\s+$", text[max(0, one.start - 4) : one.start], re.I)
    return primary == "pt" or (primary == "es" and printed[:1].isupper())


def components(one: Dated) -> Iterator[str]:
    """The numbers that a date is made of, as a text may print them by themselves."""
    yield from map(str, one.days)
    if one.month:
        yield str(one.month)
    if one.year is not None:
        yield str(one.year)
        if one.month == 0:  # a decade: the 1990s are the nineties
            yield str(one.year % 100)


def _numbers(text: str, language: str, parts: Sequence[Token]) -> Iterator[Quantity]:
    """Numbers of every kind; one without a scale may count in any that the text names (``8 million of 14``)."""
    known = table(language)
    labelled, labels = _labels(text)
    read = list(
        _summed((_read(atom, text, language, known, parts) for atom in atoms(text, language, parts, known)), text)
    )
    scales = frozenset(number.scale for number in read if number.scale > 1)
    for at, number in enumerate(read):
        after = read[at + 1] if at + 1 < len(read) else None
        values = number.values
        if scales and number.scale == 1 and number.sort == "number":
            values |= set(elided(values, scales))
        unit = number.unit or (after.unit if after and _RANGE.fullmatch(text, number.end, after.start) else "")
        label = any(labelled[number.start : number.end]) and (number.start, number.end) not in labels
        sure = number.sure and not label
        yield number._replace(values=values, unit=unit, sure=sure)
    yield from _romans(text, parts)


def _summed(read: Iterable[Quantity], text: str) -> Iterator[Quantity]:
    """The same numbers, ``1 million 700 thousand`` as one."""
    before: Quantity | None = None
    for number in read:
        if before and before.scale > number.scale > 1 and not text[before.end : number.start].strip():
            pairs = product(_decimals(before), _decimals(number))
            values = frozenset(printed_as(more + less) for more, less in pairs if less < before.scale <= more)
            before = number._replace(start=before.start, values=values or before.values)
            continue
        if before:
            yield before
        before = number
    if before:
        yield before


def _decimals(number: Quantity) -> list[Decimal]:
    return [Decimal(value) for value in number.values if ":" not in value]


def _labels(text: str) -> tuple[bytearray, set[tuple[int, int]]]:
    """Where figures count nothing: the number of a point, footnotes, telephone numbers; by code point, and as spans."""
    spans = {found.span() for pattern in (_FOOTNOTE, _CIPHER) for found in pattern.finditer(text)}
    if first := _ENUMERATOR.match(text):
        spans.add(first.span())
    marked = bytearray(len(text))
    for start, end in spans:
        marked[start:end] = b"1" * (end - start)
    return marked, spans


def _read(atom: Atom, text: str, language: str, known: Table, parts: Sequence[Token]) -> Quantity:
    """An atom with all that it may mean beside another language, and the unit that follows it."""
    printed = text[atom.start : atom.end]
    values = {_bare(value) for value in atom.readings}
    unit = _unit(atom, parts, language)
    sort: Sort = "ordinal" if atom.is_ordinal or _ORDINAL_SUFFIX.search(printed) else "number"
    if atom.in_digits:
        values |= _other_readings(printed)
        if fraction := _VULGAR.match(text, atom.end):
            values = {printed_as(Decimal(value) + _FRACTIONS[fraction[1]]) for value in values if ":" not in value}
        if (times_more := suffixed(printed)) is not None:
            values |= set(elided(atom.readings, (times_more,)))
        if _is_century_left_out(printed, text[max(0, atom.start - 12) : atom.start]):
            values |= {f"{century}{printed[:2]}" for century in ("19", "20")}
        if not unit and printed.isdecimal() and int(printed[:8]) in _YEARS:
            sort = "year"
    else:
        values |= set(turned(printed, values, known))
    if not atom.in_digits and values <= {str(tens) for tens in range(20, 100, 10)}:
        values |= {f"19{value}" for value in values}
    small = values <= {"0", "1", "2", "1.5"}
    vague = atom.bare_scale or small or bool(_ABOUT.search(printed)) or language.partition("-")[0] not in SPELLED
    sure = (atom.in_digits and len(printed) <= LARGEST) or (not atom.in_digits and not vague)
    return Quantity(atom.start, atom.end, frozenset(values), sort, unit, sure, atom.in_digits, scale(printed, known))


def _bare(value: str) -> str:
    """Without the point of an ordinal and the seconds of a time."""
    return value[:-3] if value.count(":") == 2 and value.endswith(":00") else value.rstrip(".")


def _other_readings(printed: str) -> set[str]:
    """What figures may mean where the other language groups them otherwise, or means a day and a month."""
    if ":" in printed:  # a score: times of day are none of these numbers
        return set(re.findall(r"\d+", printed))
    digits = re.match(r"\d[\d.,]*", printed)
    if digits is None:
        return set()
    bare = digits.group().rstrip(".,")
    found = set()
    if re.fullmatch(r"\d{1,3}[.,]\d{3}", bare):
        found |= {printed_as(Decimal(re.sub("[.,]", "", bare))), printed_as(Decimal(bare.replace(",", ".")))}
    decade = _DECADE.match(printed)
    if decade and len(bare) == 2:
        found |= {f"19{bare}", f"20{bare}"}
    elif decade and len(bare) == 4:
        found.add(bare[2:])
    time = re.fullmatch(r"(1?\d|2[0-3])\.([0-5]\d)", bare)
    if time:  # 11.30 where the other says half past eleven
        found |= {f"{hour}:{time[2]}" for hour in (int(time[1]), (int(time[1]) + 12) % 24)}
    day = re.fullmatch(r"(\d{1,2})[./](\d{2})", bare)
    if day and 0 < int(day[1]) <= 31 and 0 < int(day[2]) <= 12:
        found |= {day[1].lstrip("0") or "0", day[2].lstrip("0") or "0"}
    return found


def _is_century_left_out(printed: str, before: str) -> bool:
    """``90`` of ``les années 90``, ``’90`` or ``1989/90``."""
    if not re.fullmatch(r"\d\d", printed):
        return False
    return bool(_DECADE_AFTER.search(before) or _CENTURY_LEFT_OUT.search(before))


def _unit(atom: Atom, parts: Sequence[Token], language: str) -> str:
    known, listed = _units(language), table(language).unit_words
    after = atom.after + (atom.after < len(parts) and parts[atom.after].text in _OF)
    for length in (2, 1):
        beside = [part.text for part in parts[after : after + length]]
        unit = listed.get(*beside) or known.get(" ".join(_stem(word, language) for word in beside))
        if len(beside) == length and unit:
            return unit
    before = next((part for part in reversed(parts[: atom.after]) if part.end <= atom.start), None)
    if before is not None and before.sort == "mark" and before.end >= atom.start - 1:
        return table(language).unit_words.get(before.text) or ""
    return ""


@lru_cache(maxsize=64)
def _units(language: str) -> dict[str, str]:
    """Stems of the units that the table lists, so that every case of them is known."""
    listed = ((unit, form) for unit, forms in table(language).units.items() for form in forms.casefold().split())
    return {" ".join(_stem(word, language) for word in re.split("[_-]", form)): unit for unit, form in listed}


@lru_cache(maxsize=20_000)
def _stem(word: str, language: str) -> str:
    return stems(word, language) or word


def _romans(text: str, parts: Sequence[Token]) -> Iterator[Quantity]:
    """``XX`` of ``XX век``, ``siglo XX``, ``XXe siècle``; one letter says too little to contradict anything."""
    for part in parts:
        if part.sort != "word":
            continue
        printed = text[part.start : part.end]
        found = _ROMAN.fullmatch(printed)
        if found:
            value = _roman(found[1])
            if value:
                sure = len(found[1]) > 1 and set(found[1]) <= set("IVX")
                yield Quantity(part.start, part.end, frozenset({str(value)}), "ordinal", "", sure, in_digits=False)


def _roman(letters: str) -> int:
    values = [_ROMAN_VALUES[letter] for letter in letters[:12]]
    return sum(-one if one < max(values[at:]) else one for at, one in enumerate(values))
