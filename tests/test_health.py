"""Whether a source is well: judged by a run beside the source's own history."""

from __future__ import annotations

from collections import Counter
from typing import Any

import pytest

from crawler.health import Tally, is_newly_gone, judge

CLEAN = Counter(ok=300, unchanged=700)
KNOWN = frozenset({"ru", "en"})


def tally(articles: dict[str, int], **more: Any) -> Tally:
    return Tally(Counter(articles), more.pop("listings", Counter(ok=4)), {"ru", "en"}, more.pop("listed", 40), **more)


@pytest.mark.parametrize(
    ("articles", "state"),
    [
        ({"ok": 100}, "ok"),
        ({"ok": 3, "unchanged": 97}, "ok"),
        ({}, "ok"),
        ({"ok": 99, "gone": 1}, "ok"),
        ({"ok": 81, "blocked": 19}, "degraded"),
        ({"ok": 79, "blocked": 21}, "unhealthy"),
        ({"ok": 79, "unreadable": 21}, "unhealthy"),
        ({"ok": 79, "truncated": 21}, "unhealthy"),
        ({"ok": 79, "empty": 21}, "unhealthy"),
        ({"ok": 79, "foreign": 21}, "unhealthy"),
        ({"ok": 79, "error": 21}, "unhealthy"),
        ({"blocked": 4}, "degraded"),
        ({"blocked": 5}, "unhealthy"),
    ],
)
def test_shares_of_failing_pages(articles: dict[str, int], state: str) -> None:
    found, reason = judge(tally(articles), CLEAN, KNOWN)
    assert found == state
    assert bool(reason) == (state != "ok")


def test_a_share_is_judged_by_the_sources_own_history() -> None:
    shaky = Counter(ok=800, blocked=200)
    assert judge(tally({"ok": 60, "blocked": 40}), shaky, KNOWN)[0] == "degraded"
    state, reason = judge(tally({"ok": 30, "blocked": 70}), shaky, KNOWN)
    assert (state, reason) == ("unhealthy", "70 of 100 pages blocked (usually 20%)")


@pytest.mark.parametrize("listings", [Counter(), Counter(gone=2), Counter(ok=4), Counter(blocked=3, empty=1)])
def test_an_empty_crawl_is_a_failure_of_the_source(listings: Counter[str]) -> None:
    state, reason = judge(tally({"ok": 100}, listed=0, listings=listings), CLEAN, KNOWN)
    assert state == "unhealthy"
    assert reason.startswith("an empty crawl")
    assert all(verdict in reason for verdict in listings)


def test_a_language_that_falls_silent_is_named() -> None:
    state, reason = judge(tally({"ok": 100}), CLEAN, KNOWN | {"fr", "de"})
    assert (state, reason) == ("unhealthy", "listings and feeds named no document in de, fr, as they used to")


def test_listings_that_fail_degrade() -> None:
    assert judge(tally({"ok": 9}, listings=Counter(ok=3, error=1)), CLEAN, KNOWN) == ("degraded", "1 listings in error")


def test_many_pages_gone_at_once() -> None:
    gone = {"ok": 70, "gone": 30}
    assert judge(tally(gone, newly_gone=4), CLEAN, KNOWN)[0] == "ok"
    assert judge(tally(gone, newly_gone=20), CLEAN, KNOWN)[0] == "ok"
    state, reason = judge(tally(gone, newly_gone=30), CLEAN, KNOWN)
    assert (state, reason) == ("unhealthy", "30 of 100 pages gone at once: taken for the source's trouble")


@pytest.mark.parametrize(
    ("verdict", "spoke", "newly"),
    [("gone", True, True), ("soft_404", True, True), ("gone", False, False), ("error", True, False)],
)
def test_newly_gone_is_what_spoke_before(verdict: str, spoke: bool, newly: bool) -> None:
    assert is_newly_gone(verdict, spoke) is newly
