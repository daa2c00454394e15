"""Pure: a change in one line of plain English, put together by rules from its edits."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, NamedTuple

from storage.diff.kinds import KINDS
from storage.diff.speakers import turn_of
from storage.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from storage.diff.model import Comparison, Edit
    from storage.transcript import Transcript, Turn

MOST_FINDINGS = 5
"""Findings that are told one by one; the rest is counted."""
_LONGEST = 60
"""Code points of a text that is quoted whole."""
_COUNTED = {
    "wording": ("wording", "wordings"),
    "spelling": ("spelling", "spellings"),
    "typography": ("sign or space", "signs or spaces"),
    "metadata": ("label", "labels"),
}
_BREAKS = ("passage_split", "passages_joined")
_WHOLE = ("passage_removed", "passage_added", "passage_moved")
_DONE = {"passage_removed": "removed", "passage_added": "added", "passage_moved": "moved"}


def summary(old: Transcript, new: Transcript, change: Comparison, *, silent: bool | None = None) -> str:
    """What happened, gravest first: ``Question by Interfax and its answer removed (212 words); 14 → 41 in answer 6.``

    ``silent`` adds whether the publisher declared the change; None says nothing of it. Empty if there are no edits.
    """
    findings = [*_turns_and_passages(old, new, change), *_single(old, new, change), *_counted(change)]
    if not findings:
        return ""
    findings.sort(key=lambda finding: -finding.weight)
    told = [finding.text for finding in findings[:MOST_FINDINGS]]
    more = sum(finding.edits for finding in findings[MOST_FINDINGS:])
    if more:
        told.append(f"{_number(more, 'more edit', 'more edits')}")
    line = "; ".join(told)
    ending = {None: "", True: " Silent.", False: " Declared."}[silent]
    if " → " not in told[0]:  # words of the page keep their case
        line = line[0].upper() + line[1:]
    return f"{line}.{ending}"


class _Finding(NamedTuple):
    weight: int
    text: str
    edits: int


class _Stretch(NamedTuple):
    """Whole passages of one turn that shared one fate."""

    turn: int
    whole: bool
    words: int
    passages: int


def _weight(kind: str) -> int:
    return KINDS.index(kind)


def _number(count: int, one: str, several: str) -> str:
    return f"{count:,} {one if count == 1 else several}"


def _words(count: int) -> str:
    return f"({_number(count, 'word', 'words')})"


# --- whole passages and turns


def _turns_and_passages(old: Transcript, new: Transcript, change: Comparison) -> Iterator[_Finding]:
    for kind in _WHOLE:
        edits = [edit for edit in change.edits if edit.kind == kind and edit.field == "text"]
        version = old if kind == "passage_removed" else new
        if change.kind == "extended" and kind == "passage_added" and edits:
            count = sum(len(words(edit.after)) for edit in edits)
            grown = _number(len(edits), "passage", "passages")
            yield _Finding(_weight(kind), f"grew at its end by {grown} {_words(count)}", len(edits))
            continue
        for stretches in _exchanges(_stretches(edits, version), version.turns):
            count, passages = (sum(one[field] for one in stretches) for field in (2, 3))
            text = f"{_said(stretches, version.turns)} {_DONE[kind]} {_words(count)}"
            yield _Finding(_weight(kind), text, passages)


def _stretches(edits: Sequence[Edit], version: Transcript) -> list[_Stretch]:
    turns = turn_of(version)
    found = []
    for turn, group in groupby(edits, key=lambda edit: turns[(edit.position or 1) - 1]):
        members = list(group)
        whole = len({edit.position for edit in members}) == len(version.turns[turn].passages)
        count = sum(len(words(edit.before or edit.after)) for edit in members)
        found.append(_Stretch(turn, whole, count, len(members)))
    return found


def _exchanges(stretches: Sequence[_Stretch], turns: Sequence[Turn]) -> Iterator[list[_Stretch]]:
    """Stretches one by one, but a whole question with the whole answer that follows it as one."""
    at = 0
    while at < len(stretches):
        pair = stretches[at : at + 2]
        together = (
            len(pair) == 2
            and pair[0].whole
            and pair[1].whole
            and pair[1].turn == pair[0].turn + 1
            and (turns[pair[0].turn].role, turns[pair[1].turn].role) == ("question", "answer")
        )
        taken = 2 if together else 1
        yield list(stretches[at : at + taken])
        at += taken


def _said(stretches: Sequence[_Stretch], turns: Sequence[Turn]) -> str:
    first = stretches[0]
    speaker = turns[first.turn].speaker
    if len(stretches) == 2:
        return f"question{f' by {speaker}' if speaker else ''} and its answer"
    if first.whole and len(turns) > 1:
        return f"{turns[first.turn].role}{f' by {speaker}' if speaker else ''}"
    return f"{_number(first.passages, 'passage', 'passages')} of {_place(first.turn, turns)}"


def _place(turn: int, turns: Sequence[Turn]) -> str:
    """A turn as a reader counts it: ``answer 4``; ``the statement`` if there is but one."""
    role = turns[turn].role
    alike = [at for at, other in enumerate(turns) if other.role == role]
    return f"the {role}" if len(alike) == 1 else f"{role} {alike.index(turn) + 1}"


# --- edits that are told one by one


def _single(old: Transcript, new: Transcript, change: Comparison) -> Iterator[_Finding]:
    for edit in change.edits:
        if (edit.kind in _WHOLE and edit.field == "text") or edit.kind in _COUNTED:
            continue
        yield _Finding(_weight(edit.kind), f"{_told(edit)}{_where(edit, old, new)}", 1)


def _told(edit: Edit) -> str:
    before, after = _short(edit.before), _short(edit.after)
    if edit.kind == "attribution":
        return f"given to {after or 'nobody'}, formerly to {before or 'nobody'}:"
    if edit.field in ("title", "lead", "published_at"):
        name = {"title": "headline", "lead": "lead", "published_at": "date of publication"}[edit.field]
        if before and after:
            return f"{name} changed from '{before}' to '{after}'"
        return f"{name} {'added' if after else 'removed'}"
    if before and after:
        return f"{before} → {after}"
    return f"'{after}' put in" if after else f"'{before}' dropped"


def _where(edit: Edit, old: Transcript, new: Transcript) -> str:
    if edit.position is None:
        return ""
    version = old if edit.op == "delete" else new
    place = _place(turn_of(version)[edit.position - 1], version.turns)
    return f" {place}" if edit.kind == "attribution" else f" in {place}"


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"


# --- edits that are only counted


def _counted(change: Comparison) -> Iterable[_Finding]:
    breaks = sum(edit.rule in _BREAKS for edit in change.edits)
    if breaks:
        text = f"{_number(breaks, 'paragraph', 'paragraphs')} split or joined"
        yield _Finding(_weight("typography"), text, breaks)
    for kind, names in _COUNTED.items():
        count = sum(edit.kind == kind and edit.rule not in _BREAKS for edit in change.edits)
        if count:
            yield _Finding(_weight(kind), f"{_number(count, *names)} changed", count)
