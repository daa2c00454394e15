"""`scrapy verify`: every stored byte, the run chain, and what is derived held to what it is derived from."""

from __future__ import annotations

import sys
from datetime import timedelta
from itertools import chain
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress

from crawler.cli.base import FAILED, ProjectCommand, usage
from crawler.misread import misread
from crawler.timestamp import certificates
from storage.jobs.verify import verify
from storage.record import timestamps
from storage.record.damage import chain_head
from storage.record.db import DamagedDatabase, is_current

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from sqlite_utils import Database


class Command(ProjectCommand):
    def syntax(self) -> str:
        return "[--sample N] [--read]"

    def short_desc(self) -> str:
        return "Check every stored byte, the run chain and all that is derived; read-only"

    def long_desc(self) -> str:
        return (
            "Hash every stored body anew, recompute each run's manifest and its place in the chain, check the file,"
            " its schema, its foreign keys, the texts and the search index, and work out versions, withdrawals and"
            " changes anew. --read reads every page again too. Each finding is one line; with any, the exit code is 1."
            " Takes no lock: a crawl may write meanwhile."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--sample", type=int, metavar="N", help="fold the captures of N variants drawn at random, not of all"
        )
        parser.add_argument(
            "--read",
            action="store_true",
            help="read all that today's page classes have read again, and hold the readings to it (takes long)",
        )

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            usage(f"verify takes no argument {args[0]}")
        if opts.sample is not None and opts.sample < 1:
            usage(f"--sample {opts.sample} is less than 1")
        try:
            self._look(opts)
        except DamagedDatabase as damaged:
            sys.stdout.write(f"the file: {damaged}\n")
            self._count(1)

    def _look(self, opts: argparse.Namespace) -> None:
        with self.reading() as db:
            if not is_current(db):
                usage(f"{self.database_path} was made by an older release: 'scrapy diff' brings it up to this one")
            if opts.read:
                self._want_readers(db)
            roots = certificates(self.settings)
            self._verify(db, opts.sample, roots, read=opts.read)
            if unchecked := timestamps.unchecked(db, roots):
                sys.stderr.write(f"verify: {unchecked}\n")

    def _count(self, wrong: int) -> None:
        self.stop(FAILED, f"verify: {wrong} thing{'s' if wrong > 1 else ''} wrong (database: {self.database_path})")

    def _want_readers(self, db: Database) -> None:
        from crawler.rebuild import unknown_sources

        if unknown := unknown_sources(db, None):
            usage(f"{self.database_path} holds captures of {', '.join(unknown)}, which no page class here can read")

    def _verify(self, db: Database, sample: int | None, roots: Path | None, *, read: bool) -> None:
        wrong = 0
        with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bars:
            tasks = {
                what: bars.add_task(what, total=None)
                for what in ("bodies", "texts", "versions", *(["readings"] if read else []))
            }

            def progress(what: str, done: int, total: int) -> None:
                bars.update(tasks[what], completed=done, total=total)

            found = verify(
                db,
                confirm_withdrawal=timedelta(hours=self.settings.getfloat("WITHDRAWAL_CONFIRM_HOURS")),
                sample=sample,
                roots=roots,
                progress=progress,
            )
            for line in chain(found, misread(db, self.database_path, progress) if read else ()):
                wrong += 1
                sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
        if wrong:
            self._count(wrong)
            return
        counts = ", ".join(
            f"{db.conn.execute(f'SELECT count(*) FROM {table}').fetchone()[0]} {table}"
            for table in ("bodies", "captures", "versions", "changes", "runs")
        )
        (variants,) = db.conn.execute("SELECT count(*) FROM variants").fetchone()
        folded = variants if sample is None else min(sample, variants)
        head = chain_head(db) or "none yet"
        sys.stderr.write(f"verify: nothing wrong: {counts}, {folded} variants folded anew; chain head {head}\n")
