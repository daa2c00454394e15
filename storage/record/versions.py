"""A variant's versions and withdrawals in the tables, folded anew from its captures whenever one arrives."""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from storage.observation import SPEAKS
from storage.record import fold, texts
from storage.record.db import iso, moment
from storage.record.runs import PROVES_ABSENCE

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import timedelta

    from sqlite_utils import Database

Row = tuple[int, int, int, int, str, str]
"""A version: number, text, first and last capture, first and last seen."""


def sightings(db: Database, variant: int) -> list[fold.Sighting]:
    """All captures of a variant in time order, each with its readings that speak.

    A 304 says that nothing changed since the capture whose validators were sent, so it reads what that one reads;
    where a probe has caught the server lying, its 304s say nothing.
    """
    (distrusted,) = db.conn.execute("SELECT distrusted FROM variants WHERE id = ?", [variant]).fetchone()
    said: dict[int, dict[int, fold.Said]] = {}
    verdicts: dict[int, str] = {}
    rows: dict[int, tuple[str, str, bytes, int | None]] = {}
    for capture, at, observer, sha256, basis, generation, verdict, text, digest, words, form in db.conn.execute(
        "SELECT captures.id, fetched_at, observer, coalesce(bodies.sha256, x''), iif(body IS NULL, basis, NULL),"
        " generation, verdict, readings.text, digest, words, form"
        " FROM captures JOIN readings ON readings.capture = captures.id"
        " JOIN extractors ON extractors.id = readings.extractor"
        " LEFT JOIN bodies ON bodies.id = captures.body LEFT JOIN texts ON texts.id = readings.text"
        " LEFT JOIN headings ON headings.id = texts.heading"
        " WHERE variant = ? AND NOT (? AND http_status IS 304)"
        # what one extractor read last is what it says
        " AND NOT EXISTS (SELECT 1 FROM readings AS later WHERE later.capture = captures.id"
        "   AND later.extractor = readings.extractor AND later.id > readings.id)"
        " ORDER BY captures.id, generation, readings.id",
        [variant, distrusted],
    ):
        rows[capture] = (at, observer, sha256, basis)
        readings = said.setdefault(capture, {})
        if text is not None:
            readings[generation] = fold.Said(text, digest, words, form)
        # A page class that no longer knows an old template takes nothing back that an earlier one read there.
        if not (verdict == "unreadable" and verdicts.get(capture) in SPEAKS):
            verdicts[capture] = verdict

    def verdict_of(capture: int, model: int) -> str:
        """A 304 speaks only as long as what it repeats does: a better reader may have found a wall there."""
        speaks = bool(said.get(model)) and verdicts[model] in SPEAKS
        return verdicts[capture] if speaks or verdicts[capture] not in SPEAKS else "error"

    return fold.in_order(
        fold.Sighting(
            capture, moment(at), observer, verdict_of(capture, basis or capture), said.get(basis or capture, {}), sha256
        )
        for capture, (at, observer, sha256, basis) in rows.items()
    )


def refold(db: Database, variant: int) -> bool:
    """Make the variant's versions those that its captures say. Returns whether a version was born.

    Ids are those of captures and so stay; only what differs is written.
    """
    seen = sightings(db, variant)
    before, after = stored(db, variant), rows(fold.versions(seen))
    for gone in before.keys() - after.keys():
        db.conn.execute("DELETE FROM withdrawals WHERE version = ?", [gone])
        db.conn.execute("DELETE FROM versions WHERE id = ?", [gone])
    for id_, values in after.items():
        if before.get(id_) != values:
            db.conn.execute(
                "INSERT OR REPLACE INTO versions"
                " (id, variant, number, text, first_capture, last_capture, first_seen, last_seen)"
                " VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                [id_, variant, *values],
            )
            make_findable(db, variant, values[1])
    absent = any(sighting.verdict in fold.GONE for sighting in seen)  # any capture may end an absence, or narrow it
    if absent or bool(after) != bool(before) or _boundaries(after) != _boundaries(before):
        db.conn.execute("UPDATE variants SET uncompared = 1 WHERE id = ?", [variant])
    return bool(after.keys() - before.keys())


