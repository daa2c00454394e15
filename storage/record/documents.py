"""Documents and their variants: which exist, where they live, which are one, when each is to be looked at again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal, cast

from storage.record.db import iso
from storage.record.runs import PROVES_ABSENCE

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from sqlite_utils import Database

    from storage.observation import Address, Capture, Link, Reading, Verdict


@dataclass(frozen=True, slots=True)
class Due:
    """A variant to be looked at, with what a conditional request and an unchanged answer need."""

    variant: int
    language: str
    url: str
    etag: str
    last_modified: str
    basis: int | None
    """The last capture that spoke and holds a body; its validators are the ones above."""
    trusted_checks: int
    """Conditional checks since the last unconditional one."""
    spoke: bool
    """Whether its last check brought something that speaks for the text; what an unhealthy run saw does not count."""
    newest: int | None
    """The newest capture that holds a body."""
    answered: str
    """The URL that it came from, if it came whole and with status 200; else ``''``."""
    body_sha256: bytes | None
    """Of that body."""
    verdict: Verdict | Literal[""]
    """Of that capture's latest reading; ``''`` if there is none."""
    extractor: str
    """What made that reading."""


NEVER = "9999"
"""The next check of a variant that only archives still hold."""

_SPOKE_LAST = f"""(
    SELECT r.verdict IN ('ok', 'unchanged') FROM captures AS c JOIN runs ON runs.id = c.run
    JOIN readings AS r ON r.id = (SELECT max(id) FROM readings WHERE capture = c.id)
    WHERE c.variant = variants.id AND (r.verdict IN ('ok', 'unchanged') OR {PROVES_ABSENCE})
    ORDER BY c.fetched_at DESC LIMIT 1)"""


def due(
    db: Database,
    source: int,
    now: datetime | None,
    above: int,
    below: int,
    limit: int = 50,
    languages: Sequence[str] = (),
) -> list[Due]:
    """Up to ``limit`` variants whose next check has come (if ``now`` is None, whether or not it has).

    Those with ids between ``above`` and ``below``, both exclusive; the latest discovered first.
    """
    wanted = f" AND variants.language IN ({', '.join('?' * len(languages))})" if languages else ""
    rows = db.conn.execute(
        "SELECT variants.id, variants.language, variants.url,"
        " iif(distrusted, '', etag), iif(distrusted, '', last_modified), variants.basis, trusted_checks,"
        f" iif(failures = 0, last_checked IS NOT NULL, coalesce({_SPOKE_LAST}, 0)), captures.id,"
        " iif(captures.http_status = 200 AND NOT captures.incomplete, captures.url, ''), bodies.sha256,"
        " coalesce(readings.verdict, ''),"
        " coalesce(extractors.name, '')"
        " FROM variants JOIN documents ON documents.id = variants.document"
        " LEFT JOIN captures ON captures.id = ("
        "   SELECT c.id FROM captures AS c WHERE c.variant = variants.id AND c.body IS NOT NULL"
        "   ORDER BY c.fetched_at DESC, c.id DESC LIMIT 1)"
        " LEFT JOIN bodies ON bodies.id = captures.body"
        " LEFT JOIN readings ON readings.id = (SELECT max(r.id) FROM readings AS r WHERE r.capture = captures.id)"
        " LEFT JOIN extractors ON extractors.id = readings.extractor"
        f" WHERE documents.source = ? AND variants.id > ? AND variants.id < ? AND next_check <= ?{wanted}"
        " ORDER BY variants.id DESC LIMIT ?",
        [source, above, below, iso(now) if now else "9998", *languages, limit],
    )
    return [Due(*row) for row in rows]


def discover(db: Database, source: int, link: Link, capture: int, now: datetime) -> int:
    """Make the variant behind a link known, due at once if it is new or its stamp was raised. Returns its id."""
    variant = variant_at(db, source, link.address, now)
    if link.updated_at and _raise_stamp(db, variant, link.updated_at, capture, now):
        db.conn.execute("UPDATE variants SET next_check = min(next_check, ?) WHERE id = ?", [iso(now), variant])
    return variant


def variant_at(db: Database, source: int, address: Address, now: datetime) -> int:
    """The variant that an address names, made known (and due) if it is new."""
    document = _document(db, source, address.key)
    row = db.conn.execute(
        "SELECT id FROM variants WHERE document = ? AND language = ?", [document, address.language]
    ).fetchone()
    return int(row[0]) if row else _add_variant(db, document, address, now)


def stamp_at(db: Database, variant: int, at: str) -> str:
    """The latest stamp that a listing or feed had shown for the variant by this moment; ``''`` if none."""
    row = db.conn.execute(
        "SELECT updated_at FROM stamps WHERE variant = ? AND seen_at <= ? ORDER BY seen_at DESC LIMIT 1", [variant, at]
    ).fetchone()
    return row[0] if row else ""


def document_of(db: Database, variant: int) -> int:
    (document,) = db.conn.execute("SELECT document FROM variants WHERE id = ?", [variant]).fetchone()
    return int(document)


def seen_at(db: Database, variant: int, url: str, now: datetime) -> None:
    """The variant answered at this URL: from now on it lives there; its former URLs stay on record."""
    db.conn.execute(
        "INSERT INTO variant_urls VALUES (?, ?, ?, ?) ON CONFLICT (url, variant) DO UPDATE SET"
        " first_seen = min(first_seen, excluded.first_seen), last_seen = max(last_seen, excluded.last_seen)",
        [url, variant, iso(now), iso(now)],
    )
    db.conn.execute(
        "UPDATE variants SET url = (SELECT url FROM variant_urls WHERE variant = variants.id"
        " ORDER BY last_seen DESC LIMIT 1) WHERE id = ?",
        [variant],
    )


