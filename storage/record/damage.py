"""What is damaged in a database: the file, records and texts without their sums, rows that refer to nothing.

One line for each finding. What follows from the captures is for ``storage.jobs.verify`` to work out.
"""

from __future__ import annotations

import sqlite3
from typing import TYPE_CHECKING

from storage.record import bodies, runs, texts
from storage.record.bodies import DamagedBody

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlite_utils import Database

    Progress = Callable[[str, int, int], None]
    """Told what is being looked at, how many are done, and of how many."""

_PAGE = 500
"""Rows looked up at a time: memory stays flat however large the archive."""


def damaged_bodies(db: Database, progress: Progress = lambda what, done, total: None) -> Iterator[str]:
    """Bodies that no longer have the hash they are kept under, or cannot be unpacked through their chain of deltas.

    Bodies are only ever added, so those that were there at the start can be read at leisure.
    """
    last, done, absent = 0, 0, 0
    newest, total = db.conn.execute("SELECT coalesce(max(id), 0), count(*) FROM bodies").fetchone()
    while rows := db.conn.execute(
        "SELECT id, size, data = x'' FROM bodies WHERE id > ? AND id <= ? ORDER BY id LIMIT ?", [last, newest, _PAGE]
    ).fetchall():
        for body, size, is_absent in rows:
            if is_absent:
                absent += 1
                continue
            try:
                found = len(bodies.fetch(db, body))
            except DamagedBody as damaged:
                yield f"{damaged} ({_captures_of(db, body)})"
            else:
                if found != size:
                    yield f"body {body} has {found} bytes and is said to have {size} ({_captures_of(db, body)})"
        last, done = rows[-1][0], done + len(rows)
        progress("bodies", done, total)
    if absent:
        yield f"the bytes of {absent} bodies are not here: this is a copy made without them, or they were taken out"


def _captures_of(db: Database, body: int) -> str:
    (captures,) = db.conn.execute(
        "SELECT group_concat(id, ', ') FROM (SELECT id FROM captures WHERE body = ? ORDER BY id LIMIT 5)", [body]
    ).fetchone()
    return f"of capture {captures}" if captures else "of no capture"


def broken_file(db: Database) -> Iterator[str]:
    """What SQLite itself finds wrong with its pages and indexes."""
    try:
        lines = [line for (line,) in db.conn.execute("PRAGMA integrity_check")]
    except sqlite3.OperationalError:  # it could not be looked at, which says nothing of it
        raise
    except sqlite3.DatabaseError as error:
        lines = [str(error)]
    yield from (f"the file: {line}" for line in lines if line != "ok")


def dangling_rows(db: Database) -> Iterator[str]:
    """Rows that refer to rows that are not there."""
    for table, rowid, parent, _ in db.conn.execute("PRAGMA foreign_key_check"):
        row = "a row" if rowid is None else f"row {rowid}"
        yield f"{table}: {row} refers to a row of {parent} that is not there"


def broken_chain(db: Database) -> Iterator[str]:
    """Runs that no longer are what they closed with: a capture, a header, a body's hash or a run altered or removed."""
    before: tuple[int, bytes | None] = (0, None)
    (ended,) = db.conn.execute("SELECT max(id) FROM runs WHERE outcome <> 'running'").fetchone()
    for run, previous, manifest in db.conn.execute(
        "SELECT id, previous, manifest FROM runs WHERE id <= ? ORDER BY id", [ended]
    ).fetchall():  # those after it are open, or were cut off and not closed yet: there is nothing to hold them to
        if previous != before[1]:
            after = f"run {before[0]}" if before[0] else "none"
            yield f"run {run} does not follow the run before it ({after}): a run was removed or altered there"
        if manifest is None:
            yield f"run {run} bears no manifest, though it or a later run has ended"
        elif manifest != runs.manifest(db, run, previous):
            yield f"run {run} does not hold the captures it closed with: one was removed, added or altered"
        before = (run, manifest)


