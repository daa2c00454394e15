"""The database, with bodies, texts and full-text index, beside the HTML that it has seen: five versions a document."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from bench.figures import Figure
from bench.processes import crawl, diff, go_to_edition, serving
from bench.site import HOSTS

if TYPE_CHECKING:
    from collections.abc import Iterator

VERSIONS = 5


def figures(pages: int) -> Iterator[Figure]:
    """Every page changes in every edition; the diff job has compared and indexed all of it."""
    with tempfile.TemporaryDirectory() as folder, serving(pages // len(HOSTS), step=1, warm=False) as url:
        database = Path(folder, "bench.db")
        for edition in range(1, VERSIONS + 1):
            go_to_edition(url, edition)
            crawl(database, url, "since=1990-01-01", "full=1")
        diff(database)
        with closing(sqlite3.connect(database)) as db:
            seen, versions = db.execute(
                "SELECT sum(size), (SELECT count(*) FROM versions) FROM captures JOIN bodies ON bodies.id = body"
            ).fetchone()
            db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        stored = database.stat().st_size
    share = Figure(
        f"database, {versions} versions", _mb(stored), _mb(seen), stored / seen, 1 / 4, at_most=True, goal=1 / 6
    )
    yield share


def _mb(size: float) -> str:
    return f"{size / 1e6:.1f} MB"
