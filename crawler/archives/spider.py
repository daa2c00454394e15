"""The crawl of web archives: row by row of their indexes, each page that is not on record yet is asked for and stored.

What is wanted is not kept anywhere: the index is asked again at the next run, in few requests, and the record says
what it has. So a run may be killed at any moment, and the next one asks for no page twice.
"""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Protocol

from scrapy import Spider, signals

from crawler.archives.asking import INDEX, PAGES, Asker, Refusing, Stopping, TooMuch, Unanswered
from crawler.archives.repetition import Repetitions
from crawler.backfill.archived import Archived, Refused
from crawler.readers import Readers
from crawler.sources import located
from storage.record.foreign import capture_at

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.settings import BaseSettings
    from sqlite_utils import Database

    from crawler.archives.cdx import Row
    from crawler.archives.span import Span
    from crawler.backfill.archived import Observer
    from crawler.backfill.intake import Intake

_IN_A_ROW = 5
"""Pages that an archive may leave unanswered one after another, before it is taken to be down."""


class Archive(Protocol):
    """What the spider asks of an archive."""

    @property
    def observer(self) -> Observer: ...

    @property
    def base(self) -> str: ...

    @property
    def prefix(self) -> str: ...

    @property
    def span(self) -> Span: ...

    def rows(self, ask: Asker) -> AsyncIterator[Row | Refused]:
        """What its index names. Raises as ``ask`` does, and Unanswered for what is no index's answer."""

    async def fetch(self, ask: Asker, row: Row) -> Archived | Row | Refused:
        """The page of a row; or the row of the capture that the archive shows in its stead. Raises as ``ask`` does."""


@dataclass(slots=True)
class Ending:
    """How the crawl of archives ended."""

    unanswered: list[str] = field(default_factory=list)
    """Why an archive was not asked to its end, a line each."""
    stopped: str = ""
    """Why nothing more was asked for, before the end; ``''`` if it was reached."""
    failure: BaseException | None = None
    """A failure of ours: of the storage, or a bug."""
    begun: bool = False

    @property
    def reached(self) -> bool:
        """Whether every archive was asked to its end."""
        return self.begun and not self.unanswered and not self.stopped


class ArchiveSpider(Spider):
    """Asks some archives, one after another; what they give goes into the record page by page."""

    name = "archives"

    def __init__(
        self, *, archives: Sequence[Archive], db: Database, intake: Intake, source: str, ending: Ending
    ) -> None:
        """With a ``source`` only its pages are asked for; without one, those of any. The caller holds the lock."""
        super().__init__()
        self._archives, self._db, self._intake, self._source = archives, db, intake, source
        self._ending = ending
        self._work: asyncio.Task[None] | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> ArchiveSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.finish, signal=signals.spider_closed)
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        delay_s = settings.getfloat("ARCHIVE_DELAY_S")
        index = {"concurrency": 1, "delay": settings.getfloat("ARCHIVE_INDEX_DELAY_S"), "jitter": 0}
        slots = {INDEX: index, PAGES: {"concurrency": 1, "delay": delay_s}}
        settings.set("DOWNLOAD_SLOTS", slots, priority="spider")
        settings.set("DOWNLOAD_DELAY", delay_s, priority="cmdline")  # below it AutoThrottle goes for no slot
        settings.set("DOWNLOAD_VERIFY_CERTIFICATES", True, priority="spider")  # who speaks for the past must be known
        settings.set("USER_AGENT", settings["USER_AGENT"].replace("{CONTACT}", settings["CONTACT"]), priority="spider")

    async def start(self) -> AsyncIterator[Request]:
        """Yields nothing: the work is a task of its own, which Scrapy's end does not cut short in a transaction."""
        self._readers = Readers(self.settings.getint("READ_PROCESSES"))
        self._work = asyncio.create_task(self._ask_all())
        await asyncio.wait([self._work])
        nothing: tuple[Request, ...] = ()
        for request in nothing:
            yield request

    async def finish(self, spider: Spider, reason: str) -> None:
        """Wait until what was in hand is stored."""
        if self._work is not None:
            await asyncio.wait([self._work])
            self._ending.failure = self._work.exception()
            self._readers.close()

    async def _ask_all(self) -> None:
        ask = Asker(self.crawler)
        self._ending.begun = True
        try:
            for archive in self._archives:
                try:
                    await self._ask(archive, ask)
                except Unanswered as error:
                    self._ending.unanswered.append(str(error))
        except Stopping as told:
            self._ending.stopped = str(told)

    async def _ask(self, archive: Archive, ask: Asker) -> None:
        repetitions, silent = Repetitions(self._db, archive.observer), 0
        async for row in archive.rows(ask):
            ask.check()
            if isinstance(row, Refused):
                await self._take(row)
            elif archive.span.holds(row.at) and (source := self._source_of(row, repetitions)):
                try:
                    await self._have(archive, ask, row, source, repetitions)
                    silent = 0
                except Refusing:
                    raise
                except Unanswered as error:
                    await self._take(Refused(str(error)))
                    silent = 0 if isinstance(error, TooMuch) else silent + 1
                    if silent == _IN_A_ROW:
                        raise Unanswered(f"{archive.prefix}: {silent} pages in a row were not to be had") from error

    def _source_of(self, row: Row, repetitions: Repetitions) -> str:
        """Whose page a row names; ``''`` for what is not asked for, which is counted."""
        found = located(row.url, self._source)
        if found is None:
            self._intake.outcome.elsewhere += 1
        elif repetitions.leads_elsewhere(row):
            self._intake.outcome.redirects += 1
        else:
            return found[0]
        return ""

    async def _have(self, archive: Archive, ask: Asker, row: Row, source: str, repetitions: Repetitions) -> None:
        """See to it that the capture of a row is on record."""
        asked = f"{row.url} of {row.timestamp}"
        for _ in range(1 + self.settings.getint("REDIRECT_MAX_TIMES")):
            capture = capture_at(self._db, source, row.url, row.at)
            if capture is not None:
                self._intake.outcome.known += 1
                repetitions.note(row, capture)
                return
            item: Archived | Row | Refused | None = repetitions.of(row)
            if item is None:
                self.logger.info("%s of %s", row.url, row.timestamp)
                item = await archive.fetch(ask, row)
            if isinstance(item, Refused | Archived):
                await self._take(item)
                if (capture := capture_at(self._db, source, row.url, row.at)) is not None:
                    repetitions.note(row, capture)
                return
            row = item
            if (found := located(row.url, self._source)) is None or not archive.span.holds(row.at):
                await self._take(Refused(f"{asked}: the archive shows {row.url} of {row.timestamp} in its stead"))
                return
            source = found[0]
        await self._take(Refused(f"{asked}: the archive leads from capture to capture"))

    async def _take(self, item: Archived | Refused) -> None:
        """Read as the crawl reads, in a process that may be given up; store beside the event loop."""
        if (chosen := self._intake.choose(item)) is not None:
            reading = await self._readers.read(chosen.page)
            await asyncio.to_thread(self._intake.record, [(chosen, reading)])
