"""A rebuild reads two languages together again where the code is another, and leaves alone what the same code read."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

import storage.jobs.together
import storage.languages.compare
from storage.jobs import siblings
from storage.record.aligner import aligner
from storage.record.db import connect
from tests.notebook import Notebook
from tests.test_siblings import diff, history

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.languages.findings import Compared

AT = "2030-01-01T00:00:00.000Z"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Notebook]:
    db = connect(tmp_path / "record.db")
    book = Notebook(db)
    history(book)
    diff(book)
    yield book
    db.conn.close()


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pairs of languages that are read together from now on."""
    pairs: list[str] = []
    compare = storage.languages.compare.compare_languages

    def counted(one: Any, other: Any, dictionary: Any) -> Compared:
        pairs.append(f"{one.language} {other.language}")
        return compare(one, other, dictionary)

    monkeypatch.setattr(storage.jobs.together, "compare_languages", counted)
    return pairs


def stored(book: Notebook) -> list[tuple[Any, ...]]:
    return book.rows("SELECT id, text, other_text, dictionary, compared FROM alignments ORDER BY id")


def again(book: Notebook) -> None:
    siblings.read_again(book.db, at=AT, within=timedelta(days=1))


def test_the_same_code_leaves_its_alignments_alone(book: Notebook, read: list[str]) -> None:
    before = stored(book)
    again(book)
    assert read == []
    assert stored(book) == before
    assert len(before) > 1


def test_other_code_reads_all_of_them_again(book: Notebook, read: list[str], monkeypatch: pytest.MonkeyPatch) -> None:
    before = stored(book)
    monkeypatch.setattr("storage.record.alignments.aligner", lambda: "another")
    again(book)
    assert len(read) == len(before)
    assert [row[1:] for row in stored(book)] == [row[1:] for row in before]
    assert book.rows("SELECT DISTINCT aligner FROM alignments") == [("another",)]


def test_what_was_dropped_is_made_again(book: Notebook) -> None:
    before = stored(book)
    with book.db.atomic():
        book.db.conn.execute("DELETE FROM alignments")
    again(book)
    assert [row[1:] for row in stored(book)] == [row[1:] for row in before]


def test_the_digest_is_of_code_alone() -> None:
    assert aligner() == aligner()
    assert len(aligner()) == 12
