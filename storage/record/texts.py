"""Transcripts in and out of the tables: each text and each passage is kept once, however often it was seen."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from storage.transcript import METADATA, Transcript, Turn

if TYPE_CHECKING:
    from sqlite_utils import Database

_Row = tuple[object, ...]


def find(db: Database, transcript: Transcript) -> int | None:
    """The id of this very text in ``texts``; None if it is not there."""
    row = db.conn.execute("SELECT id FROM texts WHERE identity = ?", [bytes.fromhex(transcript.identity)]).fetchone()
    return row and int(row[0])


def save(db: Database, transcript: Transcript) -> int:
    """The id of this very text in ``texts``, stored if it is new."""
    if (known := find(db, transcript)) is not None:
        return known
    values = [getattr(transcript, column) for column in METADATA]
    marks = ", ".join("?" * (5 + len(METADATA)))
    cursor = db.conn.execute(
        f"INSERT INTO texts (identity, digest, words, text_sha256, characters, {', '.join(METADATA)}) VALUES ({marks})",
        [
            bytes.fromhex(transcript.identity),
            *_sums(transcript),
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
    voices: dict[_Row, int] = {}
    for number, turn in enumerate(transcript.turns, 1):
        voice = (turn.role, turn.speaker, turn.speaker_printed)
        if voice not in voices:  # of many turns, a handful
            voices[voice] = _voice(db, voice)
        turns.append((text_id, number, voices[voice]))
        for passage in turn.passages:
            key = _key(passage)
            passages.append((key, transcript.language, passage))
            places.append((text_id, len(places) + 1, number, key))
    db.conn.executemany("INSERT INTO text_turns VALUES (?, ?, ?)", turns)
    db.conn.executemany(
        "INSERT INTO passages (hash, language, text) VALUES (?, ?, ?) ON CONFLICT (hash) DO NOTHING", passages
    )
    db.conn.executemany("INSERT INTO text_passages VALUES (?, ?, ?, (SELECT id FROM passages WHERE hash = ?))", places)


def _voice(db: Database, voice: _Row) -> int:
    row = db.conn.execute(
        "SELECT id FROM voices WHERE role = ? AND speaker = ? AND speaker_printed = ?", voice
    ).fetchone()
    if row is None:
        row = (
            db.conn.execute("INSERT INTO voices (role, speaker, speaker_printed) VALUES (?, ?, ?)", voice).lastrowid,
        )
    return cast("int", row[0])


def load(db: Database, text_id: int) -> Transcript:
    """The transcript kept under this id. The page's language links are not part of a text and come back empty."""
    row = db.conn.execute(f"SELECT {', '.join(METADATA)} FROM texts WHERE id = ?", [text_id]).fetchone()
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
            "SELECT turn, role, speaker, speaker_printed FROM text_turns JOIN voices ON voices.id = voice"
            " WHERE text = ? ORDER BY turn",
            [text_id],
        )
    )
    fields: dict[str, Any] = dict(zip(METADATA, row, strict=True))
    return Transcript(turns=turns, **fields)


def damage(db: Database, text_id: int) -> str:
    """What is wrong with a stored text; ``''`` if all its parts agree with the sums kept beside it."""
    row = db.conn.execute(
        "SELECT identity, digest, words, text_sha256, characters FROM texts WHERE id = ?", [text_id]
    ).fetchone()
    kept = load(db, text_id)
    sums = dict(zip(("identity", "digest", "words", "text_sha256", "characters"), row, strict=True))
    found = dict(zip(sums, (bytes.fromhex(kept.identity), *_sums(kept)), strict=True))
    wrong = [name for name in ("text_sha256", "characters", "digest", "words", "identity") if found[name] != sums[name]]
    return f"its {wrong[0]} is not that of its passages, turns and metadata" if wrong else ""


def stands(db: Database, text_id: int, transcript: Transcript) -> bool:
    """Whether what is stored under this id is this very text, whole: ``damage`` of a text that is at hand."""
    row = db.conn.execute("SELECT digest, words, text_sha256, characters FROM texts WHERE id = ?", [text_id]).fetchone()
    return row == _sums(transcript) and load(db, text_id) == replace(transcript, alternates=())


def restore(db: Database, text_id: int, transcript: Transcript) -> None:
    """Make a damaged text what it was, under the id it has."""
    passages = [(passage, _key(passage), passage) for passage in transcript.passages]
    db.conn.executemany("UPDATE passages SET text = ? WHERE hash = ? AND text <> ?", passages)
    db.conn.execute("DELETE FROM text_passages WHERE text = ?", [text_id])
    db.conn.execute("DELETE FROM text_turns WHERE text = ?", [text_id])
    values = [getattr(transcript, column) for column in METADATA]
    columns = ("digest", "words", "text_sha256", "characters", *METADATA)
    assignments = ", ".join(f"{column} = ?" for column in columns)
    db.conn.execute(f"UPDATE texts SET {assignments} WHERE id = ?", [*_sums(transcript), *values, text_id])
    _save_turns(db, text_id, transcript)


def _sums(transcript: Transcript) -> tuple[bytes, bytes, bytes, int]:
    """Digest, words, text_sha256 and characters, as the tables keep them."""
    text = transcript.text
    return (
        bytes.fromhex(transcript.digest),
        bytes.fromhex(transcript.words_digest),
        hashlib.sha256(text.encode()).digest(),
        len(text),
    )


def _key(passage: str) -> bytes:
    """What a passage is kept under: half of its SHA-256 is ample to tell passages apart, and half the room."""
    return hashlib.sha256(passage.encode()).digest()[:16]
