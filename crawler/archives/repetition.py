"""What an archive's index says twice: the same bytes under one URL at another time, which need not be fetched again."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.backfill.archived import Archived
from crawler.backfill.intake import REDIRECTS
from storage.record import captures

if TYPE_CHECKING:
    from sqlite_utils import Database

    from crawler.archives.cdx import Row
    from crawler.backfill.archived import Observer


class Repetitions:
    """Remembers, of the URL that the index is at, which capture on record bears which digest."""

    def __init__(self, db: Database, observer: Observer) -> None:
        self._db, self._observer = db, observer
        self._key = ""
        self._captures: dict[str, int] = {}
        self._redirects: set[str] = set()

    def note(self, row: Row, capture: int) -> None:
        """The capture of a row is on record."""
        self._turn_to(row)
        if row.digest:
            self._captures.setdefault(row.digest, capture)

    def leads_elsewhere(self, row: Row) -> bool:
        """Whether the index tells that a row is a redirect: by its status, or because it repeats one."""
        self._turn_to(row)
        if row.status in REDIRECTS and row.digest:
            self._redirects.add(row.digest)
        return row.status in REDIRECTS or (row.status is None and row.digest in self._redirects)

    def of(self, row: Row) -> Archived | None:
        """The capture of a row, if it repeats one: the same bytes, of which only the content type is known again.

        None where the index gives another status, or where we made that capture ourselves: its bytes are our own.
        """
        self._turn_to(row)
        capture = self._captures.get(row.digest)
        if capture is None:
            return None
        first = captures.load(self._db, capture)
        if first.body is None or first.status is None or row.status not in (None, first.status):
            return None
        if first.observer == "self":
            return None
        return Archived(
            url=row.url,
            at=row.at,
            body=first.body,
            observer=self._observer,
            where=f"{row.url} of {row.timestamp}, which repeats capture {capture}",
            status=first.status,
            headers={name: value for name, value in first.headers.items() if name == "content-type"},
            incomplete=first.incomplete,
        )

    def _turn_to(self, row: Row) -> None:
        """What is known of one URL says nothing of the next."""
        if row.key != self._key:
            self._key, self._captures, self._redirects = row.key, {}, set()
