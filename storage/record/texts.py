"""Transcripts in and out of the tables: each text, each heading and each passage is kept once, however often seen.

A text is its heading (all of its metadata) and a layout: JSON, a list for each turn, of the voice's id and those of its
passages. A row for each passage of each version would take more room than what was said anew.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

from storage.record import passages
from storage.transcript import METADATA, Transcript, Turn

if TYPE_CHECKING:
    from sqlite_utils import Database

Layout = list[list[int]]

LAID = "json_each(texts.layout) AS turn, json_each(turn.value) AS laid"
"""In SQL beside ``texts``: a row for each passage of a text, in order of ``turn.key, laid.key``; its id is
``laid.value``, where ``laid.key`` is not 0."""

_SUMS = ("digest", "words", "text_sha256", "characters")


def find(db: Database, transcript: Transcript) -> int | None:
    """The id of this very text in ``texts``; None if it is not there."""
    row = db.conn.execute("SELECT id FROM texts WHERE identity = ?", [_half(transcript.identity)]).fetchone()
    return row and int(row[0])


def save(db: Database, transcript: Transcript, near: int | None = None) -> int:
    """The id of this very text in ``texts``, stored if it is new. ``near``: a text that it probably follows."""
    if (known := find(db, transcript)) is not None:
        return known
    cursor = db.conn.execute(
        "INSERT INTO texts (identity, digest, words, text_sha256, characters, heading, layout)"
        " VALUES (?, ?, ?, ?, ?, ?, ?)",
        [_half(transcript.identity), *_sums(transcript), _heading(db, transcript), _lay(db, transcript, near)],
    )
    return cast("int", cursor.lastrowid)


def load(db: Database, text_id: int) -> Transcript:
    """The transcript kept under this id. The page's language links are not part of a text and come back empty."""
    row = db.conn.execute(
        f"SELECT layout, {', '.join(METADATA)} FROM texts JOIN headings ON headings.id = heading WHERE texts.id = ?",
        [text_id],
    ).fetchone()
    if row is None:
        raise KeyError(f"no text {text_id}")
    layout = _read(row[0])
    words = passages.words(db, _passages(layout))
    voices = {
        id_: voice
        for id_, *voice in db.conn.execute(
            "SELECT id, role, speaker, speaker_printed FROM voices WHERE id IN (SELECT value FROM json_each(?))",
            [json.dumps([turn[0] for turn in layout if turn])],
        )
    }
    turns = tuple(
        Turn(role, tuple(words[id_] for id_ in ids if id_ in words), speaker, label)
        for voice, *ids in filter(None, layout)
        if voice in voices
        for role, speaker, label in [voices[voice]]
    )
    fields: dict[str, Any] = dict(zip(METADATA, row[1:], strict=True))
    return Transcript(turns=turns, **fields)


def declared(db: Database, text_id: int) -> tuple[str, str]:
    """The version and the "last updated" stamp that a stored text's page printed, each ``''`` if none."""
    row = db.conn.execute(
        "SELECT declared_version, declared_updated_at FROM texts JOIN headings ON headings.id = heading"
        " WHERE texts.id = ?",
        [text_id],
    ).fetchone()
    return (row[0], row[1]) if row else ("", "")


def damage(db: Database, text_id: int) -> str:
    """What is wrong with a stored text; ``''`` if all its parts agree with the sums kept beside it."""
    row = db.conn.execute(f"SELECT identity, {', '.join(_SUMS)} FROM texts WHERE id = ?", [text_id]).fetchone()
    try:
        kept = load(db, text_id)
    except KeyError:
        return "its heading is missing"
    except (TypeError, ValueError):
        return "its layout cannot be read"
    sums = dict(zip(("identity", *_SUMS), row, strict=True))
    found = dict(zip(sums, (_half(kept.identity), *_sums(kept)), strict=True))
    wrong = [name for name in ("text_sha256", "characters", "digest", "words", "identity") if found[name] != sums[name]]
    return f"its {wrong[0]} is not that of its passages, turns and metadata" if wrong else ""


