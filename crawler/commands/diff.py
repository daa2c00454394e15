"""`scrapy diff`: compare versions not yet compared, flag what was edited, bring the search index up to date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from crawler.cli.base import usage
from crawler.cli.diffing import DiffingCommand

if TYPE_CHECKING:
    import argparse


class Command(DiffingCommand):
    def syntax(self) -> str:
        return "[--source S] [--jobs N]"

    def short_desc(self) -> str:
        return "Compare versions not yet compared and flag every edit"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--source", metavar="S", help="only this source (default: all)")

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            usage(f"diff takes no argument {args[0]}; a source is named with --source")
        with self.reading():
            pass  # there must be something to compare: a typo in DATABASE makes no new file
        with self.writing("scrapy diff") as db:
            self.diff(db, opts.source, opts.jobs)
