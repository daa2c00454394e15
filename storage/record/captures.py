"""A capture enters the record: its bytes, its reading, and all that follows from them, in the caller's transaction."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, cast

from storage.observation import SPEAKS, Capture, Reading
from storage.record import bodies, documents, fold, generations, runs, texts
from storage.record.db import iso, moment
from storage.record.listings import Recorded, record_listing
from storage.record.schedule import Policy, schedule
from storage.record.versions import refold, sightings

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from sqlite_utils import Database

STRAYED = "led to another document: "
"""What the reason of such a reading begins with. It depends on what else is known, not on the page alone."""


def record(
    db: Database,
    run: int,
    capture: Capture,
    reading: Reading,
    reread: Callable[[Capture, str], Reading],
    policy: Policy,
    *,
    fold_now: bool = True,
) -> Recorded:
    """Store a capture with what an extractor made of it, and fold it into its variant's versions.

    Without ``fold_now`` the caller folds it, with others, in the same transaction (``settle``). ``reread`` reads a
    stored capture with today's code: where the neighbours of this capture were last read by an older extractor, they
    are read again first, so that a change of ours is never taken for the publisher's.
    """
    (source,) = db.conn.execute("SELECT source FROM runs WHERE id = ?", [run]).fetchone()
    if capture.variant is None and capture.address is not None:
        capture = replace(capture, variant=documents.variant_at(db, source, capture.address, capture.fetched_at))
    if capture.probe and capture.status == 304:
        db.conn.execute("UPDATE variants SET distrusted = 1 WHERE id = ?", [capture.variant])
    reading = judged(db, source, capture, reading)
    capture_id = _insert(db, run, source, capture)
    text = None if reading.transcript is None else texts.save(db, reading.transcript, _last_text(db, capture.variant))
    if text is None and (model := reading.inherits or capture.basis) is not None and reading.verdict in SPEAKS:
        text = _text_of(db, model)
    add_reading(db, capture_id, reading, text)
    now = capture.fetched_at
    if capture.variant is None:
        return record_listing(db, source, capture, reading, capture_id, policy)
    if reading.verdict in SPEAKS:
        address = capture.address
        documents.seen_at(db, capture.variant, address.url if address else capture.url, now)
        if address is not None:
            documents.also_known_as(db, source, documents.document_of(db, capture.variant), address.key)
        documents.follow(db, source, capture, reading, capture_id)
        _keep_sample(db, source, capture.variant, capture_id)
    _note_absence(db, capture.variant, reading.verdict)
    new_version = fold_now and settle(db, [(capture_id, reading)], reread)
    if capture.observer == "self":
        schedule(db, capture, capture_id, reading.verdict, policy)
    return Recorded(capture_id, reading.verdict, reading.reason, new_version=new_version)


def settle(db: Database, recorded: Iterable[tuple[int, Reading]], reread: Callable[[Capture, str], Reading]) -> bool:
    """Fold captures that were just recorded, each variant once. Returns whether a version was born.

    Folding takes time in the number of a variant's captures, so hundreds that arrive at once are folded at once.
    """
    variants: dict[int, None] = {}
    mixed: dict[tuple[int, int], bool] = {}
    for capture_id, reading in recorded:
        variant, has_body = db.conn.execute(
            "SELECT variant, body IS NOT NULL FROM captures WHERE id = ?", [capture_id]
        ).fetchone()
        if variant is None:
            continue
        variants[variant] = None
        if reading.verdict in SPEAKS and has_body:
            generation = generations.of(db, reading.extractor)
            if (variant, generation) not in mixed:
                mixed[variant, generation] = _is_mixed(db, variant, generation)
            if mixed[variant, generation]:
                _read_neighbours_again(db, variant, capture_id, generation, reread)
                db.conn.execute("UPDATE variants SET uncompared = 1 WHERE id = ?", [variant])
    born = [refold(db, variant) for variant in variants]
    return any(born)


def to_be_folded(db: Database, since: int) -> int:
    """How many captures ``settle`` would go through: all of those variants that have had one since this capture."""
    (count,) = db.conn.execute(
        "SELECT count(*) FROM captures WHERE variant IN (SELECT variant FROM captures WHERE id >= ?)", [since]
    ).fetchone()
    return int(count)


def _is_mixed(db: Database, variant: int, generation: int) -> bool:
    """Whether some capture that speaks was not read by this generation of our code."""
    row = db.conn.execute(
        "SELECT 1 FROM captures WHERE variant = ? AND body IS NOT NULL"
        " AND EXISTS (SELECT 1 FROM readings WHERE capture = captures.id AND text IS NOT NULL)"
        " AND NOT EXISTS (SELECT 1 FROM readings JOIN extractors ON extractors.id = extractor"
        "  WHERE capture = captures.id AND generation = ?) LIMIT 1",
        [variant, generation],
    ).fetchone()
    return row is not None


def add_reading(db: Database, capture: int, reading: Reading, text: int | None) -> None:
    """Append a reading, unless the same extractor said so last. Of two of its readings the later one counts."""
    extractor = generations.extractor_id(db, reading.extractor)
    former = db.conn.execute(
        "SELECT verdict, text FROM readings WHERE capture = ? AND extractor = ? ORDER BY id DESC LIMIT 1",
        [capture, extractor],
    ).fetchone()
    if former is None or differ(former, (reading.verdict, text)):
        db.conn.execute(
            "INSERT INTO readings (capture, extractor, verdict, reason, text) VALUES (?, ?, ?, ?, ?)",
            [capture, extractor, reading.verdict, reading.reason, text],
        )


def differ(one: tuple[str, int | None], other: tuple[str, int | None]) -> bool:
    """Whether two readings, each a verdict and the id of a text, say different things of a page."""
    both_speak = {one[0], other[0]} <= SPEAKS  # that the bytes were known is no other reading of them
    return one[1] != other[1] if both_speak else one[0] != other[0]


def read_anew(db: Database, capture_id: int, reading: Reading, text: int | None) -> None:
    """Append what a better reader made of a stored capture, and follow the links that it sees there.

    Stamps beside links are left alone: what a listing showed at a time was noted then, in the order of time.
    """
    add_reading(db, capture_id, reading, text)
    source, variant, url, at = db.conn.execute(
        "SELECT sources.name, variant, url, fetched_at FROM captures JOIN sources ON sources.id = captures.source"
        " WHERE captures.id = ?",
        [capture_id],
    ).fetchone()
    capture = Capture(source, url, moment(at), variant=variant)
    id_ = runs.source_id(db, source)
    reading = replace(reading, links=tuple(replace(link, updated_at="") for link in reading.links))
    if variant is None:
        for link in reading.links:
            documents.discover(db, id_, link, capture_id, capture.fetched_at)
    elif reading.verdict in SPEAKS:
        documents.follow(db, id_, capture, reading, capture_id)
        _keep_sample(db, id_, variant, capture_id)


def load(db: Database, capture: int) -> Capture:
    """A stored capture with its bytes."""
    row = db.conn.execute(
        "SELECT sources.name, url, fetched_at, http_status, headers, body, observer, variant, basis, failure,"
        " incomplete, requested_url FROM captures JOIN sources ON sources.id = captures.source WHERE captures.id = ?",
        [capture],
    ).fetchone()
    source, url, at, status, headers, body, observer, variant, basis, failure, incomplete, requested = row
    return Capture(
        source=source,
        url=url,
        fetched_at=moment(at),
        status=status,
        headers=json.loads(headers),
        body=None if body is None else bodies.fetch(db, body),
        observer=observer,
        variant=variant,
        basis=basis,
        failure=failure,
        incomplete=bool(incomplete),
        requested_url=requested,
    )


def _insert(db: Database, run: int, source: int, capture: Capture) -> int:
    body = None
    if capture.body is not None:
        body = bodies.keep(db, capture.body, _near(db, source, capture))
    cursor = db.conn.execute(
        "INSERT INTO captures (run, source, variant, url, requested_url, fetched_at, observer, http_status, headers,"
        " body, basis, incomplete, failure) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            run,
            source,
            capture.variant,
            capture.url,
            capture.requested_url,
            iso(capture.fetched_at),
            capture.observer,
            capture.status,
            json.dumps(dict(capture.headers), ensure_ascii=False),
            body,
            capture.basis,
            int(capture.incomplete),
            capture.failure,
        ],
    )
    return cast("int", cursor.lastrowid)


def _near(db: Database, source: int, capture: Capture) -> int | None:
    """A stored body that this one probably resembles: the page's last, else one of its language's first."""
    if capture.variant is None:
        row = db.conn.execute(
            "SELECT body FROM captures WHERE variant IS NULL AND url = ? AND body IS NOT NULL ORDER BY id DESC LIMIT 1",
            [capture.url],
        ).fetchone()
    else:
        row = (
            db.conn.execute(
                "SELECT body FROM captures WHERE variant = ? AND body IS NOT NULL"
                " ORDER BY fetched_at DESC, id DESC LIMIT 1",  # as the index has them: by id, all would be sorted
                [capture.variant],
            ).fetchone()
            or db.conn.execute(
                "SELECT body FROM samples JOIN variants ON variants.language = samples.language"
                " WHERE variants.id = ? AND source = ?",
                [capture.variant, source],
            ).fetchone()
        )
    return int(row[0]) if row else None


def _last_text(db: Database, variant: int | None) -> int | None:
    """A stored text that a variant's next one probably resembles."""
    row = db.conn.execute(
        "SELECT text FROM versions WHERE variant = ? ORDER BY number DESC LIMIT 1", [variant]
    ).fetchone()
    return row and int(row[0])


