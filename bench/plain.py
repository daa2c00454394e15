"""What a crawl is measured beside: a Scrapy spider that fetches the same pages, remembers their ETags and does no more.

``scrapy runspider bench/plain.py -a urls=FILE``: one URL a line. It runs with the project's own settings, but with
Scrapy's own download handler. ETags go to ``FILE.etags``; where that exists, they are asked with.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import Request, Spider

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.http import Response
    from scrapy.settings import BaseSettings

_HANDLER = "scrapy.core.downloader.handlers.http11.HTTP11DownloadHandler"


class PlainSpider(Spider):
    name = "plain"

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        settings.set("DOWNLOAD_HANDLERS", {"http": _HANDLER, "https": _HANDLER}, priority="spider")

    def __init__(self, urls: str) -> None:
        super().__init__()
        self._urls = Path(urls).read_text(encoding="utf-8").split()
        self._memory = Path(f"{urls}.etags")
        self._etags: dict[str, str] = json.loads(self._memory.read_text()) if self._memory.exists() else {}

    async def start(self) -> AsyncIterator[Request]:
        for url in self._urls:
            headers = {"If-None-Match": self._etags[url]} if url in self._etags else {}
            yield Request(url, headers=headers, dont_filter=True, meta={"handle_httpstatus_all": True})

    def parse(self, response: Response) -> None:
        if etag := response.headers.get("ETag"):
            self._etags[response.url] = etag.decode()

    def closed(self, reason: str) -> None:
        self._memory.write_text(json.dumps(self._etags))
