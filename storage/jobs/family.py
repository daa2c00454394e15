"""A document with all its variants and their versions, as it is read together."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from storage.languages.original import original
from storage.languages.timeline import State, Version, states
from storage.record.documents import NEVER

if TYPE_CHECKING:
    from sqlite_utils import Database

MOST_VERSIONS = 24
"""Of a variant that are read together with its siblings, the latest ones: a page that reads otherwise at every look is
not being edited."""


@dataclass(frozen=True, slots=True)
class Variant:
    """One language of a document."""

    id: int
    language: str
    versions: tuple[Version, ...]
    """In time order, MOST_VERSIONS at most; one at least."""
    asked: str
    """When its last request was, whatever came of it."""
    archived: bool
    """Only archives still hold it: it is asked no more."""

    def at(self, moment: str) -> Version | None:
        """The version that stood at a moment; None before the first."""
        return next((version for version in reversed(self.versions) if version.first_seen <= moment), None)


@dataclass(frozen=True)
class Family:
    """All variants of a document that have a version."""

    document: int
    source: int
    variants: dict[str, Variant]
    """By language, in order of their tags; two at least."""
    source_name: str

    @cached_property
    def original(self) -> Variant:
        """The variant that the others are held to."""
        return self.variants[original(self.source_name, self.variants)]

    @property
    def translations(self) -> list[Variant]:
        return [variant for variant in self.variants.values() if variant is not self.original]

    def states(self, translation: Variant) -> list[State]:
        """Every pair of versions of original and translation that stood side by side, in time order.

        Two that both were the first are taken to have done so; and the last two, where the one that was not seen
        since is asked no more.
        """
        one, other = self.original, translation
        firsts = one.versions[0], other.versions[0]
        return [
            state
            for state in states(one.versions, other.versions)
            if state.is_seen
            or (state.original, state.translation) == firsts
            or (self._is_last(state, other) and self._seen_earlier(state, other).archived)
        ]

    def unseen(self, translation: Variant) -> str | None:
        """Since when the latest two versions wait to be seen side by side; None if they do not."""
        counted = self.states(translation)
        if counted and self._is_last(counted[-1], translation):
            return None
        return max(self.original.versions[-1].first_seen, translation.versions[-1].first_seen)

    def _seen_earlier(self, state: State, translation: Variant) -> Variant:
        """Of two that were never seen side by side: the one of which nothing was seen since."""
        return self.original if state.original.last_seen < state.translation.first_seen else translation

    def _is_last(self, state: State, translation: Variant) -> bool:
        return state.original is self.original.versions[-1] and state.translation is translation.versions[-1]

    @property
    def asked(self) -> str | None:
        """When the least lately asked of the variants that are still asked was; None if none is."""
        return min((variant.asked for variant in self.variants.values() if not variant.archived), default=None)


def family(db: Database, document: int) -> Family | None:
    """A document's variants; None if fewer than two have a version."""
    source, name = db.conn.execute(
        "SELECT source, name FROM documents JOIN sources ON sources.id = documents.source WHERE documents.id = ?",
        [document],
    ).fetchone()
    variants = {}
    for id_, language, next_check in db.conn.execute(
        "SELECT id, language, next_check FROM variants WHERE document = ? ORDER BY language", [document]
    ).fetchall():
        versions = []
        for version, text, first, last in db.conn.execute(
            "SELECT id, text, first_seen, last_seen FROM versions WHERE variant = ? ORDER BY number", [id_]
        ):
            versions.append(Version(version, text, first, last))
        if versions:
            (asked,) = db.conn.execute("SELECT max(fetched_at) FROM captures WHERE variant = ?", [id_]).fetchone()
            archived = next_check >= NEVER
            variants[language] = Variant(id_, language, tuple(versions[-MOST_VERSIONS:]), asked, archived)
    return Family(document, source, variants, name) if len(variants) > 1 else None
