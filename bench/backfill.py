"""Backfill beside the least that could be done: reading the same WARC file with warcio and the page classes alone, and
letting Git print the same history. And its peak memory, as files grow.

The peer of the WARC file reads in one process and does nothing with what it read; ours hashes, compares with what is on
record, compresses, stores and folds, and has a process a core read beside it, as a backfill has by default.
"""

from __future__ import annotations

import subprocess
import tempfile
import time
from datetime import UTC, datetime, timedelta
from io import BytesIO
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from scrapy.utils.project import get_project_settings
from warcio.archiveiterator import ArchiveIterator  # type: ignore[import-untyped]
from warcio.statusandheaders import StatusAndHeaders  # type: ignore[import-untyped]
from warcio.warcwriter import WARCWriter  # type: ignore[import-untyped]

from bench.figures import Figure, compared, rate
from bench.processes import SCRAPY, run
from bench.site import HOSTS, BenchSite
from crawler.backfill.inputs import Input
from crawler.backfill.intake import Intake
from crawler.backfill.saved import Told
from crawler.backfill.store import processes, store
from crawler.page import Page
from crawler.reading import read
from storage.record.db import connect
from tests.repositories import scraped

if TYPE_CHECKING:
    from collections.abc import Iterator

_START = datetime(2020, 1, 1, tzinfo=UTC)
_FILES = 10
TEMPLATE = "http://en.kremlin.ru/{stem}"


def figures(pages: int, rounds: int) -> Iterator[Figure]:
    """So many records of a WARC file; half as many commits that each touch ten files; a file ten times as large."""
    with tempfile.TemporaryDirectory() as folder:
        yield _warc(Path(folder), pages, rounds)
        yield _git(Path(folder), pages // 2, rounds)
        yield _memory(Path(folder), pages // 4)


def _warc(folder: Path, pages: int, rounds: int) -> Figure:
    archive = written(folder / "pages.warc.gz", pages)
    own: list[float] = []
    peer: list[float] = []
    for number in range(rounds):
        peer.append(alone(archive, pages))
        own.append(backfilled(folder / f"warc{number}.db", archive, "", pages))
    what = f"{pages} WARC records beside warcio and the page classes"
    return compared(what, "pages/s", rate(pages, own), rate(pages, peer), 0.7)


def _git(folder: Path, commits: int, rounds: int) -> Figure:
    clone = history(folder / "clone", commits)
    captures = commits * _FILES
    own: list[float] = []
    peer: list[float] = []
    for number in range(rounds):
        peer.append(printed(clone))
        own.append(backfilled(folder / f"git{number}.db", clone, TEMPLATE, captures))
    what = f"{commits} commits × {_FILES} files beside git log -p"
    return compared(what, "files/s", rate(captures, own), rate(captures, peer), 0.2)


def _memory(folder: Path, pages: int) -> Figure:
    few, many = (_peak(folder / f"{n}.db", written(folder / f"{n}.warc.gz", n)) for n in (pages, 10 * pages))
    what = f"peak memory, a WARC file of {10 * pages} pages"
    return Figure(what, f"{many / 1e6:.0f} MB", f"{pages}: {few / 1e6:.0f} MB", many / few, 1.3, at_most=True)


def written(path: Path, pages: int) -> Path:
    """A WARC file of the bench's site."""
    site = BenchSite(-(-pages // len(HOSTS)), 1)
    with path.open("wb") as file:
        writer = WARCWriter(file, gzip=True)
        for n, address in enumerate(site.paths()):
            for host, language in HOSTS.items():
                headers = StatusAndHeaders(
                    "200 OK", [("Content-Type", "text/html; charset=utf-8")], protocol="HTTP/1.1"
                )
                at = (_START + timedelta(seconds=n)).strftime("%Y-%m-%dT%H:%M:%SZ")
                record = writer.create_warc_record(
                    f"http://{host}{address}",
                    "response",
                    payload=BytesIO(site.article(n, language, 1)),
                    http_headers=headers,
                    warc_headers_dict={"WARC-Date": at},
                )
                writer.write_record(record)
    return path


def alone(archive: Path, pages: int) -> float:
    """Seconds that warcio and the page classes take for all records of a file."""
    start = time.perf_counter()
    found = 0
    with archive.open("rb") as file:
        for record in ArchiveIterator(file):
            if record.rec_type == "response":
                url = record.rec_headers.get_header("WARC-Target-URI")
                headers = {name.lower(): value for name, value in record.http_headers.headers}
                body = record.content_stream().read()
                found += read(Page("ru_kremlin", url, body, 200, headers)).verdict == "ok"
    seconds = time.perf_counter() - start
    assert found == pages
    return seconds


def backfilled(database: Path, path: Path, template: str, captures: int) -> float:
    """Seconds that the backfill takes, its reading process started and ended."""
    db = connect(database)
    start = time.perf_counter()
    intake = Intake(db, get_project_settings())
    outcome = store(intake, Input(path, Told(template)).items(), processes(1))
    intake.close()
    seconds = time.perf_counter() - start
    db.conn.close()
    assert outcome.verdicts == {"ok": captures}, outcome
    return seconds


def history(folder: Path, commits: int) -> Path:
    """A repository of ten pages of the bench's site, a word of each altered by every commit."""
    site, chance = BenchSite(_FILES, 1), Random(commits)
    names = [f"{path.strip('/')}.html" for path in site.paths()]
    pages = [site.article(n, "en", 1).split(b" ") for n in range(_FILES)]
    bodies = [[at for at, word in enumerate(words) if word.isalpha() and word.islower()] for words in pages]

    def files() -> dict[str, bytes | None]:
        for words, body in zip(pages, bodies, strict=True):
            at = body[chance.randrange(len(body) // 4, len(body) // 2)]
            words[at] = words[at] + b"s" if len(words[at]) < 9 else words[at][:3]
        return {name: b" ".join(words) for name, words in zip(names, pages, strict=True)}

    begin = int(_START.timestamp())
    return scraped(folder, ((begin + 60 * n, files()) for n in range(commits)))


def printed(clone: Path) -> float:
    """Seconds that Git takes to print the history with all differences."""
    start = time.perf_counter()
    subprocess.run(["git", "-C", clone, "log", "-p"], stdout=subprocess.DEVNULL, check=True)
    return time.perf_counter() - start


def _peak(database: Path, archive: Path) -> int:
    """The greatest memory of the command and its reading process, in bytes."""
    command = [*SCRAPY, "backfill", str(archive), "-s", f"DATABASE={database}"]
    return run(command, watch=True).peak_bytes
