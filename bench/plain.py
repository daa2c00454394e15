"""What a crawl is measured beside: a Scrapy spider that fetches the same pages, remembers their ETags and does no more.

``scrapy runspider bench/plain.py -a urls=FILE``: one URL a line. It is as polite and as bounded as ours; what else the
project sets differs here from no Scrapy project's defaults. ETags go to ``FILE.etags``; where that exists, they are
asked with.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy import Request, Spider
from scrapy.settings import default_settings

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy.http import Response
    from scrapy.settings import BaseSettings


class PlainSpider(Spider):
    name = "plain"

    @classmethod
    def update_settings(cls, settings: BaseSettings) -> None:
        super().update_settings(settings)
        for name in (
            "DOWNLOAD_HANDLERS",
            "CONCURRENT_ITEMS",
            "METAREFRESH_ENABLED",
            "SPIDER_MIDDLEWARES",
            "EXTENSIONS",
        ):
            settings.set(name, getattr(default_settings, name), priority="spider")

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
