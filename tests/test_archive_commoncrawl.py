"""Common Crawl asked through the command: collections, pages of indexes, single records, and what goes wrong."""

from __future__ import annotations

import gzip
from typing import TYPE_CHECKING

import pytest

from tests.archives.crawl import FILE, Crawl
from tests.archives.holdings import Held
from tests.archives.server import Trouble
from tests.running import Desk
from tests.test_archive_wayback import DOCUMENT, URL, day, marked, page

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

COMMAND = ("backfill", "commoncrawl:https://mid.ru/en/", "--source", "ru_mid")
OLD, NEW = "CC-MAIN-2026-09", "CC-MAIN-2026-10"


@pytest.fixture
def crawl() -> Iterator[Crawl]:
    with Crawl() as running:
        yield running


@pytest.fixture
def alone(crawl: Crawl, tmp_path: Path) -> Desk:
    return Desk(
        tmp_path / "transcripts.db",
        settings={
            "COMMONCRAWL_URL": crawl.url,
            "COMMONCRAWL_DATA_URL": crawl.url,
            "ARCHIVE_INDEX_DELAY_S": 0,
            "ARCHIVE_DELAY_S": 0,
            "ARCHIVE_BACKOFF_S": 0.1,
        },
    )


def test_a_history_and_the_same_again(crawl: Crawl, alone: Desk) -> None:
    zipped = {"Content-Encoding": "gzip", "Server": "nginx"}
    crawl.collect(OLD, [Held(URL, day(1), page(1), headers=zipped, served=gzip.compress(page(1)))])
    crawl.collect(
        NEW,
        [
            Held(URL, day(11), page(2)),
            Held(URL, day(12), page(2)),
            Held(URL, day(13), b"", status=304, revisit=True),
            Held(URL, day(14), b"", status=301, headers={"Location": "https://mid.ru/en/"}),
            Held(URL, day(15), b"<h1>Not Found</h1>", status=404),
            Held(URL, day(16), marked(1, 16)),
            Held("https://mid.ru/en/about/", day(11), b"<p>About</p>"),
            Held(DOCUMENT.url("ru"), day(11), page(1, "ru")),
        ],
    )
    first = alone.ok(*COMMAND)
    assert first.last == (
        "backfill: 5 captures stored (1 gone, 4 ok), 0 known already, 1 refused,"
        " passed over: 1 redirects, 1 that are no page of a document"
    )
    assert f"{URL} was found unchanged, without saying since when" in first.err
    sightings = alone.rows("SELECT fetched_at, observer, http_status, verdict, version FROM capture_log ORDER BY 1")
    assert sightings == [
        ("2026-03-01T12:00:00.000Z", "commoncrawl", 200, "ok", 1),
        ("2026-03-11T12:00:00.000Z", "commoncrawl", 200, "ok", 2),
        ("2026-03-12T12:00:00.000Z", "commoncrawl", 200, "ok", 2),
        ("2026-03-15T12:00:00.000Z", "commoncrawl", 404, "gone", None),
        ("2026-03-16T12:00:00.000Z", "commoncrawl", 200, "ok", 3),
    ]
    parts = crawl.asked("/crawl-data/")
    assert len(parts) == 4  # the twelfth repeats the eleventh
    assert all(part.headers["range"].startswith("bytes=") for part in parts)
    (kept,) = alone.rows("SELECT headers FROM captures ORDER BY fetched_at LIMIT 1")[0]
    assert '"server": "nginx"' in kept

    crawl.log.clear()
    again = alone.ok(*COMMAND)
    assert again.last.startswith("backfill: 0 captures stored (none), 5 known already, 1 refused")
    assert crawl.asked("/crawl-data/") == []


def test_only_collections_of_these_days_are_asked(crawl: Crawl, alone: Desk) -> None:
    crawl.collect(OLD, [Held(URL, day(1), page(1)), Held(URL, day(3), page(2))])
    crawl.collect(NEW, [Held(URL, day(11), page(2))])
    ended = alone.ok(*COMMAND, "--since", "2026-03-02", "--until", "2026-03-10")
    assert ended.last.startswith("backfill: 1 captures stored")
    assert crawl.asked(f"/{NEW}") == []
    assert alone.one("SELECT fetched_at FROM captures") == "2026-03-03T12:00:00.000Z"


