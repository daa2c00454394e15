"""A rebuild beside the page classes alone, on the same pages: ``python -m bench.rebuild [--documents N]``.

The page classes read bytes that are in memory already, in one process, and nothing is done with what they read. The
rebuild fetches the same bytes out of their chains of deltas, checks their hashes, reads them, holds what it read to
what is on record, and makes versions, changes and edits anew. Neither touches the full-text index.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
import time
from datetime import timedelta
from pathlib import Path

from bench import processes
from crawler.reading import read
from crawler.rebuild import rebuild
from crawler.recorder import page_of
from storage.record import captures
from storage.record.db import connect, connect_read_only

CONFIRM = timedelta(hours=24)
STEP = 10
"""Each tenth document is edited in the second edition."""


def archive(folder: Path, documents: int) -> Path:
    """So many documents in two languages, crawled in two editions and compared."""
    path = folder / "transcripts.db"
    with processes.serving(documents, STEP) as url:
        processes.crawl(path, url, "full=1")
        processes.go_to_edition(url, 2)
        processes.crawl(path, url, "full=1")
    processes.run([*processes.SCRAPY, "diff", "-s", f"DATABASE={path}"])
    return path


def alone(path: Path) -> tuple[float, int]:
    """Seconds that the page classes take for every stored page, and how many those are."""
    db = connect_read_only(path)
    rows = db.conn.execute(
        "SELECT captures.id, coalesce(language, '') FROM captures LEFT JOIN variants ON variants.id = variant"
        " WHERE body NOT NULL ORDER BY captures.id"
    ).fetchall()
    seconds = 0.0
    for at in range(0, len(rows), 200):  # all at once would measure the memory of a small machine
        pages = [page_of(captures.load(db, capture), language) for capture, language in rows[at : at + 200]]
        start = time.perf_counter()
        for page in pages:
            read(page)
        seconds += time.perf_counter() - start
    db.conn.close()
    return seconds, len(rows)


def rebuilt(path: Path, jobs: int) -> float:
    """Seconds of a rebuild of a copy, processes started and ended."""
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


def main() -> None:
    """Prints pages a second, and the two ratios that are claimed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--documents", type=int, default=500, help="documents, in two languages each (500)")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = archive(Path(folder), options.documents)
        own, pages = alone(path)
        one, two = rebuilt(path, 1), rebuilt(path, 2)
    sys.stdout.write(
        f"{pages} pages: page classes alone {pages / own:.1f} pages/s, rebuild --jobs 1 {pages / one:.1f}"
        f" ({own / one:.2f} x), --jobs 2 {pages / two:.1f} ({one / two:.2f} x --jobs 1)\n"
    )


if __name__ == "__main__":
    main()
