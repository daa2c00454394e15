"""Pure: whether words only changed their place: the passage still states the same things in the same order."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING

from storage.diff.names import names
from storage.text.dates import GLUE, dates
from storage.text.figures import figures
from storage.text.tables import table
from storage.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.diff.spot import Side, Spot

    Row = Callable[[str, str], tuple[object, ...]]

_LAST_DIGITS = re.compile(r"^[^:]*?(\d{1,3})\.?$")
"""Those of a value that are printed side by side however it is printed in digits; none of a time."""
_LONGEST_LIST = 12
"""Words of two members of a list that changed places."""
_LIST_WORDS = frozenset(
    {"and", "or", "nor", "и", "или", "ни", "та", "або", "und", "oder", "noch", "et", "ou", "ni", "y", "e", "o", "u"}
)
_LONGEST = 20_000
"""Code points of a passage beyond which what it states is not listed."""


def moved_within(at: Spot, row: Row) -> bool:
    """Whether what one side of a hunk states stands elsewhere in the other passage, and nothing changed its order.

    "At Porvoo the terminal …" and "the Porvoo terminal …" name the same; "Russia supports Ukraine" turned round does
    not: two names changed places.
    """
    if max(len(side.whole) for side in at.sides) > _LONGEST:
        return False
    if row is figure_row and not (_may_stand(at.old, at.new) and _may_stand(at.new, at.old)):
        return False
    stated = row(at.old.whole, at.language)
    return bool(stated) and stated == row(at.new.whole, at.language)


def _may_stand(side: Side, other: Side) -> bool:
    """Whether the numbers of one side of a hunk may stand in the other passage: their last digits do, or it spells one.

    Mostly they do not, and the numbers of whole passages need not be listed.
    """
    ends = ([_LAST_DIGITS.search(value) for value in figure.readings] for figure in side.changed_figures)
    if all(any(end is None or end[1] in other.whole for end in of_one) for of_one in ends):
        return True
    return not _spelling(other.language).isdisjoint(words(other.whole))


@lru_cache(maxsize=64)
def _spelling(language: str) -> frozenset[str]:
    """Words of spelled numbers, but for those that alone are no count: one, first."""
    known = table(language)
    lists = (known.number_words, known.scale_words, known.ordinal_words)
    return frozenset(word for listed in lists for word in listed.words - GLUE if listed.get(word) != 1)


def reordered(at: Spot) -> bool:
    """Whether the passages differ in the order of two members of a list alone: A and B, B and A."""
    if max(len(side.whole) for side in at.sides) > _LONGEST or len(at.old.whole) != len(at.new.whole):
        return False
    return _turned_round(at.old.whole, at.new.whole)


@lru_cache(maxsize=16)
def _turned_round(old: str, new: str) -> bool:
    ours, theirs = words(old), words(new)
    if len(ours) != len(theirs) or Counter(ours) != Counter(theirs):
        return False
    places = [at for at, (a, b) in enumerate(zip(ours, theirs, strict=True)) if a != b]
    if not places or places[-1] - places[0] >= _LONGEST_LIST:
        return False
    left, right = (said[places[0] : places[-1] + 1] for said in (ours, theirs))
    for length in range(1, len(left)):  # left is A g B, right is B g A; g may be a comma, which is no word
        rest = left[length:]
        if rest[1:] + rest[:1] + left[:length] == right and rest[0] in _LIST_WORDS and len(rest) > 1:
            return True
        if rest + left[:length] == right and f"{' '.join(left[:length])}, {' '.join(rest)}" in old.casefold():
            return True
    return False


def names_swapped(at: Spot) -> bool:
    """Name: two names changed places, with the same words around them: Norway supports Sweden, Sweden supports Norway.

    The order of a mere list is wording.
    """
    old, new = ([name.text.casefold() for name in side.changed_names] for side in at.sides)
    if len(set(old)) < 2 or old == new or Counter(old) != Counter(new):
        return False
    said = [Counter(side.said) for side in at.sides]
    between = [part for part in said[0] if part not in old and part not in at.table.small_words]
    return said[0] == said[1] and bool(between)


@lru_cache(maxsize=16)
def name_row(passage: str, language: str) -> tuple[object, ...]:
    """The names of a passage in order, case folded."""
    return tuple(name.text.casefold() for name in names(passage, language))


@lru_cache(maxsize=16)
def figure_row(passage: str, language: str) -> tuple[object, ...]:
    """The numbers of a passage in order, but for a lone ``one`` or ``first``."""
    return tuple(figure.readings for figure in figures(passage, language) if not figure.weak)


@lru_cache(maxsize=16)
def date_row(passage: str, language: str) -> tuple[object, ...]:
    """The dates of a passage in order."""
    return tuple(date.value for date in dates(passage, language))
