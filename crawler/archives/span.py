"""Pure: between which days or moments captures are wanted."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from dateutil.parser import isoparse

_DAY = re.compile(r"\d{4}-?\d\d-?\d\d")


@dataclass(frozen=True, slots=True)
class Span:
    """From the first moment to the last, both included; None where it is open. Aware."""

    first: datetime | None = None
    last: datetime | None = None

    @classmethod
    def parse(cls, since: str, until: str) -> Span:
        """From days or times (ISO 8601, UTC unless they say otherwise); ``''`` for none.

        Raises ValueError naming the one that is neither, or a span that ends before it begins.
        """
        first, last = _first(since, "--since"), _first(until, "--until")
        if last is not None and _DAY.fullmatch(until):
            last += timedelta(days=1, seconds=-1)
        if first is not None and last is not None and last < first:
            raise ValueError(f"--until {until} is before --since {since}")
        return cls(first, last)

    @property
    def timestamps(self) -> tuple[str, str]:
        """Both ends as indexes write times: 14 digits, ``''`` for an open one."""
        return _stamp(self.first), _stamp(self.last)

    def holds(self, at: datetime) -> bool:
        return (self.first is None or self.first <= at) and (self.last is None or at <= self.last)

    def meets(self, first: str, last: str) -> bool:
        """Whether a span told by two ISO times may share a moment with this one; what cannot be read may."""
        begins, ends = _moment(first), _moment(last)
        return not (
            (self.first is not None and ends is not None and ends < self.first)
            or (self.last is not None and begins is not None and begins > self.last)
        )


def _first(text: str, option: str) -> datetime | None:
    if not text:
        return None
    if not re.match(r"\d{4}-?\d\d-?\d\d", text) or (moment := _moment(text)) is None:
        raise ValueError(f"{option} {text} is no day or time (such as 2019-11-01)")
    return moment


def _moment(text: str) -> datetime | None:
    try:
        moment = isoparse(text)
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _stamp(moment: datetime | None) -> str:
    return "" if moment is None else moment.strftime("%Y%m%d%H%M%S").rjust(14, "0")