def judged(db: Database, source: int, capture: Capture, reading: Reading) -> Reading:
    """The reading, in the light of what else is known: another document's page is no answer to this one's URL."""
    if capture.variant is not None and reading.verdict == "ok" and _strayed(db, source, capture):
        return Reading("error", reading.extractor, f"{STRAYED}{capture.url}")
    return reading


def _strayed(db: Database, source: int, capture: Capture) -> bool:
    """Whether a redirect ended on a page that is known as another document's. A mere new URL is no such thing."""
    if capture.address is None:
        return False
    owner = documents.owner_of(db, source, capture.address.key)
    return owner is not None and capture.variant is not None and owner != documents.document_of(db, capture.variant)


def _keep_sample(db: Database, source: int, variant: int, capture: int) -> None:
    """The first page that could be read in a language is what later ones are compressed against."""
    db.conn.execute(
        "INSERT OR IGNORE INTO samples (source, language, body) SELECT ?, language, captures.body"
        " FROM variants JOIN captures ON captures.id = ? WHERE variants.id = ? AND captures.body IS NOT NULL",
        [source, capture, variant],
    )


def _note_absence(db: Database, variant: int, verdict: str) -> None:
    """Leave it to the diff job to say what this absence, or its end, amounts to."""
    db.conn.execute(
        "UPDATE variants SET uncompared = 1 WHERE id = ? AND (? OR failures > 0)", [variant, verdict not in SPEAKS]
    )


