"""The one spider there is: a source is a subclass of data. What is fetched next stands in the database, not in memory.

First the feeds and listings: what they name is put in the database, due. Then whatever is due, from there, until
nothing is. So a run that is killed at any moment is continued by the next one, and memory does not grow with the
archive.
"""

from __future__ import annotations

import asyncio
import itertools
import sqlite3
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar, Literal
from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.exceptions import CloseSpider, IgnoreRequest

from crawler.arguments import BadArgument, day, flag, replica_of
from crawler.health import Tally, is_newly_gone, judge
from crawler.readers import Readers
from crawler.reading import site_of
from crawler.recorder import Recorder
from storage.observation import FORBIDDEN, Capture
from storage.record import documents, listings, runs
from storage.record.db import connect
from storage.record.schedule import Policy

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Iterable

    from scrapy.crawler import Crawler
    from scrapy.http import Response
    from scrapy.settings import BaseSettings
    from twisted.python.failure import Failure

    from storage.record.documents import Due
    from storage.record.listings import Recorded

_AHEAD = 48
"""Requests on their way beyond those being fetched: waiting their turn, being read, or being written in a batch."""

_PATIENCE_S = 5.0
"""How long to wait for an answer before asking whether one is still to come."""


class TranscriptSpider(Spider):
    """Crawls one source. Subclasses are data: where its feeds and listings stand, and what it declares."""

    declaration: ClassVar[Literal["none", "unproven", "proven"]] = "none"
    delay_s: ClassVar[float] = 5.0
    """Seconds between two requests to one host, before AutoThrottle lengthens them."""
    feeds: ClassVar[tuple[str, ...]] = ()
    listings: ClassVar[tuple[str, ...]] = ()

    def __init__(
        self, *, languages: str = "", since: str = "", full: str = "", base_url: str = "", **unknown: str
    ) -> None:
        super().__init__()
        if unknown:
            raise BadArgument(f"no argument is called {', '.join(unknown)}")
        self.only = tuple(filter(None, (part.strip() for part in languages.split(","))))
        self.since = day(since)
        self.full = flag(full)
        self.replica = replica_of(base_url)
        self.tally = Tally()
        self.outstanding: set[str] = set()
        self.failure: BaseException | None = None
        self.readers: Readers
        self._progress = asyncio.Event()
        self._resting: dict[str, datetime] = {}
        self._tickets = itertools.count()
        self._pages = 0

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> TranscriptSpider:
        spider = super().from_crawler(crawler, *args, **kwargs)
        spider.readers = Readers(crawler.settings.getint("READ_PROCESSES"))  # they start while Scrapy sets itself up
        crawler.signals.connect(spider.finish, signal=signals.spider_closed)
        return spider

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        settings.set("DOWNLOAD_DELAY", cls.delay_s, priority="spider")
        settings.set("USER_AGENT", settings["USER_AGENT"].replace("{CONTACT}", settings["CONTACT"]), priority="spider")

    # --- what to fetch ------------------------------------------------------------------------------------------

    async def start(self) -> AsyncIterator[Request]:
        try:
            self._open()
        except sqlite3.Error as error:
            self.failure = error
            return
        left = await self.recorder.query(listings.unturned, self.source)
        for url in dict.fromkeys([*self.feeds, *self.listings, *left]):
            yield self._ask(url)
        await self._until(lambda: not self.outstanding)
        known = 0
        while True:  # the newest first; then what their links have brought meanwhile, until they bring no more
            newest, below = known, 2**62
            while batch := await self._due(known, below):
                for row in batch:
                    await self._until(lambda: len(self.outstanding) < self._room)
                    if self.failure is not None or self._out_of_time:
                        return
                    if urlsplit(row.url).hostname not in self._resting:
                        yield self._ask(row.url, row)
                newest, below = max(newest, batch[0].variant), batch[-1].variant
            await self._until(lambda: not self.outstanding)
            if newest == known:
                return
            known = newest

    async def _due(self, above: int, below: int) -> list[Due]:
        now = None if self.full else datetime.now(UTC)
        return await self.recorder.query(documents.due, self.source, now, above, below, languages=self.only)

    def _ask(self, url: str, due: Due | None = None, *, probe: bool = False) -> Request:
        """A request that comes back to ``received`` or ``failed``, whatever happens to it."""
        ticket = f"{next(self._tickets)}:{url}"
        self.outstanding.add(ticket)
        headers: dict[str, str] = {}
        basis = None
        trusted = due is not None and due.trusted_checks + 1 < self.settings.getint("UNCONDITIONAL_EVERY")
        if due is not None and due.basis is not None and (trusted or probe):
            basis = due.basis
            headers = {"If-None-Match": due.etag, "If-Modified-Since": due.last_modified}
            headers = {name: value for name, value in headers.items() if value}
        return Request(
            url,
            callback=self.received,
            errback=self.failed,
            headers=headers,
            dont_filter=True,
            priority=0 if due else 10,
            cb_kwargs={"ticket": ticket, "due": due, "basis": basis if headers else None, "probe": probe},
        )

    # --- what came of it ----------------------------------------------------------------------------------------

    async def received(
        self, response: Response, ticket: str, due: Due | None, basis: int | None, probe: bool
    ) -> AsyncIterator[Request]:
        asked = response.meta.get("redirect_urls", [response.url])[0]
        capture = Capture(
            source=self.name,
            url=response.url,
            requested_url=asked if asked != response.url else "",
            fetched_at=response.meta["received_at"],
            status=response.status,
            headers=response.meta["received_headers"],
            body=None if response.status == 304 else response.body,
            variant=due.variant if due else None,
            address=site_of(self.name).locate(response.url) if due else None,
            basis=basis,
            incomplete="dataloss" in response.flags,
            probe=probe,
            retry_at=response.meta.get("retry_at"),
        )
        if capture.retry_at is not None:
            self._resting[urlsplit(asked).hostname or ""] = capture.retry_at
        recorded = await self._record(ticket, capture, due)
        for url in recorded.more:
            self._pages += 1
            if self._pages <= self.settings.getint("LISTING_PAGES_MAX") and not self._out_of_time:
                yield self._ask(url)  # else it stands noted for the next run
        unasked = basis is None and not probe  # the change was found by a check that no 304 could have answered
        if recorded.new_version and due is not None and due.trusted_checks > 0 and unasked:
            yield self._ask(due.url, due, probe=True)

    async def failed(self, failure: Failure) -> None:
        request: Request = failure.request  # type: ignore[attr-defined]
        arguments = request.cb_kwargs
        due: Due | None = arguments["due"]
        error = failure.value
        reason = f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
        if isinstance(error, IgnoreRequest) and "robots.txt" in str(error):
            reason = FORBIDDEN
        capture = Capture(
            source=self.name,
            url=request.meta.get("redirect_urls", [request.url])[0],
            fetched_at=datetime.now(UTC),
            variant=due.variant if due else None,
            failure=reason,
        )
        await self._record(arguments["ticket"], capture, due)

    async def _record(self, ticket: str, capture: Capture, due: Due | None) -> Recorded:
        try:
            recorded = await self.recorder.record(capture, due)
        except Exception as error:  # whatever it is, nothing more may be fetched that cannot be stored
            self.failure = error
            raise CloseSpider("storage failed") from error
        finally:
            self.outstanding.discard(ticket)
            self._progress.set()
        if due is None:
            self.tally.listings[recorded.verdict] += 1
            self.tally.listed += recorded.listed
            self.tally.fell_empty += recorded.fell_empty
            self.tally.languages.update(recorded.languages)
        elif capture.failure != FORBIDDEN:
            self.tally.articles[recorded.verdict] += 1
            self.tally.newly_gone += is_newly_gone(recorded.verdict, due.spoke)
        if recorded.verdict not in ("ok", "unchanged"):
            self.logger.warning("%s: %s (%s)", recorded.verdict, capture.url, recorded.reason)
        return recorded

    @property
    def _out_of_time(self) -> bool:
        return datetime.now(UTC) > self._until_at

    async def _until(self, reached: Callable[[], bool]) -> None:
        while not reached() and self.failure is None:
            self._progress.clear()
            try:
                await asyncio.wait_for(self._progress.wait(), _PATIENCE_S)
            except TimeoutError:
                if self._is_idle():  # then nothing will ever come
                    self.failure = _vanished(self.outstanding)

    def _is_idle(self) -> bool:
        """Whether Scrapy has no request of ours in hand any more."""
        engine, stats = self.crawler.engine, self.crawler.stats
        assert engine is not None
        assert stats is not None
        waiting = stats.get_value("scheduler/enqueued", 0) - stats.get_value("scheduler/dequeued", 0)
        scraping = engine.scraper.slot is not None and not engine.scraper.slot.is_idle()
        return not (waiting or scraping or engine.downloader.active)

    # --- opening and closing ------------------------------------------------------------------------------------

    def _open(self) -> None:
        settings = self.settings
        self._room = settings.getint("CONCURRENT_REQUESTS") + _AHEAD
        self._until_at = datetime.now(UTC) + timedelta(minutes=settings.getfloat("RUN_MINUTES_MAX"))
        self._db = db = connect(settings["DATABASE"])
        with db.atomic():
            self.source = runs.source_id(db, self.name, self.declaration)
            been_here = runs.has_run(db, self.source)
            self.run = runs.start(db, "crawl", self.source)
        policy = Policy(
            confirm_withdrawal=timedelta(hours=settings.getfloat("WITHDRAWAL_CONFIRM_HOURS")),
            after_failure=timedelta(minutes=settings.getfloat("CHECK_AFTER_FAILURE_MINUTES")),
            back_to=self.since,
            catch_up=been_here,
        )
        mirrors = {"mirrors": self.replica.mirrors} if self.replica else {}
        self.recorder = Recorder(db, self.run, policy, self.readers, **mirrors)

    async def finish(self, spider: Spider, reason: str) -> None:
        """Close the run: judge the source, and account for every request that was scheduled."""
        assert self.crawler.stats is not None
        stats = self.crawler.stats
        summary = self._summary()
        if not hasattr(self, "recorder"):
            self.readers.close()
            if self.failure is not None:
                stats.set_value("palimpsest/failure", f"{type(self.failure).__name__}: {self.failure}")
            return
        if reason == "finished" and self.outstanding:
            self.failure = _vanished(self.outstanding)
        if self.failure is not None:  # the run stays open: the next one finds it so, and marks it
            stats.set_value("palimpsest/failure", f"{type(self.failure).__name__}: {self.failure}")
        elif reason != "finished":
            await self.recorder.query(runs.close, self.run, outcome="stopped", tally=self._listed())
            summary += f"; stopped ({reason}), the next run goes on"
        else:
            usual = await self.recorder.query(runs.usual_verdicts, self.source, self.run)
            known = await self.recorder.query(runs.languages_listed, self.source, self.run)
            state, why = judge(self.tally, usual, known)
            await self.recorder.query(
                runs.close, self.run, outcome="done", state=state, reason=why, tally=self._listed()
            )
            stats.set_value("palimpsest/state", state)
            summary += f"; {state}" + (f": {why}" if why else "")
        stats.set_value("palimpsest/summary", summary)
        await self.recorder.close()
        self._db.conn.close()  # which writes the log back into the database

    def _listed(self) -> tuple[int, str]:
        return self.tally.listed, ",".join(sorted(self.tally.languages))

    def _summary(self) -> str:
        articles = ", ".join(f"{count} {verdict}" for verdict, count in sorted(self.tally.articles.items()))
        return f"{self.name}: {self.tally.articles.total()} pages checked ({articles or 'none was due'})"


def _vanished(tickets: Iterable[str]) -> RuntimeError:
    return RuntimeError(f"requests vanished: {', '.join(sorted(tickets)[:5])}")
