"""What can go wrong on the way: each fault makes something else of a good answer."""

from __future__ import annotations

import asyncio
import gzip
import struct
import zlib
from collections.abc import MutableMapping
from dataclasses import dataclass, replace
from socket import SO_LINGER, SOL_SOCKET
from threading import Lock
from typing import TYPE_CHECKING

import brotli  # type: ignore[import-untyped]
from aiohttp import web

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from tests.ministry.site import Answer

STATUSES = {
    "forbidden": 403,
    "not_found": 404,
    "gone": 410,
    "too_many": 429,
    "server_error": 500,
    "unavailable": 503,
}
ENCODINGS = ("gzip", "br", "deflate", "identity")
"""Sent whatever the client accepts."""
VALIDATORS = ("no_etag", "no_validators", "lying_304")
PAGES = ("challenge", "soft_404", "foreign", "empty_listing", "home_redirect", "redirect_loop", "closed_robots")
"""Made by the server, which knows what the page ought to be."""
NAMES = (
    *STATUSES,
    *ENCODINGS,
    *VALIDATORS,
    *PAGES,
    *("hang", "reset", "short_body", "cut_chunks", "empty", "huge", "gzip_bomb", "broken_utf8"),
)
HUGE = 60 * 2**20
BOMB = 256 * 2**20
"""Bytes that the bomb unpacks to."""
CHALLENGE = (
    "<!DOCTYPE html><html><head><title>Data processing</title><script>setTimeout(function(){location.reload()},5000)"
    "</script></head><body><noscript>JavaScript</noscript><p>Data processing... Please, wait.</p></body></html>"
)


@dataclass(frozen=True, slots=True)
class Fault:
    """A fault of NAMES, for the next ``times`` requests that it concerns; for good if None."""

    name: str
    times: int | None = None
    seconds: float = 1.0
    """How long ``hang`` holds the request; what Retry-After says (429, 503)."""

    def __post_init__(self) -> None:
        if self.name not in NAMES:
            raise ValueError(f"unknown fault {self.name!r}: one of {', '.join(NAMES)}")


class Faults(MutableMapping[str, Fault]):
    """Faults by what they concern: a URL, a path, ``<source>/<key>``, a source, or ``*``, the narrowest first.

    ``*`` and a source spare ``/robots.txt``; name that path to spoil it. A name alone is a fault for good.
    """

    def __init__(self) -> None:
        self._faults: dict[str, Fault] = {}
        self._lock = Lock()

    def __setitem__(self, target: str, fault: Fault | str) -> None:
        with self._lock:
            self._faults[target] = Fault(fault) if isinstance(fault, str) else fault

    def __getitem__(self, target: str) -> Fault:
        return self._faults[target]

    def __delitem__(self, target: str) -> None:
        with self._lock:
            del self._faults[target]

    def __iter__(self) -> Iterator[str]:
        return iter(list(self._faults))

    def __len__(self) -> int:
        return len(self._faults)

    def take(self, targets: Iterable[str]) -> Fault | None:
        """The fault of the first target that has one, counted down."""
        with self._lock:
            for target in targets:
                fault = self._faults.get(target)
                if fault is None:
                    continue
                if fault.times is not None:
                    if fault.times <= 1:
                        del self._faults[target]
                    else:
                        self._faults[target] = replace(fault, times=fault.times - 1)
                return fault
        return None


