"""The database's tables, as sqlite-utils migrations. A migration that has landed is never edited; add another."""

from __future__ import annotations

from typing import TYPE_CHECKING

from sqlite_utils import Migrations

if TYPE_CHECKING:
    from sqlite_utils import Database

migrations = Migrations("palimpsest")

APPLICATION_ID = 0x50414C49  # "PALI": tells our files from any other SQLite database


@migrations()
def m001_observations(db: Database) -> None:
    """Records: what was asked, seen, read. Only ever appended to, but for the bookkeeping of ``variants``."""
    db.conn.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    for statement in _OBSERVATIONS.split(";\n"):
        db.conn.execute(statement)


@migrations()
def m002_derived(db: Database) -> None:
    """All that can be dropped and made again from the records."""
    for statement in _DERIVED.split(";\n"):
        db.conn.execute(statement)


@migrations()
def m003_generations(db: Database) -> None:
    """Which readings are by the same code, and what a rebuild has revealed."""
    for statement in _GENERATIONS.split(";\n"):
        db.conn.execute(statement)


@migrations()
def m004_unturned(db: Database) -> None:
    """Pages of listings that a run meant to turn to: what a kill interrupts, the next run goes on with."""
    db.conn.execute(
        "CREATE TABLE unturned (source INTEGER NOT NULL REFERENCES sources, url TEXT NOT NULL,"
        " noted_at TEXT NOT NULL, PRIMARY KEY (source, url)) STRICT, WITHOUT ROWID"
    )


@migrations()
def m005_languages(db: Database) -> None:
    """What the languages of a document say of one another, and the frozen dictionaries that it was read with."""
    for statement in _LANGUAGES.split(";\n"):
        db.conn.execute(statement)


@migrations()
def m007_groups(db: Database) -> None:
    """What makes two edits the same edit, so that one made in many documents is found as one."""
    from storage.record.fingerprints import fingerprint  # which knows of languages, and is needed once in a lifetime

    db.conn.execute("ALTER TABLE edits ADD COLUMN fingerprint TEXT NOT NULL DEFAULT ''")
    columns = ("op", "field", "kind", "before", "after")
    found = db.conn.execute(
        f"SELECT edits.id, variants.language, {', '.join(f'edits.{column}' for column in columns)} FROM edits"
        " JOIN changes ON changes.id = edits.change JOIN variants ON variants.id = changes.variant"
    ).fetchall()
    db.conn.executemany(
        "UPDATE edits SET fingerprint = ? WHERE id = ?",
        [(fingerprint(dict(zip(columns, edit, strict=True)), language), id_) for id_, language, *edit in found],
    )
    db.conn.execute("CREATE INDEX edits_fingerprint ON edits (fingerprint) WHERE fingerprint <> ''")


@migrations()
def m008_addresses(db: Database) -> None:
    """Where a variant lived last is looked up with each capture of it: not among the addresses of all others."""
    db.conn.execute("CREATE INDEX variant_urls_variant ON variant_urls (variant, last_seen)")


@migrations()
def m006_archive(db: Database) -> None:
    """What timestamping authorities have signed of the run chain."""
    db.conn.execute(
        "CREATE TABLE timestamps (id INTEGER PRIMARY KEY, run INTEGER NOT NULL REFERENCES runs,"
        " manifest BLOB NOT NULL, authority TEXT NOT NULL, requested_at TEXT NOT NULL, stamped_at TEXT NOT NULL,"
        " answer BLOB NOT NULL) STRICT"
    )


@migrations()
def m009_aligners(db: Database) -> None:
    """By which code two texts were read together: what stands need not be read again by a rebuild."""
    db.conn.execute("ALTER TABLE alignments ADD COLUMN aligner TEXT NOT NULL DEFAULT ''")


@migrations()
def m010_compact(db: Database) -> None:
    """Less room for the same: metadata and passages once, what differs of edited ones, a text's passages as a list."""
    from storage.record.compaction import compact

    compact(db)


