"""Common Crawl: an index a collection, and single records out of its WARC files by their place."""

from __future__ import annotations

import io
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlencode

from crawler.archives import cdx
from crawler.archives.asking import INDEX, PAGES, Refusing, Unanswered
from crawler.backfill.archived import Archived, Refused
from crawler.backfill.warc import captures_in

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from crawler.archives.asking import Asker
    from crawler.archives.cdx import Row
    from crawler.archives.memento import Answer
    from crawler.archives.span import Span
    from crawler.backfill.archived import Observer

IN_A_ROW = 5
"""Indexes that may leave a question unanswered one after another, before the archive is taken to be down."""
_NOTHING = 404
"""The status with which an index says that it holds nothing so named."""


@dataclass(frozen=True, slots=True)
class CommonCrawl:
    """All that Common Crawl holds below a URL."""

    observer: ClassVar[Observer] = "commoncrawl"
    base: str
    """Where the indexes are, without a slash at the end."""
    data: str
    """Where the WARC files are, likewise."""
    prefix: str
    """URLs that begin so."""
    span: Span
    largest: int
    """Bytes of a record, compressed, at most."""

    async def rows(self, ask: Asker) -> AsyncIterator[Row | Refused]:
        """What the indexes name, the oldest collection first. Raises as ``ask`` does, and Unanswered for no index.

        A collection whose index does not answer is named, and the next one asked.
        """
        url = f"{self.base}/collinfo.json"
        answer = _healthy(await ask.get(url, INDEX))
        try:
            known = cdx.collections(answer.body)
        except cdx.NoIndex as error:
            raise Unanswered(f"{url}: {error}") from error
        silent = 0
        for name in (name for name, first, last in known if self.span.meets(first, last)):
            try:
                async for row in self._collection(ask, name):
                    yield row
                silent = 0
            except Refusing:
                raise
            except Unanswered as error:
                yield Refused(str(error))
                silent += 1
                if silent == IN_A_ROW:
                    raise Unanswered(f"{self.base}: {silent} indexes in a row did not answer") from error

    async def _collection(self, ask: Asker, name: str) -> AsyncIterator[Row | Refused]:
        first, last = self.span.timestamps
        asked = {
            "url": self.prefix,
            "matchType": "prefix",
            "output": "json",
            "from": first,
            "to": last,
            "pageSize": "1",  # in blocks of 3,000 lines: some two megabytes
        }
        asked = {key: value for key, value in asked.items() if value}
        url = f"{self.base}/{name}-index?{urlencode(asked)}"
        count = await ask.get(f"{url}&showNumPages=true", INDEX)
        try:
            pages = 0 if count.status == _NOTHING else cdx.pages(_healthy(count).body)
        except cdx.NoIndex as error:
            raise Unanswered(f"{count.url}: {error}") from error
        for page in range(pages):
            answer = await ask.get(f"{url}&page={page}", INDEX)
            if answer.status == _NOTHING:
                return
            try:
                _healthy(answer)
                listing = cdx.commoncrawl_listing(answer.body, answer.url)
            except cdx.NoIndex as error:
                raise Unanswered(f"{answer.url}: {error}") from error
            for row in listing.rows:
                yield row

    async def fetch(self, ask: Asker, row: Row) -> Archived | Row | Refused:
        """The page of a row, out of its WARC file. Raises as ``ask`` does."""
        place = row.place
        assert place is not None
        where = f"{self.data}/{place.filename}, byte {place.offset}"
        if row.revisit:
            return Refused(f"{where}: {row.url} was found unchanged, without saying since when")
        if place.length > self.largest:
            return Refused(f"{where}: a record of {place.length} bytes is larger than {self.largest}")
        span = f"bytes={place.offset}-{place.offset + place.length - 1}"
        headers = {"Range": span, "Accept-Encoding": "identity"}
        answer = await ask.get(f"{self.data}/{place.filename}", PAGES, headers)
        if answer.status != 206 or len(answer.body) != place.length:
            return Refused(
                f"{where}: status {answer.status} with {len(answer.body)} bytes in answer to a question for"
                f" {place.length}"
            )
        return _record(answer.body, row, where, truncated=place.truncated)


def _record(member: bytes, row: Row, where: str, *, truncated: bool) -> Archived | Refused:
    """The one record of a gzip member, if it is the row's."""
    for item in captures_in(io.BytesIO(member), where, lambda url: True, "commoncrawl"):
        if isinstance(item, Refused):
            return item
        if not isinstance(item, Archived) or cdx.without_port(item.url) != row.url or item.at != row.at:
            break
        return Archived(
            url=row.url,
            at=row.at,
            body=item.body,
            observer="commoncrawl",
            where=where,
            status=item.status,
            headers=item.headers,
            incomplete=item.incomplete or truncated,
        )
    return Refused(f"{where}: holds no response from {row.url} of {row.at:%Y-%m-%d %H:%M:%S}")


def _healthy(answer: Answer) -> Answer:
    """Raises Unanswered for any status but 200."""
    if answer.status != 200:
        raise Unanswered(f"{answer.url}: status {answer.status}")
    return answer
