"""What a variant's captures say of it beside its siblings: a URL that holds another language, or nothing at all."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.languages.detect import foreign_to
from storage.observation import SPEAKS
from storage.record import texts
from storage.record.runs import PROVES_ABSENCE

if TYPE_CHECKING:
    from collections.abc import Iterator

    from sqlite_utils import Database

RUNS_FAILED = 2
"""A declared variant is missing once its URL has failed in so many runs."""


@dataclass(frozen=True, slots=True)
class _Finding:
    id: str
    kind: str
    severity: str
    capture: int
    first_seen: str
    resolved_at: str | None
    other_language: str = ""
    passage: str = ""


@dataclass(frozen=True, slots=True)
class _Look:
    """One capture of the variant with its latest reading."""

    capture: int
    at: str
    run: int | None
    """None where the run proves no absence."""
    verdict: str
    text: int | None


def note_discrepancies_anew(db: Database, variant: int, found_at: str) -> None:
    """The same, with what never was taken away: a better reader knows the language, or reads the page at all."""
    bearing = note_discrepancies(db, variant, found_at)
    for (id_,) in db.conn.execute(
        "SELECT id FROM discrepancies WHERE variant = ? AND from_version IS NULL", [variant]
    ).fetchall():
        if id_ not in bearing:
            db.conn.execute("DELETE FROM discrepancies WHERE id = ?", [id_])


def note_discrepancies(db: Database, variant: int, found_at: str) -> set[str]:
    """Open the findings that the variant's captures bear out, and resolve those that they no longer do.

    Returns the ids of all that they bear out, resolved ones too.
    """
    document, language = db.conn.execute("SELECT document, language FROM variants WHERE id = ?", [variant]).fetchone()
    looks = [
        _Look(*row)
        for row in db.conn.execute(
            f"SELECT captures.id, fetched_at, iif({PROVES_ABSENCE}, run, NULL), verdict, text FROM captures"
            " JOIN runs ON runs.id = captures.run"
            " JOIN readings ON readings.id = (SELECT max(id) FROM readings AS r WHERE r.capture = captures.id)"
            " WHERE variant = ? ORDER BY fetched_at, captures.id",
            [variant],
        )
    ]
    findings = [*_wrong_language(db, language, looks), *_missing(db, document, variant, looks)]
    for finding in findings:
        db.conn.execute(
            "INSERT INTO discrepancies (id, document, kind, severity, variant, language, other_language, passage,"
            " confidence, capture, first_seen, resolved_at, found_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?, 1.0, ?, ?, ?, ?)"
            " ON CONFLICT (id) DO UPDATE SET resolved_at = excluded.resolved_at, passage = excluded.passage,"
            " other_language = excluded.other_language, capture = excluded.capture, first_seen = excluded.first_seen",
            [
                finding.id,
                document,
                finding.kind,
                finding.severity,
                variant,
                language,
                finding.other_language,
                finding.passage,
                finding.capture,
                finding.first_seen,
                finding.resolved_at,
                found_at,
            ],
        )
    return {finding.id for finding in findings}


def _wrong_language(db: Database, language: str, looks: list[_Look]) -> Iterator[_Finding]:
    """A foreign page's finding hangs on the first of its captures, and ends when the variant speaks again."""
    opened: _Look | None = None
    for look in [*looks, None]:
        if look is not None and look.verdict == "foreign":
            opened = opened or look
        elif opened is not None and (look is None or look.verdict in SPEAKS):
            found = texts.load(db, opened.text) if opened.text is not None else None
            yield _Finding(
                id=f"wrong_language-{opened.capture}",
                kind="wrong_language",
                severity="major",
                capture=opened.capture,
                first_seen=opened.at,
                resolved_at=look.at if look else None,
                other_language=foreign_to(found.text, language) if found else "",
                passage=found.passages[0] if found else "",
            )
            opened = None


def _missing(db: Database, document: int, variant: int, looks: list[_Look]) -> Iterator[_Finding]:
    """A variant that its siblings declare, and that has not answered in any run so far."""
    spoke = next((look.at for look in looks if look.verdict in SPEAKS), None)
    before = [look for look in looks if spoke is None or look.at < spoke]
    failed = {look.run for look in before if look.verdict in ("gone", "soft_404", "error") and look.run is not None}
    if len(failed) >= RUNS_FAILED and _has_sibling(db, document, variant):
        yield _Finding(
            id=f"missing_variant-{variant}",
            kind="missing_variant",
            severity="moderate",
            capture=before[0].capture,
            first_seen=before[0].at,
            resolved_at=spoke,
        )


def _has_sibling(db: Database, document: int, variant: int) -> bool:
    row = db.conn.execute(
        "SELECT 1 FROM versions JOIN variants ON variants.id = versions.variant"
        " WHERE variants.document = ? AND variants.id <> ?",
        [document, variant],
    ).fetchone()
    return row is not None
