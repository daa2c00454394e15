"""Changes, their edits, and findings between variants, in and out of the tables."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.observation import SPEAKS

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


def note_discrepancies(db: Database, variant: int, found_at: str) -> None:
    """What a variant's captures say of it beside its siblings: a URL that holds another language, or nothing at all.

    A foreign page's finding hangs on the first of its captures, and resolves when the variant speaks again.
    """
    document, language = db.conn.execute("SELECT document, language FROM variants WHERE id = ?", [variant]).fetchone()
    opened: tuple[int, str, str] | None = None
    spoke = False
    runs_failed: set[int] = set()
    for capture, at, verdict, reason, run in db.conn.execute(
        "SELECT captures.id, fetched_at, verdict, reason, run FROM captures"
        " JOIN readings ON readings.id = (SELECT max(id) FROM readings AS r WHERE r.capture = captures.id)"
        " WHERE variant = ? ORDER BY fetched_at, captures.id",
        [variant],
    ).fetchall():
        if verdict == "foreign" and opened is None:
            opened = (capture, at, reason)
            _open(db, f"wrong_language-{capture}", document, variant, language, "wrong_language", "major",
                  capture, at, found_at, reason)  # fmt: skip
        elif verdict in SPEAKS:
            spoke = True
            if opened is not None:
                db.conn.execute(
                    "UPDATE discrepancies SET resolved_at = coalesce(resolved_at, ?) WHERE id = ?",
                    [at, f"wrong_language-{opened[0]}"],
                )
                opened = None
        elif verdict != "foreign":
            runs_failed.add(run)
    missing = f"missing_variant-{variant}"
    if not spoke and len(runs_failed) >= 2 and _has_sibling(db, document, variant):
        (capture, at) = db.conn.execute(
            "SELECT id, fetched_at FROM captures WHERE variant = ? ORDER BY fetched_at LIMIT 1", [variant]
        ).fetchone()
        _open(db, missing, document, variant, language, "missing_variant", "moderate", capture, at, found_at, "")
    elif spoke:
        db.conn.execute(
            "UPDATE discrepancies SET resolved_at = coalesce(resolved_at, ?) WHERE id = ?", [found_at, missing]
        )


def _has_sibling(db: Database, document: int, variant: int) -> bool:
    row = db.conn.execute(
        "SELECT 1 FROM versions JOIN variants ON variants.id = versions.variant"
        " WHERE variants.document = ? AND variants.id <> ?",
        [document, variant],
    ).fetchone()
    return row is not None


def _open(
    db: Database,
    id_: str,
    document: int,
    variant: int,
    language: str,
    kind: str,
    severity: str,
    capture: int,
    first_seen: str,
    found_at: str,
    passage: str,
) -> None:
    db.conn.execute(
        "INSERT OR IGNORE INTO discrepancies (id, document, kind, severity, variant, language, passage, confidence,"
        " capture, first_seen, found_at) VALUES (?, ?, ?, ?, ?, ?, ?, 1.0, ?, ?, ?)",
        [id_, document, kind, severity, variant, language, passage, capture, first_seen, found_at],
    )
