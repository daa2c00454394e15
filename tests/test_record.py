"""The record's parts, each by itself: bodies, documents, the revisit ladder, runs, the lock, the file."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from storage.observation import Address, Link
from storage.record import bodies, documents, revisit, runs
from storage.record.db import UnusableDatabase, connect, connect_read_only, iso, moment
from storage.record.lock import Held, lock
from storage.record.schema import APPLICATION_ID, migrations
from tests.notebook import NEWS, NOON, Notebook
from tests.running import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Notebook]:
    db = connect(tmp_path / "record.db")
    yield Notebook(db)
    db.conn.close()


# --- bodies ---------------------------------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(st.lists(st.binary(max_size=400), max_size=12), st.randoms(use_true_random=False))
def test_bytes_come_back_as_they_went_in(pages: list[bytes], chance: random.Random) -> None:
    db = Database(memory=True)
    migrations.apply(db)
    kept: list[int] = []
    for page in pages:
        kept.append(bodies.keep(db, page, chance.choice(kept) if kept else None))
    assert [bodies.fetch(db, id_) for id_ in kept] == pages
    assert len(set(kept)) == len(set(pages)), "the same bytes are kept once"
    db.conn.close()


def test_a_page_that_differs_in_a_word_costs_little(book: Notebook) -> None:
    chance = random.Random(7)
    words = ["".join(chance.choices("abcdefghijklmnop", k=7)) for _ in range(6000)]
    first = bodies.keep(book.db, " ".join(words).encode(), None)
    chain = first
    for place in range(10):
        words[place * 500] = "edited"
        chain = bodies.keep(book.db, " ".join(words).encode(), chain)
    alone, *deltas = (size for (size,) in book.rows("SELECT length(data) FROM bodies ORDER BY id"))
    assert max(deltas) < alone / 20
    assert bodies.fetch(book.db, chain) == " ".join(words).encode()
    bases = dict(book.rows("SELECT id, base FROM bodies"))
    depth = {None: -1}
    for id_, base in bases.items():
        depth[id_] = depth[base] + 1
    assert max(depth.values()) == 6, "chains stay short"


@pytest.mark.parametrize("damage", ["zeroblob(length(data))", "substr(data, 1, length(data) - 1)"])
def test_a_damaged_body_is_not_handed_out(book: Notebook, damage: str) -> None:
    body = bodies.keep(book.db, b"Talks will begin on 4 May." * 20, None)
    book.db.conn.execute(f"UPDATE bodies SET data = {damage}")
    with pytest.raises(bodies.DamagedBody, match=f"body {body} "):
        bodies.fetch(book.db, body)


# --- documents ------------------------------------------------------------------------------------------------------


def at(key: str, language: str) -> Address:
    return Address(key, language, f"https://office.example/{language}/{key}")


def test_two_documents_that_are_one_keep_the_older_key(book: Notebook) -> None:
    english, russian = (
        documents.variant_at(book.db, book.source, at(key, language), NOON) for key, language in ("1e", "2r")
    )
    one, other = (documents.document_of(book.db, variant) for variant in (english, russian))
    assert documents.unite(book.db, other, one, "language link", NOON)
    assert documents.unite(book.db, one, one, "language link", NOON)
    assert book.rows("SELECT DISTINCT document FROM variants") == [(one,)]
    assert documents.owner_of(book.db, book.source, "2") == one
    assert documents.variant_at(book.db, book.source, at("2", "r"), NOON) == russian, "an alias leads to the document"
    assert book.rows("SELECT document, other, state FROM pairings") == [(one, other, "accepted")]
    third = documents.document_of(book.db, documents.variant_at(book.db, book.source, at("3", "d"), NOON))
    assert documents.unite(book.db, third, one, "language link", NOON)
    assert book.rows("SELECT key, alias_of FROM documents ORDER BY id") == [("1", None), ("2", one), ("3", one)]


def test_documents_that_both_have_a_language_are_not_one(book: Notebook) -> None:
    first, second = (documents.variant_at(book.db, book.source, at(key, "en"), NOON) for key in "12")
    one, other = (documents.document_of(book.db, variant) for variant in (first, second))
    assert not documents.unite(book.db, one, other, "language link", NOON)
    assert book.rows("SELECT state, reason FROM pairings") == [("refused", "both have en")]
    assert documents.document_of(book.db, second) == other


def test_a_raised_stamp_makes_a_variant_due(book: Notebook) -> None:
    capture = book.saw(0, "A passage.").capture
    listed = book.failed(0, "blocked", at("9", "en")).capture
    variant = documents.variant_at(book.db, book.source, NEWS, NOON)

    def due_after(stamp: str, hours: float) -> bool:
        now = NOON + timedelta(hours=hours)
        book.db.conn.execute("UPDATE variants SET next_check = '2030' WHERE id = ?", [variant])
        assert documents.discover(book.db, book.source, Link(NEWS, stamp), listed, now) == variant
        return variant in {row.variant for row in documents.due(book.db, book.source, now, 0, 10**9)}

    assert not due_after("2026-03-02T10:00:00+03:00", 1), "the first stamp we see says nothing new"
    assert not due_after("2026-03-02", 2), "the day alone says no more than the second did"
    assert not due_after("2026-03-02T10:00:00+03:00", 3)
    assert due_after("2026-03-03", 4)
    assert documents.stamp_at(book.db, variant, iso(NOON + timedelta(hours=3))) == "2026-03-02T10:00:00+03:00"
    assert documents.stamp_at(book.db, variant, iso(NOON + timedelta(hours=5))) == "2026-03-03"
    assert capture


def test_former_urls_stay_on_record(book: Notebook) -> None:
    moved = Address("1", "en", "https://office.example/moved/1")
    book.saw(0, "A passage.")
    book.saw(1, "A passage.", address=moved)
    assert book.rows("SELECT url FROM variants") == [(moved.url,)]
    assert {url for (url,) in book.rows("SELECT url FROM variant_urls")} == {NEWS.url, moved.url}


# --- when to look again ---------------------------------------------------------------------------------------------


@given(st.timedeltas(timedelta(0), timedelta(days=5000)), st.timedeltas(timedelta(0), timedelta(days=5000)))
def test_the_quieter_the_later_but_never_never(one: timedelta, other: timedelta) -> None:
    shorter, longer = sorted((one, other))
    assert timedelta(minutes=1) <= revisit.wait(shorter) <= revisit.wait(longer) <= timedelta(days=365)


@given(st.integers(1, 10**6), st.integers(1, 10**4))
def test_failures_are_asked_again_ever_later(failures: int, minutes: int) -> None:
    first = timedelta(minutes=minutes)
    assert revisit.wait_after_failure(failures, first) <= revisit.wait_after_failure(failures + 1, first)
    assert revisit.wait_after_failure(failures, first) <= revisit.LONGEST_BACKOFF


def test_a_change_brings_the_next_look_near(book: Notebook) -> None:
    def next_wait() -> timedelta:
        ((last, following),) = book.rows("SELECT last_checked, next_check FROM variants")
        return moment(following) - moment(last)

    book.saw(0, "A passage.")
    fresh = next_wait()
    book.saw(24 * 400, "A passage.")
    assert next_wait() > 20 * fresh
    book.saw(24 * 401, "Another passage.")
    assert next_wait() == fresh


# --- runs -----------------------------------------------------------------------------------------------------------


def test_runs_are_chained_over_what_they_captured(book: Notebook) -> None:
    book.saw(0, "A passage.")
    book.new_run("ok")
    book.saw(1, "Another passage.")
    book.new_run("ok")

    def sound() -> list[bool]:
        rows = book.rows("SELECT id, previous, manifest FROM runs WHERE manifest NOTNULL ORDER BY id")
        return [kept == runs.manifest(book.db, run, previous) for run, previous, kept in rows]

    assert sound() == [True, True]
    assert book.rows("SELECT a.manifest = b.previous FROM runs AS a, runs AS b WHERE a.id = 1 AND b.id = 2") == [(1,)]
    book.db.conn.execute("UPDATE captures SET fetched_at = '2020-01-01T00:00:00.000Z' WHERE id = 1")
    assert sound() == [False, True]


def test_a_run_that_was_killed_is_closed_by_the_next(book: Notebook) -> None:
    killed = book.run
    with book.db.atomic():
        book.run = runs.start(book.db, "diff", None)
    assert book.rows("SELECT outcome, manifest NOTNULL FROM runs WHERE id = ?", killed) == [("killed", 1)]
    assert not runs.has_run(book.db, book.source)


# --- the lock -------------------------------------------------------------------------------------------------------

_HOLD = """
import pathlib, sys, time
from storage.record.lock import lock
with lock(pathlib.Path(sys.argv[1]), "a long job"):
    print("held", flush=True)
    time.sleep(60)
