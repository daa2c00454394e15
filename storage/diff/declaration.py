"""Pure: whether a publisher said that it changed a text. A badge or a stamp must be raised, not merely be another."""

from __future__ import annotations

from datetime import UTC, datetime

from dateutil.parser import isoparse


def badge_raised(old: str, new: str) -> bool:
    """Whether a declared version went up. What is no number counts as raised where it is another."""
    if old.isdecimal() and new.isdecimal():
        return int(new) > int(old)
    return bool(new) and new != old


def badge_lowered(old: str, new: str) -> bool:
    """Whether a declared version, a number, went down: no publisher means to."""
    return old.isdecimal() and new.isdecimal() and int(new) < int(old)


def stamp_lowered(old: str, new: str) -> bool:
    """Whether a page's "updated" stamp went back; a day and a moment are compared as days. Only ISO stamps can."""
    was, now = _moment(old), _moment(new)
    if was is None or now is None:
        return False
    return new[:10] < old[:10] if 10 in (len(old), len(new)) else now < was


def stamp_raised(old: str, new: str, last_seen: datetime) -> bool:
    """Whether an "updated" stamp went up between two captures; a stamp is ISO where the source's is.

    A listing may print the day where a feed prints the second: they are compared as days. Where the former stamp is
    unknown (``''``), the new one must speak of a time (or a day) since the old text was last seen, an aware moment.
    """
    if not new or new == old:
        return False
    now, was = _moment(new), _moment(old) if old else last_seen
    if now is None or was is None:
        return bool(old) and not (new.startswith(old) or old.startswith(new))
    if len(new) == 10 or len(old) == 10:
        return new[:10] > old[:10] if old else now.date() >= was.astimezone(UTC).date()
    return now > was


def _moment(stamp: str) -> datetime | None:
    if not stamp:
        return None
    try:
        parsed = isoparse(stamp)
    except ValueError:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
