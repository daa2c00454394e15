"""From response to record: pages are read in other processes, which may die or hang; batches are written whole."""

from __future__ import annotations

import asyncio
import sqlite3
from dataclasses import replace
from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

import crawler.readers
import crawler.recorder
from crawler.readers import Readers
from crawler.reading import site_of
from crawler.recorder import Recorder
from storage.observation import Capture
from storage.record import runs
from storage.record.captures import record
from storage.record.db import connect
from storage.record.schedule import Policy
from tests import poison
from tests.ministry.editions import World
from tests.ministry.site import Site
from tests.notebook import NOON

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from sqlite_utils import Database

    from storage.record.listings import Recorded


@pytest.fixture
def db(tmp_path: Path) -> Iterator[Database]:
    db = connect(tmp_path / "record.db")
    yield db
    db.conn.close()


def captures(count: int) -> list[Capture]:
    """Pages of the ministry's, each of another document or language."""
    world = World(12, 7)
    site = Site(world)
    made: list[Capture] = []
    for document in world.documents:
        for language in document.languages:
            if document.source == "ru_mid" and document.born == 1:
                url = document.url(language)
                answer = site.answer("mid.ru", document.path(language), {}, 1, 0)
                at = NOON + timedelta(seconds=len(made))
                headers = {"content-type": answer.content_type}
                address = site_of("ru_mid").locate(url)
                made.append(Capture("ru_mid", url, at, 200, headers, answer.body, address=address))
    return made[:count]


def record_all(db: Database, pages: Sequence[Capture], processes: int = 1) -> list[Recorded | BaseException]:
    """All at once, as a crawl does."""
    with db.atomic():
        run = runs.start(db, "crawl", runs.source_id(db, "ru_mid"))

    async def at_once() -> list[Recorded | BaseException]:
        recorder = Recorder(db, run, Policy(), Readers(processes))
        try:
            return await asyncio.gather(*(recorder.record(page) for page in pages), return_exceptions=True)
        finally:
            await recorder.close()

    return asyncio.run(at_once())


@pytest.mark.parametrize(("mark", "patience_s"), [(poison.DEADLY, 60.0), (poison.ENDLESS, 6.0)])
def test_a_page_that_undoes_its_reader_takes_no_other_with_it(
    db: Database, monkeypatch: pytest.MonkeyPatch, mark: bytes, patience_s: float
) -> None:
    monkeypatch.setattr(crawler.readers, "read", poison.read)
    monkeypatch.setattr(crawler.readers, "READ_TIMEOUT_S", patience_s)
    pages = captures(8)
    pages[2] = replace(pages[2], body=(pages[2].body or b"") + mark)
    recorded = record_all(db, pages)
    verdicts = [one if isinstance(one, BaseException) else one.verdict for one in recorded]
    assert verdicts == ["ok", "ok", "unreadable", "ok", "ok", "ok", "ok", "ok"]
    reasons = "SELECT reason FROM readings WHERE verdict = 'unreadable'"
    assert db.conn.execute(reasons).fetchone()[0].startswith("reading it failed: ")
    (body,) = db.conn.execute("SELECT count(*) FROM captures WHERE body NOTNULL").fetchone()
    assert body == len(pages), "what undid the reader is kept as well"


def test_a_batch_is_stored_whole_or_not_at_all(db: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    pages = captures(6)
    seen: list[object] = []

    def failing(*args: object) -> Recorded:
        seen.append(args)
        if len(seen) == 4:
            raise sqlite3.OperationalError("disk I/O error")
        return record(*args)  # type: ignore[arg-type]

    monkeypatch.setattr(crawler.recorder, "record", failing)
    recorded = record_all(db, pages, processes=0)
    failures = [one for one in recorded if isinstance(one, BaseException)]
    assert failures
    assert {str(failure) for failure in failures} == {"disk I/O error"}, "every waiting caller is told"
    (stored,) = db.conn.execute("SELECT count(*) FROM captures").fetchone()
    assert stored == len(pages) - len(failures)
    assert db.conn.execute("SELECT count(*) FROM readings").fetchone() == (stored,)
    monkeypatch.undo()
    record_all(db, [page for page, one in zip(pages, recorded, strict=True) if isinstance(one, BaseException)], 0)
    assert db.conn.execute("SELECT count(*) FROM versions").fetchone() == (len(pages),)
