"""What the answers of web archives say: indexes in both dialects, raw mementos, spans of time."""

from __future__ import annotations

import gzip
import json
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.archives.cdx import (
    FIELDS,
    NoIndex,
    Place,
    Row,
    collections,
    commoncrawl_listing,
    pages,
    wayback_listing,
    without_port,
)
from crawler.archives.memento import Answer, archived
from crawler.archives.span import Span
from crawler.backfill.archived import Archived, Refused

URL = "https://mid.ru/ru/foreign_policy/news/1780207/"
AT = datetime(2019, 11, 27, 20, 45, 1, tzinfo=UTC)
ROW = ["ru,mid)/ru/foreign_policy/news/1780207", "20191127204501", URL, "text/html", "200", "SHA"]


def table(*rows: list[str]) -> bytes:
    return json.dumps([list(FIELDS), *rows]).encode()


# --- the index of a Wayback Machine ---------------------------------------------------------------------------------


def test_a_row_of_the_index() -> None:
    listing = wayback_listing(table(ROW), "index")
    assert listing.rows == (Row(URL, AT, 200, "SHA", ROW[0]),)
    assert listing.rows[0].timestamp == "20191127204501"
    assert listing.resume == ""


def test_a_repetition_has_no_status() -> None:
    (row,) = wayback_listing(table([ROW[0], ROW[1], ROW[2], "warc/revisit", "-", "SHA"]), "index").rows
    assert isinstance(row, Row)
    assert (row.status, row.revisit) == (None, True)


def test_the_resume_key_is_printed_as_it_stands_in_a_url() -> None:
    body = json.dumps([list(FIELDS), ROW, [], ["ru%2Cmid%29%2Fru%2F%25d0+20191127204501%21"]]).encode()
    listing = wayback_listing(body, "index")
    assert len(listing.rows) == 1
    assert listing.resume == "ru,mid)/ru/%d0 20191127204501!"


@pytest.mark.parametrize("body", [b"", b"[]", b"[]\n"])
def test_nothing_is_held(body: bytes) -> None:
    assert wayback_listing(body, "index").rows == ()


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        (b"<html>Down for maintenance", "no JSON: '<html>Down for maintenance'"),
        (b"[" * 100_000, r"no JSON: '\[\["),
        (b'{"error": "x"}', "no list of lists"),
        (b'[["urlkey", "timestamp"], "row"]', "no list of lists"),
        (b'[["urlkey", "timestamp"]]', "without the column original"),
        (b'[[7, null], ["a", "b"]]', "without the column original, timestamp"),
        (b"\xff\xfe", "no JSON"),
    ],
)
def test_what_is_no_index(body: bytes, reason: str) -> None:
    with pytest.raises(NoIndex, match=reason):
        wayback_listing(body, "index")


@pytest.mark.parametrize(
    ("place", "value", "reason"),
    [
        (1, "20191127", "'20191127' is no time of 14 digits"),
        (1, "20191327204501", "'20191327204501' is no time"),
        (1, "29991127204501", "is still to come"),
        (1, "٢٠١٩١١٢٧٢٠٤٥٠١", "is no time"),
        (2, "mailto:press@mid.ru", "'mailto:press@mid.ru' is no URL"),
        (2, "http://mid.ru/\u202e1", "is no URL"),
        (2, "http://mid.ru/" + "x" * 5000, "is no URL"),
        (4, "two hundred", "'two hundred' is no status"),
        (4, "²00", "is no status"),
        (4, "999", "'999' is no status"),
    ],
)
def test_a_bad_row_is_named_and_the_next_one_read(place: int, value: str, reason: str) -> None:
    bad = [value if number == place else field for number, field in enumerate(ROW)]
    refused, short, good = wayback_listing(table(bad, ROW[:3], ROW), "https://a/cdx").rows
    assert isinstance(refused, Refused)
    assert refused.reason.startswith("https://a/cdx, row 1: ")
    assert reason in refused.reason
    assert short == Refused("https://a/cdx, row 2: has 3 columns, not 6")
    assert isinstance(good, Row)


