"""Peak memory of a crawl, its reading process included: all documents asked again, ten times as many known."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from bench import diff
from bench.figures import Figure, Skipped
from bench.filled import fill
from bench.processes import crawl, go_to_edition, serving
from bench.site import BenchSite
from crawler.reading import site_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.observation import Address
    from storage.transcript import Transcript

STEP = 100


def figures(known: int) -> Iterator[Figure | Skipped]:
    what = f"peak memory, {10 * known} documents known"
    if not Path("/proc/self/status").exists():
        yield Skipped(what, "memory is read from /proc, which this system lacks")
        return
    few, many = _peak(known), _peak(10 * known)
    yield Figure(what, f"{many / 1e6:.0f} MB", f"{known}: {few / 1e6:.0f} MB", many / few, 1.3, at_most=True)


def _peak(known: int) -> int:
    """One page in a hundred has changed meanwhile and is read anew; the rest answer 304."""
    site = BenchSite(known, STEP)
    with tempfile.TemporaryDirectory() as folder, serving(known, STEP, warm=False) as url:
        database = Path(folder, "bench.db")
        fill(database, _sightings(site)).conn.close()
        go_to_edition(url, 2)
        run = crawl(database, url, "full=1", "languages=en", watch=True)
        assert f"{known} pages checked" in run.output, run.output
    return run.peak_bytes


def _sightings(site: BenchSite) -> Iterator[tuple[Address, Transcript, str]]:
    for number, path in enumerate(site.paths()):
        address = site_of("ru_kremlin").locate(f"http://en.kremlin.ru{path}")
        assert address is not None
        yield address, diff.transcript(number), f'"{number}-1"'