"""


def test_the_lock_names_its_holder_and_dies_with_it(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    with subprocess.Popen([sys.executable, "-c", _HOLD, str(path)], cwd=ROOT, stdout=subprocess.PIPE) as holder:
        assert holder.stdout
        holder.stdout.readline()
        with pytest.raises(Held, match=rf"record\.db is locked by 'a long job' \(process {holder.pid}\)"):
            lock(path, "another").__enter__()
        os.kill(holder.pid, signal.SIGKILL)
        holder.wait()
    with lock(path, "another"):
        assert '"another"' in path.with_name("record.db.lock").read_text()
    with lock(path, "once more"):
        pass


# --- the file -------------------------------------------------------------------------------------------------------


def test_a_database_of_ours_opens_again_and_says_what_was_done_to_it(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "record.db"
    for _ in range(2):
        connect(path).conn.close()
    db = connect_read_only(path)
    applied = [name for (name,) in db.conn.execute("SELECT name FROM _sqlite_migrations ORDER BY id")]
    assert applied == [migration.name for migration in migrations.pending(Database(memory=True))]
    assert db.conn.execute("PRAGMA application_id").fetchone() == (APPLICATION_ID,)
    assert db.conn.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    ours = "SELECT count(*) FROM pragma_table_list WHERE type = 'table' AND NOT strict AND name NOT LIKE 'sqlite%'"
    assert db.conn.execute(f"{ours} AND name NOT LIKE '\\_sqlite%' ESCAPE '\\'").fetchone() == (0,)
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        db.conn.execute("DELETE FROM captures")
    db.conn.close()


@pytest.mark.parametrize("content", [b"SQLite format 3\0" + b"?" * 4000, b"just some text, no database\n" * 50])
def test_a_file_that_is_no_database_is_refused_untouched(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "record.db"
    path.write_bytes(content)
    with pytest.raises(UnusableDatabase, match=r"record\.db is not a database of Palimpsest's"):
        connect(path)
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_refused_untouched(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    other = sqlite3.connect(path)
    other.execute("CREATE TABLE bookmarks (url TEXT)")
    other.close()
    content = path.read_bytes()
    with pytest.raises(UnusableDatabase, match="is not a database of Palimpsest's"):
        connect(path)
    assert path.read_bytes() == content


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "record.db"
    db = connect(path)
    with db.atomic():
        db.conn.execute(
            "INSERT INTO _sqlite_migrations (migration_set, name, applied_at) VALUES (?, ?, ?)",
            [migrations.name, "m999_wings", "2030"],
        )
    db.conn.close()
    with pytest.raises(UnusableDatabase, match=r"newer release .*m999_wings"):
        connect(path)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1), timezones=st.timezones()))  # noqa: DTZ001
def test_times_are_of_one_width_and_come_back(time: datetime) -> None:
    text = iso(time)
    assert len(text) == 24
    assert abs(moment(text) - time.astimezone(UTC)) < timedelta(milliseconds=1)