def make_findable(db: Database, variant: int, text: int) -> None:
    """Let a search that finds passages of this text find the variant."""
    db.conn.execute(
        "INSERT OR IGNORE INTO passage_variants (passage, variant)"
        f" SELECT laid.value, ? FROM texts, {texts.LAID} WHERE texts.id = ? AND laid.key > 0",
        [variant, text],
    )


def stored(db: Database, variant: int) -> dict[int, Row]:
    """The variant's versions as the tables hold them, by id."""
    return {
        row[0]: row[1:]
        for row in db.conn.execute(
            "SELECT id, number, text, first_capture, last_capture, first_seen, last_seen FROM versions"
            " WHERE variant = ?",
            [variant],
        )
    }


def rows(versions: Iterable[fold.Version]) -> dict[int, Row]:
    """Versions as the tables hold them, by id."""
    return {
        version.id: (
            number,
            version.last.latest.text,
            version.first.capture,
            version.last.capture,
            iso(version.first.at),
            iso(version.last.at),
        )
        for number, version in enumerate(versions, 1)
    }


def _boundaries(rows: dict[int, Row]) -> list[tuple[int, int]]:
    """Between which captures the text changed: what the diff job compares."""
    ordered = sorted(rows.values())
    return [(left[3], right[2]) for left, right in itertools.pairwise(ordered)]


def _where_it_lived(db: Database, variant: int, seen: list[fold.Sighting]) -> Iterator[fold.Sighting]:
    """The sightings without those absences that an archive saw at another address than where the variant last stood:
    an old address may well be gone. We ourselves ask nowhere but where it stands.
    """
    urls = dict(db.conn.execute("SELECT id, url FROM captures WHERE variant = ?", [variant]))
    stood = ""
    for sighting in seen:
        place = _place(urls[sighting.capture])
        if sighting.verdict in SPEAKS:
            stood = place
        elif sighting.observer != "self" and stood and place != stood:
            continue
        yield sighting


def _place(url: str) -> str:
    """An address as all its spellings have it: without scheme, ``www.``, port and closing slash."""
    parts = urlsplit(url)
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}?{parts.query}"


def withdrawn(db: Database, variant: int, seen: Sequence[fold.Sighting], confirm: timedelta) -> list[fold.Withdrawal]:
    """The variant's confirmed absences, as all its sightings say.

    What an unhealthy run did not find proves no absence: many pages gone at once are the source's trouble.
    """
    if all(sighting.verdict not in fold.GONE for sighting in seen):
        return []
    distrusted = {
        capture
        for (capture,) in db.conn.execute(
            "SELECT captures.id FROM captures JOIN runs ON runs.id = captures.run"
            f" WHERE captures.variant = ? AND NOT {PROVES_ABSENCE}",
            [variant],
        )
    }
    trusted = [sighting for sighting in seen if sighting.verdict in SPEAKS or sighting.capture not in distrusted]
    return fold.withdrawals(list(_where_it_lived(db, variant, trusted)), confirm)


def withdrawal_rows(
    versions: Sequence[fold.Version], found: Iterable[fold.Withdrawal]
) -> dict[int, tuple[int, int, int, int | None]]:
    """Withdrawals as the tables hold them, by id: version, last, confirming and restoring capture."""
    return {
        one.gone.capture: (
            fold.standing(versions, one).id,
            one.last.capture,
            one.confirmed.capture,
            one.restored.capture if one.restored else None,
        )
        for one in found
    }


def keep_withdrawals(
    db: Database, variant: int, versions: Sequence[fold.Version], found: Iterable[fold.Withdrawal]
) -> None:
    """Make the variant's withdrawals these."""
    db.conn.execute("DELETE FROM withdrawals WHERE variant = ?", [variant])
    db.conn.executemany(
        "INSERT INTO withdrawals (id, variant, version, last_capture, confirmed_by, restored_by)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [(id_, variant, *values) for id_, values in withdrawal_rows(versions, found).items()],
    )
