"""The pure comparison of two versions beside deepdiff, over the same pairs."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bench import diff
from bench.figures import Figure, compared

if TYPE_CHECKING:
    from collections.abc import Iterator


def figures(pairs: int) -> Iterator[Figure]:
    """Pairs a second, a quarter of them of each kind of edit."""
    each = pairs // len(diff.EDITS)
    drawn = [pair for edit in diff.EDITS.values() for pair in diff.versions(edit, each)]
    diff.ours(drawn[:1])  # loads the languages' tables, as the first pair does
    ours = len(drawn) / diff.ours(drawn)
    for what, by_word in (("deepdiff", False), ("deepdiff, word by word", True)):
        theirs = len(drawn) / diff.theirs(drawn, by_word=by_word)
        yield compared(f"{len(drawn)} pairs compared, beside {what}", "/s", ours, theirs, 10)
