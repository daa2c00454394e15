"""Asking an archive, one question at a time: through Scrapy's downloader, as slowly as the settings and it say."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from scrapy import Request
from scrapy.exceptions import DownloadCancelledError, IgnoreRequest
from scrapy.utils.misc import load_object

from crawler.archives.memento import Answer
from crawler.download import retry_after

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy.crawler import Crawler
    from scrapy.http import Response

INDEX, PAGES = "archive index", "archive pages"
"""Scrapy's download slots: each with a delay of its own."""
INDEX_PATIENCE = 3
"""An index that looks through years of captures takes longer to answer than a page: so many times DOWNLOAD_TIMEOUT."""
_GLANCE_S = 0.5


class Unanswered(Exception):
    """One question that was not answered, however often it was asked. The message names the URL and the reason."""


class TooMuch(Unanswered):
    """The answer is larger than DOWNLOAD_MAXSIZE, as it came or unpacked."""


class Refusing(Unanswered):
    """The archive wants to be left alone, for longer than we wait. The message says until when."""


class Stopping(Exception):
    """Nothing more is to be asked for: we were told to stop, or the run's time is over. The message says which."""


class Asker:
    """Asks, waits, asks again."""

    def __init__(self, crawler: Crawler) -> None:
        settings = crawler.settings
        self._crawler = crawler
        self._times = 1 + settings.getint("RETRY_TIMES")
        self._backoff_s = settings.getfloat("ARCHIVE_BACKOFF_S")
        self._timeout_s = settings.getfloat("DOWNLOAD_TIMEOUT")
        self._asks_again = {int(code) for code in settings.getlist("RETRY_HTTP_CODES")}
        self._broken: tuple[type[Exception], ...] = tuple(map(load_object, settings.getlist("RETRY_EXCEPTIONS")))
        self._minutes = settings.getfloat("RUN_MINUTES_MAX")
        self._until = datetime.now(UTC) + timedelta(minutes=self._minutes)

    def check(self) -> None:
        """Raise Stopping where nothing more is to be asked for."""
        engine = self._crawler.engine
        if engine is None or not engine.running:
            raise Stopping("stopped when asked to")
        if datetime.now(UTC) > self._until:
            raise Stopping(f"stopped after {self._minutes:g} minutes (RUN_MINUTES_MAX)")

    async def get(self, url: str, slot: str, headers: Mapping[str, str] | None = None) -> Answer:
        """The archive's answer, whatever its status. Raises Unanswered, Refusing or Stopping.

        Asked again, after a pause, is what a busy server says (RETRY_HTTP_CODES), unless it is an archived page that
        says so; and what the connection lost, unless it loses the same again.
        """
        reason, pause_s, cut = "", 0.0, None
        for attempt in range(self._times):
            await self._pause(pause_s)
            self.check()
            pause_s = self._backoff_s * 2**attempt
            request = self._request(url, slot, headers or {})
            assert self._crawler.engine is not None
            try:
                response = await self._crawler.engine.download_async(request)
            except (DownloadCancelledError, IgnoreRequest) as error:
                raise TooMuch(f"{url}: {error}") from error
            except self._broken as error:
                reason = f"{type(error).__name__}: {error}"
                continue
            answer = _answer(response, request)
            if answer.memento_at is None and answer.status in self._asks_again:
                reason = f"status {answer.status}"
                if (until := request.meta.get("retry_at")) is not None:
                    raise Refusing(f"{url}: {reason}, not before {until:%Y-%m-%d %H:%M:%S} UTC")
                now = datetime.now(UTC)
                if (moment := retry_after(answer.headers.get("retry-after", ""), now)) is not None:
                    pause_s = (moment - now).total_seconds()
            elif answer.lost and answer.body != cut:
                reason, cut = f"the connection ended after {len(answer.body)} bytes", answer.body
            else:
                return answer
        raise Unanswered(f"{url}: {reason}, asked {self._times} times")

    def _request(self, url: str, slot: str, headers: Mapping[str, str]) -> Request:
        """A request whose retries and redirects are ours: an archived redirect is not the archive's."""
        meta: dict[str, object] = {
            "download_slot": slot,
            "dont_retry": True,
            "dont_redirect": True,
            "dont_obey_robotstxt": True,
        }
        if slot == INDEX:
            meta |= {
                "autothrottle_dont_adjust_delay": True,
                "download_timeout": self._timeout_s * INDEX_PATIENCE,
            }
        return Request(url, headers=dict(headers), meta=meta, dont_filter=True)

    async def _pause(self, seconds: float) -> None:
        until = datetime.now(UTC) + timedelta(seconds=seconds)
        while (left := (until - datetime.now(UTC)).total_seconds()) > 0:
            self.check()
            await asyncio.sleep(min(_GLANCE_S, left))


def _answer(response: Response, request: Request) -> Answer:
    """Scrapy's response as the archive sent it. Our downloader flags a body that does not decode as one that was lost:
    a body with an encoding was lost only if it is flagged for both."""
    headers: dict[str, str] = request.meta["received_headers"]
    flags = list(response.flags).count("dataloss")
    spoiled = flags > 0 and headers.get("content-encoding", "identity").casefold() != "identity"
    return Answer(response.url, response.status, headers, response.body, spoiled=spoiled, lost=flags > int(spoiled))
