"""Fetching, below everything else: from source or replica, no sooner than the host asked, headers as received."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit, urlunsplit

from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.exceptions import IgnoreRequest
from scrapy.responsetypes import responsetypes

from crawler.compression import Spoiled, TooLarge, undone

if TYPE_CHECKING:
    from collections.abc import Mapping

    from scrapy import Request
    from scrapy.crawler import Crawler
    from scrapy.http import Response

_log = logging.getLogger(__name__)
_ASKS_TO_WAIT = frozenset({429, 503})
_LONGEST_S = 10**7
"""Seconds, some four months: nobody means more."""


def is_web_url(url: str) -> bool:
    """Whether this is an absolute http(s) URL with a host, and a port that exists if it names one."""
    try:
        split = urlsplit(url)
        return split.scheme in ("http", "https") and bool(split.hostname) and split.port != 0
    except ValueError:
        return False


@dataclass(frozen=True, slots=True)
class Replica:
    """Another server that plays the source's hosts. The default host's URL stands under ``''``."""

    urls: Mapping[str, str]

    @classmethod
    def parse(cls, text: str) -> Replica:
        """From ``URL`` or ``HOST=URL,HOST=URL``. Raises ValueError naming the part that is no URL."""
        urls: dict[str, str] = {}
        for part in filter(None, text.split(",")):
            host, equals, url = part.partition("=")
            if not equals or "://" in host:
                host, url = "", part
            if not is_web_url(url):
                raise ValueError(f"{part!r} is no URL of a replica")
            urls[host] = url.rstrip("/")
        return cls(urls)

    def there(self, url: str) -> str:
        """Where the replica keeps the source's page; the URL itself for a host it does not play."""
        split = urlsplit(url)
        base = self.urls.get(split.hostname or "", self.urls.get("", ""))
        if not base:
            return url
        return base + urlunsplit(("", "", split.path or "/", split.query, ""))

    def back(self, url: str, asked: str) -> str:
        """The source's own URL for one of the replica's, as met in answer to ``asked`` (a source's URL)."""
        for mirror, base in self.mirrors(asked):
            if url == mirror or url.startswith(mirror + "/"):
                return base + (url.removeprefix(mirror) or "/")
        return url

    def mirrors(self, asked: str) -> tuple[tuple[str, str], ...]:
        """The replica's base URLs with the source's own, those of the host that was asked first."""
        own = urlsplit(asked)
        ordered = sorted(self.urls.items(), key=lambda item: (item[0] != own.hostname, item[0] == ""))
        return tuple((mirror, f"{own.scheme}://{host or own.hostname}") for host, mirror in ordered)


class DownloadHandler(HTTP11DownloadHandler):
    """Scrapy's own, with a replica in the source's place, a host's Retry-After waited out, and headers kept."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._longest_wait = timedelta(seconds=crawler.settings.getfloat("RETRY_AFTER_MAX_S"))
        self._largest = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self._not_before: dict[str, datetime] = {}

    async def download_request(self, request: Request) -> Response:
        host = urlsplit(request.url).hostname or ""
        await self._wait_for(host)
        replica: Replica | None = getattr(self._crawler.spider, "replica", None)
        sent = request
        if replica is not None:
            sent = request.replace(url=replica.there(request.url))
            sent.headers["X-Forwarded-Host"] = host
        response = await super().download_request(sent)
        request.meta["download_latency"] = sent.meta.get("download_latency", 0.0)
        request.meta["received_at"] = datetime.now(UTC)
        request.meta["received_headers"] = {
            name.decode("latin-1").lower(): b", ".join(values).decode("latin-1")
            for name, values in response.headers.items()
        }
        self._heed(host, request, response)
        response = decoded(response, self._largest)
        if replica is None:
            return response
        if location := response.headers.get("Location"):
            response.headers["Location"] = replica.back(location.decode("latin-1"), request.url)
        return response.replace(url=request.url)

    async def _wait_for(self, host: str) -> None:
        """Hold this host's only slot until it may be asked again. Raises IgnoreRequest if told to stop meanwhile."""
        while (now := datetime.now(UTC)) < self._not_before.get(host, now):
            engine = self._crawler.engine
            if engine is None or not engine.running:
                raise IgnoreRequest(f"stopped while {host} wanted not to be asked")
            await asyncio.sleep(min(0.5, (self._not_before[host] - now).total_seconds()))

    def _heed(self, host: str, request: Request, response: Response) -> None:
        if response.status not in _ASKS_TO_WAIT:
            return
        until = retry_after(request.meta["received_headers"].get("retry-after", ""), request.meta["received_at"])
        if until is None:
            return
        if until - request.meta["received_at"] <= self._longest_wait:
            self._not_before[host] = until
        else:
            request.meta["retry_at"] = until
            request.meta["dont_retry"] = True


def decoded(response: Response, limit: int) -> Response:
    """A response whose body's Content-Encoding is undone. ``limit`` is in bytes, 0 for none.

    Scrapy's own middleware loses status and bytes of a body that does not decode, and takes one that ends too early
    for whole. Here such a body is kept as it came, and flagged as Scrapy flags a connection that ended early. Raises
    IgnoreRequest for one that decodes to more than the limit.
    """
    encodings = [line.decode("latin-1") for line in response.headers.getlist("Content-Encoding")]
    if not encodings or not response.body:
        return response
    headers = response.headers.copy()
    del headers["Content-Encoding"]
    try:
        body, left = undone(response.body, encodings, limit)
    except Spoiled as spoiled:
        _log.warning("%s: %s", response.url, spoiled)
        return response.replace(headers=headers, flags=[*response.flags, "dataloss"])
    except TooLarge as bomb:
        raise IgnoreRequest(str(bomb)) from bomb
    if left:
        headers["Content-Encoding"] = ", ".join(left)
    cls = responsetypes.from_args(headers=headers, url=response.url, body=body)
    return response.replace(cls=cls, headers=headers, body=body)


def retry_after(value: str, now: datetime) -> datetime | None:
    """The moment a Retry-After header names, in seconds from ``now`` or as an HTTP date; None if it names none."""
    digits = value.strip()
    if digits.isdecimal():
        seconds = int(digits.lstrip("0")[:8] or "0")  # Python refuses to read numbers of thousands of digits
        return now + timedelta(seconds=min(seconds, _LONGEST_S))
    try:
        moment = parsedate_to_datetime(value)
        return moment.astimezone(UTC) if moment.tzinfo else moment.replace(tzinfo=UTC)
    except (ValueError, OverflowError):
        return None
