"""Each fault does what its name says."""

from __future__ import annotations

import gzip
import time
import zlib
from http.client import HTTPException, IncompleteRead, RemoteDisconnected
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]
import pytest

from tests.ministry import Fault, Ministry
from tests.ministry.client import Reply, fetch
from tests.ministry.faults import BOMB, HUGE, NAMES

if TYPE_CHECKING:
    from tests.ministry.documents import Document


def spoiled(ministry: Ministry, fault: Fault | str, path: str = "", timeout_s: float = 20, **headers: str) -> Reply:
    """The first document's page (or another path) as one request gets it under a fault."""
    target = path or ministry.documents[0].path("en")
    ministry.faults[target] = fault
    return fetch(ministry.url, target, timeout_s=timeout_s, **headers)


@pytest.mark.parametrize(
    ("name", "status"),
    [("forbidden", 403), ("not_found", 404), ("gone", 410), ("server_error", 500)],
)
def test_refusals(ministry: Ministry, name: str, status: int) -> None:
    assert spoiled(ministry, name).status == status


@pytest.mark.parametrize(("name", "status"), [("too_many", 429), ("unavailable", 503)])
def test_refusals_that_say_when_to_come_again(ministry: Ministry, name: str, status: int) -> None:
    reply = spoiled(ministry, Fault(name, seconds=7))
    assert (reply.status, reply.headers["retry-after"]) == (status, "7")


def test_a_fault_ends_after_its_times(ministry: Ministry, document: Document) -> None:
    ministry.faults["*"] = Fault("server_error", times=2)
    statuses = [fetch(ministry.url, document.path("en")).status for _ in range(3)]
    assert statuses == [500, 500, 200]
    assert [seen.fault for seen in ministry.log] == ["server_error", "server_error", ""]


def test_the_narrowest_target_wins(ministry: Ministry, document: Document) -> None:
    ministry.faults["*"] = "gone"
    ministry.faults["ru_kremlin"] = "server_error"
    ministry.faults[f"ru_mid/{document.key}"] = "forbidden"
    ministry.faults[document.url("de")] = "empty"
    got = [fetch(ministry.url, document.path(language)).status for language in ("ru", "de")]
    other = ministry.documents[1]
    assert got == [403, 200]
    assert fetch(ministry.url, other.path("ru")).status == 410
    assert fetch(ministry.url, "/", "kremlin.ru").status == 500
    assert fetch(ministry.url, "/robots.txt").status == 200


def test_faults_over_http(ministry: Ministry, document: Document) -> None:
    fetch(ministry.url, "/_ministry/fault?on=*&name=gone&times=1", method="POST")
    assert fetch(ministry.url, document.path("en")).status == 410
    assert fetch(ministry.url, document.path("en")).status == 200
    assert fetch(ministry.url, "/_ministry/fault?name=nonsense", method="POST").status == 400


def test_an_unknown_fault_is_refused() -> None:
    with pytest.raises(ValueError, match="nonsense"):
        Fault("nonsense")
    assert len(set(NAMES)) == len(NAMES)


def test_encodings(ministry: Ministry) -> None:
    plain = spoiled(ministry, "identity").body
    start = plain.split(b"csrf-token")[0]
    for name, undo in (("gzip", gzip.decompress), ("br", brotli.decompress), ("deflate", zlib.decompress)):
        reply = spoiled(ministry, name)
        assert reply.headers["content-encoding"] == name
        assert undo(reply.body).split(b"csrf-token")[0] == start
    ministry.faults.clear()
    path = ministry.documents[0].path("en")
    assert "content-encoding" not in fetch(ministry.url, path).headers
    assert fetch(ministry.url, path, Accept_Encoding="gzip, br").headers["content-encoding"] == "gzip"


def test_validators_can_lie_or_be_missing(ministry: Ministry, document: Document) -> None:
    first = fetch(ministry.url, document.path("en"))
    only_date = spoiled(ministry, "no_etag").headers
    assert "etag" not in only_date
    assert only_date["last-modified"] == first.headers["last-modified"]
    assert spoiled(ministry, "no_etag", If_Modified_Since=only_date["last-modified"]).status == 304
    assert not {"etag", "last-modified"} & set(spoiled(ministry, "no_validators").headers)
    assert spoiled(ministry, "no_validators", If_None_Match=first.headers["etag"]).status == 200
    ministry.edition = 2
    assert spoiled(ministry, "lying_304", If_None_Match=first.headers["etag"]).status == 304
    assert spoiled(ministry, "lying_304").status == 200


