"""Each thing that can be tampered with, tampered with, and named."""

from __future__ import annotations

import shutil
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from storage.jobs.verify import verify
from storage.record import runs
from storage.record.damage import chain_head
from storage.record.db import connect, connect_read_only
from storage.record.index import index_passages
from tests.ministry import Fault, Ministry
from tests.notebook import CONFIRM, Notebook
from tests.running import Desk, end

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

OLD = "Переговоры начнутся 4 мая.\nСтороны подтвердили готовность к диалогу.\nКонсультации продолжатся."
NEW = OLD.replace("4 мая", "5 мая")


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Notebook]:
    """Three closed runs and one that is open: two versions, a withdrawal, a return."""
    db = connect(tmp_path / "record.db")
    book = Notebook(db)
    first = book.saw(0, *OLD.split("\n")).capture
    book.not_modified(1, first)
    book.new_run()
    book.saw(2, *NEW.split("\n"))
    book.failed(5, "gone")
    book.new_run()
    book.failed(40, "gone")
    book.saw(50, *NEW.split("\n"))
    book.new_run()
    book.diff()
    index_passages(db)
    db.conn.commit()
    yield book
    db.conn.close()


def wrong(book: Notebook) -> list[str]:
    return list(verify(book.db, confirm_withdrawal=CONFIRM))


def test_nothing_is_wrong_with_what_nobody_touched(book: Notebook) -> None:
    assert book.rows("SELECT count(*) FROM changes") == [(3,)]
    assert wrong(book) == []
    assert len(chain_head(book.db)) == 64


@pytest.mark.parametrize("hours", [0, 35, 48])
def test_a_withdrawal_judged_by_another_span_than_todays_is_no_damage(hours: int, book: Notebook) -> None:
    assert list(verify(book.db, confirm_withdrawal=timedelta(hours=hours))) == []


