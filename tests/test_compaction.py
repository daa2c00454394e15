"""A database laid out as releases before ``m010_compact`` did opens, holds the same, and goes on."""

from __future__ import annotations

import json
import sqlite3
import zlib
from typing import TYPE_CHECKING, Any

import pytest
from sqlite_utils import Database

from storage.jobs.verify import verify
from storage.record import alignments, texts
from storage.record.db import connect, connect_read_only, is_current
from storage.record.index import index_passages
from storage.record.passages import AFTER, BEFORE, WHOLE
from storage.record.schema import migrations
from storage.record.views import VIEWS
from storage.show.search import search
from storage.transcript import METADATA
from tests.notebook import CONFIRM, Notebook
from tests.test_siblings import DE, ENGLISH, GERMAN, RUSSIAN, both, diff, edited

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Notebook]:
    """Three languages, edits of words and of whole passages, a withdrawal, findings between languages, an index."""
    book = Notebook(connect(tmp_path / "record.db"))
    book.saw(0, *GERMAN, address=DE)
    both(book, 0)
    book.saw(5, *edited(GERMAN, "14 Schiffe", "41 Schiffe"), address=DE)
    both(book, 6, edited(ENGLISH, "14 ships", "41 ships"))
    both(book, 7, (*ENGLISH, "The minutes of the meeting will be published in full by the end of the year."))
    both(book, 8, edited(ENGLISH, "not take", "take"), edited(RUSSIAN, "Мадриде", "Берлине"))
    book.failed(80, "gone")
    book.failed(120, "gone")
    diff(book)
    yield book
    book.db.conn.close()


def aged(new: Database, path: Path) -> None:
    """The same record as a file that the release before had laid out."""
    old = Database(sqlite3.connect(path))
    migrations.apply(old, stop_before="m010_compact")
    apart = {"texts", "text_turns", "text_passages", "_sqlite_migrations"}
    told = {
        ("passages", "text"): WHOLE,
        ("changes", "structure"): "unpacked(structure)",
        ("alignments", "compared"): "long(compared)",
        ("edits", "before"): BEFORE,
        ("edits", "after"): AFTER,
    }
    new.conn.create_function("unpacked", 1, lambda packed: zlib.decompress(packed).decode())
    new.conn.create_function("long", 1, _long)
    for table in set(old.table_names()) - apart:
        if not table.startswith("passage_index"):
            columns = [column.name for column in old[table].columns]
            values = ", ".join(told.get((table, column), f"{table}.{column}") for column in columns)
            old.conn.execute(f"DELETE FROM {table}")
            _put(old, table, new.conn.execute(f"SELECT {values} FROM {table}").fetchall(), columns)
    sums = ("identity", "digest", "words", "text_sha256", "characters")
    for id_, layout, *rest in new.conn.execute(
        f"SELECT texts.id, layout, text_sha256, characters, {', '.join(METADATA)}"
        " FROM texts JOIN headings ON headings.id = heading"
    ).fetchall():
        text = texts.load(new, id_)
        hashes = [bytes.fromhex(one) for one in (text.identity, text.digest, text.words_digest)]
        _put(old, "texts", [(id_, *hashes, *rest)], ("id", *sums, *METADATA))
        turns = [(turn, voice, ids) for turn, (voice, *ids) in enumerate(json.loads(layout), 1)]
        _put(old, "text_turns", [(id_, turn, voice) for turn, voice, _ in turns])
        laid = [(turn, passage) for turn, _, ids in turns for passage in ids]
        _put(old, "text_passages", [(id_, position, *place) for position, place in enumerate(laid, 1)])
    old.conn.commit()
    old.conn.close()


def _put(db: Database, table: str, rows: Sequence[tuple[Any, ...]], columns: Sequence[str] = ()) -> None:
    into = f"({', '.join(columns)})" if columns else ""
    for row in rows:
        db.conn.execute(f"INSERT INTO {table} {into} VALUES ({', '.join('?' * len(row))})", row)


def _long(packed: bytes) -> bytes:
    """An alignment as it was kept before: every bead with the places of both its sides."""
    beads = alignments._unpacked(packed).beads
    kept = {
        "beads": [[bead.source, bead.target, bead.confidence] for bead in beads],
        **dict(zip(("findings", "coverage", "abridged"), json.loads(zlib.decompress(packed))[1:], strict=True)),
    }
    return zlib.compress(json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode())


def test_what_a_former_release_laid_out_is_the_same_afterwards(book: Notebook, tmp_path: Path) -> None:
    aged(book.db, tmp_path / "former.db")
    with pytest.raises(sqlite3.OperationalError):
        connect_read_only(tmp_path / "former.db").conn.execute("SELECT layout FROM texts")
    db = connect(tmp_path / "former.db")
    assert is_current(db)
    assert list(verify(db, confirm_withdrawal=CONFIRM)) == []
    for view in VIEWS.keys() - {"source_health"}:
        expected = book.rows(f"SELECT * FROM {view}")
        assert sorted(map(repr, db.conn.execute(f"SELECT * FROM {view}"))) == sorted(map(repr, expected)), view
        assert expected or view in {"stamp_log", "repeated_edits"}
    for table in ("texts", "headings", "voices", "passage_variants", "changes", "alignments", "edits"):
        columns = ", ".join(column.name for column in book.db[table].columns)
        found = db.conn.execute(f"SELECT {columns} FROM {table}").fetchall()
        assert sorted(map(repr, found)) == sorted(map(repr, book.rows(f"SELECT {columns} FROM {table}"))), table
    assert list(db.conn.execute("PRAGMA foreign_key_check")) == []
    db.conn.close()


def test_a_database_of_a_former_release_goes_on(book: Notebook, tmp_path: Path) -> None:
    aged(book.db, tmp_path / "former.db")
    former = Notebook(connect(tmp_path / "former.db"))
    for each in (book, former):
        both(each, 190, edited(ENGLISH, "two thousand", "three thousand"))
        diff(each)
    assert former.rows("SELECT * FROM version_log") == book.rows("SELECT * FROM version_log")
    assert len(former.rows("SELECT * FROM edit_log")) == len(book.rows("SELECT * FROM edit_log"))
    assert former.rows("SELECT * FROM transcripts") == book.rows("SELECT * FROM transcripts")
    assert list(verify(former.db, confirm_withdrawal=CONFIRM)) == []
    index_passages(former.db)
    hits = search(former.db, "exercises")
    assert {(hit.language, hit.position) for hit in hits} == {("en", 2)}
    assert [hit.removed for hit in hits].count(False) == 1
    former.db.conn.close()
