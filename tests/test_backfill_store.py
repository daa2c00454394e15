"""How a stream of archived captures is cut into transactions, and how many processes read beside the writing one."""

from __future__ import annotations

import pickle
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from scrapy.utils.project import get_project_settings

from crawler import workers
from crawler.backfill import store as stored
from crawler.backfill.archived import Archived
from crawler.backfill.intake import Intake
from crawler.reading import read
from storage.record import captures, versions
from storage.record.db import connect
from tests.pages import cases, page_of

if TYPE_CHECKING:
    from pathlib import Path

    import pytest
    from sqlite_utils import Database

START = datetime(2020, 1, 1, tzinfo=UTC)
URL = "https://mid.ru/en/foreign_policy/news/1780201/"
MANY = 160


def seen(n: int) -> Archived:
    body = f"---\ntitle: Briefing\nsource_url: {URL}\n---\n\nThis is what commit {n} says.\n".encode()
    headers = {"content-type": "text/markdown"}
    return Archived(URL, START + timedelta(days=n), body, "git", f"commit {n}", headers=headers)


def test_a_long_history_is_not_folded_anew_for_each_few_captures(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folded: list[int] = []

    def refold(db: Database, variant: int) -> bool:
        folded.append(len(versions.sightings(db, variant)))
        return versions.refold(db, variant)

    monkeypatch.setattr(captures, "refold", refold)
    monkeypatch.setattr(stored, "_BATCH", 2)
    monkeypatch.setattr(stored, "_TOGETHER", 1)
    db = connect(tmp_path / "transcripts.db")
    intake = Intake(db, get_project_settings())
    outcome = stored.store(intake, map(seen, range(MANY)))
    intake.close()
    assert outcome.verdicts == {"ok": MANY}
    assert db.conn.execute("SELECT count(*), max(number) FROM versions").fetchone() == (MANY, MANY)
    assert 2 < len(folded) < 40, "in several transactions, which grow"
    assert sum(folded) < 6 * MANY


def test_the_readers_of_files_are_one_a_core_unless_more_are_set(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers, "cores", lambda: 2)
    assert [stored.processes(setting) for setting in (0, 1, 2, 6)] == [0, 2, 2, 6]
    monkeypatch.setattr(workers, "cores", lambda: 64)
    assert [stored.processes(setting) for setting in (0, 1, 6)] == [0, 4, 6]


def test_a_reading_is_the_same_in_another_process() -> None:
    readings = [read(page_of(case)) for case in cases()]
    assert any(reading.links for reading in readings)
    assert pickle.loads(pickle.dumps(readings)) == readings
