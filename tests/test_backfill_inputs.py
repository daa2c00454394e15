"""What `scrapy backfill` takes besides WARC files: packages, folders, repositories; and what it refuses at once."""

from __future__ import annotations

import errno
import gzip
import os
import subprocess
import zipfile
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import pytest

from crawler.backfill.archived import Archived, Refused
from crawler.backfill.clues import clues
from crawler.backfill.inputs import Input
from crawler.backfill.saved import Told
from crawler.backfill.wacz import packaged
from tests.ministry.editions import World
from tests.ministry.site import Site
from tests.repositories import scraped
from tests.running import Desk
from tests.warcs import http, package, response

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
    """Edition 2 drops a "not" in English."""
    return next(known for known in WORLD.documents if known.source == "ru_mid" and known.n == 1)


def body(document: Document, edition: int = 1) -> bytes:
    return SITE.answer(document.host("en"), document.path("en"), {}, edition, 0).body


def versions(desk: Desk) -> list[tuple[int, str]]:
    return desk.rows("SELECT version, substr(first_seen, 1, 10) FROM version_log WHERE language = 'en' ORDER BY 1")


def test_a_wacz_package(alone: Desk, document: Document, tmp_path: Path) -> None:
    archive = response(document.url("en"), body(document), at="2026-03-20T10:00:00Z")
    ended = alone.ok("backfill", package(tmp_path / "x.wacz", archive=archive))
    assert ended.last == "backfill: 1 captures stored (1 ok), 0 known already, 0 refused"
    assert versions(alone) == [(1, "2026-03-20")]


@pytest.mark.parametrize(
    ("changed", "reason"),
    [
        ({"archive__data.warc.gz": b"other"}, "archive/data.warc.gz: its bytes do not match their digest"),
        ({"archive__more.warc.gz": b"x"}, "archive/more.warc.gz: is not named in datapackage.json"),
        ({"..__..__evil.warc.gz": b"x"}, "../../evil.warc.gz: a name that leads out of the package"),
        ({"datapackage.json": b'{"resources": []}'}, "does not match its digest"),
        ({"datapackage-digest.json": b"["}, "cannot be read"),
        ({"datapackage.json": b"", "datapackage-digest.json": b"{}"}, "does not match its digest"),
    ],
)
def test_a_package_that_is_not_what_it_says(
    alone: Desk, document: Document, tmp_path: Path, changed: dict[str, bytes], reason: str
) -> None:
    archive = response(document.url("en"), body(document), at="2026-03-20T10:00:00Z")
    ended = alone.run("backfill", package(tmp_path / "x.wacz", archive=archive, **changed))
    assert reason in ended.err
    taken = reason.startswith(("archive/more", "../"))
    assert (ended.code, alone.one("SELECT count(*) FROM captures")) == ((0, 1) if taken else (1, 0))


def test_a_package_that_lacks_what_it_lists(alone: Desk, document: Document, tmp_path: Path) -> None:
    archive = response(document.url("en"), body(document), at="2026-03-20T10:00:00Z")
    ended = alone.run("backfill", package(tmp_path / "x.wacz", {"archive/more.warc.gz": None}, archive=archive))
    assert (ended.code, ended.last) == (0, "backfill: 1 captures stored (1 ok), 0 known already, 1 refused")
    assert "x.wacz, archive/more.warc.gz: is named in datapackage.json, and not in the package" in ended.err


def test_a_package_without_any_archive(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "x.wacz", "w") as file:
        file.writestr("datapackage.json", '{"resources": [{"path": "pages/pages.jsonl", "hash": ""}]}')
    assert list(packaged(tmp_path / "x.wacz", lambda url: True)) == [
        Refused(f"{tmp_path / 'x.wacz'}: no WARC file in it")
    ]


def test_a_cut_zip_is_refused(alone: Desk, document: Document, tmp_path: Path) -> None:
    path = tmp_path / "x.wacz"
    package(path, archive=response(document.url("en"), body(document)))
    path.write_bytes(path.read_bytes()[:-40])
    ended = alone.run("backfill", str(path))
    assert ended.code == 1
    assert "x.wacz: " in ended.err


