"""Archives as the command line names them, and the crawl that asks them. Holds no command."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import SETTINGS_PRIORITIES

import crawler.settings
from crawler.archives.commoncrawl import CommonCrawl
from crawler.archives.spider import Archive, ArchiveSpider, Ending
from crawler.archives.wayback import Wayback
from crawler.cli.crawling import contact_warning, hush
from crawler.download import is_web_url

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.settings import Settings
    from sqlite_utils import Database

    from crawler.archives.span import Span
    from crawler.backfill.intake import Intake

SCHEMES = ("wayback:", "commoncrawl:")
_BASES = ("WAYBACK_URL", "COMMONCRAWL_URL")


class BadArchive(ValueError):
    """An argument names an archive, but not what is wanted of it. A usage error: the caller reports it and stops."""


def names_archive(argument: str) -> bool:
    """Whether an argument names an archive on the network, not a file."""
    return argument.startswith(SCHEMES)


def archive_of(argument: str, span: Span, settings: Settings) -> Archive:
    """The archive that an argument names, and what is wanted of it: all below a URL. Raises BadArchive."""
    scheme, _, prefix = argument.partition(":")
    prefix = prefix.removesuffix("*")
    if "://" not in prefix and "." in prefix.partition("/")[0].strip("."):
        prefix = f"https://{prefix}"  # indexes know no schemes
    if not is_web_url(prefix):
        raise BadArchive(f"{argument!r} names no URL")
    if scheme == "commoncrawl":
        index, data = _base(settings, "COMMONCRAWL_URL"), _base(settings, "COMMONCRAWL_DATA_URL")
        return CommonCrawl(index, data, prefix, span, settings.getint("DOWNLOAD_MAXSIZE"))
    rows = max(1, settings.getint("ARCHIVE_INDEX_ROWS"))
    return Wayback(_base(settings, "WAYBACK_URL"), prefix, span, rows)


def contact_missing(archives: Sequence[Archive], settings: Settings) -> str:
    """What to say before public archives are asked in the name of nobody; empty if there is nothing to say."""
    public = {getattr(crawler.settings, name) for name in _BASES}
    return contact_warning(settings, {"base_url": ""}) if any(archive.base in public for archive in archives) else ""


def ask(archives: Sequence[Archive], db: Database, intake: Intake, source: str, settings: Settings) -> Ending:
    """Take what these archives hold of a source (of all, without one) into the record. The caller holds the lock.

    Raises what the storage raises. Scrapy's reactor runs once in a process, so this can be called once.
    """
    ending = Ending()
    hush()
    if sys.stderr.isatty() and (settings.getpriority("LOG_LEVEL") or 0) < SETTINGS_PRIORITIES["cmdline"]:
        settings.set("LOG_LEVEL", "WARNING", priority="cmdline")  # the progress bar speaks instead
    process = AsyncCrawlerProcess(settings)
    process.crawl(ArchiveSpider, archives=archives, db=db, intake=intake, source=source, ending=ending)
    process.start()
    if ending.failure is not None:
        raise ending.failure
    if not ending.begun:
        raise RuntimeError("the archives were not asked; the log says why")
    return ending


def _base(settings: Settings, name: str) -> str:
    base = str(settings[name]).rstrip("/")
    if not is_web_url(base):
        raise BadArchive(f"{name}={base} is no URL")
    return base