def stands(db: Database, text_id: int, transcript: Transcript) -> bool:
    """Whether what is stored under this id is this very text, whole: ``damage`` of a text that is at hand."""
    row = db.conn.execute(f"SELECT {', '.join(_SUMS)} FROM texts WHERE id = ?", [text_id]).fetchone()
    try:
        return row == _sums(transcript) and load(db, text_id) == replace(transcript, alternates=())
    except (KeyError, TypeError, ValueError):
        return False


def restore(db: Database, text_id: int, transcript: Transcript) -> None:
    """Make a damaged text what it was, under the id it has."""
    passages.restore(db, transcript.passages)
    heading = _heading(db, transcript)
    metadata = ", ".join(f"{column} = ?" for column in METADATA)
    db.conn.execute(f"UPDATE headings SET {metadata} WHERE id = ?", [*_metadata(transcript), heading])
    sums = ", ".join(f"{column} = ?" for column in _SUMS)
    db.conn.execute(
        f"UPDATE texts SET {sums}, heading = ?, layout = ? WHERE id = ?",
        [*_sums(transcript), heading, _lay(db, transcript, None), text_id],
    )


def _heading(db: Database, transcript: Transcript) -> int:
    values = _metadata(transcript)
    key = hashlib.sha256(json.dumps(values, ensure_ascii=False).encode()).digest()[:16]
    row = db.conn.execute("SELECT id FROM headings WHERE hash = ?", [key]).fetchone()
    if row is not None:
        return int(row[0])
    columns = ("hash", *METADATA)
    cursor = db.conn.execute(
        f"INSERT INTO headings ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})", [key, *values]
    )
    return cast("int", cursor.lastrowid)


def _metadata(transcript: Transcript) -> list[str]:
    return [getattr(transcript, column) for column in METADATA]


def _lay(db: Database, transcript: Transcript, near: int | None) -> str:
    """The text's layout; its voices and passages stored where they are new."""
    former: list[int] = []
    if near is not None:
        (layout,) = db.conn.execute("SELECT layout FROM texts WHERE id = ?", [near]).fetchone()
        former = _passages(_read(layout))
    ids = passages.keep(db, transcript.passages, transcript.language, former)
    voices: dict[tuple[str, str, str], int] = {}
    layout = []
    at = 0
    for turn in transcript.turns:
        voice = (turn.role, turn.speaker, turn.speaker_printed)
        if voice not in voices:
            voices[voice] = _voice(db, voice)
        layout.append([voices[voice], *ids[at : at + len(turn.passages)]])
        at += len(turn.passages)
    return json.dumps(layout, separators=(",", ":"))


def _voice(db: Database, voice: tuple[str, str, str]) -> int:
    row = db.conn.execute(
        "SELECT id FROM voices WHERE role = ? AND speaker = ? AND speaker_printed = ?", voice
    ).fetchone()
    if row is not None:
        return int(row[0])
    cursor = db.conn.execute("INSERT INTO voices (role, speaker, speaker_printed) VALUES (?, ?, ?)", voice)
    return cast("int", cursor.lastrowid)


def _read(layout: str) -> Layout:
    return cast("Layout", json.loads(layout))


def _passages(layout: Layout) -> list[int]:
    return [id_ for turn in layout for id_ in turn[1:]]


def _sums(transcript: Transcript) -> tuple[bytes, bytes, bytes, int]:
    """Digest, words, text_sha256 and characters, as the tables keep them."""
    text = transcript.text
    return (
        _half(transcript.digest),
        _half(transcript.words_digest),
        hashlib.sha256(text.encode()).digest(),
        len(text),
    )


def _half(sha256: str) -> bytes:
    """Half of a SHA-256 is ample where nobody but us asks for it."""
    return bytes.fromhex(sha256)[:16]
