"""`scrapy verify`: every stored byte, the run chain, and what is derived held to what it is derived from."""

from __future__ import annotations

import sys
from datetime import timedelta
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress

from crawler.cli.base import FAILED, ProjectCommand, usage
from crawler.timestamp import certificates
from storage.jobs.verify import verify
from storage.record import timestamps
from storage.record.damage import chain_head
from storage.record.db import is_current

if TYPE_CHECKING:
    import argparse
    from pathlib import Path

    from sqlite_utils import Database


class Command(ProjectCommand):
    def syntax(self) -> str:
        return "[--sample N]"

    def short_desc(self) -> str:
        return "Check every stored byte, the run chain and all that is derived; read-only"

    def long_desc(self) -> str:
        return (
            "Hash every stored body anew, recompute each run's manifest and its place in the chain, check the file,"
            " its foreign keys, the texts, the versions and the changes. Each finding is one line; with any, the exit"
            " code is 1. Takes no lock: a crawl may write meanwhile."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--sample", type=int, metavar="N", help="fold the captures of N variants drawn at random, not of all"
        )

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            usage(f"verify takes no argument {args[0]}")
        if opts.sample is not None and opts.sample < 1:
            usage(f"--sample {opts.sample} is less than 1")
        with self.reading() as db:
            if not is_current(db):
                usage(f"{self.database_path} was made by an older release: 'scrapy diff' brings it up to this one")
            roots = certificates(self.settings)
            self._verify(db, opts.sample, roots)
            if unchecked := timestamps.unchecked(db, roots):
                sys.stderr.write(f"verify: {unchecked}\n")

    def _verify(self, db: Database, sample: int | None, roots: Path | None) -> None:
        wrong = 0
        with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bars:
            tasks = {what: bars.add_task(what, total=None) for what in ("bodies", "texts", "versions")}
            for line in verify(
                db,
                confirm_withdrawal=timedelta(hours=self.settings.getfloat("WITHDRAWAL_CONFIRM_HOURS")),
                sample=sample,
                roots=roots,
                progress=lambda what, done, total: bars.update(tasks[what], completed=done, total=total),
            ):
                wrong += 1
                sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
        if wrong:
            self.stop(FAILED, f"verify: {wrong} thing{'s' if wrong > 1 else ''} wrong (database: {self.database_path})")
            return
        counts = ", ".join(
            f"{db.conn.execute(f'SELECT count(*) FROM {table}').fetchone()[0]} {table}"
            for table in ("bodies", "captures", "versions", "changes", "runs")
        )
        (variants,) = db.conn.execute("SELECT count(*) FROM variants").fetchone()
        folded = variants if sample is None else min(sample, variants)
        head = chain_head(db) or "none yet"
        sys.stderr.write(f"verify: nothing wrong: {counts}, {folded} variants folded anew; chain head {head}\n")
