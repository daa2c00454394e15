"""Pure: what became of whole turns, from a change's edits: a question gone with its answer, an answer cut short."""

from __future__ import annotations

from collections import Counter
from itertools import groupby
from typing import TYPE_CHECKING, Literal, NamedTuple

from storage.diff.shifts import words_moved
from storage.text.tokens import word_count

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from storage.diff.model import Comparison, Edit
    from storage.transcript import Transcript, Turn

Fate = Literal["removed", "added", "moved", "shortened", "lengthened", "replaced", "reworded"]

LEAST_CUT = 6
"""Words that must have gone in one piece before a turn counts as shortened (the same for lengthened)."""

_WHOLE: dict[str, Fate] = {"passage_removed": "removed", "passage_added": "added", "passage_moved": "moved"}
_REWORDS = ("wording", "quote")
_BESIDE = ("typography", "spelling", *_REWORDS)


class TurnFinding(NamedTuple):
    """What became of a turn, or of a question with its answer, and the edits that say so."""

    fate: Fate
    turns: tuple[int, ...]
    """0-based: in the older version if it was removed or shortened, else in the newer one."""
    words: int
    """Words that went, came or moved."""
    of: int
    """Words that the turns had before (for what was added: have now)."""
    edits: tuple[Edit, ...]
    answer: Literal["", "unchanged", "edited"] = ""
    """What became of the answer to a question that was replaced or reworded."""


def turn_findings(old: Transcript, new: Transcript, change: Comparison) -> list[TurnFinding]:
    """Findings about turns, each edit in one at most; what is in none is for its passage alone to tell.

    A question removed (added, moved) as a whole is one finding with the answer that goes the same way.
    """
    found: list[TurnFinding] = []
    stretches = [*_stretches(old, new, change.edits)]
    between = _Between(old, new, change)
    found += _replaced(stretches, between)
    found += _reworded(between)
    told = {id(edit) for finding in found for edit in finding.edits}
    rest = [one for one in stretches if not any(id(edit) in told for edit in one.edits)]
    for fate, group in groupby(rest, key=lambda one: one.fate):
        found += _exchanges(list(group), (old if fate in ("removed", "shortened") else new).turns)
    return found


def _stretches(old: Transcript, new: Transcript, edits: Sequence[Edit]) -> Iterator[TurnFinding]:
    """Turn by turn what went, came or moved: whole turns as such, of others the words cut or put in."""
    for gone in (True, False):
        version = old if gone else new
        turns = version.turn_of
        members: dict[tuple[Fate, int], list[Edit]] = {}
        for edit in edits:
            if edit.field == "text" and edit.position and (edit.op == "delete") is gone:
                fate = _fate(edit)
                if fate:
                    members.setdefault((fate, turns[edit.position - 1]), []).append(edit)
        for fate in dict.fromkeys(fate for fate, _ in members):
            for (of_fate, turn), group in sorted(members.items(), key=lambda item: item[0][1]):
                if of_fate == fate:
                    yield _stretch(fate, turn, group, version.turns[turn])


def _fate(edit: Edit) -> Fate | None:
    if edit.rule == words_moved.__name__:
        return None
    if edit.kind in _WHOLE:
        return _WHOLE[edit.kind]
    if edit.op in ("delete", "insert") and word_count(edit.before or edit.after) >= LEAST_CUT:
        return "removed" if edit.op == "delete" else "added"
    return None


def _stretch(fate: Fate, at: int, edits: Sequence[Edit], turn: Turn) -> TurnFinding:
    whole = {edit.position for edit in edits if edit.kind in _WHOLE}
    if len(whole) < len(turn.passages) and fate != "moved":
        fate = "shortened" if fate == "removed" else "lengthened"
    count = sum(word_count(edit.before or edit.after) for edit in edits)
    return TurnFinding(fate, (at,), count, _length(turn), tuple(edits))


def _length(turn: Turn) -> int:
    return sum(word_count(passage) for passage in turn.passages)


