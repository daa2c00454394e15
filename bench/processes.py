"""Processes to be measured, and the one that serves: started, timed, watched, ended."""

from __future__ import annotations

import subprocess
import sys
import threading
import time
import urllib.request
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from bench.server import EDITION, WARM

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

ROOT = Path(__file__).parents[1]
SCRAPY = (sys.executable, "-m", "scrapy")
FAST = {
    "LOG_LEVEL": "WARNING",
    "DOWNLOAD_DELAY": "0",
    "AUTOTHROTTLE_ENABLED": "False",
    "CONCURRENT_REQUESTS": "16",
    "CONCURRENT_REQUESTS_PER_DOMAIN": "16",
}
"""Politeness off: the same for us and for the plain spider."""
_SAMPLE_S = 0.05


class Failed(Exception):
    """A measured process did not end well. Its figure would mean nothing."""


@dataclass(frozen=True, slots=True)
class Run:
    """How a process fared: seconds from start to end, and its greatest memory together with its children's."""

    seconds: float
    peak_bytes: int
    output: str


def fast() -> list[str]:
    return [part for name, value in FAST.items() for part in ("-s", f"{name}={value}")]


def crawl(database: Path, url: str, *arguments: str, watch: bool = False) -> Run:
    """Our crawl of the bench's site: the very command that a user types."""
    spider = [part for argument in (f"base_url={url}", *arguments) for part in ("-a", argument)]
    return run([*SCRAPY, "crawl", "ru_kremlin", *spider, *fast(), "-s", f"DATABASE={database}"], watch=watch)


def diff(database: Path) -> Run:
    """Our diff job, index included."""
    return run([*SCRAPY, "diff", "-s", f"DATABASE={database}"])


def plain(urls: Path) -> Run:
    """The plain spider over a file of URLs."""
    return run([*SCRAPY, "runspider", "bench/plain.py", "-a", f"urls={urls}", *fast()])


def run(command: Sequence[str], *, watch: bool = False) -> Run:
    """Run to the end. Raises Failed for any exit code but 0."""
    start = time.perf_counter()
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    peak = [0]
    if watch:
        threading.Thread(target=_watch, args=(process, peak), daemon=True).start()
    output, _ = process.communicate()
    seconds = time.perf_counter() - start
    if process.returncode:
        raise Failed(f"{' '.join(command)} ended with {process.returncode}:\n{output[-4000:]}")
    return Run(seconds, peak[0], output)


@contextmanager
def serving(documents: int, step: int, *, warm: bool = True) -> Iterator[str]:
    """The bench's site, until the block ends: its URL. ``warm``: with all pages made beforehand."""
    command = [sys.executable, "-m", "bench.server", str(documents), str(step)]
    process = subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout is not None
        url = process.stdout.readline().strip()
        if warm:
            _tell(f"{url}{WARM}")
        yield url
    finally:
        process.terminate()
        process.wait()


def go_to_edition(url: str, edition: int) -> None:
    _tell(f"{url}{EDITION}{edition}")


def _tell(url: str) -> None:
    with urllib.request.urlopen(url, timeout=600):
        pass


def _watch(process: subprocess.Popen[str], peak: list[int]) -> None:
    while process.poll() is None:
        peak[0] = max(peak[0], sum(map(_resident, _family(process.pid))))
        time.sleep(_SAMPLE_S)


def _family(pid: int) -> list[int]:
    children: list[int] = []
    with suppress(FileNotFoundError):  # ended meanwhile
        for task in Path(f"/proc/{pid}/task").iterdir():
            children += map(int, (task / "children").read_text().split())
    return [pid, *(member for child in children for member in _family(child))]


def _resident(pid: int) -> int:
    with suppress(FileNotFoundError, ProcessLookupError):
        for line in Path(f"/proc/{pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) * 1024
    return 0
