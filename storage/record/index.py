"""The full-text index over passages: filled in bulk after a crawl, because filling it page by page costs half a fetch.

Only stems are indexed: the words themselves would double the index, and every word is found through its stem.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from storage.languages.stems import stems
from storage.record.passages import WHOLE

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

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


def damage(db: Database) -> Iterator[str]:
    """Passages that the index lost, or that never were; words that are in one of its halves and not in the other."""
    (indexed_to,) = db.conn.execute("SELECT coalesce(max(indexed_to), 0) FROM passage_index_state").fetchone()
    (newest,) = db.conn.execute("SELECT coalesce(max(id), 0) FROM passages").fetchone()
    if indexed_to > newest:
        yield f"the search index claims to reach passage {indexed_to}, and {newest} is the last there is"
    for line, sql in _DIFFERING.items():
        (count,) = db.conn.execute(sql).fetchone()
        if count:
            yield line.format(count)
    try:
        db.conn.execute("CREATE VIRTUAL TABLE temp.indexed_stems USING fts5vocab(main, passage_index, row)")
        (found,) = db.conn.execute("SELECT coalesce(sum(cnt), 0) FROM temp.indexed_stems").fetchone()
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError as error:
        yield f"the search index cannot be read ({error}): 'scrapy rebuild' makes it anew"
        return
    finally:
        db.conn.execute("DROP TABLE IF EXISTS temp.indexed_stems")
    put_in = sum(_varint(size) for (size,) in db.conn.execute("SELECT sz FROM passage_index_docsize"))
    if found != put_in:
        yield f"the search index holds {found} stems where {put_in} were put in: 'scrapy rebuild' makes it anew"


_DIFFERING = {  # SQLite's own check of the index writes, if only to ask for it, so that nothing read-only can ask
    "the search index lacks {} passages: 'scrapy rebuild' makes it anew": "SELECT count(*) FROM passages"
    " WHERE id <= (SELECT max(indexed_to) FROM passage_index_state)"
    " AND id NOT IN (SELECT id FROM passage_index_docsize)",
    "the search index holds {} passages that are not to be in it: 'scrapy rebuild' makes it anew": "SELECT count(*)"
    " FROM passage_index_docsize WHERE id > (SELECT max(indexed_to) FROM passage_index_state)"
    " OR id NOT IN (SELECT id FROM passages)",
}


def _varint(encoded: bytes) -> int:
    """How many stems FTS5 says that it put in of a passage: its number of seven bits a byte, the highest first."""
    number = 0
    for byte in encoded:
        number = number << 7 | byte & 0x7F
        if byte < 0x80:
            break
    return number


def clear_index(db: Database) -> None:
    """Forget the whole index: to be called, in the same transaction, by whoever deletes passages."""
    db.conn.execute("INSERT INTO passage_index (passage_index) VALUES ('delete-all')")
    db.conn.execute("UPDATE passage_index_state SET indexed_to = 0")
