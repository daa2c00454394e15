"""Captures from elsewhere among our own: each at its time, judged as any other, none of ours overridden."""

from __future__ import annotations

import base64
import gzip
import hashlib
import sqlite3
import time
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import pytest

from tests.ministry.editions import World
from tests.ministry.site import Site
from tests.running import Desk
from tests.warcs import AT, package, record, response

if TYPE_CHECKING:
    from pathlib import Path

    from tests.ministry.documents import Document

WORLD = World(12, 7)
SITE = Site(WORLD)
CHALLENGE = b"<html><head><title>Just a moment...</title></head><body>Checking your browser</body></html>"
NOWHERE = b"<html><head><title>Page not found</title></head><body><h1>Page not found</h1></body></html>"


@pytest.fixture
def alone(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "transcripts.db")


@pytest.fixture
def document() -> Document:
    """Edition 2 drops a "not" in English; editions 1 and 4 say the same."""
    return next(known for known in WORLD.documents if known.source == "ru_mid" and known.n == 1)


def body(document: Document, edition: int = 1, language: str = "en") -> bytes:
    return SITE.answer(document.host(language), document.path(language), {}, edition, 0).body


def versions(desk: Desk) -> list[tuple[int, str]]:
    return desk.rows(
        "SELECT version, substr(first_seen, 1, 10) FROM version_log WHERE language = 'en' ORDER BY version"
    )


def warc(path: Path, *records: bytes) -> str:
    path.write_bytes(b"".join(records))
    return str(path)


# --- what becomes of them -------------------------------------------------------------------------------------------


