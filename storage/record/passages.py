"""Passages in and out of their table: each text once, and an edited one as the words that differ from a former one.

An edit changes a word or two of a paragraph, and the next version has all the others still. What it shares with the
passage that it replaced, at its beginning and at its end, is taken from there; plain SQL (``WHOLE``) joins the parts.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from sqlite_utils import Database

WHOLE = """iif(passages.base IS NULL, passages.text, (
        SELECT substr(whole.text, 1, passages.head) || passages.text
            || substr(whole.text, length(whole.text) - passages.tail + 1)
        FROM passages AS whole WHERE whole.id = passages.base))"""
"""In SQL over ``passages``: the words of one."""
BEFORE, AFTER = (
    f"coalesce((SELECT {WHOLE} FROM passages WHERE passages.id = edits.{side}_passage), edits.{side})"
    for side in ("before", "after")
)
"""In SQL over ``edits``: the words as they were, and as they are. A whole passage is named there, not told again."""

_QUOTED = 32
"""Characters from which on a passage that is told elsewhere is not told again there, but named."""
_MARK = 16
"""Characters at its beginning or its end by which the passage that another one replaced is found."""
_WORTHWHILE = 0.5
"""The part of a passage that it must share with another to be kept as what differs from that."""

_ASKED = 500
"""Passages asked after at once: SQLite takes a limited number of values."""


@dataclass(frozen=True, slots=True)
class _Part:
    """A passage as it is kept: what stands between ``head`` and ``tail`` characters of ``base``, or all of it."""

    text: str
    base: int | None = None
    head: int = 0
    tail: int = 0


def keep(db: Database, passages: Sequence[str], language: str, near: Iterable[int] = ()) -> list[int]:
    """The ids of these passages, stored where they are new. ``near``: ids of those of a text that this one follows."""
    keys = [_key(passage) for passage in passages]
    ids = _known(db, keys)
    new = {key: passage for key, passage in zip(keys, passages, strict=True) if key not in ids}
    if new:
        replaced = _Replaced(db, set(near).difference(ids.values()))
        (last,) = db.conn.execute("SELECT coalesce(max(id), 0) FROM passages").fetchone()
        rows = []
        for id_, (key, passage) in enumerate(new.items(), last + 1):
            part = replaced.part(passage)
            rows.append((id_, key, language, part.base, part.head, part.tail, part.text))
            ids[key] = id_
        db.conn.executemany(
            "INSERT INTO passages (id, hash, language, base, head, tail, text) VALUES (?, ?, ?, ?, ?, ?, ?)", rows
        )
    return [ids[key] for key in keys]


def named(db: Database, text: str) -> int | None:
    """The id of the passage that is this text; None if none is, or it is too short to be worth a name."""
    return _known(db, [_key(text)]).get(_key(text)) if len(text) >= _QUOTED else None


def words(db: Database, ids: Iterable[int]) -> dict[int, str]:
    """The words of these passages, by id. What is not there is left out."""
    return dict(
        db.conn.execute(
            f"SELECT passages.id, {WHOLE} FROM passages WHERE passages.id IN (SELECT value FROM json_each(?))",
            [json.dumps(list(ids))],
        ).fetchall()
    )


def restore(db: Database, passages: Iterable[str]) -> None:
    """Make damaged passages what they were, under the ids they have."""
    for passage in passages:
        row = db.conn.execute(
            f"SELECT id, base, head, tail, {WHOLE}, (SELECT text FROM passages AS whole WHERE whole.id = passages.base)"
            " FROM passages WHERE hash = ?",
            [_key(passage)],
        ).fetchone()
        if row is None or row[4] == passage:
            continue
        id_, base, head, tail, _, former = row
        part = _Part(passage)
        if former is not None and former[:head] == passage[:head] and _end(former, tail) == _end(passage, tail):
            part = _Part(passage[head : len(passage) - tail], base, head, tail)
        db.conn.execute(
            "UPDATE passages SET base = ?, head = ?, tail = ?, text = ? WHERE id = ?",
            [part.base, part.head, part.tail, part.text, id_],
        )


class _Replaced:
    """Passages that are no longer there, any of which a new one may have replaced."""

    def __init__(self, db: Database, ids: Iterable[int]) -> None:
        self._by_mark: dict[str, tuple[int, str]] = {}
        for id_, text in db.conn.execute(
            "SELECT whole.id, whole.text FROM passages JOIN passages AS whole"
            " ON whole.id = coalesce(passages.base, passages.id)"
            " WHERE passages.id IN (SELECT value FROM json_each(?)) ORDER BY passages.id",
            [json.dumps(sorted(ids))],
        ):
            for mark in (text[:_MARK], _end(text, _MARK)):
                self._by_mark.setdefault(mark, (id_, text))

    def part(self, passage: str) -> _Part:
        """The passage, as what differs from the one that it replaced: from none where it shares little with it."""
        found = self._by_mark.get(passage[:_MARK]) or self._by_mark.get(_end(passage, _MARK))
        if found is None or "\0" in passage:  # at which SQLite would end it
            return _Part(passage)
        base, former = found
        head = _shared(former, passage)
        tail = _shared(former[head:][::-1], passage[head:][::-1])
        if head + tail < _WORTHWHILE * len(passage) or "\0" in former:
            return _Part(passage)
        return _Part(passage[head : len(passage) - tail], base, head, tail)


def _known(db: Database, keys: Sequence[bytes]) -> dict[bytes, int]:
    """The ids of those of these passages that are kept already."""
    known: dict[bytes, int] = {}
    for start in range(0, len(keys), _ASKED):
        asked = keys[start : start + _ASKED]
        marks = ", ".join("?" * len(asked))
        known.update(db.conn.execute(f"SELECT hash, id FROM passages WHERE hash IN ({marks})", asked))
    return known


def _shared(one: str, other: str) -> int:
    """How many characters both begin with, by halves: strings are compared faster than characters."""
    least, most = 0, min(len(one), len(other))
    while least < most:
        middle = (least + most + 1) // 2
        if one[least:middle] == other[least:middle]:
            least = middle
        else:
            most = middle - 1
    return least


def _end(text: str, length: int) -> str:
    return text[max(0, len(text) - length) :]


def _key(passage: str) -> bytes:
    """What a passage is kept under: half of its SHA-256 is ample to tell passages apart, and half the room."""
    return hashlib.sha256(passage.encode()).digest()[:16]
