"""Pure: the units and currencies that stand beside the numbers of a hunk."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.text.elements import elements

if TYPE_CHECKING:
    from storage.diff.spot import Side, Spot
    from storage.text.figures import Figure
    from storage.text.tables import Table


def counted(side: Side) -> bool:
    """Whether a number stands directly beside the hunk."""
    return any(_is_beside(figure, side) for figure in side.figures)


def units_moved(at: Spot) -> tuple[set[str], set[str]]:
    """Where a unit alone came or went beside a number: the units before and behind that number, in both passages.

    Two empty sets for every other hunk.
    """
    side = at.old if at.old.changed else at.new
    words = [part.text for part in side.elements]
    if at.op == "replace" or not words or at.table.unit_words.get(*words) is None or not counted(side):
        return set(), set()
    return _around(at.old, at.table), _around(at.new, at.table)


def _is_beside(figure: Figure, side: Side) -> bool:
    return not side.text[min(figure.end, side.end) : max(figure.start, side.start)].strip()


def _around(side: Side, known: Table) -> set[str]:
    found = set()
    for figure in side.figures:
        if _is_beside(figure, side):
            words = [part.text for part in elements(side.text[figure.end :].lstrip()[:40], side.language)[:2]]
            found |= {known.unit_words.get(*words[:length]) for length in (1, 2) if len(words) >= length}
            found.add(known.unit_words.get(side.text[: figure.start].rstrip()[-1:]))
    return {unit for unit in found if unit}
