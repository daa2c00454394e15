"""What a rebuild makes anew: the same from the same code, and from a better reader only what the publisher did."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from crawler.rebuild import Outcome, rebuild
from storage.observation import Address, Link, Reading
from storage.record.db import connect, iso
from tests.notebook import ADEPT, CONFIRM, COUNTER, NEWS, NOON, NOVICE, Notebook, transcript
from tests.sums import sums

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

    from storage.observation import Capture

OLD, NEW = "Talks will begin on 4 May.", "Talks will begin on 5 May."
REBUILT = NOON + timedelta(days=400)


class Blind:
    """A reader that overlooks the last line of a page."""

    name = "Article@0"

    def __call__(self, capture: Capture, language: str) -> Reading:
        lines = (capture.body or b"").decode().splitlines()[:-1]
        return Reading("ok", self.name, transcript=transcript(*lines, language=language))


class Office:
    """A notebook, and rebuilds with whatever reader it has by then."""

    def __init__(self, db: Database, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        self.book, self._path, self._monkeypatch = Notebook(db), path, monkeypatch
        monkeypatch.setattr("crawler.rereading.site_of", lambda source: self)
        monkeypatch.setattr("crawler.rebuild.code_of", lambda source: self.book.reader.partition("@")[2])

    def locate(self, url: str) -> Address | None:
        return NEWS if url == NEWS.url else None

    def reads_with(self, reader: Blind) -> None:
        self._monkeypatch.setattr(self.book, "read", reader)
        self.book.reader = reader.name

    def reads_as(self, reader: str) -> None:
        self._monkeypatch.undo()
        self.__init__(self.book.db, self._path, self._monkeypatch)  # type: ignore[misc]
        self.book.reader = reader

    def rebuild(self) -> Outcome:
        self._monkeypatch.setattr("crawler.rereading.reread", self.book.read)
        return rebuild(self.book.db, self._path, jobs=0, confirm_withdrawal=CONFIRM, now=REBUILT)

    def sums(self, *extra: str) -> dict[str, str]:
        return sums(self.book.rows, *extra)


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    path = tmp_path / "record.db"
    db = connect(path)
    yield Office(db, path, monkeypatch)
    assert db.conn.execute("PRAGMA foreign_key_check").fetchall() == []
    db.conn.close()


# --- with a page of a few lines ---------------------------------------------------------------------------------------


def test_the_same_reader_makes_the_same_rows(office: Office) -> None:
    book = office.book
    book.saw(0, OLD)
    book.failed(5, "gone")
    book.failed(40, "gone")
    book.saw(50, NEW)
    book.diff()
    before = office.sums("readings", "extractors")
    assert len(book.changes()) == 3
    assert office.rebuild().changes == 0
    assert office.sums("readings", "extractors") == before
    office.rebuild()
    assert office.sums("readings", "extractors") == before


def test_a_better_reader_alone_makes_no_version_and_no_edit(office: Office) -> None:
    book = office.book
    book.saw(0, OLD, COUNTER)
    book.saw(1, NEW, COUNTER)
    book.diff()
    changes, edits = book.rows("SELECT id, found_at, revealed FROM changes"), book.changes()
    book.reader = ADEPT
    assert office.rebuild().readings == 2
    assert book.changes() == edits == [("edited", "1-2", 1, 2, "4", "5")]
    assert book.rows("SELECT id, found_at, revealed FROM changes") == changes
    assert [text for _, _, text in book.versions()] == [OLD, NEW], "as today's reader reads them"
    assert len(book.rows("SELECT * FROM readings")) == 4, "the former readings stay on record"
    assert book.rows("SELECT * FROM edits WHERE found_at NOT NULL") == []


def test_a_change_that_was_only_ours_is_taken_back(office: Office) -> None:
    book = office.book
    book.saw(0, OLD, COUNTER)
    book.saw(1, OLD)
    book.diff()
    assert len(book.versions()) == 2
    book.reader = ADEPT
    office.rebuild()
    assert [text for _, _, text in book.versions()] == [OLD]
    assert book.changes() == []
    assert book.rows("SELECT id, superseded FROM changes") == [("1-2", 1)], "its address stays good"


def test_what_a_better_reader_reveals_is_found_then_and_marked(office: Office) -> None:
    book = office.book
    office.reads_with(Blind())
    book.saw(0, OLD, "It was agreed.")
    book.saw(1, OLD, "It was not agreed.")
    book.diff()
    assert book.changes() == []
    office.reads_as(ADEPT)
    office.rebuild()
    assert [(row[0], row[1]) for row in office.book.changes()] == [("edited", "1-2")]
    assert book.rows("SELECT revealed, found_at FROM changes") == [(1, iso(REBUILT))]
    after = office.sums()
    office.rebuild()
    assert office.sums() == after


def test_an_edit_revealed_in_a_known_change_leaves_the_others_their_time(office: Office) -> None:
    book = office.book
    office.reads_with(Blind())
    book.saw(0, OLD, "It was agreed.")
    book.saw(1, NEW, "It was not agreed.")
    book.diff()
    (found_at,) = book.rows("SELECT found_at FROM changes")
    office.reads_as(ADEPT)
    office.rebuild()
    assert book.rows("SELECT id, found_at, revealed FROM changes") == [("1-2", *found_at, 0)]
    edits = book.rows("SELECT after, found_at FROM edit_log ORDER BY found_at")
    assert edits == [("5", *found_at), (edits[1][0], iso(REBUILT))]
    assert "not" in edits[1][0]


def test_what_nobody_had_compared_is_the_publishers_news(office: Office) -> None:
    book = office.book
    book.saw(0, OLD, COUNTER)
    book.saw(1, NEW, COUNTER)
    book.reader = ADEPT
    office.rebuild()
    assert book.rows("SELECT id, revealed FROM changes") == [("1-2", 0)]


def test_a_release_undone_is_undone_in_what_is_derived(office: Office) -> None:
    book = office.book
    book.saw(0, OLD, COUNTER)
    book.saw(1, OLD)
    book.diff()
    before = office.sums()
    book.reader = ADEPT
    office.rebuild()
    assert office.sums()["versions"] != before["versions"]
    readings = book.rows("SELECT * FROM readings")
    book.reader = NOVICE
    office.rebuild()
    assert office.sums()["versions"] == before["versions"]
    assert office.sums()["changes"] == before["changes"]
    assert book.rows("SELECT * FROM readings") == readings
    assert not book.saw(2, OLD).new_version


def test_what_is_derived_can_be_dropped(office: Office) -> None:
    book = office.book
    book.saw(0, OLD)
    book.saw(1, NEW)
    book.failed(5, "gone")
    book.failed(40, "gone")
    book.saw(50, NEW)
    book.diff()
    before = office.sums()
    with book.db.atomic():
        for table in ("edits", "changes", "withdrawals", "versions", "passage_variants"):
            book.db.conn.execute(f"DELETE FROM {table}")
        book.db.conn.execute("UPDATE passages SET text = 'Talks are off.'")
        book.db.conn.execute("UPDATE headings SET title = 'Another'")
        book.db.conn.execute("UPDATE texts SET layout = '[]', text_sha256 = x'00'")
    outcome = office.rebuild()
    assert outcome.texts == 2
    after = office.sums()
    assert {table for table in before if after[table] != before[table]} == {"changes"}
    assert book.rows("SELECT id, found_at, revealed FROM changes ORDER BY not_after") == [
        (id_, iso(REBUILT), 1) for id_ in ("1-2", "2-3", "3-5")
    ]


@pytest.mark.parametrize("reader", [NOVICE, ADEPT])
def test_a_damaged_text_is_mended_once_by_whichever_reader_reads_it(office: Office, reader: str) -> None:
    book = office.book
    for day, line in enumerate((OLD, NEW, NEW)):
        book.saw(day, line)
    passages = book.rows("SELECT * FROM passages")
    with book.db.atomic():
        book.db.conn.execute("UPDATE passages SET text = 'Talks are off.'")
    book.reader = reader
    assert office.rebuild().texts == 2
    assert book.rows("SELECT * FROM passages") == passages


def test_a_damaged_body_is_named_and_costs_no_reading(office: Office) -> None:
    book = office.book
    book.saw(0, OLD, COUNTER)
    book.saw(1, NEW, COUNTER)
    book.diff()
    with book.db.atomic():
        book.db.conn.execute("UPDATE bodies SET data = x'00' WHERE id = 2")
    book.reader = ADEPT
    outcome = office.rebuild()
    assert [line.partition(": body 2 ")[0] for line in outcome.damaged] == ["capture 2"]
    assert outcome.readings == 1
    assert [id_ for _, id_, _ in book.versions()] == [1, 2]
    assert book.changes() == [("edited", "1-2", 1, 2, "4", "5")]


def test_a_reading_that_the_same_code_no_longer_makes_is_told(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    book = office.book
    capture = book.saw(0, OLD).capture
    book.diff()
    (before,) = book.rows("SELECT * FROM readings")
    monkeypatch.setattr(book, "read", lambda held, language: Reading("ok", NOVICE, transcript=transcript(NEW)))
    assert office.rebuild().otherwise == [capture]
    former, later = book.rows("SELECT * FROM readings ORDER BY id")
    assert (former, later[1:4]) == (before, before[1:4]), "both stand"
    assert [text for _, _, text in book.versions()] == [NEW], "and the later one counts"
    assert office.rebuild().otherwise == []


@pytest.mark.parametrize(
    "forgery",
    [
        "text = (SELECT text FROM readings WHERE capture = 1)",
        "verdict = 'gone', text = NULL",
        "verdict = 'unreadable', text = NULL",
        "verdict = 'blocked'",
    ],
)
def test_a_forged_reading_gives_way_to_the_bytes(office: Office, forgery: str) -> None:
    book = office.book
    book.saw(0, OLD)
    book.saw(1, NEW)
    book.failed(2, "gone")
    book.diff()
    versions, changes = book.versions(), book.changes()
    with book.db.atomic():
        book.db.conn.execute(f"UPDATE readings SET {forgery} WHERE capture = 2")
    forged = book.rows("SELECT * FROM readings")
    assert office.rebuild().otherwise == [2]
    assert (book.versions(), book.changes()) == (versions, changes)
    assert book.rows("SELECT * FROM readings ORDER BY id")[:3] == forged, "the forged reading stays on record"


def test_a_page_that_the_same_code_cannot_read_takes_a_forged_text_back(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = office.book
    monkeypatch.setattr(book, "read", lambda held, language: Reading("unreadable", NOVICE, "no title"))
    book.saw(0, OLD)
    monkeypatch.setattr(book, "read", lambda held, language: Reading("ok", NOVICE, transcript=transcript(NEW)))
    book.saw(1, NEW)
    with book.db.atomic():
        book.db.conn.execute("UPDATE readings SET verdict = 'ok', text = 1 WHERE capture = 1")
    monkeypatch.setattr(
        book,
        "read",
        lambda held, language: (
            Reading("unreadable", NOVICE, "no title")
            if held.body == OLD.encode()
            else Reading("ok", NOVICE, transcript=transcript(NEW))
        ),
    )
    assert office.rebuild().otherwise == [1]
    assert [id_ for _, id_, _ in book.versions()] == [2]


def test_findings_that_a_better_reader_refutes_are_gone(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    book = office.book
    book.failed(0, "foreign")
    book.diff()
    assert book.rows("SELECT kind FROM discrepancy_log") == [("wrong_language",)]
    book.reader = ADEPT
    monkeypatch.setattr(book, "read", lambda held, language: Reading("ok", ADEPT, transcript=transcript(OLD)))
    office.rebuild()
    assert book.rows("SELECT kind FROM discrepancy_log") == []
    assert len(book.versions()) == 1


def test_languages_that_a_better_reader_sees_named_become_known(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    book = office.book
    book.saw(0, OLD)
    book.reader = ADEPT
    read = book.read
    french = Link(Address("1", "fr", "https://office.example/fr/1"), same_document=True)
    monkeypatch.setattr(book, "read", lambda held, language: replace(read(held, language), links=(french,)))
    office.rebuild()
    assert book.rows("SELECT language, url FROM variants WHERE language = 'fr'") == [("fr", french.address.url)]
    assert len(book.rows("SELECT * FROM documents")) == 1


# --- on the day of a release ------------------------------------------------------------------------------------------


def test_a_lone_stranger_before_a_release_makes_no_version_after_it(office: Office) -> None:
    book = office.book
    book.saw(0, OLD, COUNTER)
    book.saw(5, NEW, COUNTER, observer="archive")
    book.reader = ADEPT
    book.saw(10, OLD, COUNTER)
    book.diff()
    assert [id_ for _, id_, _ in book.versions()] == [1]
    assert book.changes() == []


def test_a_reversion_on_the_day_of_a_release_is_known_as_one(office: Office) -> None:
    book = office.book
    book.saw(0, OLD, COUNTER)
    book.saw(1, NEW, COUNTER)
    book.reader = ADEPT
    book.saw(2, OLD, COUNTER)
    book.diff()
    assert [(kind, id_) for kind, id_, *_ in book.changes()] == [("edited", "1-2"), ("reverted", "2-3")]


def test_page_classes_of_one_release_are_one_reader(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    """A misread redesign: the release that gives it a page class of its own takes the false change back."""
    book = office.book
    book.saw(0, OLD)
    book.saw(1, OLD, COUNTER)
    book.diff()
    assert len(book.versions()) == 2
    book.reader = ADEPT
    read = book.read
    monkeypatch.setattr(
        book,
        "read",
        lambda held, language: replace(
            read(held, language), extractor="Redesign@2" if COUNTER.encode() in (held.body or b"") else ADEPT
        ),
    )
    office.rebuild()
    assert len(book.versions()) == 1


def test_a_304_says_nothing_once_its_page_proves_a_wall(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    book = office.book
    wall = book.saw(0, "Checking your browser.").capture
    book.not_modified(1, wall)
    book.saw(2, OLD)
    book.diff()
    assert len(book.versions()) == 2
    book.reader = ADEPT
    read = book.read
    monkeypatch.setattr(
        book,
        "read",
        lambda held, language: (
            Reading("blocked", ADEPT, "a wall") if held.body != OLD.encode() else read(held, language)
        ),
    )
    office.rebuild()
    assert [text for _, _, text in book.versions()] == [OLD]
    assert book.changes() == []
