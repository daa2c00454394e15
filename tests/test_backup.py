"""Backups: of one moment, whole, while a crawl writes; and back again."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from typing import TYPE_CHECKING

import pytest

from storage.jobs.verify import verify
from storage.record.backup import InTheWay, back_up, restore
from storage.record.db import UnusableDatabase, connect
from storage.record.lock import lock
from tests.ministry import Fault, Ministry
from tests.notebook import CONFIRM, Notebook
from tests.running import Desk, end

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Notebook]:
    db = connect(tmp_path / "record.db")
    book = Notebook(db)
    book.saw(0, "Talks will begin on 4 May.")
    book.diff()
    db.conn.commit()
    yield book
    db.conn.close()


def captures(path: Path) -> int:
    conn = sqlite3.connect(path)
    (count,) = conn.execute("SELECT count(*) FROM captures").fetchone()
    conn.close()
    return int(count)


def findings(path: Path) -> list[str]:
    db = connect(path)
    found = list(verify(db, confirm_withdrawal=CONFIRM))
    db.conn.close()
    return found


def test_a_backup_is_of_one_moment_while_another_writes(book: Notebook, tmp_path: Path) -> None:
    for n in range(40):
        book.saw(1 + n, f"{n} talks will begin." * 3000)
    book.db.conn.commit()
    before, began, stop = captures(tmp_path / "record.db"), threading.Event(), threading.Event()

    def write() -> None:
        n = 0
        while not stop.is_set():
            book.saw(100 + n, f"{n} more.")
            book.db.conn.commit()
            n += 1
            if n > 2:
                began.set()

    writer = threading.Thread(target=write)
    writer.start()
    began.wait()
    try:
        back_up(tmp_path / "record.db", tmp_path / "backups" / "one.db")
    finally:
        stop.set()
        writer.join()
    copied = captures(tmp_path / "backups" / "one.db")
    assert before < copied <= captures(tmp_path / "record.db")
    assert [one.name for one in (tmp_path / "backups").iterdir()] == ["one.db"]
    assert findings(tmp_path / "backups" / "one.db") == []


def test_restoring_keeps_what_stood_there_with_its_log(book: Notebook, tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    back_up(path, tmp_path / "one.db")
    book.saw(5, "Talks will begin on 5 May.")
    book.db.conn.commit()  # stands in the log alone
    assert path.with_name("record.db-wal").stat().st_size
    former = restore(tmp_path / "one.db", path)
    assert former == tmp_path / "record.db.former"
    assert captures(path) == 1
    assert findings(path) == []
    assert captures(former) == 2
    assert captures(tmp_path / "one.db") == 1, "the backup stays"


def test_restoring_where_nothing_stood(book: Notebook, tmp_path: Path) -> None:
    back_up(tmp_path / "record.db", tmp_path / "one.db")
    assert restore(tmp_path / "one.db", tmp_path / "new" / "fresh.db") is None
    assert captures(tmp_path / "new" / "fresh.db") == 1


@pytest.mark.parametrize("standing", ["record.db.former", "record.db.former-wal", "record.db.part"])
def test_nothing_is_overwritten(book: Notebook, tmp_path: Path, standing: str) -> None:
    back_up(tmp_path / "record.db", tmp_path / "one.db")
    with pytest.raises(InTheWay, match=r"one\.db is there already"):
        back_up(tmp_path / "record.db", tmp_path / "one.db")
    (tmp_path / standing).write_text("mine")
    with pytest.raises(InTheWay, match=standing):
        restore(tmp_path / "one.db", tmp_path / "record.db")
    assert (tmp_path / standing).read_text() == "mine"
    assert captures(tmp_path / "record.db") == 1


def test_what_is_no_whole_backup_is_refused_and_nothing_touched(book: Notebook, tmp_path: Path) -> None:
    back_up(tmp_path / "record.db", tmp_path / "one.db")
    whole = (tmp_path / "one.db").read_bytes()
    (tmp_path / "half.db").write_bytes(whole[: len(whole) // 2])
    (tmp_path / "text.db").write_text("no database")
    for name in ("half.db", "text.db"):
        with pytest.raises((UnusableDatabase, sqlite3.DatabaseError)):
            restore(tmp_path / name, tmp_path / "record.db")
    assert captures(tmp_path / "record.db") == 1
    assert not list(tmp_path.glob("*.part")) + list(tmp_path.glob("*.former"))


# --- the commands -----------------------------------------------------------------------------------------------------


def test_backup_and_restore_while_a_crawl_writes(ministry: Ministry, desk: Desk, tmp_path: Path) -> None:
    desk.ok("crawl", "ru_kremlin")
    url = desk.one("SELECT url FROM variants ORDER BY id LIMIT 1")
    ministry.faults[url] = Fault("hang", times=1, seconds=50)
    target = tmp_path / "backup.db"
    with desk.start("crawl", "ru_kremlin", "-a", "full=1", UNCONDITIONAL_EVERY=1) as process:
        while desk.one("SELECT count(*) FROM runs") < 2:
            assert process.poll() is None
        assert "backup: " in desk.ok("backup", str(target)).last
        assert process.poll() is None, "the crawl was still at work"
        process.kill()
        end(process)
    kept = desk.rows("SELECT * FROM captures")
    desk.ok("crawl", "ru_kremlin", "-a", "full=1")
    ended = desk.ok("restore", str(target))
    assert "transcripts.db.former" in ended.last
    assert desk.rows("SELECT * FROM captures") == kept[: desk.one("SELECT count(*) FROM captures")]
    assert "nothing wrong" in desk.ok("verify").last
    desk.ok("crawl", "ru_kremlin", "-a", "full=1")
    assert "nothing wrong" in desk.ok("verify").last


def test_wrong_usage_names_the_culprit(book: Notebook, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "record.db")
    shutil.copy(desk.database, tmp_path / "there.db")
    for arguments, culprit in {
        ("backup",): "backup wants",
        ("backup", str(tmp_path / "there.db")): "there.db is there already",
        ("restore", str(tmp_path / "none.db")): "none.db does not exist",
    }.items():
        ended = desk.run(*arguments)
        assert ended.code == 2
        assert culprit in ended.last
    with lock(desk.database, "a test"):  # no database is put away while a run writes to it
        assert desk.run("restore", str(tmp_path / "there.db")).code == 4
