"""The rebuild as a user runs it, on the ministry's pages: by several processes, by changed code, killed."""

from __future__ import annotations

import random
import shutil
import subprocess
from typing import TYPE_CHECKING, Any

import pytest

from storage.record.passages import WHOLE
from tests.kills import damage
from tests.ministry import Ministry
from tests.running import ROOT, Desk, end
from tests.sums import sums

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two editions of the foreign ministry, crawled and compared."""
    path = tmp_path_factory.mktemp("archive") / "transcripts.db"
    with Ministry(documents=6) as ministry:
        desk = Desk(path, ministry.url, {"WITHDRAWAL_CONFIRM_HOURS": 0})
        for ministry.edition in (1, 2):
            assert desk.crawl("ru_mid").code == 0
            desk.ok("diff")
    return path


@pytest.fixture
def copy(archive: Path, tmp_path: Path) -> Desk:
    path = tmp_path / "transcripts.db"
    shutil.copy(archive, path)
    return Desk(path, settings={"WITHDRAWAL_CONFIRM_HOURS": 0})


def changed_project(folder: Path, module: str, code: str) -> Path:
    """A copy of the project with a few lines more in one module."""
    for package in ("crawler", "storage"):
        shutil.copytree(ROOT / package, folder / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "scrapy.cfg", folder)
    with (folder / module).open("a", encoding="utf-8") as file:
        file.write(f"\n{code}\n")
    return folder


def test_rebuilds_by_one_or_two_jobs_change_nothing(copy: Desk) -> None:
    before = sums(copy.rows, "readings", "extractors", "captures", "bodies")
    assert copy.one("SELECT count(*) FROM edits") > 10
    ended = copy.ok("rebuild")
    assert "0 by a reader new to them, 0 changes new or altered" in ended.last
    assert sums(copy.rows, "readings", "extractors", "captures", "bodies") == before
    copy.ok("rebuild", "--source", "ru_mid", "--jobs", "2")
    assert sums(copy.rows, "readings", "extractors", "captures", "bodies") == before
    assert list(damage(copy)) == []


def test_a_page_class_that_reads_otherwise_makes_no_edit(copy: Desk, tmp_path: Path) -> None:
    code = "_read_title = MidArticle.title\nMidArticle.title = lambda page: 'MFA: ' + _read_title(page)"
    edits = copy.rows("SELECT * FROM edit_log WHERE field <> 'title' ORDER BY change, position, before")
    versions = copy.rows("SELECT id, variant, number, first_seen, last_seen FROM versions")
    changes = copy.rows("SELECT id, found_at, revealed, superseded FROM changes")
    copy.root = changed_project(tmp_path / "project", "crawler/pages/ru_mid.py", code)
    ended = copy.ok("rebuild", "--jobs", "2")
    assert " 0 by a reader" not in ended.last
    assert copy.one("SELECT count(*) FROM transcripts WHERE title NOT LIKE 'MFA: %'") == 0
    assert copy.rows("SELECT id, variant, number, first_seen, last_seen FROM versions") == versions
    assert copy.rows("SELECT id, found_at, revealed, superseded FROM changes") == changes
    found = copy.rows("SELECT * FROM edit_log WHERE field <> 'title' ORDER BY change, position, before")
    assert [_without_title(row) for row in found] == [_without_title(row) for row in edits]
    assert list(damage(copy)) == []
    readings = copy.one("SELECT count(*) FROM readings")
    copy.root = ROOT
    copy.ok("rebuild")
    assert copy.one("SELECT count(*) FROM transcripts WHERE title LIKE 'MFA: %'") == 0, "a release undone"
    assert copy.one("SELECT count(*) FROM readings") == readings


def _without_title(row: tuple[Any, ...]) -> tuple[Any, ...]:
    return row[:5] + row[6:]


def test_a_forged_reading_is_named_and_gives_way_to_the_bytes(copy: Desk) -> None:
    tables = (
        "SELECT * FROM versions",
        "SELECT * FROM changes ORDER BY id",
        "SELECT * FROM edit_log ORDER BY change, position",
    )
    before = [copy.rows(sql) for sql in tables]
    assert "nothing wrong" in copy.ok("verify", "--read").last
    (capture,) = copy.rows("SELECT max(id) FROM versions WHERE number = 2")[0]
    with copy.writable() as conn:
        conn.execute(
            "UPDATE readings SET text = (SELECT text FROM readings WHERE capture < :capture AND text NOT NULL LIMIT 1)"
            " WHERE capture = :capture",
            {"capture": capture},
        )
    ended = copy.run("verify", "--read")
    assert ended.code == 1
    assert f"capture {capture} is said to have been read as ok; the same code reads" in ended.out
    ended = copy.run("rebuild")
    assert ended.code == 1
    assert f"capture {capture} reads otherwise than the same code read it before" in ended.err
    assert [copy.rows(sql) for sql in tables] == before
    assert "nothing wrong" in copy.ok("verify", "--read").last
    assert "0 by a reader new to them" in copy.ok("rebuild").last


def test_a_lost_search_index_is_named_and_made_anew(copy: Desk) -> None:
    with copy.writable() as conn:
        conn.execute("INSERT INTO passage_index (passage_index) VALUES ('delete-all')")
    ended = copy.run("verify")
    passages = copy.one("SELECT count(*) FROM passages")
    assert (ended.code, ended.out) == (
        1,
        f"the search index lacks {passages} passages: 'scrapy rebuild' makes it anew\n",
    )
    assert f"{passages} passages indexed" in copy.ok("rebuild").last
    assert "nothing wrong" in copy.ok("verify").last


def test_kills_lose_nothing(copy: Desk, tmp_path: Path) -> None:
    code = "_read_title = MidArticle.title\nMidArticle.title = lambda page: 'MFA: ' + _read_title(page)"
    root = changed_project(tmp_path / "project", "crawler/pages/ru_mid.py", code)
    peaceful = Desk(tmp_path / "peaceful.db", settings=copy.settings, root=root)
    shutil.copy(copy.database, peaceful.database)
    peaceful.ok("rebuild")
    copy.root = root
    chance, killed = random.Random(20191127), 0
    while killed < 4:
        with copy.start("rebuild", "--jobs", "2") as process:
            try:
                process.wait(chance.uniform(1.5, 5))
            except subprocess.TimeoutExpired:
                process.kill()
                killed += 1
            end(process)
    copy.ok("rebuild")
    assert list(damage(copy)) == []
    tables = ("versions", "changes", "edits", "withdrawals", "discrepancies", "variants", "passages")
    for table in tables:
        columns = f"id, {WHOLE}" if table == "passages" else "*"
        if table == "versions":  # texts are numbered in the order in which they came
            columns = "id, variant, number, first_capture, last_capture"
        if table == "changes":
            columns = "id, variant, kind, severity, silent, rule, not_before, not_after, found_at, revealed, superseded"
        assert copy.rows(f"SELECT {columns} FROM {table}") == peaceful.rows(f"SELECT {columns} FROM {table}"), table


def test_a_page_that_kills_its_reader_is_given_up_alone(copy: Desk, tmp_path: Path) -> None:
    capture, url = copy.rows("SELECT id, url FROM captures WHERE body NOT NULL AND variant NOT NULL ORDER BY id")[3]
    captures = copy.one("SELECT count(*) FROM captures WHERE url = ? AND body NOT NULL", url)
    code = (
        "import os\n_read_title = MidArticle.title\n"
        f"MidArticle.title = lambda page: os._exit(9) if page.parsed.page.url == {url!r} else _read_title(page)"
    )
    copy.root = changed_project(tmp_path / "project", "crawler/pages/ru_mid.py", code)
    versions = copy.rows("SELECT id, text FROM versions")
    copy.ok("rebuild", "--jobs", "2")
    given_up = copy.rows("SELECT capture, reason FROM readings WHERE verdict = 'unreadable'")
    assert (capture, "reading it failed: BrokenProcessPool") in given_up
    assert len(given_up) == captures
    assert copy.rows("SELECT id, text FROM versions") == versions, "what a former reader read there stands"


@pytest.mark.parametrize(
    ("arguments", "culprit"),
    [
        (("--jobs", "0"), "--jobs 0"),
        (("--source", "ru_mfa"), "ru_mfa"),
    ],
)
def test_wrong_usage_names_the_culprit(copy: Desk, arguments: tuple[str, ...], culprit: str) -> None:
    before = copy.database.read_bytes()
    ended = copy.run("rebuild", *arguments)
    assert ended.code == 2
    assert culprit in ended.last
    assert copy.database.read_bytes() == before


def test_there_must_be_something_to_rebuild(tmp_path: Path) -> None:
    desk = Desk(tmp_path / "none.db")
    ended = desk.run("rebuild")
    assert ended.code == 2
    assert "none.db" in ended.last
    assert not desk.database.exists()