_RECORDS = {
    "capture {} has no reading": "SELECT id FROM captures WHERE id NOT IN (SELECT capture FROM readings)",
    "body {} belongs to no capture": "SELECT id FROM bodies"
    " WHERE id NOT IN (SELECT body FROM captures WHERE body NOT NULL)",
    "capture {} was read as ok, yet has no text": "SELECT captures.id FROM captures"
    " JOIN readings ON readings.capture = captures.id"
    " WHERE verdict = 'ok' AND text IS NULL AND variant IS NOT NULL",
    "capture {} brought no page, and is said to have been read as one": "SELECT captures.id FROM captures"
    " JOIN readings ON readings.capture = captures.id WHERE verdict <> 'error'"
    " AND (failure <> '' AND verdict <> 'blocked' OR http_status IS 304 AND verdict <> 'unchanged')",
    "capture {} is of another source than its run": "SELECT captures.id FROM captures JOIN runs ON runs.id = run"
    " WHERE runs.source IS NOT NULL AND runs.source <> captures.source",
    "variant {} belongs to a document that is another's alias": "SELECT variants.id FROM variants"
    " JOIN documents ON documents.id = document WHERE alias_of IS NOT NULL",
}


def broken_records(db: Database) -> Iterator[str]:
    """Halves: captures without a reading, bodies without a capture, and the like."""
    yield from _each(db, _RECORDS)


def damaged_texts(db: Database, progress: Progress = lambda what, done, total: None) -> Iterator[str]:
    """Texts whose passages, turns or metadata are not those that the sums beside them are of."""
    last, done = 0, 0
    (total,) = db.conn.execute("SELECT count(*) FROM texts").fetchone()
    while rows := db.conn.execute("SELECT id FROM texts WHERE id > ? ORDER BY id LIMIT ?", [last, _PAGE]).fetchall():
        for (text,) in rows:
            if wrong := texts.damage(db, text):
                yield f"text {text}{_version_of(db, text)}: {wrong}"
        last, done = rows[-1][0], done + len(rows)
        progress("texts", done, total)
    yield from _each(db, _TEXTS)


_TEXTS = {
    "passages of version {} cannot be found by a search": "SELECT DISTINCT versions.id FROM versions"
    f" JOIN texts ON texts.id = versions.text JOIN {texts.LAID} WHERE laid.key > 0"
    " AND NOT EXISTS (SELECT 1 FROM passage_variants WHERE passage = laid.value AND variant = versions.variant)",
}


def _version_of(db: Database, text: int) -> str:
    row = db.conn.execute("SELECT variant, number FROM versions WHERE text = ? LIMIT 1", [text]).fetchone()
    return f" (version {row[1]} of {name_of(db, row[0])})" if row else ""


_ROWS = {
    "version {} stands on no capture of its variant that speaks": "SELECT versions.id FROM versions"
    " LEFT JOIN captures ON captures.id = versions.id"
    " WHERE captures.variant IS NOT versions.variant OR NOT EXISTS (SELECT 1 FROM readings"
    "   WHERE readings.capture = versions.id AND verdict IN ('ok', 'unchanged'))",
    "change {} bears another id than its versions give it": "SELECT id FROM changes"
    " WHERE kind IN ('edited', 'extended', 'reverted') AND id <> from_version || '-' || to_version",
    "change {} is of another variant than its captures": "SELECT changes.id FROM changes"
    " JOIN captures ON captures.id IN (from_capture, to_capture) WHERE captures.variant IS NOT changes.variant",
    "finding {} stands on a version that is not there": "SELECT id FROM discrepancies WHERE from_version NOT NULL"
    " AND (SELECT NOT unaligned FROM documents WHERE documents.id = document)"
    " AND NOT EXISTS (SELECT 1 FROM variants WHERE variants.document = discrepancies.document AND uncompared)"
    " AND (from_version NOT IN (SELECT id FROM versions) OR from_other_version NOT IN (SELECT id FROM versions))",
}


def unfounded_rows(db: Database) -> Iterator[str]:
    """What follows from captures and plainly does not fit what it refers to, in whatever variant."""
    yield from _each(db, _ROWS)


def chain_head(db: Database) -> str:
    """The manifest of the latest closed run, in hex: whoever notes it elsewhere can tell that nothing was cut off."""
    row = db.conn.execute("SELECT manifest FROM runs WHERE manifest NOT NULL ORDER BY id DESC LIMIT 1").fetchone()
    return row[0].hex() if row else ""


def _each(db: Database, checks: dict[str, str]) -> Iterator[str]:
    for line, sql in checks.items():
        for (what,) in db.conn.execute(sql).fetchall():
            yield line.format(what)


def name_of(db: Database, variant: int) -> str:
    """A variant as the findings call it: ``ru_mid/1780207 en``."""
    row = db.conn.execute(
        "SELECT sources.name || '/' || key || ' ' || language FROM variants JOIN documents ON documents.id = document"
        " JOIN sources ON sources.id = documents.source WHERE variants.id = ?",
        [variant],
    ).fetchone()
    return row[0] if row else f"the unknown variant {variant}"
