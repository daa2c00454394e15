"""A Common Crawl: an index a collection (pywb's CDX server, in pages), and WARC files of which ranges are served."""

from __future__ import annotations

import gzip
import json
import re
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from aiohttp import web

from tests.archives.holdings import Held, surt
from tests.archives.server import Server

if TYPE_CHECKING:
    from collections.abc import Sequence

FILE = "crawl-data/{}/segments/1/warc/{}-00000.warc.gz"


@dataclass(frozen=True, slots=True)
class Placed:
    """A capture, and where its record lies in the collection's file."""

    held: Held
    offset: int
    length: int


@dataclass
class Crawl(Server):
    """Shows what its collections hold. ``files`` may be spoilt after ``collect``."""

    rows_a_page: int = 2
    says: dict[str, dict[str, str]] = field(default_factory=dict)
    """What the index says of a capture, by its timestamp, in the place of what is so."""
    ignores_ranges: bool = False
    collections: dict[str, list[Placed]] = field(default_factory=dict)
    files: dict[str, bytes] = field(default_factory=dict)

    def collect(self, name: str, held: Sequence[Held]) -> None:
        """Make a collection of these captures."""
        packed, placed = b"", []
        for one in held:
            member = record(one)
            placed.append(Placed(one, len(packed), len(member)))
            packed += member
        self.collections[name], self.files[FILE.format(name, name)] = placed, packed

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.path == "/collinfo.json":
            return web.json_response([self._about(name) for name in sorted(self.collections, reverse=True)])
        if (match := re.fullmatch(r"/(.+)-index", request.path)) and match[1] in self.collections:
            return self._index(request, match[1])
        if (file := self.files.get(request.path.removeprefix("/"))) is not None:
            return self._part(request, file)
        return web.Response(status=404, text="Not Found")

    def _about(self, name: str) -> dict[str, str]:
        times = sorted(placed.held.at.replace(tzinfo=None).isoformat() for placed in self.collections[name])
        api = f"https://index.commoncrawl.org/{name}-index"
        return {"id": name, "name": name, "cdx-api": api, "from": times[0], "to": times[-1]}

    def _index(self, request: web.Request, name: str) -> web.Response:
        query = request.query
        assert (query["matchType"], query["output"]) == ("prefix", "json")
        found = sorted(
            (
                placed
                for placed in self.collections[name]
                if placed.held.key.startswith(surt(query["url"]))
                and query.get("from", "") <= placed.held.timestamp <= query.get("to", "9")
            ),
            key=lambda placed: (placed.held.key, placed.held.timestamp),
        )
        pages = -(-len(found) // self.rows_a_page)
        if "showNumPages" in query:
            return web.json_response({"pages": max(1, pages), "pageSize": 5, "blocks": max(1, pages)})
        page = int(query["page"])
        if not found:
            return web.json_response({"message": f"No Captures found for: {query['url']}"}, status=404)
        shown = found[page * self.rows_a_page : (page + 1) * self.rows_a_page]
        text = "".join(json.dumps(self._line(placed, name)) + "\n" for placed in shown)
        return web.Response(text=text, content_type="text/x-ndjson")

    def _line(self, placed: Placed, name: str) -> dict[str, str]:
        held = placed.held
        line = {
            "urlkey": held.key,
            "timestamp": held.timestamp,
            "url": held.url,
            "mime": "warc/revisit" if held.revisit else held.mime,
            "status": str(held.status),
            "digest": held.digest,
            "length": str(placed.length),
            "offset": str(placed.offset),
            "filename": FILE.format(name, name),
            "languages": "rus",
        }
        return line | self.says.get(held.timestamp, {})

    def _part(self, request: web.Request, file: bytes) -> web.Response:
        match = re.fullmatch(r"bytes=(\d+)-(\d+)", request.headers.get("Range", ""))
        if match is None or self.ignores_ranges:
            return web.Response(body=file, content_type="application/octet-stream")
        first, last = int(match[1]), int(match[2])
        if first >= len(file):
            return web.Response(status=416)
        part = file[first : last + 1]
        headers = {"Content-Range": f"bytes {first}-{first + len(part) - 1}/{len(file)}"}
        return web.Response(status=206, body=part, headers=headers, content_type="application/octet-stream")


def record(held: Held) -> bytes:
    """A capture as a WARC record in a gzip member of its own."""
    body = held.body if held.served is None else held.served
    fields = {"Content-Type": held.mime, **held.headers}
    head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
    block = f"HTTP/1.1 {held.status} OK\r\n{head}\r\n".encode() + body
    warc = {
        "WARC-Type": "response",
        "WARC-Target-URI": held.url,
        "WARC-Date": held.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, held.url + held.timestamp)}>",
        "Content-Type": "application/http; msgtype=response",
        "Content-Length": str(len(block)),
    }
    return gzip.compress(
        b"WARC/1.0\r\n"
        + "".join(f"{name}: {value}\r\n" for name, value in warc.items()).encode()
        + b"\r\n"
        + block
        + b"\r\n\r\n",
        mtime=0,
    )
