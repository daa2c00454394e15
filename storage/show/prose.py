"""Pure: how a change is put into words, the same in a terminal and in a browser. Nothing here is escaped yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.show.visible import when

if TYPE_CHECKING:
    from storage.show.redline import Entry, Label, Redline


def described(redline: Redline) -> str:
    """What happened and whether the publisher said so: ``edited silently``."""
    if not redline.silent:
        return f"{redline.change_kind}, declared"
    if redline.declaration == "none":
        return f"{redline.change_kind} silently (this source has no way to declare)"
    if redline.declaration == "unproven":
        return f"{redline.change_kind} silently (whether this source declares is unproven)"
    return f"{redline.change_kind} silently"


def interval(redline: Redline) -> str:
    """When: a change has an interval, not a time."""
    last, first = when(redline.not_before), when(redline.not_after)
    return f"between {last} (last seen so) and {first} ({_SEEN.get(redline.change_kind, 'first seen so')})"


def counted(redline: Redline) -> str:
    """Versions and the captures that prove them."""
    versions = f"version {redline.from_version}"
    if redline.to_version is not None:
        versions += f" → {redline.to_version}"
    by = "" if redline.observer == "self" else f", seen by {redline.observer}"
    return f"{versions}, captures {redline.from_capture} → {redline.to_capture}{by}, change {redline.change}"


def labelled(label: Label) -> str:
    """What follows an edit's kind: what it touches and the rule that graded it."""
    field = "" if label.field == "text" else f" of {label.field.replace('_', ' ')}"
    return f"{field} ({label.severity}, rule {label.rule})"


def placed(entry: Entry) -> str:
    """Where an edit stands: the passage, counted from 1, and who speaks."""
    where = "" if entry.position is None else f" in passage {entry.position}"
    if entry.position is not None and all(label.op == "delete" for label in entry.labels):
        where += " of the older version"
    if entry.moved_from is not None:
        where = f" from passage {entry.moved_from} to {entry.position}"
    return f"{where}, {entry.speaker}" if entry.speaker else where


_SEEN = {"withdrawn": "first seen gone", "restored": "first seen back"}
