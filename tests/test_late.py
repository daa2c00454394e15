"""What arrives late (from an archive, by a better reader) leaves no change on record that its captures do not make."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from storage.jobs.verify import verify
from storage.observation import Link
from storage.record import documents
from storage.record.db import connect
from storage.record.index import index_passages
from tests.notebook import ADEPT, CONFIRM, COUNTER, NEWS, NOON, Notebook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OLD, NEW = "Talks will begin on 4 May.", "Talks will begin on 5 May."


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Notebook]:
    db = connect(tmp_path / "record.db")
    book = Notebook(db)
    yield book
    book.diff()
    index_passages(db)
    db.conn.commit()
    assert list(verify(db, confirm_withdrawal=CONFIRM)) == []
    db.conn.close()


def test_an_archive_that_saw_the_page_again_ends_an_absence(book: Notebook) -> None:
    book.saw(0, OLD, observer="file")
    book.failed(5, "gone", observer="file")
    book.failed(40, "gone", observer="file")
    book.diff()
    assert [kind for kind, *_ in book.changes()] == ["withdrawn"]
    book.saw(50, OLD, observer="file")
    book.diff()
    assert [kind for kind, *_ in book.changes()] == ["withdrawn", "restored"]
    assert book.rows("SELECT status FROM transcripts") == [("live",)]


def test_an_archive_that_saw_the_page_last_narrows_the_interval(book: Notebook) -> None:
    book.saw(0, OLD)
    book.failed(5, "gone")
    book.failed(40, "gone")
    book.saw(50, OLD)
    book.diff()
    (found_at,) = book.rows("SELECT found_at FROM changes WHERE kind = 'withdrawn'")
    book.saw(4, OLD, observer="file")
    book.diff()
    rows = book.rows("SELECT not_before, not_after, found_at FROM changes WHERE kind = 'withdrawn'")
    assert rows == [("2026-03-02T16:00:00.000Z", "2026-03-02T17:00:00.000Z", *found_at)]


def test_a_text_that_stood_before_makes_an_edit_a_reversion(book: Notebook) -> None:
    book.saw(5, NEW)
    book.saw(10, OLD)
    book.diff()
    book.saw(0, OLD, observer="file")
    book.saw(1, OLD, observer="file")
    book.diff()
    assert [kind for kind, *_ in book.changes()] == ["edited", "reverted"]


def test_a_stamp_that_an_archived_listing_shows_declares_a_change(book: Notebook) -> None:
    book.saw(0, OLD)
    book.saw(10, NEW)
    book.diff()
    assert book.rows("SELECT DISTINCT silent FROM edit_log") == [(1,)]
    for hour, day in ((-1, "2026-03-01"), (9, "2026-03-02T20:00:00Z")):
        at = NOON + timedelta(hours=hour)
        documents.discover(book.db, book.source, Link(NEWS, updated_at=day), 1, at)
    book.diff()
    assert book.rows("SELECT DISTINCT silent FROM edit_log") == [(0,)]


def test_a_reader_that_sees_through_two_neighbours_makes_their_change_anew(book: Notebook) -> None:
    book.saw(0, OLD, COUNTER)
    book.saw(5, NEW, COUNTER, observer="file")
    book.diff()
    book.reader = ADEPT
    book.saw(10, NEW, COUNTER)
    book.diff()
    (newest,) = book.rows("SELECT max(id) FROM extractors")
    assert book.rows(
        "SELECT (SELECT extractor FROM readings WHERE text = from_text), (SELECT extractor FROM readings"
        " WHERE text = to_text) FROM changes"
    ) == [newest * 2]
