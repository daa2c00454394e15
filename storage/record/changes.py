"""Changes and their edits, into the tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlite_utils import Database

    from storage.diff.model import Edit


@dataclass(frozen=True, slots=True)
class Found:
    """One change as it enters the record. Ids of versions and captures; times as the tables keep them."""

    id: str
    variant: int
    kind: str
    severity: str
    silent: bool
    rule: str
    from_version: int
    to_version: int | None
    from_text: int
    to_text: int | None
    from_capture: int
    to_capture: int
    not_before: str
    not_after: str
    found_at: str
    edits: tuple[Edit, ...] = ()
    structure: str = "{}"


def write(db: Database, change: Found) -> None:
    """Store a change. One that a late capture redrew keeps its id and the moment it was first found."""
    db.conn.execute("DELETE FROM edits WHERE change = ?", [change.id])
    db.conn.execute(
        "INSERT INTO changes (id, variant, kind, severity, silent, rule, from_version, to_version, from_text, to_text,"
        " from_capture, to_capture, not_before, not_after, found_at, structure)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
        " ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, severity = excluded.severity,"
        " silent = excluded.silent, rule = excluded.rule, from_text = excluded.from_text, to_text = excluded.to_text,"
        " from_capture = excluded.from_capture, to_capture = excluded.to_capture, not_before = excluded.not_before,"
        " not_after = excluded.not_after, structure = excluded.structure, superseded = 0",
        [
            change.id,
            change.variant,
            change.kind,
            change.severity,
            int(change.silent),
            change.rule,
            change.from_version,
            change.to_version,
            change.from_text,
            change.to_text,
            change.from_capture,
            change.to_capture,
            change.not_before,
            change.not_after,
            change.found_at,
            change.structure,
        ],
    )
    db.conn.executemany(
        "INSERT INTO edits (change, op, field, kind, severity, rule, speaker, position, before, after)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (
                change.id,
                edit.op,
                edit.field,
                edit.kind,
                edit.severity,
                edit.rule,
                edit.speaker,
                edit.position,
                edit.before,
                edit.after,
            )
            for edit in change.edits
        ],
    )


def supersede_others(db: Database, variant: int, standing: Collection[str]) -> None:
    """Changes that the captures no longer say (a late one split them) stay addressable, but speak no more."""
    for (id_,) in db.conn.execute("SELECT id FROM changes WHERE variant = ? AND NOT superseded", [variant]).fetchall():
        if id_ not in standing:
            db.conn.execute("UPDATE changes SET superseded = 1 WHERE id = ?", [id_])