def unite(
    db: Database, one: int, other: int, method: str, now: datetime, reason: str = "", confidence: float = 1.0
) -> bool:
    """Two documents turn out to be one: the older keeps its key, the other becomes its alias.

    Recorded as an accepted pairing. Where both already have a variant in one language the pages contradict each other:
    that is recorded as refused, and nothing is moved. Returns whether they are one now.
    """
    if one == other:
        return True
    older, younger = sorted((one, other))
    clash = db.conn.execute(
        "SELECT a.language FROM variants AS a JOIN variants AS b ON b.language = a.language"
        " WHERE a.document = ? AND b.document = ?",
        [older, younger],
    ).fetchone()
    state = "refused" if clash else "accepted"
    db.conn.execute(
        "INSERT OR IGNORE INTO pairings (document, other, method, confidence, state, reason, recorded_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [older, younger, method, confidence, state, f"both have {clash[0]}" if clash else reason, iso(now)],
    )
    if clash:
        return False
    db.conn.execute("UPDATE variants SET document = ? WHERE document = ?", [older, younger])
    db.conn.execute("UPDATE discrepancies SET document = ? WHERE document = ?", [older, younger])
    db.conn.execute("UPDATE OR IGNORE declared_variants SET document = ? WHERE document = ?", [older, younger])
    db.conn.execute("DELETE FROM declared_variants WHERE document = ?", [younger])
    db.conn.execute("UPDATE documents SET alias_of = ? WHERE id = ? OR alias_of = ?", [older, younger, younger])
    db.conn.execute("UPDATE documents SET unaligned = 1 WHERE id = ?", [older])
    return True


def follow(db: Database, source: int, capture: Capture, reading: Reading, capture_id: int) -> None:
    """What an article names: its own other languages (one document with it), and other articles."""
    assert capture.variant is not None
    for link in reading.links:
        other = discover(db, source, link, capture_id, capture.fetched_at)
        if link.same_document:
            unite(
                db,
                document_of(db, capture.variant),
                document_of(db, other),
                "language link",
                capture.fetched_at,
                reason=capture.url,
            )
    if reading.transcript is None:
        return
    document = document_of(db, capture.variant)
    for alternate in reading.transcript.alternates:
        db.conn.execute(
            "INSERT INTO declared_variants VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT (document, language) DO UPDATE SET"
            " language_printed = excluded.language_printed, declared_version = excluded.declared_version,"
            " url = excluded.url, capture = excluded.capture WHERE excluded.capture >= capture",
            [
                document,
                _language(alternate.language_printed),
                alternate.language_printed,
                alternate.declared_version,
                alternate.url,
                capture_id,
            ],
        )


def _language(printed: str) -> str:
    """Language plus script of a printed tag: ``en`` of ``en-GB``, ``zh-Hant`` of ``zh-Hant-TW``."""
    language, *rest = printed.split("-")
    script = next((part.title() for part in rest if len(part) == 4 and part.isalpha()), "")
    return f"{language.lower()}-{script}" if script else language.lower()


def owner_of(db: Database, source: int, key: str) -> int | None:
    """The document known under this key, its own or an alias."""
    row = db.conn.execute(
        "SELECT coalesce(alias_of, id) FROM documents WHERE source = ? AND key = ?", [source, key]
    ).fetchone()
    return int(row[0]) if row else None


def also_known_as(db: Database, source: int, document: int, key: str) -> None:
    """A document that answered under another key keeps its own; the new one becomes its alias."""
    db.conn.execute("INSERT OR IGNORE INTO documents (source, key, alias_of) VALUES (?, ?, ?)", [source, key, document])


def _document(db: Database, source: int, key: str) -> int:
    if (known := owner_of(db, source, key)) is not None:
        return known
    cursor = db.conn.execute("INSERT INTO documents (source, key) VALUES (?, ?)", [source, key])
    return cast("int", cursor.lastrowid)


def _add_variant(db: Database, document: int, address: Address, now: datetime) -> int:
    cursor = db.conn.execute(
        "INSERT INTO variants (document, language, url, discovered_at, next_check) VALUES (?, ?, ?, ?, ?)",
        [document, address.language, address.url, iso(now), NEVER if address.archived else iso(now)],
    )
    return cast("int", cursor.lastrowid)


def _raise_stamp(db: Database, variant: int, updated_at: str, capture: int, now: datetime) -> bool:
    """Note a stamp that says more than the last one did. Returns whether it was raised (not merely first seen)."""
    row = db.conn.execute(
        "SELECT updated_at FROM stamps WHERE variant = ? ORDER BY seen_at DESC LIMIT 1", [variant]
    ).fetchone()
    former = row[0] if row else ""
    if former.startswith(updated_at):
        return False  # a listing prints the day where the feed printed the second
    db.conn.execute(
        "INSERT OR REPLACE INTO stamps (variant, seen_at, updated_at, capture) VALUES (?, ?, ?, ?)",
        [variant, iso(now), updated_at, capture],
    )
    db.conn.execute(  # a stamp from an archive may declare a change that is on record as silent
        "UPDATE variants SET uncompared = 1 WHERE id = ?"
        " AND EXISTS (SELECT 1 FROM versions WHERE variant = variants.id AND last_seen >= ?)",
        [variant, iso(now)],
    )
    return bool(former) and not updated_at.startswith(former)