def _text_of(db: Database, capture: int) -> int | None:
    row = db.conn.execute(
        "SELECT text FROM readings WHERE capture = ? AND text IS NOT NULL ORDER BY id DESC LIMIT 1", [capture]
    ).fetchone()
    return int(row[0]) if row else None


def _read_neighbours_again(
    db: Database, variant: int, capture_id: int, generation: int, reread: Callable[[Capture, str], Reading]
) -> None:
    """Both sides of a comparison are read by the same extractor (design rule 3)."""
    (language,) = db.conn.execute("SELECT language FROM variants WHERE id = ?", [variant]).fetchone()
    last = _last_text(db, variant)

    def read_again(sighting: fold.Sighting) -> None:
        if generation in sighting.said:
            return
        target = sighting.capture
        held = load(db, target)
        if held.body is None and held.basis is not None:
            target = held.basis
            held = load(db, target)
        again = reread(held, language)
        add_reading(db, target, again, None if again.transcript is None else texts.save(db, again.transcript, last))

    spoken = [sighting for sighting in sightings(db, variant) if sighting.verdict in SPEAKS]
    here = next(index for index, sighting in enumerate(spoken) if sighting.capture == capture_id)
    for side in (spoken[max(0, here - 2) : here][::-1], spoken[here + 1 : here + 3]):
        for sighting in side[: 1 if side and side[0].observer == "self" else 2]:
            read_again(sighting)  # a lone stranger is judged by what stands on its other side
    versions = fold.versions(sightings(db, variant))
    mine = next((index for index, one in enumerate(versions) if one.first.capture == capture_id), 0)
    for version in versions[: max(0, mine - 1)]:
        read_again(version.last)  # whether this one goes back to it
