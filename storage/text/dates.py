"""Pure: the dates a text states, printed in words or in figures, as values that can be compared."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from storage.text.cldr import locale, months, weekdays
from storage.text.elements import elements
from storage.text.namesakes import is_namesake
from storage.text.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from storage.text.tables import Table
    from storage.text.tokens import Token

_ISO = re.compile(r"(?<!\d)(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})(?!\d)")
_POINTS = re.compile(
    r"(?<![\d.])(?P<day>\d{1,2})(?P<mark>[./])(?P<month>\d{1,2})(?P=mark)(?P<year>\d{4}|\d{2})(?![\d.]\d)"
)
_DASHES = re.compile(r"(?<![\d-])(?P<day>\d{1,2})-(?P<month>\d{1,2})-(?P<year>\d{4})(?![\d-])")
"""The Spanish 22-11-2009; no part of a document's number, as in 2454-27-11-2019."""
_DAY_AND_MONTH = re.compile(r"(?<![\d.])(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\.(?! ?\d)")
"""The German 9. 5.: elsewhere a number with a point behind it."""
_HAN = re.compile(
    r"(?:(?P<year>\d{4}) ?年 ?)?(?P<month>\d{1,2}) ?月(?: ?(?P<day>\d{1,2}) ?[日号號])?|(?P<lone>\d{4}) ?年"
)
_DECADE = re.compile(r"((?:1[5-9]|20)?\d0)(?:['’]?s|er|ern|[-\u2011](?:е|х|м|ми|ые|ых|ті|тих))")
_FIGURES = re.compile(r"(?:19|20|21)\d\d|\d[./-] ?\d|\d0['’]?[^\W\d_]|\d0[-\u2011][^\W\d_]|\d ?[年月]|(?![0-9])\d")
"""What stands in every date that names no month, no weekday and no decade in words."""
_SPAN_MARKS = frozenset({"-", "–", "—", "and", "und", "et", "y", "e", "и", "і", "та", "bis", "al", "au", "to"})
_GLUE = frozenset({".", ",", "of", "de", "del", "the", "в"})
GLUE = _GLUE | _SPAN_MARKS
"""Words that hold the parts of a date together; those of spelled numbers ("two hundred and five") are among them."""
_YEARS = range(1900, 2101)
_SO_MANY = frozenset(
    {"plus", "moins", "près", "lors", "total", "más", "menos", "cerca", "alrededor", "mais", "più", "meno"}
)
"""Words behind which "de 2000" counts: plus de 2000 civils."""
_DECADE_BEFORE = frozenset({"années", "años", "anni", "anos"})


class Dated(NamedTuple):
    """A date at ``text[start:end]``; what is not printed is None. Month 0: the decade that begins with the year."""

    start: int
    end: int
    year: int | None = None
    month: int | None = None
    days: tuple[int, ...] = ()
    weekday: int | None = None

    @property
    def value(self) -> tuple[int | None, int | None, tuple[int, ...], int | None]:
        return self.year, self.month, self.days, self.weekday


def may_date(text: str, said: Iterable[str], language: str) -> bool:
    """Whether a look for dates is worth while: False if there are none. ``said`` are the text's words."""
    return _FIGURES.search(text) is not None or not _names(language).isdisjoint(said)


@lru_cache(maxsize=64)
def _names(language: str) -> frozenset[str]:
    return months(language).words | weekdays(language).words | table(language).decade_words.words


def dates(text: str, language: str, parts: Sequence[Token] | None = None) -> tuple[Dated, ...]:
    """Every date of a passage in order: days, months, weekdays, and years that the text marks as such.

    ``parts`` are the text's elements, if they are known already.
    """
    parts = elements(text, language) if parts is None else parts
    has_figures = any(part.sort == "number" for part in parts)
    found = list(_in_figures(text, language)) if has_figures else []
    years = _years(parts, language) if has_figures else ()
    decades = table(language).decade_words.find([part.text for part in parts])
    found += [Dated(parts[hit.start].start, parts[hit.end - 1].end, _in_full(hit.meaning), 0) for hit in decades]
    taken = bytearray(len(text))  # by code point: a text of nothing but dates takes no square of their number
    for date in found:
        taken[date.start : date.end] = b"1" * (date.end - date.start)
    for date in (*_in_words(text, parts, language), *_weekdays(text, parts, language), *years):
        if not any(taken[date.start : date.end]):
            found.append(date)
            taken[date.start : date.end] = b"1" * (date.end - date.start)
    return tuple(sorted(found))


def _in_figures(text: str, language: str) -> Iterator[Dated]:
    for pattern, marks in ((_ISO, "-"), (_DASHES, "-"), (_POINTS, "./")):
        if max(map(text.count, marks)) < 2:
            continue  # quicker than to look for digits at every place
        for match in pattern.finditer(text):
            year, month, day = (int(match[name]) for name in ("year", "month", "day"))
            if month > 12:  # the American order
                month, day = day, month
            if month <= 12 and day <= 31:
                yield Dated(match.start(), match.end(), year + 2000 * (year < 100), month, (day,))
    for match in _DAY_AND_MONTH.finditer(text) if language.partition("-")[0] == "de" else ():
        if 0 < int(match["day"]) <= 31 and 0 < int(match["month"]) <= 12:
            yield Dated(match.start(), match.end(), None, int(match["month"]), (int(match["day"]),))
    for match in _HAN.finditer(text) if "月" in text or "年" in text else ():
        printed = match["year"] or match["lone"]
        yield Dated(
            match.start(),
            match.end(),
            int(printed) if printed else None,
            int(match["month"]) if match["month"] else None,
            (int(match["day"]),) if match["day"] else (),
        )