def test_urls_are_told_without_what_goes_without_saying() -> None:
    assert without_port("http://www.mid.ru:80/ru/1") == "http://www.mid.ru/ru/1"
    assert without_port("https://mid.ru:443#top") == "https://mid.ru/"
    assert without_port("https://mid.ru:80/a?b=c") == "https://mid.ru:80/a?b=c"
    assert without_port("http://mid.ru:8080/") == "http://mid.ru:8080/"


# --- the index of Common Crawl --------------------------------------------------------------------------------------

LINE: dict[str, Any] = {
    "urlkey": ROW[0],
    "timestamp": ROW[1],
    "url": URL,
    "mime": "text/html",
    "status": "200",
    "digest": "SHA",
    "length": "2048",
    "offset": "1234567",
    "filename": "crawl-data/CC-MAIN-2019-47/segments/1573496664752.70/warc/CC-MAIN-20191111-00001.warc.gz",
}


def lines(*objects: dict[str, Any]) -> bytes:
    return b"\n".join(json.dumps(line).encode() for line in objects) + b"\n"


def test_a_line_of_the_index() -> None:
    (row, cut) = commoncrawl_listing(lines(LINE, LINE | {"truncated": "length"}), "index").rows
    assert row == Row(URL, AT, 200, "SHA", ROW[0], place=Place(LINE["filename"], 1234567, 2048, truncated=False))
    assert isinstance(cut, Row)
    assert cut.place is not None
    assert cut.place.truncated


@pytest.mark.parametrize(
    "change",
    [
        {"filename": "../../etc/passwd"},
        {"filename": "https://elsewhere.example/a.warc.gz"},
        {"filename": "//elsewhere.example/a.warc.gz"},
        {"filename": "crawl-data/../../x"},
        {"filename": "a?b"},
        {"offset": "-1"},
        {"length": "0"},
        {"length": "9" * 20},
        {"offset": None},
    ],
)
def test_a_place_that_is_none(change: dict[str, Any]) -> None:
    refused, good = commoncrawl_listing(lines(LINE | change, LINE), "index").rows
    assert isinstance(refused, Refused)
    assert refused.reason.startswith("index, line 1: ")
    assert isinstance(good, Row)


def test_lines_that_are_no_objects() -> None:
    rows = commoncrawl_listing(b"oops\n\n" + lines(LINE), "index").rows
    assert rows[0] == Refused("index, line 1: is no JSON object")
    assert len(rows) == 2
    with pytest.raises(NoIndex):
        commoncrawl_listing(b"<html>\n<body>", "index")
    assert commoncrawl_listing(b"", "index").rows == ()


def test_collections_and_pages() -> None:
    told = [
        {"id": "CC-MAIN-2020-05", "from": "2020-01-17T00:00:00", "to": "2020-01-29T00:00:00"},
        {"id": "CC-MAIN-2019-47", "cdx-api": "https://elsewhere.example/"},
        {"id": "../x"},
        "y",
    ]
    assert collections(json.dumps(told).encode()) == [
        ("CC-MAIN-2019-47", "", ""),
        ("CC-MAIN-2020-05", "2020-01-17T00:00:00", "2020-01-29T00:00:00"),
    ]
    for body in (b"{}", b"[{}]", b"no"):
        with pytest.raises(NoIndex):
            collections(body)
    assert pages(b'{"pages": 3, "pageSize": 5, "blocks": 12}') == 3
    for body in (b'{"pages": -1}', b'{"message": "x"}', b""):
        with pytest.raises(NoIndex):
            pages(body)


# --- mementos -------------------------------------------------------------------------------------------------------

ASKED = Row(URL, AT, 200, "SHA", ROW[0])
SHOWN = Answer(
    f"https://web.archive.org/web/20191127204501id_/{URL}",
    200,
    {
        "content-type": "text/html; charset=utf-8",
        "memento-datetime": "Wed, 27 Nov 2019 20:45:01 GMT",
        "x-archive-orig-server": "nginx",
        "x-archive-orig-last-modified": "Wed, 27 Nov 2019 20:44:00 GMT",
        "x-archive-orig-content-length": "17",
        "x-archive-src": "a.warc.gz",
        "server": "the archive's",
        "set-cookie": "wb-p-SERVER=wwwb-app1",
    },
    "<p>Переговоры.</p>".encode()[:17],
)


