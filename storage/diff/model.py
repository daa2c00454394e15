"""What a comparison of two versions consists of: rows, hunks and edits."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Hunk(NamedTuple):
    """One difference inside a matched pair of passages.

    Offsets are code points, half-open. They run from token to token; a put-in or taken-out hunk takes the space
    on one side along. So what lies between hunks is the same in both passages, letter for letter.
    """

    old_start: int
    old_end: int
    new_start: int
    new_end: int


hunk_of: Callable[[tuple[int, int, int, int]], Hunk] = partial(tuple.__new__, Hunk)
# Straight to tuple: half the time.


class Pair(NamedTuple):
    """One row of the aligned document, in the newer version's reading order, deletions where they stood."""

    old: int | None
    """0-based passage index in the older version; None: added."""
    new: int | None
    """0-based passage index in the newer version; None: removed."""
    moved: bool
    hunks: tuple[Hunk, ...]


pair_of: Callable[[tuple[int | None, int | None, bool, tuple[Hunk, ...]]], Pair] = partial(tuple.__new__, Pair)


class Piece(NamedTuple):
    """A stretch of the older version: one passage of it, a part of one, or several joined."""

    text: str
    origins: tuple[int, ...]
    """The older passages (0-based) it comes from."""
    speaker: str


class Recut(NamedTuple):
    """The rows as a reader sees them where passages were split or joined: the older words cut like the newer ones."""

    pieces: tuple[Piece, ...]
    pairs: tuple[Pair, ...]
    """``old`` counts pieces, not passages."""


@dataclass(frozen=True, slots=True)
class Edit:
    """One difference as a reader is told of it, graded by the rule named."""

    op: str
    """``insert``, ``delete``, ``replace``, ``move``, or ``set`` for metadata."""
    field: str
    kind: str
    severity: str
    rule: str
    before: str
    after: str
    position: int | None
    """Passages from 1, in the newer version (in the older one for deletes); None for metadata."""
    speaker: str
    """Of that passage, as resolved; ``''`` if unknown."""


@dataclass(frozen=True, slots=True)
class Comparison:
    """All that happened between two versions."""

    kind: str
    """``edited``, or ``extended`` if the text only grew at its end."""
    severity: str
    """The gravest of the edits."""
    edits: tuple[Edit, ...]
    pairs: tuple[Pair, ...]
    recut: Recut | None = None
    """None where every passage is what it was, edited or not."""
