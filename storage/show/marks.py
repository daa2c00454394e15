"""Pure: a passage with its changes marked, as spans of text in reading order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from storage.diff.words import apply, hunks

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from storage.diff.model import Hunk, Pair

Mark = Literal["same", "deleted", "inserted"]

AROUND = 70
"""Characters of unchanged text kept on each side of a change."""
ELLIPSIS = "…"
BOUNDARY = "¶"


@dataclass(frozen=True, slots=True)
class Span:
    """A stretch of text that stayed, went or came."""

    text: str
    mark: Mark


def drawn_pair(pair: Pair, old: Sequence[str], new: Sequence[str]) -> list[Span] | None:
    """A row of the aligned document; None if its hunks do not lead from the one passage to the other.

    ``old`` and ``new`` are all passages of the two versions.
    """
    before = "" if pair.old is None else old[pair.old]
    after = "" if pair.new is None else new[pair.new]
    if pair.old is None or pair.new is None:
        return _spans(("deleted", before), ("inserted", after))
    if apply(before, after, pair.hunks) != after:
        return None
    return _marked(before, after, pair.hunks)


def drawn_words(before: str, after: str, *, in_words: bool) -> list[Span]:
    """Two short texts: word by word (a title), or the one struck out before the other (a date, a name)."""
    if in_words and before and after:
        return _marked(before, after, hunks(before, after))
    return _spans(("deleted", before), ("inserted", after))


def drawn_boundary(before: str, after: str) -> list[Span]:
    """Passages that became one, or one that became several, with a pilcrow where a boundary went or came."""
    mark: Mark = "deleted" if before.count("\n\n") > after.count("\n\n") else "inserted"
    parts = (before if mark == "deleted" else after).split("\n\n")
    pieces: list[tuple[Mark, str]] = [("same", parts[0])]
    for part in parts[1:]:
        pieces += [(mark, f" {BOUNDARY} "), ("same", part)]
    return _spans(*pieces)


def elided(spans: Sequence[Span]) -> list[Span]:
    """The spans with long unchanged stretches cut down to their ends at the changes, cut between words."""
    if not any(span.mark != "same" for span in spans):
        return [Span(_head(span.text, 2 * AROUND), "same") for span in spans]
    found = []
    for at, span in enumerate(spans):
        text = span.text
        if span.mark == "same":
            if at == 0:
                text = _tail(text, AROUND)
            elif at == len(spans) - 1:
                text = _head(text, AROUND)
            elif len(text) > 2 * AROUND + 20:
                text = f"{_head(text, AROUND)} {_tail(text, AROUND)}".replace(f"{ELLIPSIS} {ELLIPSIS}", ELLIPSIS)
        found.append(Span(text, span.mark))
    return found


def _marked(before: str, after: str, marked: Iterable[Hunk]) -> list[Span]:
    pieces: list[tuple[Mark, str]] = []
    at = 0
    for hunk in marked:
        pieces += [
            ("same", before[at : hunk.old_start]),
            ("deleted", before[hunk.old_start : hunk.old_end]),
            ("inserted", after[hunk.new_start : hunk.new_end]),
        ]
        at = hunk.old_end
    return _spans(*pieces, ("same", before[at:]))


def _spans(*pieces: tuple[Mark, str]) -> list[Span]:
    return [Span(text, mark) for mark, text in pieces if text]


def _head(text: str, length: int) -> str:
    if len(text) <= length + 20:
        return text
    cut = text.rfind(" ", length // 2, length)
    return f"{text[: cut if cut > 0 else length]} {ELLIPSIS}"


def _tail(text: str, length: int) -> str:
    if len(text) <= length + 20:
        return text
    cut = text.find(" ", len(text) - length, len(text) - length // 2)
    return f"{ELLIPSIS} {text[cut + 1 if cut > 0 else len(text) - length :]}"
