"""Edits in one language that no other language followed: found in the changes on record, judged by what was seen.

No clock is asked. An edit is alone once all its siblings were asked again later than the time that they are given, and
one of them was seen then as it had been. Whether a sibling did the same is told by the place that it touched.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from storage.languages.following import HEAVY, Touch, follows, had_already
from storage.record.db import iso, moment

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence
    from datetime import timedelta

    from storage.jobs.family import Family, Variant
    from storage.jobs.together import Reader
    from storage.languages.following import Links
    from storage.languages.timeline import Version


NEAREST = 3
"""Changes of a sibling, before and after, that may be what an edit was followed by or followed itself."""


class Edited(NamedTuple):
    """One edit of a change: what it touched, and the words."""

    touch: Touch
    before: str
    after: str
    speaker: str


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a variant's text that is on record and stands."""

    id: str
    variant: Variant
    kind: str
    older: Version
    newer: Version
    not_before: str
    not_after: str
    edits: tuple[Edited, ...]

    @property
    def touches(self) -> list[Touch]:
        return [edit.touch for edit in self.edits]


@dataclass(frozen=True, slots=True)
class Alone:
    """A change that none of the siblings followed in time."""

    change: Change
    edit: Edited
    """The first of its edits that was not followed."""
    siblings: tuple[Variant, ...]
    """In order of their tags, the original first."""
    follower: Change | None
    """The change by which the last of its edits was followed, or taken back; None while they are not."""


class Waiting(NamedTuple):
    """A change on which nothing can be said before its siblings were asked after this moment."""

    until: str


def judge(
    change: Change, others: Sequence[Change], family: Family, reader: Reader, mended: Collection[int], within: timedelta
) -> Alone | Waiting | None:
    """Whether a change stands alone; None where it does not.

    ``others`` are all changes of the document, this one among them; ``mended`` the passages (of the older version)
    about which a finding ended with this change.
    """
    siblings = [one for one in family.variants.values() if one is not change.variant and one.at(change.not_after)]
    if not siblings or change.kind == "extended":
        return None
    siblings.sort(key=lambda one: (one is not family.original, one.language))
    undone = next((other for other in others if _takes_back(other, change)), None)
    deadline = iso(moment(change.not_after) + within)
    if undone is not None and undone.not_before < deadline:
        return None
    sides = [_Sides(change, sibling, family, reader) for sibling in siblings]
    alone: list[tuple[Edited, list[Variant], Change | None]] = []
    for edit in change.edits:
        if edit.touch.severity not in HEAVY or (edit.touch.new is not None and edit.touch.old in mended):
            continue
        expected = [side.sibling for side in sides if side.has_a_place_for(edit.touch)]
        if not expected or any(side.said_so_already(edit.touch) for side in sides):
            continue
        following = _following(edit.touch, change, others, family, reader)
        if not any(other.not_before < deadline for other in following):
            alone.append((edit, expected, following[0] if following else undone))
    if not alone or _only_takes_back(change, others, family, reader):
        return None
    edit, expected, _ = alone[0]
    if not _judged(expected, deadline):
        return Waiting(deadline)
    followers = [follower for *_, follower in alone]
    last = max((one for one in followers if one), key=lambda one: one.not_after, default=None)
    return Alone(change, edit, tuple(expected), None if None in followers else last)


@dataclass(frozen=True)
class _Sides:
    """A change beside a sibling that it did not touch: how both of its sides were linked to that."""

    change: Change
    sibling: Variant
    family: Family
    reader: Reader

    @cached_property
    def before(self) -> Links:
        stood = self.sibling.at(self.change.not_before) or self.sibling.versions[0]
        return self.reader.links(self.family, (self.change.variant, self.change.older), (self.sibling, stood))

    @cached_property
    def after(self) -> Links:
        stands = self.sibling.at(self.change.not_after) or self.sibling.versions[0]
        return self.reader.links(self.family, (self.change.variant, self.change.newer), (self.sibling, stands))

    def has_a_place_for(self, touch: Touch) -> bool:
        """Whether the sibling could follow: it has the passage, or what stands around one that was put in."""
        if touch.old is not None:
            return touch.old in self.before
        return touch.new is None or bool({touch.new - 1, touch.new, touch.new + 1} & self.after.keys())

    def said_so_already(self, touch: Touch) -> bool:
        """Whether the edit only makes the variant say what this sibling says."""
        if touch.old is touch.new is None or None not in (touch.old, touch.new):
            return False
        return had_already(touch, self.before, self.after)


