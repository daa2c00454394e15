"""The commands as a user runs them: processes of their own, on a database of their own, at a ministry of ours."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

ROOT = Path(__file__).parents[1]
SCRAPY = Path(sys.executable).with_name("scrapy")

FAST: Mapping[str, object] = {
    "DOWNLOAD_DELAY": 0,
    "AUTOTHROTTLE_ENABLED": 0,
    "CONCURRENT_REQUESTS_PER_DOMAIN": 4,
    "READ_PROCESSES": 0,
}
"""Politeness towards a server in the next process is none; a reading process costs more to start than it saves."""
TIMEOUT_S = 120.0


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def last(self) -> str:
        """The last line on standard error: the summary, or the one line that names the culprit."""
        return self.err.strip().rpartition("\n")[2]


@dataclass
class Desk:
    """One database, and the commands upon it. ``url`` is the ministry that stands in for every source."""

    database: Path
    url: str = ""
    settings: dict[str, object] = field(default_factory=dict)
    environment: dict[str, str] = field(default_factory=dict)
    root: Path = ROOT
    """The project's folder: this one, or a copy that a test has changed."""

    def command(self, *args: str, **settings: object) -> list[str]:
        """The command line. ``NAME=value`` is a setting; a crawl is sent to the ministry."""
        given = {"DATABASE": self.database, **FAST, **self.settings, **settings}
        options = [part for name, value in given.items() for part in ("-s", f"{name}={value}")]
        if args[0] in ("crawl", "update") and self.url and not any(arg.startswith("base_url=") for arg in args):
            options += ["-a", f"base_url={self.url}"]
        return [str(SCRAPY), *args, *options]

    def start(self, *args: str, **settings: object) -> subprocess.Popen[str]:
        """The command, running; it leads a process group of its own."""
        return subprocess.Popen(
            self.command(*args, **settings),
            cwd=self.root,
            env={**os.environ, **self.environment},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def run(self, *args: str, **settings: object) -> Ended:
        """The command, ended. Fails after TIMEOUT_S."""
        with self.start(*args, **settings) as process:
            return end(process)

    def ok(self, *args: str, **settings: object) -> Ended:
        """The command, which must end well."""
        ended = self.run(*args, **settings)
        assert ended.code == 0, f"{' '.join(args)} ended with {ended.code}:\n{ended.err}"
        return ended

    def crawl(self, source: str = "ru_mid", *args: str, **settings: object) -> Ended:
        """Everything known to a source, asked anew."""
        return self.run("crawl", source, "-a", "full=1", *args, **settings)

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        """What a query finds, as a user's own SQL would."""
        conn = sqlite3.connect(f"{self.database.as_uri()}?mode=ro", uri=True)
        try:
            return conn.execute(sql, values).fetchall()
        finally:
            conn.close()

    @contextmanager
    def writable(self) -> Iterator[sqlite3.Connection]:
        """The database for tampering with, committed at the end."""
        conn = sqlite3.connect(self.database, timeout=30)
        try:
            with conn:
                yield conn
        finally:
            conn.close()

    def one(self, sql: str, *values: object) -> Any:
        """The only value of the only row."""
        ((value,),) = self.rows(sql, *values)
        return value

    def verdicts(self, run: int | None = None) -> Iterator[tuple[str, str]]:
        """URL and verdict of every article's capture of one run (the latest)."""
        wanted = run or self.one("SELECT max(id) FROM runs WHERE command = 'crawl'")
        yield from self.rows(
            "SELECT capture_log.url, verdict FROM capture_log JOIN captures ON captures.id = capture"
            " WHERE captures.run = ? AND document IS NOT NULL ORDER BY capture",
            wanted,
        )

    def versions(self) -> list[tuple[Any, ...]]:
        """All versions, in the order of their variants."""
        return self.rows("SELECT source, document, language, version, text_sha256 FROM version_log ORDER BY 1, 2, 3, 4")


def end(process: subprocess.Popen[str], timeout_s: float = TIMEOUT_S) -> Ended:
    """Wait for a command's end. One that does not end is killed, and fails the test."""
    try:
        out, err = process.communicate(timeout=timeout_s)
    except subprocess.TimeoutExpired:
        process.kill()
        raise
    return Ended(process.returncode, out, err)
