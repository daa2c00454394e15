"""Looks for what is wrong with a database: read-only, without a lock, one line for each finding.

The records are held to their hashes (bodies, runs), texts to their sums, and what follows from the captures (versions,
withdrawals, changes) to what the diff job would make of them now.
"""

from __future__ import annotations

import random
import sqlite3
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING, Any, TypeVar

from storage.diff.kinds import gravest_severity
from storage.jobs.boundaries import history, rule_of
from storage.record import damage, index, versions
from storage.record.changes import COMPARED
from storage.record.db import iso, moment
from storage.record.shape import misshapen
from storage.record.timestamps import broken_timestamps

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from datetime import timedelta
    from pathlib import Path

    from sqlite_utils import Database

    from storage.jobs.boundaries import Boundary
    from storage.record.damage import Progress

K = TypeVar("K", int, str)


def verify(
    db: Database,
    *,
    confirm_withdrawal: timedelta,
    sample: int | None = None,
    roots: Path | None = None,
    progress: Progress = lambda what, done, total: None,
) -> Iterator[str]:
    """All that is wrong, and where. ``sample``: fold only so many variants, drawn at random, instead of all.
    ``roots``: the root certificates of timestamping authorities, in PEM.

    All checks but those of the file and the bodies see the database at one moment: a crawl may write meanwhile.
    """
    is_whole = True
    try:
        for line in misshapen(db):
            is_whole = False
            yield line
        for line in damage.broken_file(db):
            is_whole = False
            yield line
        yield from damage.damaged_bodies(db, progress)
        db.conn.execute("BEGIN")
        try:
            yield from damage.dangling_rows(db)
            yield from damage.broken_chain(db)
            yield from broken_timestamps(db, roots)
            yield from damage.broken_records(db)
            yield from damage.damaged_texts(db, progress)
            yield from index.damage(db)
            yield from unfounded(db, confirm_withdrawal, sample, progress)
        finally:
            db.conn.rollback()
    except sqlite3.DatabaseError as error:
        if is_whole and isinstance(error, sqlite3.OperationalError):
            raise  # it could not be looked at, which says nothing of it
        yield f"the file: {error}; what else there is could not be looked at"


def unfounded(
    db: Database,
    confirm: timedelta,
    sample: int | None = None,
    progress: Progress = lambda what, done, total: None,
) -> Iterator[str]:
    """Versions, withdrawals and changes that are not those that the variants' captures make."""
    yield from damage.unfounded_rows(db)
    ids = [id_ for (id_,) in db.conn.execute("SELECT id FROM variants ORDER BY id")]
    if sample is not None and sample < len(ids):
        ids = sorted(random.SystemRandom().sample(ids, sample))
    for done, variant in enumerate(ids, 1):
        yield from _unlike(db, variant, confirm)
        progress("versions", done, len(ids))


_VERSION = ("number", "text", "first_capture", "last_capture", "first_seen", "last_seen")
_WITHDRAWAL = ("version", "last_capture", "confirmed_by", "restored_by")
_CHANGE = (
    *("kind", "silent", "from_version", "to_version", "from_text", "to_text", "from_capture", "to_capture"),
    *("not_before", "not_after", "severity", "rule"),
)


