"""What archives tell beside what is on record: the same observation again, or what we saw ourselves."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, NamedTuple

from storage.record import captures
from storage.record.db import iso

if TYPE_CHECKING:
    from datetime import datetime

    from sqlite_utils import Database

    from storage.observation import Capture


class Observation(NamedTuple):
    """What makes two tellings of a capture one: whoever tells it again is no second witness."""

    source: str
    url: str
    second: str
    """Archives count in seconds."""
    sha256: bytes
    incomplete: bool


def observation(capture: Capture) -> Observation:
    """Which observation a capture tells of."""
    sha256 = hashlib.sha256(capture.body or b"").digest()
    return Observation(capture.source, capture.url, second(capture.fetched_at), sha256, capture.incomplete)


def is_on_record(db: Database, told: Observation, canonical: str) -> bool:
    """Whether this observation is on record, or we looked at this URL, or its canonical form, in that second."""
    row = db.conn.execute(
        "SELECT 1 FROM captures JOIN sources ON sources.id = captures.source"
        " LEFT JOIN bodies ON bodies.id = captures.body"
        " WHERE sources.name = ? AND fetched_at BETWEEN ? AND ? AND ("
        " captures.url = ? AND sha256 = ? AND incomplete = ? OR observer = 'self' AND captures.url IN (?, ?))",
        [
            told.source,
            f"{told.second}.",
            f"{told.second}.~",
            *(told.url, told.sha256, told.incomplete),
            *(told.url, canonical),
        ],
    ).fetchone()
    return row is not None


def capture_at(db: Database, source: str, url: str, at: datetime) -> int | None:
    """The first capture of this URL in this second, whoever made it; None if none is on record."""
    row = db.conn.execute(
        "SELECT min(captures.id) FROM captures JOIN sources ON sources.id = captures.source"
        " WHERE sources.name = ? AND fetched_at BETWEEN ? AND ? AND url = ?",
        [source, *_second(at), url],
    ).fetchone()
    return None if row[0] is None else int(row[0])


def captured_at(db: Database, source: str, url: str, at: datetime) -> Capture | None:
    """A stored capture of this URL in this second, with its body; None if there is none."""
    row = db.conn.execute(
        "SELECT captures.id FROM captures JOIN sources ON sources.id = captures.source"
        " WHERE sources.name = ? AND fetched_at BETWEEN ? AND ? AND url = ? AND body IS NOT NULL ORDER BY captures.id",
        [source, *_second(at), url],
    ).fetchone()
    return None if row is None else captures.load(db, int(row[0]))


def second(at: datetime) -> str:
    """The second of a moment, as an observation has it."""
    return iso(at)[:-5]  # without milliseconds and Z


def _second(at: datetime) -> tuple[str, str]:
    """The first and the last text that a time in this second may be in the tables."""
    return f"{second(at)}.", f"{second(at)}.~"
