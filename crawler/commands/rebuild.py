"""`scrapy rebuild`: read every stored capture again with today's page classes, make anew all that is derived."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING

from crawler.cli.base import FAILED, ProjectCommand, usage
from storage.record import runs

if TYPE_CHECKING:
    import argparse

    from sqlite_utils import Database

    from crawler.rebuild import Outcome


class Command(ProjectCommand):
    def syntax(self) -> str:
        return "[--source S] [--jobs N] [--dictionary]"

    def short_desc(self) -> str:
        return "Read every stored capture again; make versions, changes and edits anew"

    def long_desc(self) -> str:
        return (
            "Read every stored capture again with today's page classes, and make texts, versions, changes, edits and"
            " discrepancies anew, in place. The same code makes the same rows, with the same ids and times. What a"
            " better reader newly reveals is recorded as found now and not announced. A rebuild that was cut short is"
            " simply started again."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--source", metavar="S", help="only this source (default: all)")
        parser.add_argument("--jobs", type=int, default=1, metavar="N", help="cores to keep busy (default: 1)")
        parser.add_argument(
            "--dictionary",
            action="store_true",
            help="mine the dictionaries anew too, from all documents, and read the languages together with these",
        )

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        if not 1 <= opts.jobs <= 64:
            usage(f"--jobs {opts.jobs} is not between 1 and 64")

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            usage(f"rebuild takes no argument {args[0]}; a source is named with --source")
        with self.reading():
            pass  # there must be something to rebuild: a typo in DATABASE makes no new file
        with self.writing("scrapy rebuild") as db:
            self._report(*self._rebuild(db, opts.source, opts.jobs, dictionaries=opts.dictionary))

    def _rebuild(self, db: Database, source: str | None, jobs: int, *, dictionaries: bool) -> tuple[Outcome, int]:
        from rich.console import Console
        from rich.progress import Progress

        from crawler.rebuild import rebuild, unknown_sources
        from storage.record.index import clear_index, index_passages

        id_ = None
        if source is not None:
            row = db.conn.execute("SELECT id FROM sources WHERE name = ?", [source]).fetchone()
            if row is None:
                usage(f"no source called {source} is in {self.database_path}")
            id_ = row[0]
        if unknown := unknown_sources(db, id_):
            usage(f"{self.database_path} holds captures of {', '.join(unknown)}, which no page class here can read")
        with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress:
            reading = progress.add_task("reading again", total=None)
            together = progress.add_task("reading languages together", total=None)
            with db.atomic():
                run = runs.start(db, "rebuild", id_)
            outcome = rebuild(
                db,
                self.database_path,
                source=id_,
                jobs=jobs,
                confirm_withdrawal=timedelta(hours=self.settings.getfloat("WITHDRAWAL_CONFIRM_HOURS")),
                edited_alone=timedelta(hours=self.settings.getfloat("EDITED_ALONE_HOURS")),
                pairing_confidence=self.settings.getfloat("PAIRING_CONFIDENCE"),
                dictionaries=dictionaries,
                aligning=lambda done, total: progress.update(together, completed=done, total=total),
                progress=lambda done, total: progress.update(reading, completed=done, total=total),
            )
            indexing = progress.add_task("indexing", total=None)
            with db.atomic():
                clear_index(db)
            indexed = index_passages(db, lambda done, total: progress.update(indexing, completed=done, total=total))
            runs.close(db, run, outcome="done")
        return outcome, indexed

    def _report(self, outcome: Outcome, indexed: int) -> None:
        for line in outcome.damaged:
            sys.stderr.write(f"rebuild: {line}; its former readings stand\n")
        for capture in outcome.otherwise:
            sys.stderr.write(
                f"rebuild: capture {capture} reads otherwise than the same code read it before (tampered with, or a"
                " library changed?): what it reads now counts, the former reading stays on record\n"
            )
        restored = f", {outcome.texts} damaged texts restored" if outcome.texts else ""
        mined = f", {outcome.dictionaries} dictionaries mined" if outcome.dictionaries else ""
        between = f", {outcome.findings} new findings between languages" if outcome.findings else ""
        sys.stderr.write(
            f"rebuild: {outcome.captures} captures read again, {outcome.readings} by a reader new to them{restored},"
            f" {outcome.changes} changes new or altered{mined}{between}, {indexed} passages indexed\n"
        )
        if outcome.damaged or outcome.otherwise:
            self.exitcode = FAILED
