"""The commands' exit codes, and what they say of bad input and of a disk, a lock or a database that fails them."""

from __future__ import annotations

import argparse
import logging
import os
import resource
import signal
import sqlite3
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, TypeVar

import pytest
from scrapy.cmdline import execute
from scrapy.settings import Settings, default_settings
from scrapy.utils.project import get_project_settings

import crawler.settings
import storage.jobs.diff
import storage.record.db
import storage.record.index
from crawler.cli.base import ProjectCommand
from crawler.cli.checks import wrong_setting
from crawler.commands.crawl import Command as Crawl
from crawler.commands.diff import Command as Diff
from crawler.commands.update import Command as Update
from storage.jobs.boundaries import described
from storage.languages.stems import stems
from storage.observation import Address
from storage.record import runs
from storage.record.db import UnusableDatabase, check_ours, connect, iso
from storage.record.lock import Held, lock
from storage.record.schema import migrations
from tests.kills import damage
from tests.notebook import Notebook
from tests.running import ROOT, Desk, end

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from tests.ministry import Ministry

C = TypeVar("C", bound=ProjectCommand)

PAGE = "README.md"
"""Any file that is there."""
BAD = {
    "no source": (["crawl"], "name one source"),
    "an unknown source": (["crawl", "xx_nowhere"], "no source is called xx_nowhere; there are ru_kremlin, ru_mid"),
    "an unknown source to update": (["update", "ru_mid", "xx_nowhere"], "no source is called xx_nowhere"),
    "an unknown argument": (["crawl", "ru_mid", "-a", "fulll=1"], "no argument is called fulll"),
    "no argument at all": (["crawl", "ru_mid", "-a", "full"], "-a takes NAME=VALUE"),
    "a flag that is none": (["crawl", "ru_mid", "-a", "full=yes"], "full=yes is neither 0 nor 1"),
    "a bad date": (["crawl", "ru_mid", "-a", "since=yesterday"], "since=yesterday is no ISO date"),
    "a malformed replica": (["crawl", "ru_mid", "-a", "base_url=http://[::1"], "'http://[::1' is no URL of a replica"),
    "a misspelt setting": (
        ["crawl", "ru_mid", "-s", "DOWNLAOD_DELAY=1"],
        "DOWNLAOD_DELAY; did you mean DOWNLOAD_DELAY?",
    ),
    "a setting that is no number": (["diff", "-s", "WITHDRAWAL_CONFIRM_HOURS=soon"], "WITHDRAWAL_CONFIRM_HOURS=soon"),
    "half a page": (["crawl", "ru_mid", "-s", "LISTING_PAGES_MAX=1.5"], "LISTING_PAGES_MAX=1.5 is no whole number"),
    "a time below zero": (["update", "-s", "RUN_MINUTES_MAX=-1"], "RUN_MINUTES_MAX=-1 is less than 0"),
    "a setting of Scrapy's that is no number": (
        ["crawl", "ru_mid", "-s", "DNS_TIMEOUT=x"],
        "DNS_TIMEOUT=x is no number",
    ),
    "a level of no log": (["diff", "-L", "LOUD"], "LOG_LEVEL=LOUD is none of"),
    "a language nobody writes": (
        ["crawl", "ru_kremlin", "-a", "languages=ru,rus"],
        "languages=rus: ru_kremlin publish",
    ),
    "a language no source has": (
        ["update", "-a", "languages=zh"],
        "languages=zh: ru_kremlin, ru_mid publish in de, en",
    ),
    "an unknown option": (["crawl", "ru_mid", "--fast"], "unknown option --fast"),
    "no jobs": (["diff", "--jobs", "0"], "--jobs 0 is not between 1 and 64"),
    "jobs that are no number": (["diff", "--jobs", "many"], "--jobs"),
    "a format without a value": (["status", "--format"], "argument --format: expected one argument"),
    "nothing to compare": (["diff"], "no database at"),
    "a file that is not there": (["backfill", "nowhere.html", "--source", "ru_mid"], "nowhere.html does not exist"),
    "a page of no source": (
        ["backfill", PAGE, "--url", "https://mid.ru/1", "--at", "2020-01-01T00:00"],
        "no source has a page at https://mid.ru/1",
    ),
    "a page of an unknown source": (["backfill", PAGE, "--source", "xx_nowhere"], "no source is called xx_nowhere"),
    "a source that is a path": (["backfill", PAGE, "--source", "../x"], "no source is called ../x"),
    "a source that is a module": (["backfill", PAGE, "--source", "base"], "no source is called base"),
    "a page without a time": (
        ["backfill", PAGE, "--source", "ru_mid", "--url", "http://mid.ru"],
        "without a time it proves nothing; name it with --at or --index",
    ),
    "a page of a malformed URL": (
        ["backfill", PAGE, "--source", "ru_mid", "--url", "http://[mid.ru", "--at", "2020-01-01T00:00"],
        "'http://[mid.ru' is no URL",
    ),
    "a page of half a URL": (
        ["backfill", PAGE, "--source", "ru_mid", "--url", "http://[bad", "--at", "2020-01-01T00:00"],
        "'http://[bad' is no URL",
    ),
    "a page from before all time": (
        ["backfill", PAGE, "--source", "ru_mid", "--url", "https://mid.ru/1", "--at", "0001-01-01T00:00:00+03:00"],
        "'0001-01-01T00:00:00+03:00' is no ISO 8601 time",
    ),
    "a page from the future": (
        ["backfill", PAGE, "--source", "ru_mid", "--url", "https://mid.ru/1", "--at", "9999-01-01T00:00"],
        "'9999-01-01T00:00' is still to come",
    ),
    "an index without columns": (
        ["backfill", "tests", "--source", "ru_mid", "--index", PAGE],
        "README.md: lacks the column fetched_at, file, url",
    ),
    "an index of one file": (
        ["backfill", PAGE, "--source", "ru_mid", "--index", PAGE],
        "README.md is no folder: name its URL and time",
    ),
    "a page of a bad time": (
        ["backfill", PAGE, "--source", "ru_mid", "--url", "https://mid.ru/1", "--at", "noon"],
        "'noon' is no ISO 8601 time",
    ),
}


