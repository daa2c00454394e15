"""webchanges over the same pages: what watches pages for changes elsewhere, in a throw-away environment of its own.

Both as whole commands, and as both are beyond their start: less what each takes for a site of a single document.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING

from bench.crawl import STEP, addresses
from bench.figures import Figure, Skipped, compared
from bench.processes import FAST, crawl, go_to_edition, run, serving
from bench.site import HOSTS, BenchSite

if TYPE_CHECKING:
    from collections.abc import Iterator

_JOB = """\
name: page {number}
url: {url}
filter:
  - css: "h1, .entry-content"
  - html2text: {{}}
"""
_TARGETS = {"first": 6, "second": 10}


def figures(pages: int, rounds: int) -> Iterator[Figure | Skipped]:
    """First and second run over the same pages, one in a hundred (at least one document) changed between them."""
    with tempfile.TemporaryDirectory() as folder:
        program = _installed(Path(folder, "venv"))
        if program is None:
            yield Skipped("webchanges", "pip could not install it")
            return
        start = [_timed(program, Path(folder, f"one {number}"), 1) for number in range(rounds)]
        whole = [_timed(program, Path(folder, f"all {number}"), pages // len(HOSTS)) for number in range(rounds)]
    for ordinal, target in _TARGETS.items():
        ours, theirs = _medians(whole, ordinal)
        our_start, their_start = _medians(start, ordinal)
        what = f"webchanges, {ordinal} run, {pages} pages"
        yield compared(what, "pages/s", pages / ours, pages / theirs, target)
        beyond = pages - len(HOSTS)
        rates = beyond / (ours - our_start), beyond / (theirs - their_start)
        yield compared("  beyond the start of each", "pages/s", *rates, target)


def _timed(program: Path, home: Path, documents: int) -> dict[str, tuple[float, float]]:
    """Seconds that ours and webchanges take for a site of so many documents, in the first run and in the second."""
    home.mkdir()
    site = BenchSite(documents, min(STEP, documents))
    times = {}
    with serving(site.documents, site.step) as url:
        jobs = [_JOB.format(number=number, url=page) for number, page in enumerate(addresses(site, url))]
        (home / "jobs.yaml").write_text("---\n".join(jobs), encoding="utf-8")
        command = [str(program), "--jobs", str(home / "jobs.yaml"), "--config", str(home / "config.yaml")]
        command += ["--database", str(home / "snapshots.db"), "--max-workers", FAST["CONCURRENT_REQUESTS"]]
        for edition, ordinal in enumerate(_TARGETS, 1):
            go_to_edition(url, edition)
            theirs = run(command).seconds
            times[ordinal] = (crawl(home / "bench.db", url, "since=1990-01-01", "full=1").seconds, theirs)
    return times


def _medians(timed: list[dict[str, tuple[float, float]]], ordinal: str) -> tuple[float, float]:
    ours, theirs = zip(*(times[ordinal] for times in timed), strict=True)
    return median(ours), median(theirs)


def _installed(folder: Path) -> Path | None:
    """The program, or None where it cannot be had (offline, no wheel for this Python)."""
    venv.create(folder, with_pip=True)
    scripts = folder / ("Scripts" if sys.platform == "win32" else "bin")
    pip = [str(scripts / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*pip, "webchanges", "html2text", "cssselect"], capture_output=True)
    return scripts / "webchanges" if done.returncode == 0 else None