TAMPERING = {
    "a body's bytes": "UPDATE bodies SET data = (SELECT data FROM bodies WHERE id = 2) WHERE id = 1",
    "a body's hash": "UPDATE bodies SET sha256 = x'00' WHERE id = 1",
    "a body's size": "UPDATE bodies SET size = size + 1 WHERE id = 1",
    "a body's base": "UPDATE bodies SET base = 3 WHERE id = 1",
    "a body": "DELETE FROM bodies WHERE id = 1",
    "a header": 'UPDATE captures SET headers = \'{"etag": "x"}\' WHERE id = 3',
    "a capture's time": "UPDATE captures SET fetched_at = '2026-03-02T12:30:00.000Z' WHERE id = 1",
    "a capture's URL": "UPDATE captures SET url = url || '?' WHERE id = 4",
    "a capture's status": "UPDATE captures SET http_status = 200 WHERE id = 4",
    "a capture": "DELETE FROM captures WHERE id = 2",
    "a capture more": "INSERT INTO captures (run, source, variant, url, fetched_at, observer, headers)"
    " SELECT 1, source, variant, url, fetched_at, 'self', '{}' FROM captures WHERE id = 1",
    "a run": "DELETE FROM runs WHERE id = 2",
    "the first run": "DELETE FROM runs WHERE id = 1",
    "a run's manifest": "UPDATE runs SET manifest = x'00' WHERE id = 2",
    "a run's end": "UPDATE runs SET manifest = NULL, outcome = 'running' WHERE id = 2",
    "a reading": "DELETE FROM readings WHERE capture = 4",
    "a text's title": "UPDATE headings SET title = 'Otherwise' WHERE id = 1",
    "a text's hash": "UPDATE texts SET text_sha256 = x'00' WHERE id = 2",
    "a passage's words": "UPDATE passages SET text = 'Nothing.' WHERE id = 1",
    "a passage": "UPDATE texts SET layout = json_remove(layout, '$[0][2]') WHERE id = 1",
    "a layout": "UPDATE texts SET layout = '5' WHERE id = 1",
    "a heading": "DELETE FROM headings WHERE id = 1",
    "a speaker": "UPDATE voices SET speaker_printed = 'Another'",
    "a turn": "UPDATE texts SET layout = json_remove(layout, '$[0]') WHERE id = 1",
    "a version": "DELETE FROM versions WHERE id = 3",
    "a version's text": "UPDATE versions SET text = 1 WHERE id = 3",
    "a version's time": "UPDATE versions SET last_seen = '2030' WHERE id = 1",
    "a version more": "INSERT INTO versions SELECT 4, variant, 3, text, 4, 4, '2026', '2026' FROM versions LIMIT 1",
    "a version on a wall": "UPDATE readings SET verdict = 'blocked' WHERE capture = 3",
    "a change": "DELETE FROM changes WHERE id = '1-3'",
    "a change's end": "UPDATE changes SET from_version = 2 WHERE id = '1-3'",
    "a change's severity": "UPDATE changes SET severity = 'cosmetic' WHERE id = '1-3'",
    "a change's beginning": "UPDATE changes SET not_before = '2001-01-01T00:00:00.000Z' WHERE id = '1-3'",
    "when a change was first seen": "UPDATE changes SET not_after = '2031-01-01T00:00:00.000Z' WHERE id = '1-3'",
    "a change's capture": "UPDATE changes SET from_capture = 1 WHERE id = '1-3'",
    "a change's text": "UPDATE changes SET from_text = 2 WHERE id = '1-3'",
    "a change's kind": "UPDATE changes SET kind = 'reverted' WHERE id = '1-3'",
    "that a change was declared": "UPDATE changes SET silent = 0 WHERE id = '1-3'",
    "a change's severity upwards": "UPDATE changes SET severity = 'cosmetic' WHERE id = '3-4'",
    "a change's rule": "UPDATE changes SET rule = 'mercy' WHERE id = '1-3'",
    "a change that never was": "INSERT INTO changes SELECT '3-1', variant, kind, severity, silent, rule, 3, 1, to_text,"
    " from_text, to_capture, from_capture, not_before, not_after, found_at, 0, revealed, structure"
    " FROM changes WHERE id = '1-3'",
    "a change put aside": "UPDATE changes SET superseded = 1 WHERE id = '1-3'",
    "all edits": "DELETE FROM edits",
    "a withdrawal": "DELETE FROM withdrawals",
    "a withdrawal's end": "UPDATE withdrawals SET restored_by = NULL",
    "a withdrawal that never was": "INSERT INTO withdrawals VALUES (3, 1, 1, 1, 3, NULL)",
    "a view": "DROP VIEW flags",
    "a view forged": "DROP VIEW flags; CREATE VIEW flags AS SELECT 1 AS flag",
    "an index of a table": "DROP INDEX captures_variant",
    "a trigger": "CREATE TRIGGER quiet AFTER INSERT ON changes BEGIN DELETE FROM changes; END",
    "a table": "DROP TABLE edits",
    "how far the index reaches": "UPDATE passage_index_state SET indexed_to = 1",
    "the index emptied": "INSERT INTO passage_index (passage_index) VALUES ('delete-all')",
    "the index's words": "DELETE FROM passage_index_data WHERE id > 10",
    "an edit's change": "UPDATE edits SET change = '8-9'",
    "what a search finds": "DELETE FROM passage_variants WHERE passage = 1",
    "the index": "UPDATE passage_index_state SET indexed_to = 99",
}
NAMED = {
    "a body's bytes": ["body 1 ", "of capture 1"],
    "a body's hash": ["body 1 does not match", "run 1 does not hold"],
    "a body's size": ["body 1 has"],
    "a body's base": ["body 1 is made out to be a delta on the later body 3"],
    "a body": ["captures: row 1 refers to a row of bodies", "run 1 does not hold"],
    "a header": ["run 2 does not hold"],
    "a capture's time": ["run 1 does not hold"],
    "a capture's URL": ["run 2 does not hold"],
    "a capture's status": ["run 2 does not hold"],
    "a capture": ["run 1 does not hold", "readings: row 2 refers to a row of captures"],
    "a capture more": ["run 1 does not hold", "capture 7 has no reading"],
    "a run": ["run 3 does not follow the run before it (run 1)", "captures: row 3 refers to a row of runs"],
    "the first run": ["run 2 does not follow the run before it (none)"],
    "a run's manifest": ["run 2 does not hold", "run 3 does not follow"],
    "a run's end": ["run 2 bears no manifest", "run 3 does not follow"],
    "a reading": ["capture 4 has no reading"],
    "a text's title": ["text 1 (version 1 of xx_office/1 en): its digest"],
    "a text's hash": ["text 2 (version 2 of xx_office/1 en): its text_sha256"],
    "a passage's words": ["text 1 (version 1 of xx_office/1 en): its text_sha256"],
    "a passage": ["text 1 (version 1 of xx_office/1 en): its text_sha256"],
    "a layout": ["text 1 (version 1 of xx_office/1 en): its layout cannot be read"],
    "a heading": ["text 1 (version 1 of xx_office/1 en): its heading is missing", "row 1 refers to a row of headings"],
    "a speaker": ["text 1 (version 1 of xx_office/1 en): its digest"],
    "a turn": ["text 1 (version 1 of xx_office/1 en): its text_sha256"],
    "a version": ["version 3 of xx_office/1 en is missing", "withdrawals: row 4 refers to a row of versions"],
    "a version's text": ["version 3 of xx_office/1 en: text is 1, its captures say 2"],
    "a version's time": ["version 1 of xx_office/1 en: last_seen is 2030"],
    "a version on a wall": ["version 3 stands on no capture of its variant that speaks"],
    "a version more": ["version 4 of xx_office/1 en is none that its captures make", "version 4 stands on no capture"],
    "a change": ["change 1-3 of xx_office/1 en is missing: its captures make it"],
    "a change's end": ["change 1-3 of xx_office/1 en: from_version is 2, its captures say 1", "bears another id"],
    "a change's severity": ["change 1-3 of xx_office/1 en: severity is cosmetic, it should be major"],
    "a change's beginning": ["not_before is 2001-01-01T00:00:00.000Z, its captures say 2026-03-02T13:00:00.000Z"],
    "when a change was first seen": ["1-3 of xx_office/1 en: not_after is 2031-01-01T00:00:00.000Z, its captures say"],
    "a change's capture": ["change 1-3 of xx_office/1 en: from_capture is 1, its captures say 2"],
    "a change's text": ["change 1-3 of xx_office/1 en: from_text is 2, its captures say 1"],
    "a change's kind": ["change 1-3 of xx_office/1 en: kind is reverted, its captures say edited or extended"],
    "that a change was declared": ["change 1-3 of xx_office/1 en: silent is 0, its captures say 1"],
    "a change's severity upwards": ["change 3-4 of xx_office/1 en: severity is cosmetic, it should be major"],
    "a change's rule": ["change 1-3 of xx_office/1 en: rule is mercy, it should be number_changed"],
    "a change that never was": ["change 3-1 of xx_office/1 en is none that its captures make"],
    "a change put aside": ["change 1-3 of xx_office/1 en is missing: its captures make it"],
    "all edits": ["change 1-3 of xx_office/1 en: severity is major, it should be cosmetic"],
    "a withdrawal": ["withdrawal 4 of xx_office/1 en (two looks 24 hours apart) is missing: its captures make it"],
    "a withdrawal's end": [
        "withdrawal 4 of xx_office/1 en (two looks 24 hours apart): restored_by is None, its captures say 6"
    ],
    "a withdrawal that never was": [
        "withdrawal 3 of xx_office/1 en (two looks 24 hours apart) is none that its captures make"
    ],
    "a view": ["the view flags is missing"],
    "a view forged": ["the view flags is not as this release makes it"],
    "an index of a table": ["the index captures_variant is missing"],
    "a trigger": ["the trigger quiet is none of ours"],
    "a table": ["the table edits is missing", "could not be looked at"],
    "how far the index reaches": ["the search index holds 3 passages that are not to be in it"],
    "the index emptied": ["the search index lacks 4 passages"],
    "the index's words": ["the search index cannot be read"],
    "an edit's change": ["edits: row 1 refers to a row of changes"],
    "what a search finds": ["passages of version 1 cannot be found by a search"],
    "the index": ["the search index claims to reach passage 99"],
}


