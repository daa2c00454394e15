"""Databases filled without a crawl: transcripts put on record the way the crawl does it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from storage.observation import Address, Capture, Reading
from storage.record import runs
from storage.record.captures import record
from storage.record.db import connect
from storage.record.schedule import Policy

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from sqlite_utils import Database

    from storage.transcript import Transcript

_BATCH = 500
_START = datetime(2026, 1, 1, tzinfo=UTC)


def fill(path: Path, sightings: Iterable[tuple[Address, Transcript, str]]) -> Database:
    """A database of ru_kremlin that has seen these: where, what it said, and the page's ETag; a second apart."""
    db = connect(path)
    with db.atomic():
        run = runs.start(db, "crawl", runs.source_id(db, "ru_kremlin", "proven"))
    waiting: list[tuple[Capture, Reading]] = []
    for number, (address, transcript, etag) in enumerate(sightings):
        at = _START + timedelta(seconds=number)
        body = f"{address.url} {number}".encode()
        capture = Capture("ru_kremlin", address.url, at, 200, {"etag": etag}, body, address=address)
        waiting.append((capture, Reading("ok", "bench", transcript=transcript)))
        if len(waiting) == _BATCH:
            _record(db, run, waiting)
    _record(db, run, waiting)
    runs.close(db, run, outcome="done", state="ok")
    return db


def _record(db: Database, run: int, waiting: list[tuple[Capture, Reading]]) -> None:
    with db.atomic():
        for capture, reading in waiting:
            record(db, run, capture, reading, lambda *_: Reading("error", "bench"), Policy())
    waiting.clear()
