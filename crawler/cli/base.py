"""What our commands share: the database, the errors' exit codes, and a word about misspelt settings.

Scrapy imports every command to run one of them, so what takes long to import is imported where it is used.
"""

from __future__ import annotations

import atexit
import gc
import sqlite3
import sys
from abc import abstractmethod
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from scrapy.commands import ScrapyCommand
from scrapy.exceptions import UsageError

from crawler.cli.checks import wrong_setting
from storage.record.db import DamagedDatabase, UnusableDatabase, check_ours, connect, is_empty, reading
from storage.record.lock import Held, lock

if TYPE_CHECKING:
    import argparse
    from collections.abc import Iterator

    from scrapy.settings import Settings
    from sqlite_utils import Database

DONE, FAILED, USAGE, UNHEALTHY, LOCKED = range(5)
"""The exit codes of the contract."""


def usage(message: str) -> NoReturn:
    """End the command with exit code 2 and one line naming the culprit, without Scrapy's banner around it."""
    sys.stderr.write(f"scrapy: {message}\n")
    raise SystemExit(USAGE)


class ProjectCommand(ScrapyCommand):
    """A command of ours: subclasses implement ``act``; what it raises becomes the exit code and one line."""

    requires_project = True
    requires_crawler_process = False
    settings: Settings

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.error = usage  # type: ignore[method-assign]  # one line, as for all other wrong usage

    def process_options(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            super().process_options(args, opts)
        except UsageError as error:
            usage(str(error))
        refuse_unknown(args)
        if complaint := wrong_setting(self.settings, opts.set):
            usage(complaint)
        atexit.register(gc.freeze)  # else Python, ending, walks all that was imported for garbage: a third of a second
        # Absolute, for whoever reads the setting: a `~` is nobody's home but the shell's.
        self.settings.set("DATABASE", str(self.database_path.absolute()), priority="cmdline")

    @abstractmethod
    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        """Do what the command is for. Set ``self.exitcode`` for an end that is no error."""

    def run(self, args: list[str], opts: argparse.Namespace) -> None:
        try:
            self.act(args, opts)
        except Held as held:
            self.stop(LOCKED, str(held))
        except UnusableDatabase as error:
            usage(str(error))
        except DamagedDatabase as error:
            self.stop(FAILED, f"{error}; 'scrapy restore FILE' puts a backup in its place")
        except (sqlite3.Error, OSError) as error:
            self.stop(FAILED, f"{type(error).__name__}: {error} (database: {self.database_path})")

    @property
    def database_path(self) -> Path:
        return Path(self.settings["DATABASE"]).expanduser()

    @contextmanager
    def reading(self) -> Iterator[Database]:
        """The database, for looking only. A missing, foreign or newer file is wrong usage."""
        if is_empty(self.database_path):
            usage(f"no database at {self.database_path} yet: run 'scrapy crawl <source>' or 'scrapy backfill' first")
        with reading(self.database_path) as db:
            yield db

    @contextmanager
    def writing(self, purpose: str) -> Iterator[Database]:
        """The database under its lock, migrated to this release."""
        if not is_empty(self.database_path):
            check_ours(self.database_path)  # before the lock leaves its file beside another program's
        with lock(self.database_path, purpose):
            db = connect(self.database_path)
            try:
                yield db
            finally:
                db.conn.close()

    def stop(self, code: int, message: str) -> None:
        """Report a failure in one line and end with this exit code."""
        sys.stderr.write(f"scrapy: {message}\n")
        self.exitcode = code


def refuse_unknown(args: list[str]) -> None:
    for arg in args:
        if arg.startswith("-") and arg != "-":
            usage(f"unknown option {arg}")
