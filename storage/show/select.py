"""Which of the record's edits a reader asked for, as rows of the view ``edit_log``."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storage.diff.kinds import SEVERITIES
from storage.record.db import iso
from storage.record.views import SUPERSEDED

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from sqlite_utils import Database

Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Selection:
    """What to show; each criterion narrows."""

    since: datetime | None = None
    """Aware. By ``found_at``, inclusive."""
    source: str = ""
    document: str = ""
    """A key of ``source``; an alias finds the document it belongs to."""
    min_severity: str = SEVERITIES[0]
    silent: bool = False
    """Only what the publisher did not declare."""
    change: str = ""
    """One change's id."""


def columns(db: Database, view: str = "edit_log") -> list[str]:
    """The view's columns, in the contract's order."""
    return [row[1] for row in db.conn.execute(f"PRAGMA table_info({view})")]


def edit_rows(db: Database, selection: Selection) -> Iterator[Row]:
    """Rows of ``edit_log``, oldest finding first, then by document, so that its languages stand together."""
    criteria, values = _criteria(db, selection)
    # A plain list of what is asked for, so that the progress of a reader's pipe holds no lock on the record.
    names = columns(db)
    rows = db.conn.execute(
        f"SELECT * FROM edit_log WHERE {criteria}"
        " ORDER BY found_at, source, document, language, from_version, change, position",
        values,
    ).fetchall()
    return (dict(zip(names, row, strict=True)) for row in rows)


def superseded_rows(db: Database, change: str) -> list[Row]:
    """What ``edit_log`` said of a change until a late capture redrew it; empty if it never did."""
    rows = db.conn.execute(SUPERSEDED, [change]).fetchall()
    return [dict(zip(columns(db), row, strict=True)) for row in rows]


def by_change(rows: Iterator[Row]) -> Iterator[list[Row]]:
    """The rows of each change."""
    for _, group in itertools.groupby(rows, key=lambda row: row["change"]):
        yield list(group)


def findings(db: Database, selection: Selection) -> Iterator[Row]:
    """Open findings between languages, as rows of ``discrepancy_log``. They have no declaration to be silent about."""
    if selection.silent or selection.change:
        return iter(())
    criteria, values = _criteria(db, selection)
    names = columns(db, "discrepancy_log")
    rows = db.conn.execute(
        f"SELECT * FROM discrepancy_log WHERE resolved_at IS NULL AND {criteria} ORDER BY found_at, discrepancy", values
    ).fetchall()
    return (dict(zip(names, row, strict=True)) for row in rows)


def stamps(db: Database, selection: Selection) -> list[Row]:
    """Stamps that do not fit what was observed, as rows of ``stamp_log``, oldest first.

    They are cosmetic, declared, and of no change; ``since`` is by ``seen_at``.
    """
    if selection.silent or selection.change or selection.min_severity != SEVERITIES[0]:
        return []
    criteria, values = ["1"], []
    if selection.since:
        criteria.append("seen_at >= ?")
        values.append(iso(selection.since))
    if selection.source:
        criteria.append("source = ?")
        values.append(selection.source)
    if selection.document:
        criteria.append("document = ?")
        values.append(str(current_key(db, selection.source, selection.document)))
    names = columns(db, "stamp_log")
    rows = db.conn.execute(
        f"SELECT * FROM stamp_log WHERE {' AND '.join(criteria)} ORDER BY seen_at, source, document, language", values
    ).fetchall()
    return [dict(zip(names, row, strict=True)) for row in rows]


def current_key(db: Database, source: str, key: str) -> str | None:
    """The key a document now goes by, which differs if it proved to be another's variant; None if it is unknown."""
    row = db.conn.execute(
        "SELECT coalesce(older.key, documents.key) FROM documents JOIN sources ON sources.id = documents.source"
        " LEFT JOIN documents AS older ON older.id = documents.alias_of"
        " WHERE sources.name = ? AND documents.key = ?",
        [source, key],
    ).fetchone()
    return row[0] if row else None


def _criteria(db: Database, selection: Selection) -> tuple[str, list[Any]]:
    severities = SEVERITIES[SEVERITIES.index(selection.min_severity) :]
    criteria = [f"severity IN ({', '.join('?' * len(severities))})"]
    values: list[Any] = [*severities]
    if selection.since:
        criteria.append("found_at >= ?")
        values.append(iso(selection.since))
    if selection.source:
        criteria.append("source = ?")
        values.append(selection.source)
    if selection.document:
        criteria.append("document = ?")
        values.append(current_key(db, selection.source, selection.document))
    if selection.silent:
        criteria.append("silent = 1")
    if selection.change:
        criteria.append("change = ?")
        values.append(selection.change)
    return " AND ".join(criteria), values