def _judged(siblings: Sequence[Variant], deadline: str) -> bool:
    """Whether all siblings that are still asked were, after the deadline, and one of them spoke then."""
    asked = all(sibling.asked >= deadline or sibling.archived for sibling in siblings)
    return asked and any(sibling.versions[-1].last_seen >= deadline for sibling in siblings)


def _following(touch: Touch, change: Change, others: Sequence[Change], family: Family, reader: Reader) -> list[Change]:
    """The siblings' changes that do the same, the earliest first; each goes with one change of the variant."""
    return [
        other
        for other in _near(change, others)
        if _does_the_same(touch, change, other, family, reader)
        and _goes_with(change, other, _of_same_variant(change, other, others, family, reader))
    ]


def _does_the_same(touch: Touch, change: Change, other: Change, family: Family, reader: Reader) -> bool:
    return follows(
        touch,
        other.touches,
        reader.links(family, (change.variant, change.older), (other.variant, other.older)),
        reader.links(family, (change.variant, change.newer), (other.variant, other.newer)),
    )


def _of_same_variant(
    change: Change, other: Change, others: Sequence[Change], family: Family, reader: Reader
) -> list[Change]:
    """The variant's further changes that do what the sibling's change does."""
    return [
        one
        for one in others
        if one.variant is change.variant
        and one is not change
        and other in _near(one, others)
        and any(_does_the_same(touch, one, other, family, reader) for touch in one.touches if touch.severity in HEAVY)
    ]


def _goes_with(change: Change, other: Change, rivals: Sequence[Change]) -> bool:
    """Whether a sibling's change belongs to this one and none of its rivals: one made in the same interval, else the
    last before it, else the first after it."""
    if _overlap(change, other):
        return True
    if any(_overlap(rival, other) for rival in rivals):
        return False
    both = sorted((change, *rivals), key=lambda one: (one.not_after, one.id))
    led = [one for one in both if one.not_after <= other.not_before]
    return (led[-1] if led else both[0]) is change


def _overlap(one: Change, other: Change) -> bool:
    """Whether two changes may have been made at the same moment."""
    return one.not_before < other.not_after and other.not_before < one.not_after


def _near(change: Change, others: Sequence[Change]) -> list[Change]:
    """The siblings' weighty changes that are nearest in time, the earliest first."""
    weighty: dict[str, list[Change]] = defaultdict(list)
    for other in sorted(others, key=lambda other: (other.not_after, other.id)):
        if other.variant is not change.variant and any(touch.severity in HEAVY for touch in other.touches):
            weighty[other.variant.language].append(other)
    near: list[Change] = []
    for theirs in weighty.values():
        later = sum(other.not_after < change.not_after for other in theirs)
        near += theirs[max(0, later - NEAREST) : later + NEAREST]
    return sorted(near, key=lambda other: (other.not_after, other.id))


def _takes_back(other: Change, change: Change) -> bool:
    """Whether a later change of the same variant brings back the text that it had before this one."""
    return (
        other.variant is change.variant
        and other.kind == "reverted"
        and other.newer.text == change.older.text
        and other.not_after > change.not_after
    )


def _only_takes_back(change: Change, others: Sequence[Change], family: Family, reader: Reader) -> bool:
    """Whether a change only undoes what no sibling had followed."""
    if change.kind != "reverted":
        return False
    undone = [other for other in others if _takes_back(change, other)]
    return bool(undone) and not any(
        _following(touch, other, others, family, reader) for other in undone for touch in other.touches
    )
