"""Pure: whether somebody's name gave way to a word for a person: Josep Borrell, ihm."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.text.cities import cities
from storage.text.cldr import countries
from storage.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.diff.names import Name
    from storage.diff.spot import Side, Spot
    from storage.text.tables import Table

_POLITE = frozenset(
    {"вы", "вас", "вам", "вами", "ваш", "ваша", "ваше", "вашу", "вашего", "вашей", "вашему", "вашим", "ваши", "ваших"}
    | {"вашими", "usted", "ustedes", "ud", "uds", "vd", "vous", "votre", "ladies", "gentlemen", "excellency"}
    | {"excellencies", "excellence", "excelencia", "excelencias", "sie", "ihnen", "ihr", "ihre", "ihren", "ihrem"}
    | {"ihrer", "ihres"}
)
"""What is given a capital out of courtesy."""
_WORD_BEFORE = 24
"""Code points before a hunk within which the article stands."""


def somebody_unnamed(at: Spot, named: Sequence[Name]) -> bool:
    """Whether the one side of a hunk in the main names somebody, and the other, without a name, speaks of a person.

    ``named`` are the names of the one side, less those beside one that stays. Behind an article a name is rather that
    of a body; countries, cities and acronyms are no persons.
    """
    side, other = at.sides if at.old.changed_names else at.sides[::-1]
    if not named or other.changed_names or not at.table.person_words.find(other.said):
        return False
    if any(_is_no_person(name.text, at.language) for name in named):
        return False
    led = words(side.text[max(0, side.start - _WORD_BEFORE) : side.start])[-1:] + side.said[:1]
    return at.table.article_words.isdisjoint(led) and mainly_names(named, side, at.table)


def mainly_names(named: Sequence[Name], side: Side, known: Table) -> bool:
    """Whether the changed words of a side are names in the main; words of grammar and offices left aside."""
    grammar = known.small_words | known.article_words
    told = [
        word for word in side.said if word not in grammar and not word.isdigit() and known.title_words.get(word) is None
    ]
    return len(named) * 2 >= len(told)


def _is_no_person(name: str, language: str) -> bool:
    folded = name.casefold()
    if folded in _POLITE:
        return True
    listed = countries(language).get(folded) or cities(language).get(folded)
    return listed is not None or (len(name) > 1 and name.isupper())
