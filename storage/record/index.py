"""The full-text index over passages: filled in bulk after a crawl, because filling it page by page costs half a fetch.

Only stems are indexed: the words themselves would double the index, and every word is found through its stem.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.languages.stems import stems
from storage.record.passages import WHOLE

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

BATCH = 5000
"""Passages per transaction: what a kill can cost, and what stands together in the index; many small parts take more
room, and are merged at a cost. FTS5's ``hashsize`` (set when the database is laid out) holds as many in memory."""


def index_passages(db: Database, on_progress: Callable[[int, int], None] | None = None) -> int:
    """Index the passages that are not yet indexed. Returns how many.

    Each batch and its bookmark are one transaction, so an interrupted run continues where it stood.
    ``on_progress`` is told, after each batch, how many are done and of how many. Storage errors are sqlite3's.
    """
    done, total = 0, to_index(db)
    while True:
        with db.atomic():
            (indexed_to,) = db.conn.execute("SELECT indexed_to FROM passage_index_state").fetchone()
            batch = db.conn.execute(
                f"SELECT id, language, {WHOLE} FROM passages WHERE id > ? ORDER BY id LIMIT ?", [indexed_to, BATCH]
            ).fetchall()
            if not batch:
                return done
            db.conn.executemany(
                "INSERT INTO passage_index (rowid, stems) VALUES (?, ?)",
                [(passage, stems(text, language)) for passage, language, text in batch],
            )
            db.conn.execute("UPDATE passage_index_state SET indexed_to = ?", [batch[-1][0]])
        done += len(batch)
        if on_progress:
            on_progress(done, total)


def to_index(db: Database) -> int:
    """How many passages wait to be indexed."""
    (waiting,) = db.conn.execute(
        "SELECT count(*) FROM passages WHERE id > (SELECT indexed_to FROM passage_index_state)"
    ).fetchone()
    return int(waiting)


def clear_index(db: Database) -> None:
    """Forget the whole index: to be called, in the same transaction, by whoever deletes passages."""
    db.conn.execute("INSERT INTO passage_index (passage_index) VALUES ('delete-all')")
    db.conn.execute("UPDATE passage_index_state SET indexed_to = 0")
