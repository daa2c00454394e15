"""Transcripts in and out of the tables: each text and each passage is kept once, however often it was seen."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any, cast

from storage.transcript import Transcript, Turn

if TYPE_CHECKING:
    from sqlite_utils import Database

_Row = tuple[object, ...]
_COLUMNS = (
    "form",
    "language",
    "language_printed",
    "kind",
    "title",
    "lead",
    "published_at",
    "published_printed",
    "declared_version",
    "declared_updated_at",
    "place",
    "number",
)


def save(db: Database, transcript: Transcript) -> int:
    """The id of this very text in ``texts``, stored if it is new."""
    identity = _identity(transcript)
    row = db.conn.execute("SELECT id FROM texts WHERE identity = ?", [identity]).fetchone()
    if row:
        return int(row[0])
    text = transcript.text
    values = [getattr(transcript, column) for column in _COLUMNS]
    marks = ", ".join("?" * (5 + len(_COLUMNS)))
    cursor = db.conn.execute(
        f"INSERT INTO texts (identity, digest, words, text_sha256, characters, {', '.join(_COLUMNS)}) VALUES ({marks})",
        [
            identity,
            bytes.fromhex(transcript.digest),
            bytes.fromhex(transcript.words_digest),
            hashlib.sha256(text.encode()).digest(),
            len(text),
            *values,
        ],
    )
    text_id = cast("int", cursor.lastrowid)
    _save_turns(db, text_id, transcript)
    return text_id


def _save_turns(db: Database, text_id: int, transcript: Transcript) -> None:
    turns: list[_Row] = []
    passages: list[_Row] = []
    places: list[_Row] = []
    for number, turn in enumerate(transcript.turns, 1):
        turns.append((text_id, number, turn.role, turn.speaker, turn.speaker_printed))
        for passage in turn.passages:
            sha256 = hashlib.sha256(passage.encode()).digest()
            passages.append((sha256, transcript.language, passage))
            places.append((text_id, len(places) + 1, number, sha256))
    db.conn.executemany("INSERT INTO text_turns VALUES (?, ?, ?, ?, ?)", turns)
    db.conn.executemany(
        "INSERT INTO passages (sha256, language, text) VALUES (?, ?, ?) ON CONFLICT (sha256) DO NOTHING", passages
    )
    db.conn.executemany(
        "INSERT INTO text_passages VALUES (?, ?, ?, (SELECT id FROM passages WHERE sha256 = ?))", places
    )


def load(db: Database, text_id: int) -> Transcript:
    """The transcript kept under this id. The page's language links are not part of a text and come back empty."""
    row = db.conn.execute(f"SELECT {', '.join(_COLUMNS)} FROM texts WHERE id = ?", [text_id]).fetchone()
    if row is None:
        raise KeyError(f"no text {text_id}")
    passages: dict[int, list[str]] = {}
    for turn, passage in db.conn.execute(
        "SELECT turn, passages.text FROM text_passages JOIN passages ON passages.id = passage"
        " WHERE text_passages.text = ? ORDER BY position",
        [text_id],
    ):
        passages.setdefault(turn, []).append(passage)
    turns = tuple(
        Turn(role=role, passages=tuple(passages.get(turn, ())), speaker=speaker, speaker_printed=printed)
        for turn, role, speaker, printed in db.conn.execute(
            "SELECT turn, role, speaker, speaker_printed FROM text_turns WHERE text = ? ORDER BY turn", [text_id]
        )
    )
    fields: dict[str, Any] = dict(zip(_COLUMNS, row, strict=True))
    return Transcript(turns=turns, **fields)


def _identity(transcript: Transcript) -> bytes:
    """Of all that is kept of a text, resolved speakers and layout included."""
    kept: list[object] = [getattr(transcript, column) for column in _COLUMNS]
    kept += ((turn.role, turn.passages, turn.speaker, turn.speaker_printed) for turn in transcript.turns)
    return hashlib.sha256(json.dumps(kept, ensure_ascii=False).encode()).digest()
