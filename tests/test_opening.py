"""Files as kills, cut copies, links and other users' folders leave them: opened where that is safe, else named."""

from __future__ import annotations

import json
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from storage.record.backup import back_up, restore
from storage.record.db import (
    UnusableDatabase,
    connect,
    is_empty,
    is_read_as_it_is,
    reading,
)
from tests.notebook import Notebook
from tests.running import Desk

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

NOBODY = 65534


@pytest.fixture
def alone(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "record.db")


@pytest.fixture
def folder() -> Iterator[Path]:
    """Of a kind that another user may look into."""
    made = Path(tempfile.mkdtemp())
    made.chmod(0o755)
    yield made
    made.chmod(0o755)
    shutil.rmtree(made)


def record(path: Path) -> Path:
    db = connect(path)
    Notebook(db).saw(0, "Talks will begin on 4 May.")
    db.conn.commit()
    db.conn.close()
    return path


def by_another_user(look: Callable[[], object]) -> object:
    """What a user who may not write anywhere sees; the message of an error that SQLite raises."""
    read, write = os.pipe()
    if (child := os.fork()) == 0:
        if os.geteuid() == 0:
            os.setgid(NOBODY)
            os.setuid(NOBODY)
        try:
            seen = look()
        except sqlite3.Error as error:
            seen = str(error)
        os.write(write, json.dumps(seen).encode())
        os._exit(0)
    os.waitpid(child, 0)
    os.close(write)
    with os.fdopen(read) as answer:
        return json.load(answer)


def captures(path: Path) -> int:
    with reading(path) as db:
        return int(db.conn.execute("SELECT count(*) FROM captures").fetchone()[0])


def test_a_closed_database_is_read_in_a_folder_that_cannot_be_written(folder: Path) -> None:
    path = record(folder / "record.db")
    folder.chmod(0o555)
    assert by_another_user(lambda: captures(path)) == 1
    assert by_another_user(lambda: is_read_as_it_is(path)) is True
    assert [one.name for one in folder.iterdir()] == ["record.db"]
    folder.chmod(0o755)
    assert not is_read_as_it_is(path)


def test_one_that_is_written_meanwhile_is_not_believed(folder: Path) -> None:
    path = record(folder / "record.db")
    log = folder / "record.db-wal"
    log.touch()
    log.chmod(0o666)
    folder.chmod(0o555)

    def look() -> int:
        with reading(path):
            log.write_bytes(b"what somebody else wrote")
        return 0

    assert "somebody wrote to it while it was read" in str(by_another_user(look))


def test_a_log_that_cannot_be_taken_up_is_named(folder: Path) -> None:
    path = record(folder / "open.db")
    db = connect(path)
    Notebook(db).saw(1, "Talks will begin on 5 May.")
    db.conn.commit()
    left = folder / "left.db"
    for end in ("", "-wal"):
        shutil.copy(f"{path}{end}", f"{left}{end}")
    folder.chmod(0o555)
    assert by_another_user(lambda: captures(path)) == 2, "its writer shares what it knows of the log"
    assert "left.db is open, or a run that was cut off left it so" in str(by_another_user(lambda: captures(left)))
    folder.chmod(0o755)
    db.conn.close()
    assert captures(left) == 2


@pytest.mark.parametrize("command", ["verify", "status", "diff", "changes"])
def test_a_database_cut_short_is_damage_and_not_somebody_elses(alone: Desk, command: str) -> None:
    whole = record(alone.database).read_bytes()
    alone.database.write_bytes(whole[:5000])
    ended = alone.run(command)
    assert ended.code == 1
    if command == "verify":
        assert ended.out == f"the file: {alone.database} is damaged: database disk image is malformed\n"
        assert ended.last == f"scrapy: verify: 1 thing wrong (database: {alone.database})"
    else:
        assert f"{alone.database} is damaged: database disk image is malformed; 'scrapy restore" in ended.last
    assert "Traceback" not in ended.err
    assert alone.database.read_bytes() == whole[:5000]


@pytest.mark.parametrize("pages", [0, 1])
def test_what_a_kill_left_before_there_was_anything_is_no_database_yet(alone: Desk, pages: int) -> None:
    alone.database.parent.mkdir(parents=True, exist_ok=True)
    conn = sqlite3.connect(alone.database)
    if pages:
        conn.execute("PRAGMA journal_mode = WAL")
    conn.close()
    assert is_empty(alone.database)
    assert bool(alone.database.stat().st_size) == bool(pages)
    for command in (("verify",), ("status",), ("changes",), ("diff",), ("rebuild",), ("backup", "one.db")):
        ended = alone.run(*command)
        assert (ended.code, ended.last[:23]) == (2, "scrapy: no database at ")
    connect(alone.database).conn.close()
    assert "nothing wrong" in alone.ok("verify").last


def test_nothing_of_a_database_of_nothing_is_kept(tmp_path: Path) -> None:
    back_up(record(tmp_path / "record.db"), tmp_path / "one.db")
    (tmp_path / "empty.db").touch()
    assert restore(tmp_path / "one.db", tmp_path / "empty.db") is None
    assert captures(tmp_path / "empty.db") == 1
    (tmp_path / "none.db").touch()
    with pytest.raises(UnusableDatabase):
        restore(tmp_path / "none.db", tmp_path / "record.db")


def test_an_empty_database_of_another_program_is_left_alone(tmp_path: Path) -> None:
    conn = sqlite3.connect(tmp_path / "other.db")
    conn.execute("PRAGMA application_id = 7")
    conn.close()
    with pytest.raises(UnusableDatabase):
        connect(tmp_path / "other.db")


def test_a_link_to_a_database_stays_one_when_a_backup_is_restored(tmp_path: Path) -> None:
    real = record(tmp_path / "real" / "record.db")
    back_up(real, tmp_path / "one.db")
    link = tmp_path / "link.db"
    link.symlink_to(real)
    assert restore(tmp_path / "one.db", link) == real.with_name("record.db.former")
    assert link.is_symlink()
    assert captures(link) == captures(real) == 1