def test_a_memento_bears_the_headers_that_the_archive_was_sent() -> None:
    page = archived(SHOWN, ASKED)
    assert isinstance(page, Archived)
    assert (page.url, page.at, page.observer, page.status, page.incomplete) == (URL, AT, "wayback", 200, False)
    assert page.headers == {
        "content-type": "text/html; charset=utf-8",
        "server": "nginx",
        "last-modified": "Wed, 27 Nov 2019 20:44:00 GMT",
        "content-length": "17",
    }
    bare = replace(
        SHOWN, headers={"memento-datetime": SHOWN.headers["memento-datetime"], "server": "nginx", "link": ""}
    )
    page = archived(bare, ASKED)
    assert isinstance(page, Archived)
    assert page.headers == {"server": "nginx"}


@pytest.mark.parametrize("status", [403, 404, 410, 500, 503])
def test_an_archived_failure_is_not_the_archives_own(status: int) -> None:
    page = archived(replace(SHOWN, status=status), ASKED)
    assert isinstance(page, Archived)
    assert page.status == status
    own = replace(SHOWN, status=status, headers={"content-type": "text/html"})
    assert archived(own, ASKED) == Refused(f"{SHOWN.url}: the archive has no such page (status {status})")


@pytest.mark.parametrize(
    "change",
    [
        {"lost": True},
        {"spoiled": True},
        {"body": b"<p>"},
    ],
)
def test_what_the_archive_holds_a_part_of_is_incomplete(change: dict[str, Any]) -> None:
    page = archived(replace(SHOWN, **change), ASKED)
    assert isinstance(page, Archived)
    assert page.incomplete


def test_the_length_of_an_encoded_body_says_nothing_of_the_decoded_one() -> None:
    headers = {**SHOWN.headers, "x-archive-orig-content-encoding": "gzip", "x-archive-orig-content-length": "900"}
    page = archived(replace(SHOWN, headers=headers), ASKED)
    assert isinstance(page, Archived)
    assert not page.incomplete


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip"])
def test_a_payload_that_the_archive_shows_as_it_was_sent_is_unpacked(encoding: str) -> None:
    headers = {**SHOWN.headers, "x-archive-orig-content-encoding": encoding}
    packed = gzip.compress(b"<p>whole</p>", mtime=0)
    for body, told, incomplete in ((packed, b"<p>whole</p>", False), (packed[:-9], packed[:-9], True)):
        page = archived(replace(SHOWN, headers=headers, body=body), ASKED)
        assert isinstance(page, Archived)
        assert (page.body, page.incomplete) == (told, incomplete)


@pytest.mark.parametrize("flag", ["id_", "", "im_"])
@pytest.mark.parametrize("base", ["", "http://web.archive.org"])
def test_the_nearest_capture_in_the_place_of_one_that_is_lacking(base: str, flag: str) -> None:
    there = f"{base}/web/20191128000000{flag}/http://www.mid.ru:80/ru/foreign_policy/news/1780207/"
    nearest = Row(
        "http://www.mid.ru/ru/foreign_policy/news/1780207/", datetime(2019, 11, 28, tzinfo=UTC), 200, "", ROW[0]
    )
    assert archived(replace(SHOWN, status=302, headers={"location": there}), ASKED) == nearest
    told = {**SHOWN.headers, "location": there, "x-archive-redirect-reason": "found capture at 20191128000000"}
    assert archived(replace(SHOWN, status=302, headers=told), ASKED) == nearest


@pytest.mark.parametrize(
    "location",
    ["", "/", "https://archive.org/login", "/web/20191399000000id_/http://mid.ru/", "/web/2019id_/http://a/"],
)
def test_an_archive_that_leads_astray(location: str) -> None:
    assert isinstance(archived(replace(SHOWN, status=302, headers={"location": location}), ASKED), Refused)


