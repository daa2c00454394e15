"""Pure: a change in one line of plain English, put together by rules from its edits."""

from __future__ import annotations

from functools import partial
from itertools import takewhile
from typing import TYPE_CHECKING, NamedTuple

from storage.diff.kinds import KINDS
from storage.diff.shifts import words_moved
from storage.diff.turns import turn_findings
from storage.text.tokens import word_count

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from storage.diff.model import Comparison, Edit
    from storage.diff.turns import TurnFinding
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
_NAMED = {"title": "headline", "lead": "lead", "published_at": "date of publication"}
_BREAKS = ("passage_split", "passages_joined")
_DECLARATIONS = {
    "declared_without_change": "version number raised from {} to {}, and nothing else changed",
    "badge_ran_backwards": "version number set back from {} to {}",
    "stamp_ran_backwards": "'updated' stamp set back from {} to {}",
}
_MANY = 3
"""Questions with their answers that shared one fate, from which on they are told as one."""


def summary(old: Transcript, new: Transcript, change: Comparison, *, silent: bool | None = None) -> str:
    """What happened, gravest first: ``Question by Interfax and its answer removed (212 words); 14 → 41 in answer 6.``

    ``silent`` adds whether the publisher declared the change; None says nothing of it. Empty if there are no edits.
    """
    of_turns = turn_findings(old, new, change)
    told_there = {id(edit) for finding in of_turns for edit in finding.edits}
    rest = [edit for edit in change.edits if id(edit) not in told_there]
    findings = [*_turns(old, new, change, of_turns), *_single(old, new, change, rest), *_counted(rest)]
    if not findings:
        return ""
    findings.sort(key=lambda finding: -finding.weight)
    told = [finding.tell() for finding in findings[:MOST_FINDINGS]]
    more = sum(finding.edits for finding in findings[MOST_FINDINGS:])
    if more:
        told.append(f"{_number(more, 'more edit', 'more edits')}")
    line = "; ".join(told)
    ending = {None: "", True: " Silent.", False: " Declared."}[silent]
    if not findings[0].of_page:
        line = line[0].upper() + line[1:]
    return f"{line}.{ending}"


class _Finding(NamedTuple):
    weight: int
    tell: Callable[[], str]
    """Its words: made only for what is told, for a change may have thousands."""
    edits: int
    of_page: bool = False
    """It begins with words of the page, which keep their case."""


def _weight(kind: str) -> int:
    return KINDS.index(kind)


def _number(count: int, one: str, several: str) -> str:
    return f"{count:,} {one if count == 1 else several}"


def _words(count: int) -> str:
    return f"({_number(count, 'word', 'words')})"


# --- turns


def _turns(old: Transcript, new: Transcript, change: Comparison, findings: Sequence[TurnFinding]) -> Iterator[_Finding]:
    if change.kind == "extended":
        edits = [edit for edit in change.edits if edit.kind == "passage_added"]
        count = sum(word_count(edit.after) for edit in edits)
        grown = _number(len(edits), "passage", "passages")
        text = f"grew at its end by {grown} {_words(count)}"
        yield _Finding(_weight("passage_added"), partial(str, text), len(edits))
        findings = [finding for finding in findings if finding.fate not in ("added", "lengthened")]
    for fate in ("removed", "added", "moved"):
        alike = [finding for finding in findings if finding.fate == fate and len(finding.turns) > 1]
        if len(alike) >= _MANY:
            count = sum(finding.words for finding in alike)
            edits = [edit for finding in alike for edit in finding.edits]
            text = f"{len(alike)} questions and their answers {fate} {_words(count)}"
            yield _Finding(_gravest(edits), partial(str, text), len(edits))
            findings = [finding for finding in findings if finding.fate != fate or len(finding.turns) == 1]
    for finding in findings:
        version = old if finding.fate in ("removed", "shortened") else new
        tell = partial(_fate, finding, version.turns)
        if finding.fate == "moved":
            tell = partial(_moved, finding, old, new, change)
        yield _Finding(_gravest(finding.edits), tell, len(finding.edits))


def _gravest(edits: Iterable[Edit]) -> int:
    return max(_weight(edit.kind) for edit in edits)


def _fate(finding: TurnFinding, turns: Sequence[Turn]) -> str:
    at = finding.turns[0]
    match finding.fate:
        case "shortened":
            return f"{_place(at, turns)} shortened by {finding.words:,} of its {_number(finding.of, 'word', 'words')}"
        case "lengthened":
            return f"{_place(at, turns)} lengthened by {_number(finding.words, 'word', 'words')}"
        case "replaced":
            answer = f", its answer {finding.answer}" if finding.answer else ""
            size = f"({finding.of:,} → {_number(finding.words, 'word', 'words')})"
            return f"{_place(at, turns)} replaced by another {size}{answer}"
        case "reworded":
            return f"{_place(at, turns)} reworded, its answer unchanged"
        case fate:
            return f"{_said(finding, turns[at])} {fate} {_words(finding.words)}"


