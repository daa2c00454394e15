"""The diff job: compare what is not compared yet, and flag it. Idempotent and resumable: record -> diff -> record."""

from __future__ import annotations

from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from typing import TYPE_CHECKING

from storage.boundaries import Boundary, absences, boundaries, compared, described
from storage.record import fold
from storage.record.changes import Found, supersede_others, write
from storage.record.db import iso
from storage.record.discrepancies import note_discrepancies
from storage.record.pairings import propose_pairings
from storage.record.versions import sightings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from concurrent.futures import Executor
    from datetime import timedelta

    from sqlite_utils import Database

    from storage.diff.model import Comparison
    from storage.transcript import Transcript

_BATCH = 100
"""Variants a transaction: enough to amortise the commit, few enough to lose little to a kill."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a diff job did: variants looked at, changes found, and how many of those are flagged."""

    variants: int
    changes: int
    edits: int


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
                tasks: list[Boundary] = []
                for variant in batch:
                    wanted, uncompared = _owed(db, variant, confirm_withdrawal, at)
                    found += wanted
                    tasks += uncompared
                found += compared(db, tasks, partial(compare_all, workers, jobs), at)
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


def compare_all(
    workers: Executor | None, jobs: int, old: Sequence[Transcript], new: Sequence[Transcript]
) -> Iterable[tuple[Comparison, str]]:
    """Compare pair by pair, in order: here, or spread over processes."""
    if workers is None:
        return map(described, old, new)
    return workers.map(described, old, new, chunksize=max(1, len(old) // (4 * jobs)))


def _owed(db: Database, variant: int, confirm: timedelta, at: str) -> tuple[list[Found], list[Boundary]]:
    """All that happened to a variant and is not on record as it stands: absences whole, text changes to compare."""
    versions = fold.versions(sightings(db, variant))
    known = {
        id_: key
        for id_, *key in db.conn.execute(
            "SELECT id, from_capture, to_capture, from_text, to_text FROM changes WHERE variant = ? AND NOT superseded",
            [variant],
        )
    }
    changed = list(boundaries(variant, versions))
    absent = list(absences(db, variant, versions, confirm, at))
    supersede_others(db, variant, {one.id for one in changed} | {one.id for one in absent})
    return (
        [change for change in absent if change.id not in known],
        [boundary for boundary in changed if known.get(boundary.id) != list(boundary.key)],
    )
