"""`scrapy update`: the cron line. Crawl every due source, then compare."""

from __future__ import annotations

import sys
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from crawler.cli.base import DONE, UNHEALTHY, usage
from crawler.cli.crawling import CrawlingCommand
from crawler.cli.diffing import DiffingCommand
from crawler.timestamp import stamp, wrong_settings
from storage.record.db import iso

if TYPE_CHECKING:
    import argparse

    from sqlite_utils import Database


class Command(CrawlingCommand, DiffingCommand):
    def syntax(self) -> str:
        return "[SOURCE ...]"

    def short_desc(self) -> str:
        return "The cron line: crawl every due source (or those named), then compare"

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        if complaint := wrong_settings(self.settings):
            usage(complaint)
        named = list(dict.fromkeys(args))
        self.check_sources(named or self.known_sources(), opts.spargs)
        with self.writing("scrapy update") as db:
            crawled = self.crawl_all(named or self._due_sources(db), opts.spargs)
            if crawled and self.exitcode in (DONE, UNHEALTHY):
                self.diff(db, None, opts.jobs)
                if outcome := stamp(db, self.settings):
                    sys.stderr.write(f"update: {outcome}\n")

    def _due_sources(self, db: Database) -> list[str]:
        """All but those that a run has asked to the end within the last few minutes."""
        recently = datetime.now(UTC) - timedelta(minutes=self.settings.getfloat("UPDATE_EVERY_MINUTES"))
        fresh = {
            name
            for (name,) in db.conn.execute(
                "SELECT sources.name FROM runs JOIN sources ON sources.id = runs.source"
                " WHERE runs.command = 'crawl' AND runs.outcome = 'done' AND runs.ended_at > ?",
                [iso(recently)],
            )
        }
        return [name for name in self.known_sources() if name not in fresh]
