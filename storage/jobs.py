"""The diff job: compare what is not compared yet, and flag it. Idempotent and resumable: record -> diff -> record."""

from __future__ import annotations

import json
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from multiprocessing import get_context
from typing import TYPE_CHECKING, Any, cast

from deepdiff import DeepDiff

from storage.diff.change import compare
from storage.record import fold, texts
from storage.record.changes import Found, note_discrepancies, supersede_others, write
from storage.record.db import iso
from storage.record.documents import stamp_at
from storage.record.pairings import propose_pairings
from storage.record.versions import find_withdrawals, sightings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence
    from datetime import timedelta

    from sqlite_utils import Database

    from storage.diff.model import Comparison
    from storage.transcript import Transcript

_BATCH = 100
"""Variants a transaction: enough to amortise the commit, few enough to lose little to a kill."""

RULE_WITHDRAWN = "absence confirmed by a second look"
RULE_RESTORED = "answers again after a confirmed absence"


@dataclass(frozen=True, slots=True)
class Summary:
    """What a diff job did: variants looked at, changes found, and how many of those are flagged."""

    variants: int
    changes: int
    edits: int


@dataclass(frozen=True, slots=True)
class _Task:
    """One boundary between two versions of a variant, ready to be compared without a database."""

    variant: int
    id: str
    kind: str
    from_version: int
    to_version: int
    from_capture: fold.Sighting
    to_capture: fold.Sighting
    from_text: int
    to_text: int
    old: Transcript
    new: Transcript
    silent: bool


def run_diff(
    db: Database,
    *,
    confirm_withdrawal: timedelta,
    source: int | None = None,
    jobs: int = 1,
    now: datetime | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Summary:
    """Compare every version that has not been compared, in batches, each stored in one transaction."""
    at = iso(now or datetime.now(UTC))
    waiting = [
        variant
        for (variant,) in db.conn.execute(
            "SELECT variants.id FROM variants JOIN documents ON documents.id = variants.document"
            " WHERE uncompared AND (? IS NULL OR documents.source = ?) ORDER BY variants.id",
            [source, source],
        )
    ]
    changes = edits = 0
    pool = ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) if jobs > 1 else nullcontext()
    with pool as workers:
        for start in range(0, len(waiting), _BATCH):
            batch = waiting[start : start + _BATCH]
            with db.atomic():
                found: list[Found] = []
                tasks: list[_Task] = []
                for variant in batch:
                    wanted, uncompared = _boundaries(db, variant, confirm_withdrawal, at)
                    found += wanted
                    tasks += uncompared
                found += _compared(tasks, _compare_all(workers, tasks, jobs), at)
                for change in found:
                    write(db, change)
                changes += len(found)
                edits += sum(len(change.edits) for change in found)
                for variant in batch:
                    note_discrepancies(db, variant, at)
                    db.conn.execute("UPDATE variants SET uncompared = 0 WHERE id = ?", [variant])
            progress(start + len(batch), len(waiting))
    with db.atomic():
        propose_pairings(db, waiting, at)
    return Summary(len(waiting), changes, edits)