def test_an_archived_redirect_is_an_archived_page() -> None:
    headers = {**SHOWN.headers, "location": "/web/20191127204501id_/https://mid.ru/ru/"}
    page = archived(replace(SHOWN, status=302, headers=headers), ASKED)
    assert isinstance(page, Archived)
    assert page.status == 302


@pytest.mark.parametrize("said", ["yesterday", "Wed, 27 Nov 2999 20:45:01 GMT", "", "Wed, 99 Nov 2019 20:45:01 GMT"])
def test_a_memento_of_no_time_is_none(said: str) -> None:
    assert isinstance(archived(replace(SHOWN, headers={"memento-datetime": said}), ASKED), Refused)


# --- whatever is said -----------------------------------------------------------------------------------------------

WORDS = st.sampled_from([*FIELDS, *map(str, ROW), *LINE, "-", "", "20191127204501", "-1", "9" * 30, "../x"]) | st.text()
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | WORDS,
    lambda inner: st.lists(inner, max_size=7) | st.dictionaries(WORDS, inner, max_size=7),
    max_leaves=30,
)
TABLES = st.lists(st.lists(WORDS | VALUES, max_size=6), max_size=4).map(lambda rows: [list(FIELDS), *rows])


@given(st.binary() | (VALUES | TABLES).map(json.dumps).map(str.encode))
def test_an_index_may_say_anything(body: bytes) -> None:
    for read in (wayback_listing, commoncrawl_listing):
        try:
            listing = read(body, "index")
        except NoIndex:
            continue
        assert all(isinstance(row, Row | Refused) for row in listing.rows)
        for row in listing.rows:
            if isinstance(row, Row):
                assert row.url.startswith(("http://", "https://"))
                assert row.at <= datetime.now(UTC) + timedelta(minutes=3)
                assert len(row.timestamp) == 14
    for say in (collections, pages):
        with suppress(NoIndex):
            say(body)


HEADERS = st.dictionaries(
    st.sampled_from([*SHOWN.headers, "location", "content-encoding", "x-archive-orig-content-encoding", "link"]),
    st.sampled_from([*SHOWN.headers.values(), f"/web/20191127204501id_/{URL}", "gzip", "br", "chunked"]) | st.text(),
)


@given(st.integers(100, 599), HEADERS, st.binary())
def test_an_archive_may_answer_anything(status: int, headers: dict[str, str], body: bytes) -> None:
    answer = archived(Answer(SHOWN.url, status, headers, body), ASKED)
    assert isinstance(answer, Archived | Row | Refused)


# --- spans ----------------------------------------------------------------------------------------------------------


def test_both_days_of_a_span_are_included() -> None:
    span = Span.parse("2019-11-01", "2019-11-27")
    assert span.timestamps == ("20191101000000", "20191127235959")
    assert span.holds(AT)
    assert Span.parse("", "2019-11-27T20:45:01Z").holds(AT)
    assert not Span.parse("", "2019-11-27T20:45:00Z").holds(AT)
    assert not Span.parse("2019-11-27T23:45:02+03:00", "").holds(AT)
    assert Span.parse("", "").timestamps == ("", "")


@pytest.mark.parametrize(
    ("since", "until", "culprit"),
    [
        ("2019", "", "--since 2019 is no day"),
        ("", "today", "--until today"),
        ("2019-13-01", "", "--since"),
        ("2020-01-02", "2020-01-01", "--until 2020-01-01 is before --since 2020-01-02"),
    ],
)
def test_what_is_no_span(since: str, until: str, culprit: str) -> None:
    with pytest.raises(ValueError, match=culprit):
        Span.parse(since, until)


def test_two_spans_may_meet() -> None:
    span = Span.parse("2019-11-01", "2019-11-30")
    assert span.meets("2019-10-01T00:00:00", "2019-11-01T00:00:00")
    assert not span.meets("2019-10-01T00:00:00", "2019-10-31T23:59:59")
    assert not span.meets("2019-12-01T00:00:00", "2019-12-10T00:00:00")
    assert span.meets("", "")
    assert span.meets("soon", "later")