async def spoiled(request: web.Request, answer: Answer, fault: Fault) -> web.StreamResponse:
    """The answer as a fault of transport or of the body leaves it; ValueError for faults that are made elsewhere."""
    if fault.name in STATUSES:
        retry = {"Retry-After": str(round(fault.seconds))} if fault.name in ("too_many", "unavailable") else {}
        return web.Response(status=STATUSES[fault.name], text=fault.name, headers=retry)
    if fault.name in ENCODINGS:
        return encoded(answer, fault.name)
    if fault.name == "empty":
        return web.Response(status=200, body=b"", headers={"Content-Type": answer.content_type})
    if fault.name == "broken_utf8":
        middle = len(answer.body) // 2
        broken = answer.body[:middle] + b"\xd0\xff\xfe\xc3" + answer.body[middle:]
        return encoded(replace(answer, body=_within_words(answer.body) or broken), "identity")
    if fault.name == "gzip_bomb":
        headers = {"Content-Encoding": "gzip", "Content-Type": answer.content_type}
        return web.Response(status=200, body=_bomb(), headers=headers)
    return await _on_the_wire(request, answer, fault)


def encoded(answer: Answer, encoding: str) -> web.Response:
    """The answer with its body in one of ENCODINGS."""
    headers = {"Content-Type": answer.content_type, **answer.headers}
    body = answer.body
    if encoding == "gzip":
        body = gzip.compress(body, compresslevel=3, mtime=0)
    elif encoding == "br":
        body = brotli.compress(body, quality=3)
    elif encoding == "deflate":
        body = zlib.compress(body)
    if encoding != "identity":
        headers["Content-Encoding"] = encoding
    return web.Response(status=answer.status, body=body, headers=headers)


def _within_words(body: bytes) -> bytes:
    """The body with a byte that is no UTF-8 put into the text of every tenth paragraph, so that none can miss it."""
    parts = body.split(b"</p>")
    for place in range(0, len(parts) - 1, 10):
        parts[place] += b"\xff\xfe"
    return b"</p>".join(parts) if len(parts) > 1 else b""


def _bomb() -> bytes:
    """A small gzip stream of BOMB spaces: one block of 1 MiB, flushed, again and again."""
    block = b" " * 2**20
    packer = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS)
    flushed = packer.compress(block) + packer.flush(zlib.Z_FULL_FLUSH)
    checksum = 0
    for _ in range(BOMB // len(block)):
        checksum = zlib.crc32(block, checksum)
    head = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x02\xff"
    end = zlib.compressobj(9, zlib.DEFLATED, -zlib.MAX_WBITS).flush()
    return head + flushed * (BOMB // len(block)) + end + struct.pack("<II", checksum, BOMB)


async def _on_the_wire(request: web.Request, answer: Answer, fault: Fault) -> web.StreamResponse:
    """Faults of the connection itself."""
    if fault.name == "hang":
        await asyncio.sleep(fault.seconds)
        _drop(request)
        return web.Response()
    if fault.name == "reset":
        _drop(request)
        return web.Response()
    response = web.StreamResponse(status=200, headers={"Content-Type": answer.content_type})
    if fault.name == "huge":
        response.content_length = HUGE
        await response.prepare(request)
        await _pour(response, answer.body)
        return response
    half = answer.body[: len(answer.body) // 2]
    if fault.name == "short_body":
        response.content_length = len(answer.body)
    elif fault.name == "cut_chunks":
        response.enable_chunked_encoding()
    else:
        raise ValueError(f"{fault.name!r} is no fault of the connection")
    await response.prepare(request)
    await response.write(half)
    await asyncio.sleep(0.05)  # the half must be on its way before the connection goes
    if request.transport:
        request.transport.close()
    return response


async def _pour(response: web.StreamResponse, start: bytes) -> None:
    """HUGE bytes, until the client has had enough."""
    await response.write(start)
    left, block = HUGE - len(start), b"<p>" + b"x" * (2**16 - 7) + b"</p>"
    while left > 0:
        try:
            await response.write(block[:left])
        except (ConnectionError, OSError):
            return
        left -= len(block)


def _drop(request: web.Request) -> None:
    """End the connection with a reset instead of a proper goodbye."""
    transport = request.transport
    if transport is None:
        return
    socket = transport.get_extra_info("socket")
    if socket is not None:
        socket.setsockopt(SOL_SOCKET, SO_LINGER, struct.pack("ii", 1, 0))
    transport.abort()
