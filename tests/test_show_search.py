"""Search: any inflection finds every other, in every language; whatever is typed, nothing breaks."""

from __future__ import annotations

import hashlib
import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.languages.stems import match_expression, stems
from storage.record.db import connect, connect_read_only
from storage.record.index import BATCH, clear_index, index_passages, to_index
from storage.show.search import search
from tests.showcase import build

if TYPE_CHECKING:
    import sqlite3
    from pathlib import Path

    from sqlite_utils import Database

SENTENCES = {
    "ru": "Мы обсудили ход переговоров с министрами; всё ещё впереди.",
    "en": "The negotiations between the ministers were continued; Nord-Stream wasn’t mentioned.",
    "de": "Die Verhandlungen der Minister wurden fortgesetzt, auch über die Straßen.",
    "fr": "Les négociations entre les ministres ont continué, l’accord n’a pas été signé.",
    "es": "Las negociaciones entre los ministros continuaron.",
    "it": "I negoziati tra i ministri sono continuati.",
    "pt": "As negociações entre os ministros continuaram em São Paulo.",
    "ar": "استمرت المفاوضات بين الوزراء",
    "zh": "外交部发言人就谈判进程回答了记者提问。",
    "uk": "Переговори тривали, міністри домовилися.",
}
FOUND = [
    ("переговоры", "ru"),
    ("ПЕРЕГОВОРАМИ", "ru"),
    ("министр обсудил", "ru"),
    ("все еще", "ru"),
    ("negotiation", "en"),
    ("negotiating", "en"),
    ("Nord-Stream", "en"),
    ("Nord Stream", "en"),
    ("Verhandlung", "de"),
    ("„Verhandlungen der Minister“", "de"),
    ("Strasse", "de"),
    ("négociation", "fr"),
    ("accord", "fr"),
    ("négocier", "fr"),
    ("negociación", "es"),
    ("negoziato", "it"),
    ("negociação", "pt"),
    ("مفاوضات", "ar"),
    ("وزراء", "ar"),
    ("谈判", "zh"),
    ("переговори", "uk"),
    ("домов*", "uk"),
    ("минист*", "ru"),
]


def add(db: Database, texts: list[tuple[str, str]]) -> None:
    with db.atomic():
        db.conn.executemany(
            "INSERT INTO passages (hash, language, text) VALUES (?, ?, ?)",
            [(hashlib.sha256(text.encode()).digest(), language, text) for language, text in texts],
        )


def matching(conn: sqlite3.Connection, expression: str) -> set[str]:
    return {
        language
        for (language,) in conn.execute(
            "SELECT language FROM passage_index JOIN passages ON passages.id = passage_index.rowid"
            " WHERE passage_index MATCH ?",
            [expression],
        )
    }


@pytest.fixture(scope="module")
def indexed(tmp_path_factory: pytest.TempPathFactory) -> Database:
    db = connect(tmp_path_factory.mktemp("search") / "x.db")
    add(db, list(SENTENCES.items()))
    assert index_passages(db) == len(SENTENCES)
    return db


@pytest.mark.parametrize(("query", "language"), FOUND)
def test_any_inflection_is_found_without_naming_the_language(indexed: Database, query: str, language: str) -> None:
    assert language in matching(indexed.conn, match_expression(query))
    assert language in matching(indexed.conn, match_expression(query, language))


@pytest.mark.parametrize(
    "query",
    [
        "переводы",
        "negligence",
        "判谈",
        '"ministers negotiations"',
        "переговоры negotiation",
        "Verhandlung Genf",
        "",
        "—",
        '""',
    ],
)
def test_what_is_not_there_is_not_found(indexed: Database, query: str) -> None:
    assert matching(indexed.conn, match_expression(query)) == set()


HOSTILE = [
    '"',
    "NEAR(a b",
    "col: x",
    "a OR",
    "AND",
    "NOT",
    "*",
    "^a",
    "{a}: b",
    "a - b",
    "\\",
    "'; DROP",
    "\x00a",
    "()",
]


