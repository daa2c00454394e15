"""The diff job over so many pairs of versions, and over twice and four times as many: its time grows as they do."""

from __future__ import annotations

import random
import tempfile
import time
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from bench import diff
from bench.figures import Figure
from bench.filled import fill
from storage.jobs.diff import run_diff
from storage.observation import Address

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.transcript import Transcript

SLACK = 1.25
"""How much longer than in proportion counts as linear still, on a machine that does other things too."""


def figures(pairs: int) -> Iterator[Figure]:
    seconds = {count: _seconds(count) for count in (pairs, 2 * pairs, 4 * pairs)}
    for count in (2 * pairs, 4 * pairs):
        growth = seconds[count] / seconds[pairs] / (count / pairs)
        beside = f"{pairs} in {seconds[pairs]:.1f} s"
        yield Figure(f"diff job, {count} pairs", f"{seconds[count]:.1f} s", beside, growth, SLACK, at_most=True)


def _seconds(pairs: int) -> float:
    with tempfile.TemporaryDirectory() as folder:
        db = fill(Path(folder, "bench.db"), _sightings(pairs))
        start = time.perf_counter()
        summary = run_diff(db, confirm_withdrawal=timedelta(hours=24))
        seconds = time.perf_counter() - start
        db.conn.close()
    assert summary.changes == pairs, f"{summary.changes} changes found of {pairs}"
    return seconds


def _sightings(pairs: int) -> Iterator[tuple[Address, Transcript, str]]:
    edits = list(diff.EDITS.values())
    for number in range(pairs):
        address = Address(str(number), "en", f"http://en.kremlin.ru/events/president/news/{number}")
        old = diff.transcript(number)
        yield address, old, ""
        yield address, edits[number % len(edits)](old, random.Random(number)), ""
