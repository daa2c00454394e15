"""The whole database to another file and back, each in one piece, at one moment."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from typing import TYPE_CHECKING

from storage.record.db import UnusableDatabase, check_ours, is_empty, readable

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    Progress = Callable[[int, int], None]
    """Told how many pages of the file are copied, and of how many."""

_STEP = 2000
"""Pages between two words to whoever watches."""
_BESIDE = ("", "-wal", "-shm")
"""What SQLite keeps of one database: a log left behind would be taken for that of the file restored."""


class InTheWay(Exception):
    """A file stands where one is to be written. The message names it."""


def back_up(database: Path, target: Path, progress: Progress = lambda done, total: None) -> None:
    """Copy the database as it is at this moment to a new file, while others read and write it.

    The copy is one file that holds all, checked page by page, and appears at ``target`` when it is whole. Raises
    InTheWay, UnusableDatabase, sqlite3.Error.
    """
    check_ours(database)
    part = target.with_name(f"{target.name}.part")
    _want_none(target, part)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        with closing(sqlite3.connect(readable(database), uri=True)) as source:
            _copy(source, part, progress)
        part.rename(target)
    finally:
        part.unlink(missing_ok=True)


def restore(backup: Path, database: Path, progress: Progress = lambda done, total: None) -> Path | None:
    """Put a backup in the database's place. The caller holds the database's lock.

    By a link the file is meant that it leads to. What stood there, its log with it, is kept under a name with
    ``.former``. Returns that name; None if nothing stood there. A backup that is not whole is refused before anything
    is touched. Raises as ``back_up`` does.
    """
    check_ours(backup)
    database = database.resolve()  # a link stays one
    part, former = (database.with_name(database.name + end) for end in (".part", ".former"))
    _want_none(part, *(former.with_name(former.name + end) for end in _BESIDE))
    database.parent.mkdir(parents=True, exist_ok=True)
    try:
        with closing(sqlite3.connect(readable(backup), uri=True)) as source:
            _copy(source, part, progress)
        stood = not is_empty(database)
        for end in _BESIDE:
            beside = database.with_name(database.name + end)
            if not stood:
                beside.unlink(missing_ok=True)
            elif beside.exists():
                beside.rename(former.with_name(former.name + end))
        part.rename(database)
    finally:
        part.unlink(missing_ok=True)
    return former if stood else None


def _want_none(*paths: Path) -> None:
    for path in paths:
        if path.exists() or path.is_symlink():
            raise InTheWay(f"{path} is there already")


def _copy(source: sqlite3.Connection, target: Path, progress: Progress) -> None:
    """All pages, as one transaction sees them: without it, a busy writer would make the copy begin again and again."""
    source.execute("BEGIN")
    source.execute("SELECT count(*) FROM sqlite_master").fetchone()
    with closing(sqlite3.connect(target)) as copy:
        source.backup(copy, pages=_STEP, progress=lambda status, remaining, total: progress(total - remaining, total))
        copy.execute("PRAGMA journal_mode = DELETE")  # one file, with nothing beside it
        found = [line for (line,) in copy.execute("PRAGMA integrity_check(1)")]
    if found != ["ok"]:
        raise UnusableDatabase(f"the copy would not be whole: {found[0]}")
