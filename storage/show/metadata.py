"""Pure: what Datasette is told about the database: descriptions, facets, order, and questions ready to be asked."""

from __future__ import annotations

from typing import Any

from storage.show.describe import VIEWS
from storage.show.describe_tables import TABLES
from storage.show.search import found

_FACETS = {
    "transcripts": ("source", "language", "kind", "status"),
    "turns": ("source", "language", "role"),
    "version_log": ("source", "language"),
    "capture_log": ("source", "language", "verdict", "observer"),
    "edit_log": ("source", "language", "severity", "kind", "silent"),
    "repeated_edits": ("source", "severity", "kind"),
    "stamp_log": ("source", "rule", "language"),
    "discrepancy_log": ("source", "severity", "kind", "language"),
    "translation_lag": ("source", "language", "first_language"),
    "flags": ("source", "language", "what", "severity", "kind", "silent"),
    "source_health": ("state",),
}
_DESCENDING = {
    "transcripts": "published_at",
    "version_log": "first_seen",
    "capture_log": "fetched_at",
    "edit_log": "found_at",
    "repeated_edits": "documents",
    "stamp_log": "seen_at",
    "discrepancy_log": "found_at",
    "translation_lag": "first_seen",
    "flags": "found_at",
}
_LABELS = {"sources": "name", "documents": "key", "variants": "url", "headings": "title", "extractors": "name"}

_EDIT = (
    "change, source, document, language, title, change_kind, kind, severity, speaker, before, after, silent,"
    " not_before, not_after, found_at"
)
QUERIES = {
    "silent_edits_this_week": {
        "title": "Silent edits this week",
        "description": "Edits found in the last seven days that the publisher did not declare, gravest first; "
        "cosmetic ones are left out",
        "sql": f"SELECT {_EDIT} FROM edit_log WHERE silent = 1 AND severity <> 'cosmetic'"
        " AND found_at >= strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '-7 days')"
        " ORDER BY instr('major moderate minor', severity), found_at DESC",
    },
    "edits_of_numbers": {
        "title": "Edits of numbers",
        "description": "Every number that was changed, put in or taken out, newest finding first",
        "sql": f"SELECT {_EDIT} FROM edit_log WHERE kind = 'number' ORDER BY found_at DESC",
    },
    "document_history": {
        "title": "One document's history",
        "description": "Every version of a document and every change between them, in all its languages, in time order",
        "sql": """SELECT first_seen AS at, language, 'version ' || version AS what, NULL AS change, NULL AS severity,
    NULL AS silent, title, last_seen AS until
FROM version_log WHERE source = :source AND document = :document
UNION ALL
SELECT DISTINCT not_after, language, change_kind, change, (
    SELECT severity FROM edit_log AS gravest WHERE gravest.change = edit_log.change
    ORDER BY instr('major moderate minor cosmetic', severity) LIMIT 1), silent, title, NULL
FROM edit_log WHERE source = :source AND document = :document
ORDER BY at, language, what""",
    },
    "speaker_edits": {
        "title": "One speaker's edits",
        "description": "Edits in what a speaker said; any part of the name will do, in the document's own script",
        "sql": f"SELECT {_EDIT} FROM edit_log WHERE :speaker <> '' AND instr(lower(speaker), lower(:speaker)) > 0"
        " ORDER BY found_at DESC",
    },
    "search": {
        "title": "Search",
        "description": 'Passages of every version that hold these words, in any inflection; "quotes" keep words '
        "together, word* finds beginnings. Language may be left empty. Where last_version is below versions, "
        "the passage has since been taken out",
        "sql": found("200").strip(),
    },
}


def metadata(database: str) -> dict[str, Any]:
    """Datasette's metadata for our database, served under this name."""
    return {
        "title": "Palimpsest",
        "description": "What ministries published, in every language, with every later edit",
        "license": "Texts belong to their publishers; the record of them is free to use",
        "license_url": "https://www.apache.org/licenses/LICENSE-2.0",
        "source": "The publishers' own pages, captured byte for byte (see capture_log)",
        "about": "Rows of the views are a public contract; tables behind them may change between releases",
        "databases": {
            database: {
                "description": "flags says what wants attention, edit_log holds every edit, transcripts the texts",
                "tables": {name: _table(name) for name in [*VIEWS, *TABLES]},
                "queries": QUERIES,
            }
        },
    }


def _table(name: str) -> dict[str, Any]:
    described = VIEWS.get(name) or TABLES[name]
    table: dict[str, Any] = {"description": f"A row is: {described.row}", "columns": described.columns}
    if described.plumbing:
        table["hidden"] = True
    if name in _FACETS:
        table["facets"] = list(_FACETS[name])
    if name in _DESCENDING:
        table["sort_desc"] = _DESCENDING[name]
    if name in _LABELS:
        table["label_column"] = _LABELS[name]
    return table
