"""The languages of a document read together: findings opened and mended as versions come. Idempotent: record -> record.

Looked at are the documents that got a new version, and those with an edit whose siblings have been asked again since.
"""

from __future__ import annotations

from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING

from storage.jobs.alone import Waiting
from storage.jobs.family import family
from storage.jobs.look import Look
from storage.jobs.mining import mine_where_due
from storage.jobs.together import Reader
from storage.record import alignments
from storage.record.db import iso, moment
from storage.record.documents import NEVER
from storage.record.language_findings import write

if TYPE_CHECKING:
    from collections.abc import Callable
    from concurrent.futures import Executor

    from sqlite_utils import Database

    from storage.record.language_findings import Row

_BATCH = 20
"""Documents a transaction at most."""
_BATCH_S = 2.0
"""Seconds of work after which a transaction takes no more documents."""


def run(
    db: Database,
    *,
    at: str,
    within: timedelta,
    source: int | None = None,
    workers: Executor | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
    stop: Callable[[], bool] = lambda: False,
) -> int:
    """Read together what is owed, mining dictionaries first where they are due. Returns how many findings are new.

    ``within``: the time in which other languages are expected to follow an edit. ``stop`` is asked between batches.
    """
    owing = [
        id_
        for (id_,) in db.conn.execute(
            "SELECT DISTINCT source FROM documents WHERE unaligned AND (? IS NULL OR source = ?) ORDER BY source",
            [source, source],
        ).fetchall()
    ]
    for one in owing:
        mine_where_due(db, one, at, stop)
    waiting = _waiting(db, source)
    found = done = 0
    reader = Reader(db, workers)
    while done < len(waiting) and not stop():
        began = monotonic()
        with db.atomic():
            batch = waiting[done : done + _BATCH]
            reader.read_all(filter(None, (family(db, document) for document in batch)))
            for document in batch:
                found += look(db, document, reader, at=at, within=within)
                done += 1
                if monotonic() - began >= _BATCH_S:
                    break
        progress(done, len(waiting))
    return found


def read_again(
    db: Database,
    *,
    at: str,
    within: timedelta,
    source: int | None = None,
    workers: Executor | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Read all documents together anew, with today's code and the dictionaries that stand. Safe to kill: start again.

    Returns how many findings are new: they were not seen just now, only better read.
    """
    documents = [
        id_
        for (id_,) in db.conn.execute(
            "SELECT id FROM documents WHERE alias_of IS NULL AND (? IS NULL OR source = ?) ORDER BY id",
            [source, source],
        )
    ]
    found = 0
    reader = Reader(db, workers)
    for start in range(0, len(documents), _BATCH):
        batch = documents[start : start + _BATCH]
        with db.atomic():
            for document in batch:
                alignments.forget(db, document)
            reader.read_all(filter(None, (family(db, document) for document in batch)))
            found += sum(look(db, document, reader, at=at, within=within, revealed=True) for document in batch)
        progress(start + len(batch), len(documents))
    return found


def _waiting(db: Database, source: int | None) -> list[int]:
    """Documents with a new version, and those whose variants were all asked after the moment that they wait for."""
    return [
        document
        for (document,) in db.conn.execute(
            "SELECT id FROM documents WHERE unaligned AND (:source IS NULL OR source = :source)"
            " UNION SELECT document FROM awaited JOIN documents ON documents.id = document"
            " WHERE (:source IS NULL OR source = :source) AND NOT EXISTS (SELECT 1 FROM variants"
            "   WHERE variants.document = awaited.document AND next_check < :never"
            "   AND variants.id IN (SELECT variant FROM versions)"
            "   AND until > (SELECT max(fetched_at) FROM captures WHERE variant = variants.id)) ORDER BY 1",
            {"source": source, "never": NEVER},
        )
    ]


def look(db: Database, document: int, reader: Reader, *, at: str, within: timedelta, revealed: bool = False) -> int:
    """Make the document's findings between languages those that its versions say, in the caller's transaction.

    Returns how many are new. ``revealed``: nothing new was seen, only better read.
    """
    members = family(db, document)
    rows: dict[str, Row] = {}
    until: list[str] = []
    for found in () if members is None else Look(db, members, reader).found(within):
        if isinstance(found, Waiting):
            until.append(found.until)
        else:
            rows[found.id] = rows[found.id].merged(found) if found.id in rows else found
    new = write(db, document, list(rows.values()), at=at, revealed=revealed)
    _await(db, document, min(until, default=None), None if members is None else members.asked)
    db.conn.execute("UPDATE documents SET unaligned = 0 WHERE id = ? AND unaligned", [document])
    return new


def _await(db: Database, document: int, until: str | None, asked: str | None) -> None:
    """Look at the document again once all its variants were asked after this moment, and bring that forward.

    Where they were all asked already, and one of them did not speak, once the one asked longest ago is asked again.
    """
    db.conn.execute("DELETE FROM awaited WHERE document = ?", [document])
    if until is None or asked is None:
        return
    if until <= asked:
        until = iso(moment(asked) + timedelta(milliseconds=1))
    else:
        db.conn.execute(
            "UPDATE variants SET next_check = :until WHERE document = :document AND next_check > :until"
            " AND next_check < :never AND coalesce(last_checked, '') < :until",
            {"until": until, "document": document, "never": NEVER},
        )
    db.conn.execute("INSERT INTO awaited VALUES (?, ?)", [document, until])
