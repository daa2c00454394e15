"""What counts as evidence: whole answers of the same page, runs that were judged, pages that may be asked for."""

from __future__ import annotations

import asyncio
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from crawler.health import Tally, judge
from crawler.readers import Readers
from crawler.recorder import Recorder
from storage.observation import FORBIDDEN, Address, Capture, Link, Reading
from storage.record import captures, documents, listings, runs
from storage.record.db import connect
from storage.record.schedule import Policy
from tests.notebook import Notebook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from sqlite_utils import Database

    from storage.observation import Verdict

NOON = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
ARTICLE = Address("56519", "en", "http://en.kremlin.ru/events/president/news/56519")


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    db = connect(tmp_path / "transcripts.db")
    yield db
    db.conn.close()


@pytest.fixture
def run(db: Database) -> int:
    with db.atomic():
        return runs.start(db, "crawl", runs.source_id(db, "ru_kremlin", "proven"))


def answers(db: Database, run: int, *seen: tuple[int, str, bytes]) -> list[str]:
    """The verdicts of these answers (status, URL, body), an hour apart, to requests for the article."""
    with db.atomic():
        documents.variant_at(db, 1, ARTICLE, NOON)

    async def ask() -> list[str]:
        recorder = Recorder(db, run, Policy(), Readers(0))
        verdicts = []
        for hour, (status, url, body) in enumerate(seen):
            [due] = await recorder.query(documents.due, 1, None, 0, 2**62)
            capture = Capture(
                "ru_kremlin", url, NOON + timedelta(hours=hour), status, body=body, variant=due.variant, address=ARTICLE
            )
            verdicts.append((await recorder.record(capture, due)).verdict)
        await recorder.close()
        return verdicts

    return asyncio.run(ask())


def test_repeated_bytes_inherit_only_from_a_whole_answer_at_the_same_address(db: Database, run: int) -> None:
    url = ARTICLE.url
    assert answers(db, run, (404, url, b""), (503, url, b""), (403, url, b""), (404, url, b"")) == [
        *("gone", "error", "blocked", "gone"),
    ]


def test_an_unhealthy_run_never_becomes_what_is_usual() -> None:
    bad = Tally(articles=Counter(blocked=20), listed=20, languages={"en"})
    assert judge(bad, Counter(blocked=20, ok=20), frozenset({"en"}))[0] == "unhealthy"
    assert judge(bad, Counter(), frozenset({"en"}))[0] == "unhealthy"


@pytest.mark.parametrize("state", [None, "unhealthy"])
def test_a_run_that_was_cut_short_or_unwell_proves_no_absence(db: Database, state: str | None) -> None:
    book = Notebook(db)
    book.saw(0, "It was said.")
    book.new_run()
    book.failed(1, "gone")
    book.new_run(state)
    book.failed(30, "gone")
    book.diff()
    assert book.changes() == [], "the one look that counts is not enough"
    book.failed(60, "gone")
    book.diff()
    assert [kind for kind, *_ in book.changes()] == ["withdrawn"]


def test_pages_of_a_listing_that_are_to_be_turned_to_outlive_a_kill(db: Database, run: int) -> None:
    def page(number: int, *keys: str) -> listings.Recorded:
        links = tuple(Link(Address(key, "en", f"http://en.kremlin.ru/events/president/news/{key}")) for key in keys)
        url = f"http://en.kremlin.ru/events/president/news/page/{number}"
        capture = Capture("ru_kremlin", url, NOON, 200, body=url.encode())
        reading = Reading("ok", "Listing@1", links=links, more=(url.replace(f"/{number}", f"/{number + 1}"),))
        with db.atomic():
            return captures.record(db, run, capture, reading, lambda *_: reading, Policy(catch_up=True))

    assert page(1, "9", "8").more
    assert listings.unturned(db, 1) == ["http://en.kremlin.ru/events/president/news/page/2"]
    assert page(2, "7", "6").more
    assert listings.unturned(db, 1) == ["http://en.kremlin.ru/events/president/news/page/3"]
    assert not page(3, "5", "6").more, "here we have been before"
    assert listings.unturned(db, 1) == []


def test_what_only_archives_hold_is_never_due(db: Database, run: int) -> None:
    with db.atomic():
        documents.variant_at(db, 1, Address("liferay-1", "en", "https://mid.ru/x/content/id/1", archived=True), NOON)
    assert documents.due(db, 1, None, 0, 2**62) == []
    assert documents.due(db, 1, datetime(2100, 1, 1, tzinfo=UTC), 0, 2**62) == []


def test_what_robots_txt_forbids_is_no_failure_of_the_page(db: Database, run: int) -> None:
    with db.atomic():
        variant = documents.variant_at(db, 1, ARTICLE, NOON)
        capture = Capture("ru_kremlin", ARTICLE.url, NOON, variant=variant, failure=FORBIDDEN)
        captures.record(
            db, run, capture, Reading("blocked", "fetch", FORBIDDEN), lambda *_: pytest.fail("read"), Policy()
        )
    [(failures, again)] = db.conn.execute("SELECT failures, next_check FROM variants").fetchall()
    assert failures == 0
    assert again > "2026-03-08"


@pytest.mark.parametrize(("verdict", "found"), [("blocked", []), ("gone", [("missing_variant", "ru")])])
def test_a_variant_is_missing_once_its_url_failed_in_two_runs(
    db: Database, verdict: Verdict, found: list[tuple[str, str]]
) -> None:
    book, russian = Notebook(db), Address("1", "ru", "https://office.example/ru/1")
    book.saw(0, "It was said.")
    book.failed(1, verdict, russian)
    book.diff()
    assert book.rows("SELECT kind, language FROM discrepancy_log") == []
    book.failed(2, verdict, russian)
    book.diff()
    assert book.rows("SELECT kind, language FROM discrepancy_log") == found
