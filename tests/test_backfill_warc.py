"""WARC and WET files: what is read of their records, whatever encodes them, and what becomes of damaged ones."""

from __future__ import annotations

import gzip
import io
import tracemalloc
import zlib
from datetime import UTC, datetime
from random import Random
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]
import pytest
from backports import zstd

from crawler.backfill import frames
from crawler.backfill.archived import Archived, Doubt, Elsewhere, Refused
from crawler.backfill.warc import captures_in
from tests.warcs import http, record, response

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.backfill.archived import Item

PAGE = "<html><body><h1>О переговорах</h1><p>" + "Мы обсудили вопросы. " * 50 + "</p></body></html>"
BODY = PAGE.encode()
URL = "http://kremlin.ru/events/president/news/{}"
PLAIN = pytest.mark.parametrize("packed", [True, False], ids=["gz", "plain"])


def read(content: bytes, name: str = "x.warc") -> list[Item]:
    return list(captures_in(io.BytesIO(content), name, lambda url: "kremlin" in url))


def bodies(items: list[Item]) -> list[bytes]:
    return [item.body for item in items if isinstance(item, Archived)]


def reasons(items: list[Item]) -> list[str]:
    return [item.reason for item in items if isinstance(item, Refused)]


def chunked(body: bytes, step: int = 700) -> bytes:
    parts = [body[at : at + step] for at in range(0, len(body), step)]
    return b"".join(b"%x;a=b\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


@PLAIN
def test_what_a_response_says_and_when(packed: bool) -> None:
    content = b"".join(
        [
            record("warcinfo", block=b"software: x\r\n", packed=packed),
            record("request", URL.format(1), b"GET / HTTP/1.1\r\n\r\n", packed=packed),
            response(URL.format(1), BODY, "Content-Type: text/html", "X-A: 1", "x-a: 2", packed=packed),
            record("metadata", URL.format(1), b"fetchTimeMs: 3\r\n", packed=packed),
            response("http://example.org/", BODY, packed=packed),
            response(URL.format(2), BODY, at="2020-03-01T10:00:00.250+03:00", status="404 Not Found", packed=packed),
        ]
    )
    first, strange, last = read(content, "a.warc")
    assert isinstance(first, Archived)
    assert (first.url, first.at) == (URL.format(1), datetime(2020, 3, 1, 10, tzinfo=UTC))
    assert (first.body, first.status, first.observer, first.incomplete) == (BODY, 200, "file", False)
    assert first.headers == {"content-type": "text/html", "x-a": "1, 2"}
    assert strange == Elsewhere("http://example.org/")
    assert isinstance(last, Archived)
    assert (last.status, last.at) == (404, datetime(2020, 3, 1, 7, 0, 0, 250_000, tzinfo=UTC))
    assert last.where.startswith("a.warc, byte ")


@pytest.mark.parametrize(
    ("headers", "encoded"),
    [
        (["Content-Encoding: gzip"], gzip.compress(BODY)),
        (["Content-Encoding: br"], brotli.compress(BODY)),
        (["Content-Encoding: zstd"], zstd.compress(BODY)),
        (["Content-Encoding: deflate"], zlib.compress(BODY)),
        (["Transfer-Encoding: chunked"], chunked(BODY)),
        (["Transfer-Encoding: chunked", "Content-Encoding: gzip"], chunked(gzip.compress(BODY), 50)),
        # Archives that undid an encoding often keep its header.
        (["Transfer-Encoding: chunked", "Content-Encoding: gzip"], BODY),
        (["Content-Encoding: br"], BODY),
        ([f"Content-Length: {len(BODY)}"], BODY),
    ],
)
def test_encodings_are_undone(headers: list[str], encoded: bytes) -> None:
    (page,) = read(response(URL.format(1), encoded, *headers))
    assert isinstance(page, Archived)
    assert page.body == BODY
    assert not page.incomplete


@pytest.mark.parametrize(
    ("headers", "encoded"),
    [
        (["Content-Encoding: gzip"], gzip.compress(BODY)[:-20]),
        (["Transfer-Encoding: chunked"], chunked(BODY)[:-20]),
        (["Content-Length: 99999"], BODY),
    ],
)
def test_what_an_archive_holds_in_part_is_incomplete(headers: list[str], encoded: bytes) -> None:
    (page,) = read(response(URL.format(1), encoded, *headers))
    assert isinstance(page, Archived)
    assert page.incomplete


def test_a_bomb_is_refused_at_little_memory() -> None:
    bomb = response(URL.format(1), gzip.compress(bytes(100_000_000)), "Content-Encoding: gzip")
    items = read(bomb + response(URL.format(2), BODY))
    assert bodies(items) == [BODY]
    assert "decodes to more than" in reasons(items)[0]


def test_pages_without_http_around_them() -> None:
    text = "27 ноября 2019 20:45\n\nО встрече\n\n".encode() + BODY
    content = record("resource", URL.format(1), BODY, "Content-Type: text/html") + record(
        "conversion", URL.format(2), text, "Content-Type: text/plain"
    )
    resource, conversion = read(content)
    assert isinstance(resource, Archived)
    assert (resource.body, resource.headers) == (BODY, {"content-type": "text/html"})
    assert isinstance(conversion, Archived)
    assert (conversion.body, conversion.headers, conversion.status) == (text, {"content-type": "text/plain"}, 200)


@PLAIN
@pytest.mark.parametrize(
    "refers",
    [
        ["WARC-Refers-To: {id}"],
        ["WARC-Refers-To-Target-URI: {url}", "WARC-Refers-To-Date: 2020-03-01T10:00:00Z"],
        ["WARC-Payload-Digest: sha1:AAAA"],
    ],
)
def test_a_revisit_is_the_page_it_repeats(refers: list[str], packed: bool) -> None:
    original = record("response", URL.format(1), http(BODY), "WARC-Payload-Digest: sha1:AAAA", packed=packed)
    id_ = next(line for line in record("response", URL.format(1), packed=False).split(b"\r\n") if b"Record-ID" in line)
    headers = [header.format(id=id_.decode().partition(": ")[2], url=URL.format(1)) for header in refers]
    revisit = record(
        "revisit",
        URL.format(1),
        http(b"", status="304 Not Modified"),
        *headers,
        at="2020-03-05T10:00:00Z",
        packed=packed,
    )
    first, again, after = read(original + revisit + response(URL.format(3), BODY, packed=packed))
    assert isinstance(first, Archived)
    assert isinstance(again, Archived)
    assert isinstance(after, Archived)
    assert (again.body, again.status, again.headers) == (first.body, 200, first.headers)
    assert again.at == datetime(2020, 3, 5, 10, tzinfo=UTC)


@pytest.mark.parametrize("cut", ["original", "revisit", ""])
def test_a_revisit_is_as_whole_as_what_it_repeats(cut: str) -> None:
    """That a revisit's own block is cut is said of each by Wget: there the page would stand."""
    note = "WARC-Truncated: length"
    same = "WARC-Payload-Digest: sha1:AAAA"
    original = record("response", URL.format(1), http(BODY), same, *[note] * (cut == "original"))
    revisit = record("revisit", URL.format(1), b"", same, *[note] * (cut == "revisit"), at="2020-03-05T10:00:00Z")
    assert [isinstance(one, Archived) and one.incomplete for one in read(original + revisit)] == [cut == "original"] * 2


def test_a_revisit_among_records_compressed_as_one_is_no_other_page() -> None:
    """They all seem to begin where the first does."""
    refers = ["WARC-Refers-To-Target-URI: " + URL.format(2), "WARC-Refers-To-Date: 2020-03-01T10:00:00Z"]
    revisit = record("revisit", URL.format(2), b"", *refers, packed=False)
    pages = [response(URL.format(n), BODY + b"%d" % n, packed=False) for n in (1, 2)]
    *_, again = read(gzip.compress(b"".join([*pages, revisit])))
    assert isinstance(again, Archived)
    assert again.repeats is not None
    assert (again.body, again.repeats.url) == (b"", URL.format(2))


def test_a_revisit_of_another_file_says_which_capture_it_repeats() -> None:
    refers = ["WARC-Refers-To-Target-URI: " + URL.format(1), "WARC-Refers-To-Date: 2020-03-01T10:00:00Z"]
    told, silent = read(record("revisit", URL.format(1), b"", *refers) + record("revisit", URL.format(1), b""))
    assert isinstance(told, Archived)
    assert told.repeats is not None
    assert (told.repeats.url, told.repeats.at) == (URL.format(1), datetime(2020, 3, 1, 10, tzinfo=UTC))
    assert isinstance(silent, Refused)
    assert "which record it repeats" in silent.reason


# --- damage ---------------------------------------------------------------------------------------------------------


def three(packed: bool) -> list[bytes]:
    return [response(URL.format(n), BODY + b"%d" % n, packed=packed) for n in range(3)]


KEPT = [BODY + b"0", BODY + b"2"]


@PLAIN
def test_a_truncated_file_keeps_what_came_before(packed: bool) -> None:
    content = b"".join(three(packed))
    for cut in (5, 100, 300):
        items = read(content[:-cut])
        assert bodies(items)[:2] == [BODY + b"0", BODY + b"1"]
        if cut > 100:
            assert len(bodies(items)) == 2
            assert len(reasons(items)) == 1
            assert f"byte {len(content) - len(three(packed)[2])}" in reasons(items)[0]


def test_a_gzip_member_cut_before_it_yields_a_byte_is_named() -> None:
    first, second, _ = three(packed=True)
    for cut in range(1, 120):
        items = read(first + second[:cut], "x.warc.gz")
        (reason,) = reasons(items)
        assert bodies(items) == [BODY + b"0"]
        assert reason.startswith(f"x.warc.gz, byte {len(first)}: ") or "or behind it" in reason
        assert len(reasons(read(second[:cut]))) == 1


@pytest.mark.parametrize("bit", range(8))
def test_a_gzip_member_whose_flags_are_damaged_hides_no_other(bit: int) -> None:
    first, second, third = three(packed=True)
    spoilt = bytearray(second)
    spoilt[3] ^= 1 << bit
    items = read(first + bytes(spoilt) + third)
    assert (bodies(items)[0], bodies(items)[-1]) == (KEPT[0], KEPT[1])
    assert len(reasons(items)) == 3 - len(bodies(items))


def test_a_gzip_member_that_holds_nothing_or_goes_on_in_the_next_is_no_damage() -> None:
    whole, empty = b"".join(three(packed=False)), gzip.compress(b"")
    halves = gzip.compress(whole[:1000]) + gzip.compress(whole[1000:]) + empty
    first, second, third = three(packed=True)
    joined = empty + first + empty + empty + second + third + empty  # as bgzip ends what it writes
    for content in (halves, joined):
        assert (bodies(read(content)), reasons(read(content))) == ([BODY + b"%d" % n for n in range(3)], [])


@PLAIN
@pytest.mark.parametrize("at", [0, 30, 400])
def test_a_record_with_damage_is_named_and_the_others_are_kept(packed: bool, at: int) -> None:
    first, second, third = three(packed)
    spoilt = second[:at] + bytes(60) + second[at + 60 :]
    items = read(first + spoilt + third, "name.warc")
    assert bodies(items) == KEPT
    assert len(reasons(items)) == 1
    assert reasons(items)[0].startswith("name.warc, byte ")


@pytest.mark.parametrize("lie", [200, 5000, 10**9, 10**30])
def test_a_length_that_lies_swallows_no_other_record(lie: int) -> None:
    first, _, third = three(packed=False)
    liar = record("response", URL.format(1), http(BODY), length=lie, packed=False)
    items = read(first + liar + third)
    assert bodies(items) == KEPT
    assert len(reasons(items)) == 1
    assert f"byte {len(first)}" in reasons(items)[0]


@pytest.mark.parametrize("kept", [250, 400, 1100])
@pytest.mark.parametrize("url", [URL.format(1), "https://example.org/"], ids=["wanted", "unwanted"])
def test_a_record_that_was_cut_where_another_begins_hides_none(kept: int, url: str) -> None:
    """As where files were joined: the next record stands in the middle of a line, and in what the cut one claims."""
    cut = response(url, BODY, packed=False)[:kept]
    first, _, third = three(packed=False)
    for content, expected in ((first + cut + third, KEPT), (cut + third, KEPT[1:])):
        items = read(content)
        assert bodies(items) == expected
        assert len(reasons(items)) == 1


@PLAIN
@pytest.mark.parametrize("digest", ["sha1:ABC", "sha1:" + "1" * 32, "sha-256:" + "0" * 40, "nothing"])
def test_a_digest_that_is_none_is_named_and_costs_no_record(digest: str, packed: bool) -> None:
    url = URL.format(0)
    doubted, taken, other = read(
        record("response", url, http(BODY), "WARC-Block-Digest: " + digest, packed=packed)
        + record("response", url, http(BODY), "WARC-Block-Digest: blake3:AAAA", packed=packed)
    )
    assert doubted == Doubt(f"x.warc, byte 0: its digest {digest!r} is none, so it is not held to it")
    assert [isinstance(one, Archived) and one.body for one in (taken, other)] == [BODY, BODY]


@PLAIN
def test_wrong_digests_unknown_types_and_strange_times_are_named(packed: bool) -> None:
    first, _, third = three(packed)
    bad = [
        record("response", URL.format(1), http(BODY), digest=b"another", packed=packed),
        record("strange", URL.format(1), http(BODY), packed=packed),
        record("response", URL.format(1), http(BODY), at="yesterday", packed=packed),
        record("response", URL.format(1), http(BODY), at="2020-03", packed=packed),
        record("response", URL.format(1), http(BODY), at="2999-01-01T00:00:00Z", packed=packed),
        record("response", URL.format(1), b"HTCPCP/1.0 418\r\n\r\n", packed=packed),
    ]
    items = read(first + b"".join(bad) + third)
    assert bodies(items) == KEPT
    said = ["do not match their digest", "'strange'", "'yesterday'", "'2020-03'", "still to come", "no HTTP status"]
    for reason, expected in zip(reasons(items), said, strict=True):
        assert expected in reason


def test_a_record_of_200_megabytes_is_passed_over() -> None:
    class Huge(io.RawIOBase):
        """A file whose second record is never in memory."""

        head, tail = three(packed=False)[0], three(packed=False)[2]
        liar = record("response", URL.format(1), b"", length=200_000_000, packed=False)[:-4]

        def __init__(self) -> None:
            self.at, self.most = 0, 0
            self.size = len(self.head) + len(self.liar) + 200_000_000 + 4 + len(self.tail)

        def seek(self, offset: int, whence: int = 0) -> int:
            self.at = offset + (0, self.at, self.size)[whence]
            return self.at

        def tell(self) -> int:
            return self.at

        def read(self, size: int = -1) -> bytes:
            self.most = max(self.most, size if size >= 0 else self.size)
            begins = self.head + self.liar
            filled = begins[self.at : self.at + size]
            if not filled:
                ends = b"\r\n\r\n" + self.tail
                rest = self.size - len(ends) - self.at
                filled = b"x" * min(size, rest) if rest > 0 else ends[-rest : -rest + size]
            self.at += len(filled)
            return filled

    file = Huge()
    items = list(captures_in(file, "big.warc", lambda url: True))  # type: ignore[arg-type]
    assert bodies(items) == KEPT
    assert "more than" in reasons(items)[0]
    assert file.most < 10_000_000


def test_what_a_record_says_of_itself_steers_no_terminal() -> None:
    (refused,) = read(record("response", URL.format("\x1b]0;x\x07\u202e"), http(BODY), at="\x1b[2J"))
    assert isinstance(refused, Refused)
    assert str(Refused(f"{refused.reason}: \x1b[2J\u202e «правка»\n")).endswith(r": \x1b[2J\u202e «правка»\n")


def test_what_is_no_archive_at_all_is_refused() -> None:
    for content in (b"", b"\0" * 1000, b"hello world\n" * 1000, gzip.compress(b"hello" * 1000), b"\x1f\x8b\x08"):
        assert bodies(read(content)) == []
        assert len(reasons(read(content))) == 1


def test_a_file_damaged_all_over_is_given_up() -> None:
    content = b"\nWARC/1.0\r\nContent-Length: x\r\n\r\n" * 5000
    assert len(read(content)) == frames._DAMAGES_MAX + 1
    assert "not looked at" in reasons(read(content))[-1]


def test_a_disk_that_fails_ends_the_file() -> None:
    class Failing(io.BytesIO):
        def read(self, size: int | None = -1) -> bytes:
            if self.tell() > 100_000:
                raise OSError(5, "Input/output error")
            return super().read(size)

    content = b"".join(response(URL.format(n), BODY + b"%d" % n, packed=False) for n in range(200))
    items = list(captures_in(Failing(content), "x.warc", lambda url: True))
    assert bodies(items)
    assert "Input/output error" in reasons(items)[-1]


def test_memory_is_flat_in_the_files_size(tmp_path: Path) -> None:
    def peak(records: int) -> int:
        path = tmp_path / f"{records}.warc.gz"
        with path.open("wb") as file:
            for n in range(records):
                file.write(response(URL.format(n), Random(n).randbytes(20_000)))
        with path.open("rb") as stream:
            tracemalloc.start()
            taken = sum(isinstance(item, Archived) for item in captures_in(stream, "x", lambda url: True))
            _, most = tracemalloc.get_traced_memory()
            tracemalloc.stop()
        assert taken == records
        return most

    peak(10)  # what is imported meanwhile counts for neither
    few, many = peak(100), peak(1000)
    assert many < few + 900 * 1000, "of 18 MB more, less than a twentieth: where the records lie, for revisits"
