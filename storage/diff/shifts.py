"""Pure: sentences that left one passage for another: one edit, not a deletion and an insertion."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.diff.kinds import SEVERITY_OF
from storage.diff.model import Edit
from storage.text.tokens import word_count

if TYPE_CHECKING:
    from collections.abc import Sequence

LEAST_WORDS = 6
"""Words of a sentence that is known again elsewhere; fewer may stand in two places by chance."""


def with_shifts(edits: Sequence[Edit]) -> list[Edit]:
    """The edits of a text, with each sentence taken out here and put in there, in one mouth, as one ``words_moved``."""
    come = {edit.after for edit in edits if edit.op == "insert"}
    gone: dict[tuple[str, str], list[Edit]] = {}
    for edit in edits:
        if edit.before in come and _is_part(edit, "delete", edit.before):
            gone.setdefault((edit.before, edit.speaker), []).append(edit)
    if not gone:
        return list(edits)
    moved: dict[int, Edit] = {}
    settled: set[int] = set()
    for edit in edits:
        left = gone.get((edit.after, edit.speaker)) if _is_part(edit, "insert", edit.after) else None
        if left:
            settled.add(id(left.pop(0)))
            moved[id(edit)] = words_moved(edit)
    return [moved.get(id(edit), edit) for edit in edits if id(edit) not in settled]


def words_moved(edit: Edit) -> Edit:
    """Passage moved: a sentence stands in another passage, word for word, said by the same speaker."""
    kind = "passage_moved"
    text = edit.after
    return Edit("move", "text", kind, SEVERITY_OF[kind], words_moved.__name__, text, text, edit.position, edit.speaker)


def _is_part(edit: Edit, op: str, text: str) -> bool:
    return edit.op == op and edit.field == "text" and word_count(text) >= LEAST_WORDS
