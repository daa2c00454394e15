"""`scrapy export`: captures for other archives, data for research, a copy to publish, the evidence of one change."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress

from crawler.cli.base import FAILED, ProjectCommand, usage
from storage.export import tables
from storage.export.archive import write_wacz, write_warc
from storage.export.copy import copy_without_bodies
from storage.export.place import Taken, new_file, new_folder, new_path
from storage.record.bodies import DamagedBody
from storage.record.db import is_current

if TYPE_CHECKING:
    import argparse
    from collections.abc import Callable

    from sqlite_utils import Database

SUFFIXES = {"warc": ".warc.gz", "wacz": ".wacz", "jsonl": "-jsonl", "csv": "-csv", "sqlite": ".db"}
"""What the default name of each format ends in. JSON Lines and CSV are folders."""


class Command(ProjectCommand):
    """Reads only, at one moment, so it runs beside a crawl."""

    def syntax(self) -> str:
        return "--format FORMAT [--source S] [--output PATH] | --change ID [--output PATH]"

    def short_desc(self) -> str:
        return "Write captures, versions and edits, or the evidence of one change, for others to read"

    def long_desc(self) -> str:
        return (
            "warc: every capture as one WARC file; wacz: the same with an index and its pages, for replayweb.page and"
            " pywb; jsonl, csv: a folder with versions and edits for research; sqlite: a copy of the database without"
            " the bytes of the pages, to publish. --change: one change as a package that opens without this program:"
            " both captures, the redline as a page, hashes, interval. The same record makes the same bytes. Nothing"
            " is overwritten. Takes no lock."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--format", metavar="FORMAT", help=", ".join(SUFFIXES))
        parser.add_argument("--change", metavar="ID", help="the evidence of this one change (26-118), as wacz")
        parser.add_argument("--source", metavar="S", help="only this source (default: all)")
        parser.add_argument("--output", metavar="PATH", help="where to (default: a name of its own, in this folder)")

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            usage(f"export takes options only, not {args[0]!r}")
        form = opts.format or ("wacz" if opts.change else None)
        if form not in SUFFIXES:
            usage(f"--format wants {', '.join(SUFFIXES)}" + (f", not {form!r}" if form else ""))
        if opts.change and (form != "wacz" or opts.source):
            usage("--change makes one package, as wacz, of one source's change: leave out --source and other formats")
        if opts.source and form == "sqlite":
            usage("--format sqlite copies all sources: leave out --source")
        with self.reading() as db:
            if not is_current(db):
                usage(f"{self.database_path} was made by an older release: 'scrapy diff' brings it up to this one")
            source = self._source(db, opts.source)
            name = f"change-{opts.change}" if opts.change else opts.source or "palimpsest"
            output = Path(opts.output or f"{name}{SUFFIXES[form]}")
            try:
                self._export(db, form, output, source, opts)
            except Taken as error:
                usage(str(error))
            except DamagedBody as damaged:
                self.stop(FAILED, f"{damaged}; nothing was written ('scrapy verify' names all that is wrong)")

    def _source(self, db: Database, name: str | None) -> int | None:
        if name is None:
            return None
        row = db.conn.execute("SELECT id FROM sources WHERE name = ?", [name]).fetchone()
        if row is None:
            usage(f"no source called {name} is in {self.database_path}")
        return int(row[0])

    def _export(self, db: Database, form: str, output: Path, source: int | None, opts: argparse.Namespace) -> None:
        with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bars:
            task = bars.add_task(f"writing {output.name}", total=None)

            def told(done: int, total: int | None = None) -> None:
                bars.update(task, completed=done, total=total)

            db.conn.execute("BEGIN")  # all is seen at one moment, while a crawl may write
            try:
                written = self._write(db, form, output, source, opts, told)
            finally:
                db.conn.rollback()
        sys.stderr.write(f"export: {written} in {output}\n")

    def _write(
        self,
        db: Database,
        form: str,
        output: Path,
        source: int | None,
        opts: argparse.Namespace,
        told: Callable[..., None],
    ) -> str:
        """Write, and say what was written."""
        if opts.change:
            from storage.export.evidence import NoSuchChange, gather, write_evidence

            try:
                evidence = gather(db, opts.change)
            except NoSuchChange as error:
                usage(str(error))
            with new_file(output) as stream:
                write_evidence(stream, evidence)
            return f"{evidence.title}, {len(evidence.captures)} captures,"
        if form in tables.FORMATS:
            with new_folder(output) as folder:
                counts = tables.write_tables(db, folder, form, opts.source or "", lambda table, done: told(done))
            return ", ".join(f"{count} {table}" for table, count in counts.items())
        if form == "sqlite":
            with new_path(output) as path:
                copied = copy_without_bodies(self.database_path, path, lambda table, done, total: told(done, total))
            return f"{copied['captures']} captures without their bytes, {copied['versions']} versions"
        (total,) = db.conn.execute(
            "SELECT count(*) FROM captures WHERE ? IS NULL OR source = ?", [source, source]
        ).fetchone()
        title = f"Palimpsest: {opts.source or 'all sources'}"
        write = write_warc if form == "warc" else write_wacz
        with new_file(output) as stream:
            count = write(db, stream, title, source, lambda done: told(done, total))
        return f"{count} captures"
