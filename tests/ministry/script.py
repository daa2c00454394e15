"""The script of editions as data: what the ministry does to which document, when, and whether it says so.

A document is named by its source and its place there (``n``); in a larger ministry the script repeats for every
further block of documents. ``languages=()`` means every language that the document has.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping

LAST = 6
BLOCK = {"ru_mid": 27, "ru_kremlin": 13}

TEXT_KINDS = ("typography", "spelling", "wording", "quote", "name", "number", "date", "negation")
"""Kinds whose edits are marked sentences of the bank; ``variant`` picks the sentence."""


@dataclass(frozen=True, slots=True)
class Step:
    """One thing done to one document in one edition."""

    edition: int
    source: str
    n: int
    what: str
    """A kind of TEXT_KINDS, an action of ``actions.ACTIONS``, ``withdrawn``, ``restored``, or ``undo``.

    ``variant`` then is the sentence, the HTTP status of the withdrawal, or the edition that is undone.
    """
    variant: int = 0
    languages: tuple[str, ...] = ()
    declared: bool = False


@dataclass(frozen=True, slots=True)
class Noise:
    """A change of markup alone: never an edit."""

    edition: int
    source: str
    n: int
    dress: Mapping[str, Any] = field(default_factory=dict)
    languages: tuple[str, ...] = ()


M, K = "ru_mid", "ru_kremlin"

STEPS = (
    # Edition 2: one kind a document, in every language at once.
    Step(2, M, 0, "number"),
    Step(2, M, 1, "negation", 0, ("en",)),
    Step(2, M, 2, "typography"),
    Step(2, M, 3, "spelling", declared=True),
    Step(2, M, 4, "wording"),
    Step(2, M, 5, "name"),
    Step(2, M, 6, "date", declared=True),
    Step(2, M, 13, "extended"),
    Step(2, M, 14, "negation"),
    Step(2, M, 17, "stamp", declared=True),
    Step(2, K, 0, "number", 1, declared=True),
    Step(2, K, 1, "wording", 1),
    Step(2, K, 3, "lead"),
    Step(2, K, 7, "extended_dialogue"),
    # Edition 3: whole passages, speakers, headlines; the first withdrawals.
    Step(3, M, 1, "negation", 0, ("ru",)),
    Step(3, M, 7, "quote"),
    Step(3, M, 9, "question_removed"),
    Step(3, M, 10, "passage_added", declared=True),
    Step(3, M, 11, "passage_moved"),
    Step(3, M, 12, "attribution"),
    Step(3, M, 13, "completed"),
    Step(3, M, 15, "withdrawn", 404),
    Step(3, M, 16, "withdrawn", 200, ("fr",)),
    Step(3, M, 18, "headline"),
    Step(3, M, 22, "number", 2, ("de",)),
    Step(3, K, 2, "negation", 2),
    Step(3, K, 4, "question_removed", declared=True),
    Step(3, K, 5, "attribution"),
    Step(3, K, 6, "headline", declared=True),
    Step(3, K, 8, "withdrawn", 410),
    # Edition 4: what edition 2 did is undone; several edits at once; one language alone.
    Step(4, M, 1, "undo", 2, ("en",)),
    Step(4, M, 14, "undo", 2),
    Step(4, M, 19, "number", 1),
    Step(4, M, 19, "wording", 2),
    Step(4, M, 20, "published_at"),
    Step(4, M, 21, "passage_removed", declared=True),
    Step(4, M, 22, "wording", 2, ("es",)),
    Step(4, M, 23, "negation", 1),
    Step(4, K, 9, "typography", 1),
    Step(4, K, 10, "spelling", 1),
    Step(4, K, 11, "passage_moved", declared=True),
    Step(4, K, 3, "quote"),
    # Edition 5: the pages come back; some are redesigned, one of those is edited on the same day.
    Step(5, M, 7, "quote", 1),
    Step(5, M, 8, "title_typography"),
    Step(5, M, 15, "restored"),
    Step(5, M, 16, "restored", languages=("fr",)),
    Step(5, M, 22, "date", 1, ("fr",)),
    Step(5, M, 22, "name", 1, ("ru",)),
    Step(5, M, 3, "negation", 2),
    Step(5, K, 2, "undo", 3),
    Step(5, K, 8, "restored"),
    Step(5, K, 10, "name", 1),
    Step(5, K, 0, "date", 1),
    # Edition 6: the rest of the variants, and second edits of the same documents.
    Step(6, M, 2, "typography", 1),
    Step(6, M, 5, "spelling", 1, declared=True),
    Step(6, M, 6, "number", 2),
    Step(6, M, 10, "passage_added", 1),
    Step(6, M, 12, "wording"),
    Step(6, K, 1, "negation", 1, ("ru",)),
    Step(6, K, 11, "passage_added", 2),
)

NOISE = (
    Noise(2, M, 8, {"block": "div"}),
    Noise(2, M, 9, {"breaks": True}),
    Noise(2, M, 10, {"entities": "named"}),
    Noise(2, M, 11, {"entities": "numeric"}),
    Noise(2, M, 12, {"nbsp": True}),
    Noise(2, M, 18, {"reversed_attributes": True}),
    Noise(2, M, 19, {"encoding": "windows-1251"}, ("ru",)),
    Noise(2, M, 20, {"encoding": "windows-1251", "declared_encoding": False}, ("ru",)),
    Noise(2, M, 21, {"related": 1}),
    Noise(2, K, 4, {"block": "div", "nbsp": True}),
    Noise(2, K, 5, {"encoding": "windows-1251", "declared_encoding": False}, ("ru",)),
    Noise(2, K, 6, {"breaks": True, "entities": "named"}),
    Noise(3, M, 0, {"block": "div", "breaks": True, "nbsp": True}),
    Noise(3, M, 4, {"reversed_attributes": True, "related": 2}),
    Noise(3, M, 24, {"entities": "numeric", "nbsp": True}),
    Noise(3, K, 0, {"reversed_attributes": True}),
    Noise(3, K, 9, {"entities": "numeric", "related": 1}),
    Noise(4, M, 2, {"nbsp": True, "breaks": True}),
    Noise(4, M, 21, {"block": "div", "encoding": "windows-1251"}, ("ru",)),
    Noise(4, K, 10, {"nbsp": True, "entities": "named"}),
    Noise(5, M, 0, {"redesign": True}),
    Noise(5, M, 4, {"redesign": True}),
    Noise(5, M, 7, {"redesign": True}),
    Noise(5, M, 9, {"redesign": True}),
    Noise(5, M, 24, {"redesign": True, "block": "div"}),
    Noise(5, K, 4, {"redesign": True}),
    Noise(5, K, 9, {"redesign": True}),
    Noise(6, M, 8, {"spans": True}),
    Noise(6, M, 14, {"spans": True, "entities": "named", "breaks": True}),
    Noise(6, K, 2, {"spans": True, "related": 3}),
)


def plants() -> dict[tuple[str, int], list[tuple[str, int]]]:
    """What the script needs to find in the documents of a block: marked sentences, a promise of more."""
    wanted: dict[tuple[str, int], list[tuple[str, int]]] = {}
    for step in STEPS:
        sentence = (step.what, step.variant)
        if step.what in (*TEXT_KINDS, "extended") and sentence not in wanted.setdefault((step.source, step.n), []):
            wanted[step.source, step.n].append(sentence)
    return wanted
