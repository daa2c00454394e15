"""Pure: two versions of one variant compared: the whole change, row by row and edit by edit."""

from __future__ import annotations

from collections import Counter
from functools import cached_property
from typing import TYPE_CHECKING

from storage.diff.classify import grade
from storage.diff.kinds import SEVERITY_OF, gravest_severity
from storage.diff.links import Link, Passage, passage_of
from storage.diff.matching import match
from storage.diff.metadata import declared_without_change, metadata_edits
from storage.diff.model import Comparison, Edit, Pair, Piece, Recut
from storage.diff.names import names_inside
from storage.diff.recut import Uncut, recut
from storage.diff.rows import rows
from storage.diff.shifts import with_shifts
from storage.diff.speakers import same_labels, speaker_edits
from storage.diff.spot import spot
from storage.text.elements import elements
from storage.text.tables import table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.transcript import Transcript


_LONGEST_MARK = 60
"""Code points within which every language's "to be continued" is said."""


def compare(old: Transcript, new: Transcript) -> Comparison:
    """What happened between two versions, both as read by the same extractor.

    Time is bounded: passages of n and m words cost n * m / 64 steps up to ``likeness.MOST_STEPS`` and
    ``words.MOST_CELLS``, linear time beyond (their order is not looked at, one hunk holds what changed); a gap of
    passages up to ``matching.MOST_COMPARED`` pairs and ``matching.MOST_WORDS_COMPARED``, six pairs a passage beyond;
    a hunk is linear in its length. Two megabytes of text on each side take less than ten seconds.

    ``pairs`` index the passages of both transcripts as they are; ``edits`` see through passages split or joined.
    """
    ours, theirs = _passages(old), _passages(new)
    links = _match(ours, theirs, new)
    pairs = rows(links, old.passages, new.passages)
    known = _Known(old, new)
    again = recut(ours, theirs, links)
    cut: Sequence[Piece] | Uncut = Uncut(ours) if again is None else again
    cut_pairs = pairs
    if again is not None:
        cut_links = _match([Passage(piece.text, piece.speaker) for piece in again], theirs, new)
        cut_pairs = rows(cut_links, [piece.text for piece in again], new.passages)
    around = metadata_edits(old, new, known)
    if not same_labels(old.turns, new.turns):
        linked = [
            (pair.old if again is None else again[pair.old].origins[0], pair.new)
            for pair in cut_pairs
            if pair.old is not None
            and pair.new is not None
            # with one who speaks, what moves to another turn takes on its role: that is no edit of its own
            and not (pair.moved and cut[pair.old].speaker == theirs[pair.new].speaker)
        ]
        around += speaker_edits(old, new, linked)
    grown = not any(SEVERITY_OF[edit.kind] != "cosmetic" for edit in around) and _extended(cut, cut_pairs, new)
    inside = with_shifts(_Text(old, new, cut, known).edits(cut_pairs, skip_tail_mark=grown))
    if old.form == new.form and again is not None:
        inside += _boundary_edits(old, new, again, cut_pairs)
    edits = tuple(declared_without_change([*around, *inside]))
    return Comparison(
        kind="extended" if grown else "edited",
        severity=gravest_severity(edit.severity for edit in edits),
        edits=edits,
        pairs=pairs,
        recut=None if again is None else Recut(tuple(again), tuple(cut_pairs)),
    )


def _passages(transcript: Transcript) -> list[Passage]:
    return [passage_of((text, turn.speaker_printed)) for turn in transcript.turns for text in turn.passages]


def _match(ours: Sequence[Passage], theirs: Sequence[Passage], new: Transcript) -> list[Link]:
    """Links of passages; a last "to be continued" becomes nothing but itself, whatever stands in its place."""
    links = match(ours, theirs)
    if ours and _announces(ours[-1].text, new):
        last = len(ours) - 1
        return [link for link in links if link.old != last or ours[last].text == theirs[link.new].text]
    return links


class _Known:
    """Names that either version holds inside its sentences or in its labels, looked for when first asked."""

    def __init__(self, old: Transcript, new: Transcript) -> None:
        self._old, self._new = old, new

    def __contains__(self, word: object) -> bool:
        return word in self._labels or word in self._inside

    @cached_property
    def _inside(self) -> frozenset[str]:
        text = "\n".join(dict.fromkeys((*self._old.passages, *self._new.passages)))
        return names_inside(text, self._new.language)

    @cached_property
    def _labels(self) -> frozenset[str]:
        return frozenset(
            word.casefold()
            for speaker in {turn.speaker for transcript in (self._old, self._new) for turn in transcript.turns}
            for word in speaker.split()
            if len(word) > 2 and table(self._new.language).title_words.get(word.casefold()) is None
        )


