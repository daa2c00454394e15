"""Runs: who wrote what, chained so that a removed or altered capture shows."""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from typing import TYPE_CHECKING, cast

from storage.record.db import iso

if TYPE_CHECKING:
    from sqlite_utils import Database


def source_id(db: Database, name: str, declaration: str | None = None) -> int:
    """The source's id, made known if it is new; its declaration is brought up to date where given."""
    row = db.conn.execute("SELECT id, declaration FROM sources WHERE name = ?", [name]).fetchone()
    if row is None:
        cursor = db.conn.execute("INSERT INTO sources (name, declaration) VALUES (?, ?)", [name, declaration or "none"])
        return cast("int", cursor.lastrowid)
    if declaration and row[1] != declaration:
        db.conn.execute("UPDATE sources SET declaration = ? WHERE id = ?", [declaration, row[0]])
    return int(row[0])


def start(db: Database, command: str, source: int | None) -> int:
    """Open a run. The caller holds the lock, so a run still marked as running was killed: it is closed first."""
    for (stale,) in db.conn.execute("SELECT id FROM runs WHERE outcome = 'running' ORDER BY id").fetchall():
        finish(db, stale, outcome="killed")
    cursor = db.conn.execute(
        "INSERT INTO runs (command, source, started_at, code) VALUES (?, ?, ?, ?)",
        [command, source, iso(datetime.now(UTC)), _code()],
    )
    return cast("int", cursor.lastrowid)


def finish(
    db: Database, run: int, *, outcome: str, state: str | None = None, reason: str = "", listed: int = 0
) -> None:
    """Close a run: how it ended, how well the source is, and the hash of what it added chained to the run before."""
    row = db.conn.execute("SELECT manifest FROM runs WHERE id < ? ORDER BY id DESC LIMIT 1", [run]).fetchone()
    previous = row[0] if row else None
    db.conn.execute(
        "UPDATE runs SET ended_at = ?, outcome = ?, state = ?, reason = ?, listed = ?, previous = ?, manifest = ?"
        " WHERE id = ?",
        [iso(datetime.now(UTC)), outcome, state, reason, listed, previous, manifest(db, run, previous), run],
    )


def manifest(db: Database, run: int, previous: bytes | None) -> bytes:
    """SHA-256 over the former run's manifest and every capture of this one: what it was of, and what came back."""
    chained = hashlib.sha256(previous or b"")
    for row in db.conn.execute(
        "SELECT captures.id, url, fetched_at, observer, http_status, headers, failure, hex(bodies.sha256)"
        " FROM captures LEFT JOIN bodies ON bodies.id = captures.body WHERE run = ? ORDER BY captures.id",
        [run],
    ):
        chained.update(json.dumps(row, ensure_ascii=False).encode())
    return chained.digest()


def _code() -> str:
    try:
        return version("palimpsest")
    except PackageNotFoundError:
        return "unreleased"
