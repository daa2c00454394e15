"""Pure: whether an edit in one language was followed in another, by where it stands: what an editor touched there.

What is compared is places, not words: a translation says the same thing in its own way.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from storage.languages.align import Bead

    Links = Mapping[int, Collection[int]]
    """Passages of one text, from 1 -> those of another that translate them."""

HEAVY = frozenset({"moderate", "major"})
"""Severities of edits that other languages are expected to follow."""


@dataclass(frozen=True, slots=True)
class Touch:
    """What one edit touched."""

    field: str
    severity: str
    old: int | None = None
    """The passage, from 1, as it stood; None where it was put in, and for metadata."""
    new: int | None = None
    """The passage, from 1, as it stands; None where it was taken out, and for metadata."""


def linked(beads: Iterable[Bead], *, backwards: bool = False) -> dict[int, tuple[int, ...]]:
    """The beads' passages, from 1, each with those that translate it; ``backwards`` from the target's side."""
    found = {}
    for bead in beads:
        one, other = (bead.target, bead.source) if backwards else (bead.source, bead.target)
        if other:
            found.update({place + 1: tuple(at + 1 for at in other) for place in one})
    return found


def through(first: Links, second: Links) -> dict[int, tuple[int, ...]]:
    """Links from one text to another by way of a third."""
    found = {}
    for place, middle in first.items():
        if reached := sorted({end for at in middle for end in second.get(at, ())}):
            found[place] = tuple(reached)
    return found


def follows(touch: Touch, others: Iterable[Touch], before: Links, after: Links) -> bool:
    """Whether one of another language's edits does what this edit does.

    ``before`` links the two older versions, ``after`` the two newer ones, from this language to the other.
    """
    return any(_alike(touch, other, before, after) for other in others if other.severity in HEAVY)


def _alike(touch: Touch, other: Touch, before: Links, after: Links) -> bool:
    if touch.old is touch.new is None or other.old is other.new is None:
        return touch.field == other.field
    stood = touch.old is not None and other.old in before.get(touch.old, ())
    return stood or (touch.new is not None and other.new in after.get(touch.new, ()))


def had_already(touch: Touch, before: Links, after: Links) -> bool:
    """Whether an edit only brings a variant back into agreement with another, which stood as it is.

    ``before`` links the variant's older version to the other's, ``after`` its newer version: a passage that is put in
    was there, one that is taken out was not.
    """
    if touch.new is None:
        return touch.old is not None and touch.old not in before
    if touch.old is None:
        there = set(after.get(touch.new, ()))
        return bool(there) and there.isdisjoint(end for ends in before.values() for end in ends)
    return False
