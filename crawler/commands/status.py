"""`scrapy status`: how each source is."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from rich.table import Table
from rich.text import Text

from crawler.cli.base import ProjectCommand, usage
from crawler.cli.output import quietly
from storage.show import rows as plain
from storage.show import select, terminal
from storage.show.visible import visible, when

if TYPE_CHECKING:
    import argparse

    from sqlite_utils import Database

FORMATS = ("text", "json")
_STATE_STYLES = {"ok": "green", "degraded": "yellow", "unhealthy": "bold red", "never_run": "dim"}


class Command(ProjectCommand):
    """Reports only: an unhealthy source is no failure of this command."""

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Print the health of each source"

    def long_desc(self) -> str:
        return "Print the view source_health: as a table, or as json, one object a line."

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--format", metavar="FORMAT", default=FORMATS[0], help=", ".join(FORMATS))

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            usage(f"status takes options only, not {args[0]!r}")
        if opts.format not in FORMATS:
            usage(f"unknown format {opts.format!r}: choose {', '.join(FORMATS)}")
        with self.reading() as db:
            sources = _health(db)
            quietly(lambda: _show_json(sources) if opts.format == "json" else _show_table(sources))


def _health(db: Database) -> list[dict[str, Any]]:
    names = select.columns(db, "source_health")
    rows = db.conn.execute("SELECT * FROM source_health ORDER BY source").fetchall()
    return [dict(zip(names, row, strict=True)) for row in rows]


def _show_json(sources: list[dict[str, Any]]) -> None:
    plain.write_json(sys.stdout, sources)


def _show_table(sources: list[dict[str, Any]]) -> None:
    out = terminal.console(sys.stdout)
    table = Table(box=None, pad_edge=False, padding=(0, 1, 1, 0))
    for title in ("source", "state", "last run, ok (UTC)", "known", "last 24 hours", "7 days"):
        table.add_column(title, overflow="fold")
    for row in sources:
        table.add_row(
            Text(visible(row["source"])),
            Text(row["state"], style=_STATE_STYLES[row["state"]]),
            Text("\n".join(when(row[name])[:16] if row[name] else "never" for name in ("last_run", "last_ok"))),
            _counts(row, documents="documents", variants="variants", versions="versions"),
            _counts(row, checked_24h="checked", blocked_24h="blocked", unreadable_24h="unreadable"),
            _counts(row, changes_7d="changes"),
        )
    out.print(table if sources else "no source has been crawled yet")
    for row in sources:
        if row["reason"]:
            out.print(f"{row['source']} is {row['state']}: {visible(row['reason'])}", soft_wrap=not out.is_terminal)


def _counts(row: dict[str, Any], **names: str) -> Text:
    return Text("\n".join(f"{row[column]} {name}" for column, name in names.items()))
