"""What `-a` gives a crawl, understood or refused."""

from __future__ import annotations

from dateutil.parser import isoparse

from crawler.download import Replica


class BadArgument(ValueError):
    """An argument given with `-a` that cannot be understood."""


def day(text: str) -> str:
    if not text:
        return ""
    try:
        return isoparse(text).date().isoformat()
    except ValueError:
        raise BadArgument(f"since={text} is no ISO date (such as 2019-11-01)") from None


def flag(text: str) -> bool:
    if text not in ("", "0", "1"):
        raise BadArgument(f"full={text} is neither 0 nor 1")
    return text == "1"


def replica_of(text: str) -> Replica | None:
    try:
        return Replica.parse(text) if text else None
    except ValueError as error:
        raise BadArgument(f"base_url: {error}") from None
