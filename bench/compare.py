"""The pure comparison of two versions beside deepdiff, over the same pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench import diff
from bench.figures import Figure, compared

if TYPE_CHECKING:
    from collections.abc import Iterator

SELDOM = 20
"""Of so many pairs one is compared by deepdiff word by word, as ours are: all would take half an hour."""


def figures(pairs: int) -> Iterator[Figure]:
    """Pairs a second, a quarter of them of each kind of edit."""
    each = pairs // len(diff.EDITS)
    drawn = [pair for edit in diff.EDITS.values() for pair in diff.versions(edit, each)]
    diff.ours(drawn[:1])  # loads the languages' tables, as the first pair does
    ours = len(drawn) / diff.ours(drawn)
    yield compared(
        f"{len(drawn)} pairs beside deepdiff", "/s", ours, len(drawn) / diff.theirs(drawn, by_word=False), 10
    )
    some = drawn[::SELDOM]
    by_word = len(some) / diff.theirs(some, by_word=True)
    yield compared(f"  beside deepdiff, word by word ({len(some)} of them)", "/s", ours, by_word, 10)
