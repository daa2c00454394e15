"""`scrapy backup`: the whole database to one file, while a crawl may write."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.cli.base import ProjectCommand, usage
from crawler.cli.output import bar
from storage.record.backup import InTheWay, back_up

if TYPE_CHECKING:
    import argparse


class Command(ProjectCommand):
    """Reads only, at one moment, without a lock."""

    def syntax(self) -> str:
        return "FILE"

    def short_desc(self) -> str:
        return "Copy the whole database to a new file, while a crawl may write"

    def long_desc(self) -> str:
        return (
            "Copy the database, as it is at this moment, to a new file: one file that holds all, checked page by page."
            " Takes no lock and keeps no writer waiting. Nothing is overwritten. 'scrapy restore FILE' puts it back."
        )

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            usage("backup wants the name of one new file")
        target = Path(args[0])
        with self.reading():
            pass  # refuses what is no database of ours
        try:
            with bar(f"copying to {target.name}") as progress:
                back_up(self.database_path, target, progress)
        except InTheWay as error:
            usage(str(error))
        sys.stderr.write(f"backup: {target.stat().st_size} bytes in {target}\n")
