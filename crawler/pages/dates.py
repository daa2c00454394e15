"""Pure: dates as pages print them, in the languages we read, to instants in the source's own time zone."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime
from functools import cache
from zoneinfo import ZoneInfo

from babel.dates import get_month_names

_TIME = (
    r"(?:(?P<between>\D{0,14}?)(?P<hour>[01]?\d|2[0-3])"
    r"(?:(?:[:.]|\s?(?:h(?:eures?)?|ч(?:ас(?:ов|а)?)?|uhr)\.?\s?)(?P<minute>[0-5]\d)(?::[0-5]\d)?(?![.:/]?\d)|\s?(?:h(?:eures?)?|uhr)\b(?!\s?\d))"
    r"(?:\s?(?P<half>[ap])\.?\s?m\b\.?)?(?:\s?(?:uhr|horas|h|мин(?:ут[аы]?|\.)?)(?!\w))?)?"
)
"""As in "à 10 h 00", "a las 21:51 horas", "um 21 Uhr 51", "at 9:51 p.m."; "10 h" and "10 Uhr" are whole hours."""
_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"
    r"(?:(?P<between>[^\d+]{1,14}?)(?<!-)(?P<hour>[01]?\d|2[0-3]):(?P<minute>\d{2})(?::\d{2}(?:\.\d+)?)?(?P<offset>Z|[+-]\d{2}:?\d{2})?)?"
)
_NUMERIC = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})[./](?P<month>\d{1,2})[./](?P<year>(?:19|20)\d{2})" + _TIME, re.IGNORECASE
)
_DAY_FIRST = re.compile(
    r"(?<!\d)(?P<day>\d{1,2})(?:\.|er|º|-?го)?\s*(?:de\s+)?(?P<month>[^\W\d_]{3,})\.?,?\s*(?:de\s+)?(?P<year>(?:19|20)\d{2})"
    + _TIME,
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    r"(?P<month>[^\W\d_]{3,})\.?\s+(?P<day>\d{1,2}),?\s+(?P<year>(?:19|20)\d{2})" + _TIME, re.IGNORECASE
)
_EAST_ASIAN = re.compile(
    r"(?P<year>\d{4})\s*年\s*(?P<month>\d{1,2})\s*月\s*(?P<day>\d{1,2})\s*日" + _TIME, re.IGNORECASE
)
_FORMS = (_ISO, _EAST_ASIAN, _NUMERIC, _DAY_FIRST, _MONTH_FIRST)
_MAX_LINK = 8
"""Signs between a date and a time beyond which a line says more than both, such as "12.10.2021 we met at 10.30"."""
_LANGUAGES = ("en", "ru", "de", "fr", "es", "pt", "it", "uk", "ar", "be", "tr", "pl")


def instant(printed: str, timezone: str) -> str:
    """ISO 8601 with the zone's offset on that day; a date alone where no time is printed; ``''`` if none is read.

    ``27 November 201920:45`` is a date and a time that stood in neighbouring elements.
    """
    found = _find(printed)
    if found is None:
        return ""
    day, time, offset, _ = found
    if time is None:
        return day.date().isoformat()
    hour, minute = time
    zone = ZoneInfo(timezone)
    try:
        moment = day.replace(hour=hour, minute=minute)
        if offset:
            return datetime.fromisoformat(f"{moment.isoformat()}{offset}").astimezone(zone).isoformat()
        return moment.replace(tzinfo=zone).isoformat()
    except (ValueError, OverflowError):  # 25 o'clock, an offset of four days, a moment before the year 1
        return ""


def is_date_line(text: str) -> bool:
    """A line that holds a date, perhaps a time, and nothing else but a few signs."""
    found = _find(text) if len(text) <= 80 else None
    return found is not None and len(found[3]) <= 4


def _find(printed: str) -> tuple[datetime, tuple[int, int] | None, str, str] | None:
    """Day, hour and minute, offset as printed, and what of the line is neither."""
    for form in _FORMS:
        for match in form.finditer(printed):
            month = _month(match["month"])
            try:
                day = datetime(int(match["year"]), month, int(match["day"]))  # noqa: DTZ001 -- the zone joins with the time
            except ValueError:
                continue
            between = match["between"] or ""
            said = between if len(between) > _MAX_LINK else ""
            rest = (printed[: match.start()] + said + printed[match.end() :]).strip()
            return day, _clock(match), match.groupdict().get("offset") or "", rest
    return None


def _clock(match: re.Match[str]) -> tuple[int, int] | None:
    """Hour and minute of a day of 24 hours; None where no time is printed."""
    if match["hour"] is None:
        return None
    hour, half = int(match["hour"]), (match.groupdict().get("half") or "").casefold()
    if half and 1 <= hour <= 12:
        hour = hour % 12 + (12 if half == "p" else 0)
    return hour, int(match["minute"] or 0)


def _month(printed: str) -> int:
    """1 to 12; 0 for a word that names no month."""
    if printed.isdigit():
        return int(printed)
    return _months().get(_folded(printed), 0)


@cache
def _months() -> dict[str, int]:
    """Names and abbreviations in every language at once: no two languages name different months alike."""
    known: dict[str, int] = {}
    for language in _LANGUAGES:
        for context in ("format", "stand-alone"):
            for width in ("abbreviated", "wide"):
                for number, name in get_month_names(width, context, language).items():
                    known[_folded(name)] = number
    return known


def _folded(name: str) -> str:
    bare = unicodedata.normalize("NFD", name.casefold().rstrip("."))
    return "".join(sign for sign in bare if not unicodedata.combining(sign) or sign == "\u0306")