def test_a_folder_of_pages_that_tell_all_themselves(alone: Desk, document: Document, tmp_path: Path) -> None:
    url, page = document.url("en"), body(document).decode()
    folder = tmp_path / "saved"
    (folder / "deep").mkdir(parents=True)
    comment = (
        f"<!--\n Page saved with SingleFile \n url: {url}\n saved date: Fri Mar 20 2026 13:00:00 GMT+0300 (MSK)\n-->"
    )
    (folder / "single.html").write_text(page.replace("<html", f"{comment}<html", 1), encoding="utf-8")
    (folder / "deep" / "crawl.warc.gz").write_bytes(response(url, body(document), at="2026-03-21T10:00:00Z"))
    (folder / "style.css").write_text("p {}", encoding="utf-8")
    (folder / "passwd.html").symlink_to("/etc/passwd")
    ended = alone.ok("backfill", str(folder))
    assert ended.last == "backfill: 2 captures stored (2 ok), 0 known already, 0 refused"
    assert alone.rows("SELECT fetched_at, url FROM capture_log ORDER BY 1") == [
        ("2026-03-20T10:00:00.000Z", url),
        ("2026-03-21T10:00:00.000Z", url),
    ]
    (folder / "untimed.html").write_text(page, encoding="utf-8")
    ended = alone.run("backfill", str(folder))
    assert ended.code == 2
    assert "untimed.html does not say when it was saved: name the time with --at or --index" in ended.last
    assert alone.one("SELECT count(*) FROM captures") == 2


def test_a_folder_by_a_template(alone: Desk, tmp_path: Path) -> None:
    some = [known for known in WORLD.documents if known.source == "ru_mid"][:3]
    folder = tmp_path / "saved"
    for known in some:
        file = folder / known.path("en").strip("/")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.with_suffix(".html").write_bytes(body(known))
    ended = alone.ok("backfill", str(folder), "--url", "https://mid.ru/{stem}/", "--at", "2026-03-20T00:00")
    assert ended.last == "backfill: 3 captures stored (3 ok), 0 known already, 0 refused"
    assert {url for (url,) in alone.rows("SELECT url FROM transcripts")} == {known.url("en") for known in some}


