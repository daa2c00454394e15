"""Pure: where two language variants of one document part, as records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from storage.languages.beads import Bead

Kind = Literal[
    "missing_passage",
    "missing_turn",
    "number_differs",
    "date_differs",
    "wrong_language",
    "edited_alone",
    "speaker_differs",
    "missing_variant",
]
Severity = Literal["moderate", "major"]

SEVERITY_OF: dict[Kind, Severity] = {
    "missing_passage": "major",
    "missing_turn": "major",
    "number_differs": "major",
    "date_differs": "major",
    "wrong_language": "major",
    "edited_alone": "moderate",
    "speaker_differs": "moderate",
    "missing_variant": "moderate",
}


@dataclass(frozen=True, slots=True)
class Finding:
    """One discrepancy between two variants of a document. It is about ``language``."""

    kind: Kind
    rule: str
    """The named rule that found it."""
    language: str
    other_language: str
    """The variant it was compared with; of ``wrong_language``, the language that the passage is in."""
    position: int | None
    """The passage, from 1, in ``language``; of what is missing there, the place it would have."""
    other_position: int | None
    """The passage, from 1, in the variant it was compared with."""
    speaker: str
    passage: str
    """In ``language``; of what is missing there ``''``."""
    other_passage: str
    """In the variant it was compared with."""
    confidence: float
    """From 0 to 1."""
    detail: str
    """What differs, in few words, both sides quoted: ``14 against 41``."""

    @property
    def severity(self) -> Severity:
        return SEVERITY_OF[self.kind]


@dataclass(frozen=True, slots=True)
class Coverage:
    """How much of one variant another one has."""

    turns: int
    of_turns: int
    passages: int
    of_passages: int

    def sentence(self, language: str) -> str:
        """``en covers 41 of 44 turns``."""
        if self.of_turns > 1:
            return f"{language} covers {self.turns} of {self.of_turns} turns"
        return f"{language} covers {self.passages} of {self.of_passages} passages"


@dataclass(frozen=True, slots=True)
class Compared:
    """Two variants, read together: ``original`` and ``translation``, in the order they were given."""

    beads: tuple[Bead, ...]
    """Passages, as places from 0, that translate each other."""
    findings: tuple[Finding, ...]
    """In order of place, those about the translation and those about the original mixed."""
    coverage: Coverage
    """Of the original, by the translation."""
    covered: Coverage
    """Of the translation, by the original."""
    abridged: bool
    """Whether one of them is a shortened text by design: then nothing is missing in it."""
