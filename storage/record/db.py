"""The only door to the database: open, migrate, refuse what is not ours. Every other module takes the open Database."""

from __future__ import annotations

import sqlite3
from contextlib import closing, contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from sqlite_utils import Database

from storage.record.schema import APPLICATION_ID, migrations
from storage.record.views import ensure_views

if TYPE_CHECKING:
    from collections.abc import Iterator

BUSY_S = 30.0
"""How long to wait for another program that writes to the database (a run of ours is kept out by the lock)."""
_MAGIC, _HEADER = b"SQLite format 3\0", 100


class UnusableDatabase(Exception):
    """The file is no database of ours, or a newer release made it. Nothing was written."""


class DamagedDatabase(sqlite3.DatabaseError):
    """The file is a database of ours, and so damaged that it cannot be opened. Nothing was written."""


def connect(path: str | Path, *, create: bool = True) -> Database:
    """Open the database for writing, migrated to this release.

    Raises UnusableDatabase for a foreign or newer file, DamagedDatabase, FileNotFoundError where there is none and
    ``create`` is false, sqlite3.OperationalError where it cannot be written.
    """
    path = Path(path)
    if is_empty(path):
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
    if is_empty(path):
        raise FileNotFoundError(f"no database at {path}")
    check_ours(path)
    return Database(sqlite3.connect(readable(path), uri=True, timeout=BUSY_S))


@contextmanager
def reading(path: Path) -> Iterator[Database]:
    """``connect_read_only``, for a while. Raises sqlite3.OperationalError at the end if the file had to be read as it
    is and somebody wrote to it: what was read may be of two moments."""
    before = path.stat()
    db = connect_read_only(path)
    alone = is_read_as_it_is(path)
    try:
        yield db
    finally:
        db.conn.close()
        after = path.stat()
        if alone and (_has_log(path) or (before.st_mtime_ns, before.st_ino) != (after.st_mtime_ns, after.st_ino)):
            raise sqlite3.OperationalError("somebody wrote to it while it was read: do this again")


def readable(path: Path) -> str:
    """The URI under which SQLite reads an existing database, whether or not its folder can be written.

    To read one in WAL mode it writes beside it. Where it may not, and there is no log, nobody is writing: then the file
    can be read as it is (https://www.sqlite.org/wal.html, "Read-only databases"). Raises sqlite3.OperationalError.
    """
    uri = f"{path.resolve().as_uri()}?mode=ro"
    try:
        with closing(sqlite3.connect(uri, uri=True, timeout=BUSY_S)) as conn:
            conn.execute("PRAGMA schema_version").fetchone()
    except sqlite3.OperationalError as error:
        if error.sqlite_errorcode & 0xFF not in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
            raise
        if _has_log(path):
            raise sqlite3.OperationalError(
                f"{path.name} is open, or a run that was cut off left it so, and this user may not write in its folder:"
                " a command that writes, by a user who may, closes it"
            ) from error
        return _immutable(path)
    except sqlite3.DatabaseError:
        pass  # whoever opens it will be told
    return uri


def is_read_as_it_is(path: Path) -> bool:
    """Whether an existing database can only be read on the assumption that nobody writes to it meanwhile."""
    return readable(path) == _immutable(path)


def _immutable(path: Path) -> str:
    return f"{path.resolve().as_uri()}?mode=ro&immutable=1"


def _has_log(path: Path) -> bool:
    """Whether something was committed, or is being written, that may not be in the file itself yet."""
    log = path.resolve()
    log = log.with_name(log.name + "-wal")
    return log.exists() and log.stat().st_size > 0


def is_empty(path: Path) -> bool:
    """Whether there is no database yet: no file, or one that a kill left before anything was in it. Writes nothing."""
    if not path.exists():
        return True
    with path.open("rb") as file:
        head = file.read(_HEADER)
    if not head.startswith(_MAGIC) or any(head[40:44]):  # the number of the schema: once there is a table it is not 0
        return not head
    try:
        with closing(sqlite3.connect(readable(path), uri=True, timeout=BUSY_S)) as conn:
            numbers = [conn.execute(f"PRAGMA {name}").fetchone()[0] for name in ("schema_version", "application_id")]
            return numbers[0] == 0 and numbers[1] in (0, APPLICATION_ID)
    except sqlite3.OperationalError:
        raise
    except sqlite3.DatabaseError:
        return False


def check_ours(path: Path) -> None:
    """Raise UnusableDatabase for an existing file that is foreign or newer, DamagedDatabase for one of ours that cannot
    be read. Writes nothing."""
    if _is_foreign(path):
        raise UnusableDatabase(f"{path} is not a database of Palimpsest's")
    try:
        conn = sqlite3.connect(readable(path), uri=True, timeout=BUSY_S)
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
        raise DamagedDatabase(f"{path} is damaged: {error}") from error
    if newer := sorted(applied - known):
        raise UnusableDatabase(f"{path} was made by a newer release (it has {', '.join(newer)})")


def _is_foreign(path: Path) -> bool:
    """Whether the file's first bytes say so: SQLite leaves its own files beside what it opens, even for reading."""
    with path.open("rb") as file:
        head = file.read(_HEADER)
    if not head.startswith(_MAGIC):
        return True
    # a log may hold a newer first page
    return not _has_log(path) and int.from_bytes(head[68:72], "big") != APPLICATION_ID


def is_current(db: Database) -> bool:
    """Whether the database has every table and column of this release: one opened only for reading may lack some."""
    applied = {
        name
        for (name,) in db.conn.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ?", [migrations.name])
    }
    return {migration.name for migration in migrations.pending(Database(memory=True))} <= applied


def iso(moment: datetime) -> str:
    """A moment as the tables keep it: UTC, milliseconds, ``Z``; of one width, so that text sorts as time does."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").removesuffix("+00:00") + "Z"


def moment(text: str) -> datetime:
    """The inverse of ``iso``."""
    return datetime.fromisoformat(text)