def test_in_a_folder_only_regular_files_are_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A pipe waits for whoever writes into it; a folder that cannot be entered may hold anything."""
    for name in ("shut", "sound"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "x.html").write_bytes(b"<p>x")
    for name in ("x.warc.gz", "x.html"):
        os.mkfifo(tmp_path / name)
    look = os.scandir

    def scandir(folder: str) -> object:
        if folder.endswith("shut"):  # whoever runs the tests may enter all
            raise PermissionError(errno.EACCES, "Permission denied", folder)
        return look(folder)

    monkeypatch.setattr(os, "scandir", scandir)
    told = Told("https://mid.ru/en/{path}", datetime(2026, 3, 20, tzinfo=UTC))
    taken = list(Input(tmp_path, told).items())
    assert [item.url for item in taken if isinstance(item, Archived)] == ["https://mid.ru/en/sound/x.html"]
    assert [item for item in taken if not isinstance(item, Archived)] == [
        *(Refused(f"{tmp_path / name}: is no regular file") for name in ("x.html", "x.warc.gz")),
        Refused(f"{tmp_path / 'shut'}: Permission denied"),
    ]


def test_an_input_that_goes_is_refused_as_such(tmp_path: Path) -> None:
    index = tmp_path / "index.csv"
    (refused,) = Input(tmp_path, Told(), index).items()
    assert refused == Refused(f"{tmp_path}: {index}: No such file or directory")


def test_a_git_scraped_repository(alone: Desk, document: Document, tmp_path: Path) -> None:
    name, when = document.path("en").strip("/") + ".html", 1_774_000_800  # 2026-03-20T10:00:00Z
    folder = scraped(
        tmp_path / "clone",
        [(when + 86_400 * n, {name: body(document, edition)}) for n, edition in enumerate((1, 2))],
    )
    command = ("backfill", str(folder), "--url", "https://mid.ru/{stem}/")
    ended = alone.ok(*command)
    assert ended.last.startswith("backfill: 2 captures stored (2 ok)")
    assert {observer for (observer,) in alone.rows("SELECT observer FROM capture_log")} == {"git"}
    assert versions(alone)[:2] == [(1, "2026-03-20"), (2, "2026-03-21")]
    alone.ok("diff")
    found = {kind for (kind,) in alone.rows("SELECT kind FROM edit_log WHERE to_version = 2")}
    assert found == {row["kind"] for row in WORLD.truth(1, 2) if row["url"] == document.url("en")}
    assert "2 known already" in alone.ok(*command).last


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["page.html"], "without a time it proves nothing"),
        (["page.html", "--at", "2026-03-20T00:00"], "does not say where it was published"),
        (["page.html", "--at", "soon", "--url", "https://mid.ru/"], "--at: 'soon' is no ISO 8601 time"),
        (
            ["page.html", "--at", "2026-03-20", "--url", "https://mid.ru/1"],
            "--at: '2026-03-20' names no hour and minute",
        ),
        (["page.html", "--at", "2026-03-20T00:00", "--url", "mid.ru/1"], "--url: 'mid.ru/1' is no URL"),
        (["nowhere.html"], "nowhere.html does not exist"),
        (["x.warc", "--at", "2026-03-20T00:00"], "leave out --url and --at"),
        ([".", "--at", "2026-03-20T00:00", "--url", "https://mid.ru/1"], "put {path}, {stem} or {name} into it"),
        (["clone", "--at", "2026-03-20T00:00"], "leave out --at"),
        (["page.html", "--observer", "self"], "--observer"),
        (["page.html", "--source", "xx_none"], "no source is called xx_none"),
        ([], "name what to take"),
        (["fifo.warc"], "fifo.warc is neither a regular file nor a folder"),
        (["/dev/null"], "/dev/null is neither a regular file nor a folder"),
        (["x" * 5000], "File name too long"),
        ([".", "--index", "x" * 5000], "File name too long"),
    ],
)
def test_wrong_usage_is_said_before_anything_is_written(
    alone: Desk, tmp_path: Path, arguments: list[str], complaint: str
) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    (folder / "page.html").write_text("<html></html>", encoding="utf-8")
    (folder / "x.warc").write_bytes(response("https://mid.ru/", b""))
    subprocess.run(["git", "init", "-q", folder / "clone"], check=True)
    os.mkfifo(folder / "fifo.warc")
    places = ("fifo.warc", "page.html", "nowhere.html", "x.warc", ".", "clone")
    given = [str(folder / one) if one in places else one for one in arguments]
    ended = alone.run("backfill", *given)
    assert ended.code == 2
    assert complaint in ended.last
    assert not alone.database.exists()


@pytest.mark.parametrize("content", [b"", b"nothing", gzip.compress(b"nothing"), http(b"x")])
def test_what_holds_nothing_fails(alone: Desk, tmp_path: Path, content: bytes) -> None:
    (tmp_path / "x.warc.gz").write_bytes(content)
    ended = alone.run("backfill", str(tmp_path / "x.warc.gz"))
    assert ended.code == 1
    assert "0 captures stored" in ended.last


def test_clues_of_browsers_and_publishers() -> None:
    saved = clues("<!-- saved from url=(0024)https://mid.ru/ru/press/1 -->\n<html>")
    assert (saved.url, saved.at) == ("https://mid.ru/ru/press/1", None)
    assert clues("<link href='https://mid.ru/1?a=1&amp;b=2' rel=\"canonical\">").url == "https://mid.ru/1?a=1&b=2"
    assert clues('<meta property="og:url" content="https://mid.ru/1">').url == "https://mid.ru/1"
    assert clues('<link rel="canonical" href="/relative"><p>saved date: now').url == ""
    single = "<!--\n Page saved with SingleFile \n url: https://mid.ru/1 \n saved date: {}\n-->"
    at = clues(single.format("Mon Nov 23 2026 10:00:00 GMT-0530 (somewhere)")).at
    assert at is not None
    assert at.isoformat() == "2026-11-23T15:30:00+00:00"
    assert clues(single.format("Mon Nov 31 2026 10:00:00 GMT+0300")).at is None
    assert clues("<!--" * 50_000 + "<meta " * 30_000) == ("", None)
