"""What every view of the public contract is, column by column, in words: for Datasette, and for the README.

Data only; tests hold it to the schema and the README to it.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Described:
    """A view or table: what one row is, and what each column holds, in the columns' order."""

    row: str
    columns: dict[str, str]
    plumbing: bool = False
    """Of no use to a reader: left off Datasette's front page."""


SEVERITY = "cosmetic < minor < moderate < major"
STAMP = "The publisher's own 'last updated', as printed"
PUBLISHED = "The date printed on the page, with the source's own offset"
_SOURCE = {"source": "The publisher: <ISO country>_<office>", "document": "The document's key, unique in its source"}
_VARIANT = {**_SOURCE, "language": "Language of the variant, with its script where that varies (en, zh-Hant)"}
INTERVAL = {
    "not_before": "Last seen with the old text (UTC)",
    "not_after": "First seen with the new text (UTC)",
    "found_at": "When this project found it (UTC)",
}

VIEWS: dict[str, Described] = {
    "transcripts": Described(
        "A language variant of a document, as it stands",
        {
            **_VARIANT,
            "language_printed": "The language tag as printed (en-GB)",
            "url": "Where the variant lives now",
            "kind": "speech, interview, press_conference, briefing, statement, answers, remarks, read_out, "
            "announcement or other",
            "title": "Headline",
            "published_at": PUBLISHED,
            "declared_version": "The version number that the page itself prints",
            "declared_updated_at": STAMP,
            "status": "live, withdrawn or unreachable",
            "versions": "How many versions are known",
            "first_seen": "First capture of any version (UTC)",
            "last_seen": "Last capture that read the same as now (UTC)",
            "last_checked": "Last request, whatever came of it (UTC)",
            "text": "All passages, separated by empty lines, without speakers",
        },
    ),
    "turns": Described(
        "One speaker's uninterrupted contribution to a variant as it stands",
        {
            **_VARIANT,
            "position": "Of the turn in its document, from 1",
            "role": "statement, question, answer or remark",
            "speaker": "As resolved; empty where the page does not say",
            "speaker_printed": "The label as printed, without its colon",
            "text": "The turn's passages, separated by empty lines",
        },
    ),
    "version_log": Described(
        "A version: a run of captures that read the same",
        {
            **_VARIANT,
            "version": "From 1 within the variant",
            "title": "Headline in this version",
            "published_at": PUBLISHED,
            "declared_version": "The version number that the page itself printed",
            "declared_updated_at": STAMP,
            "extractor": "The reader of the page: page class and digest of its code",
            "first_seen": "First capture (UTC)",
            "last_seen": "Last capture (UTC)",
            "characters": "Code points in the text",
            "text_sha256": "SHA-256 of the text in UTF-8, passages separated by empty lines",
        },
    ),
    "capture_log": Described(
        "A capture: one observation of a URL, with what its latest reading made of it",
        {
            "capture": "Number of the capture",
            **_VARIANT,
            "url": "The URL that answered",
            "fetched_at": "When (UTC)",
            "observer": "Who looked: self, or the archive it was imported from",
            "http_status": "Status code; empty if no response came",
            "verdict": "ok, unchanged, gone, soft_404, blocked, empty, truncated, foreign, unreadable or error",
            "version": "The version that this capture shows, if it speaks for the text",
            "bytes": "Length of the body, content encodings undone",
            "body_sha256": "SHA-256 of the body; empty if none was stored",
        },
    ),
    "edit_log": Described(
        "An edit by the publisher: one difference inside a change",
        {
            "change": "The change's permanent id: first capture to arrive of the older state, and of the newer",
            **_VARIANT,
            "url": "Where the variant lives now",
            "title": "Headline after the change",
            "change_kind": "edited, extended, reverted, withdrawn or restored",
            "silent": "1 if the publisher did not declare the change",
            "declaration": "Whether this source declares changes at all: none, unproven or proven",
            "from_version": "The older version, from 1 within the variant",
            "to_version": "The newer version; empty for a withdrawal",
            "op": "insert, delete, replace, move or set; empty where a change has no edits",
            "field": "text, title, lead, speaker, role, published_at, kind, declared_version or language",
            "kind": "From metadata and typography to negation, attribution, headline and passage_removed",
            "severity": SEVERITY,
            "speaker": "Who speaks in that passage",
            "position": "The passage, from 1, in the newer version (in the older one for deletes)",
            "before": "The changed words as they were; a whole passage if it went; empty for nothing",
            "after": "The changed words as they are; a whole passage if it came; empty for nothing",
            "rule": "The named rule that set kind and severity",
            **INTERVAL,
            "from_capture": "The last capture of the old text",
            "to_capture": "The first capture of the new text",
            "observer": "Who made the newer capture",
        },
    ),
    "repeated_edits": Described(
        "One edit that a source made in three documents or more: the same words gone and come, inflected or not",
        {
            "repeat": "What makes it the same edit: a hash of its words",
            "source": "The publisher: <ISO country>_<office>",
            "documents": "In how many documents",
            "edits": "How many edits, over all their languages",
            "silent": "How many of them the publisher did not declare",
            "kind": "Its kind where it was found first",
            "severity": SEVERITY,
            "before": "The words as they were where it was found first",
            "after": "The words as they are there",
            "first_found": "When this project found the first (UTC)",
            "found_in": "The documents' keys, with commas",
            "changes": "The changes' ids, with commas",
        },
    ),
    "stamp_log": Described(
        "An 'updated' stamp that does not fit what was observed",
        {
            **_VARIANT,
            "url": "Where the variant lives now",
            "rule": "stamp_raised_without_change or stamp_ran_backwards",
            "before": "The stamp as printed there before",
            "after": "The stamp as printed there then",
            "carrier": "The page, feed or listing that prints it",
            "seen_at": "When the later stamp was first seen (UTC)",
            "version": "The version that stood before and after a stamp raised without a change",
            "capture": "The capture that shows the stamp",
        },
    ),
    "discrepancy_log": Described(
        "A finding between two language variants of one document",
        {
            "discrepancy": "The finding's permanent id",
            **_SOURCE,
            "kind": "missing_passage, missing_turn, number_differs, date_differs, wrong_language, edited_alone, "
            "speaker_differs or missing_variant",
            "severity": SEVERITY,
            "language": "The variant that the finding is about",
            "other_language": "The variant it was compared with",
            "position": "The passage, from 1",
            "speaker": "Who speaks there",
            "passage": "The passage in this language",
            "other_passage": "The passage in the other language",
            "confidence": "From 0 to 1",
            "first_seen": "The capture in which it first shows (UTC)",
            "resolved_at": "When it was seen to be mended (UTC); empty while open",
            "found_at": "When this project found it (UTC)",
        },
    ),
    "translation_lag": Described(
        "A language of a document beside the language that came first, and how long after it",
        {
            **_VARIANT,
            "first_language": "The language that was seen first",
            "first_language_seen": "First capture of that (UTC)",
            "first_seen": "First capture of this one (UTC)",
            "hours": "Between the two; next to nothing where both were there when the document was first looked at",
            "hours_printed": "Between the times that the two pages print; empty where one prints none",
        },
    ),
    "flags": Described(
        "What wants a reader's attention: changes that matter, and open findings between languages",
        {
            "flag": "change:<id> or discrepancy:<id>",
            **_VARIANT,
            "what": "change or discrepancy",
            "kind": "The change's or the discrepancy's kind",
            "severity": SEVERITY,
            "silent": "1 if the publisher did not declare the change; empty for a discrepancy",
            "reason": "The rules that fired; of a discrepancy also what differs",
            "url": "Where the variant lives now",
            **INTERVAL,
        },
    ),
    "source_health": Described(
        "A source and how well it is being watched",
        {
            "source": "The publisher: <ISO country>_<office>",
            "last_run": "When its last run began (UTC)",
            "last_ok": "When its last healthy run ended (UTC)",
            "documents": "Documents known",
            "variants": "Language variants known",
            "versions": "Versions known",
            "changes_7d": "Changes found in the last 7 days",
            "checked_24h": "Captures in the last 24 hours",
            "blocked_24h": "Captures refused by the site in the last 24 hours",
            "unreadable_24h": "Captures that no page class could read in the last 24 hours",
            "state": "ok, degraded, unhealthy or never_run",
            "reason": "Why, if it is not ok",
        },
    ),
}