def _in_words(text: str, parts: Sequence[Token], language: str) -> Iterator[Dated]:
    known = locale(language)
    number_words = table(language).number_words
    capital = known is not None and known.months["format"]["wide"][1][:1].isupper()
    for month in months(language).find([part.text for part in parts]):
        name = parts[month.start]
        if capital and not text[name.start].isupper():
            continue
        if is_namesake(text, name.start, name.end, language):
            continue
        before, days = _days_before(parts, month.start)
        after = month.end
        if not days:
            after, days = _day_after(parts, month.end)
        after, year = _year_after(parts, after)
        if not days and year is None and number_words.get(name.text) is not None:
            continue  # sept is seven as well as September
        # Alone, a short name is as likely another word: may, mar, mai at the start of a sentence.
        alone = not days and year is None
        if alone and name.end - name.start < 4 and not (_is_inside(text, name) and capital):
            continue
        yield Dated(parts[before].start, parts[after - 1].end, year, month.meaning, days)


def _is_inside(text: str, name: Token) -> bool:
    """Whether a word stands inside a sentence, not at its start, and is not abbreviated."""
    return bool(re.search(r"[^\s.!?…:«„“\"(]\s*$", text[: name.start]))


def _days_before(parts: Sequence[Token], at: int) -> tuple[int, tuple[int, ...]]:
    where = _skip(parts, at - 1, -1)
    day = _day(parts, where)
    if day is None:
        return at, ()
    if where >= 2 and parts[where - 1].text in _SPAN_MARKS and (first := _day(parts, where - 2)):
        return where - 2, (first, day)
    return where, (day,)


def _day_after(parts: Sequence[Token], at: int) -> tuple[int, tuple[int, ...]]:
    day = _day(parts, at)
    if day is None:
        return at, ()
    if at + 2 < len(parts) and parts[at + 1].text in _SPAN_MARKS and (last := _day(parts, at + 2)):
        return at + 3, (day, last)
    return at + 1, (day,)


def _year_after(parts: Sequence[Token], at: int) -> tuple[int, int | None]:
    where = _skip(parts, at, 1)
    year = _year(parts, where)
    return (at, None) if year is None else (where + 1, year)


def _skip(parts: Sequence[Token], at: int, step: int) -> int:
    for _ in range(2):
        if 0 <= at < len(parts) and parts[at].text in _GLUE:
            at += step
    return at


def _day(parts: Sequence[Token], at: int) -> int | None:
    if not 0 <= at < len(parts) or parts[at].sort != "number":
        return None
    digits = re.fullmatch(r"(\d{1,2})(?:[-\u2011]?[^\W\d]+)?\.?", parts[at].text)
    return int(digits[1]) if digits and 1 <= int(digits[1]) <= 31 else None


def _year(parts: Sequence[Token], at: int) -> int | None:
    if not 0 <= at < len(parts) or len(parts[at].text) != 4 or not parts[at].text.isdecimal():
        return None
    return int(parts[at].text) if int(parts[at].text) in _YEARS else None


def _weekdays(text: str, parts: Sequence[Token], language: str) -> Iterator[Dated]:
    known = table(language)
    for day in weekdays(language).find([part.text for part in parts]):
        start, end = parts[day.start].start, parts[day.end - 1].end
        if not (_is_other_noun(parts, day.start, known) or is_namesake(text, start, end, language)):
            yield Dated(start, end, weekday=day.meaning)


def _is_other_noun(parts: Sequence[Token], at: int, known: Table) -> bool:
    """Whether a weekday's name is another noun: окружающая среда, but в среду, and среда, 5 мая."""
    telling = known.days_or_nouns.get(parts[at].text)
    if telling is None or (at and parts[at - 1].text in telling):
        return False
    return all(part.sort != "number" for part in parts[at + 1 : at + 3])


def _decade(parts: Sequence[Token], at: int) -> int | None:
    """The first year of the decade that figures name: 1990s, 90-е, années 90."""
    printed = parts[at].text
    if at and parts[at - 1].text in _DECADE_BEFORE and re.fullmatch(r"[2-9]0", printed):
        return _in_full(int(printed))
    decade = _DECADE.fullmatch(printed)
    return _in_full(int(decade[1])) if decade else None


def _in_full(year: int) -> int:
    """A decade with its century: the nineties are of the twentieth, the noughties of this one."""
    return year if year > 99 else year + (1900 if year >= 20 else 2000)


@lru_cache(maxsize=64)
def _beside_years(language: str) -> tuple[frozenset[str], frozenset[str]]:
    known = table(language)
    return frozenset(known.year_before.split()), frozenset(known.year_after.split())


def _is_counted(parts: Sequence[Token], at: int, known: Table) -> bool:
    """Whether four digits count what stands behind them, a unit or any noun: "plus de 2000 civils"."""
    behind = parts[at + 1]
    if known.unit_words.get(behind.text) is not None:
        return True
    return at > 1 and parts[at - 2].text in _SO_MANY and behind.sort == "word"


def _years(parts: Sequence[Token], language: str) -> Iterator[Dated]:
    known = table(language)
    before, after = _beside_years(language)
    for at, part in enumerate(parts):
        if part.sort == "number" and (decade := _decade(parts, at)) is not None:
            yield Dated(part.start, part.end, decade, month=0)
        year = _year(parts, at)
        if year is None:
            continue
        introduced = at > 0 and parts[at - 1].text in before
        # "in 2000 people": followed by what is counted, it is a number
        counted = at + 1 < len(parts) and _is_counted(parts, at, known)
        named = at + 1 < len(parts) and parts[at + 1].text in after
        if named or (introduced and not counted):
            yield Dated(part.start, part.end, year)
