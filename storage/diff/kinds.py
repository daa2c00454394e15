"""The kinds an edit may have, mildest first, and how severe each is."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

SEVERITIES = ("cosmetic", "minor", "moderate", "major")

SEVERITY_OF = {
    "metadata": "cosmetic",
    "typography": "cosmetic",
    "spelling": "minor",
    "wording": "moderate",
    "quote": "moderate",
    "passage_moved": "moderate",
    "passage_added": "moderate",
    "name": "major",
    "number": "major",
    "date": "major",
    "negation": "major",
    "attribution": "major",
    "headline": "major",
    "passage_removed": "major",
}
"""Every kind of an edit with its severity, mildest kind first."""

KINDS = tuple(SEVERITY_OF)


def gravest_kind(kinds: Iterable[str]) -> str:
    """The last of these kinds in the contract's order. Raises ValueError if there are none or one is unknown."""
    return max(kinds, key=KINDS.index)


def gravest_severity(severities: Iterable[str]) -> str:
    """The gravest of these severities; ``cosmetic`` if there are none."""
    return max(severities, key=SEVERITIES.index, default=SEVERITIES[0])
