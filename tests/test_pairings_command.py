"""`scrapy pairings`, as a user types it: proposals printed, accepted, refused; all that was asked for, or nothing."""

from __future__ import annotations

import json
import sqlite3
from typing import TYPE_CHECKING

import pytest

from storage.jobs.diff import run_diff
from storage.observation import Address
from storage.record.db import connect
from tests.notebook import CONFIRM, NOON, Notebook
from tests.running import Desk

if TYPE_CHECKING:
    from pathlib import Path

PAGES = (
    ("10", "en", "The ministers discussed the situation in Cyprus and agreed to meet again in May."),
    ("11", "ru", "Министры обсудили ситуацию на Кипре и договорились встретиться вновь в мае."),
    ("12", "ru", "Новое консульство в Мадриде откроет свои двери для посетителей весной."),
    ("13", "en", "Another page\x1b[31m of the office altogether."),
)


@pytest.fixture
def desk(tmp_path: Path) -> Desk:
    path = tmp_path / "transcripts.db"
    book = Notebook(connect(path))
    for key, language, text in PAGES:
        book.saw(0, text, address=Address(key, language, f"https://office.example/{language}/{key}"))
    book.diff()
    for other, confidence in ((2, 0.97), (3, 0.81)):
        book.db.conn.execute(
            "INSERT INTO pairings (document, other, method, confidence, state, reason, recorded_at)"
            " VALUES (1, ?, 'title and date', ?, 'proposed', 'places CY', '2026-03-02T12:00:00.000Z')",
            [other, confidence],
        )
    book.db.conn.execute(
        "INSERT INTO pairings (document, other, method, confidence, state, reason, recorded_at)"
        " VALUES (1, 4, 'title and date', 0.8, 'proposed', 'both other', '2026-03-02T12:00:00.000Z')"
    )
    book.db.conn.commit()
    book.db.conn.close()
    return Desk(path)


def states(desk: Desk) -> list[tuple[object, ...]]:
    return desk.rows("SELECT id, state FROM pairings WHERE method = 'title and date' ORDER BY id")


def test_proposals_are_printed_the_surest_first(desk: Desk) -> None:
    lines = desk.ok("pairings").out.splitlines()
    assert lines[0].startswith("1  0.97  places CY")
    assert lines[1:3] == ["  xx_office/10 (en)  Remarks to the press", "  xx_office/11 (ru)  Remarks to the press"]
    assert lines[-1] == "3 proposed"
    rows = [json.loads(line) for line in desk.ok("pairings", "--format", "json").out.splitlines()]
    assert [row["other"] for row in rows] == ["xx_office/11", "xx_office/12", "xx_office/13"]


def test_accepting_makes_two_documents_one_whose_languages_are_read_together(desk: Desk) -> None:
    assert desk.ok("pairings", "--accept", "1", "--refuse", "2").last == "pairings: 1 accepted, 1 refused"
    assert states(desk) == [(1, "accepted"), (2, "refused"), (3, "proposed")]
    assert desk.rows("SELECT DISTINCT document FROM transcripts WHERE language = 'ru' ORDER BY 1") == [("10",), ("12",)]
    desk.ok("diff")
    assert desk.one("SELECT count(*) FROM alignments") == 1
    assert "1 proposed" in desk.ok("pairings").out
    assert desk.rows("SELECT method, state FROM pairings WHERE method = 'by hand'") == [("by hand", "accepted")]


@pytest.mark.parametrize(
    ("arguments", "culprit"),
    [
        (("--accept", "99"), "pairing 99 is none that was proposed"),
        (("--accept", "1", "--accept", "3"), "pairing 3: both documents have a variant in one language"),
        (("--accept", "1", "--refuse", "1"), "pairing 1 cannot be both"),
        (("--accept", "one"), "one"),
        (("--source", "xx_other"), "xx_other"),
        (("--format", "csv"), "csv"),
        (("1",), "'1'"),
    ],
)
def test_wrong_usage_changes_nothing(desk: Desk, arguments: tuple[str, ...], culprit: str) -> None:
    ended = desk.run("pairings", *arguments)
    assert ended.code == 2
    assert culprit in ended.last
    assert {state for _, state in states(desk)} == {"proposed"}
    assert desk.one("SELECT count(*) FROM documents WHERE alias_of NOT NULL") == 0


def test_what_was_decided_is_not_decided_again_or_proposed_again(desk: Desk) -> None:
    desk.ok("pairings", "--refuse", "2")
    assert desk.run("pairings", "--accept", "2").last.endswith("pairing 2 is refused already; nothing was changed")
    with sqlite3.connect(desk.database) as conn:
        conn.execute("UPDATE variants SET uncompared = 1")
    conn.close()
    db = connect(desk.database)
    run_diff(db, confirm_withdrawal=CONFIRM, now=NOON)
    db.conn.close()
    assert states(desk)[1] == (2, "refused")
