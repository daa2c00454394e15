"""When a variant is looked at again, and what the next request may ask with, written down after each capture."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from storage.observation import FORBIDDEN, SPEAKS
from storage.record.db import iso
from storage.record.revisit import LONGEST_BACKOFF, wait, wait_after_failure

if TYPE_CHECKING:
    from sqlite_utils import Database

    from storage.observation import Capture


@dataclass(frozen=True, slots=True)
class Policy:
    """The settings that decide when a variant is looked at again."""

    confirm_withdrawal: timedelta = timedelta(hours=24)
    after_failure: timedelta = timedelta(minutes=30)
    back_to: str = ""
    """Turn a listing's pages back to this day (ISO)."""
    catch_up: bool = False
    """Turn a listing's pages for as long as all that they name is new: we have been away."""


def schedule(db: Database, capture: Capture, capture_id: int, verdict: str, policy: Policy) -> None:
    """Set the variant's next check, and the validators that the next request may send."""
    now = capture.fetched_at
    failures, trusted, quiet_since = db.conn.execute(
        "SELECT failures, trusted_checks, coalesce((SELECT CASE WHEN versions.number > 1 THEN first_seen ELSE"
        "   min(first_seen, coalesce(nullif(headings.published_at, ''), first_seen)) END"
        "   FROM versions JOIN texts ON texts.id = versions.text JOIN headings ON headings.id = texts.heading"
        "   WHERE versions.variant = variants.id"
        "   ORDER BY versions.number DESC LIMIT 1), discovered_at)"
        " FROM variants WHERE id = ?",
        [capture.variant],
    ).fetchone()
    values: dict[str, object] = {"last_checked": iso(now)}
    if verdict in SPEAKS:
        quiet = now - _instant(quiet_since, now)
        values |= {"failures": 0, "next_check": iso(now + wait(quiet))}
        if capture.body is not None:
            values |= {
                "basis": capture_id,
                "etag": capture.headers.get("etag", ""),
                "last_modified": capture.headers.get("last-modified", ""),
                "trusted_checks": 0,
            }
        else:
            values["trusted_checks"] = trusted + 1
    elif capture.failure == FORBIDDEN:
        values["next_check"] = iso(now + LONGEST_BACKOFF)
    else:
        pause = wait_after_failure(failures + 1, policy.after_failure)
        if verdict in ("gone", "soft_404"):
            pause = max(pause, policy.confirm_withdrawal)
        again = max(now + pause, capture.retry_at or now)
        values |= {"failures": failures + 1, "next_check": iso(again), "etag": "", "last_modified": ""}
    assignments = ", ".join(f"{column} = ?" for column in values)
    db.conn.execute(f"UPDATE variants SET {assignments} WHERE id = ?", [*values.values(), capture.variant])


def _instant(text: str, fallback: datetime) -> datetime:
    """An ISO date or date-time as an aware instant; a date alone is its first moment in UTC."""
    try:
        parsed = datetime.fromisoformat(text)
    except ValueError:
        return fallback
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)
