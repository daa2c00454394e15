"""Dictionaries mined from the archive: when, from what, frozen once made, and named by what was read with them."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

import pytest
import sqlite_utils

import storage.languages.align
from storage.jobs import mining, siblings
from storage.languages.dictionary import Dictionary, Translation
from storage.languages.original import original
from storage.observation import Address
from storage.record import dictionaries
from storage.record.db import connect
from storage.record.schema import migrations
from tests.notebook import Notebook
from tests.test_siblings import ENGLISH, RUSSIAN, diff, edited

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

AT = "2026-11-23T12:00:00.000Z"


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Notebook]:
    book = Notebook(connect(tmp_path / "transcripts.db"))
    yield book
    book.db.conn.close()


def publish(book: Notebook, *numbers: int, suffix: str = "") -> None:
    """Documents in both languages, each told apart by a number."""
    for number in numbers:
        for language, passages in (("en", ENGLISH), ("ru", RUSSIAN)):
            address = Address(str(number), language, f"https://office.example/{language}/{number}")
            book.saw(number + 50 * len(suffix), f"{passages[0]} {number}.{suffix}", *passages[1:], address=address)


def generations(book: Notebook) -> list[tuple[int, int]]:
    """Of how many documents each was mined, and the dictionary's id."""
    return book.rows("SELECT documents, id FROM dictionaries ORDER BY id")


def test_a_dictionary_comes_back_as_it_was_mined(book: Notebook) -> None:
    mined = Dictionary(("en", "ru"), (Translation("ship", "корабл", 0.9, 0.8), Translation("№", "«", 0.1, 0.2)), 1.05)
    with book.db.atomic():
        made = dictionaries.save(book.db, book.source, mined, documents=4, since=0, at=AT)
        assert made is not None
        assert dictionaries.save(book.db, book.source, mined, documents=9, since=0, at=AT) is None, "the very same"
    assert dictionaries.load(book.db, made) == mined
    with pytest.raises(KeyError, match="no dictionary 99"):
        dictionaries.load(book.db, 99)


def test_the_first_is_mined_from_four_documents_and_reads_them_again(book: Notebook) -> None:
    publish(book, 1, 2, 3)
    diff(book)
    assert generations(book) == []
    assert book.rows("SELECT DISTINCT dictionary FROM alignments") == [(None,)]
    publish(book, 4)
    diff(book)
    assert generations(book) == [(4, 1)]
    assert book.rows("SELECT count(*) FROM alignments WHERE dictionary = 1") == [(4,)]


def test_the_next_comes_when_there_are_twice_as_many_and_leaves_the_former_in_force(book: Notebook) -> None:
    publish(book, 1, 2, 3, 4)
    diff(book)
    publish(book, 5, 6, 7)
    diff(book)
    assert generations(book) == [(4, 1)]
    publish(book, 8)
    diff(book)
    assert generations(book) == [(4, 1), (8, 2)]
    read = "SELECT dictionary, count(*) FROM alignments GROUP BY dictionary ORDER BY dictionary"
    assert book.rows(read) == [(1, 7), (2, 1)]
    siblings.read_again(book.db, at=AT, within=timedelta(hours=1))
    assert book.rows(read) == [(1, 7), (2, 1)], "a rebuild reads each with the one that it was read with"
    publish(book, 2, suffix=" Again.")
    diff(book)
    assert book.rows(read) == [(1, 7), (2, 2)], "a new version is read with the latest"


def test_mining_anew_is_in_force_for_all_and_deterministic(book: Notebook) -> None:
    publish(book, 1, 2, 3, 4)
    diff(book)
    assert mining.mine_anew(book.db, book.source, AT) == 0, "the same archive makes the same"
    publish(book, 5)
    diff(book)
    assert mining.mine_anew(book.db, book.source, AT) == 1
    assert mining.mine_anew(book.db, book.source, AT) == 0
    siblings.read_again(book.db, at=AT, within=timedelta(hours=1))
    assert book.rows("SELECT count(*) FROM alignments WHERE dictionary = 2") == [(5,)]


def test_the_sample_is_bounded_and_leaves_out_what_is_too_long(book: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(mining, "MOST_PASSAGES", 80)
    publish(book, 1, 2, 3, 4)
    for language, passages in (("en", ENGLISH), ("ru", RUSSIAN)):
        address = Address("long", language, f"https://office.example/{language}/long")
        book.saw(5, *(f"{passage} {at}" for at in range(5) for passage in passages), address=address)
    seen = list[int]()
    learn = storage.languages.align.learn

    def watched(documents: list[tuple[list[str], list[str]]], languages: tuple[str, str]) -> Dictionary:
        seen.extend(len(one) for one, _ in documents)
        return learn(documents, languages)

    monkeypatch.setattr(mining, "learn", watched)
    diff(book)
    assert seen == [6, 6, 6, 6]


@pytest.mark.parametrize(
    ("source", "languages", "expected"),
    [
        ("ru_mid", ["de", "en", "ru"], "ru"),
        ("ru_mid", ["de", "en", "fr"], "en"),
        ("ru_mid", ["fr", "de"], "de"),
        ("ch_eda", ["it", "fr", "en"], "fr"),
        ("cn_mfa", ["en", "zh-Hant"], "zh-Hant"),
        ("ua_mfa", ["ru", "uk", "en"], "uk"),
        ("eg_mfa", ["en", "ar"], "ar"),
        ("xx_office", ["pt", "it"], "it"),
    ],
)
def test_the_original_is_in_the_language_of_the_country(source: str, languages: list[str], expected: str) -> None:
    assert original(source, languages) == original(source, languages[::-1]) == expected


def test_a_database_of_the_release_before_opens_and_its_languages_are_read(tmp_path: Path) -> None:
    path = tmp_path / "former.db"
    book = Notebook(connect(path))
    publish(book, 1)
    book.db.conn.execute("UPDATE variants SET uncompared = 0")
    book.db.conn.commit()
    for table in ("alignments", "awaited", "dictionaries"):
        book.db[table].drop()
    for view in book.db.view_names():
        book.db.conn.execute(f"DROP VIEW {view}")
    book.db.conn.execute("DROP INDEX discrepancies_document")
    book.db.conn.execute("DROP INDEX documents_unaligned")
    book.db.conn.execute("ALTER TABLE documents DROP COLUMN unaligned")
    new = "rule detail from_version from_other_version to_version resolution lag_hours revealed"
    for column in new.split():
        book.db.conn.execute(f"ALTER TABLE discrepancies DROP COLUMN {column}")
    book.db.conn.execute("DELETE FROM _sqlite_migrations WHERE name IN ('m005_languages', 'm009_aligners')")
    book.db.conn.commit()
    book.db.conn.close()
    pending = [migration.name for migration in migrations.pending(sqlite_utils.Database(path))]
    assert pending == ["m005_languages", "m009_aligners"]
    book.db = connect(path)
    assert book.rows("SELECT unaligned FROM documents") == [(1,)]
    wrong = edited(RUSSIAN, "14 кораблей", "41 корабль")
    book.saw(30, *wrong, address=Address("1", "ru", "https://office.example/ru/1"))
    book.saw(31, f"{ENGLISH[0]} 1.", *ENGLISH[1:], address=Address("1", "en", "https://office.example/en/1"))
    diff(book)
    assert ("number_differs",) in book.rows("SELECT kind FROM discrepancy_log")
    book.db.conn.close()
