"""Pure: the same words in another mouth: one edit a turn, not a deletion and an insertion."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import replace
from typing import TYPE_CHECKING

from storage.diff.classify import grade
from storage.diff.kinds import KINDS, SEVERITY_OF
from storage.diff.metadata import label_changed
from storage.diff.model import Edit
from storage.diff.persons import same_person
from storage.diff.spot import spot
from storage.diff.words import hunks
from storage.text.elements import elements
from storage.text.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from storage.transcript import Transcript, Turn


def speaker_edits(old: Transcript, new: Transcript, linked: Iterable[tuple[int, int]]) -> list[Edit]:
    """One edit for each pair of turns that share most of their words and differ in speaker or role.

    ``linked`` are (older, newer) passage indexes. What a form does not print makes no edit.
    """
    old_turns, new_turns = old.turn_of, new.turn_of
    old_passages, new_passages = old.passages, new.passages
    shared: dict[tuple[int, int], int] = defaultdict(int)
    first: dict[tuple[int, int], int] = {}
    for i, j in linked:
        turns = old_turns[i], new_turns[j]
        before, after = old.turns[turns[0]], new.turns[turns[1]]
        if before.speaker_printed == after.speaker_printed and before.role == after.role:
            continue
        shared[turns] += min(len(old_passages[i]), len(new_passages[j]))
        first[turns] = min(j, first.get(turns, j))
    found = []
    for turns in sorted(shared, key=lambda pair: first[pair]):
        before, after = old.turns[turns[0]], new.turns[turns[1]]
        least = min(sum(map(len, turn.passages)) for turn in (before, after))
        if shared[turns] * 2 >= least:
            edits = _turn_edits(before, after, new.language, same_form=old.form == new.form)
            found += [replace(edit, position=first[turns] + 1, speaker=after.speaker) for edit in edits]
    return found


def same_labels(old: Sequence[Turn], new: Sequence[Turn]) -> bool:
    """Whether all turns are labelled alike, in order: then nothing can have changed mouths."""
    return len(old) == len(new) and all(
        one is other
        or (
            (one.speaker_printed == other.speaker_printed and one.role == other.role)
            and len(one.passages) == len(other.passages)
        )
        for one, other in zip(old, new, strict=True)
    )


def _turn_edits(before: Turn, after: Turn, language: str, *, same_form: bool) -> list[Edit]:
    lacking = not all(turn.speaker_printed or turn.speaker for turn in (before, after))
    if before.speaker_printed != after.speaker_printed and (same_form or not lacking):
        edit = another_speaker(before, after, language)
        if edit.kind == "attribution":  # the role goes with the speaker
            return [edit]
        found = [edit]
    else:
        found = []
    if same_form and before.role != after.role:
        found.append(label_changed("role", before.role, after.role))
    return found


def another_speaker(before: Turn, after: Turn, language: str) -> Edit:
    """Attribution: words are given to another speaker.

    A label printed otherwise for the same person, another word for "question", or a mere "Answer" for a name is
    metadata; a label with a mark or a letter mended is typography or spelling.
    """
    old, new = before.speaker_printed, after.speaker_printed
    kind, rule = "attribution", another_speaker.__name__
    if before.speaker and before.speaker == after.speaker:
        kind, rule = "metadata", label_changed.__name__
    elif old and new:
        graded = max(
            (grade(spot(old, new, hunk, language)) for hunk in hunks(old, new)),
            key=lambda found: KINDS.index(found.kind),
        )
        same = (_asks(old, language) and _asks(new, language)) or _same_mouth(before, after, language)
        if graded.kind == "typography" or (graded.kind == "spelling" and not same):
            kind, rule = graded
        elif same:
            kind, rule = "metadata", label_changed.__name__
    return Edit("set", "speaker", kind, SEVERITY_OF[kind], rule, old or before.speaker, new or after.speaker, None, "")


def _same_mouth(before: Turn, after: Turn, language: str) -> bool:
    """Whether labels may stand for one person: one of them says "Answer", or both name the same one."""
    if before.speaker and after.speaker and not same_person(before.speaker, after.speaker, language):
        return False
    old, new = before.speaker_printed, after.speaker_printed
    return _answers(old, language) or _answers(new, language) or same_person(old, new, language)


def _answers(label: str, language: str) -> bool:
    words = [part.text for part in elements(label, language) if part.sort == "word"]
    return table(language).answer_labels.get(*words) is not None


def _asks(label: str, language: str) -> bool:
    words = [part.text for part in elements(label, language) if part.sort == "word"]
    return table(language).question_labels.get(*words) is not None