@pytest.fixture
def alone(tmp_path: Path) -> Desk:
    """A desk without a ministry: nothing may be asked."""
    return Desk(tmp_path / "transcripts.db")


NO_OPTIONS = {"logfile": None, "loglevel": None, "nolog": None, "pidfile": None, "pdb": None, "profile": None}


class Crawled:
    """A crawler that has nothing to say."""

    stats = None


def command(of: type[C], desk: Desk, **settings: Any) -> C:
    """A command of ours upon this database, in this process."""
    made = of()
    made.settings = Settings({"DATABASE": str(desk.database), "WITHDRAWAL_CONFIRM_HOURS": 24.0, **settings})
    return made


@pytest.fixture
def quiet_log() -> Iterator[None]:
    """Scrapy's command line sets logging up for its process: here that is ours, so it is undone."""
    root = logging.getLogger()
    handlers, level = root.handlers[:], root.level
    yield
    root.handlers[:] = handlers
    root.setLevel(level)


@pytest.mark.usefixtures("quiet_log")
@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_named_in_one_line_and_writes_nothing(
    alone: Desk, name: str, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    args, culprit = BAD[name]
    monkeypatch.chdir(ROOT)
    with pytest.raises(SystemExit) as ended:  # in this process: twenty new ones would cost half a minute
        execute(alone.command(*args))
    said = capfd.readouterr().err
    assert ended.value.code == 2, said
    assert culprit in said
    assert len(said.splitlines()) == 1, said
    assert list(alone.database.parent.iterdir()) == []


@pytest.mark.parametrize("name", sorted(name for name in dir(crawler.settings) if name not in dir(default_settings)))
def test_every_number_of_ours_must_be_one(name: str) -> None:
    default = getattr(crawler.settings, name)
    settings = get_project_settings()
    settings.set(name, default)
    assert wrong_setting(settings, [f"{name}={default}"]) == ""
    if isinstance(default, int | float):
        for value in ("x", "", "-1", "nan", "inf", "1e9"):
            settings.set(name, value)
            assert wrong_setting(settings, [f"{name}={value}"]).startswith(f"{name}={value} is "), value


@pytest.mark.parametrize(
    ("database", "complaint"),
    [
        ("", "DATABASE= names no file"),
        (str(ROOT), f"DATABASE={ROOT} is a folder"),
        ("~nobody-of-that-name/mine.db", "DATABASE=~nobody-of-that-name/mine.db: there is no such user"),
    ],
)
def test_a_database_is_a_file(database: str, complaint: str) -> None:
    settings = get_project_settings()
    settings.set("DATABASE", database)
    assert wrong_setting(settings, [f"DATABASE={database}"]) == complaint


def test_a_home_is_found_for_whoever_reads_the_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    made = Diff()
    made.settings = get_project_settings()
    made.process_options([], argparse.Namespace(**NO_OPTIONS, set=["DATABASE=~/mine.db"], jobs=1))
    assert made.settings["DATABASE"] == str(tmp_path / "mine.db")


@pytest.mark.parametrize(
    ("contact", "arguments", "warned"),
    [
        (crawler.settings.CONTACT, {}, True),
        (crawler.settings.CONTACT, {"base_url": "http://127.0.0.1"}, False),
        ("https://archive.example.edu/crawler", {}, False),
    ],
)
def test_who_crawls_for_real_is_told_to_say_who_they_are(
    contact: str,
    arguments: dict[str, str],
    warned: bool,
    alone: Desk,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    made = command(Crawl, alone, CONTACT=contact)
    process = SimpleNamespace(start=lambda: None, bootstrap_failed=False, create_crawler=lambda name: Crawled())
    process.crawl = lambda crawler, **arguments: SimpleNamespace(add_done_callback=lambda then: None)
    monkeypatch.setattr(Crawl, "_process", process)
    assert made.crawl_all(["ru_mid"], arguments)
    said = capsys.readouterr().err
    assert said.count("\n") == warned
    assert ("CONTACT is still https://example.org" in said) == warned
    assert made.exitcode == 0


def test_a_source_named_twice_is_crawled_once(alone: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    crawled = list[list[str]]()
    monkeypatch.setattr(Update, "check_sources", lambda *args: None)
    monkeypatch.setattr(Update, "crawl_all", lambda self, names, arguments: crawled.append(names))
    command(Update, alone).run(["ru_mid", "ru_kremlin", "ru_mid"], argparse.Namespace(jobs=1, spargs={}))
    assert crawled == [["ru_mid", "ru_kremlin"]]


def test_a_file_that_is_no_database_of_ours_is_left_alone(alone: Desk) -> None:
    alone.database.write_bytes(b"someone else's notes\n" * 100)
    ended = alone.run("crawl", "ru_mid")
    assert ended.code == 2
    assert ended.last == f"scrapy: {alone.database} is not a database of Palimpsest's"
    assert alone.database.read_bytes() == b"someone else's notes\n" * 100
    assert list(alone.database.parent.iterdir()) == [alone.database]


def test_another_programs_database_gets_no_files_beside_it(alone: Desk) -> None:
    other = sqlite3.connect(alone.database)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("CREATE TABLE notes (note)")
    other.close()
    before = alone.database.read_bytes()
    with pytest.raises(UnusableDatabase), command(Diff, alone).writing("a test"):
        pytest.fail("opened")
    with pytest.raises(UnusableDatabase), command(Diff, alone).reading():
        pytest.fail("opened")
    assert alone.database.read_bytes() == before
    assert list(alone.database.parent.iterdir()) == [alone.database]


def test_a_database_of_ours_that_is_still_in_its_log_is_ours(alone: Desk, tmp_path: Path) -> None:
    """As a kill leaves it: nothing but the log knows yet whose it is."""
    db = connect(alone.database)
    copy = tmp_path / "killed" / "transcripts.db"
    copy.parent.mkdir()
    for suffix in ("", "-wal"):
        copy.with_name(copy.name + suffix).write_bytes(
            alone.database.with_name(alone.database.name + suffix).read_bytes()
        )
    db.conn.close()
    check_ours(copy)


def test_a_database_has_one_lock_by_whatever_link(alone: Desk) -> None:
    link = alone.database.parent / "elsewhere" / "link.db"
    link.parent.mkdir()
    link.symlink_to(alone.database)
    with lock(alone.database, "scrapy diff"), pytest.raises(Held, match="'scrapy diff'"), lock(link, "scrapy diff"):
        pytest.fail("locked twice")
    assert list(link.parent.iterdir()) == [link]


def test_moments_sort_as_text_in_every_year() -> None:
    moments = [datetime(year, 1, 1, 1, 2, 3, 999_999, tzinfo=UTC) for year in (1, 99, 999, 2026, 9999)]
    texts = [iso(moment) for moment in moments]
    assert texts[1] == "0099-01-01T01:02:03.999Z"
    assert texts == sorted(texts)


def test_a_database_of_a_newer_release_is_left_alone(alone: Desk) -> None:
    db = connect(alone.database)
    with db.atomic():
        row = [migrations.name, "m999_wings", "2030"]
        db.conn.execute("INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, ?, ?)", row)
    db.conn.close()
    ended = alone.run("crawl", "ru_mid")
    assert ended.code == 2
    assert ended.last == f"scrapy: {alone.database} was made by a newer release (it has m999_wings)"
    assert alone.rows("SELECT * FROM runs") == []


def test_a_place_that_cannot_be_written_is_our_failure(alone: Desk) -> None:
    (alone.database.parent / "file").touch()
    alone.database = alone.database.parent / "file" / "transcripts.db"
    ended = alone.run("crawl", "ru_mid")
    assert ended.code == 1
    assert str(alone.database) in ended.last
    assert "Traceback" not in ended.err


def test_a_second_run_ends_at_once_and_says_who_is_at_work(alone: Desk) -> None:
    connect(alone.database).conn.close()
    with lock(alone.database, "scrapy crawl ru_kremlin"):
        for command in (("crawl", "ru_mid"), ("diff",)):
            ended = alone.run(*command)
            assert ended.code == 4
            assert f"{alone.database} is locked by 'scrapy crawl ru_kremlin' (process " in ended.last
    assert alone.rows("SELECT * FROM runs") == []


def test_a_database_that_another_program_locks_is_our_failure(
    alone: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    connect(alone.database).conn.close()
    monkeypatch.setattr(storage.record.db, "BUSY_S", 0.1)
    command = Diff()
    command.settings = Settings({"DATABASE": str(alone.database), "WITHDRAWAL_CONFIRM_HOURS": 24.0})
    options = argparse.Namespace(source=None, jobs=1)
    other = sqlite3.connect(alone.database)
    other.execute("BEGIN EXCLUSIVE")
    command.run([], options)
    assert command.exitcode == 1
    assert f"database is locked (database: {alone.database})" in capsys.readouterr().err
    other.rollback()
    other.close()
    again = Diff()
    again.settings = command.settings
    again.run([], options)
    assert again.exitcode == 0


def test_a_full_disk_loses_nothing_and_the_next_run_goes_on(ministry: Ministry, desk: Desk) -> None:
    desk.ok("crawl", "ru_mid")
    before = desk.versions()
    ministry.edition = 2
    room = 150_000  # bytes that one file may have: the write-ahead log soon needs more
    with desk.start("crawl", "ru_mid", "-a", "full=1", UNCONDITIONAL_EVERY=1) as process:
        resource.prlimit(process.pid, resource.RLIMIT_FSIZE, (room, room))
        ended = end(process)
    assert ended.code == 1, ended.err
    assert str(desk.database) in ended.last
    assert set(before) <= set(desk.versions())
    assert desk.crawl(UNCONDITIONAL_EVERY=1).code == 0
    desk.ok("diff")
    assert list(damage(desk)) == []
    truth = ministry.truth(1, 2)
    assert {url for (url,) in desk.rows("SELECT url FROM edit_log")} == {
        record["url"] for record in truth if record["source"] == "ru_mid"
    }
    assert desk.rows("SELECT DISTINCT outcome FROM runs ORDER BY 1") == [("done",), ("killed",)]


def test_update_crawls_every_due_source_and_compares(ministry: Ministry, desk: Desk) -> None:
    first = desk.run("update")
    assert first.code == 0, first.err
    assert "ru_mid: 30 pages checked" in first.err
    assert "ru_kremlin: 4 pages checked" in first.err
    assert first.last.startswith("diff: 34 variants looked at")
    ministry.log.clear()
    ended = desk.run("update")
    assert ended.code == 0
    assert ministry.log == [], "both sources were crawled a moment ago"
    ministry.faults["*"] = "forbidden"
    sick = desk.run("update", UPDATE_EVERY_MINUTES=0)
    assert sick.code == 3, "an unhealthy source shows in the exit code"
    assert sick.last.startswith("diff: ")


# --- asked to stop --------------------------------------------------------------------------------------------------

FIVE = 5
"""Variants that wait to be compared, each with two versions."""


@pytest.fixture
def owing(alone: Desk) -> Desk:
    """A desk where five variants of two versions wait to be compared."""
    db = connect(alone.database)
    notebook = Notebook(db)
    for key in range(1, FIVE + 1):
        address = Address(str(key), "en", f"https://office.example/en/{key}")
        for hour, number in ((0, 14), (1, 17)):
            notebook.saw(hour, "Good afternoon.", f"Exercises {key} involve {number} ships.", address=address)
    runs.finish(db, notebook.run, outcome="done", state="ok")
    db.conn.commit()
    db.conn.close()
    return alone


def then(do: Callable[[], object], function: Callable[..., Any]) -> Callable[..., Any]:
    """Call the function, then do that."""

    def called(*args: Any) -> Any:
        result = function(*args)
        do()
        return result

    return called


def stop_here() -> None:
    os.kill(os.getpid(), signal.SIGTERM)


def diff(desk: Desk, capsys: pytest.CaptureFixture[str]) -> str:
    """`scrapy diff` in this process; it must end well. Returns what it said."""
    made = command(Diff, desk)
    made.run([], argparse.Namespace(source=None, jobs=1))
    assert made.exitcode == 0
    return capsys.readouterr().err


def test_a_signal_while_comparing_finishes_the_batch_and_the_next_run_goes_on(
    owing: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    default = signal.getsignal(signal.SIGTERM)
    with monkeypatch.context() as patched:
        patched.setattr(storage.jobs.diff, "_BATCH", 2)
        patched.setattr("storage.jobs.diff.described", then(stop_here, described))
        patched.setattr(signal, "SIG_DFL", signal.SIG_IGN)  # a second signal would end this process
        said = diff(owing, capsys)
    assert said == (
        "diff: 2 variants looked at, 2 changes with 2 edits found, 0 passages indexed;"
        " stopped when asked to, the next run goes on\n"
    )
    assert owing.rows("SELECT outcome FROM runs WHERE command = 'diff'") == [("stopped",)]
    assert signal.getsignal(signal.SIGTERM) == default
    assert diff(owing, capsys).startswith("diff: 3 variants looked at, 3 changes with 3 edits found")
    assert owing.one("SELECT count(*) FROM edit_log") == FIVE
    assert owing.rows("SELECT outcome FROM runs WHERE command = 'diff'") == [("stopped",), ("done",)]


def test_a_signal_while_indexing_finishes_the_batch_and_the_next_run_goes_on(
    owing: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with monkeypatch.context() as patched:
        patched.setattr(storage.record.index, "BATCH", 1)
        patched.setattr("storage.record.index.stems", then(stop_here, stems))
        said = diff(owing, capsys)
    assert "5 changes with 5 edits found, 1 passages indexed; stopped when asked to" in said
    assert diff(owing, capsys) == "diff: 0 variants looked at, 0 changes with 0 edits found, 10 passages indexed\n"


def test_a_batch_ends_by_the_clock_too(owing: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage.jobs.diff, "_BATCH_S", 0.0)
    db, told = connect(owing.database), list[tuple[int, bool]]()
    storage.jobs.diff.run_diff(
        db,
        confirm_withdrawal=timedelta(hours=24),
        progress=lambda done, total: told.append((done, db.conn.in_transaction)),
    )
    db.conn.close()
    assert told == [(done, False) for done in range(1, FIVE + 1)]


def test_several_processes_find_the_same_and_are_stopped_alike(owing: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(storage.jobs.diff, "_BATCH_S", 0.0)
    monkeypatch.setattr(storage.jobs.diff, "_WORTH_PROCESSES", 1)
    db = connect(owing.database)

    def run(at_most: int) -> storage.jobs.diff.Summary:
        told = list[int]()
        return storage.jobs.diff.run_diff(
            db,
            confirm_withdrawal=timedelta(hours=24),
            jobs=2,
            progress=lambda done, total: told.append(done),
            stop=lambda: len(told) == at_most,
        )

    assert run(2) == storage.jobs.diff.Summary(2, 2, 2)
    assert run(FIVE) == storage.jobs.diff.Summary(3, 3, 3)
    db.conn.close()
    edits = owing.rows("SELECT document, kind, before, after FROM edit_log ORDER BY document")
    assert edits == [(str(key), "number", "14", "17") for key in range(1, FIVE + 1)]


def test_an_update_that_is_stopped_while_it_crawls_compares_nothing(
    owing: Desk, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    made = command(Update, owing)
    options = argparse.Namespace(jobs=1, spargs={})
    monkeypatch.setattr(Update, "check_sources", lambda *args: None)
    for crawled, expected in ((False, 0), (True, FIVE)):
        monkeypatch.setattr(Update, "crawl_all", lambda *args, crawled=crawled: crawled)
        made.run(["ru_mid"], options)
        assert made.exitcode == 0
        assert owing.one("SELECT count(*) FROM edit_log") == expected
