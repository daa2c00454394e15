"""What came of a capture, above all of a listing's: what it named, which of its pages are still to be turned."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.record import documents
from storage.record.db import iso

if TYPE_CHECKING:
    from sqlite_utils import Database

    from storage.observation import Capture, Reading
    from storage.record.schedule import Policy


@dataclass(frozen=True, slots=True)
class Recorded:
    """What came of one capture."""

    capture: int
    verdict: str
    reason: str
    new_version: bool = False
    listed: int = 0
    """How many variants a listing or feed named, in which languages."""
    fell_empty: bool = False
    """It names nothing now, and once did."""
    languages: frozenset[str] = frozenset()
    more: tuple[str, ...] = ()
    """Further pages of the listing that are to be turned to."""


def record_listing(
    db: Database, source: int, capture: Capture, reading: Reading, capture_id: int, policy: Policy
) -> Recorded:
    """What a listing or feed named becomes known, and due; further pages worth turning to are noted with it."""
    now = capture.fetched_at
    newest = db.conn.execute("SELECT coalesce(max(id), 0) FROM variants").fetchone()[0]
    variants = [documents.discover(db, source, link, capture_id, now) for link in reading.links]
    oldest = min((link.published_at for link in reading.links if link.published_at), default="")
    if policy.back_to:
        onwards = not oldest or oldest >= policy.back_to
    else:
        onwards = policy.catch_up and bool(variants) and min(variants) > newest
    if reading.verdict not in ("blocked", "error", "truncated"):
        asked = capture.requested_url or capture.url
        db.conn.execute("DELETE FROM unturned WHERE source = ? AND url IN (?, ?)", [source, asked, capture.url])
    more = reading.more if onwards else ()
    for url in more:
        db.conn.execute("INSERT OR IGNORE INTO unturned VALUES (?, ?, ?)", [source, url, iso(now)])
    return Recorded(
        capture_id,
        reading.verdict,
        reading.reason,
        listed=len(variants),
        fell_empty=reading.verdict == "empty" and _was_read(db, capture.url),
        languages=frozenset(link.address.language for link in reading.links),
        more=more,
    )


def _was_read(db: Database, listing: str) -> bool:
    row = db.conn.execute(
        "SELECT 1 FROM captures JOIN readings ON readings.capture = captures.id"
        " WHERE captures.variant IS NULL AND captures.url = ? AND readings.verdict = 'ok' LIMIT 1",
        [listing],
    ).fetchone()
    return row is not None


def unturned(db: Database, source: int) -> list[str]:
    """Pages of listings that an earlier run meant to turn to, and did not."""
    return [url for (url,) in db.conn.execute("SELECT url FROM unturned WHERE source = ? ORDER BY url", [source])]
