"""Pure: when to look at a variant again. Often while it is fresh, ever more seldom as it stays quiet, never never."""

from __future__ import annotations

from datetime import timedelta

LADDER = (
    (timedelta(hours=3), timedelta(minutes=20)),
    (timedelta(days=1), timedelta(hours=1)),
    (timedelta(days=7), timedelta(hours=6)),
    (timedelta(days=30), timedelta(days=1)),
    (timedelta(days=180), timedelta(days=7)),
    (timedelta(days=730), timedelta(days=30)),
)
"""Quiet for less than the first: looked at again after the second."""
AT_LATEST = timedelta(days=180)
LONGEST_BACKOFF = timedelta(days=7)


def wait(quiet: timedelta) -> timedelta:
    """How long to leave a variant alone that has not changed (nor been published) for ``quiet``."""
    return next((pause for limit, pause in LADDER if quiet < limit), AT_LATEST)


def wait_after_failure(failures: int, first: timedelta) -> timedelta:
    """How long to leave a variant alone after so many checks in a row that brought nothing usable (1 or more)."""
    return min(first * 2.0 ** min(failures - 1, 20), LONGEST_BACKOFF)
