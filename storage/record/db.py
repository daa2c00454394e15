"""The only door to the database: open, migrate, refuse what is not ours. Every other module takes the open Database."""

from __future__ import annotations

import sqlite3
from datetime import UTC, datetime
from pathlib import Path

from sqlite_utils import Database

from storage.record.schema import APPLICATION_ID, migrations
from storage.record.views import ensure_views

BUSY_S = 30.0
"""How long to wait for another program that writes to the database (a run of ours is kept out by the lock)."""


class UnusableDatabase(Exception):
    """The file is no database of ours, or a newer release made it. Nothing was written."""


def connect(path: str | Path, *, create: bool = True) -> Database:
    """Open the database for writing, migrated to this release.

    Raises UnusableDatabase for a foreign or newer file, FileNotFoundError where there is none and ``create`` is
    false, sqlite3.OperationalError where it cannot be written.
    """
    path = Path(path)
    existed = path.exists() and path.stat().st_size > 0
    if not existed:
        if not create:
            raise FileNotFoundError(f"no database at {path}")
        path.parent.mkdir(parents=True, exist_ok=True)
    else:
        check_ours(path)
    conn = sqlite3.connect(path, timeout=BUSY_S, check_same_thread=False)
    conn.execute("PRAGMA journal_mode = WAL")
    conn.execute("PRAGMA synchronous = NORMAL")
    conn.execute("PRAGMA cache_size = -16000")
    conn.execute("PRAGMA wal_autocheckpoint = 4000")
    db = Database(conn)
    migrations.apply(db)  # before foreign keys are enforced: a migration may put one table in another's place
    conn.execute("PRAGMA foreign_keys = ON")
    with db.atomic():
        ensure_views(db)
    return db


def connect_read_only(path: str | Path) -> Database:
    """Open an existing database of ours for reading. Raises as connect does."""
    path = Path(path)
    if not path.exists():
        raise FileNotFoundError(f"no database at {path}")
    check_ours(path)
    conn = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=BUSY_S)
    return Database(conn)


def check_ours(path: Path) -> None:
    """Raise UnusableDatabase for an existing file that is foreign or newer. Writes nothing."""
    if _is_foreign(path):
        raise UnusableDatabase(f"{path} is not a database of Palimpsest's")
    try:
        conn = sqlite3.connect(f"{path.resolve().as_uri()}?mode=ro", uri=True, timeout=BUSY_S)
        try:
            (application_id,) = conn.execute("PRAGMA application_id").fetchone()
            if application_id != APPLICATION_ID:
                raise UnusableDatabase(f"{path} is not a database of Palimpsest's")
            known = {migration.name for migration in migrations.pending(Database(memory=True))}
            applied = {
                name
                for (name,) in conn.execute(
                    "SELECT name FROM _sqlite_migrations WHERE migration_set = ?", [migrations.name]
                )
            }
        finally:
            conn.close()
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        raise UnusableDatabase(f"{path} is not a database of Palimpsest's ({error})") from error
    if newer := sorted(applied - known):
        raise UnusableDatabase(f"{path} was made by a newer release (it has {', '.join(newer)})")


def _is_foreign(path: Path) -> bool:
    """Whether the file's first bytes say so: SQLite leaves its own files beside what it opens, even for reading."""
    with path.open("rb") as file:
        head = file.read(100)
    if not head.startswith(b"SQLite format 3\0"):
        return True
    log = path.resolve()
    log = log.with_name(log.name + "-wal")
    written_through = not log.exists() or not log.stat().st_size  # else the log may hold a newer first page
    return written_through and int.from_bytes(head[68:72], "big") != APPLICATION_ID


def is_current(db: Database) -> bool:
    """Whether the database has every table and column of this release: one opened only for reading may lack some."""
    applied = {
        name
        for (name,) in db.conn.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ?", [migrations.name])
    }
    return {migration.name for migration in migrations.pending(Database(memory=True))} <= applied


def iso(moment: datetime) -> str:
    """A moment as the tables keep it: UTC, milliseconds, ``Z``; of one width, so that text sorts as time does."""
    return moment.astimezone(UTC).replace(tzinfo=None).isoformat(timespec="milliseconds") + "Z"


def moment(text: str) -> datetime:
    """The inverse of ``iso``."""
    return datetime.fromisoformat(text)
