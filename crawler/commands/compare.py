"""`scrapy compare`: two languages of a document side by side, aligned, what differs marked."""

from __future__ import annotations

import json
import sys
from typing import TYPE_CHECKING

from crawler.cli.base import ProjectCommand, usage
from crawler.cli.output import quietly
from storage.show import select

if TYPE_CHECKING:
    import argparse
    from collections.abc import Sequence

    from storage.show.sides import Sides

FORMATS = ("text", "json")


class Command(ProjectCommand):
    """Reads only, so it runs beside a crawl."""

    def syntax(self) -> str:
        return "[options] SOURCE/KEY"

    def short_desc(self) -> str:
        return "Print two languages of a document side by side"

    def long_desc(self) -> str:
        return (
            "Print a document as it stands in two of its languages, passage beside passage, with gaps, and with the "
            "numbers, dates and names that contradict each other marked: in colour, or in {braces} where there is none."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument(
            "--languages", metavar="LEFT,RIGHT", help="which two (ru,en); else the original and English, or the first"
        )
        parser.add_argument("--format", metavar="FORMAT", default=FORMATS[0], help=", ".join(FORMATS))

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            usage(f"compare takes one SOURCE/KEY (ru_kremlin/56519), not {len(args)} arguments")
        source, slash, printed = args[0].partition("/")
        if not (source and slash and printed):
            usage(f"compare wants SOURCE/KEY, not {args[0]!r}")
        if opts.format not in FORMATS:
            usage(f"unknown format {opts.format!r}: choose {', '.join(FORMATS)}")
        from storage.show.sides import current_texts, sides

        with self.reading() as db:
            key = select.current_key(db, source, printed)
            if key is None:
                usage(f"no document {args[0]!r} in {self.database_path}")
            languages = _chosen(opts.languages, source, list(current_texts(db, source, key)), args[0])
            found = sides(db, source, key, languages)
        quietly(lambda: _SHOW[opts.format](found))


def _chosen(asked: str | None, source: str, known: Sequence[str], document: str) -> tuple[str, str]:
    """The two languages to show. Anything that the document has not is wrong usage."""
    from storage.show.sides import two_of

    if asked is None:
        if len(known) < 2:
            usage(f"{document} has a text in {known[0] if known else 'no language'} alone: nothing to compare")
        return two_of(source, known)
    wanted = asked.split(",")
    if len(wanted) != 2 or wanted[0] == wanted[1] or not all(wanted):
        usage(f"--languages wants two with a comma between (ru,en), not {asked!r}")
    for language in wanted:
        if language not in known:
            usage(f"{document} has no text in {language!r}: choose from {', '.join(known) or 'none'}")
    return wanted[0], wanted[1]


def _show_text(found: Sides) -> None:
    from storage.show import columns, terminal

    columns.draw(terminal.console(sys.stdout), found)


def _show_json(found: Sides) -> None:
    sys.stdout.write(json.dumps(found.as_json(), ensure_ascii=False) + "\n")


_SHOW = {"text": _show_text, "json": _show_json}
