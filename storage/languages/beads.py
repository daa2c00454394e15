"""Pure: what an alignment is made of."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Bead:
    """Texts that translate each other, as places from 0 in their sides; an empty side: not translated."""

    source: tuple[int, ...]
    target: tuple[int, ...]
    confidence: float
    """The probability, 0 to 1, among all alignments, of exactly this bead; for an empty side, of being in none."""
