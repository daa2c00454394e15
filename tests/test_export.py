"""What is handed to others: readable by their tools, whole, the same each time, and harmless to whoever opens it."""

from __future__ import annotations

import csv
import gzip
import hashlib
import io
import json
import re
import shutil
import sqlite3
import tracemalloc
import zipfile
from datetime import timedelta
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest
from fastwarc.warc import ArchiveIterator as FastIterator
from parsel import Selector
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
from warcio.checker import Checker  # type: ignore[import-untyped]

from storage.export import cdxj, tables, warc
from storage.export.archive import write_wacz, write_warc
from storage.export.copy import copy_without_bodies
from storage.export.evidence import NoSuchChange, gather, write_evidence
from storage.export.place import Taken, new_file, new_folder
from storage.observation import Capture, Reading
from storage.record.bodies import DamagedBody
from storage.record.captures import record
from storage.record.db import connect, connect_read_only
from storage.record.schedule import Policy
from storage.record.views import VIEWS
from tests.notebook import NEWS, NOON, Notebook
from tests.running import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.ministry import Ministry

OLD = "Переговоры начнутся 4 мая.\nDie Gespräche beginnen nicht.\nLe <b>ministre</b> & l’Élysée."
NEW = OLD.replace("4 мая", "5 мая")
HEADERS = {
    "content-type": "text/html; charset=utf-8",
    "content-encoding": "gzip",
    "content-length": "99",
    "x-note": "два\r\nX-Injected: yes",
    "set cookie": "a=1",
}


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Notebook]:
    """Two versions with a 304 and repeated bytes between, a withdrawal, a return, a failure; another language."""
    db = connect(tmp_path / "record.db")
    book = Notebook(db)
    first = book.saw(0, *OLD.split("\n"), headers=HEADERS).capture
    book.not_modified(1, first)
    again = book.saw(2, *OLD.split("\n")).capture
    book.not_modified(3, again)
    book.saw(4, *NEW.split("\n"), requested_url="https://office.example/news?id=1")
    fails(book, 5)
    book.failed(6, "gone")
    book.failed(40, "gone")
    book.saw(50, *NEW.split("\n"))
    book.diff()
    db.conn.commit()
    yield book
    db.conn.close()


def fails(book: Notebook, hour: float) -> None:
    capture = Capture("xx_office", NEWS.url, NOON + timedelta(hours=hour), address=NEWS, failure="DNS\nlookup: none")
    with book.db.atomic():
        record(book.db, book.run, capture, Reading("error", "fetch", "no response"), book.read, Policy())


def as_warc(book: Notebook) -> bytes:
    stream = io.BytesIO()
    write_warc(book.db, stream, "Test")
    return stream.getvalue()


def as_wacz(book: Notebook) -> bytes:
    stream = io.BytesIO()
    write_wacz(book.db, stream, "Test")
    return stream.getvalue()


def package(book: Notebook, change: str) -> dict[str, bytes]:
    """The files of a change's evidence."""
    stream = io.BytesIO()
    write_evidence(stream, gather(book.db, change))
    with zipfile.ZipFile(stream) as opened:
        return {name: opened.read(name) for name in opened.namelist()}


# --- web archives -----------------------------------------------------------------------------------------------------


def test_a_warc_holds_every_capture_and_says_what_it_is(book: Notebook) -> None:
    kinds = []
    for found in ArchiveIterator(io.BytesIO(as_warc(book)), check_digests="raise"):
        kinds.append((found.rec_type, found.rec_headers.get_header("Palimpsest-Capture")))
        body = found.content_stream().read()
        if found.rec_type == "warcinfo":
            assert b"content encodings undone" in body
        if found.rec_type == "response":
            sha256 = hashlib.sha256(body).hexdigest()
            assert found.rec_headers.get_header("WARC-Payload-Digest") == f"sha256:{sha256}"
            capture = int(found.rec_headers.get_header("Palimpsest-Capture"))
            assert book.rows("SELECT body_sha256 FROM capture_log WHERE capture = ?", capture) == [(sha256,)]
    assert kinds == [
        ("warcinfo", None),
        ("response", "1"),
        *(("revisit", "2"), ("metadata", "2")),
        ("revisit", "3"),
        *(("revisit", "4"), ("metadata", "4")),
        ("response", "5"),
        ("metadata", "6"),
        ("response", "7"),
        ("revisit", "8"),
        ("revisit", "9"),
    ]