def _exchanges(stretches: Sequence[TurnFinding], turns: Sequence[Turn]) -> Iterator[TurnFinding]:
    """Findings of one fate, a whole question and the whole answers that follow it as one."""
    at = 0
    while at < len(stretches):
        taken = [stretches[at]]
        if _is_whole(taken[0], turns) and turns[taken[0].turns[0]].role == "question":
            for after in stretches[at + 1 :]:
                follows = after.turns[0] == taken[-1].turns[0] + 1 and turns[after.turns[0]].role == "answer"
                if not (follows and _is_whole(after, turns)):
                    break
                taken.append(after)
        yield TurnFinding(
            taken[0].fate,
            tuple(turn for one in taken for turn in one.turns),
            sum(one.words for one in taken),
            sum(one.of for one in taken),
            tuple(edit for one in taken for edit in one.edits),
        )
        at += len(taken)


def _is_whole(finding: TurnFinding, turns: Sequence[Turn]) -> bool:
    positions = {edit.position for edit in finding.edits if edit.kind in _WHOLE}
    return finding.fate in _WHOLE.values() and len(positions) == len(turns[finding.turns[0]].passages)


class _Between:
    """Which newer turn each older one became, and the edits in either."""

    def __init__(self, old: Transcript, new: Transcript, change: Comparison) -> None:
        self.old, self.new = old.turns, new.turns
        self.partners = _partners(old, new, change)
        self._edits: dict[tuple[bool, int], list[Edit]] = {}
        turns = {True: old.turn_of, False: new.turn_of}
        for edit in change.edits:
            if edit.position is not None:
                gone = edit.op == "delete"
                self._edits.setdefault((gone, turns[gone][edit.position - 1]), []).append(edit)

    def edits(self, before: int, after: int) -> list[Edit]:
        """Edits of a turn, given as the older and the newer one."""
        return [*self._edits.get((False, after), ()), *self._edits.get((True, before), ())]

    def answer(self, before: int, after: int) -> Literal["", "unchanged", "edited"]:
        """What became of the answer to a question, if it has one that stayed."""
        if self.partners.get(before + 1) != after + 1 or self.new[after + 1].role != "answer":
            return ""
        edited = any(edit.severity != "cosmetic" for edit in self.edits(before + 1, after + 1))
        return "edited" if edited else "unchanged"


def _partners(old: Transcript, new: Transcript, change: Comparison) -> dict[int, int]:
    """Which newer turn each older one became: the one that holds most of what stayed in place."""
    ours, theirs = old.turn_of, new.turn_of
    texts = new.passages
    shared: Counter[tuple[int, int]] = Counter()
    for pair in change.pairs:
        if pair.old is not None and pair.new is not None and not pair.moved:
            shared[ours[pair.old], theirs[pair.new]] += len(texts[pair.new])
    found: dict[int, int] = {}
    taken: set[int] = set()
    for (before, after), _ in sorted(shared.items(), key=lambda item: (-item[1], item[0])):
        if before not in found and after not in taken:
            found[before] = after
            taken.add(after)
    return found


def _replaced(stretches: Iterable[TurnFinding], between: _Between) -> Iterator[TurnFinding]:
    """A question that another one stands for, before the same answer; an answer that another one stands for."""
    gone, come = ({one.turns[0]: one for one in stretches if one.fate == fate} for fate in ("removed", "added"))
    for before, removed in gone.items():
        role = between.old[before].role
        step = {"question": 1, "answer": -1}.get(role, 0)
        after = between.partners.get(before + step, -1) - step
        added = come.get(after)
        if step and added and between.new[after].role == role:
            answer = between.answer(before, after) if role == "question" else ""
            edits = (*removed.edits, *added.edits)
            yield TurnFinding("replaced", (after,), added.words, removed.words, edits, answer)


def _reworded(between: _Between) -> Iterator[TurnFinding]:
    """Questions in which words became others, while the answer stayed as it was."""
    for before, after in sorted(between.partners.items(), key=lambda pair: pair[1]):
        if between.new[after].role != "question" or between.answer(before, after) != "unchanged":
            continue
        inside = tuple(edit for edit in between.edits(before, after) if edit.field == "text" and edit.kind in _BESIDE)
        ops = {edit.op for edit in inside if edit.kind in _REWORDS}
        if "replace" in ops or len(ops) > 1:
            count = sum(word_count(edit.after) for edit in inside)
            yield TurnFinding("reworded", (after,), count, _length(between.old[before]), inside, "unchanged")
