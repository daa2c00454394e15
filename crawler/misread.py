"""Readings held to the bytes: what today's page classes are said to have read, read by them again. Writes nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlite_utils import Database

_BATCH = 64


def misread(
    db: Database, path: Path, progress: Callable[[str, int, int], None] = lambda what, done, total: None
) -> Iterator[str]:
    """A line for each capture that its extractor does not read again as it is said to have read it.

    Every source on record needs a page class. Readings by other code than today's say nothing of today's: a rebuild
    makes them anew. ``path`` is where a reading process finds the database.
    """
    from crawler.rebuild import READABLE
    from crawler.rereading import Rereader

    ids = [id_ for (id_,) in db.conn.execute(f"SELECT id FROM captures WHERE {READABLE} ORDER BY body, id")]
    batches = ((None, ids[start : start + _BATCH]) for start in range(0, len(ids), _BATCH))
    done = 0
    with Rereader[None](db, path, 1) as rereader:
        for _, again in rereader.through(batches):
            for one in again:
                if one.otherwise and one.reading is not None:
                    yield (
                        f"capture {one.capture} is said to have been read as {_said(db, one.capture)}; the same code"
                        f" reads {one.reading.verdict} in its bytes, or another text: 'scrapy rebuild' makes it count"
                    )
            done += len(again)
            progress("readings", done, len(ids))


def _said(db: Database, capture: int) -> str:
    row = db.conn.execute(
        "SELECT verdict FROM readings WHERE capture = ? ORDER BY id DESC LIMIT 1", [capture]
    ).fetchone()
    return str(row[0])