@migrations()
def m011_readings(db: Database) -> None:
    """Room for what an extractor read otherwise than before: the later reading beside the former one, and counting."""
    for (view,) in db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
        db.conn.execute(f'DROP VIEW "{view}"')  # made anew whenever a writer opens the database
    for statement in _READINGS.split(";\n"):
        db.conn.execute(statement)


@migrations()
def m012_days(db: Database) -> None:
    """What was published on a day is looked up by the day: not among all documents of its source, day by day."""
    db.conn.execute("CREATE INDEX headings_published ON headings (published_at) WHERE published_at <> ''")
    db.conn.execute("CREATE INDEX texts_heading ON texts (heading)")
    db.conn.execute("CREATE INDEX versions_text ON versions (text)")


_OBSERVATIONS = """
CREATE TABLE sources (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE,
    declaration TEXT NOT NULL DEFAULT 'none' CHECK (declaration IN ('none', 'unproven', 'proven'))
) STRICT;
CREATE TABLE runs (
    id INTEGER PRIMARY KEY,
    command TEXT NOT NULL,
    source INTEGER REFERENCES sources,
    started_at TEXT NOT NULL,
    ended_at TEXT,
    outcome TEXT NOT NULL DEFAULT 'running' CHECK (outcome IN ('running', 'done', 'stopped', 'failed', 'killed')),
    state TEXT CHECK (state IN ('ok', 'degraded', 'unhealthy')),
    reason TEXT NOT NULL DEFAULT '',
    listed INTEGER NOT NULL DEFAULT 0,
    languages TEXT NOT NULL DEFAULT '',
    code TEXT NOT NULL,
    previous BLOB,
    manifest BLOB
) STRICT;
CREATE INDEX runs_source ON runs (source, id);
CREATE TABLE documents (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES sources,
    key TEXT NOT NULL,
    alias_of INTEGER REFERENCES documents,
    UNIQUE (source, key)
) STRICT;
CREATE TABLE variants (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents,
    language TEXT NOT NULL,
    url TEXT NOT NULL,
    discovered_at TEXT NOT NULL,
    next_check TEXT NOT NULL,
    last_checked TEXT,
    trusted_checks INTEGER NOT NULL DEFAULT 0,
    distrusted INTEGER NOT NULL DEFAULT 0,
    failures INTEGER NOT NULL DEFAULT 0,
    basis INTEGER REFERENCES captures,
    etag TEXT NOT NULL DEFAULT '',
    last_modified TEXT NOT NULL DEFAULT '',
    uncompared INTEGER NOT NULL DEFAULT 0,
    UNIQUE (document, language)
) STRICT;
CREATE INDEX variants_due ON variants (next_check);
CREATE INDEX variants_uncompared ON variants (uncompared) WHERE uncompared;
CREATE TABLE variant_urls (
    url TEXT NOT NULL,
    variant INTEGER NOT NULL REFERENCES variants,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL,
    PRIMARY KEY (url, variant)
) STRICT, WITHOUT ROWID;
CREATE TABLE pairings (
    id INTEGER PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents,
    other INTEGER NOT NULL REFERENCES documents,
    method TEXT NOT NULL,
    confidence REAL NOT NULL CHECK (confidence BETWEEN 0 AND 1),
    state TEXT NOT NULL CHECK (state IN ('proposed', 'accepted', 'refused')),
    reason TEXT NOT NULL DEFAULT '',
    recorded_at TEXT NOT NULL,
    UNIQUE (document, other, method)
) STRICT;
CREATE TABLE bodies (
    id INTEGER PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE,
    size INTEGER NOT NULL,
    base INTEGER REFERENCES bodies,
    data BLOB NOT NULL
) STRICT;
CREATE TABLE samples (
    source INTEGER NOT NULL REFERENCES sources,
    language TEXT NOT NULL,
    body INTEGER NOT NULL REFERENCES bodies,
    PRIMARY KEY (source, language)
) STRICT, WITHOUT ROWID;
CREATE TABLE captures (
    id INTEGER PRIMARY KEY,
    run INTEGER NOT NULL REFERENCES runs,
    source INTEGER NOT NULL REFERENCES sources,
    variant INTEGER REFERENCES variants,
    url TEXT NOT NULL,
    requested_url TEXT NOT NULL DEFAULT '',
    fetched_at TEXT NOT NULL,
    observer TEXT NOT NULL,
    http_status INTEGER,
    headers TEXT NOT NULL,
    body INTEGER REFERENCES bodies,
    basis INTEGER REFERENCES captures,
    incomplete INTEGER NOT NULL DEFAULT 0,
    failure TEXT NOT NULL DEFAULT ''
) STRICT;
CREATE INDEX captures_variant ON captures (variant, fetched_at);
CREATE INDEX captures_source ON captures (source, fetched_at);
CREATE INDEX captures_run ON captures (run);
CREATE INDEX captures_listing ON captures (url) WHERE variant IS NULL;
CREATE TABLE extractors (
    id INTEGER PRIMARY KEY,
    name TEXT NOT NULL UNIQUE
) STRICT;
CREATE TABLE readings (
    id INTEGER PRIMARY KEY,
    capture INTEGER NOT NULL REFERENCES captures,
    extractor INTEGER NOT NULL REFERENCES extractors,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    text INTEGER REFERENCES texts,
    UNIQUE (capture, extractor)
) STRICT;
CREATE TABLE stamps (
    variant INTEGER NOT NULL REFERENCES variants,
    seen_at TEXT NOT NULL,
    updated_at TEXT NOT NULL,
    capture INTEGER NOT NULL REFERENCES captures,
    PRIMARY KEY (variant, seen_at)
) STRICT, WITHOUT ROWID;
CREATE TABLE declared_variants (
    document INTEGER NOT NULL REFERENCES documents,
    language TEXT NOT NULL,
    language_printed TEXT NOT NULL,
    declared_version TEXT NOT NULL,
    url TEXT NOT NULL,
    capture INTEGER NOT NULL REFERENCES captures,
    PRIMARY KEY (document, language)
) STRICT, WITHOUT ROWID
"""

