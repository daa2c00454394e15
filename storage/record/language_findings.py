"""Findings between languages, into the tables: bound to the versions that show them, and to the one that mends them."""

from __future__ import annotations

from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Row:
    """One finding as it enters the record. Ids of versions; times as the tables keep them."""

    id: str
    kind: str
    severity: str
    variant: int
    language: str
    other_language: str
    position: int | None
    speaker: str
    passage: str
    other_passage: str
    confidence: float
    capture: int
    first_seen: str
    rule: str
    detail: str
    from_version: int
    from_other_version: int
    resolved_at: str | None = None
    to_version: int | None = None
    resolution: str = ""
    lag_hours: float | None = None

    def merged(self, other: Row) -> Row:
        """One finding that two comparisons brought: seen since the first, and mended once neither shows it."""
        first, second = sorted((self, other), key=lambda row: row.first_seen)
        late = max((first, second), key=lambda row: row.resolved_at or "9999")
        return replace(
            first,
            resolved_at=late.resolved_at,
            to_version=late.to_version,
            resolution=late.resolution,
            lag_hours=late.lag_hours,
        )


def write(db: Database, document: int, rows: Sequence[Row], *, at: str, revealed: bool = False) -> int:
    """Make these the document's findings between versions. One that was known keeps its ``found_at``.

    Returns how many are new. What the captures' verdicts alone say (a URL that holds another language, a variant that
    never answered) is left as it is.
    """
    known = {
        id_
        for (id_,) in db.conn.execute(
            "SELECT id FROM discrepancies WHERE document = ? AND from_version NOT NULL", [document]
        )
    }
    for gone in known - {row.id for row in rows}:
        db.conn.execute("DELETE FROM discrepancies WHERE id = ?", [gone])
    for row in rows:
        values = asdict(row)
        columns = ", ".join(values)
        db.conn.execute(
            f"INSERT INTO discrepancies ({columns}, document, found_at, revealed)"
            f" VALUES ({', '.join('?' * len(values))}, ?, ?, ?) ON CONFLICT (id) DO UPDATE SET "
            + ", ".join(f"{column} = excluded.{column}" for column in (*values, "document") if column != "id"),
            [*values.values(), document, at, int(revealed)],
        )
    return sum(row.id not in known for row in rows)
