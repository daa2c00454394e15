"""What `diff` and `update` share: the diff job with its progress, and one line about it."""

from __future__ import annotations

import sys
from contextlib import suppress
from datetime import timedelta
from typing import TYPE_CHECKING

from crawler.cli.base import ProjectCommand, usage
from crawler.cli.stopping import Stopped, stoppable
from storage.record import runs

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from rich.progress import Progress
    from sqlite_utils import Database


class DiffingCommand(ProjectCommand):
    """Adds the diff job to a command."""

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--jobs", type=int, default=1, metavar="N", help="processes that compare (default: 1)")

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        super().process_options(args, opts)
        if not 1 <= opts.jobs <= 64:
            usage(f"--jobs {opts.jobs} is not between 1 and 64")

    def diff(self, db: Database, source: str | None, jobs: int) -> None:
        """Run the diff job and print one line about it."""
        from rich.console import Console
        from rich.progress import Progress

        from storage.jobs.diff import run_diff

        id_ = None
        if source is not None:
            row = db.conn.execute("SELECT id FROM sources WHERE name = ?", [source]).fetchone()
            if row is None:
                usage(f"no source called {source} is in {self.database_path}")
            id_ = row[0]
        with (
            stoppable() as stop,
            Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as progress,
        ):
            comparing = progress.add_task("comparing", total=None)
            aligning = progress.add_task("reading languages together", total=None)
            with db.atomic():
                run = runs.start(db, "diff", id_)
            summary = run_diff(
                db,
                source=id_,
                jobs=jobs,
                confirm_withdrawal=timedelta(hours=self.settings.getfloat("WITHDRAWAL_CONFIRM_HOURS")),
                edited_alone=timedelta(hours=self.settings.getfloat("EDITED_ALONE_HOURS")),
                pairing_confidence=self.settings.getfloat("PAIRING_CONFIDENCE"),
                progress=lambda done, total: progress.update(comparing, completed=done, total=total),
                aligning=lambda done, total: progress.update(aligning, completed=done, total=total),
                stop=stop,
            )
            indexed = _index(db, progress, stop)
            runs.close(db, run, outcome="stopped" if stop() else "done")
            ending = "; stopped when asked to, the next run goes on" if stop() else ""
        between = (
            f" {summary.findings} new {'finding' if summary.findings == 1 else 'findings'} between languages,"
            if summary.findings
            else ""
        )
        sys.stderr.write(
            f"diff: {summary.variants} variants looked at, {summary.changes} changes with {summary.edits} edits found,"
            f"{between} {indexed} passages indexed{ending}\n"
        )


def _index(db: Database, progress: Progress, stop: Callable[[], bool]) -> int:
    """Bring the search index up to date, unless stopped. Returns how many passages were put in."""
    from storage.record.index import index_passages

    indexing, indexed = progress.add_task("indexing", total=None), 0

    def on_progress(done: int, total: int) -> None:
        nonlocal indexed
        indexed = done
        progress.update(indexing, completed=done, total=total)
        if stop():
            raise Stopped

    if not stop():
        with suppress(Stopped):
            index_passages(db, on_progress)
    return indexed
