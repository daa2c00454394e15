"""Pure: edits of what stands around the text: title, lead, date, kind, declared version, language."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.diff.classify import grade
from storage.diff.declaration import badge_lowered, badge_raised, stamp_lowered
from storage.diff.kinds import KINDS, SEVERITY_OF
from storage.diff.model import Edit
from storage.diff.spot import spot
from storage.diff.words import hunks

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from storage.transcript import Transcript

_REPAIRS = ("typography", "spelling")


def metadata_edits(old: Transcript, new: Transcript, known: Container[str] = frozenset()) -> list[Edit]:
    """The edits outside the text. Between two forms of a page, what one of them lacks makes none."""
    return [
        *_title(old, new, known),
        *_lead(old, new, known),
        *_published(old, new),
        *_plain("kind", _kind(old, new), _kind(new, old)),
        *_declared(old, new),
        *_plain("language", old.language, new.language),
    ]


def _declared(old: Transcript, new: Transcript) -> list[Edit]:
    before, after = _both(old, new, "declared_version")
    found = _plain("declared_version", before, after)
    if badge_lowered(before, after):
        found = [badge_ran_backwards(before, after)]
    if stamp_lowered(old.declared_updated_at, new.declared_updated_at):
        found.append(stamp_ran_backwards(old.declared_updated_at, new.declared_updated_at))
    return found


def badge_ran_backwards(before: str, after: str) -> Edit:
    """Metadata: the page prints a lower version number than it did. It declares nothing."""
    return _set("declared_version", "metadata", badge_ran_backwards.__name__, before, after)


def stamp_ran_backwards(before: str, after: str) -> Edit:
    """Metadata: the page's "updated" stamp is earlier than it was. It declares nothing."""
    return _set("declared_version", "metadata", stamp_ran_backwards.__name__, before, after)


def declared_without_change(edits: Sequence[Edit]) -> list[Edit]:
    """Metadata: the version number was raised, and nothing else is another: a change declared, and none made.

    Takes all edits of a change; where that is so, its one edit comes back by this rule.
    """
    if len(edits) == 1 and edits[0].field == "declared_version" and edits[0].rule == label_changed.__name__:
        before, after = edits[0].before, edits[0].after
        if before and badge_raised(before, after):
            return [_set("declared_version", "metadata", declared_without_change.__name__, before, after)]
    return list(edits)


def _both(old: Transcript, new: Transcript, field: str) -> tuple[str, str]:
    """A field's two values, both empty if the forms differ and one lacks it."""
    before, after = str(getattr(old, field)), str(getattr(new, field))
    if old.form != new.form and not (before and after):
        return "", ""
    return before, after


def _kind(one: Transcript, other: Transcript) -> str:
    """A document's kind; ``other`` is what a form says that cannot tell."""
    if one.form != other.form and "other" in (one.kind, other.kind):
        return ""
    return one.kind


def _set(field: str, kind: str, rule: str, before: str, after: str) -> Edit:
    return Edit("set", field, kind, SEVERITY_OF[kind], rule, before, after, None, "")


def _title(old: Transcript, new: Transcript, known: Container[str]) -> list[Edit]:
    before, after = _both(old, new, "title")
    return [] if before == after else [headline_changed(before, after, new.language, known)]


def headline_changed(before: str, after: str, language: str, known: Container[str] = frozenset()) -> Edit:
    """Headline: the title changed, by more than typography or spelling; those keep their own kind and rule."""
    graded = [grade(spot(before, after, hunk, language, known)) for hunk in hunks(before, after)]
    gravest = max(graded, key=lambda found: KINDS.index(found.kind))
    if before and after and gravest.kind in _REPAIRS:
        return _set("title", gravest.kind, gravest.rule, before, after)
    return _set("title", "headline", headline_changed.__name__, before, after)


def _lead(old: Transcript, new: Transcript, known: Container[str]) -> list[Edit]:
    before, after = _both(old, new, "lead")
    if before == after:
        return []
    if not (before and after):
        return [lead_added_or_removed(before, after)]
    found = []
    for hunk in hunks(before, after):
        at = spot(before, after, hunk, new.language, known)
        kind, rule = grade(at)
        found.append(Edit(at.op, "lead", kind, SEVERITY_OF[kind], rule, at.old.changed, at.new.changed, None, ""))
    return found


def lead_added_or_removed(before: str, after: str) -> Edit:
    """Passage added or removed: a whole lead came or went, on a page of the same form."""
    kind = "passage_added" if after else "passage_removed"
    return _set("lead", kind, lead_added_or_removed.__name__, before, after)


def _published(old: Transcript, new: Transcript) -> list[Edit]:
    before, after = _both(old, new, "published_at")
    if before == after:
        return []
    if before and after and (before.startswith(after) or after.startswith(before)):
        return [time_of_day_printed(before, after)]
    return [publication_date_changed(before, after)]


def publication_date_changed(before: str, after: str) -> Edit:
    """Date: the page states another date or time of publication."""
    return _set("published_at", "date", publication_date_changed.__name__, before, after)


def time_of_day_printed(before: str, after: str) -> Edit:
    """Metadata: the same day, once with the time of day and once without."""
    return _set("published_at", "metadata", time_of_day_printed.__name__, before, after)


def _plain(field: str, before: str, after: str) -> list[Edit]:
    return [] if before == after else [label_changed(field, before, after)]


def label_changed(field: str, before: str, after: str) -> Edit:
    """Metadata: the document's kind, declared version or language, or a turn's role, is stated otherwise."""
    return _set(field, "metadata", label_changed.__name__, before, after)
