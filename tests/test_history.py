"""What captures amount to: versions, intervals, changes, withdrawals; a change of ours is never one of theirs."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

import crawler.reading
from crawler.pages.ru_kremlin import KremlinArticle
from crawler.readers import Readers
from crawler.recorder import Recorder
from storage.jobs.diff import run_diff
from storage.observation import Address, Capture, Reading
from storage.record import documents, runs
from storage.record.db import connect
from storage.record.schedule import Policy
from storage.show.select import superseded_rows
from tests.ministry.editions import World
from tests.ministry.site import Site
from tests.notebook import ADEPT, CONFIRM, COUNTER, NEWS, NOON, Notebook, transcript

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.observation import Verdict

OLD, NEW = "Talks will begin on 4 May.", "Talks will begin on 5 May."


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Notebook]:
    db = connect(tmp_path / "record.db")
    yield Notebook(db)
    assert db.conn.execute("PRAGMA foreign_key_check").fetchall() == []
    db.conn.close()


def test_a_change_has_an_interval_between_two_sightings(book: Notebook) -> None:
    book.saw(0, OLD)
    book.saw(1, OLD)
    book.failed(2, "blocked")
    assert book.saw(3, NEW).new_version
    assert book.diff().changes == 1
    assert book.changes() == [("edited", "1-4", 1, 2, "4", "5")]
    assert book.rows("SELECT not_before, not_after, from_capture, to_capture FROM edit_log") == [
        ("2026-03-02T13:00:00.000Z", "2026-03-02T15:00:00.000Z", 2, 4)
    ]
    assert book.diff().variants == 0, "nothing is compared twice"


def test_there_and_back_is_three_versions_and_a_reversion(book: Notebook) -> None:
    for hour, line in enumerate((OLD, NEW, OLD)):
        book.saw(hour, line)
    book.diff()
    assert [number for number, _, _ in book.versions()] == [1, 2, 3]
    assert [change[:1] + change[4:] for change in book.changes()] == [("edited", "4", "5"), ("reverted", "5", "4")]


@pytest.mark.parametrize(
    "verdict", ["gone", "soft_404", "blocked", "empty", "truncated", "foreign", "unreadable", "error"]
)
def test_what_cannot_speak_makes_no_version_and_splits_none(book: Notebook, verdict: Verdict) -> None:
    book.saw(0, OLD)
    assert not book.failed(1, verdict).new_version
    assert not book.saw(2, OLD).new_version
    book.diff()
    assert len(book.versions()) == 1
    assert book.changes() == []
    assert book.rows("SELECT verdict, version FROM capture_log") == [("ok", 1), (verdict, None), ("ok", 1)]


def test_a_withdrawal_takes_two_looks_far_enough_apart(book: Notebook) -> None:
    book.saw(0, OLD)
    book.failed(1, "gone")
    book.failed(1 + 23.9, "gone")
    book.diff()
    assert book.changes() == []
    assert book.rows("SELECT status FROM transcripts") == [("unreachable",)]
    book.failed(1 + 24, "soft_404")
    book.diff()
    assert book.changes() == [("withdrawn", "1-2", 1, None, None, None)]
    assert book.rows("SELECT status FROM transcripts") == [("withdrawn",)]
    assert book.rows("SELECT not_before, not_after, severity FROM edit_log") == [
        ("2026-03-02T12:00:00.000Z", "2026-03-02T13:00:00.000Z", "major")
    ]
    book.failed(50, "gone")
    book.diff()
    assert len(book.changes()) == 1, "one absence is one withdrawal"


def test_the_same_text_before_and_after_a_withdrawal_is_one_version(book: Notebook) -> None:
    book.saw(0, OLD)
    book.failed(1, "gone")
    book.failed(30, "gone")
    book.saw(60, OLD)
    book.diff()
    assert [number for number, _, _ in book.versions()] == [1]
    assert [(kind, start, to) for kind, _, start, to, _, _ in book.changes()] == [
        ("withdrawn", 1, None),
        ("restored", 1, 1),
    ]
    assert book.rows("SELECT status FROM transcripts") == [("live",)]


def test_an_absence_between_two_other_looks_starts_anew(book: Notebook) -> None:
    book.saw(0, OLD)
    book.failed(1, "gone")
    book.saw(2, OLD)
    book.failed(26, "gone")
    book.diff()
    assert book.changes() == []


def test_absences_in_an_unhealthy_run_confirm_nothing(book: Notebook) -> None:
    book.saw(0, OLD)
    book.new_run("ok")
    book.failed(1, "gone")
    book.new_run("unhealthy")
    book.failed(30, "gone")
    book.new_run("ok")
    book.diff()
    assert book.changes() == []


def test_a_304_prolongs_a_version_until_it_is_caught_lying(book: Notebook) -> None:
    first = book.saw(0, OLD).capture
    book.not_modified(5, first)
    assert book.rows("SELECT last_seen FROM versions") == [("2026-03-02T17:00:00.000Z",)]
    book.saw(6, NEW)
    book.not_modified(7, first, probe=True)
    assert book.rows("SELECT distrusted FROM variants") == [(1,)]
    book.diff()
    assert len(book.versions()) == 2, "the lie after the edit is no reversion"
    assert book.rows("SELECT DISTINCT not_before FROM edit_log") == [("2026-03-02T12:00:00.000Z",)]


def test_a_late_arrival_splits_an_interval(book: Notebook) -> None:
    book.saw(0, OLD)
    book.saw(10, "Talks will begin on 6 May.")
    book.diff()
    (announced,) = book.changes()
    assert announced == ("edited", "1-2", 1, 2, "4", "6")
    book.saw(5, NEW, observer="file")
    book.saw(6, NEW, observer="file")
    book.diff()
    assert [(number, id_) for number, id_, _ in book.versions()] == [(1, 1), (2, 3), (3, 2)], "ids stay"
    assert book.changes() == [("edited", "1-3", 1, 2, "4", "5"), ("edited", "3-2", 2, 3, "5", "6")]
    assert book.rows("SELECT id, superseded FROM changes ORDER BY id") == [("1-2", 1), ("1-3", 0), ("3-2", 0)]
    assert [row["after"] for row in superseded_rows(book.db, "1-2")] != []
    assert superseded_rows(book.db, "1-3") == []


def test_a_late_arrival_that_agrees_narrows_the_interval_and_announces_nothing(book: Notebook) -> None:
    book.saw(0, OLD)
    book.saw(10, NEW)
    book.diff()
    found_at = book.rows("SELECT id, found_at FROM changes")
    book.saw(5, OLD, observer="file")
    book.diff()
    assert book.rows("SELECT id, found_at FROM changes") == found_at
    assert book.rows("SELECT DISTINCT not_before FROM edit_log") == [("2026-03-02T17:00:00.000Z",)]
    assert len(book.rows("SELECT * FROM edits")) == 1


def test_one_stranger_alone_waits_for_a_second_sighting(book: Notebook) -> None:
    book.saw(0, OLD)
    book.saw(10, OLD)
    book.saw(5, NEW, observer="archive")
    assert len(book.versions()) == 1
    book.saw(6, NEW, observer="archive")
    assert [text for _, _, text in book.versions()] == [OLD, NEW, OLD]


def test_a_stranger_seen_twice_counts_from_the_first_time(book: Notebook) -> None:
    for hour, text in enumerate((OLD, NEW, OLD, NEW)):
        book.saw(hour, text, observer="file")
    assert [number for number, _, _ in book.versions()] == [1, 2, 3, 4]


def test_a_better_reader_alone_makes_no_version_and_no_edit(book: Notebook) -> None:
    book.saw(0, OLD, COUNTER)
    book.reader = ADEPT
    assert not book.saw(1, OLD, COUNTER).new_version
    book.diff()
    assert len(book.versions()) == 1
    assert book.changes() == []


def test_a_real_edit_on_the_day_of_a_better_reader_is_found_alone(book: Notebook) -> None:
    book.saw(0, OLD, COUNTER)
    book.reader = ADEPT
    book.saw(1, NEW, COUNTER)
    book.diff()
    assert book.changes() == [("edited", "1-2", 1, 2, "4", "5")]
    extractors = book.rows("SELECT name FROM readings JOIN extractors ON extractors.id = extractor WHERE capture = 1")
    assert extractors == [("Article@1",), ("Article@2",)], "the former reading stays on record"


def test_a_better_reader_and_a_304(book: Notebook) -> None:
    first = book.saw(0, OLD, COUNTER).capture
    book.not_modified(1, first)
    book.reader = ADEPT
    book.saw(2, NEW, COUNTER)
    book.diff()
    assert book.changes() == [("edited", "1-3", 1, 2, "4", "5")]
    assert book.rows("SELECT DISTINCT not_before FROM edit_log") == [("2026-03-02T13:00:00.000Z",)]


def test_readers_are_compared_on_real_pages(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The same through the recorder, with the page classes and pages of the ministry: bytes known, reader changed."""
    world = World(12, 7)
    site = Site(world)
    document = next(known for known in world.documents if known.source == "ru_kremlin")
    url = document.url("en")
    db = connect(tmp_path / "record.db")
    with db.atomic():
        source = runs.source_id(db, "ru_kremlin", "proven")
        run = runs.start(db, "crawl", source)
        address = crawler.reading.site_of("ru_kremlin").locate(url)
        assert address is not None
        variant = documents.variant_at(db, source, address, NOON)

    async def look(hour: int, edition: int) -> None:
        answer = site.answer("en.kremlin.ru", document.path("en"), {}, edition, 0)
        capture = Capture(
            "ru_kremlin",
            url,
            NOON + timedelta(hours=hour),
            200,
            {"content-type": answer.content_type},
            answer.body,
            variant=variant,
            address=address,
        )
        recorder = Recorder(db, run, Policy(), Readers(0))
        due = next(row for row in documents.due(db, source, None, 0, 10**9) if row.variant == variant)
        await recorder.record(capture, due)
        await recorder.close()

    asyncio.run(look(0, 1))
    asyncio.run(look(1, 1))
    assert db.conn.execute("SELECT verdict FROM capture_log").fetchall() == [("ok",), ("unchanged",)]
    read = KremlinArticle.title

    monkeypatch.setattr(KremlinArticle, "title", lambda page: f"President: {read(page)}")
    monkeypatch.setattr(crawler.reading, "_code_digest", lambda source: "another")
    asyncio.run(look(2, 1))
    assert db.conn.execute("SELECT count(*) FROM versions").fetchone() == (1,)
    asyncio.run(look(3, 2))
    run_diff(db, confirm_withdrawal=CONFIRM, now=datetime(2027, 1, 1, tzinfo=UTC))
    found = db.conn.execute("SELECT field, kind, before, after FROM edit_log").fetchall()
    truth = [(row["field"], row["kind"], row["before"], row["after"]) for row in world.truth(1, 2) if row["url"] == url]
    assert truth
    assert found == truth
    db.conn.close()