_DERIVED = """
CREATE TABLE texts (
    id INTEGER PRIMARY KEY,
    identity BLOB NOT NULL UNIQUE,
    digest BLOB NOT NULL,
    words BLOB NOT NULL,
    text_sha256 BLOB NOT NULL,
    characters INTEGER NOT NULL,
    form TEXT NOT NULL,
    language TEXT NOT NULL,
    language_printed TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    lead TEXT NOT NULL,
    published_at TEXT NOT NULL,
    published_printed TEXT NOT NULL,
    declared_version TEXT NOT NULL,
    declared_updated_at TEXT NOT NULL,
    place TEXT NOT NULL,
    number TEXT NOT NULL
) STRICT;
CREATE INDEX texts_published ON texts (published_at);
CREATE TABLE voices (
    id INTEGER PRIMARY KEY,
    role TEXT NOT NULL,
    speaker TEXT NOT NULL,
    speaker_printed TEXT NOT NULL,
    UNIQUE (role, speaker, speaker_printed)
) STRICT;
CREATE TABLE text_turns (
    text INTEGER NOT NULL REFERENCES texts,
    turn INTEGER NOT NULL,
    voice INTEGER NOT NULL REFERENCES voices,
    PRIMARY KEY (text, turn)
) STRICT, WITHOUT ROWID;
CREATE TABLE passages (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    language TEXT NOT NULL,
    text TEXT NOT NULL
) STRICT;
CREATE TABLE text_passages (
    text INTEGER NOT NULL REFERENCES texts,
    position INTEGER NOT NULL,
    turn INTEGER NOT NULL,
    passage INTEGER NOT NULL REFERENCES passages,
    PRIMARY KEY (text, position)
) STRICT, WITHOUT ROWID;
CREATE INDEX text_passages_passage ON text_passages (passage);
CREATE TABLE versions (
    id INTEGER PRIMARY KEY REFERENCES captures,
    variant INTEGER NOT NULL REFERENCES variants,
    number INTEGER NOT NULL,
    text INTEGER NOT NULL REFERENCES texts,
    first_capture INTEGER NOT NULL REFERENCES captures,
    last_capture INTEGER NOT NULL REFERENCES captures,
    first_seen TEXT NOT NULL,
    last_seen TEXT NOT NULL
) STRICT;
CREATE INDEX versions_variant ON versions (variant, number);
CREATE TABLE withdrawals (
    id INTEGER PRIMARY KEY REFERENCES captures,
    variant INTEGER NOT NULL REFERENCES variants,
    version INTEGER NOT NULL REFERENCES versions DEFERRABLE INITIALLY DEFERRED,
    last_capture INTEGER NOT NULL REFERENCES captures,
    confirmed_by INTEGER NOT NULL REFERENCES captures,
    restored_by INTEGER REFERENCES captures
) STRICT;
CREATE INDEX withdrawals_variant ON withdrawals (variant);
CREATE TABLE changes (
    id TEXT PRIMARY KEY,
    variant INTEGER NOT NULL REFERENCES variants,
    kind TEXT NOT NULL CHECK (kind IN ('edited', 'extended', 'reverted', 'withdrawn', 'restored')),
    severity TEXT NOT NULL CHECK (severity IN ('cosmetic', 'minor', 'moderate', 'major')),
    silent INTEGER NOT NULL CHECK (silent IN (0, 1)),
    rule TEXT NOT NULL,
    from_version INTEGER NOT NULL,
    to_version INTEGER,
    from_text INTEGER NOT NULL REFERENCES texts,
    to_text INTEGER REFERENCES texts,
    from_capture INTEGER NOT NULL REFERENCES captures,
    to_capture INTEGER NOT NULL REFERENCES captures,
    not_before TEXT NOT NULL,
    not_after TEXT NOT NULL,
    found_at TEXT NOT NULL,
    structure TEXT NOT NULL,
    superseded INTEGER NOT NULL DEFAULT 0
) STRICT;
CREATE INDEX changes_variant ON changes (variant);
CREATE INDEX changes_found ON changes (found_at);
CREATE TABLE edits (
    id INTEGER PRIMARY KEY,
    change TEXT NOT NULL REFERENCES changes,
    op TEXT NOT NULL CHECK (op IN ('insert', 'delete', 'replace', 'move', 'set')),
    field TEXT NOT NULL,
    kind TEXT NOT NULL,
    severity TEXT NOT NULL,
    rule TEXT NOT NULL,
    speaker TEXT NOT NULL,
    position INTEGER,
    before TEXT NOT NULL,
    after TEXT NOT NULL
) STRICT;
CREATE INDEX edits_change ON edits (change);
CREATE INDEX edits_kind ON edits (kind);
CREATE TABLE discrepancies (
    id TEXT PRIMARY KEY,
    document INTEGER NOT NULL REFERENCES documents,
    kind TEXT NOT NULL,
    severity TEXT NOT NULL,
    variant INTEGER REFERENCES variants,
    language TEXT NOT NULL,
    other_language TEXT NOT NULL DEFAULT '',
    position INTEGER,
    speaker TEXT NOT NULL DEFAULT '',
    passage TEXT NOT NULL DEFAULT '',
    other_passage TEXT NOT NULL DEFAULT '',
    confidence REAL NOT NULL,
    capture INTEGER REFERENCES captures,
    first_seen TEXT NOT NULL,
    resolved_at TEXT,
    found_at TEXT NOT NULL
) STRICT;
CREATE VIRTUAL TABLE passage_index USING fts5 (stems, content = '', tokenize = 'unicode61 remove_diacritics 0');
CREATE TABLE passage_index_state (indexed_to INTEGER NOT NULL) STRICT;
INSERT INTO passage_index_state VALUES (0)
"""

