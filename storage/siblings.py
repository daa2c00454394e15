"""The languages of a document read together: findings opened and mended as versions come. Idempotent: record -> record.

Looked at are the documents that got a new version, and those with an edit whose siblings have been asked again since.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from datetime import timedelta
from time import monotonic
from typing import TYPE_CHECKING

from storage import told
from storage.alone import Change, Edited, Waiting, judge
from storage.diff.change import compare
from storage.family import family
from storage.languages.following import Touch
from storage.languages.timeline import spans
from storage.mining import mine_where_due
from storage.record import alignments, texts
from storage.record.db import iso, moment
from storage.record.documents import NEVER
from storage.record.language_findings import write
from storage.together import Reader

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from concurrent.futures import Executor

    from sqlite_utils import Database

    from storage.alone import Alone
    from storage.family import Family, Variant
    from storage.languages.timeline import Span
    from storage.record.language_findings import Row

_BATCH = 20
"""Documents a transaction at most."""
_BATCH_S = 2.0
"""Seconds of work after which a transaction takes no more documents."""


def run(
    db: Database,
    *,
    at: str,
    within: timedelta,
    source: int | None = None,
    workers: Executor | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
    stop: Callable[[], bool] = lambda: False,
) -> int:
    """Read together what is owed, mining dictionaries first where they are due. Returns how many findings are new.

    ``within``: the time in which other languages are expected to follow an edit. ``stop`` is asked between batches.
    """
    owing = [
        id_
        for (id_,) in db.conn.execute(
            "SELECT DISTINCT source FROM documents WHERE unaligned AND (? IS NULL OR source = ?) ORDER BY source",
            [source, source],
        ).fetchall()
    ]
    for one in owing:
        mine_where_due(db, one, at, stop)
    waiting = _waiting(db, source)
    found = done = 0
    reader = Reader(db, workers)
    while done < len(waiting) and not stop():
        began = monotonic()
        with db.atomic():
            batch = waiting[done : done + _BATCH]
            reader.read_all(filter(None, (family(db, document) for document in batch)))
            for document in batch:
                found += look(db, document, reader, at=at, within=within)
                done += 1
                if monotonic() - began >= _BATCH_S:
                    break
        progress(done, len(waiting))
    return found


def read_again(
    db: Database,
    *,
    at: str,
    within: timedelta,
    source: int | None = None,
    workers: Executor | None = None,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> int:
    """Read all documents together anew, with today's code and the dictionaries that stand. Safe to kill: start again.

    Returns how many findings are new: they were not seen just now, only better read.
    """
    documents = [
        id_
        for (id_,) in db.conn.execute(
            "SELECT id FROM documents WHERE alias_of IS NULL AND (? IS NULL OR source = ?) ORDER BY id",
            [source, source],
        )
    ]
    found = 0
    reader = Reader(db, workers)
    for start in range(0, len(documents), _BATCH):
        batch = documents[start : start + _BATCH]
        with db.atomic():
            for document in batch:
                alignments.forget(db, document)
            reader.read_all(filter(None, (family(db, document) for document in batch)))
            found += sum(look(db, document, reader, at=at, within=within, revealed=True) for document in batch)
        progress(start + len(batch), len(documents))
    return found


def _waiting(db: Database, source: int | None) -> list[int]:
    """Documents with a new version, and those whose variants were all asked after the moment that they wait for."""
    return [
        document
        for (document,) in db.conn.execute(
            "SELECT id FROM documents WHERE unaligned AND (:source IS NULL OR source = :source)"
            " UNION SELECT document FROM awaited JOIN documents ON documents.id = document"
            " WHERE (:source IS NULL OR source = :source) AND NOT EXISTS (SELECT 1 FROM variants"
            "   WHERE variants.document = awaited.document AND next_check < :never"
            "   AND variants.id IN (SELECT variant FROM versions)"
            "   AND until > (SELECT max(fetched_at) FROM captures WHERE variant = variants.id)) ORDER BY 1",
            {"source": source, "never": NEVER},
        )
    ]


def look(db: Database, document: int, reader: Reader, *, at: str, within: timedelta, revealed: bool = False) -> int:
    """Make the document's findings between languages those that its versions say, in the caller's transaction.

    Returns how many are new. ``revealed``: nothing new was seen, only better read.
    """
    members = family(db, document)
    rows: dict[str, Row] = {}
    until: list[str] = []
    for found in () if members is None else _Look(db, members, reader).found(within):
        if isinstance(found, Waiting):
            until.append(found.until)
        else:
            rows[found.id] = rows[found.id].merged(found) if found.id in rows else found
    new = write(db, document, list(rows.values()), at=at, revealed=revealed)
    _await(db, document, min(until, default=None), None if members is None else members.asked)
    db.conn.execute("UPDATE documents SET unaligned = 0 WHERE id = ? AND unaligned", [document])
    return new


def _await(db: Database, document: int, until: str | None, asked: str | None) -> None:
    """Look at the document again once all its variants were asked after this moment, and bring that forward.

    Where they were all asked already, and one of them did not speak, once the one asked longest ago is asked again.
    """
    db.conn.execute("DELETE FROM awaited WHERE document = ?", [document])
    if until is None or asked is None:
        return
    if until <= asked:
        until = iso(moment(asked) + timedelta(milliseconds=1))
    else:
        db.conn.execute(
            "UPDATE variants SET next_check = :until WHERE document = :document AND next_check > :until"
            " AND next_check < :never AND coalesce(last_checked, '') < :until",
            {"until": until, "document": document, "never": NEVER},
        )
    db.conn.execute("INSERT INTO awaited VALUES (?, ?)", [document, until])


class _Look:
    """One look at one document."""

    def __init__(self, db: Database, family: Family, reader: Reader) -> None:
        self._db, self._family, self._reader = db, family, reader
        self._places: dict[tuple[int, int], dict[int, int]] = {}

    def found(self, within: timedelta) -> Iterator[Row | Waiting]:
        """Its findings, and what it is too early to say anything of."""
        mended: dict[tuple[int, int], set[int]] = defaultdict(set)
        for translation in self._family.translations:
            for span in self._spans(translation):
                yield self._row(translation, span)
                for versions, place in _mends(self._family, span):
                    mended[versions].add(place)
            if (unseen := self._family.unseen(translation)) is not None:
                yield Waiting(unseen)
        changes = list(self._changes())
        for change in changes:
            ended = mended[change.older.id, change.newer.id]
            verdict = judge(change, changes, self._family, self._reader, ended, within)
            if isinstance(verdict, Waiting):
                yield verdict
            elif verdict is not None:
                yield self._alone(verdict)

    def _spans(self, translation: Variant) -> Iterator[Span]:
        return spans(
            self._family.states(translation),
            self._family.original.language,
            lambda state: self._reader.compared(self._reader.pair(self._family, translation, state)),
            self._follow,
        )

    def _row(self, translation: Variant, span: Span) -> Row:
        latest = self._reader.compared(self._reader.pair(self._family, translation, span.states[-1]))
        return told.of_span(self._family, translation, span, latest)

    def _alone(self, alone: Alone) -> Row:
        change, sibling = alone.change, alone.siblings[0]
        touch, stood = alone.edit.touch, sibling.at(alone.change.not_after) or sibling.versions[0]
        version, place = (change.newer, touch.new) if touch.new is not None else (change.older, touch.old)
        links = {} if place is None else self._reader.links(self._family, (change.variant, version), (sibling, stood))
        older, newer, there = (texts.load(self._db, one.text) for one in (change.older, change.newer, stood))
        return told.of_alone(alone, older, newer, there, sorted(links.get(place or 0, ())))

    def _changes(self) -> Iterator[Change]:
        """All changes of the document's texts that stand."""
        for variant in self._family.variants.values():
            seen = {version.id: version for version in variant.versions}
            for id_, kind, older, newer, from_text, to_text, before, after in self._db.conn.execute(
                "SELECT id, kind, from_version, to_version, from_text, to_text, not_before, not_after FROM changes"
                " WHERE variant = ? AND kind IN ('edited', 'extended', 'reverted') AND NOT superseded"
                " ORDER BY not_after, id",
                [variant.id],
            ).fetchall():
                if older not in seen or newer not in seen:
                    continue
                one, other = replace(seen[older], text=from_text), replace(seen[newer], text=to_text)
                yield Change(id_, variant, kind, one, other, before, after, self._edits(id_, from_text, to_text))

    def _edits(self, change: str, from_text: int, to_text: int) -> tuple[Edited, ...]:
        rows = self._db.conn.execute(
            "SELECT op, field, severity, position, before, after, speaker FROM edits WHERE change = ? ORDER BY id",
            [change],
        ).fetchall()
        now = self._follow(from_text, to_text) if rows else {}
        was = {new: old for old, new in now.items()}
        found = []
        for op, field, severity, place, before, after, speaker in rows:
            old, new = (place, now.get(place)) if op == "delete" else (was.get(place), place)
            found.append(Edited(Touch(field, severity, old, new), before, after, speaker))
        return tuple(found)

    def _follow(self, old: int, new: int) -> dict[int, int]:
        """Where, from 1, each passage of an older text that is still there stands in a newer one."""
        if (old, new) not in self._places:
            pairs = compare(texts.load(self._db, old), texts.load(self._db, new)).pairs
            self._places[old, new] = {
                pair.old + 1: pair.new + 1 for pair in pairs if pair.old is not None and pair.new is not None
            }
        return self._places[old, new]


def _mends(family: Family, span: Span) -> Iterator[tuple[tuple[int, int], int]]:
    """Between which versions of which variant a finding ended, and at which passage of the older."""
    if span.mended is None:
        return
    before, after, finding = span.states[-1], span.mended, span.finding
    about_original = finding.language == family.original.language
    places = (
        (finding.position, finding.other_position) if about_original else (finding.other_position, finding.position)
    )
    sides = ((before.original, after.original), (before.translation, after.translation))
    for (older, newer), place in zip(sides, places, strict=True):
        if older.id != newer.id and place is not None:
            yield (older.id, newer.id), place
