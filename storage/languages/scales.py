"""Pure: thousands and millions that stand beside another number, or before their own: 8 million of 14; тысяч сто."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

from storage.text.numerals import printed_as

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator

    from storage.text.tables import Table

LEAST = 1000
"""The smallest scale that a number may share with another: not a dozen."""
_SUFFIXES = {
    **dict.fromkeys(("k", "тыс"), 10**3),
    **dict.fromkeys(("m", "mn", "mln", "mio", "млн"), 10**6),
    **dict.fromkeys(("bn", "bln", "mrd", "млрд"), 10**9),
    **dict.fromkeys(("tn", "trn", "трлн"), 10**12),
}
_FIGURES = re.compile(r"^[\d.,\s]+[-\u2011]?")


def suffixed(printed: str) -> int | None:
    """The scale that letters behind figures are: ``5bn``; None where there are none."""
    return _SUFFIXES.get(_FIGURES.sub("", printed).casefold())


def scale(printed: str, known: Table) -> int:
    """The scale that a number ends in, ``LEAST`` or more: ``33.000 millones``, ``7k``; 1 for others."""
    words = printed.casefold().split()
    found = (known.scale_words.get(words[-1]) if words else None) or suffixed(printed)
    return found if found and found >= LEAST else 1


def elided(values: Iterable[str], scales: Collection[int]) -> Iterator[str]:
    """What a number without a scale counts where it is said with another: 13 of ``13 to 33 billion``."""
    for value in values:
        if ":" not in value:
            yield from (printed_as(Decimal(value) * one) for one in scales)


def turned(printed: str, values: Iterable[str], known: Table) -> Iterator[str]:
    """What a number counts that its scale is said before: ``тысяч сто двадцать``, some hundred and twenty thousand."""
    first, *rest = printed.casefold().split()
    ahead = known.scale_words.get(first)
    if ahead and ahead >= LEAST and rest:
        yield from (printed_as((Decimal(value) - ahead) * ahead) for value in values if Decimal(value) > ahead)
