"""Everything that was captured, for other archives' tools: one WARC file, or one WACZ."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING

from storage.export import warc
from storage.export.holdings import held, latest
from storage.export.package import Package

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlite_utils import Database

    from storage.export.holdings import Held

    Progress = Callable[[int], None]
    """Told how many captures are written."""


def write_warc(
    db: Database, stream: IO[bytes], title: str, source: int | None = None, progress: Progress = lambda done: None
) -> int:
    """All captures, of one source or of all, as gzip members of one WARC. Returns how many.

    The caller holds a transaction open. Raises DamagedBody where bytes are lost.
    """
    stream.write(warc.description(title, latest(db, source) or _NEVER).packed())
    count = 0
    for count, capture in enumerate(held(db, source), 1):
        for record in warc.records(capture):
            stream.write(record.packed())
        progress(count)
    return count


def write_wacz(
    db: Database, stream: IO[bytes], title: str, source: int | None = None, progress: Progress = lambda done: None
) -> int:
    """The same as a WACZ, whose pages are the first capture of each version. Returns how many captures.

    The stream must be seekable.
    """
    at = latest(db, source) or _NEVER
    with Package(stream) as package:
        count = package.archive(title, at, _told(held(db, source), progress))
        package.pages(_versions(db, source))
        package.describe(title, at)
    return count


_NEVER = "1970-01-01T00:00:00.000Z"
"""Of an archive without a capture."""


def _told(captures: Iterator[Held], progress: Progress) -> Iterator[Held]:
    for done, capture in enumerate(captures, 1):
        yield capture
        progress(done)


def _versions(db: Database, source: int | None) -> Iterator[dict[str, str]]:
    for capture, url, at, title, language, number in db.conn.execute(
        "SELECT captures.id, captures.url, captures.fetched_at, headings.title, variants.language, versions.number"
        " FROM versions JOIN captures ON captures.id = versions.first_capture"
        " JOIN texts ON texts.id = versions.text JOIN headings ON headings.id = heading"
        " JOIN variants ON variants.id = versions.variant"
        " WHERE :source IS NULL OR captures.source = :source ORDER BY captures.fetched_at, captures.id",
        {"source": source},
    ):
        yield {
            "id": f"capture-{capture}",
            "url": warc.uri(url),
            "ts": at,
            "title": f"{title} ({language}, version {number})",
        }