def test_a_collection_that_does_not_answer_is_named_and_the_next_one_asked(crawl: Crawl, alone: Desk) -> None:
    crawl.collect(OLD, [Held(URL, day(1), page(1))])
    crawl.collect(NEW, [Held(URL, day(11), page(2))])
    crawl.troubles = [Trouble(504, times=3, path=f"/{OLD}")]
    ended = alone.ok(*COMMAND)
    assert ended.last == "backfill: 1 captures stored (1 ok), 0 known already, 1 refused"
    assert f"{crawl.url}/{OLD}-index?" in ended.err
    assert "status 504, asked 3 times" in ended.err
    assert alone.ok(*COMMAND).last.startswith("backfill: 1 captures stored (1 ok), 1 known already, 0 refused")


def test_a_busy_archive_is_waited_for_and_one_that_says_enough_is_left_alone(crawl: Crawl, alone: Desk) -> None:
    crawl.collect(NEW, [Held(URL, day(11), page(1)), Held(URL, day(12), page(2))])
    crawl.troubles = [Trouble(503, retry_after="1", path="/crawl-data/")]
    assert alone.ok(*COMMAND).last.startswith("backfill: 2 captures stored (2 ok)")
    refused, answered, _ = crawl.asked("/crawl-data/")
    assert answered.at - refused.at >= 1
    crawl.troubles = [Trouble(429, retry_after="7200", path=f"/{NEW}")]
    ended = alone.run("backfill", "commoncrawl:https://mid.ru/ru/")
    assert ended.code == 1  # nothing could be had
    assert "status 429, not before " in ended.err
    assert ended.last == "backfill: an archive was not asked to its end; run it again to go on"


@pytest.mark.parametrize("body", ["<html>", '{"message": "x"}', "[1, 2]"])
def test_what_is_no_list_of_collections(crawl: Crawl, alone: Desk, body: str) -> None:
    crawl.troubles = [Trouble(200, body=body, path="/collinfo.json")]
    ended = alone.run(*COMMAND)
    assert ended.code == 1
    assert f"{crawl.url}/collinfo.json: " in ended.err
    assert "Traceback" not in ended.err


def test_records_that_are_not_as_the_index_has_them(crawl: Crawl, alone: Desk) -> None:
    """Each is named by its file and byte, and the next one read."""
    crawl.collect(NEW, [Held(URL, day(number), marked(1, number)) for number in range(1, 10)])
    file = FILE.format(NEW, NEW)
    damaged = bytearray(crawl.files[file])
    third = crawl.collections[NEW][2]
    damaged[third.offset + third.length // 2] ^= 0xFF
    crawl.files[file] = bytes(damaged)
    second = crawl.collections[NEW][1]
    crawl.says = {
        day(1): {"length": "300"},  # a truncated member
        day(2): {"offset": str(second.offset + 7)},  # no member's beginning
        day(4): {"offset": str(10**9)},  # behind the file's end
        day(5): {"filename": "crawl-data/none.warc.gz"},
        day(6): {"filename": "../../etc/passwd"},
        day(7): {"offset": str(crawl.collections[NEW][7].offset), "length": str(crawl.collections[NEW][7].length)},
        day(8): {"length": str(10**12)},
    }
    ended = alone.ok(*COMMAND)
    assert ended.last == "backfill: 1 captures stored (1 ok), 0 known already, 8 refused"
    assert alone.one("SELECT fetched_at FROM captures") == "2026-03-09T12:00:00.000Z"
    complaints = [line for line in ended.err.splitlines() if line.startswith("backfill: ")][:-1]
    assert len(complaints) == 8
    byte = [placed.offset for placed in crawl.collections[NEW]]
    for number in (1, 3, 8):
        assert any(f"{file}, byte {byte[number - 1]}" in line for line in complaints), number
    assert any("'../../etc/passwd' is no file" in line for line in complaints)
    assert any(f"holds no response from {URL} of 2026-03-07 12:00:00" in line for line in complaints)
    assert "Traceback" not in ended.err


def test_what_was_cut_short_is_truncated(crawl: Crawl, alone: Desk) -> None:
    crawl.collect(NEW, [Held(URL, day(1), marked(1, 1)), Held(URL, day(2), page(2))])
    crawl.says = {day(2): {"truncated": "length"}}
    alone.ok(*COMMAND)
    assert alone.rows("SELECT verdict FROM capture_log ORDER BY fetched_at") == [("ok",), ("truncated",)]


def test_a_server_without_ranges_is_not_read_to_its_files_end(crawl: Crawl, alone: Desk) -> None:
    crawl.collect(NEW, [Held(URL, day(1), page(1))])
    crawl.files[FILE.format(NEW, NEW)] += bytes(3_000_000)
    crawl.ignores_ranges = True
    ended = alone.run(*COMMAND, DOWNLOAD_MAXSIZE=1_000_000)
    assert ended.code == 1
    assert "backfill: 0 captures stored (none), 0 known already, 1 refused" in ended.err
