"""Pure: what the indexes of web archives say: captures, one a row, in the two dialects of CDX servers.

Wayback Machine: https://github.com/internetarchive/wayback/tree/master/wayback-cdx-server (JSON, resume keys).
Common Crawl: https://pywb.readthedocs.io/en/latest/manual/cdxserver_api.html (a JSON object a line, pages).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote_plus, urlsplit, urlunsplit

from crawler.backfill.archived import Refused, moment_of
from crawler.download import is_web_url

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

FIELDS = ("urlkey", "timestamp", "original", "mimetype", "statuscode", "digest")
"""What is asked of a Wayback Machine's index, in this order."""
LONGEST_URL = 4000
"""Characters."""

_TIMESTAMP = re.compile(r"\d{14}")
_PORTS = {"http": 80, "https": 443}
_DATA_FILE = re.compile(r"(?:[\w-][\w.=-]*/)*[\w-][\w.=-]*", re.ASCII)


class NoIndex(ValueError):
    """The body is not an index's answer. The message says what it is instead."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where a record lies in a WARC file: a gzip member of its own."""

    filename: str
    """Relative to where the archive keeps its files."""
    offset: int
    length: int
    """Bytes."""
    truncated: bool
    """The archive kept less of the page than it was sent."""


@dataclass(frozen=True, slots=True)
class Row:
    """One capture that an index names."""

    url: str
    at: datetime
    """Aware, UTC, to the second."""
    status: int | None
    """None where the index does not say: for a repetition, the status is that of what it repeats."""
    digest: str = ""
    """Of the payload, as the archive counts it: the same digest, the same bytes. ``''`` for none."""
    key: str = ""
    """What the index is sorted by; the same for all ways to write one URL."""
    revisit: bool = False
    """The archive kept no bytes of its own, because they repeat what it has."""
    place: Place | None = None

    @property
    def timestamp(self) -> str:
        return self.at.strftime("%Y%m%d%H%M%S").rjust(14, "0")


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of an index."""

    rows: tuple[Row | Refused, ...]
    resume: str = ""
    """What to ask with for the next page; ``''`` behind the last."""


def wayback_listing(body: bytes, where: str) -> Listing:
    """One answer of a Wayback Machine's index, asked for FIELDS as JSON. Raises NoIndex.

    A list of lists: the fields' names, the rows, and, where there is more, an empty list and the resume key.
    """
    table = _json(body)
    if not isinstance(table, list) or not all(isinstance(line, list) for line in table):
        raise NoIndex("JSON that is no list of lists")
    if not table:
        return Listing(())
    names, lines = table[0], table[1:]
    if missing := {"timestamp", "original"} - {name for name in names if isinstance(name, str)}:
        raise NoIndex(f"a table without the column {', '.join(sorted(missing))}")
    end = next((place for place, line in enumerate(lines) if not line), len(lines))
    rest = [field for line in lines[end:] for field in line]
    resume = unquote_plus(rest[0]) if rest and isinstance(rest[0], str) else ""  # it is printed as it stands in a URL
    rows = (_row(line, names, f"{where}, row {number}") for number, line in enumerate(lines[:end], 1))
    return Listing(tuple(rows), resume)


def commoncrawl_listing(body: bytes, where: str) -> Listing:
    """One page of a Common Crawl index: a JSON object a line. Raises NoIndex where not one line is an object."""
    rows = tuple(_object_rows(body, where))
    if rows and all(isinstance(row, Refused) and row.reason.endswith(_NO_OBJECT) for row in rows):
        raise NoIndex("lines that are no JSON objects")
    return Listing(rows)


def collections(body: bytes) -> list[tuple[str, str, str]]:
    """A Common Crawl's collections from its ``collinfo.json``, oldest first. Raises NoIndex.

    Each with the first and last moments of its captures as printed (ISO), ``''`` where it does not say.
    """
    known = _json(body)
    if not isinstance(known, list):
        raise NoIndex("JSON that is no list")
    found = []
    for entry in known:
        name = str(entry.get("id", "")) if isinstance(entry, dict) else ""
        if re.fullmatch(r"[A-Za-z0-9-]{1,100}", name):
            found.append((name, str(entry.get("from") or ""), str(entry.get("to") or "")))
    if known and not found:
        raise NoIndex("a list that names no collection")
    return sorted(found)


def pages(body: bytes) -> int:
    """How many pages an index has for a question, from its answer to ``showNumPages``. Raises NoIndex."""
    said = _json(body)
    count = said.get("pages") if isinstance(said, dict) else said
    if not isinstance(count, int) or count < 0:
        raise NoIndex("no number of pages")
    return count


def without_port(url: str) -> str:
    """The URL without its fragment and without the port that goes without saying, as old indexes print it."""
    split = urlsplit(url)
    host = split.netloc.removesuffix(f":{_PORTS.get(split.scheme, '')}")
    return urlunsplit((split.scheme, host, split.path or "/", split.query, ""))


_NO_OBJECT = "is no JSON object"


def _json(body: bytes) -> Any:
    try:
        return json.loads(body or b"[]")
    except (ValueError, RecursionError):
        raise NoIndex(f"no JSON: {_line(body)!r}") from None


def _line(body: bytes) -> str:
    """What a body begins with, for a message."""
    return " ".join(body[:200].decode("utf-8", "replace").split())


def _object_rows(body: bytes, where: str) -> Iterator[Row | Refused]:
    for number, line in enumerate(body.splitlines(), 1):
        if not line.strip():
            continue
        try:
            said = json.loads(line)
        except (ValueError, RecursionError):
            said = None
        if isinstance(said, dict):
            yield _described(said, f"{where}, line {number}", placed=True)
        else:
            yield Refused(f"{where}, line {number}: {_NO_OBJECT}")


def _row(line: list[Any], names: list[Any], where: str) -> Row | Refused:
    if len(line) != len(names):
        return Refused(f"{where}: has {len(line)} columns, not {len(names)}")
    said = dict(zip(map(str, names), line, strict=True))
    spelt = {"url": said.get("original"), "mime": said.get("mimetype"), "status": said.get("statuscode")}
    return _described(said | spelt, where, placed=False)


def _described(said: Mapping[str, Any], where: str, *, placed: bool) -> Row | Refused:
    text = {name: str(value) for name, value in said.items() if isinstance(value, str | int)}
    url, timestamp, status = text.get("url", ""), text.get("timestamp", ""), text.get("status", "-")
    if not is_web_url(url) or len(url) > LONGEST_URL or not url.isprintable():
        return Refused(f"{where}: {url[:200]!r} is no URL")
    try:
        at = _moment(timestamp)
        place = _place(text) if placed else None
    except ValueError as error:
        return Refused(f"{where}: {error}")
    if status not in ("-", "") and not re.fullmatch(r"[1-5]\d\d", status, re.ASCII):
        return Refused(f"{where}: {status[:20]!r} is no status")
    digest = text.get("digest", "").strip("-")
    return Row(
        url=without_port(url),
        at=at,
        status=int(status) if status.isdigit() else None,
        digest=digest,
        key=text.get("urlkey", "") or url,
        revisit=text.get("mime") == "warc/revisit",
        place=place,
    )


def _moment(timestamp: str) -> datetime:
    """Raises ValueError saying what is the matter with it."""
    if not _TIMESTAMP.fullmatch(timestamp):
        raise ValueError(f"{timestamp[:40]!r} is no time of 14 digits")
    try:
        at = datetime.strptime(timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)
    except ValueError:
        raise ValueError(f"{timestamp!r} is no time") from None
    return moment_of(at.isoformat())


def _place(text: Mapping[str, str]) -> Place:
    """Raises ValueError: a file outside the archive's own, or numbers that are none."""
    filename, offset, length = text.get("filename", ""), text.get("offset", ""), text.get("length", "")
    if not _DATA_FILE.fullmatch(filename) or len(filename) > LONGEST_URL:
        raise ValueError(f"{filename[:200]!r} is no file of the archive's")
    if not re.fullmatch(r"\d{1,15}", offset, re.ASCII) or not re.fullmatch(r"[1-9]\d{0,14}", length, re.ASCII):
        raise ValueError(f"{offset[:20]!r} and {length[:20]!r} are no place in a file")
    return Place(filename, int(offset), int(length), bool(text.get("truncated")))
