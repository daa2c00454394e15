"""Runs: who wrote what, chained so that a removed or altered capture shows."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from datetime import UTC, datetime
from typing import TYPE_CHECKING, cast

from storage import __version__
from storage.record.db import iso

if TYPE_CHECKING:
    from collections.abc import Collection

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


def start(db: Database, command: str, source: int | None, *, beside: Collection[int] = ()) -> int:
    """Open a run. The caller holds the lock, so a run still marked as running was killed: it is closed first.

    Except those that the caller itself has open ``beside`` this one: it closes them in the order of their ids.
    """
    for (stale,) in db.conn.execute("SELECT id FROM runs WHERE outcome = 'running' ORDER BY id").fetchall():
        if stale not in beside:
            finish(db, stale, outcome="killed")
    cursor = db.conn.execute(
        "INSERT INTO runs (command, source, started_at, code) VALUES (?, ?, ?, ?)",
        [command, source, iso(datetime.now(UTC)), __version__],
    )
    return cast("int", cursor.lastrowid)


def close(
    db: Database,
    run: int,
    *,
    outcome: str,
    state: str | None = None,
    reason: str = "",
    tally: tuple[int, str] = (0, ""),
) -> None:
    """Finish a run in a transaction of its own."""
    with db.atomic():
        finish(db, run, outcome=outcome, state=state, reason=reason, tally=tally)


def finish(
    db: Database,
    run: int,
    *,
    outcome: str,
    state: str | None = None,
    reason: str = "",
    tally: tuple[int, str] = (0, ""),
) -> None:
    """Close a run: how it ended, how well the source is, how many links in which languages its listings named, and the
    hash of what it added, chained to the run before."""
    row = db.conn.execute("SELECT manifest FROM runs WHERE id < ? ORDER BY id DESC LIMIT 1", [run]).fetchone()
    previous = row[0] if row else None
    db.conn.execute(
        "UPDATE runs SET ended_at = ?, outcome = ?, state = ?, reason = ?, listed = ?, languages = ?, previous = ?,"
        " manifest = ? WHERE id = ?",
        [iso(datetime.now(UTC)), outcome, state, reason, *tally, previous, manifest(db, run, previous), run],
    )


def manifest(db: Database, run: int, previous: bytes | None) -> bytes:
    """SHA-256 over the former run's manifest and every capture of this one: what it was of, and what came back."""
    chained = hashlib.sha256(previous or b"")
    for row in db.conn.execute(
        "SELECT captures.id, url, requested_url, fetched_at, observer, http_status, headers, basis, incomplete,"
        " failure, hex(bodies.sha256)"
        " FROM captures LEFT JOIN bodies ON bodies.id = captures.body WHERE run = ? ORDER BY captures.id",
        [run],
    ):
        chained.update(json.dumps(row, ensure_ascii=False).encode())
    return chained.digest()


def has_run(db: Database, source: int) -> bool:
    """Whether the source has been crawled to the end before."""
    row = db.conn.execute(
        "SELECT 1 FROM runs WHERE source = ? AND command = 'crawl' AND outcome = 'done' AND listed > 0 LIMIT 1",
        [source],
    ).fetchone()
    return row is not None


def usual_verdicts(db: Database, source: int, before: int) -> Counter[str]:
    """How often each verdict came up for the source's articles in its latest runs before this one."""
    return Counter(
        dict(
            db.conn.execute(
                "SELECT readings.verdict, count(*) FROM captures"
                " JOIN readings ON readings.id = (SELECT max(id) FROM readings AS r WHERE r.capture = captures.id)"
                f" WHERE captures.variant IS NOT NULL AND captures.run IN ({_LATEST}) GROUP BY readings.verdict",
                [source, before],
            ).fetchall()
        )
    )


def languages_listed(db: Database, source: int, before: int) -> frozenset[str]:
    """The languages in which the source's listings and feeds named documents in its latest runs before this one."""
    rows = db.conn.execute(f"SELECT languages FROM runs WHERE id IN ({_LATEST})", [source, before])
    return frozenset(language for (languages,) in rows for language in languages.split(",") if language)


_LATEST = (
    "SELECT id FROM runs WHERE source = ? AND command = 'crawl' AND state IN ('ok', 'degraded') AND id < ?"
    " ORDER BY id DESC LIMIT 20"
)
"""What is usual: an unhealthy run does not become it."""

PROVES_ABSENCE = "(runs.command <> 'crawl' OR coalesce(runs.state, '') IN ('ok', 'degraded'))"
"""In SQL over ``runs``: whether what a run did not find may be missed. One that was unhealthy proves nothing, nor does
one that was cut short before it could be judged."""
