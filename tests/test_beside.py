"""What `scrapy changes` says of a document's other languages: their words beside an edit, who came round to whom."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

from storage.record.db import connect
from storage.show import beside
from storage.show.select import Selection, by_change, edit_rows, findings
from tests.notebook import Notebook
from tests.running import Desk
from tests.test_siblings import DE, ENGLISH, GERMAN, RUSSIAN, both, diff, edited

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Notebook]:
    book = Notebook(connect(tmp_path / "transcripts.db"))
    yield book
    book.db.conn.close()


def notes(book: Notebook) -> dict[str, list[str]]:
    """Language and number of the newer version of each change -> what is printed below it."""
    rows: dict[str, list[dict[str, Any]]] = {
        f"{group[0]['language']} {group[0]['to_version']}": group
        for group in by_change(edit_rows(book.db, Selection()))
    }
    return {name: list(beside.notes(book.db, group)) for name, group in rows.items()}


def test_an_edit_has_the_originals_sentence_beside_it_and_the_original_english(book: Notebook) -> None:
    german = edited(GERMAN, "14 Schiffe", "17 Schiffe")
    both(book, 0)
    book.saw(0.2, *GERMAN, address=DE)
    both(book, 5, edited(ENGLISH, "14 ships", "17 ships"))
    book.saw(5.2, *german, address=DE)
    both(book, 6, edited(ENGLISH, "14 ships", "17 ships"))
    diff(book)
    said = notes(book)
    assert (
        said["de 2"][0]
        == "en has there: “The exercises in the Baltic Sea involved 17 ships and about two thousand sailors.”"
    )
    assert said["en 2"][0] == f"de has there: “{german[1]}”", "en is the original here: the first of the others"


def test_only_the_sentences_that_correspond_are_quoted(book: Notebook) -> None:
    english, russian = (
        (f"{texts[0]} {texts[1]}", *texts[2:4], f"{texts[4]} {texts[5]}") for texts in (ENGLISH, RUSSIAN)
    )
    both(book, 0, english, russian)
    both(book, 5, english, edited(russian, "весной", "осенью"))
    both(book, 6, english, edited(russian, "весной", "осенью"))
    diff(book)
    assert notes(book)["ru 2"][0] == f"en has there: “{ENGLISH[4]}”"


def test_who_came_round_to_whom_is_said_beside_the_change(book: Notebook) -> None:
    wrong = edited(RUSSIAN, "14 кораблей", "41 корабль")
    both(book, 0, russian=wrong)
    both(book, 5)
    both(book, 6)
    diff(book)
    (quoted, agreed) = notes(book)["ru 2"]
    assert quoted == f"en has there: “{ENGLISH[1]}”"
    assert agreed.startswith("ru corrected to match en (number_differs: ")


def test_an_edit_alone_says_so_until_it_is_followed(book: Notebook) -> None:
    english = edited(ENGLISH, "will not take", "will take")
    both(book, 0)
    both(book, 5, english)
    both(book, 40, english)
    diff(book)
    assert notes(book)["en 2"][1].startswith("no other language followed: “not” became nothing in en and not in ru")
    both(book, 50, english, edited(RUSSIAN, "Мы не будем", "Мы будем"))
    diff(book)
    said = notes(book)
    assert len(said["en 2"]) == 1
    assert said["ru 2"][1].startswith("ru followed after 45 h (edited_alone: ")


def test_a_language_by_itself_has_nothing_beside_it(book: Notebook) -> None:
    book.saw(0, *ENGLISH)
    book.saw(5, *edited(ENGLISH, "14 ships", "17 ships"))
    diff(book)
    assert notes(book) == {"en 2": []}


def test_findings_are_quoted_from_both_sides_and_strangers_text_is_made_visible(tmp_path: Path) -> None:
    book = Notebook(connect(tmp_path / "transcripts.db"))
    hostile = (*ENGLISH[:1], "The exercises\x1b[m involved 41 ships and about two thousand sailors.", *ENGLISH[2:])
    both(book, 0, hostile)
    diff(book)
    (finding,) = findings(book.db, Selection())
    detail, own, other = beside.quotes(book.db, finding)
    assert {"41", "14"} <= set(detail.replace("“", " ").replace("”", " ").split())
    assert (own[:3], other[:3]) == ("ru:", "en:")
    book.db.conn.commit()
    book.db.conn.close()
    printed = Desk(tmp_path / "transcripts.db").ok("changes").out
    assert f"  ru: “{RUSSIAN[1]}”" in printed
    assert "\x1b" not in printed
    assert "1 open finding between languages" in printed


def test_within_the_time_nothing_is_said(book: Notebook) -> None:
    both(book, 0)
    both(book, 5, edited(ENGLISH, "will not take", "will take"))
    both(book, 40, edited(ENGLISH, "will not take", "will take"))
    diff(book, within=timedelta(days=30))
    assert len(notes(book)["en 2"]) == 1
