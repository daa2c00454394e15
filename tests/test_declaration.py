"""When a publisher has declared a change, and when it has only printed something else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from storage.diff.declaration import badge_lowered, badge_raised, stamp_lowered, stamp_raised

SEEN = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("old", "new", "raised"),
    [("1", "2", True), ("9", "10", True), ("2", "1", False), ("1", "1", False), ("", "1", True), ("1", "", False),
     ("a", "b", True)],
)  # fmt: skip
def test_a_badge_must_go_up(old: str, new: str, raised: bool) -> None:
    assert badge_raised(old, new) is raised


@pytest.mark.parametrize(
    ("old", "new", "raised"),
    [
        ("2026-03-01T10:00:00+03:00", "2026-03-02T10:00:00+03:00", True),
        ("2026-03-02T10:00:00+03:00", "2026-03-01T10:00:00+03:00", False),
        ("2026-03-02T10:00:00+03:00", "2026-03-02T07:00:00+00:00", False),  # the same instant in another zone
        ("2026-03-02", "2026-03-02T10:00:00+03:00", False),  # the feed says more precisely what the listing said
        ("2026-03-02", "2026-03-03T01:00:00+03:00", True),
        ("2026-03-02T10:00:00+03:00", "2026-03-03", True),
        ("2026-03-02", "", False),
        ("", "2026-03-02T18:00:00+03:00", True),
        ("", "2026-03-02T09:00:00+03:00", False),  # earlier on the day on which the old text was still seen
        ("", "2026-03-02", True),
        ("", "2026-03-01", False),
        ("Mon, 02 Mar 2026", "Tue, 03 Mar 2026", True),
        ("", "Tue, 03 Mar 2026", False),
    ],
)
def test_a_stamp_must_go_up(old: str, new: str, raised: bool) -> None:
    assert stamp_raised(old, new, SEEN) is raised


@pytest.mark.parametrize(
    ("old", "new", "lowered"),
    [("2", "1", True), ("10", "9", True), ("9", "10", False), ("1", "1", False), ("2", "", False), ("", "1", False),
     ("b", "a", False)],
)  # fmt: skip
def test_a_badge_may_go_down(old: str, new: str, lowered: bool) -> None:
    assert badge_lowered(old, new) is lowered


@pytest.mark.parametrize(
    ("old", "new", "lowered"),
    [
        ("2026-03-02T10:00:00+03:00", "2026-03-02T09:59:00+03:00", True),
        ("2026-03-02T10:00:00+03:00", "2026-03-02T08:00:00+01:00", False),  # the same instant
        ("2026-03-02T10:00:00+03:00", "2026-03-02", False),  # the day alone
        ("2026-03-02", "2026-03-01T23:00:00+03:00", True),
        ("2026-03-02", "", False),
        ("", "2026-03-02", False),
        ("Tue, 03 Mar 2026", "Mon, 02 Mar 2026", False),
    ],
)
def test_a_stamp_may_go_back(old: str, new: str, lowered: bool) -> None:
    assert stamp_lowered(old, new) is lowered
