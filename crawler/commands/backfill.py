"""`scrapy backfill`: captures from saved pages, through the same line as a crawl, at their own capture times."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.backfill import BadIndex, BadRow, SavedPage, from_file, from_index, store
from crawler.cli.base import FAILED, ProjectCommand, usage
from crawler.reading import site_of

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterable


class Command(ProjectCommand):
    def syntax(self) -> str:
        return "FILE_OR_FOLDER --source S (--url URL --at TIME | --index CSV)"

    def short_desc(self) -> str:
        return "Store saved pages as captures, at the times they were captured"

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--source", metavar="S", help="the source that published the pages")
        parser.add_argument("--url", metavar="URL", help="where the one file was published")
        parser.add_argument(
            "--at", metavar="TIME", help="when the one file was captured (ISO 8601; UTC if it says no zone)"
        )
        parser.add_argument("--index", metavar="CSV", help="for a folder: a CSV with the columns file,url,fetched_at")

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            usage("name one file or folder")
        path = Path(args[0])
        if not path.exists():
            usage(f"{path} does not exist")
        if not opts.source:
            usage("--source is missing")
        try:
            site_of(opts.source)
        except LookupError:
            usage(f"no source is called {opts.source}")
        pages = self._pages(path, opts)
        with self.writing(f"scrapy backfill {path}") as db:
            outcome = store(db, opts.source, pages, self.settings)
        for row in outcome.refused:
            sys.stderr.write(f"backfill: {row}\n")
        verdicts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(outcome.verdicts.items()))
        sys.stderr.write(
            f"backfill: {outcome.verdicts.total()} captures stored ({verdicts or 'none'}),"
            f" {outcome.known} known already, {len(outcome.refused)} refused\n"
        )
        if outcome.refused and not outcome.verdicts and not outcome.known:
            self.exitcode = FAILED

    def _pages(self, path: Path, opts: argparse.Namespace) -> Iterable[SavedPage | BadRow]:
        if opts.index:
            if opts.url or opts.at:
                usage("--index names each page's URL and time: leave out --url and --at")
            if not Path(opts.index).is_file():
                usage(f"--index: {opts.index} does not exist")
            if not path.is_dir():
                usage(f"{path} is one file: name its URL and time with --url and --at")
            try:
                return from_index(path, Path(opts.index))
            except BadIndex as error:
                usage(str(error))
        if path.is_dir():
            usage(f"{path} is a folder: name each page's URL and time with --index CSV")
        if not opts.url or not opts.at:
            usage("a saved page needs --url and --at: without a time it proves nothing")
        page = from_file(path, opts.url, opts.at)
        if isinstance(page, BadRow):
            usage(page.reason)
        return [page]
