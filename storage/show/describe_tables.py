"""What every table behind the views is, column by column, in words. These may change between releases. Data only."""

from __future__ import annotations

from storage.show.describe import INTERVAL, PUBLISHED, SEVERITY, STAMP, Described

_ID = {"id": "Number of the row"}
_MOMENT = "When (UTC)"

TABLES: dict[str, Described] = {
    "sources": Described(
        "A publisher",
        {**_ID, "name": "<ISO country>_<office>", "declaration": "Whether it declares changes: none, unproven, proven"},
    ),
    "runs": Described(
        "A run of a command, chained by hash to the run before",
        {
            **_ID,
            "command": "What ran",
            "source": "For which source, if for one",
            "started_at": _MOMENT,
            "ended_at": "When (UTC); empty while running or if it was killed",
            "outcome": "running, done, stopped, failed or killed",
            "state": "The source's health as this run found it",
            "reason": "Why, if not ok",
            "listed": "Documents that listings and feeds named",
            "languages": "The languages the run was limited to; empty for all",
            "code": "The release that ran",
            "previous": "Hash of the run before",
            "manifest": "Hash over what this run recorded and over the run before",
        },
    ),
    "documents": Described(
        "A publication at a source, whatever its languages",
        {
            **_ID,
            "source": "Its publisher",
            "key": "Its name, unique in the source",
            "alias_of": "The older document that this one proved to be",
        },
    ),
    "variants": Described(
        "A document in one language",
        {
            **_ID,
            "document": "Whose variant it is",
            "language": "Language plus script",
            "url": "Where it lives now",
            "discovered_at": "When it was first named to us (UTC)",
            "next_check": "When it is to be looked at again (UTC)",
            "last_checked": "Last request (UTC)",
            "trusted_checks": "Conditional checks since the last unconditional one",
            "distrusted": "1 once a 304 of its server was found to be untrue",
            "failures": "Failed checks in a row",
            "basis": "The capture whose validators the next request sends",
            "etag": "Validator sent with the next request",
            "last_modified": "Validator sent with the next request",
            "uncompared": "1 while the diff job has to look at it",
        },
    ),
    "variant_urls": Described(
        "A URL at which a variant answered",
        {"url": "The URL", "variant": "What was there", "first_seen": "First (UTC)", "last_seen": "Last (UTC)"},
    ),
    "pairings": Described(
        "Two documents proposed, accepted or refused as one",
        {
            **_ID,
            "document": "The older one",
            "other": "The younger one",
            "method": "How the pairing was found",
            "confidence": "From 0 to 1",
            "state": "proposed, accepted or refused",
            "reason": "What speaks for it, or against",
            "recorded_at": _MOMENT,
        },
    ),
    "bodies": Described(
        "The bytes of a response, each kept once",
        {
            **_ID,
            "sha256": "Hash of the bytes",
            "size": "Their number",
            "base": "The body that this one is stored as a difference from",
            "data": "Compressed by us (zstd)",
        },
    ),
    "samples": Described(
        "A page of a source's, from which other bodies are stored as differences",
        {"source": "Of which source", "language": "In which language", "body": "The page"},
        plumbing=True,
    ),
    "unturned": Described(
        "A page of a listing that a run meant to turn to: the next run does",
        {"source": "Of which source", "url": "The page", "noted_at": "When it was noted (UTC)"},
        plumbing=True,
    ),
    "captures": Described(
        "One observation of a URL. Never changed",
        {
            **_ID,
            "run": "The run that made it",
            "source": "The publisher",
            "variant": "What it was fetched for; empty for listings and feeds",
            "url": "The URL that answered",
            "requested_url": "The URL asked for, if a redirect led elsewhere",
            "fetched_at": _MOMENT,
            "observer": "self, or the archive it came from",
            "http_status": "Status code; empty if no response came",
            "headers": "As received, as JSON",
            "body": "The bytes; empty for a 304 or a failure",
            "basis": "For a conditional request: the capture whose validators were sent",
            "incomplete": "1 if the connection ended before the announced length",
            "failure": "Why there is no response",
        },
    ),
    "extractors": Described(
        "A state of our reading code",
        {
            **_ID,
            "name": "Page class and digest of the code that read",
            "generation": "Alike for all that one state of the code brought; the greatest is today's",
        },
    ),
    "readings": Described(
        "What an extractor made of a capture. Never changed; a better extractor adds another",
        {
            **_ID,
            "capture": "What was read",
            "extractor": "What read it",
            "verdict": "What the capture is worth",
            "reason": "The evidence for the verdict",
            "text": "What it says, if the verdict is ok",
        },
    ),
    "stamps": Described(
        "An 'updated' stamp seen beside a link in a listing or feed",
        {"variant": "Of which variant", "seen_at": _MOMENT, "updated_at": "As printed", "capture": "Where it stood"},
    ),
    "declared_variants": Described(
        "A language variant that a page declares its document to have",
        {
            "document": "Which document",
            "language": "Language plus script",
            "language_printed": "The tag as printed",
            "declared_version": "The version number printed beside it",
            "url": "The link, if it is one",
            "capture": "The page that declares it",
        },
    ),
    "texts": Described(
        "What a page says, each distinct content once",
        {
            **_ID,
            "identity": "Hash of all that is kept of it",
            "digest": "Hash of all that is compared between versions",
            "words": "Hash of title and words alone, wherever passages are cut",
            "text_sha256": "Hash of the text in UTF-8",
            "characters": "Code points in the text",
            "form": "The layout it was read from",
            "language": "Language plus script",
            "language_printed": "The tag as printed",
            "kind": "Kind of document",
            "title": "Headline",
            "lead": "The lead printed above the body",
            "published_at": PUBLISHED,
            "published_printed": "The date as printed",
            "declared_version": "The version number printed",
            "declared_updated_at": STAMP,
            "place": "Where it was said",
            "number": "The publisher's own document number",
        },
    ),
    "voices": Described(
        "Who speaks in a turn, and as what: each distinct combination once",
        {
            **_ID,
            "role": "statement, question, answer or remark",
            "speaker": "As resolved",
            "speaker_printed": "As printed",
        },
        plumbing=True,
    ),
    "text_turns": Described(
        "A turn of a text",
        {"text": "Which text", "turn": "From 1", "voice": "Who speaks, and as what"},
    ),
    "passages": Described(
        "A paragraph, each distinct one once",
        {
            **_ID,
            "hash": "Half of the SHA-256 of the passage in UTF-8",
            "language": "Its language",
            "text": "The passage",
        },
    ),
    "text_passages": Described(
        "Which passage stands where in a text",
        {"text": "Which text", "position": "From 1", "turn": "The turn it belongs to", "passage": "The passage"},
    ),
    "versions": Described(
        "A run of captures that read the same",
        {
            "id": "The first of its captures to arrive",
            "variant": "Of which variant",
            "number": "From 1, in time order",
            "text": "What it says",
            "first_capture": "Its first capture in time",
            "last_capture": "Its last capture in time",
            "first_seen": "Time of the first (UTC)",
            "last_seen": "Time of the last (UTC)",
        },
    ),
    "withdrawals": Described(
        "A variant that the publisher took down, confirmed by a second look",
        {
            "id": "The first capture that found it gone",
            "variant": "Which variant",
            "version": "The version that was taken down",
            "last_capture": "The last capture that showed it",
            "confirmed_by": "The capture that confirmed it",
            "restored_by": "The capture that found it back",
        },
    ),
    "changes": Described(
        "What happened to a variant between two versions",
        {
            "id": "<from capture>-<to capture>",
            "variant": "Which variant",
            "kind": "edited, extended, reverted, withdrawn or restored",
            "severity": SEVERITY,
            "silent": "1 if the publisher did not declare it",
            "rule": "Why it is of this kind",
            "from_version": "Id of the older version",
            "to_version": "Id of the newer version; empty for a withdrawal",
            "from_text": "The older text, as the newest extractor reads it",
            "to_text": "The newer text, as the same extractor reads it",
            "from_capture": "The last capture of the old text",
            "to_capture": "The first capture of the new text",
            **INTERVAL,
            "structure": "The differences of the metadata, and the rows of the comparison, as JSON",
            "superseded": "1 if a capture that arrived later split this change; its id stays good",
            "revealed": "1 if a better reader found it in old captures: it is not announced",
        },
    ),
    "edits": Described(
        "One difference inside a change",
        {
            **_ID,
            "change": "Which change",
            "op": "insert, delete, replace, move or set",
            "field": "What it touches",
            "kind": "What sort of edit",
            "severity": SEVERITY,
            "rule": "The named rule that set kind and severity",
            "speaker": "Who speaks there",
            "position": "The passage, from 1, in the newer version (in the older one for deletes)",
            "before": "The words as they were",
            "after": "The words as they are",
            "found_at": "When a better reader or rule revealed it in a change known before; empty: with the change",
        },
    ),
    "discrepancies": Described(
        "A finding between two variants of one document",
        {
            "id": "Its permanent id",
            "document": "Which document",
            "kind": "What sort of finding",
            "severity": SEVERITY,
            "variant": "The variant that it is about",
            "language": "That variant's language",
            "other_language": "The other variant's language",
            "position": "The passage, from 1",
            "speaker": "Who speaks there",
            "passage": "The passage",
            "other_passage": "The other variant's passage",
            "confidence": "From 0 to 1",
            "capture": "The capture that shows it",
            "first_seen": "Time of that capture (UTC)",
            "resolved_at": "When it was seen to be mended (UTC)",
            "found_at": "When this project found it (UTC)",
        },
    ),
    "passage_index": Described(
        "Full-text index over passages: MATCH stems('your words') finds them in any inflection; rowid is the passage",
        {"stems": "Stems of the passage's words"},
    ),
    "passage_index_state": Described(
        "How far the full-text index has come",
        {"indexed_to": "The last passage indexed"},
        plumbing=True,
    ),
    "_sqlite_migrations": Described(
        "Changes of the database's own layout that have been applied",
        {**_ID, "migration_set": "Whose", "name": "Which", "applied_at": _MOMENT},
        plumbing=True,
    ),
}

INDEX_INTERNALS = {
    "passage_index_config": {"k": "Name of an FTS5 setting", "v": "Its value"},
    "passage_index_data": {"id": "Address of a block", "block": "A block of the index"},
    "passage_index_docsize": {"id": "The passage", "sz": "Its length in words"},
    "passage_index_idx": {"segid": "Segment", "term": "First term of a page", "pgno": "The page"},
}
"""FTS5's own tables (https://www.sqlite.org/fts5.html), which Datasette hides."""
TABLES |= {
    name: Described("Part of the full-text index, kept by SQLite", columns, plumbing=True)
    for name, columns in INDEX_INTERNALS.items()
}
