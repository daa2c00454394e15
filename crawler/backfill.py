"""Saved pages into the record: each one a capture with the time it was made, read by the same page classes."""

from __future__ import annotations

import csv
import mimetypes
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from itertools import islice
from typing import TYPE_CHECKING

from dateutil.parser import isoparse

from crawler.download import is_web_url
from crawler.reading import read, site_of
from crawler.recorder import page_of, reread
from storage.observation import Capture
from storage.record import captures, runs
from storage.record.schedule import Policy

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path
    from typing import TextIO

    from scrapy.settings import Settings
    from sqlite_utils import Database

COLUMNS = ("file", "url", "fetched_at")
CLOCKS_DIFFER = timedelta(minutes=2)
"""How far after now a capture's time may lie: the clock it was told by need not be ours."""
MAX_BYTES = 64 * 1024 * 1024
_BATCH = 50


@dataclass(frozen=True, slots=True)
class SavedPage:
    """A file, where it was published, and when it was captured (aware)."""

    path: Path
    url: str
    at: datetime


@dataclass(frozen=True, slots=True)
class BadRow:
    """What could not be taken, and why, naming the row."""

    reason: str


@dataclass(slots=True)
class Outcome:
    verdicts: Counter[str] = field(default_factory=Counter)
    known: int = 0
    refused: list[str] = field(default_factory=list)


class BadIndex(ValueError):
    """The index does not say what it must of any page. A usage error: the caller reports it and stops."""


def from_file(path: Path, url: str, at: str, where: str = "") -> SavedPage | BadRow:
    """One saved page; ``where`` names its row in a message."""
    where = where or str(path)
    if not is_web_url(url):
        return BadRow(f"{where}: {url!r} is no URL")
    try:
        moment = isoparse(at)
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return BadRow(f"{where}: {at!r} is no ISO 8601 time")
    if moment > datetime.now(UTC) + CLOCKS_DIFFER:
        return BadRow(f"{where}: {at!r} is still to come")
    try:
        if not path.is_file():
            return BadRow(f"{where}: {path} does not exist")
        if path.stat().st_size > MAX_BYTES:
            return BadRow(f"{where}: {path} is larger than {MAX_BYTES} bytes")
    except OSError as error:
        return BadRow(f"{where}: {error.strerror}: {path}")
    return SavedPage(path, url, moment)


def from_index(folder: Path, index: Path) -> Iterator[SavedPage | BadRow]:
    """The pages that a CSV with the columns ``file,url,fetched_at`` names; files are relative to the folder.

    Raises BadIndex at once where it has no such columns. A row that is no good is given as such, and the next one read.
    """
    with _opened(index) as file:
        try:
            columns = csv.DictReader(file).fieldnames or ()
        except csv.Error as error:
            raise BadIndex(f"{index}: {error}") from error
    if missing := set(COLUMNS) - set(columns):
        raise BadIndex(f"{index}: lacks the column {', '.join(sorted(missing))}")
    return _rows(folder, index)


def _opened(index: Path) -> TextIO:
    """Bytes that are not UTF-8 become lone surrogates, so that they spoil their own row only."""
    return index.open(encoding="utf-8-sig", errors="surrogateescape", newline="")


def _rows(folder: Path, index: Path) -> Iterator[SavedPage | BadRow]:
    with _opened(index) as file:
        rows = csv.DictReader(file)
        while True:
            try:
                row = next(rows, None)
            except csv.Error as error:
                yield BadRow(f"{index}, line {rows.reader.line_num}: {error}")
                continue
            if row is None:
                return
            name, url, at = (row.get(column) or "" for column in COLUMNS)
            yield _from_row(folder, name, url, at, f"{index}, line {rows.line_num}")


def _from_row(folder: Path, name: str, url: str, at: str, where: str) -> SavedPage | BadRow:
    try:
        f"{name}{url}{at}".encode()
    except UnicodeEncodeError:
        return BadRow(f"{where}: is not UTF-8")
    if "\0" in name:
        return BadRow(f"{where}: {name!r} is no name of a file")
    try:
        path = (folder / name).resolve()
    except (OSError, RuntimeError) as error:  # links in a circle, a name too long
        return BadRow(f"{where}: {error}")
    if not path.is_relative_to(folder.resolve()):
        return BadRow(f"{where}: {name!r} lies outside {folder}")
    return from_file(path, url, at, where)


def store(db: Database, source: str, pages: Iterable[SavedPage | BadRow], settings: Settings) -> Outcome:
    """Record saved pages in batches. A page that is on record already changes nothing."""
    outcome = Outcome()
    policy = Policy(confirm_withdrawal=timedelta(hours=settings.getfloat("WITHDRAWAL_CONFIRM_HOURS")))
    with db.atomic():
        run = runs.start(db, "backfill", runs.source_id(db, source))
    waiting = iter(pages)
    while batch := list(islice(waiting, _BATCH)):
        with db.atomic():
            for page in batch:
                if isinstance(page, BadRow):
                    outcome.refused.append(page.reason)
                else:
                    _store_one(db, run, source, page, policy, outcome)
    runs.close(db, run, outcome="done")
    return outcome


def _store_one(db: Database, run: int, source: str, page: SavedPage, policy: Policy, outcome: Outcome) -> None:
    try:
        body = page.path.read_bytes()
    except OSError as error:
        outcome.refused.append(f"{page.path}: {error.strerror}")
        return
    content_type = "text/plain" if page.path.suffix == ".txt" else mimetypes.guess_type(page.path.name)[0]
    capture = Capture(
        source=source,
        url=page.url,
        fetched_at=page.at,
        status=200,
        headers={"content-type": content_type or "text/html"},
        body=body,
        observer="file",
        address=site_of(source).locate(page.url),
    )
    if captures.known(db, capture):
        outcome.known += 1
        return
    language = capture.address.language if capture.address else ""
    reading = read(page_of(capture, language))
    if capture.address is None and not reading.links:
        outcome.refused.append(f"{page.path}: {page.url} is no page of {source} ({reading.reason or reading.verdict})")
        return
    recorded = captures.record(db, run, capture, reading, reread, policy)
    outcome.verdicts[recorded.verdict] += 1
