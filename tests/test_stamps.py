"""Stamps that do not fit what was observed: raised without a change, set back."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from storage.observation import Link
from storage.record import documents
from storage.record.db import connect
from storage.show import terminal
from storage.show.select import Selection, stamps
from tests.notebook import NEWS, NOON, Notebook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

FEED, LISTING = 1, 2


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Notebook]:
    """A page seen at hours 0 and 30; captures 1 and 2 stand in for a feed and a listing that print its stamp."""
    notebook = Notebook(connect(tmp_path / "record.db"))
    for capture in (FEED, LISTING):
        notebook.failed(-1, "error")
        notebook.db.conn.execute(
            "UPDATE captures SET url = ?, variant = NULL WHERE id = ?", [f"https://office.example/{capture}", capture]
        )
    notebook.saw(0, "We have agreed.", "Trade grew.")
    yield notebook
    notebook.db.conn.close()


def said(book: Notebook, hour: float, stamp: str, carrier: int = FEED) -> None:
    documents.discover(book.db, book.source, Link(NEWS, stamp), carrier, NOON + timedelta(hours=hour))


def found(book: Notebook) -> list[tuple[str, str, str, int | None]]:
    return book.rows("SELECT rule, before, after, version FROM stamp_log ORDER BY seen_at")


MORNING, EVENING, NEXT = "2026-03-02T10:00:00+00:00", "2026-03-02T18:00:00+00:00", "2026-03-03"


def test_a_stamp_raised_over_the_same_text_is_told(book: Notebook) -> None:
    said(book, 1, MORNING)
    said(book, 7, EVENING)
    assert found(book) == [], "the page has not been looked at since"
    book.saw(30, "We have agreed.", "Trade grew.")
    assert found(book) == [("stamp_raised_without_change", MORNING, EVENING, 1)]
    (row,) = stamps(book.db, Selection())
    assert str(terminal.stamp_line(row)) == (
        f"cosmetic  stamp_raised_without_change  xx_office/1 (en): {MORNING} → {EVENING},"
        " seen 2026-03-02 19:00:00 UTC, version 1 before and after"
    )


def test_a_stamp_raised_with_an_edit_is_as_it_should_be(book: Notebook) -> None:
    said(book, 1, MORNING)
    said(book, 7, EVENING)
    book.saw(30, "We have agreed.", "Trade fell.")
    assert found(book) == []


def test_what_was_first_seen_after_the_stamp_proves_nothing(book: Notebook) -> None:
    said(book, -5, "2026-03-01")
    said(book, -2, "2026-03-02T09:00:00+00:00")  # before the first capture of the text
    book.saw(30, "We have agreed.", "Trade grew.")
    assert found(book) == []


def test_a_change_undone_before_we_looked_again_is_not_denied(book: Notebook) -> None:
    said(book, 1, MORNING)
    book.saw(3, "We have agreed.", "Trade fell.")
    said(book, 4, EVENING)
    book.saw(30, "We have agreed.", "Trade grew.")
    assert found(book) == []


def test_a_stamp_set_back_is_told(book: Notebook) -> None:
    said(book, 1, EVENING)
    said(book, 2, MORNING)
    assert found(book) == [("stamp_ran_backwards", EVENING, MORNING, None)]


def test_a_listing_that_lags_behind_a_feed_sets_nothing_back(book: Notebook) -> None:
    said(book, 1, EVENING)
    said(book, 2, MORNING, LISTING)
    assert found(book) == []


def test_a_day_and_a_moment_are_compared_as_days(book: Notebook) -> None:
    said(book, 1, "2026-03-02")
    said(book, 2, MORNING)
    assert found(book) == []
    said(book, 25, NEXT)
    said(book, 26, EVENING)
    assert [row[:3] for row in found(book)] == [("stamp_ran_backwards", NEXT, EVENING)]


def test_stamps_are_shown_to_who_asks_for_everything(book: Notebook) -> None:
    said(book, 1, EVENING)
    said(book, 2, MORNING)
    assert len(stamps(book.db, Selection(source="xx_office", document="1", since=NOON))) == 1
    narrower = (
        Selection(source="yy_office"),
        Selection(since=NOON + timedelta(days=1)),
        Selection(min_severity="minor"),
        Selection(silent=True),
    )
    assert [stamps(book.db, one) for one in narrower] == [[], [], [], []]
