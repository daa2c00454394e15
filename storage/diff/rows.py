"""Pure: the aligned document, row by row."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from storage.diff.model import pair_of
from storage.diff.words import hunks

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.diff.links import Link
    from storage.diff.model import Pair


def rows(links: Sequence[Link], old: Sequence[str], new: Sequence[str]) -> tuple[Pair, ...]:
    """Pairs in the newer version's reading order; a removed passage stands behind what it stood behind."""
    by_new = {link[1]: link for link in links}
    removed = _removed(links, len(old)) if len(links) < len(old) else {}
    found: list[Pair] = [pair_of((i, None, False, ())) for i in removed.get(-1, ())]
    for j, after in enumerate(new):
        link = by_new.get(j)
        if link:
            i, _, moved = link
            found.append(pair_of((i, j, moved, () if old[i] == after else hunks(old[i], after))))
        else:
            found.append(pair_of((None, j, False, ())))
        if j in removed:
            found += [pair_of((i, None, False, ())) for i in removed[j]]
    return tuple(found)


def _removed(links: Sequence[Link], olds: int) -> dict[int, list[int]]:
    """Passages in no link by the newer passage they stand behind; -1 before all."""
    by_old = {link.old: link for link in links}
    removed: dict[int, list[int]] = defaultdict(list)
    behind = -1
    for i in range(olds):
        link = by_old.get(i)
        if link is None:
            removed[behind].append(i)
        elif not link.moved:
            behind = link.new
    return removed
