"""Pure: times of day as languages print them: 15:30, 3:30 p.m., 15 h 30, 15.30 Uhr, 15 часов 30 минут, halb vier."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from storage.languages.spoken import spoken

if TYPE_CHECKING:
    from collections.abc import Iterator

_TIMES = (
    re.compile(r"(?<![\d:.,])(?P<h>\d{1,2}):(?P<m>\d{2})(?::\d{2})?(?![\d:])(?:\s?(?P<half>[ap])\.?\s?m\b\.?)?", re.I),
    re.compile(r"(?<![\d:.,])(?P<h>\d{1,2})(?:\.(?P<m>\d{2}))?\s?(?P<half>[ap])\.?\s?m\b\.?", re.I),
    re.compile(r"(?<![\d:.,])(?P<h>\d{1,2})\.(?P<m>\d{2})(?=\s?(?:Uhr|h\b|hrs?\b|hours\b|ч\b|час))"),
    re.compile(r"(?<![\d:.,])(?P<h>\d{1,2})\s?(?:h|heures?|Uhr)\s?(?P<m>[0-5]\d)(?!\d)"),
    re.compile(r"(?<![\d:.,])(?P<h>\d{1,2})\s?(?:часов|часа|час|ч\.?)\s(?P<m>[0-5]\d)\s?мин"),
)
_ZONE = re.compile(
    r"\b(?:GMT|UTC|CET|CEST|EST|EDT|PST|MSK|MEZ|MESZ|МСК|мск|Greenwich|Гринвич\w*"
    r"|(?:Moscow|local|Geneva|New York|London) time|московск\w+ врем\w+|местн\w+ врем\w+|Ortszeit|\w+er Zeit"
    r"|heure (?:de|locale|d)|hora (?:de|local))"
)


class Time(NamedTuple):
    """A time of day at ``text[start:end]``."""

    start: int
    end: int
    values: frozenset[str]
    """``15:30``, and ``3:30`` where it may be meant; whole hours as bare numbers too."""
    named: str = ""
    """The hour that is said of it, if it is: three of ``половина третьего``, which may be half of a third year too."""


def times(text: str, language: str) -> Iterator[Time]:
    """Every time of day, in no order; none overlaps an earlier one."""
    taken: list[tuple[int, int]] = []
    for said in spoken(text, language):
        taken.append((said.start, said.end))
        yield Time(said.start, said.end, _values(said.hour, said.minute, ""), str(said.named))
    for pattern in _TIMES:
        for match in pattern.finditer(text):
            hour, minute = int(match["h"]), int(match["m"] or 0)
            if hour > 24 or minute > 59 or any(start < match.end() and match.start() < end for start, end in taken):
                continue
            taken.append(match.span())
            half = (match.groupdict().get("half") or "").lower()
            yield Time(*match.span(), _values(hour, minute, half))


def names_zone(text: str) -> bool:
    """Whether a text says whose time it gives: then times of two texts may differ by whole hours."""
    return _ZONE.search(text) is not None


def _values(hour: int, minute: int, half: str) -> frozenset[str]:
    hours = {hour}
    if half == "p" and hour < 12:
        hours.add(hour + 12)
    elif half == "a" and hour == 12:
        hours.add(0)
    elif not half and hour < 12:
        hours.add(hour + 12)
    elif not half and hour > 12:
        hours.add(hour - 12)
    values = {f"{one}:{minute:02}" for one in hours}
    return frozenset(values | {str(one) for one in hours} if minute == 0 else values)
