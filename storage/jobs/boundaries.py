"""Where a variant's text changed, or was absent: found in the fold of its captures, compared, put in words.

Shared by the diff job, which looks at what is new, by the rebuild, which looks at everything anew, and by verify, which
holds what stands to it.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, cast

from storage.diff.change import compare
from storage.diff.declaration import badge_raised, stamp_raised
from storage.diff.kinds import gravest_severity
from storage.record import fold, texts
from storage.record.changes import Found, Key
from storage.record.db import iso
from storage.record.documents import stamp_at
from storage.record.versions import sightings, withdrawn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import timedelta

    from sqlite_utils import Database

    from storage.diff.model import Comparison
    from storage.transcript import Transcript

    CompareAll = Callable[[Sequence[Transcript], Sequence[Transcript]], Iterable[tuple[Comparison, str]]]
    """``described`` of the older ones with the newer ones, pair by pair, in order: here or in other processes."""

RULE_WITHDRAWN = "absence confirmed by a second look"
RULE_RESTORED = "answers again after a confirmed absence"


@dataclass(frozen=True, slots=True)
class Boundary:
    """Between two versions of a variant: their ids, the captures on either side, and the texts to be compared."""

    variant: int
    id: str
    kind: str
    """``reverted``, or ``''`` where only a comparison can tell."""
    from_version: int
    to_version: int
    from_capture: fold.Sighting
    to_capture: fold.Sighting
    from_text: int
    to_text: int
    silent: bool

    @property
    def key(self) -> Key:
        """What the change depends on."""
        ends = (self.from_capture.capture, self.to_capture.capture)
        return (self.kind, self.silent, *ends, self.from_text, self.to_text)


@dataclass(frozen=True, slots=True)
class History:
    """All that a variant's captures say happened to it."""

    versions: list[fold.Version]
    boundaries: list[Boundary]
    withdrawals: list[fold.Withdrawal]
    absences: list[Found]
    """Withdrawals and returns, as changes."""

    @property
    def ids(self) -> set[str]:
        """Of all changes: whatever else is on record is superseded."""
        return {one.id for one in self.boundaries} | {one.id for one in self.absences}


def history(db: Database, variant: int, confirm: timedelta, at: str) -> History:
    """What the variant's captures say, found ``at`` this moment. Writes nothing."""
    seen = sightings(db, variant)
    versions = fold.versions(seen)
    gone = withdrawn(db, variant, seen, confirm)
    return History(versions, list(boundaries(db, variant, versions)), gone, list(absences(variant, versions, gone, at)))


def boundaries(db: Database, variant: int, versions: Sequence[fold.Version]) -> Iterator[Boundary]:
    """Every place where one version follows another."""
    for index in range(1, len(versions)):
        before, after = versions[index - 1], versions[index]
        left, right = fold.both_by_one_reader(before.last, after.first)
        reverted = any(fold.same(earlier.last, after.first) for earlier in versions[: index - 1])
        yield Boundary(
            variant=variant,
            id=f"{before.id}-{after.id}",
            kind="reverted" if reverted else "",
            from_version=before.id,
            to_version=after.id,
            from_capture=before.last,
            to_capture=after.first,
            from_text=left.text,
            to_text=right.text,
            silent=not _declared(db, variant, before.last, after.first, left.text, right.text),
        )


def described(old: Transcript, new: Transcript) -> tuple[Comparison, str]:
    """Pure: what differs, and the same as deepdiff states it, in JSON."""
    comparison = compare(old, new)
    return comparison, _structure(old, new, comparison)


def compared(db: Database, found: Sequence[Boundary], compare_all: CompareAll, at: str) -> Iterator[Found]:
    """These boundaries as changes, found at this moment."""
    old = [texts.load(db, one.from_text) for one in found]
    new = [texts.load(db, one.to_text) for one in found]
    for one, (comparison, structure) in zip(found, compare_all(old, new), strict=True):
        yield Found(
            id=one.id,
            variant=one.variant,
            kind=one.kind or comparison.kind,
            severity=comparison.severity,
            silent=one.silent,
            rule=rule_of((edit.severity, edit.rule) for edit in comparison.edits),
            from_version=one.from_version,
            to_version=one.to_version,
            from_text=one.from_text,
            to_text=one.to_text,
            from_capture=one.from_capture.capture,
            to_capture=one.to_capture.capture,
            not_before=iso(one.from_capture.at),
            not_after=iso(one.to_capture.at),
            found_at=at,
            edits=comparison.edits,
            structure=structure,
        )


