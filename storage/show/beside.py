"""What the other languages of a document say of a change: the corresponding words, and whether they now agree."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from storage.languages.align import align
from storage.languages.following import linked
from storage.languages.original import original
from storage.languages.splitting import sentences
from storage.record import alignments, texts

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from sqlite_utils import Database

    from storage.transcript import Transcript

_LONGEST = 300
"""Code points of a sibling's words that are quoted."""
_PASSAGES = 5
"""Passages of a change that a sibling's are quoted for."""

_STOOD_BEFORE = "1 ORDER BY v.first_seen <= :at DESC, iif(v.first_seen <= :at, -number, number) LIMIT 1"
# What was edited in the same crawl was asked for a moment later: an older version was not seen beside the newer one.
_STANDS = (
    "(v.last_seen >= :at OR number = (SELECT max(number) FROM versions WHERE variant = v.variant))"
    " ORDER BY number LIMIT 1"
)


@dataclass(frozen=True, slots=True)
class _Beside:
    """A version and the version of another language that stood beside it; passages linked from 1."""

    text: Transcript
    other: Transcript
    links: dict[int, tuple[int, ...]]


def notes(db: Database, rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """Lines to print below a change, given as its rows of ``edit_log``: from the record alone, nothing is aligned anew
    but the sentences of passages that are quoted."""
    yield from _passages(db, rows)
    yield from _agreement(db, rows[0])


def quotes(db: Database, finding: dict[str, Any]) -> Iterator[str]:
    """Lines to print below a finding, given as its row of ``discrepancy_log``: what differs, and both sides."""
    (detail,) = db.conn.execute("SELECT detail FROM discrepancies WHERE id = ?", [finding["discrepancy"]]).fetchone()
    if detail:
        yield detail
    for language, text in (("language", "passage"), ("other_language", "other_passage")):
        if finding[text]:
            yield f"{finding[language]}: {_cut(finding[text])}"


def _passages(db: Database, rows: Sequence[dict[str, Any]]) -> Iterator[str]:
    """The sibling's words for each passage that was edited."""
    sides: dict[bool, _Beside | None] = {}
    told: set[tuple[bool, int]] = set()
    for row in rows:
        gone, place = row["op"] == "delete", row["position"]
        if row["field"] != "text" or place is None or (gone, place) in told or len(told) == _PASSAGES:
            continue
        if gone not in sides:
            sides[gone] = _beside(db, row["change"], older=gone)
        beside = sides[gone]
        if beside is None or place not in beside.links:
            continue
        told.add((gone, place))
        words = row["before"] if gone else row["after"]
        yield f"{beside.other.language} has there: {_quoted(beside, place, words)}"


def _quoted(beside: _Beside, place: int, words: str) -> str:
    """The sentences of the sibling's passages that translate those in which these words stand, else all of them."""
    passage = beside.text.passages[place - 1]
    theirs = " ".join(beside.other.passages[at - 1] for at in beside.links[place])
    ours, others = ([text[start:end] for start, end in sentences(text)] for text in (passage, theirs))
    holding = {at for at, text in enumerate(ours) if words and words in text}
    chosen = [
        others[at]
        for bead in align(ours, others, (beside.text.language, beside.other.language))
        if holding.intersection(bead.source)
        for at in bead.target
    ]
    quoted = " ".join(chosen) or theirs
    return _cut(quoted)


def _cut(text: str) -> str:
    text = " ".join(text.split())
    return f"“{text if len(text) <= _LONGEST else text[:_LONGEST].rpartition(' ')[0] + ' …'}”"


def _beside(db: Database, change: str, *, older: bool) -> _Beside | None:
    """The change's older or newer version beside the original, as that stood then; the original beside a translation.

    None where no other language stood there, or the two have not been read together.
    """
    source, document, language, version, text, at = db.conn.execute(
        "SELECT sources.name, document, language, iif(:older, from_version, to_version),"
        " iif(:older, from_text, to_text), iif(:older, not_before, not_after) FROM changes"
        " JOIN variants ON variants.id = changes.variant JOIN documents ON documents.id = document"
        " JOIN sources ON sources.id = documents.source WHERE changes.id = :change",
        {"older": older, "change": change},
    ).fetchone()
    if text is None or version is None:
        return None
    stood = dict(
        db.conn.execute(
            "SELECT language, text FROM variants JOIN versions ON versions.id = (SELECT id FROM versions AS v"
            f"   WHERE v.variant = variants.id AND {_STOOD_BEFORE if older else _STANDS})"
            " WHERE document = :document AND language <> :language ORDER BY language",
            {"at": at, "document": document, "language": language},
        ).fetchall()
    )
    if not stood:
        return None
    first = original(source, {language, *stood})
    other = first if first != language else ("en" if "en" in stood else min(stood))
    if other not in stood:
        return None
    backwards = language != first
    pair = (stood[other], text) if backwards else (text, stood[other])
    read = alignments.latest(db, *pair)
    if read is None:
        return None
    links = linked(read.beads, backwards=backwards)
    return _Beside(texts.load(db, text), texts.load(db, stood[other]), links)


def _agreement(db: Database, row: dict[str, Any]) -> Iterator[str]:
    """What parted this language from others until this change, and what does since it."""
    for resolution, kind, detail, resolved in db.conn.execute(
        "SELECT resolution, discrepancies.kind, detail, discrepancies.to_version IS changes.to_version"
        " FROM changes JOIN variants ON variants.id = changes.variant"
        " JOIN discrepancies ON discrepancies.document = variants.document"
        " WHERE changes.id = ? AND (discrepancies.to_version = changes.to_version"
        "   OR discrepancies.id = 'edited_alone-' || changes.id AND resolved_at IS NULL)"
        " ORDER BY discrepancies.id",
        [row["change"]],
    ):
        if resolved:
            yield f"{resolution} ({kind}: {detail})"
        else:
            yield f"no other language followed: {detail}"