@pytest.mark.parametrize("query", HOSTILE)
def test_hostile_queries_are_valid_expressions(indexed: Database, query: str) -> None:
    matching(indexed.conn, match_expression(query))


@given(st.text(max_size=80) | st.text('"*^:(){}-+ abAND«»“”„нет中', max_size=80))
def test_every_query_is_a_valid_expression(indexed: Database, query: str) -> None:
    matching(indexed.conn, match_expression(query))


@pytest.mark.parametrize("query", ["word " * 5000, "x" * 100_000, '"' + "a b " * 2000 + '"', "中" * 3000, "a-" * 3000])
def test_endless_queries_are_cut(indexed: Database, query: str) -> None:
    started = time.perf_counter()
    matching(indexed.conn, match_expression(query))
    assert time.perf_counter() - started < 5


@given(st.sampled_from(sorted(SENTENCES)), st.data())
def test_every_word_finds_its_own_passage(indexed: Database, language: str, data: st.DataObject) -> None:
    word = data.draw(st.sampled_from([word.strip(".,;") for word in SENTENCES[language].split()]))
    assert language in matching(indexed.conn, match_expression(word))


def test_stems_keep_their_order_and_unknown_languages_their_words() -> None:
    assert stems("Переговоры о переговорах", "ru").split()[0] == stems("переговоров", "ru")
    assert stems("Тривали ПЕРЕГОВОРИ", "uk") == "тривали переговори"
    assert stems("外交部 x", "zh-Hant") == "外 交 部 x"
    assert stems("…", "en") == ""


def test_indexing_is_done_in_batches_and_goes_on_where_it_stood(tmp_path: Path) -> None:
    db = connect(tmp_path / "x.db")
    add(db, [("en", f"passage number {number}") for number in range(BATCH + 5)])
    assert to_index(db) == BATCH + 5

    class Killed(Exception):
        pass

    def kill(done: int, total: int) -> None:
        assert (done, total) == (BATCH, BATCH + 5)
        raise Killed

    with pytest.raises(Killed):
        index_passages(db, kill)
    assert to_index(db) == 5
    assert index_passages(db) == 5
    assert index_passages(db) == 0
    (rows,) = db.conn.execute("SELECT count(*) FROM passage_index WHERE passage_index MATCH 'passag'").fetchone()
    assert rows == BATCH + 5
    db.conn.close()


def test_a_cleared_index_is_made_anew(tmp_path: Path) -> None:
    db = connect(tmp_path / "x.db")
    add(db, list(SENTENCES.items()))
    index_passages(db)
    with db.atomic():
        clear_index(db)
    assert matching(db.conn, match_expression("negotiation")) == set()
    assert index_passages(db) == len(SENTENCES)
    assert "en" in matching(db.conn, match_expression("negotiation"))
    db.conn.close()


def test_search_names_document_passage_and_whether_it_is_still_there(tmp_path: Path) -> None:
    db = connect_read_only(build(tmp_path / "record.db"))
    (hit,) = search(db, "решения правительства")
    assert (hit.source, hit.document, hit.position, hit.removed) == ("ru_kremlin", "56519", 2, True)
    (hit,) = search(db, "negotiating hosts")
    assert (hit.language, hit.position, hit.last_version, hit.versions, hit.removed) == ("en", 1, 2, 2, False)
    assert {hit.position for hit in search(db, "Verhandlung", "de")} == {3}
    assert search(db, "Verhandlung", "en") == []
    assert search(db, "") == []
    assert len(search(db, "the", limit=1)) == 1
    db.conn.close()


def test_five_thousand_passages_take_seconds(tmp_path: Path) -> None:
    db = connect(tmp_path / "x.db")
    words = [f"{stem}{ending}" for stem in SENTENCES["ru"].split() for ending in ("ами", "ов", "ость", "ение", "ы")]
    texts = [("ru", " ".join(words[(n * 7 + k * k) % len(words)] for k in range(60)) + f" {n}") for n in range(5000)]
    add(db, texts)
    started = time.perf_counter()
    assert index_passages(db) == 5000
    assert time.perf_counter() - started < 20  # a loaded machine; one to two seconds on an idle one
    db.conn.close()