def _moved(finding: TurnFinding, old: Transcript, new: Transcript, change: Comparison) -> str:
    """A turn moved as a whole, or passages of it, and out of which other turn."""
    at = finding.turns[0]
    if len(finding.turns) > 1:
        return f"{_said(finding, new.turns[at])} moved {_words(finding.words)}"
    came_from = {pair.new: pair.old for pair in change.pairs if pair.moved}
    places = {came_from.get((edit.position or 0) - 1) for edit in finding.edits}
    turns = {old.turn_of[place] for place in places if place is not None}
    passages, place = _number(len(finding.edits), "passage", "passages"), _place(at, new.turns)
    if len(finding.edits) == len(new.turns[at].passages) < len(new.passages) and len(turns) == 1:
        was = next(iter(turns))
        if len(old.turns[was].passages) == len(finding.edits):
            if new.turns[at].role == "answer" and at and new.turns[at - 1].role == "question":
                return f"{_place(was, old.turns)} moved to {_place(at - 1, new.turns)} {_words(finding.words)}"
            return f"{_said(finding, new.turns[at])} moved {_words(finding.words)}"
    origin = _place(turns.pop(), old.turns) if len(turns) == 1 else place
    way = f"within {place}" if origin == place else f"from {origin} to {place}"
    return f"{passages} moved {way} {_words(finding.words)}"


def _said(finding: TurnFinding, turn: Turn) -> str:
    by = f" by {turn.speaker}" if turn.speaker else ""
    if len(finding.turns) > 1:
        return f"{turn.role}{by} and its answer{'' if len(finding.turns) == 2 else 's'}"
    return f"{turn.role}{by}"


def _place(turn: int, turns: Sequence[Turn]) -> str:
    """A turn as a reader counts it: ``answer 4``; ``the statement`` if there is but one."""
    role = turns[turn].role
    alike = [at for at, other in enumerate(turns) if other.role == role]
    return f"the {role}" if len(alike) == 1 else f"{role} {alike.index(turn) + 1}"


# --- edits that are told one by one


def _single(old: Transcript, new: Transcript, change: Comparison, edits: Iterable[Edit]) -> Iterator[_Finding]:
    for edit in edits:
        if edit.rule in _DECLARATIONS:
            text = _DECLARATIONS[edit.rule].format(_short(edit.before), _short(edit.after))
            yield _Finding(_weight(edit.kind), partial(str, text), 1)
        if edit.kind in _COUNTED:
            continue
        of_page = bool(edit.before and edit.after) and edit.field not in _NAMED
        of_page = of_page and edit.kind != "attribution" and edit.rule != words_moved.__name__
        yield _Finding(_weight(edit.kind), partial(_edit, edit, old, new, change), 1, of_page)


def _edit(edit: Edit, old: Transcript, new: Transcript, change: Comparison) -> str:
    place, told = _where(edit, old, new), _told(edit)
    if edit.rule == words_moved.__name__:
        origin = next(
            (at for at, passage in zip(old.turn_of, old.passages, strict=True) if edit.before in passage), None
        )
        came_from = place if origin is None else _place(origin, old.turns)
        way = f"within {place}" if came_from == place else f"from {came_from} to {place}"
        return f"{_number(word_count(edit.after), 'word', 'words')} moved {way}"
    if edit.kind != "attribution":
        return f"{told} in {place}" if place else told
    return f"part of {place} {told}" if _is_part(edit, old, new, change) else f"{place} {told}"


def _told(edit: Edit) -> str:
    before, after = (_short(text) for text in _around_the_change(edit.before, edit.after))
    if edit.kind == "attribution":
        if before and after:
            return f"given to {after} instead of {before}"
        return f"attributed to {after}, formerly to nobody" if after else f"no longer attributed to {before}"
    if edit.field in _NAMED:
        name = _NAMED[edit.field]
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
    return _place(version.turn_of[edit.position - 1], version.turns)


def _is_part(edit: Edit, old: Transcript, new: Transcript, change: Comparison) -> bool:
    """Whether only some passages of a turn came from another mouth."""
    ours, theirs = old.turn_of, new.turn_of
    turn = theirs[(edit.position or 1) - 1]
    came_from = {pair.new: pair.old for pair in change.pairs if pair.old is not None}
    inside = [came_from.get(at) for at, owner in enumerate(theirs) if owner == turn]
    return any(place is not None and old.turns[ours[place]].speaker_printed != edit.before for place in inside)


def _around_the_change(before: str, after: str) -> tuple[str, str]:
    """Two texts too long to be told whole, without the words that both begin and end with."""
    if not (before and after) or max(len(before), len(after)) <= _LONGEST:
        return before, after
    old, new = before.split(), after.split()
    begun = _alike(old, new)
    ended = _alike(old[begun:][::-1], new[begun:][::-1])
    if begun and min(len(old), len(new)) == begun + ended:
        begun -= 1  # words only came, or only went: the one before them says where
    left, right = (
        f"{'… ' if begun else ''}{' '.join(words[begun : len(words) - ended])}{' …' if ended else ''}"
        for words in (old, new)
    )
    return left, right


def _alike(one: Sequence[str], other: Sequence[str]) -> int:
    """How many words two rows of them begin with alike."""
    return sum(1 for _ in takewhile(lambda pair: pair[0] == pair[1], zip(one, other, strict=False)))


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"


# --- edits that are only counted


def _counted(edits: Sequence[Edit]) -> Iterable[_Finding]:
    breaks = sum(edit.rule in _BREAKS for edit in edits)
    if breaks:
        text = f"{_number(breaks, 'paragraph', 'paragraphs')} split or joined"
        yield _Finding(_weight("typography"), partial(str, text), breaks)
    for kind, names in _COUNTED.items():
        count = sum(edit.kind == kind and edit.rule not in (*_BREAKS, *_DECLARATIONS) for edit in edits)
        if count:
            yield _Finding(_weight(kind), partial(str, f"{_number(count, *names)} changed"), count)