@pytest.mark.parametrize("what", TAMPERING)
def test_what_was_tampered_with_is_named(book: Notebook, what: str) -> None:
    book.db.conn.execute("PRAGMA foreign_keys = OFF")
    book.db.conn.executescript(TAMPERING[what])
    found = "\n".join(wrong(book))
    for line in NAMED[what]:
        assert line in found


def test_a_run_in_progress_has_nothing_to_be_held_to(book: Notebook) -> None:
    book.saw(60, *OLD.split("\n"))
    assert wrong(book) == []
    book.new_run()
    assert wrong(book) == []
    with book.db.atomic():
        runs.finish(book.db, book.run, outcome="stopped")
    assert wrong(book) == []


def test_runs_beside_one_another_that_were_cut_off_are_no_damage(book: Notebook) -> None:
    """A backfill of two sources has a run open for each; a kill or a full disk closes neither."""
    db = book.db
    with db.atomic():
        other = runs.start(db, "backfill", runs.source_id(db, "xx_other"), beside=[book.run])
    book.saw(60, *NEW.split("\n"))
    assert wrong(book) == []
    with db.atomic():
        runs.finish(db, book.run, outcome="done")
    assert wrong(book) == [], "the second is still open"
    with db.atomic():
        book.run = runs.start(db, "diff", None)
    assert book.rows("SELECT outcome FROM runs WHERE id = ?", other) == [("killed",)]
    assert wrong(book) == []


