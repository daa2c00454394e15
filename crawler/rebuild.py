"""Every stored capture read again by today's page classes, and all that is derived made anew, variant by variant.

Each batch of variants is one transaction: new readings, versions, changes and edits together. So a kill leaves every
variant either as it was or as it is to be, and the next rebuild finds the first sort and leaves the second alone.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

from crawler import workers
from crawler.reading import UnknownSource, code_of
from crawler.rereading import Reread, Rereader
from storage.jobs import siblings
from storage.jobs.diff import EDITED_ALONE, compare_all, run_diff
from storage.jobs.joining import CONFIDENCE
from storage.jobs.mining import mine_anew
from storage.jobs.revise import revise
from storage.record import captures, generations, texts
from storage.record.db import iso
from storage.record.discrepancies import note_discrepancies_anew

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import timedelta
    from pathlib import Path

    from sqlite_utils import Database

VARIANTS = 24
"""A transaction: little to lose to a kill, enough to amortise the commit."""
LISTINGS = 64
"""Captures of listings and feeds a transaction."""

READABLE = "body IS NOT NULL AND failure = '' AND http_status IS NOT 304"
"""In SQL over ``captures``: whether one holds a page."""


@dataclass(frozen=True, slots=True)
class _Batch:
    """Variants with all their captures that hold a page; or captures of listings, which belong to none."""

    variants: tuple[int, ...]
    captures: tuple[int, ...]


@dataclass(slots=True)
class Outcome:
    """What a rebuild did."""

    captures: int = 0
    """How many were read again."""
    readings: int = 0
    """How many of them an extractor read for the first time, or otherwise than before."""
    texts: int = 0
    """Damaged texts made whole."""
    changes: int = 0
    """New ones, and those that differ from what stood."""
    dictionaries: int = 0
    """Mined anew, and other than those that stood."""
    findings: int = 0
    """New ones between languages."""
    damaged: list[str] = field(default_factory=list)
    """Captures whose bytes cannot be had. Their former readings stand."""
    otherwise: list[int] = field(default_factory=list)
    """Captures that the very code that read them before reads otherwise now. What it reads now counts."""


def rebuild(
    db: Database,
    path: Path,
    *,
    source: int | None = None,
    jobs: int = 1,
    confirm_withdrawal: timedelta,
    edited_alone: timedelta = EDITED_ALONE,
    pairing_confidence: float = CONFIDENCE,
    dictionaries: bool = False,
    now: datetime | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
    aligning: Callable[[int, int], None] = lambda done, total: None,
) -> Outcome:
    """Make anew all that is derived, of one source or of all. The caller holds the database's lock.

    ``dictionaries``: mine them anew as well, and read the languages together with these. ``jobs`` cores are kept busy;
    0 reads in this process. ``path`` is where the reading processes find the database.
    """
    at = iso(now or datetime.now(UTC))
    outcome = Outcome()
    # What a crawl has brought and nobody has compared yet is the publisher's news, not a better reader's.
    run_diff(
        db,
        confirm_withdrawal=confirm_withdrawal,
        source=source,
        jobs=max(1, jobs),
        now=now,
        edited_alone=edited_alone,
        pairing_confidence=pairing_confidence,
    )
    _bring_code_forward(db, source)
    total = _count(db, source)
    comparers = workers.pool(jobs) if jobs > 1 else None
    try:
        with Rereader[_Batch](db, path, jobs) as rereader:
            batches = chain(_variants(db, source), _listings(db, source))
            for batch, again in rereader.through((one, one.captures) for one in batches):
                with db.atomic():
                    for reread in again:
                        _store(db, reread, outcome)
                    outcome.changes += revise(
                        db,
                        batch.variants,
                        confirm=confirm_withdrawal,
                        at=at,
                        compare_all=partial(compare_all, comparers, jobs),
                    )
                outcome.captures += len(again)
                progress(outcome.captures, total)
        # A variant's findings depend on its siblings, which are all known only now.
        for batch in _variants(db, source):
            with db.atomic():
                for variant in batch.variants:
                    note_discrepancies_anew(db, variant, at)
        if dictionaries:
            outcome.dictionaries = sum(mine_anew(db, one, at) for one in _sources(db, source))
        outcome.findings = siblings.read_again(
            db, at=at, within=edited_alone, source=source, workers=comparers, progress=aligning
        )
    finally:
        if comparers is not None:
            comparers.shutdown(cancel_futures=True)
    return outcome


def _sources(db: Database, source: int | None) -> list[int]:
    return [id_ for (id_,) in db.conn.execute("SELECT id FROM sources ORDER BY id") if source in (None, id_)]


def _store(db: Database, reread: Reread, outcome: Outcome) -> None:
    if reread.damage:
        outcome.damaged.append(f"capture {reread.capture}: {reread.damage}")
    if reread.otherwise:
        outcome.otherwise.append(reread.capture)
    reading = reread.reading
    if reading is None:
        return
    text = None
    if reading.transcript is not None:
        text = texts.save(db, reading.transcript)
        if reread.is_text_damaged and texts.damage(db, text):  # else another capture has had it mended
            texts.restore(db, text, reading.transcript)
            outcome.texts += 1
    if reread.is_new:
        captures.read_anew(db, reread.capture, reading, text)
        outcome.readings += 1


def _bring_code_forward(db: Database, source: int | None) -> None:
    """Where a release was undone, what its code reads counts for more again than what the undone one read."""
    with db.atomic():
        for id_, name in db.conn.execute("SELECT id, name FROM sources").fetchall():
            if source in (None, id_):
                generations.bring_forward(db, id_, code_of(name))


def unknown_sources(db: Database, source: int | None) -> list[str]:
    """Sources on record that no page module bears the name of: nothing can read their captures."""
    unknown = []
    for id_, name in db.conn.execute("SELECT id, name FROM sources ORDER BY name").fetchall():
        if source in (None, id_):
            try:
                code_of(name)
            except UnknownSource:
                unknown.append(name)
    return unknown


def _count(db: Database, source: int | None) -> int:
    (count,) = db.conn.execute(
        f"SELECT count(*) FROM captures WHERE {READABLE} AND (:source IS NULL OR source = :source)", {"source": source}
    ).fetchone()
    return int(count)


def _variants(db: Database, source: int | None) -> Iterator[_Batch]:
    """All variants in the order of their ids, each with its captures in the order of their bodies."""
    last = 0
    while rows := db.conn.execute(
        "SELECT variants.id FROM variants JOIN documents ON documents.id = variants.document"
        " WHERE variants.id > :last AND (:source IS NULL OR documents.source = :source)"
        " ORDER BY variants.id LIMIT :many",
        {"last": last, "source": source, "many": VARIANTS},
    ).fetchall():
        ids = tuple(id_ for (id_,) in rows)
        last = ids[-1]
        yield _Batch(ids, _captures(db, ids))


def _captures(db: Database, variants: Sequence[int]) -> tuple[int, ...]:
    return tuple(
        capture
        for variant in variants
        for (capture,) in db.conn.execute(
            f"SELECT id FROM captures WHERE variant = ? AND {READABLE} ORDER BY body, id", [variant]
        )
    )


def _listings(db: Database, source: int | None) -> Iterator[_Batch]:
    last = 0
    while rows := db.conn.execute(
        f"SELECT id FROM captures WHERE id > :last AND variant IS NULL AND {READABLE}"
        " AND (:source IS NULL OR source = :source) ORDER BY id LIMIT :many",
        {"last": last, "source": source, "many": LISTINGS},
    ).fetchall():
        last = rows[-1][0]
        yield _Batch((), tuple(id_ for (id_,) in rows))
