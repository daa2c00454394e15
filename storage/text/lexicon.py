"""Pure: finding the words of a list, in all their listed forms, in a text cut into elements."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Generic, NamedTuple, TypeVar

from storage.text.tokens import is_han, words

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Meaning = TypeVar("Meaning")


class Found(NamedTuple, Generic[Meaning]):
    """A listed form at ``said[start:end]`` and what it means."""

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
        listed_words = (words(part) for form in (*self._exact, *((stem,) for stem in self._stems)) for part in form)
        self.words = frozenset(word for found in listed_words for word in found)
        """All words of all forms, as ``storage.text.tokens.words`` cuts them; of a stem, the stem."""
        self.firsts = frozenset(form[0] for form in self._exact)
        """First words of all forms that are no stems."""
        self._longest = max(map(len, self._exact), default=0)
        self.stems = tuple(self._stems)
        self._stem_lengths = sorted({len(stem) for stem in self._stems}, reverse=True)

    def __bool__(self) -> bool:
        return bool(self._exact or self._stems)

    def get(self, *said: str) -> Meaning | None:
        """What these case-folded words mean together, if they are listed."""
        if said in self._exact:
            return self._exact[said]
        if len(said) == 1:
            for length in self._stem_lengths:
                stem = said[0][:length]
                if len(stem) == length and stem in self._stems:
                    return self._stems[stem]
        return None

    def begins(self, word: str) -> bool:
        """Whether a listed form may begin with this case-folded word."""
        return word in self.firsts or word.startswith(self.stems)

    def may_hold(self, said: Iterable[str]) -> bool:
        """Whether a look at each word is worth while: False if none of them begins a listed form."""
        return bool(self._stems) or not self.firsts.isdisjoint(said)

    def find(self, said: Sequence[str]) -> list[Found[Meaning]]:
        """Every listed form in a sequence of case-folded words, the longest first, none overlapping."""
        found: list[Found[Meaning]] = []
        if not self.may_hold(said):
            return found
        behind = 0
        for at in [at for at, word in enumerate(said) if self.begins(word)]:
            if at < behind:
                continue
            for length in range(min(max(self._longest, 1), len(said) - at), 0, -1):
                meaning = self.get(*said[at : at + length])
                if meaning is not None:
                    behind = at + length
                    found.append(Found(at, behind, meaning))
                    break
        return found
