"""A rebuild reads languages together anew: the same findings from the same code; mined anew only when asked to."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest

from crawler.rebuild import Outcome, rebuild
from storage.record.db import connect
from tests.notebook import CONFIRM, NOON
from tests.test_mining import publish
from tests.test_rebuild import REBUILT, Office
from tests.test_siblings import DAY, diff, found, history

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    db = connect(tmp_path / "record.db")
    yield Office(db, tmp_path / "record.db", monkeypatch)
    db.conn.close()


def again(
    office: Office, monkeypatch: pytest.MonkeyPatch, within: timedelta = DAY, *, dictionaries: bool = False
) -> Outcome:
    monkeypatch.setattr("crawler.rereading.reread", office.book.read)
    return rebuild(
        office.book.db,
        office._path,
        jobs=0,
        confirm_withdrawal=CONFIRM,
        edited_alone=within,
        dictionaries=dictionaries,
        now=REBUILT,
    )


def test_the_same_code_finds_the_same(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    history(office.book)
    diff(office.book)
    before = office.sums()
    assert found(office.book) != []
    assert again(office, monkeypatch).findings == 0
    assert office.sums() == before


def test_all_is_found_again_where_nothing_is_left(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    history(office.book)
    diff(office.book)
    findings = "SELECT id, first_seen, resolved_at, resolution, lag_hours FROM discrepancies ORDER BY id"
    before = office.book.rows(findings)
    with office.book.db.atomic():
        for table in ("discrepancies", "alignments", "awaited"):
            office.book.db.conn.execute(f"DELETE FROM {table}")
    assert again(office, monkeypatch).findings == len(before)
    assert office.book.rows(findings) == before
    assert office.book.rows("SELECT DISTINCT revealed FROM discrepancies") == [(1,)], "and not announced"


def test_another_rule_reveals_and_keeps_what_was_known(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    history(office.book)
    diff(office.book, within=timedelta(days=30))
    known = office.book.rows("SELECT id, found_at FROM discrepancies WHERE NOT revealed ORDER BY id")
    outcome = again(office, monkeypatch)
    assert outcome.findings > 0
    revealed = office.book.rows("SELECT DISTINCT kind FROM discrepancies WHERE revealed")
    assert revealed == [("edited_alone",)]
    assert office.book.rows("SELECT id, found_at FROM discrepancies WHERE NOT revealed ORDER BY id") == known


def test_dictionaries_are_mined_anew_only_when_asked_to(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    publish(office.book, 1, 2, 3, 4)
    diff(office.book)
    publish(office.book, 5, 6)
    diff(office.book)
    assert again(office, monkeypatch).dictionaries == 0
    assert office.book.rows("SELECT documents, since FROM dictionaries ORDER BY id") == [(4, 0)]
    assert again(office, monkeypatch, dictionaries=True).dictionaries == 1
    assert office.book.rows("SELECT documents, since FROM dictionaries ORDER BY id") == [(4, 0), (6, 0)]
    assert again(office, monkeypatch, dictionaries=True).dictionaries == 0
    assert office.book.rows("SELECT max(made_at) < ? FROM dictionaries", (NOON + timedelta(days=500)).isoformat()) == [
        (1,)
    ]
