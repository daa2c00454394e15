"""Pure: one hunk in its two passages, with what every rule asks about it."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from functools import lru_cache
from typing import TYPE_CHECKING, Protocol, TypeVar

from storage.text.elements import elements
from storage.text.tables import Table, table
from storage.text.tokens import Token, is_han, tokenise, words

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

    from storage.diff.model import Hunk
    from storage.text.lexicon import Lexicon
from storage.diff.names import Name, names
from storage.diff.once import once
from storage.text.cldr import months, weekdays
from storage.text.dates import GLUE, Dated, dates, may_date
from storage.text.figures import Figure, figures


class _Spanned(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


Spanned = TypeVar("Spanned", bound=_Spanned)

_NEAR = 40
"""Code points on both sides of a hunk within which its date, number or name may go on."""
_BESIDE = 24
"""Code points within which the next word, but for the longest, and the glue before it stand."""
_DIGIT = re.compile(r"\d")


@lru_cache(maxsize=64)
def counting(language: str) -> tuple[Lexicon[int], ...]:
    """The lists without whose words, and without digits, a text states no number and no date."""
    known = table(language)
    return (
        *(months(language), weekdays(language), known.decade_words),
        *(known.number_words, known.ordinal_words, known.scale_words),
    )


@lru_cache(maxsize=64)
def _counting_words(language: str) -> frozenset[str]:
    return frozenset().union(*(listed.words for listed in counting(language)))


@lru_cache(maxsize=8192)
def _may_count(word: str, language: str) -> bool:
    """Whether a word may be part of a number or of a date, glue left aside."""
    if not word.isalpha() or is_han(word) or word in _counting_words(language):
        return True
    return any(listed.begins(word) for listed in counting(language))


def _next_counts(said: Iterable[str], language: str) -> bool:
    """Whether the first of these words may be part of a number or date, glue left aside."""
    for word in said:
        if word not in GLUE:
            return _may_count(word, language)
    return False


class Side:
    """One passage and the stretch of it that a hunk covers.

    ``text`` is what stands near the hunk, ``start`` and ``end`` the hunk in it: rules look no further, so that an
    edit costs the same in a long passage. ``whole`` is the passage, in which the hunk stands from ``place`` on.
    """

    def __init__(self, whole: str, start: int, end: int, language: str, known: Container[str] = frozenset()) -> None:
        self.whole, self.place, self.stop, self.language = whole, start, end, language
        self.changed = whole[start:end].strip()
        """The changed words, without the space beside them."""
        self._known = known

    @once
    def _first(self) -> int:
        """Where the text near the hunk begins in the passage."""
        return self.whole.rfind(" ", 0, self.place - _NEAR) + 1 if self.place > _NEAR else 0

    @once
    def text(self) -> str:
        last = self.whole.find(" ", self.stop + _NEAR)
        return self.whole[self._first :] if last < 0 else self.whole[self._first : last]

    @once
    def start(self) -> int:
        return self.place - self._first

    @once
    def end(self) -> int:
        return self.stop - self._first

    @once
    def _tokens(self) -> list[Token]:
        return tokenise(self.text)

    @once
    def _elements(self) -> list[Token]:
        return elements(self.text, self.language, self._tokens)

    @once
    def may_count(self) -> bool:
        """Whether a number or date may stand near the hunk."""
        return bool(_DIGIT.search(self.text)) or not _counting_words(self.language).isdisjoint(self._said)

    @once
    def _said(self) -> list[str]:
        return words(self.text)

    @once
    def may_bind(self) -> bool:
        """Whether one of the changed words may negate, oblige or permit."""
        return any(map(table(self.language).force.begins, self.said))

    @once
    def tokens(self) -> list[Token]:
        """The changed tokens."""
        if self.start == self.end:
            return []
        return tokenise(self.text[self.start : self.end], self.start)

    @once
    def signs(self) -> Counter[str]:
        """Changed marks that a reader reads: question marks and symbols, but no stray accent or soft hyphen (¬)."""
        return Counter(
            mark
            for token in self.tokens
            if token.sort == "mark"
            for mark in unicodedata.normalize("NFKC", token.text)
            if mark in "?؟%‰#&@*/§" or (unicodedata.category(mark) in ("Sm", "Sc", "So") and mark != "¬")
        )

    @once
    def words(self) -> list[Token]:
        """The changed words and numbers."""
        return [token for token in self.tokens if token.sort != "mark"]

    @once
    def elements(self) -> list[Token]:
        """The changed words as they are looked up."""
        return elements(self.text, self.language, self.tokens)

    @once
    def said(self) -> list[str]:
        """The changed words and numbers as they are looked up, case folded, contractions undone."""
        return [part.text for part in self.elements if part.sort != "mark"]

    @once
    def dates(self) -> tuple[Dated, ...]:
        """The dates near the hunk."""
        if not may_date(self.text, self._said, self.language):
            return ()
        return dates(self.text, self.language, self._elements)

    @once
    def figures(self) -> tuple[Figure, ...]:
        """The numbers near the hunk."""
        if not self.may_count:
            return ()
        return figures(self.text, self.language, self._elements)

    @once
    def may_touch(self) -> bool:
        """Whether a number or date may overlap the stretch: it has a word there, or reaches into it over glue."""
        said = words(self.changed)
        return any(_may_count(word, self.language) for word in said if word not in GLUE) or self.is_reached(said)

    def is_reached(self, said: Sequence[str]) -> bool:
        """Whether a number or date beside the hunk may reach into it, over a mark or glue, or over the empty place.

        ``said`` are the changed words.
        """
        changed = self.changed
        if not changed:
            return self.counts_before and self.counts_behind
        return ((not said or said[0] in GLUE or not changed[0].isalnum()) and self.counts_before) or (
            (not said or said[-1] in GLUE or not changed[-1].isalnum()) and self.counts_behind
        )

    @once
    def counts_before(self) -> bool:
        """Whether what stands next before the stretch, glue left aside, may be part of a number or date."""
        near = words(self.whole[max(0, self.place - _BESIDE) : self.place])
        if self.place > _BESIDE:
            del near[:1]  # it may be cut
        near.reverse()
        return _next_counts(near, self.language)

    @once
    def counts_behind(self) -> bool:
        """The same of what stands next behind it."""
        near = words(self.whole[self.stop : self.stop + _BESIDE])
        if self.stop + _BESIDE < len(self.whole):
            del near[-1:]
        return _next_counts(near, self.language)

    @once
    def changed_dates(self) -> list[Dated]:
        """The dates that the hunk touches."""
        return self.touched(self.dates) if self.may_touch else []

    @once
    def changed_figures(self) -> list[Figure]:
        """The numbers that the hunk touches."""
        return self.touched(self.figures) if self.may_touch else []

    @once
    def names(self) -> list[Name]:
        """The proper names near the hunk."""
        return names(self.text, self.language, self._known, self._tokens)

    @once
    def changed_names(self) -> list[Name]:
        """The proper names that the hunk touches."""
        # Most hunks hold no capital: then nothing needs to be asked of the document.
        if not any(map(str.isupper, self.changed)) and self.text.upper() != self.text.lower():
            return []
        return self.touched(names(self.text, self.language, self._known, self._tokens_beside))

    @property
    def _tokens_beside(self) -> list[Token]:
        """The tokens of the hunk, of the next word before it and of what stands behind it: a name needs no others."""
        text, first = self.text, self.start
        while first > 0 and not any(map(str.isalpha, text[first : self.start])):
            first = text.rfind(" ", 0, first - 1) + 1
        last = text.find(" ", self.end + 1)
        return tokenise(text[first:last] if last > 0 else text[first:], first)

    def touched(self, items: Iterable[Spanned]) -> list[Spanned]:
        """Those that overlap the stretch; of an empty stretch those that it would tear apart."""
        start, end = self.start, self.end
        return [item for item in items if item.start < end and start < item.end]


class Spot:
    """A hunk where it stands, in the older and in the newer passage."""

    def __init__(self, old: Side, new: Side, language: str) -> None:
        self.old, self.new, self.language = old, new, language
        self.sides = (old, new)
        self.table: Table = table(language)

    @property
    def op(self) -> str:
        if self.old.changed and self.new.changed:
            return "replace"
        return "delete" if self.old.changed else "insert"


def spot(old: str, new: str, hunk: Hunk, language: str, known: Container[str] = frozenset()) -> Spot:
    """The spot of one hunk between two passages. ``known`` are names that the versions hold elsewhere, case folded."""
    return Spot(
        Side(old, hunk.old_start, hunk.old_end, language, known),
        Side(new, hunk.new_start, hunk.new_end, language, known),
        language,
    )
