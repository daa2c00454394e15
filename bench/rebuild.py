"""A rebuild beside the page classes alone, on the same pages: ``python -m bench.rebuild [--documents N]``.

The page classes read bytes that are in memory already, in one process, and nothing is done with what they read. The
rebuild fetches the same bytes out of their chains of deltas, checks their hashes, reads them, holds what it read to
what is on record, and makes versions, changes and edits anew. Neither touches the full-text index.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bench.figures import Figure, compared, rate, show
from bench.site import HOSTS, BenchSite
from crawler.reading import read, site_of
from crawler.rebuild import rebuild
from crawler.recorder import page_of, reread
from storage.jobs.diff import run_diff
from storage.observation import Capture
from storage.record import captures, runs
from storage.record.db import connect, connect_read_only
from storage.record.schedule import Policy

if TYPE_CHECKING:
    from collections.abc import Iterator

CONFIRM = timedelta(hours=24)
STEP = 10
"""Each tenth document is edited in the second edition."""
_SOURCE = "ru_kremlin"
_START = datetime(2026, 1, 1, tzinfo=UTC)
_AT_ONCE = 200
"""Pages in memory: all of them would measure the memory of a small machine."""


def figures(documents: int) -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        path = archive(Path(folder, "transcripts.db"), documents)
        pages, own = alone(path)
        one, two = rebuilt(path, 1), rebuilt(path, 2)
    speed = rate(pages, [one])
    yield compared("rebuild beside the page classes alone", "pages/s", speed, rate(pages, [own]), 0.6)
    yield compared("rebuild --jobs 2 beside --jobs 1", "pages/s", rate(pages, [two]), speed, 1.7)


def archive(path: Path, documents: int) -> Path:
    """So many documents in two languages, seen in two editions and compared."""
    site, known = BenchSite(documents, STEP), site_of(_SOURCE)
    db = connect(path)
    for edition in (1, 2):
        with db.atomic():
            run = runs.start(db, "crawl", runs.source_id(db, _SOURCE))
        for n in (n for n in range(documents) if edition == 1 or not n % STEP):
            with db.atomic():
                for host, language in HOSTS.items():
                    url = f"http://{host}{site.paths()[n]}"
                    at = _START + timedelta(days=edition, seconds=n)
                    body, headers = site.article(n, language, edition), {"content-type": "text/html; charset=utf-8"}
                    capture = Capture(_SOURCE, url, at, 200, headers, body, address=known.locate(url))
                    captures.record(db, run, capture, read(page_of(capture, language)), reread, Policy())
        runs.close(db, run, outcome="done", state="ok")
    found = run_diff(db, confirm_withdrawal=CONFIRM)
    db.conn.close()
    assert found.changes == len(site.changed()) * len(HOSTS)
    return path


def alone(path: Path) -> tuple[int, float]:
    """How many pages there are, and how many seconds the page classes take for all of them."""
    db = connect_read_only(path)
    rows = db.conn.execute(
        "SELECT captures.id, language FROM captures JOIN variants ON variants.id = variant ORDER BY captures.id"
    ).fetchall()
    seconds = 0.0
    for at in range(0, len(rows), _AT_ONCE):
        pages = [page_of(captures.load(db, capture), language) for capture, language in rows[at : at + _AT_ONCE]]
        start = time.perf_counter()
        for page in pages:
            read(page)
        seconds += time.perf_counter() - start
    db.conn.close()
    return len(rows), seconds


def rebuilt(path: Path, jobs: int) -> float:
    """Seconds that a rebuild of a copy takes, its processes started and ended."""
    copy = path.with_name(f"copy{jobs}.db")
    shutil.copy(path, copy)
    db = connect(copy)
    start = time.perf_counter()
    outcome = rebuild(db, copy, jobs=jobs, confirm_withdrawal=CONFIRM)
    seconds = time.perf_counter() - start
    db.conn.close()
    assert not outcome.changes, "the same code must find the same"
    assert not outcome.readings
    return seconds


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.rebuild", description=__doc__)
    parser.add_argument("--documents", type=int, default=1000, help="documents, in two languages each (1000)")
    return 0 if show(figures(parser.parse_args().documents)) else 1


if __name__ == "__main__":
    raise SystemExit(main())
