"""A progress bar while a terminal is watching; under cron the log's plain lines do."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scrapy import signals
from scrapy.exceptions import NotConfigured

if TYPE_CHECKING:
    from scrapy import Spider
    from scrapy.crawler import Crawler


class ProgressBar:
    """Counts the pages recorded as they come; how many are still to come nobody knows before the end."""

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> ProgressBar:
        if not sys.stderr.isatty():
            raise NotConfigured
        bar = cls()
        crawler.signals.connect(bar.open, signal=signals.spider_opened)
        crawler.signals.connect(bar.advance, signal=signals.response_received)
        crawler.signals.connect(bar.close, signal=signals.spider_closed)
        return bar

    def open(self, spider: Spider) -> None:
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed} pages"))
        self._progress = Progress(*columns, TimeElapsedColumn(), console=Console(stderr=True), transient=True)
        self._task = self._progress.add_task(spider.name, total=None)
        self._progress.start()

    def advance(self) -> None:
        self._progress.advance(self._task)

    def close(self) -> None:
        self._progress.stop()