def test_another_form_of_a_page_is_no_edit(book: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    book.saw(0, "One passage here.", "Another there.")
    html = book.read

    def as_plain_text(capture: Capture, language: str) -> Reading:
        """The plain text of a page keeps its words, not its passages."""
        (turn,) = (read := html(capture, language).transcript or transcript()).turns
        joined = replace(read, form="text", turns=(replace(turn, passages=(" ".join(turn.passages),)),))
        return Reading("ok", "Text@1", transcript=joined)

    monkeypatch.setattr(book, "read", as_plain_text)
    assert not book.saw(1, "One passage here.", "Another there.").new_version
    assert len(book.versions()) == 1
    assert book.saw(2, "One passage here.", "Another here.").new_version


def test_a_wrong_language_hangs_on_its_capture_and_resolves(book: Notebook) -> None:
    book.saw(0, OLD)
    book.failed(1, "foreign")
    book.failed(2, "foreign")
    book.diff()
    assert book.rows("SELECT discrepancy, kind, severity, language, resolved_at FROM discrepancy_log") == [
        ("wrong_language-2", "wrong_language", "major", "en", None)
    ]
    book.saw(3, OLD)
    book.diff()
    assert book.rows("SELECT discrepancy, resolved_at FROM discrepancy_log") == [
        ("wrong_language-2", "2026-03-02T15:00:00.000Z")
    ]


def test_a_variant_that_never_answered_is_missing_after_two_runs(book: Notebook) -> None:
    russian = Address(NEWS.key, "ru", "https://office.example/ru/1")
    book.saw(0, OLD)
    book.failed(1, "gone", russian)
    book.diff()
    assert book.rows("SELECT kind FROM discrepancy_log") == []
    book.new_run("ok")
    book.failed(2, "gone", russian)
    book.diff()
    assert book.rows("SELECT kind, language, resolved_at FROM discrepancy_log") == [("missing_variant", "ru", None)]
    book.saw(3, "Переговоры начнутся 4 мая.", address=russian)
    book.diff()
    assert book.rows("SELECT resolved_at IS NULL FROM discrepancy_log") == [(0,)]


@pytest.mark.parametrize(("path", "found"), [("/old/1", []), ("/en/1", ["withdrawn", "restored"])])
def test_an_archive_that_no_longer_finds_an_old_address_saw_no_withdrawal(
    book: Notebook, path: str, found: list[str]
) -> None:
    asked = Address("1", "en", f"http://www.office.example{path}")
    book.saw(0, "The text.")
    book.failed(10, "gone", asked, observer="wayback")
    book.failed(40, "gone", asked, observer="wayback")
    book.saw(60, "The text.")
    book.diff()
    assert [change[0] for change in book.changes()] == found
