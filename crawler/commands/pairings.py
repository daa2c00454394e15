"""`scrapy pairings`: documents that may be one in several languages; accept a proposal, or refuse it for good."""

from __future__ import annotations

import sys
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from rich.text import Text

from crawler.cli.base import ProjectCommand, usage
from crawler.cli.output import quietly
from storage.record.pairings import Undecidable, decide, proposed
from storage.show import rows as plain
from storage.show import terminal
from storage.show.visible import visible

if TYPE_CHECKING:
    import argparse

    from sqlite_utils import Database

    from storage.record.pairings import Proposed

FORMATS = ("text", "json")


class Command(ProjectCommand):
    def syntax(self) -> str:
        return "[--source S] [--accept ID] [--refuse ID]"

    def short_desc(self) -> str:
        return "Print documents that may be one in several languages; accept or refuse"

    def long_desc(self) -> str:
        return (
            "Print the proposed pairings: documents whose pages do not name each other, and that are probably one in"
            " several languages. A proposal changes nothing until it is accepted; then the older document keeps its"
            " key, the other becomes its alias, and the next diff reads their languages together. That is not undone."
            " Where two texts leave no doubt, diff accepts by itself (PAIRING_CONFIDENCE), but never what was refused."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--source", metavar="S", help="only this source (default: all)")
        parser.add_argument("--accept", metavar="ID", type=int, action="append", default=[], help="make these two one")
        parser.add_argument("--refuse", metavar="ID", type=int, action="append", default=[], help="never propose again")
        parser.add_argument("--format", metavar="FORMAT", default=FORMATS[0], help=", ".join(FORMATS))

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            usage(f"pairings takes options only, not {args[0]!r}")
        if opts.format not in FORMATS:
            usage(f"unknown format {opts.format!r}: choose {', '.join(FORMATS)}")
        if both := sorted({*opts.accept} & {*opts.refuse}):
            usage(f"pairing {both[0]} cannot be both accepted and refused")
        with self.reading() as db:
            standing = proposed(db, self._source(db, opts.source))
            if not opts.accept and not opts.refuse:
                quietly(lambda: _show(standing, opts.format))
                return
        with self.writing("scrapy pairings") as db:
            self._decide(db, opts.accept, opts.refuse)

    def _source(self, db: Database, name: str | None) -> int | None:
        if name is None:
            return None
        row = db.conn.execute("SELECT id FROM sources WHERE name = ?", [name]).fetchone()
        if row is None:
            usage(f"no source called {name} is in {self.database_path}")
        return int(row[0])

    def _decide(self, db: Database, accept: list[int], refuse: list[int]) -> None:
        """All that was asked for, or nothing."""
        now = datetime.now(UTC)
        try:
            with db.atomic():
                for pairing in dict.fromkeys((*accept, *refuse)):
                    decide(db, pairing, accept=pairing in accept, now=now)
        except Undecidable as error:
            usage(f"{error}; nothing was changed")
        sys.stderr.write(f"pairings: {len({*accept})} accepted, {len({*refuse})} refused\n")


def _show(standing: list[Proposed], shape: str) -> None:
    if shape == "json":
        plain.write_json(sys.stdout, map(asdict, standing))
        return
    out = terminal.console(sys.stdout)
    for one in standing:
        out.print(Text(f"{one.id}  {one.confidence:.2f}  {visible(one.reason)}", style="bold"), soft_wrap=True)
        for document, languages, title in (
            (one.document, one.languages, one.title),
            (one.other, one.other_languages, one.other_title),
        ):
            out.print(Text(f"  {visible(document)} ({visible(languages)})  {visible(title)}"), soft_wrap=True)
    out.print(f"{len(standing)} proposed", soft_wrap=True)
