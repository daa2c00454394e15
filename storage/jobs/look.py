"""One look at one document: what its versions in all languages say of one another, as rows of the record."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from storage.diff.change import compare
from storage.jobs import told
from storage.jobs.alone import Change, Edited, Waiting, judge
from storage.languages.following import Touch
from storage.languages.timeline import spans
from storage.record import texts
from storage.record.passages import AFTER, BEFORE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import timedelta

    from sqlite_utils import Database

    from storage.jobs.alone import Alone
    from storage.jobs.family import Family, Variant
    from storage.jobs.together import Reader
    from storage.languages.timeline import Span
    from storage.record.language_findings import Row


class Look:
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
            f"SELECT op, field, severity, position, {BEFORE}, {AFTER}, speaker FROM edits WHERE change = ? ORDER BY id",
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
