"""`scrapy restore`: a backup in the database's place."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.cli.base import ProjectCommand, usage
from crawler.cli.output import bar
from storage.record.backup import InTheWay, restore
from storage.record.lock import lock

if TYPE_CHECKING:
    import argparse


class Command(ProjectCommand):
    """Takes the lock: no run may be writing to what is put away."""

    def syntax(self) -> str:
        return "FILE"

    def short_desc(self) -> str:
        return "Put a backup in the database's place; what stood there is kept beside it"

    def long_desc(self) -> str:
        return (
            "Put a backup made by 'scrapy backup' in the database's place. A file that is not whole is refused before"
            " anything is touched. The database that stood there is kept as <database>.former. A 'scrapy browse' that"
            " is open goes on showing the former one: start it again."
        )

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 1:
            usage("restore wants the name of one backup")
        backup = Path(args[0])
        if not backup.is_file():
            usage(f"{backup} does not exist")
        with lock(self.database_path, f"scrapy restore {backup}"):
            try:
                with bar(f"copying {backup.name}") as progress:
                    former = restore(backup, self.database_path, progress)
            except InTheWay as error:
                usage(str(error))
        kept = f"; what stood there is kept as {former}" if former else ""
        sys.stderr.write(f"restore: {backup} stands at {self.database_path}{kept}\n")
