"""Changes and their edits, into the tables."""

from __future__ import annotations

import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.record import passages
from storage.record.fingerprints import fingerprint
from storage.record.passages import AFTER, BEFORE

if TYPE_CHECKING:
    from collections.abc import Collection

    from sqlite_utils import Database

    from storage.diff.model import Edit


Key = tuple[str, bool, int, int, int, int | None]
"""What a change depends on: its kind, where captures alone tell it; whether the publisher left it undeclared; captures
and texts on either side."""
COMPARED = ("edited", "extended")
"""The kinds that only a comparison of the texts can tell."""


@dataclass(frozen=True, slots=True)
class Found:
    """One change as it enters the record. Ids of versions and captures; times as the tables keep them."""

    id: str
    variant: int
    kind: str
    severity: str
    silent: bool
    rule: str
    from_version: int
    to_version: int | None
    from_text: int
    to_text: int | None
    from_capture: int
    to_capture: int
    not_before: str
    not_after: str
    found_at: str
    edits: tuple[Edit, ...] = ()
    structure: str = "{}"

    @property
    def key(self) -> Key:
        """What the change depends on."""
        kind = "" if self.kind in COMPARED else self.kind
        return (kind, self.silent, self.from_capture, self.to_capture, self.from_text, self.to_text)


_CHANGE = (
    *("id", "variant", "kind", "severity", "silent", "rule", "from_version", "to_version", "from_text", "to_text"),
    *("from_capture", "to_capture", "not_before", "not_after", "structure"),
)
_EDIT = ("fingerprint", "op", "field", "kind", "severity", "rule", "speaker", "position", "before", "after")
_KEPT = (*_EDIT, "before_passage", "after_passage")


def write(db: Database, change: Found, *, revealed: bool = False) -> None:
    """Store a change. One that was redrawn (by a late capture, a better reader) keeps its id and its ``found_at``.

    ``revealed``: nothing new was seen, only better read. Then the change, or the edits in it that are new, are marked
    as found now, not to be announced.
    """
    stood = db.conn.execute("SELECT 1 FROM changes WHERE id = ?", [change.id]).fetchone() is not None
    when = {
        tuple(what): at
        for *what, at in db.conn.execute(
            f"SELECT op, field, {BEFORE}, {AFTER}, found_at FROM edits WHERE change = ?", [change.id]
        )
    }
    db.conn.execute("DELETE FROM edits WHERE change = ?", [change.id])
    db.conn.execute(
        f"INSERT INTO changes ({', '.join(_CHANGE)}, found_at, revealed)"
        f" VALUES ({', '.join('?' * len(_CHANGE))}, ?, ?) ON CONFLICT (id) DO UPDATE SET superseded = 0, "
        + ", ".join(f"{column} = excluded.{column}" for column in _CHANGE[1:]),
        [*_values(change), change.found_at, int(revealed)],
    )
    new = change.found_at if stood and revealed else None
    language = _language(db, change.variant)
    db.conn.executemany(
        f"INSERT INTO edits (change, {', '.join(_KEPT)}, found_at) VALUES (?, {', '.join('?' * len(_KEPT))}, ?)",
        [
            (change.id, *_kept(db, edit, language), when.get((edit.op, edit.field, edit.before, edit.after), new))
            for edit in change.edits
        ],
    )


def keys(db: Database, variant: int) -> dict[str, Key]:
    """What the variant's changes, as they stand, were made of; by id."""
    return {
        id_: ("" if kind in COMPARED else kind, bool(silent), *ends)
        for id_, kind, silent, *ends in db.conn.execute(
            "SELECT id, kind, silent, from_capture, to_capture, from_text, to_text FROM changes"
            " WHERE variant = ? AND NOT superseded",
            [variant],
        )
    }


def stands(db: Database, change: Found) -> bool:
    """Whether this very change is on record, with these very edits."""
    row = db.conn.execute(
        f"SELECT {', '.join(_CHANGE)} FROM changes WHERE id = ? AND NOT superseded", [change.id]
    ).fetchone()
    columns = ", ".join((*_EDIT[:-2], BEFORE, AFTER))
    edits = db.conn.execute(f"SELECT {columns} FROM edits WHERE change = ? ORDER BY id", [change.id])
    language = _language(db, change.variant)
    if row is None or [*row[:-1], _unpacked(row[-1])] != [*_values(change)[:-1], change.structure]:
        return False  # the same structure may well be compressed otherwise by another release of zlib
    return edits.fetchall() == [_of(edit, language) for edit in change.edits]


def _values(change: Found) -> tuple[object, ...]:
    values = (getattr(change, column) for column in _CHANGE[:-1])
    return (*(int(value) if isinstance(value, bool) else value for value in values), _packed(change.structure))


def _packed(structure: str) -> bytes:
    return zlib.compress(structure.encode(), 9)


def _unpacked(structure: bytes) -> str:
    return zlib.decompress(structure).decode()


def _of(edit: Edit, language: str) -> tuple[object, ...]:
    values = {column: getattr(edit, column) for column in _EDIT[1:]}
    return fingerprint(values, language), *values.values()


def _kept(db: Database, edit: Edit, language: str) -> tuple[object, ...]:
    before, after = (passages.named(db, text) for text in (edit.before, edit.after))
    texts = ("" if before else edit.before, "" if after else edit.after)
    return *_of(edit, language)[:-2], *texts, before, after


def _language(db: Database, variant: int) -> str:
    row: tuple[str] = db.conn.execute("SELECT language FROM variants WHERE id = ?", [variant]).fetchone()
    return row[0]


def supersede_others(db: Database, variant: int, standing: Collection[str]) -> None:
    """Changes that the captures no longer say (a late one split them) stay addressable, but speak no more."""
    for (id_,) in db.conn.execute("SELECT id FROM changes WHERE variant = ? AND NOT superseded", [variant]).fetchall():
        if id_ not in standing:
            db.conn.execute("UPDATE changes SET superseded = 1 WHERE id = ?", [id_])
