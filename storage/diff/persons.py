"""Pure: whether two labels name one person: Sergey Lavrov, S.V.Lavrov, Lavrov."""

from __future__ import annotations

from typing import NamedTuple

from storage.text.tables import table
from storage.text.tokens import words


class Person(NamedTuple):
    """A person as a label prints it, case folded."""

    surname: str
    given: tuple[str, ...]
    """Given names and initials, in order; empty if none is printed."""


def person(label: str, language: str) -> Person | None:
    """Whom a label names, its office and form of address left out; None if it names nobody.

    The surname is the last word that is no initial: ``S.V.Lavrov``, ``Lavrov S.V.``.
    """
    titles = table(language).title_words
    named = [word for word in words(label) if word.isalpha() and (len(word) == 1 or titles.get(word) is None)]
    full = [at for at, word in enumerate(named) if len(word) > 1]
    if not full:
        return None
    return Person(named[full[-1]], tuple(word for at, word in enumerate(named) if at != full[-1]))


def same_person(one: str, other: str, language: str) -> bool:
    """Whether two labels may name one person: one surname, and no given name or initial that says otherwise."""
    left, right = person(one, language), person(other, language)
    if left is None or right is None or left.surname != right.surname:
        return False
    return all(_agree(a, b) for a, b in zip(left.given, right.given, strict=False))


def _agree(one: str, other: str) -> bool:
    return one[0] == other[0] if min(len(one), len(other)) == 1 else one == other
