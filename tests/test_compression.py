"""Bodies as servers compress them, cut off and spoiled: decoded whole, or refused with the reason."""

from __future__ import annotations

import gzip
import tracemalloc
import zlib
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]
import pytest
from backports import zstd
from hypothesis import given
from hypothesis import strategies as st
from scrapy.exceptions import IgnoreRequest
from scrapy.http import HtmlResponse, Response

from crawler.compression import Spoiled, TooLarge, undone
from crawler.download import decoded

if TYPE_CHECKING:
    from collections.abc import Callable

TEXT = ("Мы не изменили позиции: соглашение подпишут в мае. " * 3000).encode()
RAW = zlib.compressobj(6, zlib.DEFLATED, -zlib.MAX_WBITS)
PACKED = {
    "gzip": gzip.compress(TEXT),
    "x-gzip": gzip.compress(TEXT[:999]) + gzip.compress(TEXT[999:]) + b"\0\0",
    "deflate": zlib.compress(TEXT),
    "Deflate ": RAW.compress(TEXT) + RAW.flush(),
    "br": brotli.compress(TEXT),
    "zstd": zstd.compress(TEXT[:999]) + zstd.compress(TEXT[999:]),
}


@pytest.mark.parametrize("encoding", PACKED)
def test_every_encoding_is_undone(encoding: str) -> None:
    assert undone(PACKED[encoding], [encoding], 0) == (TEXT, ())
    assert undone(PACKED[encoding], [f"identity, {encoding}"], len(TEXT)) == (TEXT, ())
    assert undone(gzip.compress(PACKED[encoding]), [encoding, "gzip"], 0) == (TEXT, ())


@pytest.mark.parametrize("encoding", PACKED)
@pytest.mark.parametrize("part", [0.1, 0.5, 0.99])
def test_what_is_cut_off_is_spoiled(encoding: str, part: float) -> None:
    with pytest.raises(Spoiled, match=encoding.strip().casefold()):
        undone(PACKED[encoding][: int(len(PACKED[encoding]) * part) - 2], [encoding], 0)


@pytest.mark.parametrize("encoding", PACKED)
def test_what_is_not_so_encoded_is_spoiled(encoding: str) -> None:
    with pytest.raises(Spoiled):
        undone(b"<!DOCTYPE html><html><body>Words</body></html>", [encoding], 0)


def test_a_wrong_checksum_is_spoiled() -> None:
    with pytest.raises(Spoiled, match="gzip"):
        undone(PACKED["gzip"][:-8] + b"\0" * 8, ["gzip"], 0)


def test_what_nobody_knows_is_left_upon_the_body() -> None:
    assert undone(b"x", ["compress"], 0) == (b"x", ("compress",))
    assert undone(gzip.compress(b"x"), ["aes128gcm, gzip"], 0) == (b"x", ("aes128gcm",))
    assert undone(b"", ["gzip"], 0) == (b"", ())
    assert undone(b"x", [" , ", ""], 0) == (b"x", ())


@pytest.mark.parametrize(
    "pack", [gzip.compress, zlib.compress, brotli.compress, zstd.compress], ids=["gzip", "deflate", "br", "zstd"]
)
def test_a_bomb_is_too_large_long_before_it_is_unpacked(
    pack: Callable[[bytes], bytes], request: pytest.FixtureRequest
) -> None:
    encoding = request.node.callspec.id
    bomb = pack(bytes(2**26))
    tracemalloc.start()
    with pytest.raises(TooLarge, match="1048576"):
        undone(bomb, [encoding], 2**20)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 2**23


@given(st.binary(max_size=200), st.sampled_from(sorted(PACKED)))
def test_no_bytes_do_harm(body: bytes, encoding: str) -> None:
    try:
        whole, left = undone(body, [encoding], 2**20)
    except (Spoiled, TooLarge):
        return
    assert isinstance(whole, bytes)
    assert left == ()


def answer(body: bytes, encoding: str) -> Response:
    headers = {"Content-Encoding": encoding, "Content-Type": "text/html", "Content-Length": str(len(body))}
    return Response("https://mid.ru/", headers=headers, body=body, flags=["x"])


def test_a_good_answer_is_decoded() -> None:
    response = decoded(answer(PACKED["gzip"], "gzip"), 0)
    assert isinstance(response, HtmlResponse)
    assert (response.body, response.flags, response.status) == (TEXT, ["x"], 200)
    assert "Content-Encoding" not in response.headers
    plain = Response("https://mid.ru/", body=b"x")
    assert decoded(plain, 0) is plain


@pytest.mark.parametrize("body", [PACKED["gzip"][:-9], b"<html>not packed</html>"])
def test_an_answer_that_does_not_decode_is_kept_as_it_came_and_marked(body: bytes) -> None:
    response = decoded(answer(body, "gzip"), 0)
    assert response.body == body
    assert response.flags == ["x", "dataloss"]
    assert "Content-Encoding" not in response.headers  # nobody after us is to try again


def test_a_bomb_is_no_answer() -> None:
    with pytest.raises(IgnoreRequest, match="decodes to more than 1000 bytes"):
        decoded(answer(PACKED["gzip"], "gzip"), 1000)
