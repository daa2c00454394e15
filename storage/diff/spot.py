"""Pure: one hunk in its two passages, with what every rule asks about it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeVar

from storage.text.elements import elements
from storage.text.tables import Table, table
from storage.text.tokens import Token, tokenise

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

    from storage.diff.model import Hunk


class _Spanned(Protocol):
    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


Spanned = TypeVar("Spanned", bound=_Spanned)

_STARTS_SENTENCE = re.compile(r"(?:^|(?P<end>[.!?…:。！？])[\"»”’)\]]*)[\s\"«„“(\[—–-]*$")
_ABBREVIATION = re.compile(r"(?:^|[\s(«„“\"])(?:[^\W\d]\.)*(?:[^\W\d]{1,3})$")


def starts_sentence(text: str, at: int) -> bool:
    """Whether a word at ``at`` begins a sentence; initials and short abbreviations end none."""
    found = _STARTS_SENTENCE.search(text, max(0, at - 12), at)
    if found is None:
        return False
    if found["end"] is None:
        # The search window is short: its beginning is the text's own only if the text begins there.
        return not text[: found.start()].strip()
    return found["end"] != "." or _ABBREVIATION.search(text, max(0, found.start() - 8), found.start()) is None


@dataclass(frozen=True)
class Side:
    """One passage and the stretch of it that a hunk covers."""

    text: str
    start: int
    end: int
    language: str

    @property
    def changed(self) -> str:
        """The changed words, without the space beside them."""
        return self.text[self.start : self.end].strip()

    @cached_property
    def tokens(self) -> tuple[Token, ...]:
        """The changed tokens."""
        return tuple(self.touched(tokenise(self.text)))

    @cached_property
    def words(self) -> tuple[Token, ...]:
        """The changed words and numbers."""
        return tuple(token for token in self.tokens if token.sort != "mark")

    @cached_property
    def elements(self) -> tuple[Token, ...]:
        """The changed words as they are looked up."""
        return tuple(self.touched(elements(self.text, self.language)))

    def touched(self, items: Sequence[Spanned]) -> list[Spanned]:
        """Those that overlap the stretch; of an empty stretch those that it would tear apart."""
        return [item for item in items if item.start < self.end and self.start < item.end]


@dataclass(frozen=True)
class Spot:
    """A hunk where it stands. ``known`` are names that the two versions hold elsewhere, case folded."""

    old: Side
    new: Side
    language: str
    known: Container[str] = frozenset()

    @property
    def table(self) -> Table:
        return table(self.language)

    @property
    def sides(self) -> tuple[Side, Side]:
        return self.old, self.new

    @property
    def op(self) -> str:
        if self.old.changed and self.new.changed:
            return "replace"
        return "delete" if self.old.changed else "insert"


def spot(old: str, new: str, hunk: Hunk, language: str, known: Container[str] = frozenset()) -> Spot:
    """The spot of one hunk between two passages."""
    return Spot(
        Side(old, hunk.old_start, hunk.old_end, language),
        Side(new, hunk.new_start, hunk.new_end, language),
        language,
        known,
    )