def _compare_all(workers: ProcessPoolExecutor | None, tasks: Sequence[_Task], jobs: int) -> Iterable[Comparison]:
    old, new = [task.old for task in tasks], [task.new for task in tasks]
    if workers is None:
        return map(compare, old, new)
    return workers.map(compare, old, new, chunksize=max(1, len(tasks) // (4 * jobs)))


def _boundaries(db: Database, variant: int, confirm: timedelta, at: str) -> tuple[list[Found], list[_Task]]:
    """All that happened to a variant and is not on record as it stands: absences whole, text changes to compare."""
    versions = fold.versions(sightings(db, variant))
    known = {
        id_: (from_capture, to_capture, from_text, to_text)
        for id_, from_capture, to_capture, from_text, to_text in db.conn.execute(
            "SELECT id, from_capture, to_capture, from_text, to_text FROM changes WHERE variant = ? AND NOT superseded",
            [variant],
        )
    }
    found: list[Found] = []
    tasks: list[_Task] = []
    wanted: set[str] = set()
    for index in range(1, len(versions)):
        task = _task(db, variant, versions, index)
        wanted.add(task.id)
        if known.get(task.id) != (task.from_capture.capture, task.to_capture.capture, task.from_text, task.to_text):
            tasks.append(task)
    for change in _absences(db, variant, versions, confirm, at):
        wanted.add(change.id)
        if change.id not in known:
            found.append(change)
    supersede_others(db, variant, wanted)
    return found, tasks


def _task(db: Database, variant: int, versions: Sequence[fold.Version], index: int) -> _Task:
    before, after = versions[index - 1], versions[index]
    left, right = fold.both_by_one_reader(before.last, after.first)
    old, new = texts.load(db, left.text), texts.load(db, right.text)
    reverted = any(fold.same(earlier.last, after.first) for earlier in versions[: index - 1])
    return _Task(
        variant=variant,
        id=f"{before.id}-{after.id}",
        kind="reverted" if reverted else "",
        from_version=before.id,
        to_version=after.id,
        from_capture=before.last,
        to_capture=after.first,
        from_text=left.text,
        to_text=right.text,
        old=old,
        new=new,
        silent=not _declared(db, variant, before.last, after.first, old, new),
    )


def _absences(
    db: Database, variant: int, versions: Sequence[fold.Version], confirm: timedelta, at: str
) -> Iterator[Found]:
    for absence in find_withdrawals(db, variant, confirm):
        stood = next(version for version in reversed(versions) if version.first.at <= absence.last.at)
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
    db: Database, variant: int, before: fold.Sighting, after: fold.Sighting, old: Transcript, new: Transcript
) -> bool:
    """Whether the publisher said, by badge or stamp, that it changed the text between these two captures."""
    if new.declared_version and old.declared_version != new.declared_version:
        return True
    was = old.declared_updated_at or stamp_at(db, variant, iso(before.at))
    is_now = new.declared_updated_at or stamp_at(db, variant, iso(after.at))
    if not was:  # the first stamp we saw counts only if it speaks of a day since we last looked
        return is_now[:10] >= iso(before.at)[:10]
    return not (is_now.startswith(was) or was.startswith(is_now))


def _compared(tasks: Iterable[_Task], comparisons: Iterable[Comparison], at: str) -> Iterator[Found]:
    for task, comparison in zip(tasks, comparisons, strict=True):
        yield Found(
            id=task.id,
            variant=task.variant,
            kind=task.kind or comparison.kind,
            severity=comparison.severity,
            silent=task.silent,
            rule=", ".join(_gravest_rules(comparison)),
            from_version=task.from_version,
            to_version=task.to_version,
            from_text=task.from_text,
            to_text=task.to_text,
            from_capture=task.from_capture.capture,
            to_capture=task.to_capture.capture,
            not_before=iso(task.from_capture.at),
            not_after=iso(task.to_capture.at),
            found_at=at,
            edits=comparison.edits,
            structure=_structure(task.old, task.new, comparison),
        )


def _gravest_rules(comparison: Comparison) -> list[str]:
    return list(dict.fromkeys(edit.rule for edit in comparison.edits if edit.severity == comparison.severity))


def _structure(old: Transcript, new: Transcript, comparison: Comparison) -> str:
    """The change as deepdiff states it: paths and values of the metadata and of the passages that were touched.

    A passage's path is its place in the newer version, or ``removed N`` after its place in the older.
    """
    before, after = _metadata(old), _metadata(new)
    for pair in comparison.pairs:
        if pair.old is not None and pair.new is not None and not (pair.hunks or pair.moved):
            continue
        path = f"removed {cast('int', pair.old) + 1}" if pair.new is None else str(pair.new + 1)
        if pair.old is not None:
            before["passages"][path] = old.passages[pair.old]
        if pair.new is not None:
            after["passages"][path] = new.passages[pair.new]
    return json.dumps(json.loads(DeepDiff(before, after, verbose_level=2).to_json()), ensure_ascii=False)


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
