"""What `crawl` and `update` share: sources crawled one after another in one process, under one lock."""

from __future__ import annotations

import gc
import logging
import sys
from typing import TYPE_CHECKING, Any

from scrapy.crawler import AsyncCrawlerProcess, Crawler
from scrapy.utils.conf import arglist_to_dict

from crawler.arguments import BadArgument
from crawler.cli.base import DONE, FAILED, UNHEALTHY, ProjectCommand, usage
from crawler.reading import site_of
from crawler.spiders.base import TranscriptSpider

if TYPE_CHECKING:
    import argparse
    import asyncio
    from collections.abc import Mapping, Sequence

    from scrapy.settings import BaseSettings


_SWITCH_S = 0.0005


class CrawlingCommand(ProjectCommand):
    """Adds `-a` and the crawl itself. Sets the exit code to that of the worst source."""

    requires_crawler_process = True

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "-a",
            dest="spargs",
            action="append",
            default=[],
            metavar="NAME=VALUE",
            help="languages=ru,en: only these; since=2019-11-01: turn listings back to this day; full=1: check all"
            " that is known; base_url=URL or HOST=URL,HOST=URL: ask this replica in the source's place",
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        try:
            opts.spargs = arglist_to_dict(opts.spargs)
        except ValueError:
            usage("-a takes NAME=VALUE")
        hush()
        if sys.stderr.isatty() and not opts.loglevel:
            self.settings.set("LOG_LEVEL", "WARNING", priority="cmdline")  # the progress bar speaks instead

    def known_sources(self) -> list[str]:
        return sorted(self._process.spider_loader.list())

    def check_sources(self, names: Sequence[str], arguments: dict[str, str]) -> None:
        """Refuse unknown sources and arguments, and languages that none of them has, before anything is written."""
        only, published = list[str](), set[str]()
        for name in names:
            if name not in self.known_sources():
                usage(f"no source is called {name}; there are {', '.join(self.known_sources())}")
            spider: type[Any] = self._process.spider_loader.load(name)
            if not issubclass(spider, TranscriptSpider):
                usage(f"{name} is not a source of transcripts")
            try:
                only = list(spider(**arguments).only)
            except BadArgument as error:
                usage(str(error))
            published.update(site_of(name).languages)
        if unknown := [language for language in only if language not in published]:
            usage(f"languages={','.join(unknown)}: {', '.join(names)} publish in {', '.join(sorted(published))}")

    def crawl_all(self, names: Sequence[str], arguments: dict[str, str]) -> bool:
        """Crawl these sources in turn; print a line about each. Returns whether all were crawled, none stopped."""
        if names and (warning := contact_warning(self.settings, arguments)):
            sys.stderr.write(f"scrapy: {warning}\n")
        process, waiting, crawlers = self._process, list(names), list[Crawler]()

        def crawl_next(done: asyncio.Task[None] | None = None) -> None:
            stopped = bool(crawlers) and _stat(crawlers[-1], "finish_reason") != "finished"
            if waiting and not stopped:
                crawlers.append(process.create_crawler(waiting.pop(0)))
                process.crawl(crawlers[-1], **arguments).add_done_callback(crawl_next)

        # After each packet the event loop wants the interpreter back from the writing thread: sooner than in 5 ms.
        sys.setswitchinterval(_SWITCH_S)
        gc.freeze()  # what was imported stays: no search for garbage need go through it again
        crawl_next()
        process.start()
        for crawler in crawlers:
            self._report(crawler)
        if process.bootstrap_failed:
            self.exitcode = FAILED
        return not any(_stat(crawler, "finish_reason") == "shutdown" for crawler in crawlers)

    def _report(self, crawler: Crawler) -> None:
        if summary := _stat(crawler, "palimpsest/summary"):
            sys.stderr.write(f"{summary}\n")
        if failure := _stat(crawler, "palimpsest/failure"):
            self.stop(FAILED, f"{failure} (database: {self.database_path})")
        elif _stat(crawler, "spider_exceptions/count"):
            self.stop(FAILED, "a bug of ours ended a request early; see the log")
        elif _stat(crawler, "palimpsest/state") == "unhealthy" and self.exitcode == DONE:
            self.exitcode = UNHEALTHY

    @property
    def _process(self) -> AsyncCrawlerProcess:
        assert isinstance(self.crawler_process, AsyncCrawlerProcess)
        return self.crawler_process


def contact_warning(settings: BaseSettings, arguments: Mapping[str, str]) -> str:
    """What to say before real sites are asked in the name of nobody; empty if there is nothing to say."""
    if arguments.get("base_url") or "//example.org/" not in settings["CONTACT"]:
        return ""
    return f"CONTACT is still {settings['CONTACT']}: set it in crawler/settings.py to where a webmaster can reach you"


def hush() -> None:
    """Leave out of the log what Scrapy tells of itself before it crawls."""
    for chatter in ("scrapy.addons", "scrapy.crawler", "scrapy.middleware", "scrapy.utils.log"):
        logging.getLogger(chatter).addFilter(_from_warning)  # a level would be reset by Scrapy's own set-up


def _from_warning(record: logging.LogRecord) -> bool:
    return record.levelno >= logging.WARNING


def _stat(crawler: Crawler, name: str) -> Any:
    return None if crawler.stats is None else crawler.stats.get_value(name)
