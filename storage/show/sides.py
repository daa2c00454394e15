"""Two languages of a document side by side, row by row: what translates what, what is missing, what differs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from storage.diff.names import names
from storage.languages.compare import compare_languages
from storage.languages.differing import differences
from storage.languages.original import original
from storage.languages.parallel import turns_of
from storage.languages.places import places
from storage.languages.speakers import speakers_agree
from storage.record import alignments, dictionaries, texts

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

    from storage.languages.dictionary import Dictionary
    from storage.languages.findings import Compared, Finding
    from storage.transcript import Transcript


@dataclass(frozen=True, slots=True)
class Half:
    """One language's passages in a row."""

    positions: tuple[int, ...]
    """From 1; empty where this language has nothing."""
    speaker: str
    text: str
    """The passages, separated by a space."""
    marked: tuple[tuple[int, int], ...]
    """Spans of ``text`` that the other side contradicts: numbers, dates and names; half-open, in order."""


@dataclass(frozen=True, slots=True)
class Row:
    """Passages that translate each other; one half is empty where the other language has nothing."""

    left: Half
    right: Half
    confidence: float
    findings: tuple[str, ...]
    """What was found here, one line each."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Two variants of a document as they stand, aligned."""

    source: str
    document: str
    languages: tuple[str, str]
    titles: tuple[str, str]
    coverage: tuple[str, str]
    """How much of the left the right one has, and the other way, in words."""
    abridged: bool
    rows: tuple[Row, ...]
    findings: tuple[str, ...]
    """Those of the titles, which stand in no row."""

    def as_json(self) -> dict[str, Any]:
        """Plain data: every field by name."""
        return asdict(self)


def current_texts(db: Database, source: str, key: str) -> dict[str, int]:
    """The texts of a document as it stands, by language."""
    return dict(
        db.conn.execute(
            "SELECT variants.language, versions.text FROM variants"
            " JOIN documents ON documents.id = variants.document JOIN sources ON sources.id = documents.source"
            " JOIN versions ON versions.variant = variants.id WHERE sources.name = ? AND documents.key = ?"
            " AND number = (SELECT max(number) FROM versions AS v WHERE v.variant = variants.id)"
            " ORDER BY variants.language",
            [source, key],
        ).fetchall()
    )


def two_of(source: str, languages: Sequence[str]) -> tuple[str, str]:
    """The two languages of a document that are shown unless others are asked for: the original, and English or the
    first other one. Raises ValueError if there are not two.
    """
    if len(languages) < 2:
        raise ValueError("a document in fewer than two languages")
    first = original(source, languages)
    rest = [language for language in languages if language != first]
    return first, "en" if "en" in rest else rest[0]


def sides(db: Database, source: str, key: str, languages: tuple[str, str]) -> Sides:
    """A document in two of its languages, aligned as the record has it, else now. Raises KeyError for a language that
    it is not in.
    """
    known = current_texts(db, source, key)
    ids = known[languages[0]], known[languages[1]]
    left, right = (texts.load(db, id_) for id_ in ids)
    compared, turned = alignments.latest(db, *ids), False
    if compared is None and (compared := alignments.latest(db, ids[1], ids[0])) is not None:
        turned = True
    if compared is None:
        compared = compare_languages(left, right, _dictionary(db, source, languages))
    return laid(source, key, left, right, compared, turned=turned)


def _dictionary(db: Database, source: str, languages: tuple[str, str]) -> Dictionary | None:
    """The latest dictionary of two languages, mined in this direction or in the other."""
    (id_,) = db.conn.execute("SELECT id FROM sources WHERE name = ?", [source]).fetchone()
    (newest,) = db.conn.execute("SELECT coalesce(max(id), 0) FROM captures").fetchone()
    if (found := dictionaries.in_force(db, id_, languages, newest)) is not None:
        return dictionaries.load(db, found)
    if (found := dictionaries.in_force(db, id_, (languages[1], languages[0]), newest)) is not None:
        return dictionaries.load(db, found).reversed()
    return None