_GENERATIONS = """
ALTER TABLE extractors ADD COLUMN generation INTEGER NOT NULL DEFAULT 0;
UPDATE extractors SET generation = (
    SELECT min(same.id) FROM extractors AS same
    WHERE substr(same.name, instr(same.name, '@')) = substr(extractors.name, instr(extractors.name, '@')));
ALTER TABLE changes ADD COLUMN revealed INTEGER NOT NULL DEFAULT 0 CHECK (revealed IN (0, 1));
ALTER TABLE edits ADD COLUMN found_at TEXT
"""

_LANGUAGES = """
CREATE TABLE dictionaries (
    id INTEGER PRIMARY KEY,
    source INTEGER NOT NULL REFERENCES sources,
    language TEXT NOT NULL,
    other_language TEXT NOT NULL,
    since INTEGER NOT NULL,
    documents INTEGER NOT NULL,
    proportion REAL NOT NULL,
    translations BLOB NOT NULL,
    digest BLOB NOT NULL,
    made_at TEXT NOT NULL
) STRICT;
CREATE INDEX dictionaries_languages ON dictionaries (source, language, other_language);
CREATE TABLE alignments (
    id INTEGER PRIMARY KEY,
    text INTEGER NOT NULL REFERENCES texts,
    other_text INTEGER NOT NULL REFERENCES texts,
    dictionary INTEGER REFERENCES dictionaries,
    newest INTEGER NOT NULL,
    compared BLOB NOT NULL
) STRICT;
CREATE UNIQUE INDEX alignments_texts ON alignments (text, other_text, coalesce(dictionary, 0));
CREATE INDEX alignments_newest ON alignments (newest);
CREATE TABLE awaited (
    document INTEGER PRIMARY KEY REFERENCES documents,
    until TEXT NOT NULL
) STRICT;
ALTER TABLE documents ADD COLUMN unaligned INTEGER NOT NULL DEFAULT 0 CHECK (unaligned IN (0, 1));
UPDATE documents SET unaligned = 1 WHERE id IN (
    SELECT document FROM variants WHERE id IN (SELECT variant FROM versions) GROUP BY document HAVING count(*) > 1);
CREATE INDEX documents_unaligned ON documents (id) WHERE unaligned;
ALTER TABLE discrepancies ADD COLUMN rule TEXT NOT NULL DEFAULT '';
ALTER TABLE discrepancies ADD COLUMN detail TEXT NOT NULL DEFAULT '';
ALTER TABLE discrepancies ADD COLUMN from_version INTEGER;
ALTER TABLE discrepancies ADD COLUMN from_other_version INTEGER;
ALTER TABLE discrepancies ADD COLUMN to_version INTEGER;
ALTER TABLE discrepancies ADD COLUMN resolution TEXT NOT NULL DEFAULT '';
ALTER TABLE discrepancies ADD COLUMN lag_hours REAL;
ALTER TABLE discrepancies ADD COLUMN revealed INTEGER NOT NULL DEFAULT 0 CHECK (revealed IN (0, 1));
CREATE INDEX discrepancies_document ON discrepancies (document)
"""

_READINGS = """
CREATE TABLE appended_readings (
    id INTEGER PRIMARY KEY,
    capture INTEGER NOT NULL REFERENCES captures,
    extractor INTEGER NOT NULL REFERENCES extractors,
    verdict TEXT NOT NULL,
    reason TEXT NOT NULL DEFAULT '',
    text INTEGER REFERENCES texts
) STRICT;
INSERT INTO appended_readings SELECT id, capture, extractor, verdict, reason, text FROM readings;
DROP TABLE readings;
ALTER TABLE appended_readings RENAME TO readings;
CREATE INDEX readings_capture ON readings (capture, extractor)
"""
