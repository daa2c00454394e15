"""Documents that may be one though their pages do not say so: proposals with a confidence, acted on by nobody."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from storage.languages.pairing import Candidate, propose

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

METHOD = "title and date"


def propose_pairings(db: Database, variants: Iterable[int], at: str) -> int:
    """Propose pairings among the documents known in one language, on the days on which these variants were published.

    Returns how many are new. The caller holds the transaction.
    """
    days = {
        (source, published[:10])
        for variant in variants
        for source, published in db.conn.execute(
            "SELECT documents.source, texts.published_at FROM versions JOIN texts ON texts.id = versions.text"
            " JOIN variants ON variants.id = versions.variant JOIN documents ON documents.id = variants.document"
            " WHERE versions.variant = ? AND texts.published_at <> ''",
            [variant],
        )
    }
    before = db.conn.total_changes
    for source, dates in groupby(sorted(days), key=lambda day: day[0]):
        candidates = [candidate for _, day in dates for candidate in _alone(db, source, day)]
        for proposal in propose(candidates):
            db.conn.execute(
                "INSERT OR IGNORE INTO pairings (document, other, method, confidence, state, reason, recorded_at)"
                " VALUES (?, ?, ?, ?, 'proposed', ?, ?)",
                [proposal.document, proposal.other, METHOD, proposal.confidence, "; ".join(proposal.reasons), at],
            )
    return db.conn.total_changes - before


def _alone(db: Database, source: int, day: str) -> list[Candidate]:
    """The source's documents of a day that are known in one language only."""
    rows = db.conn.execute(
        "SELECT variants.document, variants.language, texts.kind, texts.published_at, texts.title, texts.characters"
        " FROM texts JOIN versions ON versions.text = texts.id JOIN variants ON variants.id = versions.variant"
        " JOIN documents ON documents.id = variants.document"
        " WHERE texts.published_at >= ? AND texts.published_at < ? || 'U' AND documents.source = ?"
        " AND versions.number = (SELECT max(number) FROM versions AS v WHERE v.variant = variants.id)"
        " AND NOT EXISTS (SELECT 1 FROM variants AS other"
        "   WHERE other.document = variants.document AND other.id <> variants.id)"
        " ORDER BY texts.published_at, variants.document",
        [day, day, source],
    )
    return [
        Candidate(document, language, kind, published, title, characters, order)
        for order, (document, language, kind, published, title, characters) in enumerate(rows)
    ]