def test_a_sample_of_variants_is_folded(book: Notebook) -> None:
    with book.db.atomic():
        book.db.conn.execute("UPDATE versions SET number = 7 WHERE id = 1")
    assert list(verify(book.db, confirm_withdrawal=CONFIRM, sample=1)) == [
        "version 1 of xx_office/1 en: number is 7, its captures say 1"
    ]


def test_a_broken_file_is_named(book: Notebook, tmp_path: Path) -> None:
    book.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    path = tmp_path / "broken.db"
    with book.db.atomic():
        book.db.conn.execute("CREATE TABLE filler (line TEXT)")
        book.db.conn.executemany("INSERT INTO filler VALUES (?)", ((f"{n:0200d}",) for n in range(500)))
    book.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    (root,) = book.rows("SELECT rootpage FROM sqlite_master WHERE name = 'filler'")[0]
    (page,) = book.rows("PRAGMA page_size")[0]
    damaged = bytearray((tmp_path / "record.db").read_bytes())
    damaged[(root - 1) * page + 8 : (root - 1) * page + 16] = bytes(8)
    path.write_bytes(damaged)
    db = connect_read_only(path)
    assert next(verify(db, confirm_withdrawal=CONFIRM)).startswith("the file: ")
    db.conn.close()


# --- the command ------------------------------------------------------------------------------------------------------


def test_the_command_names_what_is_wrong_and_writes_nothing(book: Notebook, tmp_path: Path) -> None:
    desk = Desk(tmp_path / "copy.db")
    book.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    shutil.copy(tmp_path / "record.db", desk.database)
    ended = desk.ok("verify", "--sample", "5")
    assert ended.out == ""
    assert ended.last.startswith("verify: nothing wrong: 3 bodies, 6 captures, 2 versions, 3 changes, ")
    assert "1 variants folded anew" in ended.last
    assert chain_head(book.db) in ended.last
    with desk.writable() as conn:
        conn.execute("UPDATE captures SET headers = '{}', http_status = 201 WHERE id = 1")
    before = desk.database.read_bytes()
    ended = desk.run("verify")
    assert ended.code == 1
    assert ended.out == "run 1 does not hold the captures it closed with: one was removed, added or altered\n"
    assert "1 thing wrong" in ended.last
    assert desk.database.read_bytes() == before


def test_verify_works_while_a_crawl_writes(ministry: Ministry, desk: Desk) -> None:
    desk.ok("crawl", "ru_kremlin")
    url = desk.one("SELECT url FROM variants ORDER BY id LIMIT 1")
    ministry.faults[url] = Fault("hang", times=1, seconds=20)
    with desk.start("crawl", "ru_kremlin", "-a", "full=1", UNCONDITIONAL_EVERY=1) as process:
        while desk.one("SELECT count(*) FROM runs") < 2:
            assert process.poll() is None
        assert "nothing wrong" in desk.ok("verify").last
        assert process.poll() is None, "the crawl was still at work"
        process.kill()
        end(process)
    assert "nothing wrong" in desk.ok("verify").last


@pytest.mark.parametrize(("arguments", "culprit"), [(("--sample", "0"), "--sample 0"), (("all",), "all")])
def test_wrong_usage_names_the_culprit(
    book: Notebook, tmp_path: Path, arguments: tuple[str, ...], culprit: str
) -> None:
    ended = Desk(tmp_path / "record.db").run("verify", *arguments)
    assert ended.code == 2
    assert culprit in ended.last
