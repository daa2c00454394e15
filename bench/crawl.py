"""The whole job beside a plain spider that only fetches: a first crawl, then one with 1 % of the pages changed."""

from __future__ import annotations

import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from bench.figures import Figure, compared, exact, rate
from bench.processes import crawl, diff, go_to_edition, plain, serving
from bench.site import HOSTS, BenchSite

if TYPE_CHECKING:
    from collections.abc import Iterator

STEP = 100


def figures(pages: int, rounds: int, *, crawled: bool, revisited: bool) -> Iterator[Figure]:
    """Every round starts with nothing known; ours and the peer's runs alternate."""
    site = BenchSite(pages // len(HOSTS), STEP)
    times: dict[str, list[float]] = {"plain": [], "ours": [], "plain again": [], "ours again": []}
    with serving(site.documents, STEP) as url:
        for number in range(rounds):
            with tempfile.TemporaryDirectory() as folder:
                database, urls = Path(folder, "bench.db"), Path(folder, "urls")
                urls.write_text("\n".join(addresses(site, url)), encoding="utf-8")
                go_to_edition(url, 1)
                times["plain"].append(plain(urls).seconds)
                times["ours"].append(crawl(database, url, "since=1990-01-01").seconds)
                if revisited:
                    go_to_edition(url, 2)
                    before = _bodies(database)
                    times["plain again"].append(plain(urls).seconds)
                    times["ours again"].append(crawl(database, url, "full=1").seconds)
                    if number == rounds - 1:
                        kept, found = _bodies(database) - before, _changed(database)
    if crawled:
        yield _beside(f"first crawl, {pages} pages", pages, times["ours"], times["plain"], 0.6, 0.75)
    if revisited:
        wanted = {(key, language) for key in site.changed() for language in HOSTS.values()}
        yield _beside("second crawl, 1 % changed", pages, times["ours again"], times["plain again"], 0.9)
        yield exact("  bodies stored anew, of changed pages", kept, len(wanted))
        yield exact("  changed pages found, and no other", len(found & wanted) - len(found - wanted), len(wanted))


def addresses(site: BenchSite, url: str) -> list[str]:
    """Where the server keeps every page of the site."""
    return [f"{url}{path}?language={language}" for path in site.paths() for language in HOSTS.values()]


def _beside(
    what: str, pages: int, ours: list[float], peer: list[float], target: float, goal: float | None = None
) -> Figure:
    return compared(what, "pages/s", rate(pages, ours), rate(pages, peer), target, goal)


def _bodies(database: Path) -> int:
    """How many bodies of articles are stored."""
    with closing(sqlite3.connect(database)) as db:
        (count,) = db.execute("SELECT count(DISTINCT body) FROM captures WHERE variant IS NOT NULL").fetchone()
    return int(count)


def _changed(database: Path) -> set[tuple[str, str]]:
    """Documents and languages that the diff job finds changed."""
    diff(database)
    with closing(sqlite3.connect(database)) as db:
        return set(db.execute("SELECT DISTINCT document, language FROM edit_log"))
