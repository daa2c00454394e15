"""webchanges over the same pages: what watches pages for changes elsewhere, in a throw-away environment of its own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import venv
from pathlib import Path
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


def figures(pages: int) -> Iterator[Figure | Skipped]:
    """First and second run over the same pages, one in a hundred (at least one document) changed between them."""
    site = BenchSite(pages // len(HOSTS), min(STEP, pages // len(HOSTS)))
    with tempfile.TemporaryDirectory() as folder, serving(site.documents, site.step) as url:
        home = Path(folder)
        program = _installed(home / "venv")
        if program is None:
            yield Skipped("webchanges", "pip could not install it")
            return
        jobs = [_JOB.format(number=number, url=page) for number, page in enumerate(addresses(site, url))]
        (home / "jobs.yaml").write_text("---\n".join(jobs), encoding="utf-8")
        command = [str(program), "--jobs", str(home / "jobs.yaml"), "--config", str(home / "config.yaml")]
        command += ["--database", str(home / "snapshots.db"), "--max-workers", FAST["CONCURRENT_REQUESTS"]]
        for edition, ordinal, least in ((1, "first", 6), (2, "second", 10)):
            go_to_edition(url, edition)
            theirs = run(command).seconds
            ours = crawl(home / "bench.db", url, "since=1990-01-01", "full=1").seconds
            yield compared(f"webchanges, {ordinal} run, {pages} pages", "pages/s", pages / ours, pages / theirs, least)


def _installed(folder: Path) -> Path | None:
    """The program, or None where it cannot be had (offline, no wheel for this Python)."""
    venv.create(folder, with_pip=True)
    scripts = folder / ("Scripts" if sys.platform == "win32" else "bin")
    pip = [str(scripts / "python"), "-m", "pip", "install", "--quiet", "--disable-pip-version-check"]
    done = subprocess.run([*pip, "webchanges", "html2text", "cssselect"], capture_output=True)
    return scripts / "webchanges" if done.returncode == 0 else None
