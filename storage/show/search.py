"""Full-text search over every version's passages, whatever the inflection of the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.languages.stems import match_expression
from storage.record.passages import WHOLE
from storage.record.texts import LAID

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

_FOUND = f"""
WITH found AS MATERIALIZED (
    SELECT passage_index.rowid AS passage, passage_index.rank AS rank, variants.id AS variant
    FROM passage_index
    JOIN passage_variants ON passage_variants.passage = passage_index.rowid
    JOIN variants ON variants.id = passage_variants.variant
    WHERE passage_index MATCH stems(:query, :language)
        AND (:language = '' OR variants.language = :language OR variants.language LIKE :language || '-%')
    ORDER BY passage_index.rank, variants.id, passage_index.rowid LIMIT {{limit}})
SELECT sources.name AS source, documents.key AS document, variants.language, variants.url, headings.title,
    versions.number AS last_version,
    (SELECT max(number) FROM versions AS v WHERE v.variant = variants.id) AS versions,
    (SELECT min(place) FROM (
        SELECT laid.value AS id, row_number() OVER (ORDER BY turn.key, laid.key) AS place
        FROM {LAID} WHERE laid.key > 0) WHERE id = passages.id) AS position,
    {WHOLE} AS passage
FROM found
JOIN passages ON passages.id = found.passage
JOIN variants ON variants.id = found.variant
JOIN versions ON versions.id = (
    SELECT v.id FROM versions AS v JOIN texts ON texts.id = v.text
    WHERE v.variant = variants.id
        AND EXISTS (SELECT 1 FROM {LAID} WHERE laid.key > 0 AND laid.value = passages.id)
    ORDER BY v.number DESC LIMIT 1)
JOIN texts ON texts.id = versions.text
JOIN headings ON headings.id = texts.heading
JOIN documents ON documents.id = variants.document
JOIN sources ON sources.id = documents.source
ORDER BY found.rank, variants.id, position"""


def found(limit: str) -> str:
    """The query of a search for ``:query`` in ``:language``: one row a passage and variant, best first.

    It is from the newest version that holds it; ``last_version`` below ``versions``: it has since been taken out. Where
    passages stand is looked up for no more than ``limit`` of them (SQL), the best.
    """
    return _FOUND.format(limit=limit)


@dataclass(frozen=True, slots=True)
class Hit:
    """A passage that was found, in one variant."""

    source: str
    document: str
    language: str
    url: str
    title: str
    last_version: int
    versions: int
    position: int
    """Counted from 1, in the last version that holds the passage."""
    passage: str

    @property
    def removed(self) -> bool:
        """Whether the variant as it stands no longer has the passage."""
        return self.last_version < self.versions


def register(conn: sqlite3.Connection) -> None:
    """Give a connection the SQL function ``stems(query[, language])``: the MATCH expression for what a reader typed."""
    for arguments in (1, 2):
        conn.create_function("stems", arguments, _stems, deterministic=True)


def search(db: Database, query: str, language: str | None = None, limit: int = 100) -> list[Hit]:
    """Passages that hold the query's words, best first. Any query is valid; one without words finds nothing."""
    register(db.conn)
    rows = db.conn.execute(found(":limit"), {"query": query, "language": language or "", "limit": limit})
    return [Hit(*row) for row in rows]


def _stems(query: object, language: object = "") -> str:
    return match_expression(str(query if query is not None else ""), str(language or ""))
