"""`scrapy backfill`: captures from elsewhere, through the same line as a crawl, at their own capture times."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, get_args

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

from crawler.archives.span import Span
from crawler.backfill.archived import Observer, moment_of
from crawler.backfill.index import BadIndex
from crawler.backfill.inputs import Input, Unusable, check, unread
from crawler.backfill.intake import Intake
from crawler.backfill.saved import Told
from crawler.backfill.store import processes, store
from crawler.cli import archiving
from crawler.cli.base import FAILED, UNHEALTHY, ProjectCommand, usage
from crawler.download import is_web_url
from crawler.reading import UnknownSource, site_of
from crawler.sources import located

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from crawler.archives.spider import Archive, Ending
    from crawler.backfill.intake import Outcome


class Command(ProjectCommand):
    def syntax(self) -> str:
        return (
            "PATH_OR_ARCHIVE ... [--source S] [--url URL] [--at TIME] [--index CSV] [--observer NAME]"
            " [--since TIME] [--until TIME]"
        )

    def short_desc(self) -> str:
        return "Store captures from elsewhere, at the times they were captured"

    def long_desc(self) -> str:
        return (
            "Store captures from elsewhere, at the times they were captured. A PATH is a saved page (HTML, JSON or"
            " text), a WARC, WET or WACZ file, a folder of these, or a Git repository whose commits are captures of"
            " its files. An ARCHIVE is wayback:URL or commoncrawl:URL: all"
            " that the Wayback Machine or Common Crawl holds below a URL."
            " What is on record already changes nothing, and our own captures stand."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--source", metavar="S", help="the source that published them (default: by their URLs)")
        parser.add_argument(
            "--url",
            metavar="URL",
            help="where a saved page was published; for many files with {path}, {stem} (the path without its suffix)"
            " or {name} (that without its folders) in it",
        )
        parser.add_argument(
            "--at",
            metavar="TIME",
            help="when saved pages were captured (ISO 8601, to the minute; UTC if it says no zone)",
        )
        parser.add_argument("--index", metavar="CSV", help="for a folder: a CSV with the columns file,url,fetched_at")
        parser.add_argument(
            "--observer", choices=get_args(Observer), help="who captured them (default: file; git for a repository)"
        )
        parser.add_argument(
            "--since", metavar="TIME", default="", help="of an archive, only captures from this day or time on"
        )
        parser.add_argument("--until", metavar="TIME", default="", help="and up to this one, which is included")

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        if not args:
            usage("name what to take: files, folders, a Git repository, wayback:URL or commoncrawl:URL")
        archives = self._archives(args, opts)
        try:
            if opts.source:
                site_of(opts.source)
            inputs = [self._input(Path(arg), opts) for arg in args if not archiving.names_archive(arg)]
            for one in inputs:
                check(one)
        except (UnknownSource, Unusable, BadIndex) as error:
            usage(str(error))
        except ValueError as error:
            usage(f"--at: {error}")
        except OSError as error:
            usage(unread(error))
        if opts.url and "{" not in opts.url and not opts.source and located(opts.url) is None:
            usage(f"--url: no source has a page at {opts.url}; if it is a listing, name its --source")
        ending = None
        with self.writing(f"scrapy backfill {' '.join(args)}") as db:
            intake = Intake(db, self.settings, opts.source or "", _complain)
            outcome = self._store(intake, inputs)
            if archives:
                ending = archiving.ask(archives, db, intake, opts.source or "", self.settings)
            store(intake, intake.late(), processes(self.settings.getint("READ_PROCESSES")))
            intake.close("done" if ending is None or ending.reached else "stopped")
        sys.stderr.write(f"backfill: {_summary(outcome)}\n")
        if outcome.refused and not outcome.verdicts and not outcome.known:
            self.exitcode = FAILED
        if ending is not None:
            self._report(ending, outcome)

    def _archives(self, args: Sequence[str], opts: argparse.Namespace) -> list[Archive]:
        named = [arg for arg in args if archiving.names_archive(arg)]
        if address := next(filter(is_web_url, args), ""):
            usage(
                f"{address}: to take what an archive holds of it, name it as wayback:{address} or commoncrawl:{address}"
            )
        if len(named) == len(args) and (opts.url or opts.at or opts.index or opts.observer):
            usage("--url, --at, --index and --observer are for files: archives tell these themselves")
        if (opts.since or opts.until) and not named:
            usage("--since and --until are for archives")
        try:
            span = Span.parse(opts.since, opts.until)
            archives = [archiving.archive_of(arg, span, self.settings) for arg in named]
        except ValueError as error:
            usage(str(error))
        if archives and (warning := archiving.contact_missing(archives, self.settings)):
            sys.stderr.write(f"scrapy: {warning}\n")
        return archives

    def _report(self, ending: Ending, outcome: Outcome) -> None:
        for reason in ending.unanswered:
            sys.stderr.write(f"backfill: {reason}\n")
        if ending.unanswered:
            self.exitcode = UNHEALTHY if outcome.verdicts or outcome.known else FAILED
        if not ending.reached:
            because = ending.stopped or "an archive was not asked to its end"
            sys.stderr.write(f"backfill: {because}; run it again to go on\n")

    def _input(self, path: Path, opts: argparse.Namespace) -> Input:
        if opts.index and (opts.url or opts.at):
            usage("--index names each page's URL and time: leave out --url and --at")
        if opts.url and not is_web_url(opts.url):
            usage(f"--url: {opts.url!r} is no URL")
        told = Told(opts.url or "", moment_of(opts.at) if opts.at else None, opts.observer)
        return Input(path, told, Path(opts.index) if opts.index else None, opts.source or "")

    def _store(self, intake: Intake, inputs: Sequence[Input]) -> Outcome:
        columns = (TextColumn("{task.description}"), BarColumn(), TextColumn("{task.completed} looked at"))
        console = Console(stderr=True)
        readers = processes(self.settings.getint("READ_PROCESSES"))
        with Progress(
            *columns, TimeElapsedColumn(), console=console, transient=True, disable=not sys.stderr.isatty()
        ) as progress:
            for one in inputs:
                task = progress.add_task(one.path.name, total=None)
                store(intake, one.items(), readers, partial(progress.advance, task))
        return intake.outcome


def _complain(reason: str) -> None:
    sys.stderr.write(f"backfill: {reason}\n")


def _summary(outcome: Outcome) -> str:
    verdicts = ", ".join(f"{count} {verdict}" for verdict, count in sorted(outcome.verdicts.items()))
    passed = [f"{outcome.redirects} redirects" if outcome.redirects else ""]
    passed.append(f"{outcome.elsewhere} that are no page of a document" if outcome.elsewhere else "")
    over = f", passed over: {', '.join(filter(None, passed))}" if any(passed) else ""
    return (
        f"{outcome.verdicts.total()} captures stored ({verdicts or 'none'}), {outcome.known} known already,"
        f" {outcome.refused} refused{over}"
    )
