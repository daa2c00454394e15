"""Full-text search over every version's passages, whatever the inflection of the words."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.languages.stems import match_expression

if TYPE_CHECKING:
    import sqlite3

    from sqlite_utils import Database

FOUND = """
SELECT sources.name AS source, documents.key AS document, variants.language, variants.url, texts.title,
    max(versions.number) AS last_version,
    (SELECT max(number) FROM versions AS v WHERE v.variant = variants.id) AS versions,
    text_passages.position, passages.text AS passage
FROM passage_index
JOIN passages ON passages.id = passage_index.rowid
JOIN text_passages ON text_passages.passage = passages.id
JOIN texts ON texts.id = text_passages.text
JOIN versions ON versions.text = texts.id
JOIN variants ON variants.id = versions.variant
JOIN documents ON documents.id = variants.document
JOIN sources ON sources.id = documents.source
WHERE passage_index MATCH stems(:query, :language)
    AND (:language = '' OR variants.language = :language OR variants.language LIKE :language || '-%')
GROUP BY variants.id, passages.id
ORDER BY passage_index.rank, variants.id, text_passages.position"""
"""One row a passage and variant, best first (SQLite takes the other columns from the row of the one ``max``, the
newest version that holds it); ``last_version`` below ``versions``: it has since been taken out."""


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
    rows = db.conn.execute(f"{FOUND} LIMIT :limit", {"query": query, "language": language or "", "limit": limit})
    return [Hit(*row) for row in rows]


def _stems(query: object, language: object = "") -> str:
    return match_expression(str(query if query is not None else ""), str(language or ""))
