"""Mined dictionaries in the tables: frozen generations, so that what was found with one can be found again.

Which one a pair of versions is read with follows from the record alone: the latest of its languages that is in force
for the version that arrived last. So a rebuild finds what the diff job found, however many have been mined meanwhile.
"""

from __future__ import annotations

import hashlib
import json
import sys
from functools import lru_cache
from typing import TYPE_CHECKING, cast

from storage.languages.dictionary import Dictionary, Translation

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from sqlite_utils import Database

_LEVEL = 9  # of zstd: written once, and read by every run


def in_force(db: Database, source: int, languages: tuple[str, str], newest: int) -> int | None:
    """The dictionary that two versions, the newer of which arrived as this capture, are read with; None: none yet."""
    row = db.conn.execute(
        "SELECT max(id) FROM dictionaries WHERE source = ? AND language = ? AND other_language = ? AND since <= ?",
        [source, *languages, newest],
    ).fetchone()
    return None if row[0] is None else int(row[0])


def documents(db: Database, source: int, languages: tuple[str, str]) -> int:
    """How many documents the latest dictionary was mined from; 0 if there is none."""
    row = db.conn.execute(
        "SELECT documents FROM dictionaries WHERE source = ? AND language = ? AND other_language = ?"
        " ORDER BY id DESC LIMIT 1",
        [source, *languages],
    ).fetchone()
    return int(row[0]) if row else 0


def save(db: Database, source: int, mined: Dictionary, *, documents: int, since: int, at: str) -> int | None:
    """Keep a dictionary as the latest generation, in force from the capture ``since`` on. Returns its id.

    None, and nothing is written, where it is the very one that is in force there already.
    """
    rows = json.dumps(mined.rows, ensure_ascii=False, separators=(",", ":")).encode()
    digest = hashlib.sha256(f"{mined.proportion}\n".encode() + rows).digest()[:16]
    standing = in_force(db, source, mined.languages, since)
    if standing is not None:
        (same,) = db.conn.execute("SELECT digest = ? FROM dictionaries WHERE id = ?", [digest, standing]).fetchone()
        (later,) = db.conn.execute(
            "SELECT count(*) FROM dictionaries WHERE source = ? AND language = ? AND other_language = ? AND id > ?",
            [source, *mined.languages, standing],
        ).fetchone()
        if same and not later:
            return None
    cursor = db.conn.execute(
        "INSERT INTO dictionaries"
        " (source, language, other_language, since, documents, proportion, translations, digest, made_at)"
        " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [source, *mined.languages, since, documents, mined.proportion, zstd.compress(rows, _LEVEL), digest, at],
    )
    return cast("int", cursor.lastrowid)


def load(db: Database, id_: int) -> Dictionary:
    """A dictionary as it was mined. Raises KeyError if there is none of this id."""
    row = db.conn.execute(
        "SELECT language, other_language, translations, proportion FROM dictionaries WHERE id = ?", [id_]
    ).fetchone()
    if row is None:
        raise KeyError(f"no dictionary {id_}")
    language, other, translations, proportion = row
    return _unpacked((language, other), translations, proportion)


@lru_cache(maxsize=16)
def _unpacked(languages: tuple[str, str], translations: bytes, proportion: float) -> Dictionary:
    rows = tuple(Translation(*row) for row in json.loads(zstd.decompress(translations)))
    return Dictionary(languages, rows, proportion)