def _unlike(db: Database, variant: int, confirm: timedelta) -> Iterator[str]:
    made = history(db, variant, confirm, "")
    name = damage.name_of(db, variant)
    yield from _differences("version", name, _VERSION, versions.stored(db, variant), versions.rows(made.versions))
    (uncompared,) = db.conn.execute("SELECT uncompared FROM variants WHERE id = ?", [variant]).fetchone()
    if uncompared:
        return  # the diff job has not been here since its last capture
    withdrawn = versions.withdrawal_rows(made.versions, made.withdrawals)
    stored = _rows(db, "withdrawals", _WITHDRAWAL, variant)
    if stored.keys() - withdrawn.keys() and (shorter := _shortest_span(db, stored)) is not None:
        judged = history(db, variant, shorter, "")  # the setting may have been another when the diff job was here
        if versions.withdrawal_rows(judged.versions, judged.withdrawals) == stored:
            made, withdrawn = judged, stored
    looks = f"{name} (two looks {confirm.total_seconds() / 3600:g} hours apart)"  # a setting: it may have been another
    yield from _differences("withdrawal", looks, _WITHDRAWAL, stored, withdrawn)
    kept = _rows(db, "changes", _CHANGE, variant, " AND NOT superseded")
    edits = _edits(db, variant) if kept else {}
    changes = {
        **{one.id: _between(one, kept.get(one.id), edits.get(one.id, [])) for one in made.boundaries},
        **{one.id: tuple(getattr(one, column) for column in _CHANGE) for one in made.absences},
    }
    yield from _differences("change", name, _CHANGE, kept, changes)


def _shortest_span(db: Database, withdrawals: Mapping[int, tuple[object, ...]]) -> timedelta | None:
    """The least time between the two looks of a withdrawal on record: no longer than whatever they were judged by."""
    spans = []
    for first, (_, _, confirmed_by, _) in withdrawals.items():
        looks = db.conn.execute("SELECT fetched_at FROM captures WHERE id IN (?, ?)", [first, confirmed_by]).fetchall()
        if len(looks) == 2:
            spans.append(abs(moment(looks[0][0]) - moment(looks[1][0])))
    return min(spans, default=None)


def _between(one: Boundary, kept: tuple[object, ...] | None, edits: list[tuple[str, str]]) -> tuple[object, ...]:
    """A change as its captures and its edits make it. Which of two kinds it is, only a comparison could tell."""
    kind = one.kind or (kept[0] if kept is not None and kept[0] in COMPARED else " or ".join(COMPARED))
    ends = (one.from_version, one.to_version, one.from_text, one.to_text)
    captures = (one.from_capture.capture, one.to_capture.capture, iso(one.from_capture.at), iso(one.to_capture.at))
    return (
        kind,
        int(one.silent),
        *ends,
        *captures,
        gravest_severity(severity for severity, _ in edits),
        rule_of(edits),
    )


def _differences(
    what: str,
    of: str,
    columns: tuple[str, ...],
    kept: Mapping[K, tuple[object, ...]],
    made: Mapping[K, tuple[object, ...]],
) -> Iterator[str]:
    for id_ in sorted(kept.keys() - made.keys()):
        yield f"{what} {id_} of {of} is none that its captures make"
    for id_ in sorted(made.keys() - kept.keys()):
        yield f"{what} {id_} of {of} is missing: its captures make it"
    for id_ in sorted(kept.keys() & made.keys()):
        for column, stands, found in zip(columns, kept[id_], made[id_], strict=True):
            if stands != found:
                follows = "it should be" if column in ("severity", "rule") else "its captures say"
                yield f"{what} {id_} of {of}: {column} is {stands}, {follows} {found}"


def _rows(
    db: Database, table: str, columns: tuple[str, ...], variant: int, where: str = ""
) -> dict[Any, tuple[Any, ...]]:
    return {
        id_: tuple(values)
        for id_, *values in db.conn.execute(
            f"SELECT id, {', '.join(columns)} FROM {table} WHERE variant = ?{where}", [variant]
        )
    }


def _edits(db: Database, variant: int) -> dict[str, list[tuple[str, str]]]:
    """Severity and rule of each edit, by change, in the order in which they were found."""
    found = db.conn.execute(
        "SELECT change, edits.severity, edits.rule FROM changes JOIN edits ON edits.change = changes.id"
        " WHERE variant = ? AND NOT superseded ORDER BY change, edits.id",
        [variant],
    )
    return {
        change: [(severity, rule) for _, severity, rule in edits] for change, edits in groupby(found, itemgetter(0))
    }