def test_other_tools_find_nothing_wrong(book: Notebook, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "all.warc.gz"
    path.write_bytes(as_warc(book))

    checker = Checker(SimpleNamespace(inputs=[str(path)], verbose=False))
    checker.process_all()
    assert checker.exit_value == 0, capsys.readouterr().out
    with path.open("rb") as file:
        assert len(list(FastIterator(file, verify_digests=True))) == 12


def test_headers_say_what_was_undone_and_cannot_break_the_record(book: Notebook) -> None:
    records = ArchiveIterator(io.BytesIO(as_warc(book)))
    found = next(one for one in records if one.rec_type == "response")
    headers = dict(found.http_headers.headers)
    assert headers["x-archive-orig-content-encoding"] == "gzip"
    assert headers["x-archive-orig-content-length"] == "99"
    assert headers["content-length"] == str(len(OLD.encode()))
    assert "content-encoding" not in headers
    assert "X-Injected" not in headers
    assert headers["set-cookie"] == "a=1"
    assert found.rec_headers.get_header("Palimpsest-Fidelity").startswith("body=content-decoded")


@pytest.mark.parametrize(
    ("given", "left"),
    [("gzip", ""), ("", ""), ("GZIP, br", ""), ("exi, gzip", "exi"), ("gzip, exi", "gzip, exi"), (", ,", "")],
)
def test_encodings_that_nobody_undid_are_still_declared(given: str, left: str) -> None:
    assert warc.still_encoded({"Content-Encoding": given}) == left
    assert (b"\r\ncontent-encoding: " in warc.http_head(200, {"content-encoding": given}, 5)) == bool(left)


def test_a_304_leans_on_the_first_capture_of_its_bytes(book: Notebook) -> None:
    found = [one.rec_headers for one in ArchiveIterator(io.BytesIO(as_warc(book)))]
    ids = {one.get_header("WARC-Record-ID") for one in found}
    first = next(one for one in found if one.get_header("WARC-Type") == "response").get_header("WARC-Record-ID")
    for one in (one for one in found if one.get_header("WARC-Type") == "revisit"):
        assert one.get_header("WARC-Refers-To") in ids
        if one.get_header("Palimpsest-Capture") in "234":
            assert one.get_header("WARC-Refers-To") == first
    assert len(ids) == len(found), "each record has an id of its own"


def test_the_same_record_makes_the_same_bytes(book: Notebook) -> None:
    assert as_warc(book) == as_warc(book)
    assert as_wacz(book) == as_wacz(book)
    assert package(book, "1-5") == package(book, "1-5")


def test_a_wacz_is_what_its_specification_asks_for(book: Notebook) -> None:
    with zipfile.ZipFile(io.BytesIO(as_wacz(book))) as opened:
        assert opened.testzip() is None
        described = json.loads(opened.read("datapackage.json"))
        assert described["profile"] == "data-package"
        assert described["wacz_version"] == "1.1.1"
        for resource in described["resources"]:
            data = opened.read(resource["path"])
            assert resource["hash"] == f"sha256:{hashlib.sha256(data).hexdigest()}"
            assert resource["bytes"] == len(data)
        digest = json.loads(opened.read("datapackage-digest.json"))
        assert digest["hash"] == warc.digest(opened.read("datapackage.json"))
        for part in ("archive/data.warc.gz", "indexes/index.cdx.gz"):
            assert opened.getinfo(part).compress_type == zipfile.ZIP_STORED, "readers take pieces of it"
        pages = [json.loads(line) for line in opened.read("pages/pages.jsonl").splitlines()]
        assert pages[0]["format"] == "json-pages-1.0"
        assert [page["ts"] for page in pages[1:]] == ["2026-03-02T12:00:00.000Z", "2026-03-02T16:00:00.000Z"]


def test_a_reader_finds_each_capture_through_the_index(book: Notebook) -> None:
    with zipfile.ZipFile(io.BytesIO(as_wacz(book))) as opened:
        data = opened.read("archive/data.warc.gz")
        blocks = opened.read("indexes/index.cdx.gz")
        meta, *idx = opened.read("indexes/index.idx").decode().splitlines()
    assert json.loads(meta.partition(" 0 ")[2])["format"] == "cdxj-gzip-1.0"
    lines = []
    for block in idx:
        at = json.loads(block[block.index("{") :])
        lines += gzip.decompress(blocks[at["offset"] : at["offset"] + at["length"]]).decode().splitlines()
    assert lines == sorted(lines)
    assert len(lines) == 8, "all but the look that brought no answer"
    for line in lines:
        key, timestamp, found = line.split(" ", 2)
        at = json.loads(found)
        start = int(at["offset"])
        (one,) = ArchiveIterator(io.BytesIO(data[start : start + int(at["length"])]))
        assert key == "example,office)/en/1"
        assert timestamp == cdxj.timestamp(one.rec_headers.get_header("WARC-Date"))
        assert (one.rec_type == "revisit") == (at["mime"] == "warc/revisit")
        assert one.rec_headers.get_header("WARC-Payload-Digest") == at["digest"]


@pytest.mark.parametrize(
    ("url", "key"),
    [  # as pywb 2.10 makes them
        (
            "https://mid.ru/en/press_service/minister_speeches/1780211/",
            "ru,mid)/en/press_service/minister_speeches/1780211",
        ),
        ("http://en.kremlin.ru/events/president/news/56519", "ru,kremlin,en)/events/president/news/56519"),
        ("http://www.kremlin.ru/A?b=2&a=1&A=3", "ru,kremlin)/a?a=1&a=3&b=2"),
        ("https://mid.ru", "ru,mid)/"),
        ("http://mid.ru:80/", "ru,mid)/"),
        ("https://mid.ru:8080/x?utf8=%D0%B0", "ru,mid:8080)/x?utf8=%d0%b0"),
        ("http://[bad", "http://[bad"),
        ("https://mid.ru/а б\n", "ru,mid)/%d0%b0%20%d0%b1%0a"),
    ],
)
def test_keys_of_the_index(url: str, key: str) -> None:
    assert cdxj.surt(url) == key


def test_a_damaged_body_stops_the_export(book: Notebook) -> None:
    with book.db.atomic():
        book.db.conn.execute("UPDATE bodies SET data = x'00' WHERE id = 2")
    with pytest.raises(DamagedBody, match="body 2 "):
        as_warc(book)


def test_memory_does_not_grow_with_the_archive(book: Notebook) -> None:
    def peak(captures: int) -> int:
        at = book.rows("SELECT max(id) FROM captures")[0][0]
        with book.db.atomic():
            for n in range(captures):
                book.saw(100 + at + n, f"{n} {at}" * 2000)
        book.db.conn.commit()
        tracemalloc.start()
        try:
            write_wacz(book.db, _Nowhere(), "Test")
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    assert peak(450) < 1.5 * peak(50)


class _Nowhere(io.BytesIO):
    """A seekable stream that keeps nothing but what is patched afterwards."""

    def __init__(self) -> None:
        self._at = self._end = 0

    def write(self, data: Any) -> int:
        self._at += len(data)
        self._end = max(self._end, self._at)
        return len(data)

    def seek(self, at: int, whence: int = 0) -> int:
        self._at = at if whence == 0 else self._end + at
        return self._at

    def tell(self) -> int:
        return self._at


# --- one change -------------------------------------------------------------------------------------------------------


def test_the_evidence_of_a_change_proves_itself(book: Notebook) -> None:
    files = package(book, "1-5")
    for line in files["evidence/SHA256SUMS"].decode().splitlines():
        sha256, path = line.split("  ")
        assert hashlib.sha256(files[path]).hexdigest() == sha256
    told = json.loads(files["evidence/change.json"])
    assert told["change"]["not_before"] == "2026-03-02T15:00:00.000Z"
    assert told["change"]["not_after"] == "2026-03-02T16:00:00.000Z"
    captures = {one["capture"]: one for one in told["captures"]}
    assert captures.keys() == {3, 4, 5}, "the last before it is a 304, which leans on capture 3"
    for one in (captures[3], captures[5]):
        body = files[f"evidence/{one['body']}"]
        assert hashlib.sha256(body).hexdigest() == one["body_sha256"]
    assert captures[4]["unchanged_since_capture"] == 3
    assert captures[5]["requested_url"] == "https://office.example/news?id=1"
    for when, text in (("before", OLD), ("after", NEW)):
        assert files[f"evidence/text-{when}.txt"].decode() == text.replace("\n", "\n\n")
        assert told["texts"][when]["text_sha256"] == hashlib.sha256(files[f"evidence/text-{when}.txt"]).hexdigest()
    found = [one.rec_type for one in ArchiveIterator(io.BytesIO(files["archive/data.warc.gz"]))]
    assert found == ["warcinfo", "response", "revisit", "metadata", "response"]
    assert "between 2026-03-02 15:00:00 UTC" in files["evidence/README.txt"].decode()


def test_the_page_of_a_change_loads_nothing_and_runs_nothing(book: Notebook) -> None:
    page = package(book, "1-5")["evidence/redline.html"].decode()
    assert "default-src 'none'" in page
    assert not re.search(r"<(script|img|link|iframe|object|embed|base|form)\b|\bon\w+=|@import|url\(", page)
    root = Selector(page)
    assert root.css("del::text, ins::text").getall() == ["4", "5"]
    assert root.css("title::text").getall() == ["Change 1-5 of xx_office/1 (en)"]


def test_hostile_texts_stay_texts(book: Notebook) -> None:
    book.saw(60, "<script>alert(1)</script> \u202egnp.exe", "Le <b>ministre</b> a dit « non ».")
    book.diff()
    files = package(book, "5-10")
    page = files["evidence/redline.html"].decode()
    assert "<script>" not in page
    assert "&lt;script&gt;" in page
    assert "\u202e" not in page + files["evidence/README.txt"].decode()


def test_a_withdrawal_has_its_confirmation_with_it(book: Notebook) -> None:
    files = package(book, "5-7")
    told = json.loads(files["evidence/change.json"])
    assert [one["capture"] for one in told["captures"]] == [5, 7, 8]
    assert list(told["texts"]) == ["before"]
    assert "first seen gone" in files["evidence/README.txt"].decode()
    assert json.loads(package(book, "7-9")["evidence/change.json"])["change"]["change_kind"] == "restored"


def test_a_superseded_change_stays_to_be_had(book: Notebook) -> None:
    book.saw(3.5, *OLD.replace("4 мая", "6 мая").split("\n"))
    book.diff()
    assert json.loads(package(book, "1-5")["evidence/change.json"])["superseded"]
    assert b"Superseded" in package(book, "1-5")["evidence/redline.html"]


def test_no_change_of_that_id(book: Notebook) -> None:
    with pytest.raises(NoSuchChange, match="8-9"):
        gather(book.db, "8-9")


# --- data -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("form", tables.FORMATS)
def test_tables_hold_all_versions_and_edits(book: Notebook, tmp_path: Path, form: str) -> None:
    counts = tables.write_tables(book.db, tmp_path, form)
    assert counts == {"versions": 2, "edits": 3}
    read = _csv if form == "csv" else _jsonl
    versions, edits = read(tmp_path / f"versions.{form}"), read(tmp_path / f"edits.{form}")
    assert [row["text"] for row in versions] == [OLD.replace("\n", "\n\n"), NEW.replace("\n", "\n\n")]
    for row in versions:
        assert hashlib.sha256(row["text"].encode()).hexdigest() == row["text_sha256"]
    assert (edits[0]["change_kind"], edits[0]["before"], edits[0]["after"]) == ("edited", "4", "5")
    described = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    for resource, rows in zip(described["resources"], (versions, edits), strict=True):
        assert [field["name"] for field in resource["schema"]["fields"]] == list(rows[0])
        assert all(field["description"] for field in resource["schema"]["fields"])


def test_turns_are_in_json_lines(book: Notebook, tmp_path: Path) -> None:
    tables.write_tables(book.db, tmp_path, "jsonl")
    (turn,) = _jsonl(tmp_path / "versions.jsonl")[0]["turns"]
    assert turn == {"role": "statement", "passages": OLD.split("\n"), "speaker": "", "speaker_printed": ""}


def test_a_formula_is_none_in_csv(book: Notebook, tmp_path: Path) -> None:
    book.saw(60, "=HYPERLINK(1)", "Zweiter Absatz.")
    tables.write_tables(book.db, tmp_path, "csv")
    assert _csv(tmp_path / "versions.csv")[-1]["text"].startswith("'=HYPERLINK")


def _csv(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _jsonl(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def test_a_copy_to_publish_answers_every_view_and_holds_no_page(book: Notebook, tmp_path: Path) -> None:
    source, target = tmp_path / "record.db", tmp_path / "public.db"
    copy_without_bodies(source, target)
    copy = connect_read_only(target)
    for view in VIEWS:
        wanted = book.rows(f"SELECT * FROM {view}")
        assert copy.conn.execute(f"SELECT * FROM {view}").fetchall() == wanted, view
    assert copy.conn.execute("SELECT DISTINCT data, base FROM bodies").fetchall() == [(b"", None)]
    assert copy.conn.execute("PRAGMA foreign_key_check").fetchall() == []
    assert copy.conn.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    copy.conn.close()
    again = tmp_path / "again.db"
    copy_without_bodies(source, again)
    assert again.read_bytes() == target.read_bytes()


# --- where it goes ----------------------------------------------------------------------------------------------------


def test_nothing_is_overwritten_and_nothing_half_done_is_left(tmp_path: Path) -> None:
    path = tmp_path / "there"
    path.write_text("mine")
    with pytest.raises(Taken, match="there is there already"), new_file(path):
        pass
    with pytest.raises(sqlite3.Error), new_file(tmp_path / "new") as stream:
        _fail_after(stream.write(b"half"))
    with pytest.raises(sqlite3.Error), new_folder(tmp_path / "folder") as folder:
        _fail_after((folder / "file").write_text("half"))
    assert [one.name for one in tmp_path.iterdir()] == ["there"]
    assert path.read_text() == "mine"


def _fail_after(_written: int) -> None:
    raise sqlite3.Error


# --- the command ------------------------------------------------------------------------------------------------------


@pytest.fixture
def closed(book: Notebook, tmp_path: Path) -> Desk:
    book.db.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    desk = Desk(tmp_path / "copy.db")
    shutil.copy(tmp_path / "record.db", desk.database)
    return desk


def test_the_command_writes_each_format_and_the_database_stays_as_it_is(closed: Desk, tmp_path: Path) -> None:
    before = closed.database.read_bytes()
    for form in ("warc", "wacz", "jsonl", "csv", "sqlite"):
        ended = closed.ok("export", "--format", form, "--output", str(tmp_path / form))
        assert ended.last.startswith("export: ")
    ended = closed.ok("export", "--change", "1-5", "--output", str(tmp_path / "change.wacz"))
    assert "Change 1-5 of xx_office/1 (en), 3 captures" in ended.last
    assert sorted(one.name for one in (tmp_path / "csv").iterdir()) == ["datapackage.json", "edits.csv", "versions.csv"]
    assert closed.database.read_bytes() == before
    ended = Desk(tmp_path / "sqlite").run("verify")
    assert ended.code == 1
    assert ended.out == (
        "the bytes of 3 bodies are not here: this is a copy made without them, or they were taken out\n"
    )


@pytest.mark.parametrize(
    ("arguments", "culprit"),
    [
        ((), "--format"),
        (("--format", "pdf"), "'pdf'"),
        (("all",), "'all'"),
        (("--change", "1-5", "--format", "csv"), "--change"),
        (("--change", "../x"), "../x"),
        (("--format", "csv", "--source", "xx_none"), "xx_none"),
        (("--format", "sqlite", "--source", "xx_office"), "--source"),
        (("--format", "warc", "--output", "README.md"), "README.md is there already"),
    ],
)
def test_wrong_usage_names_the_culprit(closed: Desk, arguments: tuple[str, ...], culprit: str) -> None:
    ended = closed.run("export", *arguments)
    assert ended.code == 2
    assert culprit in ended.last
    assert not ended.last.startswith("Traceback")


def test_a_damaged_body_is_a_failure_of_ours(closed: Desk, tmp_path: Path) -> None:
    with closed.writable() as conn:
        conn.execute("UPDATE bodies SET data = x'00' WHERE id = 2")
    ended = closed.run("export", "--format", "wacz", "--output", str(tmp_path / "all.wacz"))
    assert ended.code == 1
    assert "body 2 " in ended.last
    assert not (tmp_path / "all.wacz").exists()


def test_what_is_exported_can_be_brought_in_again(ministry: Ministry, desk: Desk, tmp_path: Path) -> None:
    for ministry.edition in (1, 2):
        desk.crawl("ru_kremlin")
    desk.ok("export", "--format", "wacz", "--output", str(tmp_path / "all.wacz"))
    other = Desk(tmp_path / "other.db")
    other.ok("backfill", str(tmp_path / "all.wacz"))
    assert other.versions() == desk.versions()
    assert len(other.versions()) > len(other.rows("SELECT * FROM variants")), "something was edited"
