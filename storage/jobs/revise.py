"""A variant's derived rows made anew from its readings: versions, withdrawals, changes, edits.

What stands as it is keeps its rows, ids and times. What differs was not seen just now, only better read: it is
recorded as revealed, and announced to nobody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.jobs.boundaries import compared, history
from storage.record.changes import stands, supersede_others, write
from storage.record.versions import keep_withdrawals, make_findable, refold, stored

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import timedelta

    from sqlite_utils import Database

    from storage.jobs.boundaries import Boundary, CompareAll
    from storage.record.changes import Found


def revise(db: Database, variants: Sequence[int], *, confirm: timedelta, at: str, compare_all: CompareAll) -> int:
    """Make these variants' rows those that their readings say, in the caller's transaction.

    Returns how many changes are new or differ. What is new is marked as found ``at`` this moment.
    """
    found: list[Found] = []
    changed: list[Boundary] = []
    standing: dict[int, set[str]] = {}
    for variant in variants:
        refold(db, variant)
        for _, text, *_ in stored(db, variant).values():
            make_findable(db, variant, text)
        said = history(db, variant, confirm, at)
        keep_withdrawals(db, variant, said.versions, said.withdrawals)
        standing[variant] = said.ids
        changed += said.boundaries
        found += said.absences
    found += compared(db, changed, compare_all, at)
    differing = [change for change in found if not stands(db, change)]
    for change in differing:
        write(db, change, revealed=True)
    for variant, ids in standing.items():
        supersede_others(db, variant, ids)
        db.conn.execute("UPDATE variants SET uncompared = 0 WHERE id = ? AND uncompared", [variant])
    return len(differing)