def test_hang(ministry: Ministry) -> None:
    started = time.monotonic()
    with pytest.raises(TimeoutError):
        spoiled(ministry, Fault("hang", seconds=0.6), timeout_s=0.2)
    assert time.monotonic() - started < 0.6
    with pytest.raises((RemoteDisconnected, ConnectionResetError)):
        spoiled(ministry, Fault("hang", seconds=0.1))


def test_reset(ministry: Ministry) -> None:
    with pytest.raises(ConnectionResetError):
        spoiled(ministry, "reset")


def test_truncated_bodies(ministry: Ministry) -> None:
    with pytest.raises(IncompleteRead) as short:
        spoiled(ministry, "short_body")
    assert short.value.partial
    assert short.value.expected
    with pytest.raises(IncompleteRead) as cut:
        spoiled(ministry, "cut_chunks")
    assert issubclass(cut.type, HTTPException)
    assert b"</html>" not in short.value.partial + cut.value.partial


def test_empty_body(ministry: Ministry) -> None:
    reply = spoiled(ministry, "empty")
    assert (reply.status, reply.body) == (200, b"")


def test_challenge(ministry: Ministry) -> None:
    reply = spoiled(ministry, "challenge")
    assert reply.status == 200
    assert "Data processing... Please, wait." in reply.text


def test_soft_404(ministry: Ministry, document: Document) -> None:
    reply = spoiled(ministry, "soft_404")
    assert reply.status == 200
    assert "Page not found" in reply.text
    assert document.articles["en"].passages[0] not in " ".join(reply.text.split())
    home = spoiled(ministry, "home_redirect")
    assert (home.status, home.headers["location"]) == (302, "https://mid.ru/")


def test_page_in_the_wrong_language(ministry: Ministry, document: Document) -> None:
    words = " ".join(spoiled(ministry, "foreign").text.split())
    assert document.articles["es"].passages[0] in words
    assert document.articles["en"].passages[0] not in words


def test_redirect_loop(ministry: Ministry, document: Document) -> None:
    reply = spoiled(ministry, "redirect_loop")
    assert (reply.status, reply.headers["location"]) == (302, document.path("en"))


def test_huge_body(ministry: Ministry) -> None:
    reply = spoiled(ministry, "huge")
    assert len(reply.body) == HUGE


def test_gzip_bomb(ministry: Ministry) -> None:
    reply = spoiled(ministry, "gzip_bomb")
    assert len(reply.body) < BOMB // 500
    unpacker = zlib.decompressobj(zlib.MAX_WBITS | 16)
    size = 0
    block = unpacker.decompress(reply.body, 2**24)
    while block:
        size += len(block)
        block = unpacker.decompress(unpacker.unconsumed_tail, 2**24)
    assert size == BOMB
    assert unpacker.eof


def test_broken_utf8(ministry: Ministry, document: Document) -> None:
    body = spoiled(ministry, "broken_utf8").body
    with pytest.raises(UnicodeDecodeError):
        body.decode()
    assert "\N{REPLACEMENT CHARACTER}" in body.decode(errors="replace")


def test_robots_that_close_the_site(ministry: Ministry) -> None:
    assert "PAGEN" in fetch(ministry.url, "/robots.txt").text
    assert spoiled(ministry, "closed_robots", "/robots.txt").text.split() == ["User-agent:", "*", "Disallow:", "/"]


@pytest.mark.parametrize("path", ["/en/foreign_policy/news/", "/en/rss.php"])
def test_a_listing_that_is_suddenly_empty(ministry: Ministry, document: Document, path: str) -> None:
    assert document.path("en") in fetch(ministry.url, path).text
    reply = spoiled(ministry, "empty_listing", path)
    assert reply.status == 200
    assert document.path("en") not in reply.text
    ministry.faults["*"] = "empty_listing"
    assert document.articles["en"].title.split()[0] in fetch(ministry.url, document.path("en")).text
