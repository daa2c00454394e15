"""`scrapy crawl SOURCE`: fetch what is new or due, store captures and versions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.cli.base import usage
from crawler.cli.crawling import CrawlingCommand

if TYPE_CHECKING:
    import argparse


class Command(CrawlingCommand):
    def syntax(self) -> str:
        return "<source> [-a languages=ru,en] [-a since=2019-11-01] [-a full=1] [-a base_url=URL]"

    def short_desc(self) -> str:
        return "Fetch what is new or due at one source; store captures and versions"

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            usage("name one source, as in 'scrapy crawl ru_kremlin'")
        self.check_sources(args, opts.spargs)
        with self.writing(f"scrapy crawl {args[0]}"):
            self.crawl_all(args, opts.spargs)
