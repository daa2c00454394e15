"""How long translations take: hours from a document's first language to each other one."""

TRANSLATION_LAG = """
        WITH born AS (
            SELECT variants.document, variants.language, versions.first_seen, headings.published_at,
                row_number() OVER (PARTITION BY variants.document ORDER BY versions.first_seen, versions.id) AS place
            FROM variants
            JOIN versions ON versions.id = (
                SELECT id FROM versions AS v WHERE v.variant = variants.id ORDER BY number LIMIT 1)
            JOIN texts ON texts.id = versions.text
            JOIN headings ON headings.id = texts.heading)
        SELECT sources.name AS source, documents.key AS document, later.language,
            first.language AS first_language, first.first_seen AS first_language_seen, later.first_seen,
            round(24 * (julianday(later.first_seen) - julianday(first.first_seen)), 2) AS hours,
            CASE WHEN length(first.published_at) > 10 AND length(later.published_at) > 10
                THEN round(24 * (julianday(later.published_at) - julianday(first.published_at)), 2) END AS hours_printed
        FROM born AS later
        JOIN born AS first ON first.document = later.document AND first.place = 1
        JOIN documents ON documents.id = later.document
        JOIN sources ON sources.id = documents.source
        WHERE later.place > 1"""
"""A view. What was there when a document was first looked at came together, as far as anybody has seen."""
