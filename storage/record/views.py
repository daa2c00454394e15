"""The views users write SQL against: the public contract, column by column, in order.

Views hold no data, so they are made anew whenever a writer opens the database and their text differs from these.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.record.lag import TRANSLATION_LAG
from storage.record.passages import AFTER, BEFORE, WHOLE
from storage.record.stamps import STAMP_LOG
from storage.record.texts import LAID

if TYPE_CHECKING:
    from sqlite_utils import Database

LEAST_DOCUMENTS = 3
"""Documents from which on one edit in all of them is told as one finding."""

_TEXT = f"""(SELECT group_concat(text, char(10, 10)) FROM (
    SELECT {WHOLE} AS text FROM {LAID} JOIN passages ON passages.id = laid.value
    WHERE laid.key > 0 ORDER BY turn.key, laid.key))"""
_SAID = f"""(SELECT group_concat(text, char(10, 10)) FROM (
    SELECT {WHOLE} AS text FROM json_each(turn.value) AS laid JOIN passages ON passages.id = laid.value
    WHERE laid.key > 0 ORDER BY laid.key))"""

# The stamp in force at a moment: the page's own, else the latest that a listing or feed had shown by then.
_STAMP = """coalesce(nullif(headings.declared_updated_at, ''), (
    SELECT updated_at FROM stamps WHERE stamps.variant = variants.id AND stamps.seen_at <= {at}
    ORDER BY stamps.seen_at DESC LIMIT 1), '')"""

_NOW = "strftime('%Y-%m-%dT%H:%M:%fZ', 'now', '{ago}')"

# A variant whose last look brought no answer we can use, though nothing says that it was withdrawn.
_STATUS = """CASE
    WHEN EXISTS (SELECT 1 FROM withdrawals WHERE withdrawals.variant = variants.id AND restored_by IS NULL)
        THEN 'withdrawn'
    WHEN variants.failures > 0 THEN 'unreachable'
    ELSE 'live' END"""

_EDITS = f"""SELECT changes.id AS change, sources.name AS source, documents.key AS document, variants.language,
        variants.url, headings.title, changes.kind AS change_kind, changes.silent, sources.declaration,
        old.number AS from_version, new.number AS to_version,
        edits.op, edits.field, edits.kind, coalesce(edits.severity, changes.severity) AS severity,
        edits.speaker, edits.position, {BEFORE} AS before, {AFTER} AS after, coalesce(edits.rule, changes.rule) AS rule,
        changes.not_before, changes.not_after, coalesce(edits.found_at, changes.found_at) AS found_at,
        changes.from_capture, changes.to_capture, captures.observer
    FROM changes
    JOIN variants ON variants.id = changes.variant
    JOIN documents ON documents.id = variants.document
    JOIN sources ON sources.id = documents.source
    JOIN texts ON texts.id = coalesce(changes.to_text, changes.from_text)
    JOIN headings ON headings.id = texts.heading
    JOIN captures ON captures.id = changes.to_capture
    LEFT JOIN versions AS old ON old.id = changes.from_version
    LEFT JOIN versions AS new ON new.id = changes.to_version
    LEFT JOIN edits ON edits.change = changes.id"""

SUPERSEDED = f"{_EDITS} WHERE changes.superseded AND changes.id = ?"
"""The rows of a change that a late capture has redrawn: no longer in ``edit_log``, but addressable for good."""

VIEWS = {
    "transcripts": f"""
        SELECT sources.name AS source, documents.key AS document, variants.language,
            coalesce(nullif(headings.language_printed, ''), variants.language) AS language_printed,
            variants.url, headings.kind, headings.title, headings.published_at, headings.declared_version,
            {_STAMP.format(at="versions.last_seen")} AS declared_updated_at,
            {_STATUS} AS status,
            versions.number AS versions,
            (SELECT min(first_seen) FROM versions AS v WHERE v.variant = variants.id) AS first_seen,
            versions.last_seen, variants.last_checked,
            {_TEXT} AS text
        FROM versions
        JOIN variants ON variants.id = versions.variant
        JOIN documents ON documents.id = variants.document
        JOIN sources ON sources.id = documents.source
        JOIN texts ON texts.id = versions.text
        JOIN headings ON headings.id = texts.heading
        WHERE versions.number = (SELECT max(number) FROM versions AS v WHERE v.variant = variants.id)""",
    "turns": f"""
        SELECT sources.name AS source, documents.key AS document, variants.language,
            turn.key + 1 AS position, voices.role, voices.speaker, voices.speaker_printed,
            {_SAID} AS text
        FROM versions
        JOIN variants ON variants.id = versions.variant
        JOIN documents ON documents.id = variants.document
        JOIN sources ON sources.id = documents.source
        JOIN texts ON texts.id = versions.text
        JOIN json_each(texts.layout) AS turn
        JOIN voices ON voices.id = json_extract(turn.value, '$[0]')
        WHERE versions.number = (SELECT max(number) FROM versions AS v WHERE v.variant = variants.id)""",
    "version_log": f"""
        SELECT sources.name AS source, documents.key AS document, variants.language, versions.number AS version,
            headings.title, headings.published_at, headings.declared_version,
            {_STAMP.format(at="versions.last_seen")} AS declared_updated_at,
            (SELECT extractors.name FROM readings JOIN extractors ON extractors.id = readings.extractor
                WHERE readings.text = versions.text ORDER BY readings.id DESC LIMIT 1) AS extractor,
            versions.first_seen, versions.last_seen, texts.characters, lower(hex(texts.text_sha256)) AS text_sha256
        FROM versions
        JOIN variants ON variants.id = versions.variant
        JOIN documents ON documents.id = variants.document
        JOIN sources ON sources.id = documents.source
        JOIN texts ON texts.id = versions.text
        JOIN headings ON headings.id = texts.heading""",
    "capture_log": """
        SELECT captures.id AS capture, sources.name AS source, documents.key AS document, variants.language,
            captures.url, captures.fetched_at, captures.observer, captures.http_status, readings.verdict,
            CASE WHEN readings.verdict IN ('ok', 'unchanged') THEN (
                SELECT number FROM versions WHERE versions.variant = captures.variant
                    AND captures.fetched_at BETWEEN versions.first_seen AND versions.last_seen
                    AND (captures.observer = 'self' OR versions.text = readings.text
                        OR (SELECT digest FROM texts WHERE id = versions.text)
                            = (SELECT digest FROM texts WHERE id = readings.text))
                ORDER BY number LIMIT 1) END AS version,
            bodies.size AS bytes, lower(hex(bodies.sha256)) AS body_sha256
        FROM captures
        JOIN sources ON sources.id = captures.source
        LEFT JOIN variants ON variants.id = captures.variant
        LEFT JOIN documents ON documents.id = variants.document
        LEFT JOIN bodies ON bodies.id = captures.body
        LEFT JOIN readings ON readings.id = (SELECT max(id) FROM readings AS r WHERE r.capture = captures.id)""",
    "edit_log": f"{_EDITS} WHERE NOT changes.superseded",
    "repeated_edits": f"""
        SELECT edits.fingerprint AS repeat, sources.name AS source,
            count(DISTINCT variants.document) AS documents, count(*) AS edits,
            sum(changes.silent) AS silent,
            edits.kind, edits.severity, {BEFORE} AS before, {AFTER} AS after,
            min(coalesce(edits.found_at, changes.found_at)) AS first_found,
            group_concat(DISTINCT documents.key) AS found_in, group_concat(DISTINCT changes.id) AS changes
        FROM edits
        JOIN changes ON changes.id = edits.change
        JOIN variants ON variants.id = changes.variant
        JOIN documents ON documents.id = variants.document
        JOIN sources ON sources.id = documents.source
        WHERE edits.fingerprint <> '' AND NOT changes.superseded
        GROUP BY edits.fingerprint, sources.id HAVING count(DISTINCT variants.document) >= {LEAST_DOCUMENTS}""",
    "stamp_log": STAMP_LOG,
    "discrepancy_log": """
        SELECT discrepancies.id AS discrepancy, sources.name AS source, documents.key AS document,
            discrepancies.kind, discrepancies.severity, discrepancies.language, discrepancies.other_language,
            discrepancies.position, discrepancies.speaker, discrepancies.passage, discrepancies.other_passage,
            discrepancies.confidence, discrepancies.first_seen, discrepancies.resolved_at, discrepancies.found_at
        FROM discrepancies
        JOIN documents ON documents.id = discrepancies.document
        JOIN sources ON sources.id = documents.source""",
    "translation_lag": TRANSLATION_LAG,
    "flags": """
        SELECT 'change:' || changes.id AS flag, sources.name AS source, documents.key AS document,
            variants.language, 'change' AS what, changes.kind, changes.severity, changes.silent,
            CASE WHEN changes.kind IN ('withdrawn', 'restored') THEN changes.rule ELSE coalesce((
                SELECT group_concat(rule, ', ') FROM (
                    SELECT DISTINCT rule FROM edits
                    WHERE edits.change = changes.id AND edits.severity = changes.severity ORDER BY edits.id)),
                changes.rule) END AS reason,
            variants.url, changes.not_before, changes.not_after, changes.found_at
        FROM changes
        JOIN variants ON variants.id = changes.variant
        JOIN documents ON documents.id = variants.document
        JOIN sources ON sources.id = documents.source
        WHERE NOT changes.superseded AND (changes.severity IN ('moderate', 'major')
            OR (changes.severity = 'minor' AND changes.silent AND sources.declaration = 'proven'))
        UNION ALL
        SELECT 'discrepancy:' || discrepancies.id, sources.name, documents.key, discrepancies.language,
            'discrepancy', discrepancies.kind, discrepancies.severity, NULL,
            CASE discrepancies.rule WHEN '' THEN discrepancies.kind
                ELSE discrepancies.rule || ': ' || discrepancies.detail END,
            variants.url, NULL, discrepancies.first_seen, discrepancies.found_at
        FROM discrepancies
        JOIN documents ON documents.id = discrepancies.document
        JOIN sources ON sources.id = documents.source
        LEFT JOIN variants ON variants.id = discrepancies.variant
        WHERE discrepancies.resolved_at IS NULL""",
    "source_health": f"""
        SELECT sources.name AS source,
            latest.started_at AS last_run,
            (SELECT max(ended_at) FROM runs WHERE runs.source = sources.id AND runs.state = 'ok') AS last_ok,
            (SELECT count(*) FROM documents WHERE documents.source = sources.id AND alias_of IS NULL) AS documents,
            (SELECT count(*) FROM variants JOIN documents ON documents.id = variants.document
                WHERE documents.source = sources.id) AS variants,
            (SELECT count(*) FROM versions JOIN variants ON variants.id = versions.variant
                JOIN documents ON documents.id = variants.document
                WHERE documents.source = sources.id) AS versions,
            (SELECT count(*) FROM changes JOIN variants ON variants.id = changes.variant
                JOIN documents ON documents.id = variants.document
                WHERE documents.source = sources.id AND NOT changes.superseded
                    AND changes.found_at >= {_NOW.format(ago="-7 days")}) AS changes_7d,
            coalesce(seen.checked, 0) AS checked_24h,
            coalesce(seen.blocked, 0) AS blocked_24h,
            coalesce(seen.unreadable, 0) AS unreadable_24h,
            coalesce(latest.state, CASE WHEN latest.id IS NULL THEN 'never_run' ELSE 'degraded' END) AS state,
            CASE WHEN latest.id IS NOT NULL AND latest.state IS NULL
                THEN 'the last run did not end: ' || latest.outcome ELSE coalesce(latest.reason, '') END AS reason
        FROM sources
        LEFT JOIN runs AS latest ON latest.id = (
            SELECT max(id) FROM runs WHERE runs.source = sources.id AND runs.command = 'crawl')
        LEFT JOIN (
            SELECT captures.source, count(*) AS checked,
                sum(readings.verdict = 'blocked') AS blocked, sum(readings.verdict = 'unreadable') AS unreadable
            FROM captures JOIN readings
                ON readings.id = (SELECT max(id) FROM readings AS r WHERE r.capture = captures.id)
            WHERE captures.fetched_at >= {_NOW.format(ago="-1 day")}
            GROUP BY captures.source) AS seen ON seen.source = sources.id""",
}


def ensure_views(db: Database) -> None:
    """Make the database's views those of this release, touching only what differs."""
    for name, select in VIEWS.items():
        wanted = f"CREATE VIEW {name} AS {select.strip()}"
        row = db.conn.execute("SELECT sql FROM sqlite_master WHERE type = 'view' AND name = ?", [name]).fetchone()
        if row is None or row[0] != wanted:
            db.conn.execute(f"DROP VIEW IF EXISTS {name}")
            db.conn.execute(wanted)