def test_a_warc_of_good_and_bad_captures(alone: Desk, document: Document, tmp_path: Path) -> None:
    url, page = document.url("en"), body(document)
    path = warc(
        tmp_path / "crawl.warc.gz",
        record("warcinfo", block=b"software: x\r\n"),
        response(url, page, at="2026-03-20T10:00:00Z"),
        response(url, b"Forbidden", at="2026-03-20T11:00:00Z", status="403 Forbidden"),
        response(url, CHALLENGE, at="2026-03-20T12:00:00Z"),
        response(url, NOWHERE, at="2026-03-20T13:00:00Z"),
        response(url, page[: len(page) // 2], at="2026-03-20T14:00:00Z"),
        response(url, b"", "Location: /", at="2026-03-20T15:00:00Z", status="301 Moved Permanently"),
        response("https://example.org/", page),
        response(url, body(document, 2), at="2026-03-21T10:00:00Z"),
        record(
            "revisit",
            url,
            b"",
            f"WARC-Refers-To-Target-URI: {url}",
            "WARC-Refers-To-Date: 2026-03-21T10:00:00Z",
            at="2026-03-22T10:00:00Z",
        ),
        response(url, page, at="2999-03-21T10:00:00Z"),
    )
    ended = alone.ok("backfill", path)
    assert ended.last == (
        "backfill: 7 captures stored (2 blocked, 3 ok, 1 soft_404, 1 truncated), 0 known already, 1 refused,"
        " passed over: 1 redirects, 1 that are no page of a document"
    )
    assert "still to come" in ended.err
    assert versions(alone) == [(1, "2026-03-20"), (2, "2026-03-21")]
    assert alone.one("SELECT last_seen FROM version_log WHERE version = 2") == "2026-03-22T10:00:00.000Z"
    again = alone.ok("backfill", path)
    assert again.last.startswith("backfill: 0 captures stored (none), 7 known already, 1 refused")
    assert alone.one("SELECT count(*) FROM captures") == 7
    alone.ok("verify")


def test_a_revisit_of_a_capture_on_record(alone: Desk, document: Document, tmp_path: Path) -> None:
    url = document.url("en")
    alone.ok("backfill", warc(tmp_path / "one.warc.gz", response(url, body(document), at="2026-03-20T10:00:00Z")))
    refers = ["WARC-Refers-To-Target-URI: " + url, "WARC-Refers-To-Date: {}"]
    told = [
        record("revisit", url, b"", *[line.format(at) for line in refers], at="2026-03-25T10:00:00Z")
        for at in ("2026-03-20T10:00:00Z", "2026-03-19T10:00:00Z")
    ]
    ended = alone.ok("backfill", warc(tmp_path / "two.warc.gz", *told))
    assert "1 captures stored (1 ok), 0 known already, 1 refused" in ended.last
    assert "not on record" in ended.err
    assert alone.rows("SELECT first_seen, last_seen FROM version_log") == [
        ("2026-03-20T10:00:00.000Z", "2026-03-25T10:00:00.000Z")
    ]


@pytest.mark.parametrize(
    ("layout", "twin"), [("behind", False), ("after", True), ("folder", False), ("files", True), ("package", False)]
)
def test_a_revisit_finds_its_original_wherever_it_stands(
    alone: Desk, document: Document, tmp_path: Path, layout: str, twin: bool
) -> None:
    """In the same run, so that the same inputs change nothing when they are taken again."""
    url = document.url("en")
    named = url.replace("https:", "http:") if twin else url
    sha1 = base64.b32encode(hashlib.sha1(body(document)).digest()).decode()
    refers = ["WARC-Refers-To-Target-URI: " + named, "WARC-Refers-To-Date: 2026-03-20T10:00:00Z"]
    original = response(url, body(document), at="2026-03-20T10:00:00Z")
    revisit = record("revisit", url, b"", *refers, f"WARC-Payload-Digest: sha1:{sha1}", at="2026-03-25T10:00:00Z")
    chain = ["WARC-Refers-To-Target-URI: " + url, "WARC-Refers-To-Date: 2026-03-25T10:00:00Z"]
    again = record("revisit", url, b"", *chain, at="2026-03-26T10:00:00Z")
    folder = tmp_path / "in"
    folder.mkdir()
    match layout:
        case "behind":
            given = [warc(folder / "x.warc.gz", again, revisit, original)]
        case "after":
            given = [warc(folder / "x.warc", *(gzip.decompress(one) for one in (original, revisit, again)))]
        case "package":
            given = [package(folder / "x.wacz", {"archive/more.warc.gz": original}, archive=revisit + again)]
        case _:
            given = [warc(folder / "0.warc.gz", again, revisit), warc(folder / "1.warc.gz", original)]
            given = [str(folder)] if layout == "folder" else given
    ended = alone.ok("backfill", *given)
    assert ended.last == "backfill: 3 captures stored (3 ok), 0 known already, 0 refused"
    assert alone.ok("backfill", *given).last == "backfill: 0 captures stored (none), 3 known already, 0 refused"
    assert alone.rows("SELECT first_seen, last_seen FROM version_log") == [
        ("2026-03-20T10:00:00.000Z", "2026-03-26T10:00:00.000Z")
    ]


def test_the_twin_of_a_url_is_another_page_where_the_digests_differ(
    alone: Desk, document: Document, tmp_path: Path
) -> None:
    url = document.url("en")
    refers = ["WARC-Refers-To-Target-URI: " + url.replace("https:", "http:"), "WARC-Refers-To-Date: " + AT]
    others = [[], ["WARC-Payload-Digest: sha1:" + "A" * 32], ["WARC-Payload-Digest: sha1:A"]]
    revisits = [record("revisit", url, b"", *refers, *digest, at="2026-03-25T10:00:00Z") for digest in others]
    ended = alone.ok("backfill", warc(tmp_path / "x.warc.gz", response(url, body(document)), *revisits))
    assert ended.last == "backfill: 1 captures stored (1 ok), 0 known already, 3 refused"


def test_sources_and_languages_in_one_file_and_several_paths(alone: Desk, tmp_path: Path) -> None:
    """Captures of two sources in turn, from three files, in one command: a run for each source, and one chain."""
    both = [next(known for known in WORLD.documents if known.source == source) for source in ("ru_mid", "ru_kremlin")]
    paths = []
    for number, language in enumerate(("en", "ru", "en")):
        at = f"2026-03-2{number}T10:00:00Z"
        records = [response(one.url(language), body(one, 1, language), at=at) for one in both]
        paths.append(warc(tmp_path / f"{number}.warc.gz", *records))
    ended = alone.ok("backfill", *paths, READ_PROCESSES=1)
    assert "6 captures stored (6 ok)" in ended.last
    assert alone.rows("SELECT source, language, versions FROM transcripts ORDER BY source, language") == [
        ("ru_kremlin", "en", 1),
        ("ru_kremlin", "ru", 1),
        ("ru_mid", "en", 1),
        ("ru_mid", "ru", 1),
    ]
    assert alone.rows("SELECT command, outcome, count(*) FROM runs GROUP BY 1, 2") == [("backfill", "done", 2)]
    alone.ok("verify")
    only = alone.ok("backfill", paths[0], "--source", "ru_kremlin")
    assert only.last.endswith("1 known already, 0 refused, passed over: 1 that are no page of a document")


def test_more_than_a_batch_is_read_in_other_processes(alone: Desk, tmp_path: Path) -> None:
    records = [
        response(known.url(language), body(known, 1, language), at=f"2026-03-20T10:00:{n:02}Z")
        for n, known in enumerate(WORLD.documents)
        for language in known.ids
    ]
    repeated = [
        response(known.url("en"), body(known), at=f"2026-03-{day}T11:00:00Z")
        for known in WORLD.documents
        for day in range(21, 27)
        if "en" in known.ids
    ]
    ended = alone.ok("backfill", warc(tmp_path / "all.warc.gz", *records, *repeated), READ_PROCESSES=1)
    assert f"{len(records) + len(repeated)} captures stored" in ended.last
    other = Desk(tmp_path / "other.db")
    other.ok("backfill", str(tmp_path / "all.warc.gz"), READ_PROCESSES=0)
    same = "SELECT id, variant, text, first_capture, last_capture FROM versions ORDER BY id"
    assert alone.rows(same) == other.rows(same)
    answered = [
        known.url(language)
        for known in WORLD.documents
        for language in known.ids
        if SITE.answer(known.host(language), known.path(language), {}, 1, 0).status == 200
    ]
    assert len(alone.rows(same)) == len(answered)


def test_killed_and_started_again_it_goes_on(alone: Desk, document: Document, tmp_path: Path) -> None:
    """Some hundred captures are one transaction: what was stored before the kill is whole, and is not stored again."""
    captures = 700
    when = datetime(2026, 3, 1, tzinfo=UTC)
    records = [
        response(document.url("en"), body(document, 1 + n // 400), at=f"{when + timedelta(hours=n):%Y-%m-%dT%H:%M:%SZ}")
        for n in range(captures)
    ]
    path = warc(tmp_path / "long.warc.gz", *records)
    process = alone.start("backfill", path)
    while process.poll() is None and not (alone.database.exists() and stored(alone) > 32):
        time.sleep(0.05)
    process.kill()
    process.communicate()
    before = stored(alone)
    assert 0 < before < captures
    ended = alone.ok("backfill", path)
    assert ended.last.startswith(
        f"backfill: {captures - before} captures stored ({captures - before} ok), {before} known"
    )
    assert [version for version, _ in versions(alone)] == [1, 2]
    assert alone.rows("SELECT outcome FROM runs ORDER BY id") == [("killed",), ("done",)]
    alone.ok("verify")


def stored(desk: Desk) -> int:
    """Captures, while another process may just be making the tables."""
    try:
        return int(desk.one("SELECT count(*) FROM captures"))
    except sqlite3.OperationalError:
        return 0


# --- among our own --------------------------------------------------------------------------------------------------


def test_late_arrivals_slot_in_and_rename_nothing(alone: Desk, document: Document, tmp_path: Path) -> None:
    url = document.url("en")
    other = next(known for known in WORLD.documents if known.source == "ru_mid" and known.n == 2)
    early = [
        response(url, body(document, 1), at="2026-03-20T10:00:00Z"),
        response(url, body(document, 2), at="2026-03-24T10:00:00Z"),
        response(other.url("en"), body(other, 1), at="2026-03-20T10:00:00Z"),
        response(other.url("en"), body(other, 5), at="2026-03-24T10:00:00Z"),
    ]
    alone.ok("backfill", warc(tmp_path / "early.warc", *early))
    alone.ok("diff")
    ids = alone.rows("SELECT id, number FROM versions ORDER BY id")
    others = alone.rows(
        "SELECT changes.id, found_at FROM changes JOIN variants ON variants.id = variant WHERE url = ?", other.url("en")
    )
    assert others
    late = [
        response(url, body(document, 1).replace(b"</title>", b" </title>"), at="2026-03-22T10:00:00Z"),
        response(url, body(document, 1), at="2026-03-19T10:00:00Z"),
    ]
    alone.ok("backfill", warc(tmp_path / "late.warc", *late))
    alone.ok("diff")
    assert alone.rows("SELECT id, number FROM versions ORDER BY id") == ids
    kept = dict(alone.rows("SELECT id, found_at FROM changes WHERE NOT superseded"))
    assert kept.items() >= set(others), "of the other variant"
    narrowed = "SELECT not_before, not_after FROM edit_log WHERE document = ? LIMIT 1"
    assert alone.rows(narrowed, str(document.ids["en"])) == [("2026-03-22T10:00:00.000Z", "2026-03-24T10:00:00.000Z")]
    alone.ok("verify")


def test_our_own_captures_stand(desk: Desk, document: Document, tmp_path: Path) -> None:
    """Somebody else says another thing of the same URL in the very second in which we looked."""
    desk.ok("crawl", "ru_mid")
    ours = desk.one("SELECT fetched_at FROM capture_log WHERE url = ?", document.url("en"))
    before = desk.rows("SELECT * FROM captures ORDER BY id")
    liar = response(document.url("en"), body(document, 2), at=f"{ours[:19]}Z")
    ended = desk.ok("backfill", warc(tmp_path / "x.warc", liar))
    assert ended.last == "backfill: 0 captures stored (none), 1 known already, 0 refused"
    assert desk.rows("SELECT * FROM captures ORDER BY id") == before


def test_a_lone_stranger_waits_for_a_second_witness(alone: Desk, document: Document, tmp_path: Path) -> None:
    url = document.url("en")

    def told(edition: int, day: int, name: str, *options: str) -> None:
        at = f"2026-03-{day}T10:00:00Z"
        alone.ok("backfill", warc(tmp_path / name, response(url, body(document, edition), at=at)), *options)

    told(1, 20, "a.warc")
    told(1, 24, "b.warc")
    told(2, 22, "c.warc", "--observer", "wayback")
    assert versions(alone) == [(1, "2026-03-20")]
    told(2, 22, "d.warc", "--observer", "commoncrawl")  # the same observation, told by another
    assert versions(alone) == [(1, "2026-03-20")]
    told(2, 23, "e.warc", "--observer", "commoncrawl")
    assert versions(alone) == [(1, "2026-03-20"), (2, "2026-03-22"), (3, "2026-03-24")]
    assert alone.rows("SELECT observer, count(*) FROM capture_log GROUP BY 1 ORDER BY 1") == [
        ("commoncrawl", 1),
        ("file", 2),
        ("wayback", 1),
    ]
