"""A change as a redline: who, what, when, and each passage with its changes marked. How it is drawn is others' work."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from storage.diff.change import compare
from storage.diff.kinds import gravest_severity
from storage.diff.summary import summary
from storage.record.texts import load
from storage.show.marks import Span, drawn_boundary, drawn_pair, drawn_words, elided

if TYPE_CHECKING:
    from sqlite_utils import Database

    from storage.diff.model import Comparison
    from storage.show.select import Row
    from storage.transcript import Transcript

_BOUNDARIES = frozenset({"passage_split", "passages_joined"})
_LEAD = ("new", 0)
"""Where the lead is found among the passages, which count from 1."""


@dataclass(frozen=True, slots=True)
class Label:
    """One edit, as the rule named it."""

    op: str
    field: str
    kind: str
    severity: str
    rule: str


@dataclass(frozen=True, slots=True)
class Entry:
    """One passage, or one field of the metadata, with the edits in it and its text marked."""

    labels: tuple[Label, ...]
    position: int | None
    """The passage's, from 1, in the newer version (in the older one if it was taken out); None for metadata."""
    moved_from: int | None
    """Where the passage stood in the older version, if it moved."""
    speaker: str
    spans: tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Redline:
    """One change, ready to be drawn. Names are those of the view ``edit_log``."""

    change: str
    source: str
    document: str
    language: str
    title: str
    url: str
    change_kind: str
    severity: str
    """The gravest of the entries shown."""
    silent: bool
    declaration: str
    from_version: int
    to_version: int | None
    not_before: str
    not_after: str
    found_at: str
    from_capture: int
    to_capture: int
    observer: str
    rule: str
    """Why, for a change without entries (a withdrawal, a restoration)."""
    summary: str
    """The whole change in one line of plain English, also where only some of its edits are shown; ``''`` if none."""
    entries: tuple[Entry, ...]

    def as_json(self) -> dict[str, Any]:
        """Plain data: every field by name, marks as ``same``, ``deleted`` and ``inserted``."""
        return asdict(self)


def redline(db: Database, rows: list[Row]) -> Redline:
    """The redline of one change, from its rows of ``edit_log`` and the two texts in the record."""
    first = rows[0]
    edits = [row for row in rows if row["op"] is not None]
    entries: tuple[Entry, ...] = ()
    line = ""
    if edits:
        old, new = _texts(db, first["change"])
        found = compare(old, new)
        entries = _entries(edits, _drawn(old, new, found))
        line = summary(old, new, found, silent=bool(first["silent"]))
    return Redline(
        **{name: first[name] for name in _COPIED},
        severity=gravest_severity(row["severity"] for row in rows),
        silent=bool(first["silent"]),
        rule="" if edits else first["rule"],
        summary=line,
        entries=entries,
    )


_COPIED = (
    "change",
    "source",
    "document",
    "language",
    "title",
    "url",
    "change_kind",
    "declaration",
    "from_version",
    "to_version",
    "not_before",
    "not_after",
    "found_at",
    "from_capture",
    "to_capture",
    "observer",
)


def _texts(db: Database, change: str) -> tuple[Transcript, Transcript]:
    """The two texts of a change that has edits."""
    old, new = db.conn.execute("SELECT from_text, to_text FROM changes WHERE id = ?", [change]).fetchone()
    return load(db, old), load(db, new)


def _entries(edits: list[Row], drawn: dict[tuple[str, int], _Drawn]) -> tuple[Entry, ...]:
    """Edits of one passage in one entry; metadata first, then the newer version's reading order."""
    grouped: dict[tuple[int, int], tuple[_Drawn | None, list[Row]]] = {}
    for number, row in enumerate(edits):
        place, passage = -1, None
        if row["field"] == "lead" and row["op"] != "set":
            passage = drawn.get(_LEAD)
            place = passage.place if passage else place
        elif row["field"] == "text" and row["position"] is not None:
            passage = drawn.get(("old" if row["op"] == "delete" else "new", row["position"]))
            place = passage.place if passage else len(drawn)
            # Where a passage was split or joined as well, its row is not what the edit is of: it is drawn by itself.
        if passage and (row["rule"] in _BOUNDARIES or not _shows(passage.spans, row)):
            passage = None
        grouped.setdefault((place, -1 if passage else number), (passage, []))[1].append(row)
    return tuple(_entry(rows, passage) for _, (passage, rows) in sorted(grouped.items(), key=lambda item: item[0]))


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A row of the aligned document, marked."""

    place: int
    moved_from: int | None
    spans: list[Span]


def _drawn(old: Transcript, new: Transcript, change: Comparison) -> dict[tuple[str, int], _Drawn]:
    """Every row by its passage's version and number, from 1; where passages were split or joined, piece by piece.

    The lead stands before them, under ``_LEAD``.
    """
    found: dict[tuple[str, int], _Drawn] = {}
    if old.lead and new.lead and old.lead != new.lead:
        found[_LEAD] = _Drawn(-1, None, drawn_words(old.lead, new.lead, in_words=True))
    texts, origins = old.passages, [*range(len(old.passages))]
    if change.recut:
        texts = tuple(piece.text for piece in change.recut.pieces)
        origins = [piece.origins[0] for piece in change.recut.pieces]
    for place, pair in enumerate(change.recut.pairs if change.recut else change.pairs):
        spans = drawn_pair(pair, texts, new.passages)
        if spans is None:
            continue
        at = None if pair.old is None else origins[pair.old] + 1
        drawn = _Drawn(place, at if pair.moved else None, spans)
        if at is not None:
            found.setdefault(("old", at), drawn)
        if pair.new is not None:
            found["new", pair.new + 1] = drawn
    return found


def _shows(spans: list[Span], row: Row) -> bool:
    """Whether the marked passage shows this very edit."""
    if row["op"] == "move":
        return True
    return all(
        not row[side] or any(span.mark == mark and row[side] in span.text for span in spans)
        for side, mark in (("before", "deleted"), ("after", "inserted"))
    )


def _entry(rows: list[Row], passage: _Drawn | None) -> Entry:
    first = rows[0]
    if passage:
        spans = passage.spans
    elif first["rule"] in _BOUNDARIES:
        spans = drawn_boundary(first["before"], first["after"])
    else:
        spans = drawn_words(first["before"], first["after"], in_words=first["field"] == "title")
    return Entry(
        labels=tuple(Label(*(row[name] for name in ("op", "field", "kind", "severity", "rule"))) for row in rows),
        position=first["position"],
        moved_from=passage.moved_from if passage else None,
        speaker=first["speaker"],
        spans=tuple(elided(spans)),
    )
