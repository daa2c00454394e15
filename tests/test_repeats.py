"""One edit made in many documents: known again by its words, told once, the same after a rebuild."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from sqlite_utils import Database

from storage.jobs.boundaries import described
from storage.jobs.revise import revise
from storage.observation import Address
from storage.record.db import connect
from storage.record.fingerprints import fingerprint
from storage.record.schema import migrations
from storage.record.views import LEAST_DOCUMENTS
from storage.show.repeats import MOST_NAMED, Repeat, repeats
from storage.show.select import Selection, by_change, edit_rows
from tests.notebook import CONFIRM, Notebook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.show.select import Row


def edit(before: str, after: str, *, op: str = "replace", field: str = "text", kind: str = "wording") -> dict[str, str]:
    return {"op": op, "field": field, "kind": kind, "before": before, "after": after}


NOTICE = edit("", "All rights are reserved by us.", op="insert", kind="passage_added")


@pytest.mark.parametrize(
    ("language", "one", "other"),
    [
        ("en", edit("Acting Foreign Minister", "Minister"), edit("acting foreign minister", "minister")),
        ("ru", edit("исполняющий обязанности", "министр"), edit("исполняющего обязанности", "министра")),
        ("de", edit("geschäftsführender", "amtierender"), edit("geschäftsführende", "amtierende")),
        ("fr", edit("ministre délégué", "ministre d'État"), edit("ministres délégués", "ministres d'État")),
        ("es", edit("ministro interino", "embajador"), edit("ministros interinos", "embajadores")),
        ("en", edit("Acting", "", op="delete"), edit("Of Acting Minister Lee", "Of Minister Lee", field="title")),
        ("en", edit("14", "41", kind="number"), edit("14", "41", kind="number")),
        ("zh", edit("代理外长", "外长"), edit("代理外长", "外长")),
        ("uk", edit("в.о. міністра", "міністр"), edit("в.о. міністра", "міністр")),
        ("pt", edit("ministro interino", "ministro"), edit("ministros interinos", "ministros")),
        ("en", NOTICE, {**NOTICE, "after": "All rights are reserved, by us."}),
    ],
)  # fmt: skip
def test_the_same_words_are_the_same_edit_in_any_inflection(
    language: str, one: dict[str, str], other: dict[str, str]
) -> None:
    assert fingerprint(one, language) == fingerprint(other, language) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (edit("14", "41"), edit("41", "14")),
        (edit("-5", "5"), edit("5", "-5")),
        (edit("Acting Minister", "Minister"), edit("Acting Minister", "Deputy Minister")),
        (edit("1.5", "15"), edit("15", "1.5")),
    ],
)
def test_other_words_are_another_edit(one: dict[str, str], other: dict[str, str]) -> None:
    assert fingerprint(one, "en") != fingerprint(other, "en")


@pytest.mark.parametrize(
    "common",
    [
        edit("not", "", op="delete", kind="negation"),
        edit("", "the", op="insert", kind="spelling"),
        edit("", "14", op="insert", kind="number"),
        edit("of", "in", kind="spelling"),
        edit('"', "“", kind="typography"),
        edit("1", "2", field="declared_version", op="set", kind="metadata"),
        edit("We met.", "We met.", op="move", kind="passage_moved"),
        edit("Thank you.", "", op="delete", kind="passage_removed"),
        edit("", "", op="replace"),
    ],
)
def test_what_is_too_common_is_no_edit_to_know_again(common: dict[str, str]) -> None:
    assert fingerprint(common, "en") == ""


def of_document(key: str) -> Address:
    return Address(key, "en", f"https://office.example/en/{key}")


OLD = "The Acting Foreign Minister met {} in Oslo and spoke for two hours."
NEW = OLD.replace("Acting ", "")
HOSTS = ("his guests", "three envoys", "our partners", "the mayor", "a delegation")


@pytest.fixture
def notebook(tmp_path: Path) -> Iterator[Notebook]:
    """Four documents with one edit in common, the last of them with one more, and one document by itself."""
    book = Notebook(connect(tmp_path / "record.db"))
    for number, host in enumerate(HOSTS):
        book.saw(number / 10, OLD.format(host), "Trade grew.", address=of_document(str(number)))
    for number, host in enumerate(HOSTS[:4]):
        more = "Trade fell." if number == 3 else "Trade grew."
        book.saw(24 + number / 10, NEW.format(host), more, address=of_document(str(number)))
    book.saw(25, OLD.format(HOSTS[4]), "Trade stood still.", address=of_document("4"))
    book.diff()
    yield book
    book.db.conn.close()


def test_the_view_tells_of_one_edit_in_many_documents(notebook: Notebook) -> None:
    rows = notebook.rows("SELECT documents, edits, silent, kind, before, after, found_in, changes FROM repeated_edits")
    changes = [change for (change,) in notebook.rows("SELECT DISTINCT change FROM edit_log WHERE document < '4'")]
    ((documents, edits, silent, _, before, after, found_in, found),) = rows
    assert (documents, edits, silent, before, after) == (4, 4, 4, "Acting", "")
    assert sorted(found_in.split(",")) == ["0", "1", "2", "3"]
    assert sorted(found.split(",")) == sorted(changes)


def test_superseded_changes_and_few_documents_make_no_repeat(notebook: Notebook) -> None:
    for number in (3, 2):
        notebook.db.conn.execute(
            "UPDATE changes SET superseded = 1 WHERE id IN (SELECT change FROM edit_log WHERE document = ?)",
            [str(number)],
        )
        assert len(notebook.rows("SELECT 1 FROM repeated_edits")) == (number >= LEAST_DOCUMENTS)


def test_a_rebuild_gives_the_same_rows_and_ids(notebook: Notebook) -> None:
    before = notebook.rows("SELECT * FROM edits ORDER BY id")
    assert sum(row[-1] != "" for row in before) == 6
    variants = [id_ for (id_,) in notebook.rows("SELECT id FROM variants")]
    again = {
        "confirm": CONFIRM,
        "at": "2027-01-01T00:00:00.000Z",
        "compare_all": lambda old, new: map(described, old, new),
    }
    with notebook.db.atomic():
        assert revise(notebook.db, variants, **again) == 0  # type: ignore[arg-type]
    assert notebook.rows("SELECT * FROM edits ORDER BY id") == before
    notebook.db.conn.execute("UPDATE edits SET fingerprint = 'of another release'")
    with notebook.db.atomic():
        assert revise(notebook.db, variants, **again) == 5  # type: ignore[arg-type]
    assert [row[1:] for row in notebook.rows("SELECT * FROM edits ORDER BY id")] == [row[1:] for row in before]
    assert notebook.rows("SELECT count(*) FROM changes WHERE revealed") == [(0,)]


def test_a_database_made_before_learns_what_its_edits_have_in_common() -> None:
    db = Database(memory=True)
    migrations.apply(db, stop_before="m007_groups")
    db.conn.executescript(
        "PRAGMA foreign_keys = OFF;"
        "INSERT INTO variants (id, document, language, url, discovered_at, next_check) VALUES (1, 1, 'en', '', '', '');"
        "INSERT INTO changes VALUES ('1-2', 1, 'edited', 'minor', 1, '', 1, 2, 1, 2, 1, 2, '', '', '', '{}', 0, 0);"
        "INSERT INTO edits (change, op, field, kind, severity, rule, speaker, position, before, after) VALUES"
        " ('1-2', 'replace', 'text', 'wording', 'moderate', '', '', 1, 'Acting Minister', 'Minister'),"
        " ('1-2', 'delete', 'text', 'negation', 'major', '', '', 1, 'not', '')"
    )
    migrations.apply(db)
    (one, none) = db.conn.execute("SELECT fingerprint FROM edits ORDER BY id").fetchall()
    assert one == (fingerprint(edit("Acting Minister", "Minister"), "en"),)
    assert none == ("",)
    db.conn.close()


def shown(notebook: Notebook) -> list[list[Row]]:
    return list(by_change(edit_rows(notebook.db, Selection())))


def test_it_is_drawn_where_it_was_found_first_and_nowhere_again(notebook: Notebook) -> None:
    changes = shown(notebook)
    found = repeats(changes)
    ((first, (repeat,)),) = found.told.items()
    assert first == changes[0][0]["change"]
    assert str(repeat) == (
        "the same edit (Acting taken out) in 3 more documents: xx_office/1 (en), xx_office/2 (en), xx_office/3 (en)"
    )
    with_more = next(rows[0]["change"] for rows in changes if rows[0]["document"] == "3")
    assert len(found.covered) == 2
    assert with_more not in found.covered


def test_few_documents_are_drawn_each(notebook: Notebook) -> None:
    few = shown(notebook)[: LEAST_DOCUMENTS - 1]
    assert repeats(few) == repeats([])


def test_many_documents_are_counted() -> None:
    places = tuple(f"xx_office/{number} (en)" for number in range(MOST_NAMED + 5))
    told = str(Repeat("a" * 40 + " " + "b" * 40, "c", places))
    assert told.startswith(f"the same edit ({'a' * 40} … → c) in {MOST_NAMED + 5} more documents: xx_office/0 (en)")
    assert told.endswith("xx_office/19 (en) and 5 more (see the view repeated_edits)")
