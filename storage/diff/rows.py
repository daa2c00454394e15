"""Pure: the aligned document, row by row."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from storage.diff.model import Pair
from storage.diff.words import hunks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.diff.matching import Link


def rows(links: Sequence[Link], old: Sequence[str], new: Sequence[str]) -> tuple[Pair, ...]:
    """Pairs in the newer version's reading order; a removed passage stands behind what it stood behind."""
    by_new = {link.new: link for link in links}
    by_old = {link.old: link for link in links}
    removed: dict[int, list[int]] = defaultdict(list)
    behind = -1
    for i in range(len(old)):
        link = by_old.get(i)
        if link is None:
            removed[behind].append(i)
        elif not link.moved:
            behind = link.new
    found = [Pair(i, None, moved=False, hunks=()) for i in removed[-1]]
    for j in range(len(new)):
        if j in by_new:
            link = by_new[j]
            found.append(Pair(link.old, j, link.moved, hunks(old[link.old], new[j])))
        else:
            found.append(Pair(None, j, moved=False, hunks=()))
        found += [Pair(i, None, moved=False, hunks=()) for i in removed[j]]
    return tuple(found)
