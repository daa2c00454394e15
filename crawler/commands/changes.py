"""`scrapy changes`: what was found, as redlines, JSON lines or CSV."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from dateutil.parser import isoparse
from scrapy.spiderloader import get_spider_loader

from crawler.cli.base import ProjectCommand, usage
from crawler.cli.output import quietly
from storage.diff.kinds import SEVERITIES
from storage.record.db import is_current
from storage.show import select

if TYPE_CHECKING:
    import argparse

    from sqlite_utils import Database

FORMATS = ("text", "json", "csv")


class Command(ProjectCommand):
    """Reads only, so it runs beside a crawl."""

    def syntax(self) -> str:
        return "[options]"

    def short_desc(self) -> str:
        return "Print what publishers changed, as redlines"

    def long_desc(self) -> str:
        return (
            "Print the changes found so far, oldest finding first. As text each change is a redline with the interval "
            "in which it happened, and an edit made in many documents is drawn once, with their names; json is one "
            "object a line and csv a line for each row of the view edit_log."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--since", metavar="TIME", help="found since: ISO 8601, UTC unless it says otherwise")
        parser.add_argument("--source", metavar="SOURCE", help="of this source alone (ru_mid)")
        parser.add_argument("--document", metavar="SOURCE/KEY", help="of this document alone (ru_kremlin/56519)")
        parser.add_argument("--min-severity", metavar="SEVERITY", default=SEVERITIES[0], help=", ".join(SEVERITIES))
        parser.add_argument("--silent", action="store_true", help="only what the publisher did not declare")
        parser.add_argument(
            "--each", action="store_true", help="as text, draw one edit in many documents in each of them"
        )
        parser.add_argument("--format", metavar="FORMAT", default=FORMATS[0], help=", ".join(FORMATS))

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        if args:
            usage(f"changes takes options only, not {args[0]!r}")
        if opts.format not in FORMATS:
            usage(f"unknown format {opts.format!r}: choose {', '.join(FORMATS)}")
        if opts.min_severity not in SEVERITIES:
            usage(f"unknown severity {opts.min_severity!r}: choose {', '.join(SEVERITIES)}")
        since = moment(opts.since) if opts.since is not None else None
        with self.reading() as db:
            if not is_current(db):
                usage(f"{self.database_path} was made by an older release: 'scrapy diff' brings it up to this one")
            source, document = self._where(db, opts)
            selection = select.Selection(
                since=since,
                source=source,
                document=document,
                min_severity=opts.min_severity,
                silent=opts.silent,
            )
            from crawler.cli.drawing import SHOW, show_each

            show = show_each if opts.each and opts.format == "text" else SHOW[opts.format]
            quietly(lambda: show(db, selection))

    def _where(self, db: Database, opts: argparse.Namespace) -> tuple[str, str]:
        """The source and the document asked for, each known to exist."""
        source, document = opts.source or "", ""
        if opts.document is not None:
            of, slash, document = opts.document.partition("/")
            if not (of and slash and document):
                usage(f"--document wants SOURCE/KEY, not {opts.document!r}")
            if source and of != source:
                usage(f"--document {opts.document} is not of --source {source}")
            source = of
        if opts.source is not None or source:
            self._check_source(db, source)
        if document and select.current_key(db, source, document) is None:
            usage(f"no document {opts.document!r} in {self.database_path}")
        return source, document

    def _check_source(self, db: Database, source: str) -> None:
        known = {name for (name,) in db.conn.execute("SELECT name FROM sources")}
        if source not in known:
            known |= set(get_spider_loader(self.settings).list())
        if source not in known:
            usage(f"unknown source {source!r}: choose {', '.join(sorted(known)) or 'none yet'}")


def moment(text: str) -> datetime:
    """An ISO 8601 moment, UTC unless it says otherwise. Anything else is wrong usage."""
    try:
        parsed = isoparse(text)
        return (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        usage(f"--since wants an ISO 8601 date or time (2026-11-23 or 2026-11-23T15:30+03:00), not {text!r}")
