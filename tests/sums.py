"""Checksums of all that is derived, to tell whether a rebuild left it as it was."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

DERIVED = (
    *("texts", "headings", "voices", "passages", "passage_variants", "versions", "withdrawals", "changes", "edits"),
    *("discrepancies", "documents", "variants", "variant_urls", "pairings", "stamps", "declared_variants", "samples"),
    *("alignments", "dictionaries", "awaited"),
)
"""All but the records that a rebuild adds to: readings, extractors, its own run."""


def sums(rows: Callable[..., list[tuple[Any, ...]]], *extra: str) -> dict[str, str]:
    """A checksum of every derived table, ids and times included."""
    return {
        table: hashlib.sha256("\n".join(sorted(map(repr, rows(f"SELECT * FROM {table}")))).encode()).hexdigest()
        for table in (*DERIVED, *extra)
    }