def rule_of(edits: Iterable[tuple[str, str]]) -> str:
    """A change's rule: those of its gravest edits, of which severities and rules are given."""
    edits = list(edits)
    gravest = gravest_severity(severity for severity, _ in edits)
    return ", ".join(dict.fromkeys(rule for severity, rule in edits if severity == gravest))


def absences(
    variant: int, versions: Sequence[fold.Version], withdrawals: Iterable[fold.Withdrawal], at: str
) -> Iterator[Found]:
    """The variant's confirmed withdrawals and returns, as changes found at this moment."""
    for absence in withdrawals:
        stood = fold.standing(versions, absence)
        yield Found(
            id=f"{stood.id}-{absence.gone.capture}",
            variant=variant,
            kind="withdrawn",
            severity="major",
            silent=True,
            rule=RULE_WITHDRAWN,
            from_version=stood.id,
            to_version=None,
            from_text=absence.last.latest.text,
            to_text=None,
            from_capture=absence.last.capture,
            to_capture=absence.gone.capture,
            not_before=iso(absence.last.at),
            not_after=iso(absence.gone.at),
            found_at=at,
        )
        if absence.restored is None:
            continue
        returned = next(version for version in versions if version.last.at >= absence.restored.at)
        yield Found(
            id=f"{absence.gone.capture}-{absence.restored.capture}",
            variant=variant,
            kind="restored",
            severity="major",
            silent=True,
            rule=RULE_RESTORED,
            from_version=stood.id,
            to_version=returned.id,
            from_text=absence.last.latest.text,
            to_text=absence.restored.latest.text,
            from_capture=absence.last_gone.capture,
            to_capture=absence.restored.capture,
            not_before=iso(absence.last_gone.at),
            not_after=iso(absence.restored.at),
            found_at=at,
        )


def _declared(
    db: Database, variant: int, before: fold.Sighting, after: fold.Sighting, old_text: int, new_text: int
) -> bool:
    """Whether the publisher said, by badge or stamp, that it changed the text between these two captures."""
    (old_badge, old_stamp), (new_badge, new_stamp) = (texts.declared(db, text) for text in (old_text, new_text))
    if badge_raised(old_badge, new_badge):
        return True
    if old_stamp and stamp_raised(old_stamp, new_stamp, before.at):
        return True
    listed, now_listed = (stamp_at(db, variant, iso(sighting.at)) for sighting in (before, after))
    return stamp_raised(listed, now_listed, before.at)


def _structure(old: Transcript, new: Transcript, comparison: Comparison) -> str:
    """The change as deepdiff states it: paths and values of the metadata and of the passages that were touched.

    A passage's path is its place in the newer version, or ``removed N`` after its place in the older; its value is the
    passage where that was put in or taken out, and the changed words where it was edited.
    """
    before, after = _metadata(old), _metadata(new)
    for pair in comparison.pairs:
        if pair.new is None:
            before["passages"][f"removed {cast('int', pair.old) + 1}"] = old.passages[cast("int", pair.old)]
        elif pair.old is None:
            after["passages"][str(pair.new + 1)] = new.passages[pair.new]
        elif pair.hunks:
            left, right = old.passages[pair.old], new.passages[pair.new]
            before["passages"][str(pair.new + 1)] = [left[hunk.old_start : hunk.old_end] for hunk in pair.hunks]
            after["passages"][str(pair.new + 1)] = [right[hunk.new_start : hunk.new_end] for hunk in pair.hunks]
    from deepdiff import DeepDiff  # a while to import, and a crawl compares nothing

    touched = [name for name in before if before[name] != after[name]]  # it takes its time for equal turns too
    was, now = ({name: side[name] for name in touched} for side in (before, after))
    return json.dumps(json.loads(DeepDiff(was, now, verbose_level=2).to_json()), ensure_ascii=False)


def _metadata(transcript: Transcript) -> dict[str, Any]:
    return {
        "title": transcript.title,
        "lead": transcript.lead,
        "published_at": transcript.published_at,
        "kind": transcript.kind,
        "language": transcript.language,
        "declared_version": transcript.declared_version,
        "turns": [[turn.role, turn.speaker_printed] for turn in transcript.turns],
        "passages": {},
    }
