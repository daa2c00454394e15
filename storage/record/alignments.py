"""Two texts read together, in the tables: the same two are never aligned twice with the same dictionary."""

from __future__ import annotations

import json
import zlib
from dataclasses import asdict, astuple
from typing import TYPE_CHECKING

from storage.languages.align import Bead
from storage.languages.findings import Compared, Coverage, Finding
from storage.record import dictionaries
from storage.record.aligner import aligner

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from sqlite_utils import Database


def known(db: Database, text: int, other_text: int, dictionary: int | None) -> bool:
    """Whether these two were read together before."""
    row = db.conn.execute(
        "SELECT 1 FROM alignments WHERE text = ? AND other_text = ? AND coalesce(dictionary, 0) = ?",
        [text, other_text, dictionary or 0],
    ).fetchone()
    return row is not None


def find(db: Database, text: int, other_text: int, dictionary: int | None) -> Compared | None:
    """What reading these two together brought; None if nobody has."""
    row = db.conn.execute(
        "SELECT compared FROM alignments WHERE text = ? AND other_text = ? AND coalesce(dictionary, 0) = ?",
        [text, other_text, dictionary or 0],
    ).fetchone()
    return row and _unpacked(*row)


def latest(db: Database, text: int, other_text: int) -> Compared | None:
    """What reading these two together brought, with the latest dictionary of those they were read with."""
    row = db.conn.execute(
        "SELECT compared FROM alignments WHERE text = ? AND other_text = ? ORDER BY dictionary DESC LIMIT 1",
        [text, other_text],
    ).fetchone()
    return row and _unpacked(*row)


def save(db: Database, text: int, other_text: int, dictionary: int | None, compared: Compared, *, newest: int) -> None:
    """Keep what reading two texts together brought. ``newest``: the newer of the versions that they are of."""
    db.conn.execute(
        "INSERT OR REPLACE INTO alignments (text, other_text, dictionary, newest, compared, aligner)"
        " VALUES (?, ?, ?, ?, ?, ?)",
        [text, other_text, dictionary, newest, _packed(compared), aligner()],
    )


def forget(db: Database, document: int) -> None:
    """Drop what would be read together otherwise today: by other code, or with a dictionary no longer in force."""
    found = db.conn.execute(
        "SELECT alignments.id, aligner, dictionary, newest, documents.source, variants.language, other.language"
        " FROM documents JOIN variants ON variants.document = documents.id"
        " JOIN versions ON versions.variant = variants.id JOIN alignments ON alignments.text = versions.text"
        " JOIN texts AS other_texts ON other_texts.id = other_text JOIN headings AS other ON other.id = heading"
        " WHERE documents.id = ?",
        [document],
    ).fetchall()
    stale = {
        id_
        for id_, code, dictionary, newest, source, *languages in found
        if code != aligner() or dictionary != dictionaries.in_force(db, source, (languages[0], languages[1]), newest)
    }
    db.conn.executemany("DELETE FROM alignments WHERE id = ?", [(id_,) for id_ in sorted(stale)])


def newest(db: Database) -> int:
    """The newest version of all that were ever read together; 0 if none were."""
    (found,) = db.conn.execute("SELECT coalesce(max(newest), 0) FROM alignments").fetchone()
    return int(found)


def _packed(compared: Compared) -> bytes:
    """JSON, compressed: most beads of a faithful translation say what the one before says, a passage on either side."""
    sides = [_followed(bead.source for bead in compared.beads), _followed(bead.target for bead in compared.beads)]
    kept = [
        [*zip(*sides, (bead.confidence for bead in compared.beads), strict=True)],
        [asdict(finding) for finding in compared.findings],
        [astuple(compared.coverage), astuple(compared.covered)],
        compared.abridged,
    ]
    return zlib.compress(json.dumps(kept, ensure_ascii=False, separators=(",", ":")).encode(), 9)


def _unpacked(packed: bytes) -> Compared:
    beads, findings, coverage, abridged = json.loads(zlib.decompress(packed))
    sides = [_placed([bead[at] for bead in beads]) for at in (0, 1)]
    one, other = (Coverage(*counts) for counts in coverage)
    return Compared(
        tuple(Bead(source, target, bead[2]) for source, target, bead in zip(*sides, beads, strict=True)),
        tuple(Finding(**finding) for finding in findings),
        one,
        other,
        abridged,
    )


def _followed(places: Iterable[tuple[int, ...]]) -> Iterator[int | tuple[int, ...]]:
    """One side of each bead: how many passages follow those of the bead before, or their places where others do."""
    end = 0
    for side in places:
        yield len(side) if side == tuple(range(end, end + len(side))) else side
        end = side[-1] + 1 if side else end


def _placed(followed: Iterable[int | list[int]]) -> Iterator[tuple[int, ...]]:
    """The inverse of ``_followed``."""
    end = 0
    for side in followed:
        yield (places := tuple(range(end, end + side) if isinstance(side, int) else side))
        end = places[-1] + 1 if places else end
