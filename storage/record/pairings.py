"""Documents that may be one though their pages do not say so: proposals with a confidence, and what was decided.

A person decides, or a rule where the texts leave no doubt; what a person refused no rule accepts.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import TYPE_CHECKING

from storage.languages.pairing import Candidate, propose
from storage.record.db import moment
from storage.record.documents import unite

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from sqlite_utils import Database

    from storage.languages.agreement import Joined

METHOD = "title and date"
BY_HAND = "by hand"
BY_RULE = "by rule"


class Undecidable(Exception):
    """There is no such proposal, or the two documents contradict each other."""


@dataclass(frozen=True, slots=True)
class Proposed:
    """A proposal that nobody has decided on. Documents as ``source/key``."""

    id: int
    confidence: float
    document: str
    languages: str
    title: str
    other: str
    other_languages: str
    other_title: str
    reason: str


def proposed(db: Database, source: int | None = None) -> list[Proposed]:
    """Proposals that stand, the most confident first. What proved to be one document meanwhile is left out."""
    side = (
        "(SELECT sources.name || '/' || key FROM documents JOIN sources ON sources.id = documents.source"
        " WHERE documents.id = {0}),"
        " (SELECT group_concat(language, ', ') FROM variants WHERE variants.document = {0}),"
        " coalesce((SELECT title FROM versions JOIN texts ON texts.id = versions.text"
        "   JOIN headings ON headings.id = texts.heading"
        "   JOIN variants ON variants.id = versions.variant WHERE variants.document = {0}"
        "   ORDER BY versions.number DESC LIMIT 1), '')"
    )
    rows = db.conn.execute(
        f"SELECT pairings.id, confidence, {side.format('pairings.document')}, {side.format('pairings.other')}, reason"
        " FROM pairings JOIN documents ON documents.id = pairings.document"
        " JOIN documents AS second ON second.id = pairings.other"
        " WHERE state = 'proposed' AND (:source IS NULL OR documents.source = :source)"
        " AND coalesce(documents.alias_of, documents.id) <> coalesce(second.alias_of, second.id)"
        " ORDER BY confidence DESC, pairings.id",
        {"source": source},
    )
    return [Proposed(*row) for row in rows]


def decide(db: Database, pairing: int, *, accept: bool, now: datetime) -> None:
    """Make a proposal's documents one, or refuse it for good, in the caller's transaction.

    Raises Undecidable for an id that is no proposal, and for documents that both have a variant in one language: then
    the transaction must not be kept.
    """
    row = db.conn.execute(
        "SELECT coalesce(one.alias_of, one.id), coalesce(two.alias_of, two.id), state FROM pairings"
        " JOIN documents AS one ON one.id = document JOIN documents AS two ON two.id = other WHERE pairings.id = ?",
        [pairing],
    ).fetchone()
    if row is None or row[2] != "proposed":
        raise Undecidable(f"pairing {pairing} is " + (f"{row[2]} already" if row else "none that was proposed"))
    one, other, _ = row
    if accept and not unite(db, one, other, BY_HAND, now, reason=f"pairing {pairing}"):
        raise Undecidable(f"pairing {pairing}: both documents have a variant in one language")
    state = "accepted" if accept else "refused"
    db.conn.execute("UPDATE pairings SET state = ? WHERE id = ?", [state, pairing])


def accept_by_rule(db: Database, found: Joined, at: str) -> bool:
    """Make two documents one that are beyond doubt, in the caller's transaction, unless that was refused.

    Returns whether they are one now and were not before.
    """
    sides = (found.document, found.other)
    owner = "SELECT coalesce(alias_of, id) FROM documents WHERE id = ?"
    one, other = sorted(int(db.conn.execute(owner, [side]).fetchone()[0]) for side in sides)
    (refused,) = db.conn.execute(
        "SELECT count(*) FROM pairings JOIN documents AS one ON one.id = document"
        " JOIN documents AS two ON two.id = other WHERE state = 'refused'"
        " AND ? IN (one.id, one.alias_of) AND ? IN (two.id, two.alias_of)",
        [one, other],
    ).fetchone()
    if one == other or refused:
        return False
    reason = "; ".join(found.reasons)
    united = unite(db, one, other, BY_RULE, moment(at), reason=reason, confidence=found.confidence)
    db.conn.execute(
        "UPDATE pairings SET state = 'accepted' WHERE state = 'proposed' AND document = ? AND other = ?", sorted(sides)
    )
    return united


def days(db: Database, variants: Iterable[int]) -> set[tuple[int, str]]:
    """The sources and days on which any version of these variants was published."""
    return {
        (source, published[:10])
        for variant in variants
        for source, published in db.conn.execute(
            "SELECT documents.source, headings.published_at FROM versions JOIN texts ON texts.id = versions.text"
            " JOIN headings ON headings.id = texts.heading"
            " JOIN variants ON variants.id = versions.variant JOIN documents ON documents.id = variants.document"
            " WHERE versions.variant = ? AND headings.published_at <> ''",
            [variant],
        )
    }


def propose_pairings(db: Database, variants: Iterable[int], at: str) -> int:
    """Propose pairings among the documents known in one language, on the days on which these variants were published.

    Returns how many are new. The caller holds the transaction.
    """
    before = db.conn.total_changes
    for source, dates in groupby(sorted(days(db, variants)), key=lambda day: day[0]):
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
        "SELECT variants.document, variants.language, headings.kind, headings.published_at, headings.title,"
        " texts.characters FROM headings JOIN texts ON texts.heading = headings.id"
        " JOIN versions ON versions.text = texts.id JOIN variants ON variants.id = versions.variant"
        " JOIN documents ON documents.id = variants.document"
        " WHERE headings.published_at >= ? AND headings.published_at < ? || 'U' AND documents.source = ?"
        " AND versions.number = (SELECT max(number) FROM versions AS v WHERE v.variant = variants.id)"
        " AND NOT EXISTS (SELECT 1 FROM variants AS other"
        "   WHERE other.document = variants.document AND other.id <> variants.id)"
        " ORDER BY headings.published_at, variants.document",
        [day, day, source],
    )
    return [
        Candidate(document, language, kind, published, title, characters, order)
        for order, (document, language, kind, published, title, characters) in enumerate(rows)
    ]
