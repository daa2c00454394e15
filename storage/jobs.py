"""The diff job: compare what is not compared yet, and flag it. Idempotent and resumable: record -> diff -> record."""

from __future__ import annotations

import signal
from concurrent.futures import ProcessPoolExecutor
from contextlib import nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from multiprocessing import get_context
from time import monotonic
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
    from contextlib import AbstractContextManager
    from datetime import timedelta

    from sqlite_utils import Database

    from storage.boundaries import CompareAll
    from storage.diff.model import Comparison
    from storage.transcript import Transcript

_BATCH = 100
"""Variants a transaction at most: enough to amortise the commit, few enough to lose little to a kill."""
_BATCH_S = 2.0
"""Seconds of work after which a transaction takes no more variants, however few it has."""
_ROUND = 16
"""Variants that each process is given at once."""
_WORTH_PROCESSES = 16
"""Pairs: comparing fewer here takes less than sending them elsewhere."""


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
    stop: Callable[[], bool] = lambda: False,
) -> Summary:
    """Compare every version that has not been compared, in batches, each stored in one transaction.

    ``stop`` is asked between batches; what is left then waits for the next run.
    """
    at = iso(now or datetime.now(UTC))
    waiting = [
        variant
        for (variant,) in db.conn.execute(
            "SELECT variants.id FROM variants JOIN documents ON documents.id = variants.document"
            " WHERE uncompared AND (? IS NULL OR documents.source = ?) ORDER BY variants.id",
            [source, source],
        )
    ]
    changes = edits = done = 0
    # Here one by one, so that a batch ends when it should; elsewhere as many at once as keep the processes busy.
    width = 1 if jobs == 1 else _ROUND * jobs
    with _processes(jobs) as workers:
        while done < len(waiting) and not stop():
            first, began = done, monotonic()
            with db.atomic():
                while done == first or (done < min(len(waiting), first + _BATCH) and monotonic() - began < _BATCH_S):
                    some = waiting[done : done + width]
                    found = _compare(db, some, confirm_withdrawal, partial(compare_all, workers, jobs), at)
                    changes += len(found)
                    edits += sum(len(change.edits) for change in found)
                    done += len(some)
                propose_pairings(db, waiting[first:done], at)
            progress(done, len(waiting))
    return Summary(done, changes, edits)


def _compare(
    db: Database, variants: Sequence[int], confirm: timedelta, compare_all: CompareAll, at: str
) -> list[Found]:
    """Compare what these variants owe and store it, in the caller's transaction."""
    found: list[Found] = []
    tasks: list[Boundary] = []
    for variant in variants:
        wanted, uncompared = _owed(db, variant, confirm, at)
        found += wanted
        tasks += uncompared
    found += compared(db, tasks, compare_all, at)
    for change in found:
        write(db, change)
    for variant in variants:
        note_discrepancies(db, variant, at)
        db.conn.execute("UPDATE variants SET uncompared = 0 WHERE id = ?", [variant])
    return found


def _processes(jobs: int) -> AbstractContextManager[Executor | None]:
    if jobs == 1:
        return nullcontext()
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_leave_signals)


def _leave_signals() -> None:
    """Whoever stops a service tells all its processes: ours end with the main one, when it has had their answers."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)


def compare_all(
    workers: Executor | None, jobs: int, old: Sequence[Transcript], new: Sequence[Transcript]
) -> Iterable[tuple[Comparison, str]]:
    """Compare pair by pair, in order: spread over processes where there are enough pairs to be worth their start."""
    if workers is None or len(old) < _WORTH_PROCESSES:
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
