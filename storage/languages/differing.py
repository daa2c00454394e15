"""Pure: numbers, dates and times that contradict each other between a text and its translation.

What only one side has says nothing: translators round, repeat and leave out. A finding takes a value on each side that
the other lacks wherever it is looked for, of one sort and unit, in sentences that translate each other.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, NamedTuple

from storage.languages.align import align
from storage.languages.clock import names_zone
from storage.languages.quantities import Quantities, Quantity, components, quantities
from storage.languages.relative import carried, told_by_distance
from storage.languages.scales import elided
from storage.languages.splitting import sentences
from storage.text.dates import Dated
from storage.text.tables import table

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from storage.languages.dictionary import Dictionary

LEAST = 0.5
"""Confidence of a pair of sentences below which nothing is held against them."""
_LONGEST = 20_000  # characters of a passage beyond which it is a text by itself
_MOST_STATED = 400  # numbers and dates of a passage beyond which it is a table
_MANY = 10**6
"""Of numbers that end in such a scale, the currency may go without saying on one side."""
_MOST_PAIRS = 8
"""Contradictions of one sentence beyond which it is no translation but another text, or a table."""


class Difference(NamedTuple):
    """A value on each side, as printed, where the other stands."""

    kind: Literal["number_differs", "date_differs"]
    rule: str
    start: int
    end: int
    other_start: int
    other_end: int
    confidence: float


class _Stated(NamedTuple):
    numbers: tuple[Quantity, ...]
    dates: tuple[Dated, ...]
    pool: frozenset[str]


def differences(
    text: str,
    other: str,
    languages: tuple[str, str],
    dictionary: Dictionary | None = None,
    around: tuple[Collection[str], Collection[str]] = ((), ()),
) -> tuple[Difference, ...]:
    """What contradicts itself between two passages that translate each other, in order of place.

    ``around`` are values that stand in the passages next to each: what was carried over a boundary contradicts nothing.
    """
    if max(len(text), len(other)) > _LONGEST:
        return ()
    one, two = quantities(text, languages[0]), quantities(other, languages[1])
    if max(len(side.numbers) + len(side.dates) for side in (one, two)) > _MOST_STATED:
        return ()
    if not all(table(language).scale_words for language in languages):
        one, two = _loosely(one), _loosely(two)
    whole = _part(one, 0, len(text)), _part(two, 0, len(other))
    if not any(_unmatched(left.dates, right) or _unexplained(left, right) for left, right in (whole, whole[::-1])):
        return ()
    found: list[Difference] = []
    for (start, end), (other_start, other_end), confidence in _matched(text, other, languages, dictionary):
        left = _part(one, start, end)
        right = _part(two, other_start, other_end)
        pairs = list(_contradictions(left, right, (one, two), around, text[start:end], other[other_start:other_end]))
        if len(pairs) <= _MOST_PAIRS:
            found.extend(
                Difference(kind, rule, a.start, a.end, b.start, b.end, confidence) for kind, rule, a, b in pairs
            )
    return tuple(sorted(set(found), key=lambda one: (one.start, one.other_start)))


def _loosely(whole: Quantities) -> Quantities:
    """Values by their significant figures alone: where no table knows the word for a million, 38 may be 38,000,000."""
    numbers = tuple(
        number._replace(values=frozenset(map(_significant, number.values)), unit="") for number in whole.numbers
    )
    return Quantities(numbers, whole.dates, whole.pool | frozenset(map(_significant, whole.pool)))


def _significant(value: str) -> str:
    return value if ":" in value else value.replace(".", "").strip("0") or "0"


def _part(whole: Quantities, start: int, end: int) -> _Stated:
    """What stands in one sentence of a passage."""
    numbers = tuple(number for number in whole.numbers if start <= number.start < end)
    dated = tuple(date for date in whole.dates if start <= date.start < end)
    pool = {value for number in numbers for value in number.values}
    pool.update(value for date in dated for value in components(date))
    return _Stated(numbers, dated, frozenset(pool))


def _matched(
    text: str, other: str, languages: tuple[str, str], dictionary: Dictionary | None
) -> Iterator[tuple[tuple[int, int], tuple[int, int], float]]:
    """Spans of sentences that translate each other, and how sure that is."""
    first, second = sentences(text), sentences(other)
    if len(first) < 2 and len(second) < 2:
        yield (0, len(text)), (0, len(other)), 1.0
        return
    said = [text[start:end] for start, end in first], [other[start:end] for start, end in second]
    for bead in align(*said, languages, dictionary, passages=True):
        if bead.source and bead.target and bead.confidence >= LEAST:
            here = first[bead.source[0]][0], first[bead.source[-1]][1]
            there = second[bead.target[0]][0], second[bead.target[-1]][1]
            yield here, there, bead.confidence


_Pair = tuple[Literal["number_differs", "date_differs"], str, "Quantity | Dated", "Quantity | Dated"]


def _contradictions(
    left: _Stated,
    right: _Stated,
    whole: tuple[Quantities, Quantities],
    around: tuple[Collection[str], Collection[str]],
    text: str,
    other: str,
) -> Iterator[_Pair]:
    """The values of one sentence that the other contradicts."""
    beyond = whole[0].pool | set(around[0]), whole[1].pool | set(around[1])
    dated = [pair for pair in _by_dates(left, right, whole) if not _told_from_each_other(pair, text, other)]
    yield from dated
    told = {one for pair in dated for one in pair[2:]}
    lone_left = [*_unexplained(left, right), *_lone_years(left, right, told)]
    lone_right = [*_unexplained(right, left), *_lone_years(right, left, told)]
    zoned = names_zone(text) or names_zone(other)
    for one, two in _paired(lone_left, lone_right, zoned=zoned):
        if one.sort == two.sort == "year" and told_by_distance(_year(one), _year(two), text, other):
            continue
        if carried(one, two, text, other):
            continue
        # What merely stands in another sentence contradicts nothing; one side at least has what the other lacks.
        if one.values.isdisjoint(beyond[1]) or two.values.isdisjoint(beyond[0]):
            kind = "date_differs" if one.sort == two.sort == "year" else "number_differs"
            rule = {"year": "year_differs", "time": "time_differs"}.get(one.sort, "number_differs")
            yield kind, rule, one, two  # type: ignore[misc]


def _year(one: Quantity) -> int:
    return int(next(iter(one.values)))


def _unexplained(side: _Stated, other: _Stated) -> list[Quantity]:
    """What the other sentence does not hold, in any sense; ``2.70`` is there as 2 francs 70."""
    return [
        number
        for number in side.numbers
        if number.sure
        and number.values.isdisjoint(other.pool)
        and not any("." in value and set(_sides(value)) <= other.pool for value in number.values)
    ]


def _lone_years(side: _Stated, other: _Stated, told: Collection[object]) -> Iterator[Quantity]:
    """Years by themselves, which one language marks as such (``в 1984 году``) and another prints as any number."""
    for date in _unmatched(side.dates, other):
        if date not in told and date.value == (date.year, None, (), None):
            years = frozenset({str(date.year)})
            yield Quantity(date.start, date.end, years, "year", "", sure=True, in_digits=True)


def _sides(value: str) -> tuple[str, ...]:
    """What stands before and after the point, the latter with two places too: 2, 7 and 70."""
    whole, _, rest = value.partition(".")
    return whole, rest if len(rest) > 1 else f"{rest}0"


def _paired(left: Sequence[Quantity], right: Sequence[Quantity], *, zoned: bool) -> Iterator[tuple[Quantity, Quantity]]:
    """Values of both sides that may stand for each other: of one sort and unit, in order."""
    free = list(right)
    for one in left:
        candidates = [two for two in free if _comparable(one, two, zoned=zoned)]
        if candidates:
            same_length = [two for two in candidates if _length(two) == _length(one)]
            chosen = (same_length or candidates)[0]
            free.remove(chosen)
            yield one, chosen


def _length(number: Quantity) -> int:
    return min(map(len, number.values))


def _comparable(one: Quantity, two: Quantity, *, zoned: bool) -> bool:
    """Whether two values measure the same thing, as far as can be told."""
    if "time" in (one.sort, two.sort):
        return one.sort == two.sort and not (zoned and _whole_hours(one, two))
    if "year" in (one.sort, two.sort) and one.sort != two.sort:
        return False
    if one.unit != two.unit and ((one.unit and two.unit) or min(one.scale, two.scale) < _MANY):
        return False
    if one.unit and one.sort != two.sort:
        return False
    if one.scale == two.scale == 1 and (_thousandfold(one, two) or _thousandfold(two, one)):
        return False
    return one.sort == two.sort or max(_length(one), _length(two)) < 3


def _thousandfold(one: Quantity, two: Quantity) -> bool:
    """Whether one counts in thousands of the other’s unit: 1.2 GW and 1,200 MW."""
    return not two.values.isdisjoint(elided(one.values, (1000,)))


def _whole_hours(one: Quantity, two: Quantity) -> bool:
    minutes = [{value.partition(":")[2] or "00" for value in number.values} for number in (one, two)]
    return bool(minutes[0] & minutes[1])


def _told_from_each_other(pair: _Pair, text: str, other: str) -> bool:
    """Whether two years by themselves may be told from each other."""
    years = [one.year for one in pair[2:] if isinstance(one, Dated) and one.value == (one.year, None, (), None)]
    return len(years) == 2 and told_by_distance(years[0] or 0, years[1] or 0, text, other)


def _by_dates(left: _Stated, right: _Stated, whole: tuple[Quantities, Quantities]) -> Iterator[_Pair]:
    lone = [_unmatched(side.dates, other) for side, other in ((left, right), (right, left))]
    free = list(lone[1])
    for one in lone[0]:
        two = next((two for two in free if _contradict(one, two)), None)
        if two is not None and (_tells(one, whole[1].dates) or _tells(two, whole[0].dates)):
            free.remove(two)
            yield "date_differs", "date_differs", one, two


def _unmatched(found: Sequence[Dated], other: _Stated) -> list[Dated]:
    """Dates that agree with none of the other sentence, and whose parts are not all printed there as numbers."""
    counted = {value for number in other.numbers for value in number.values}
    return [
        date
        for date in found
        if not any(_agree(date, two) for two in other.dates)
        and not (date.days and {str(date.month), *map(str, date.days)} <= counted)
        and not (date.year and not date.month and str(date.year) in counted)
    ]


def _parts(one: Dated, two: Dated) -> Iterator[bool]:
    """Of every part that both print, whether it is the same."""
    if one.year is not None and two.year is not None:
        short = 0 in (one.month, two.month)  # a decade's century may go without saying: the twenties, the 2020s
        yield one.year % 100 == two.year % 100 if short else one.year == two.year
    if one.month and two.month:
        yield one.month == two.month
    if one.days and two.days:
        yield not set(one.days).isdisjoint(two.days)
    if one.weekday is not None and two.weekday is not None:
        yield one.weekday == two.weekday


def _agree(one: Dated, two: Dated) -> bool:
    parts = list(_parts(one, two))
    return bool(parts) and all(parts)


def _contradict(one: Dated, two: Dated) -> bool:
    """Whether two dates print the same parts and differ in one: a day and a month against a day and a month.

    Where both day and month differ they are two dates; the other side then has its own words for each (``two days
    later``). A weekday goes with its day.
    """
    sorts = [(bool(date.month), bool(date.days), date.weekday is not None) for date in (one, two)]
    if sorts[0][:2] != sorts[1][:2] and not (one.year and two.year and one.year != two.year):
        return False
    if sorts[0][2] != sorts[1][2] and not one.month:
        return False
    if one.days and two.days and one.month != two.month and set(one.days).isdisjoint(two.days):
        return False
    return not all(_parts(one, two))


def _tells(one: Dated, dates: Sequence[Dated]) -> bool:
    """Whether no date of the other passage agrees with this one: the sentence may have another order."""
    return not any(_agree(one, two) for two in dates)
