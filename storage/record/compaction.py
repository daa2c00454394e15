"""What migration ``m010_compact`` does, once in a database's lifetime: the same rows in less room.

Never to be edited once it has landed. It knows the tables as they were before and after, and no other module.
"""

from __future__ import annotations

import hashlib
import json
import zlib
from itertools import groupby
from operator import itemgetter
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from sqlite_utils import Database

_METADATA = (
    *("form", "language", "language_printed", "kind", "title", "lead", "published_at", "published_printed"),
    *("declared_version", "declared_updated_at", "place", "number"),
)

_TABLES = """
CREATE TABLE headings (
    id INTEGER PRIMARY KEY,
    hash BLOB NOT NULL UNIQUE,
    form TEXT NOT NULL,
    language TEXT NOT NULL,
    language_printed TEXT NOT NULL,
    kind TEXT NOT NULL,
    title TEXT NOT NULL,
    lead TEXT NOT NULL,
    published_at TEXT NOT NULL,
    published_printed TEXT NOT NULL,
    declared_version TEXT NOT NULL,
    declared_updated_at TEXT NOT NULL,
    place TEXT NOT NULL,
    number TEXT NOT NULL
) STRICT;
CREATE TABLE compact_texts (
    id INTEGER PRIMARY KEY,
    identity BLOB NOT NULL UNIQUE,
    digest BLOB NOT NULL,
    words BLOB NOT NULL,
    text_sha256 BLOB NOT NULL,
    characters INTEGER NOT NULL,
    heading INTEGER NOT NULL REFERENCES headings,
    layout TEXT NOT NULL CHECK (json_valid(layout))
) STRICT;
CREATE TABLE passage_variants (
    passage INTEGER NOT NULL REFERENCES passages,
    variant INTEGER NOT NULL REFERENCES variants,
    PRIMARY KEY (passage, variant)
) STRICT, WITHOUT ROWID;
INSERT INTO passage_variants SELECT DISTINCT passage, variant FROM versions JOIN text_passages USING (text);
ALTER TABLE passages ADD COLUMN base INTEGER REFERENCES passages;
ALTER TABLE passages ADD COLUMN head INTEGER NOT NULL DEFAULT 0;
ALTER TABLE passages ADD COLUMN tail INTEGER NOT NULL DEFAULT 0;
ALTER TABLE edits ADD COLUMN before_passage INTEGER REFERENCES passages;
ALTER TABLE edits ADD COLUMN after_passage INTEGER REFERENCES passages;
ALTER TABLE changes ADD COLUMN packed BLOB NOT NULL DEFAULT x''"""

_REPLACED = """
DROP TABLE text_passages;
DROP TABLE text_turns;
DROP TABLE texts;
ALTER TABLE compact_texts RENAME TO texts;
ALTER TABLE changes DROP COLUMN structure;
ALTER TABLE changes RENAME COLUMN packed TO structure;
INSERT INTO passage_index (passage_index, rank) VALUES ('hashsize', 16777216)"""


def compact(db: Database) -> None:
    """Metadata once instead of with each version; a text's passages as one list; JSON compressed.

    Foreign keys must not be enforced meanwhile: a table that others refer to gives way to one of the same name.
    """
    for (view,) in db.conn.execute("SELECT name FROM sqlite_master WHERE type = 'view'").fetchall():
        db.conn.execute(f'DROP VIEW "{view}"')  # made anew whenever a writer opens the database
    for statement in _TABLES.split(";\n"):
        db.conn.execute(statement)
    db.conn.executemany(
        "INSERT INTO compact_texts SELECT id, substr(identity, 1, 16), substr(digest, 1, 16), substr(words, 1, 16),"
        " text_sha256, characters, ?, ? FROM texts WHERE id = ?",
        _texts(db),
    )
    _pack(db, "changes", "structure", "packed", lambda text: zlib.compress(text.encode(), 9))
    for side in ("before", "after"):
        db.conn.executemany(f"UPDATE edits SET {side} = '', {side}_passage = ? WHERE id = ?", list(_named(db, side)))
    _pack(db, "alignments", "compared", "compared", _shortened)
    for statement in _REPLACED.split(";\n"):
        db.conn.execute(statement)


def _texts(db: Database) -> Iterator[tuple[int, str, int]]:
    """Heading, layout and id of each text."""
    places = groupby(
        db.conn.execute(
            "SELECT text_turns.text, text_turns.turn, voice, passage FROM text_turns LEFT JOIN text_passages"
            " ON text_passages.text = text_turns.text AND text_passages.turn = text_turns.turn"
            " ORDER BY text_turns.text, text_turns.turn, position"
        ),
        itemgetter(0),
    )
    laid = next(places, None)
    for text, *metadata in db.conn.execute(f"SELECT id, {', '.join(_METADATA)} FROM texts ORDER BY id"):
        layout = []
        if laid is not None and laid[0] == text:
            for (_, voice), rows in groupby(laid[1], itemgetter(1, 2)):
                layout.append([voice, *(passage for *_, passage in rows if passage is not None)])
            laid = next(places, None)
        key = hashlib.sha256(json.dumps(metadata, ensure_ascii=False).encode()).digest()[:16]
        db.conn.execute(
            f"INSERT OR IGNORE INTO headings (hash, {', '.join(_METADATA)}) VALUES (?{', ?' * len(_METADATA)})",
            [key, *metadata],
        )
        (heading,) = db.conn.execute("SELECT id FROM headings WHERE hash = ?", [key]).fetchone()
        yield heading, json.dumps(layout, separators=(",", ":")), text


def _named(db: Database, side: str) -> Iterator[tuple[int, int]]:
    """The passage that one side of an edit tells in full, and the edit."""
    for edit, text in db.conn.execute(f"SELECT id, {side} FROM edits WHERE length({side}) >= 32"):
        key = hashlib.sha256(text.encode()).digest()[:16]
        row = db.conn.execute("SELECT id FROM passages WHERE hash = ?", [key]).fetchone()
        if row is not None:
            yield row[0], edit


def _pack(db: Database, table: str, column: str, packed: str, pack: Callable[..., bytes]) -> None:
    """Row by row, so that memory stays flat however large the archive."""
    last: int = -1
    while rows := db.conn.execute(
        f"SELECT rowid, {column} FROM {table} WHERE rowid > ? ORDER BY rowid LIMIT 500", [last]
    ).fetchall():
        last = rows[-1][0]
        db.conn.executemany(
            f"UPDATE {table} SET {packed} = ? WHERE rowid = ?", [(pack(value), rowid) for rowid, value in rows]
        )


def _shortened(packed: bytes) -> bytes:
    """An alignment whose beads say how many passages follow on either side, and the places of those that do not."""
    kept = json.loads(zlib.decompress(packed))
    ends = [0, 0]
    beads: list[list[object]] = []
    for *sides, confidence in kept["beads"]:
        bead: list[object] = []
        for at, side in enumerate(sides):
            follows = side == list(range(ends[at], ends[at] + len(side)))
            bead.append(len(side) if follows else side)
            ends[at] = side[-1] + 1 if side else ends[at]
        beads.append([*bead, confidence])
    shorter = [beads, kept["findings"], kept["coverage"], kept["abridged"]]
    return zlib.compress(json.dumps(shorter, ensure_ascii=False, separators=(",", ":")).encode(), 9)