class _Text:
    """Edits of the text, in the order of the rows."""

    def __init__(self, old: Transcript, new: Transcript, cut: Sequence[Piece] | Uncut, known: _Known) -> None:
        self._old, self._new, self._cut, self._known = old, new, cut, known
        self._turns_old, self._turns_new = old.turn_of, new.turn_of
        self._texts = new.passages

    def edits(self, pairs: Sequence[Pair], *, skip_tail_mark: bool) -> list[Edit]:
        found = []
        for pair in pairs:
            if pair.new is None:
                assert pair.old is not None
                if not skip_tail_mark:  # of an extension, only "to be continued" can have gone
                    found.append(self.passage_removed(pair.old))
            elif pair.old is None:
                found.append(self.passage_added(pair.new))
            else:
                if pair.moved:
                    found.append(self.passage_moved(pair.old, pair.new))
                if pair.hunks and not skip_tail_mark:
                    found += self.hunk_edits(pair.old, pair.new, pair)
        return found

    def passage_removed(self, old: int) -> Edit:
        """Passage removed: a whole passage was taken out and stands nowhere else."""
        at = self._cut[old].origins[0]
        return _edit(
            "delete", "passage_removed", self._cut[old].text, "", at, self._old.turns[self._turns_old[at]].speaker
        )

    def passage_added(self, new: int) -> Edit:
        """Passage added: a whole passage was put in that stood nowhere before."""
        return _edit("insert", "passage_added", "", self._texts[new], new, self._speaker(new))

    def passage_moved(self, old: int, new: int) -> Edit:
        """Passage moved: it stands elsewhere among the passages that stayed."""
        return _edit("move", "passage_moved", self._cut[old].text, self._texts[new], new, self._speaker(new))

    def hunk_edits(self, old: int, new: int, pair: Pair) -> list[Edit]:
        found = []
        before, (origin, *_), _ = self._cut[old]
        after, speaker = self._texts[new], self._speaker(new)
        for hunk in pair.hunks:
            at = spot(before, after, hunk, self._new.language, self._known)
            kind, rule = grade(at)
            op = at.op
            gone = op == "delete"
            place = origin if gone else new
            found.append(
                Edit(
                    op=op,
                    field="text",
                    kind=kind,
                    severity=SEVERITY_OF[kind],
                    rule=rule,
                    before=at.old.changed,
                    after=at.new.changed,
                    position=place + 1,
                    speaker=self._old.turns[self._turns_old[place]].speaker if gone else speaker,
                )
            )
        return found

    def _speaker(self, new: int) -> str:
        return self._new.turns[self._turns_new[new]].speaker


def _edit(op: str, kind: str, before: str, after: str, place: int, speaker: str) -> Edit:
    return Edit(op, "text", kind, SEVERITY_OF[kind], kind, before, after, place + 1, speaker)


def _extended(cut: Sequence[Piece] | Uncut, pairs: Sequence[Pair], new: Transcript) -> bool:
    """Whether the older text stands unchanged at the head of the newer one, which goes on.

    A last passage that only announces a continuation may have gone, stayed behind the new ones, or changed.
    """
    if not any(pair.old is None for pair in pairs):
        return False
    body = list(pairs)
    while (
        body and body[-1].new is not None and body[-1].old is not None and _announces(new.passages[body[-1].new], new)
    ):
        body.pop()
    kept = 0
    while kept < len(body) and body[kept].old is not None and body[kept].new is not None and not _is_edited(body[kept]):
        kept += 1
    rest = body[kept:]
    gone = [cut[pair.old].text for pair in rest if pair.old is not None]
    marks = [text for text in gone if _announces(text, new)]
    added = [pair for pair in rest if pair.old is None]
    return kept > 0 and len(gone) == len(marks) <= 1 and bool(added) and not any(map(_is_edited, rest))


def _is_edited(pair: Pair) -> bool:
    return pair.moved or bool(pair.hunks)


def _announces(passage: str, new: Transcript) -> bool:
    """Whether a passage says no more than that the text will go on."""
    if len(passage) > _LONGEST_MARK:
        return False
    words = [part.text for part in elements(passage, new.language) if part.sort == "word"]
    return table(new.language).continued_words.get(*words) is not None


def _boundary_edits(old: Transcript, new: Transcript, cut: Sequence[Piece], pairs: Sequence[Pair]) -> list[Edit]:
    """Typography: the same words in more or fewer passages (``passage_split``, ``passages_joined``)."""
    shares = Counter(origin for piece in cut for origin in piece.origins)
    texts, turns = new.passages, new.turn_of
    split: dict[int, list[int]] = {}
    found = []
    for pair in pairs:
        if pair.old is None or pair.new is None:
            continue
        origins = cut[pair.old].origins
        speaker = new.turns[turns[pair.new]].speaker
        if len(origins) > 1:
            before = "\n\n".join(old.passages[origin] for origin in origins)
            found.append(_boundary("passages_joined", before, texts[pair.new], pair.new, speaker))
        elif shares[origins[0]] > 1:
            split.setdefault(origins[0], []).append(pair.new)
    for origin, news in split.items():
        after = "\n\n".join(texts[at] for at in sorted(news))
        speaker = new.turns[turns[min(news)]].speaker
        found.append(_boundary("passage_split", old.passages[origin], after, min(news), speaker))
    return found


def _boundary(rule: str, before: str, after: str, place: int, speaker: str) -> Edit:
    kind = "typography"
    return Edit("replace", "text", kind, SEVERITY_OF[kind], rule, before, after, place + 1, speaker)
