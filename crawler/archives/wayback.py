"""A Wayback Machine: its index from the CDX server, its pages as raw mementos."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, ClassVar
from urllib.parse import urlencode

from crawler.archives import cdx, memento
from crawler.archives.asking import INDEX, PAGES, Unanswered

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from crawler.archives.asking import Asker
    from crawler.archives.cdx import Row
    from crawler.archives.span import Span
    from crawler.backfill.archived import Archived, Observer, Refused


@dataclass(frozen=True, slots=True)
class Wayback:
    """All that a Wayback Machine holds below a URL."""

    observer: ClassVar[Observer] = "wayback"
    base: str
    """Where the archive is, without a slash at the end."""
    prefix: str
    """URLs that begin so."""
    span: Span
    rows_at_once: int

    async def rows(self, ask: Asker) -> AsyncIterator[Row | Refused]:
        """What the index names, in its order. Raises as ``ask`` does, and Unanswered for what is no index's answer."""
        resume, turned = "", set[str]()
        while True:
            url = f"{self.base}/cdx/search/cdx?{urlencode(self._question(resume))}"
            answer = await ask.get(url, INDEX)
            if answer.status != 200:
                raise Unanswered(f"{url}: status {answer.status}: {_said(answer.body)}")
            try:
                listing = cdx.wayback_listing(answer.body, url)
            except cdx.NoIndex as error:
                raise Unanswered(f"{url}: {error}") from error
            for row in listing.rows:
                yield row
            if not listing.resume:
                return
            if listing.resume in turned or not listing.rows:
                raise Unanswered(f"{url}: the index leads in a circle")
            resume = listing.resume
            turned.add(resume)

    async def fetch(self, ask: Asker, row: Row) -> Archived | Row | Refused:
        """The page of a row; or the row of the capture that the archive shows in its stead. Raises as ``ask`` does."""
        answer = await ask.get(f"{self.base}/web/{row.timestamp}id_/{row.url}", PAGES)
        return memento.archived(answer, row)

    def _question(self, resume: str) -> dict[str, str]:
        first, last = self.span.timestamps
        asked = {
            "url": self.prefix,
            "matchType": "prefix",
            "output": "json",
            "fl": ",".join(cdx.FIELDS),
            "from": first,
            "to": last,
            "limit": str(self.rows_at_once),
            "showResumeKey": "true",
            "resumeKey": resume,
        }
        return {name: value for name, value in asked.items() if value}


def _said(body: bytes) -> str:
    """The beginning of an archive's own words, on one line."""
    return json.dumps(" ".join(body[:300].decode("utf-8", "replace").split()), ensure_ascii=False)
