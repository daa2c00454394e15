"""Pure: finding the words of a list, in all their listed forms, in a text cut into elements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from storage.text.tokens import is_han

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Meaning = TypeVar("Meaning")


class Found(NamedTuple, Generic[Meaning]):
    """A listed form at ``words[start:end]`` and what it means."""

    start: int
    end: int
    meaning: Meaning


def _key(form: str) -> tuple[str, ...]:
    return tuple(form) if is_han(form) else tuple(part for part in re.split("[_-]", form) if part)


class Lexicon(Generic[Meaning]):
    """Meanings of words.

    Forms are written with spaces between them; ``_`` in a form is a space, ``*`` ends a stem. They are looked up
    as ``storage.text.elements`` cuts a text: case folded, hyphens undone, Han by character.
    """

    def __init__(self, forms: Mapping[Meaning, str]) -> None:
        self._exact: dict[tuple[str, ...], Meaning] = {}
        self._stems: dict[str, Meaning] = {}
        for meaning, listed in forms.items():
            for form in listed.casefold().split():
                if form.endswith("*"):
                    self._stems[form[:-1]] = meaning
                else:
                    self._exact.setdefault(_key(form), meaning)
        self._firsts = frozenset(words[0] for words in self._exact)
        self._longest = max(map(len, self._exact), default=0)
        self._stem_lengths = sorted({len(stem) for stem in self._stems}, reverse=True)

    def __bool__(self) -> bool:
        return bool(self._exact or self._stems)

    def get(self, *words: str) -> Meaning | None:
        """What these case-folded words mean together, if they are listed."""
        if words in self._exact:
            return self._exact[words]
        if len(words) == 1:
            for length in self._stem_lengths:
                stem = words[0][:length]
                if len(stem) == length and stem in self._stems:
                    return self._stems[stem]
        return None

    def may_hold(self, words: Iterable[str]) -> bool:
        """Whether a look at each word is worth while: False if none of them begins a listed form."""
        return bool(self._stems) or not self._firsts.isdisjoint(words)

    def find(self, words: Sequence[str]) -> list[Found[Meaning]]:
        """Every listed form in a sequence of case-folded words, the longest first, none overlapping."""
        found: list[Found[Meaning]] = []
        if not self.may_hold(words):
            return found
        at = 0
        while at < len(words):
            for length in range(min(max(self._longest, 1), len(words) - at), 0, -1):
                meaning = self.get(*words[at : at + length])
                if meaning is not None:
                    found.append(Found(at, at + length, meaning))
                    at += length
                    break
            else:
                at += 1
        return found
