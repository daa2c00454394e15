"""The index of a WARC file: CDXJ lines sorted by key, in compressed blocks, and an index of the blocks.

The form is that of https://specs.webrecorder.net/cdxj/0.1.0/ and of ``index.cdx.gz`` with ``index.idx`` in a WACZ.
Lines are gathered in a temporary database on disk, so that sorting them takes no memory.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import re
import sqlite3
from itertools import islice
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from storage.export.warc import digest, uri

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.export.holdings import Held

_BLOCK = 1000
"""Lines a compressed block: what a reader fetches to find one URL."""
_NOT_DIGITS = re.compile(r"\D")


class Index:
    """Lines as they come; blocks, sorted, once all are there."""

    def __init__(self) -> None:
        self._lines = sqlite3.connect("")  # a temporary file, which SQLite removes
        self._lines.execute("CREATE TABLE lines (line TEXT NOT NULL)")

    def add(self, held: Held, filename: str, offset: int, length: int) -> None:
        """A record of ``held`` that stands at these bytes of the file."""
        self._lines.execute("INSERT INTO lines VALUES (?)", [line(held, filename, offset, length)])

    def blocks(self) -> Iterator[tuple[str, bytes]]:
        """Each block's first key, and the block compressed."""
        rows = self._lines.execute("SELECT line FROM lines ORDER BY line")
        while lines := [row for (row,) in islice(rows, _BLOCK)]:
            key = " ".join(lines[0].split(" ", 2)[:2])
            yield key, gzip.compress("".join(lines).encode(), compresslevel=6, mtime=0)
        self._lines.close()


def line(held: Held, filename: str, offset: int, length: int) -> str:
    """One record's line."""
    origin = held.origin
    sha256 = held.repeats.sha256 if held.repeats else origin.sha256
    content_type = next((value for name, value in held.headers.items() if name.lower() == "content-type"), "")
    found = {
        "url": uri(origin.url),
        "mime": "warc/revisit" if held.repeats else content_type.partition(";")[0].strip() or "unk",
        "status": str(200 if held.repeats and held.status == 304 else held.status),
        "digest": f"sha256:{sha256}" if sha256 else digest(b""),
        "length": str(length),
        "offset": str(offset),
        "filename": filename,
    }
    return f"{surt(origin.url)} {timestamp(origin.fetched_at)} {json.dumps(found)}\n"


def block_line(key: str, filename: str, offset: int, block: bytes) -> str:
    """What the index of the blocks says of one."""
    found = {
        "offset": offset,
        "length": len(block),
        "digest": f"sha256:{hashlib.sha256(block).hexdigest()}",
        "filename": filename,
    }
    return f"{key} {json.dumps(found)}\n"


def timestamp(iso: str) -> str:
    """Fourteen digits of an ISO 8601 moment in UTC: ``20260302120000``."""
    return _NOT_DIGITS.sub("", iso)[:14]


def surt(url: str) -> str:
    """The key that a URL is looked up by: ``ru,kremlin,en)/events/president/news/56519``.

    Scheme, ``www.``, letters' case, the order of the query and a slash at the end do not tell URLs apart, as in pywb.
    """
    try:
        split = urlsplit(uri(url).lower())
        number = split.port
    except ValueError:  # no URL that anyone could ask for
        return uri(url).lower()
    host = re.sub(r"^www\d*\.", "", split.hostname or "")
    default = {"http": 80, "https": 443}.get(split.scheme)
    port = f":{number}" if number and number != default else ""
    path = split.path if split.path == "/" else split.path.rstrip("/") or "/"
    query = f"?{'&'.join(sorted(split.query.split('&')))}" if split.query else ""
    return f"{','.join(reversed(host.split('.')))}{port}){path}{query}"
