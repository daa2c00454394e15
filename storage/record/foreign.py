"""What archives tell beside what is on record: the same observation again, or what we saw ourselves."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from storage.record.db import iso

if TYPE_CHECKING:
    from sqlite_utils import Database

    from storage.observation import Capture


def is_on_record(db: Database, capture: Capture) -> bool:
    """Whether this observation (URL, second, bytes) is on record, or we looked at this URL ourselves in that second.

    Archives count in seconds. Whoever tells it again is no second witness, so the observer does not matter.
    """
    second = iso(capture.fetched_at)[:-5]  # without milliseconds and Z
    sha256 = hashlib.sha256(capture.body or b"").digest()
    canonical = capture.address.url if capture.address else capture.url
    row = db.conn.execute(
        "SELECT 1 FROM captures JOIN sources ON sources.id = captures.source"
        " LEFT JOIN bodies ON bodies.id = captures.body"
        " WHERE sources.name = ? AND fetched_at BETWEEN ? AND ? AND ("
        " captures.url = ? AND sha256 = ? AND incomplete = ? OR observer = 'self' AND captures.url IN (?, ?))",
        [capture.source, f"{second}.", f"{second}.~", capture.url, sha256, capture.incomplete, capture.url, canonical],
    ).fetchone()
    return row is not None
