"""The diff job: compare what is not compared yet, and flag it. Idempotent and resumable: record -> diff -> record."""

from __future__ import annotations

import signal
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import islice
from multiprocessing import get_context
from time import monotonic
from typing import TYPE_CHECKING

from storage.jobs import siblings
from storage.jobs.boundaries import Boundary, compared, described, history
from storage.jobs.joining import CONFIDENCE, join_by_rule
from storage.record.changes import Found, keys, supersede_others, write
from storage.record.db import iso
from storage.record.discrepancies import note_discrepancies
from storage.record.pairings import propose_pairings
from storage.record.versions import keep_withdrawals

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
    from concurrent.futures import Executor

    from sqlite_utils import Database

    from storage.diff.model import Comparison
    from storage.jobs.boundaries import CompareAll
    from storage.transcript import Transcript

_BATCH = 100
"""Variants a transaction at most: enough to amortise the commit, few enough to lose little to a kill."""
_BATCH_S = 2.0
"""Seconds of work after which a transaction takes no more variants, however few it has."""
EDITED_ALONE = timedelta(hours=48)
"""The time in which other languages are expected to follow an edit, unless told otherwise."""
_WORTH_PROCESSES = 16
"""Pairs: comparing fewer here takes less than sending them elsewhere."""


@dataclass(frozen=True, slots=True)
class Summary:
    """What a diff job did: variants looked at, changes found with their edits, new findings between languages."""

    variants: int
    changes: int
    edits: int
    findings: int = 0


def run_diff(
    db: Database,
    *,
    confirm_withdrawal: timedelta,
    source: int | None = None,
    jobs: int = 1,
    now: datetime | None = None,
    edited_alone: timedelta = EDITED_ALONE,
    pairing_confidence: float = CONFIDENCE,
    progress: Callable[[int, int], None] = lambda done, total: None,
    aligning: Callable[[int, int], None] = lambda done, total: None,
    stop: Callable[[], bool] = lambda: False,
) -> Summary:
    """Compare every version that has not been compared, then its document's languages, in batches, each stored in one
    transaction. ``progress`` is told of variants, ``aligning`` of documents.

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
    with (
        _processes(jobs) as workers,
        closing(_compare_each(db, waiting, confirm_withdrawal, partial(compare_all, workers, jobs), at)) as each,
    ):
        while done < len(waiting) and not stop():
            first, began = done, monotonic()
            with db.atomic():
                for found in each:
                    done += 1
                    changes += len(found)
                    edits += sum(len(change.edits) for change in found)
                    if done - first >= _BATCH or monotonic() - began >= _BATCH_S:
                        break
                propose_pairings(db, waiting[first:done], at)
                join_by_rule(db, waiting[first:done], at, pairing_confidence)
            progress(done, len(waiting))
        findings = 0
        if not stop():
            findings = siblings.run(
                db, at=at, within=edited_alone, source=source, workers=workers, progress=aligning, stop=stop
            )
    return Summary(done, changes, edits, findings)


def _compare_each(
    db: Database, waiting: Sequence[int], confirm: timedelta, compare_all: CompareAll, at: str
) -> Generator[list[Found], None, None]:
    """Compare what these variants owe, and store it one by one, in the transaction of whoever asks for the next.

    As many are given out at once as keep several processes busy: whoever asks for no more cancels what is left.
    """
    for start in range(0, len(waiting), _BATCH):
        owed = [_owed(db, variant, confirm, at) for variant in waiting[start : start + _BATCH]]
        comparisons = compared(db, [boundary for one in owed for boundary in one.uncompared], compare_all, at)
        for one in owed:
            found = [*one.absences, *islice(comparisons, len(one.uncompared))]
            supersede_others(db, one.variant, one.standing)
            for change in found:
                write(db, change)
            note_discrepancies(db, one.variant, at)
            db.conn.execute("UPDATE variants SET uncompared = 0 WHERE id = ?", [one.variant])
            db.conn.execute(
                "UPDATE documents SET unaligned = 1 WHERE id = (SELECT document FROM variants WHERE id = ?)",
                [one.variant],
            )
            yield found


@contextmanager
def _processes(jobs: int) -> Iterator[Executor | None]:
    if jobs == 1:
        yield None
        return
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn"), initializer=_leave_signals) as workers:
        yield workers


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
    few = max(1, min(2, len(old) // (4 * jobs)))  # so that answers come, and are stored, while others are worked out
    return workers.map(described, old, new, chunksize=few)


@dataclass(frozen=True, slots=True)
class _Owed:
    """All that happened to a variant and is not on record as it stands."""

    variant: int
    standing: set[str]
    """Ids of all its changes, on record or not. Whatever else is on record is superseded."""
    absences: list[Found]
    uncompared: list[Boundary]


def _owed(db: Database, variant: int, confirm: timedelta, at: str) -> _Owed:
    said = history(db, variant, confirm, at)
    keep_withdrawals(db, variant, said.versions, said.withdrawals)
    known = keys(db, variant)
    return _Owed(
        variant,
        said.ids,
        [change for change in said.absences if known.get(change.id) != change.key],
        [boundary for boundary in said.boundaries if known.get(boundary.id) != boundary.key],
    )