def laid(
    source: str, key: str, left: Transcript, right: Transcript, compared: Compared, *, turned: bool = False
) -> Sides:
    """Two transcripts laid side by side. ``turned``: they were compared the other way round."""
    coverage = compared.covered if turned else compared.coverage, compared.coverage if turned else compared.covered
    beads = [(bead.target, bead.source) if turned else (bead.source, bead.target) for bead in compared.beads]
    turns = turns_of(left), turns_of(right)
    rows = []
    for at in _reading_order([one for one, _ in beads]):
        (one, other), confidence = beads[at], compared.beads[at].confidence
        said = [" ".join(side.passages[at] for at in here) for side, here in ((left, one), (right, other))]
        marks = _marks(said[0], said[1], (left.language, right.language)) if one and other else ((), ())
        halves = [
            Half(tuple(at + 1 for at in here), _speaker(side, turn, here), text, marked)
            for side, turn, here, text, marked in zip((left, right), turns, (one, other), said, marks, strict=True)
        ]
        found = tuple(_line(one_found) for one_found in compared.findings if _is_here(one_found, left, one, other))
        rows.append(Row(halves[0], halves[1], confidence, found))
    return Sides(
        source,
        key,
        (left.language, right.language),
        (left.title, right.title),
        (coverage[0].sentence(right.language), coverage[1].sentence(left.language)),
        compared.abridged,
        tuple(rows),
        tuple(_line(finding) for finding in compared.findings if finding.position is None),
    )


def _reading_order(left: Sequence[tuple[int, ...]]) -> list[int]:
    """Rows, from 0, in the order of the left side; what it lacks stands behind the row before it."""
    keys, last = [], -1
    for at, here in enumerate(left):
        last = here[0] if here else last
        keys.append((last, at))
    return [at for _, at in sorted(keys)]


def _speaker(side: Transcript, turn: Sequence[int], here: Sequence[int]) -> str:
    if not here:
        return ""
    one = side.turns[turn[here[0]]]
    return one.speaker_printed or one.speaker


def _is_here(finding: Finding, left: Transcript, one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether a finding stands in a row: by a passage that is there, not by the place that one would have."""
    if finding.position is None:
        return False
    missing = finding.kind in ("missing_passage", "missing_turn")
    place = finding.other_position if missing else finding.position
    language = finding.other_language if missing else finding.language
    return place is not None and place - 1 in (one if language == left.language else other)


def _line(finding: Finding) -> str:
    return f"{finding.kind} ({finding.language}): {finding.detail}"


_Spans = tuple[tuple[int, int], ...]


def _marks(one: str, other: str, languages: tuple[str, str]) -> tuple[_Spans, _Spans]:
    """Numbers, dates and names of both sides that contradict each other."""
    left, right = set(), set()
    for difference in differences(one, other, languages):
        left.add((difference.start, difference.end))
        right.add((difference.other_start, difference.other_end))
    ours, theirs = _lone_names(one, other, languages), _lone_names(other, one, (languages[1], languages[0]))
    if ours and theirs:  # a name that only one side prints may be a pronoun on the other
        left.update(ours)
        right.update(theirs)
    return tuple(sorted(left)), tuple(sorted(right))


def _lone_names(text: str, other: str, languages: tuple[str, str]) -> list[tuple[int, int]]:
    """Names that no name of the other side sounds like, and that are no places the other side knows.

    None at all where all are too short to tell, or in a script without capitals.
    """
    language, other_language = languages
    known = places(other, other_language)
    theirs = [name.text for name in names(other, other_language)]
    found, contradicted = [], False
    for name in names(text, language):
        verdicts = {speakers_agree(name.text, language, one, other_language) for one in theirs}
        contradicted |= "other" in verdicts
        if verdicts and "same" not in verdicts and not places(name.text, language) & known:
            found.append((name.start, name.end))
    return found if contradicted else []
