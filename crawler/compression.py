"""Pure: what a body says once its Content-Encoding is undone. One that cannot be undone to its end is refused."""

from __future__ import annotations

import importlib
import sys
import zlib
from typing import TYPE_CHECKING, Any

import brotli  # type: ignore[import-untyped]

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

_zstd: Any = importlib.import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")

_CHUNK = 2**16
_GZIP = 16 + zlib.MAX_WBITS


class Spoiled(ValueError):
    """A body that does not decode, or not to its end. The message names the encoding and what is the matter."""


class TooLarge(ValueError):
    """A body that decodes to more bytes than are allowed: perhaps a bomb. Hardly more than that was ever in memory."""


def undone(body: bytes, encodings: Iterable[str], limit: int) -> tuple[bytes, tuple[str, ...]]:
    """The body without its encodings, the last applied undone first, and those that are unknown and still upon it.

    ``limit`` is in bytes, for every stage; 0 for none. Raises Spoiled or TooLarge.
    """
    left = [name.strip().casefold() for line in encodings for name in line.split(",") if name.strip()]
    if not body:
        return body, ()
    while left:
        if left[-1] != "identity":
            chunks = _DECODERS.get(left[-1])
            if chunks is None:
                break
            try:
                body = _joined(chunks(body), limit)
            except (zlib.error, brotli.error, _zstd.ZstdError, EOFError) as error:
                raise Spoiled(f"{left[-1]}: {error}") from error
        left.pop()
    return body, tuple(left)


def _joined(chunks: Iterator[bytes], limit: int) -> bytes:
    whole = bytearray()
    for chunk in chunks:
        whole += chunk
        if limit and len(whole) > limit:
            raise TooLarge(f"the body decodes to more than {limit} bytes")
    return bytes(whole)


def _gzip(body: bytes) -> Iterator[bytes]:
    """Members one after another; what is none, behind the last, says nothing."""
    while body:
        stream = zlib.decompressobj(_GZIP)
        yield from _inflated(stream, body)
        body = stream.unused_data if stream.unused_data.startswith(b"\x1f\x8b") else b""


def _deflate(body: bytes) -> Iterator[bytes]:
    """With zlib's head, as the standard has it, or without, as some servers send it."""
    wrapped = body[0] & 15 == 8 and int.from_bytes(body[:2], "big") % 31 == 0
    return _inflated(zlib.decompressobj(zlib.MAX_WBITS if wrapped else -zlib.MAX_WBITS), body)


def _inflated(stream: Any, body: bytes) -> Iterator[bytes]:
    while not stream.eof:
        chunk = stream.decompress(body, _CHUNK)
        body = stream.unconsumed_tail
        yield _more(chunk, ended=stream.eof or bool(body))


def _brotli(body: bytes) -> Iterator[bytes]:
    stream = brotli.Decompressor()
    while not stream.is_finished():
        chunk = stream.process(body, output_buffer_limit=_CHUNK)
        body = b""
        yield _more(chunk, ended=stream.is_finished())


def _zstandard(body: bytes) -> Iterator[bytes]:
    while body:
        stream = _zstd.ZstdDecompressor()
        while not stream.eof:
            chunk = stream.decompress(body, _CHUNK)
            body = b""
            yield _more(chunk, ended=stream.eof)
        body = stream.unused_data


def _more(chunk: bytes, *, ended: bool) -> bytes:
    """The chunk. Raises EOFError where a stream has no more to give and has not ended."""
    if not chunk and not ended:
        raise EOFError("the body ends before the stream does")
    return chunk


_DECODERS: dict[str, Callable[[bytes], Iterator[bytes]]] = {
    "gzip": _gzip,
    "x-gzip": _gzip,
    "deflate": _deflate,
    "br": _brotli,
    "zstd": _zstandard,
}
