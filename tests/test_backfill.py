"""Saved pages brought in: one file, a folder with its index, late ones, the same again, and rows that are no good."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest
from scrapy.utils.project import get_project_settings

from crawler.backfill.archived import Archived, Refused, moment_of
from crawler.backfill.index import BadIndex, indexed_pages
from crawler.backfill.intake import Intake
from storage.record.db import connect
from tests.ministry.editions import World
from tests.ministry.site import Site
from tests.running import Desk

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ministry.documents import Document

WORLD = World(12, 7)
SITE = Site(WORLD)


@pytest.fixture
def alone(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "transcripts.db")


@pytest.fixture
def document() -> Document:
    return next(known for known in WORLD.documents if known.source == "ru_mid")


def save(folder: Path, name: str, document: Document, edition: int, language: str = "en") -> Path:
    """The page of an edition as a file."""
    folder.mkdir(exist_ok=True)
    answer = SITE.answer(document.host(language), document.path(language), {}, edition, 0)
    (folder / name).write_bytes(answer.body)
    return folder / name


def index(folder: Path, *rows: tuple[str, str, str]) -> tuple[str, ...]:
    """An index of a folder, and the arguments of the command that names it."""
    with (folder / "index.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([("file", "url", "fetched_at"), *rows])
    return ("backfill", str(folder), "--source", "ru_mid", "--index", str(folder / "index.csv"))


def test_one_file_and_the_same_again(alone: Desk, document: Document, tmp_path: Path) -> None:
    page = save(tmp_path / "saved", "page.html", document, 1)
    command = (
        "backfill",
        str(page),
        "--source",
        "ru_mid",
        "--url",
        document.url("en"),
        "--at",
        "2026-03-21T12:00:00+03:00",
    )
    first = alone.ok(*command)
    assert first.last == "backfill: 1 captures stored (1 ok), 0 known already, 0 refused"
    assert alone.rows("SELECT document, language, title, first_seen, last_seen, status FROM transcripts") == [
        (
            str(document.ids["en"]),
            "en",
            document.articles["en"].title,
            "2026-03-21T09:00:00.000Z",
            "2026-03-21T09:00:00.000Z",
            "live",
        )
    ]
    assert alone.rows("SELECT observer, verdict, version FROM capture_log") == [("file", "ok", 1)]
    again = alone.ok(*command)
    assert again.last == "backfill: 0 captures stored (none), 1 known already, 0 refused"
    assert alone.rows("SELECT count(*) FROM captures") == [(1,)]


def test_a_folder_its_late_arrivals_and_its_bad_rows(alone: Desk, document: Document, tmp_path: Path) -> None:
    """Editions 1 and 4 say the same, edition 2 drops a "not": it arrives last and splits what was found before."""
    document = next(known for known in WORLD.documents if known.source == "ru_mid" and known.n == 1)
    folder, url = tmp_path / "saved", document.url("en")
    for edition in (1, 2, 4):
        save(folder, f"{edition}.html", document, edition)
    early, late = ("1.html", url, "2026-03-20T12:00:00Z"), ("4.html", url, "2026-03-24T12:00:00Z")
    alone.ok(*index(folder, early, late))
    alone.ok("diff")
    assert alone.one("SELECT count(*) FROM version_log") == 1
    assert alone.rows("SELECT * FROM edit_log") == []

    bad = [
        ("missing.html", url, "2026-03-20T12:00"),
        ("1.html", "mid.ru/en/1", "2026-03-20T12:00"),
        ("1.html", url, "a Tuesday"),
        ("../../etc/passwd", url, "2026-03-20T12:00"),
        ("1.html", "https://mid.ru/en/about/", "2026-03-20T12:00"),
    ]
    middle = [("2.html", url, f"2026-03-22T1{hour}:00:00Z") for hour in (0, 1)]
    ended = alone.ok(*index(folder, early, *bad, *middle, late))
    assert ended.last == "backfill: 2 captures stored (2 ok), 2 known already, 5 refused"
    *complaints, _ = ended.err.splitlines()
    assert len(complaints) == len(bad)
    for line, culprit in zip(
        complaints, ("missing.html", "'mid.ru/en/1'", "'a Tuesday'", "passwd", "about"), strict=True
    ):
        assert culprit in line
    assert all(f"line {number}" in line for number, line in enumerate(complaints[:4], 3))
    alone.ok("diff")
    assert alone.rows("SELECT version, first_seen FROM version_log ORDER BY version") == [
        (1, "2026-03-20T12:00:00.000Z"),
        (2, "2026-03-22T10:00:00.000Z"),
        (3, "2026-03-24T12:00:00.000Z"),
    ]
    expected = [(r["kind"], r["before"], r["after"]) for r in WORLD.truth(1, 2) if r["url"] == url]
    assert expected
    found = "SELECT kind, before, after FROM edit_log WHERE change_kind = ? ORDER BY position"
    assert alone.rows(found, "edited") == expected
    assert [(kind, after, before) for kind, before, after in alone.rows(found, "reverted")] == expected


def test_when_nothing_could_be_taken_it_is_a_failure(alone: Desk, document: Document, tmp_path: Path) -> None:
    folder = tmp_path / "saved"
    save(folder, "1.html", document, 1)
    ended = alone.run(*index(folder, ("2.html", document.url("en"), "2026-03-20T12:00")))
    assert ended.code == 1
    assert "line 2" in ended.err
    (folder / "index.csv").write_text("name,when\n1.html,today\n", encoding="utf-8")
    ended = alone.run("backfill", str(folder), "--source", "ru_mid", "--index", str(folder / "index.csv"))
    assert ended.code == 2
    assert "lacks the column fetched_at, file, url" in ended.err
    assert alone.rows("SELECT * FROM captures") == []


URL, AT = "https://mid.ru/en/foreign_policy/news/1/", "2026-03-20T12:00:00+03:00"


def test_a_bad_row_is_named_and_the_next_one_read(tmp_path: Path) -> None:
    (tmp_path / "good.html").touch()
    (tmp_path / "folder").mkdir()
    (tmp_path / "circle").symlink_to(tmp_path / "circle")
    bad = {
        "правка.html".encode("cp1251"): "is not UTF-8",
        b"x" * 200_000: "field larger than field limit (131072)",
        b"a\0b.html": r"'a\x00b.html' is no name of a file",
        b"x" * 5000: "File name too long",
        b"nothing.html": "nothing.html does not exist",
        b"folder": "folder is no regular file",
        b"circle": "circle",
    }
    good = f"good.html,{URL},{AT}".encode()
    lines = [b"file,url,fetched_at", good]
    for name in bad:
        lines += [name + f",{URL},{AT}".encode(), good]
    (tmp_path / "index.csv").write_bytes(b"\n".join(lines))
    first, *rest = indexed_pages(tmp_path, tmp_path / "index.csv")
    assert isinstance(first, Archived)
    assert (first.url, first.at, first.observer) == (URL, datetime(2026, 3, 20, 9, tzinfo=UTC), "file")
    assert first.where == f"{tmp_path / 'index.csv'}, line 2"
    for number, (said, after, reason) in enumerate(zip(rest[::2], rest[1::2], bad.values(), strict=True)):
        assert isinstance(said, Refused)
        assert said.reason.startswith(f"{tmp_path / 'index.csv'}, line {3 + 2 * number}: ")
        assert reason in said.reason
        assert isinstance(after, Archived)


@pytest.mark.parametrize("header", [b"", b"name,when", "file,url,fetched_at".encode("utf-16"), b"x" * 200_000])
def test_an_index_without_its_columns_is_refused_whole(tmp_path: Path, header: bytes) -> None:
    (tmp_path / "index.csv").write_bytes(header + b"\n1.html,https://mid.ru/1,2026-03-20\n")
    with pytest.raises(BadIndex, match=r"index\.csv: "):
        indexed_pages(tmp_path, tmp_path / "index.csv")


@pytest.mark.parametrize(
    "text", ["2020", "2020-01", "2020-W35", "2020-W35-1", "2020-04-01", "20200401", "2020-04-01T10", "2020-04-01T10Z"]
)
def test_what_names_no_minute_proves_no_moment(text: str) -> None:
    with pytest.raises(ValueError, match="names no hour and minute"):
        moment_of(text)
    for precise in ("2020-04-01T10:30", "20200401T1030", "2020-04-01 10:30:00.5", "2020-04-01T10:30+03:00"):
        assert moment_of(precise).minute == 30


@pytest.mark.parametrize(
    ("ahead", "taken"), [(timedelta(minutes=-1), True), (timedelta(minutes=1), True), (timedelta(minutes=3), False)]
)
def test_nothing_was_captured_after_now(ahead: timedelta, taken: bool) -> None:
    at = (datetime.now(UTC) + ahead).isoformat()
    if taken:
        assert moment_of(at) == datetime.fromisoformat(at)
        return
    with pytest.raises(ValueError, match="is still to come"):
        moment_of(at)


def test_a_page_from_the_first_century_keeps_its_year(tmp_path: Path, document: Document) -> None:
    body = save(tmp_path, "page.html", document, 1).read_bytes()
    db = connect(tmp_path / "transcripts.db")
    intake = Intake(db, get_project_settings())
    intake.take([Archived(document.url("en"), moment_of("0099-01-01T00:00"), body, "file", "page.html")])
    intake.close()
    assert db.conn.execute("SELECT fetched_at FROM captures").fetchall() == [("0099-01-01T00:00:00.000Z",)]
    db.conn.close()


def test_a_crawl_and_a_backfill_are_one_history(desk: Desk, document: Document, tmp_path: Path) -> None:
    """A page saved before the first crawl, of an earlier text: the crawl's version becomes the second."""
    other = save(tmp_path / "saved", "page.html", document, 2)
    desk.ok("crawl", "ru_mid")
    first = desk.one(
        "SELECT versions.id FROM versions JOIN variants ON variants.id = variant WHERE url = ?", document.url("en")
    )
    desk.ok("backfill", str(other), "--source", "ru_mid", "--url", document.url("en"), "--at", "2026-03-20T12:00:00Z")
    desk.ok("diff")
    rows = desk.rows(
        "SELECT versions.number, versions.id = ? FROM versions JOIN variants ON variants.id = variant WHERE url = ?",
        first,
        document.url("en"),
    )
    assert sorted(rows) == [(1, 0), (2, 1)]
    assert {r["kind"] for r in WORLD.truth(1, 2) if r["url"] == document.url("en")} == {
        kind for (kind,) in desk.rows("SELECT kind FROM edit_log")
    }
