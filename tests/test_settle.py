"""Captures folded together are folded as they are one by one; after a change of our reader too."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from storage.observation import Address, Capture, Reading
from storage.record import captures, runs
from storage.record.db import connect
from storage.record.schedule import Policy
from storage.transcript import Transcript, Turn

if TYPE_CHECKING:
    from pathlib import Path

    from sqlite_utils import Database

START = datetime(2026, 3, 1, tzinfo=UTC)
OLD = "Article@000000000001"
NEW = "Article@000000000002"


def reading(capture: Capture, extractor: str) -> Reading:
    """A page that says its body's first letter. The new reader sees what the old one passed over: the second."""
    letters = (capture.body or b"").decode()
    said = letters[0] if extractor == OLD else letters
    turns = (Turn("statement", (f"It says {said}.",)),)
    return Reading("ok", extractor, transcript=Transcript("A title", "en", turns, "page"))


def capture(number: int, letters: str, document: int) -> Capture:
    url = f"https://mid.example/{document}/"
    at = START + timedelta(days=number)
    return Capture(
        "xx_mid", url, at, 200, {}, letters.encode(), observer="file", address=Address(f"{document}", "en", url)
    )


def recorded(path: Path, batches: list[list[Capture]], extractors: list[str], *, together: bool) -> Database:
    db = connect(path)
    run = runs.start(db, "backfill", runs.source_id(db, "xx_mid"))
    for batch, extractor in zip(batches, extractors, strict=True):

        def reread(held: Capture, language: str, extractor: str = extractor) -> Reading:
            return reading(held, extractor)

        judged = [(one, reading(one, extractor)) for one in batch]
        with db.atomic():
            done = [
                (captures.record(db, run, one, read, reread, Policy(), fold_now=not together).capture, read)
                for one, read in judged
            ]
            if together:
                captures.settle(db, done, reread)
    return db


@pytest.mark.parametrize("extractors", [[OLD, OLD], [OLD, NEW]])
def test_together_as_one_by_one(tmp_path: Path, extractors: list[str]) -> None:
    """Two documents; the second batch falls before, between and behind the first, in no order."""
    first = [capture(n, letters, n % 2) for n, letters in ((4, "ax"), (2, "ax"), (6, "bx"), (9, "bx"), (8, "ay"))]
    second = [
        capture(n, letters, n % 2)
        for n, letters in ((12, "ax"), (1, "cx"), (5, "bx"), (3, "cy"), (10, "bx"), (0, "ax"))
    ]
    versions, said = [], []
    for name, together in (("one", False), ("all", True)):
        db = recorded(tmp_path / f"{name}.db", [first, second], extractors, together=together)
        versions.append(
            db.conn.execute("SELECT id, variant, number, first_capture, last_capture FROM versions").fetchall()
        )
        said.append(
            db.conn.execute("SELECT version, text_sha256 FROM version_log ORDER BY document, version").fetchall()
        )
        db.conn.close()
    assert sorted(versions[0]) == sorted(versions[1])
    assert said[0] == said[1]
    assert len(said[0]) > 4


def test_a_capture_that_does_not_speak_is_settled_too(tmp_path: Path) -> None:
    db = connect(tmp_path / "transcripts.db")
    run = runs.start(db, "backfill", runs.source_id(db, "xx_mid"))
    one = capture(1, "ax", 1)

    def reread(held: Capture, language: str) -> Reading:
        return reading(held, OLD)

    with db.atomic():
        said = Reading("gone", OLD)
        gone = captures.record(db, run, replace(one, status=404), said, reread, Policy(), fold_now=False)
        assert not captures.settle(db, [(gone.capture, said)], reread)
    assert db.conn.execute("SELECT count(*) FROM versions").fetchone() == (0,)
    db.conn.close()
