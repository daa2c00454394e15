"""Declared against observed: "updated" stamps that do not fit what was seen of the text, as a view."""

from __future__ import annotations

RAISED = "stamp_raised_without_change"
BACKWARDS = "stamp_ran_backwards"

# Stamps of a feed or listing are followed where they were printed, for one may lag behind another; the page's own are
# those of its readings. Two stamps of which one prints a mere day are compared as days.
_SAID = """SELECT stamps.variant, carriers.url AS carrier, stamps.seen_at, stamps.updated_at AS stamp, stamps.capture
        FROM stamps JOIN captures AS carriers ON carriers.id = stamps.capture
    UNION ALL
    SELECT captures.variant, captures.url, captures.fetched_at, headings.declared_updated_at, captures.id
        FROM captures
        JOIN readings ON readings.id = (SELECT max(id) FROM readings AS r WHERE r.capture = captures.id)
        JOIN texts ON texts.id = readings.text
        JOIN headings ON headings.id = texts.heading
        WHERE captures.variant IS NOT NULL AND headings.declared_updated_at <> ''"""

_FOLLOWED = f"""SELECT *, lag(stamp) OVER series AS former, lag(seen_at) OVER series AS former_seen_at
    FROM ({_SAID}) WINDOW series AS (PARTITION BY variant, carrier ORDER BY seen_at, capture)"""

_JUDGED = f"""SELECT *,
        CASE WHEN min(length(stamp), length(former)) = 10
            THEN (substr(stamp, 1, 10) > substr(former, 1, 10)) - (substr(stamp, 1, 10) < substr(former, 1, 10))
            ELSE (julianday(stamp) > julianday(former)) - (julianday(stamp) < julianday(former)) END AS direction,
        strftime('%Y-%m-%dT%H:%M:%fZ', stamp) AS claimed_at
    FROM ({_FOLLOWED}) WHERE former <> stamp"""

STAMP_LOG = f"""
    SELECT sources.name AS source, documents.key AS document, variants.language, variants.url,
        CASE said.direction WHEN 1 THEN '{RAISED}' ELSE '{BACKWARDS}' END AS rule,
        said.former AS before, said.stamp AS after, said.carrier, said.seen_at,
        CASE said.direction WHEN 1 THEN versions.number END AS version, said.capture
    FROM ({_JUDGED}) AS said
    JOIN variants ON variants.id = said.variant
    JOIN documents ON documents.id = variants.document
    JOIN sources ON sources.id = documents.source
    LEFT JOIN versions ON versions.variant = said.variant
        AND said.seen_at <= versions.last_seen AND versions.first_seen <= max(said.former_seen_at,
            CASE WHEN length(said.stamp) > 10 AND said.claimed_at < said.seen_at THEN said.claimed_at ELSE '' END)
    WHERE said.direction = -1 OR (said.direction = 1 AND versions.id IS NOT NULL)"""
"""A row is a stamp, seen at ``seen_at``, that says other than what the captures show. Raised without a change: one
version was seen before the stamp was raised (while the former one stood, or before the moment that the new one claims)
and still after it."""
