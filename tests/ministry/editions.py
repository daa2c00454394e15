"""The ministry's documents as each edition has them, and what a reader of two editions should find."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from tests.ministry.actions import Row, act
from tests.ministry.documents import NEWEST, Article, Document, compose
from tests.ministry.script import BLOCK, LAST, NOISE, STEPS, Step, plants

SOFT_404 = 200
"""A withdrawal whose page says "not found" with status 200."""


@dataclass(frozen=True, slots=True)
class Dress:
    """How a page is marked up: everything that may change without any change of the text."""

    block: str = "p"
    breaks: bool = False
    entities: str = ""
    nbsp: bool = False
    reversed_attributes: bool = False
    spans: bool = False
    related: int = 0
    encoding: str = "utf-8"
    declared_encoding: bool = True
    redesign: bool = False


@dataclass(frozen=True, slots=True)
class State:
    """One variant in one edition."""

    article: Article
    dress: Dress
    status: int | None = None
    """None where the page is there; 404, 410 or SOFT_404 while it is withdrawn."""


@dataclass(slots=True)
class Change:
    """What one edition did to one variant."""

    document: Document
    language: str
    edition: int
    kind: str = "edited"
    silent: bool | None = True
    """None for what is neither declared nor silent: a withdrawal, a restoration."""
    rows: list[Row] = field(default_factory=list)

    def records(self) -> list[dict[str, Any]]:
        """One record an expected row of ``edit_log``; a withdrawal or restoration is one record without an edit."""
        shared = {
            "source": self.document.source,
            "key": self.document.key,
            "n": self.document.n,
            "ids": dict(self.document.ids),
            "language": self.language,
            "url": self.document.url(self.language),
            "edition": self.edition,
            "change_kind": self.kind,
            "silent": self.silent,
        }
        rows = self.rows or [Row("", "", "", "", "")]
        return [
            shared
            | {
                "op": row.op,
                "field": row.field,
                "kind": row.kind,
                "before": row.before,
                "after": row.after,
                "passage_before": row.passage_before,
                "passage_after": row.passage_after,
                "position": row.position,
            }
            for row in rows
        ]


Key = tuple[str, int, str]
"""Source, place in it, language."""


class World:
    """Every edition of every variant, worked out once."""

    def __init__(self, count: int, seed: int) -> None:
        self.documents = compose(count, seed, plants())
        self._states: list[dict[Key, State]] = []
        self._changes: list[list[Change]] = []
        first: dict[Key, State] = {
            (document.source, document.n, language): State(article, Dress())
            for document in self.documents
            for language, article in document.articles.items()
        }
        self._states.append(first)
        self._changes.append([])
        for edition in range(2, LAST + 1):
            self._advance(edition)

    def published(self, edition: int) -> list[Document]:
        """The documents that an edition has, newest first, the withdrawn ones with them."""
        return [document for document in reversed(self.documents) if document.born <= edition]

    def state(self, document: Document, language: str, edition: int) -> State:
        return self._states[edition - 1][document.source, document.n, language]

    def changes(self, edition: int) -> list[Change]:
        """What an edition did, compared with the one before it."""
        return self._changes[edition - 1]

    def truth(self, edition_from: int, edition_to: int) -> list[dict[str, Any]]:
        """The expected rows for one who saw these two editions and none between them.

        What was done and undone in between leaves nothing; positions are those of the edition that made the edit.
        """
        found: dict[Key, list[Change]] = defaultdict(list)
        for edition in range(edition_from + 1, edition_to + 1):
            for change in self.changes(edition):
                if change.document.born <= edition_from:
                    found[change.document.source, change.document.n, change.language].append(change)
        records = []
        for changes in found.values():
            document, language = changes[0].document, changes[0].language
            before, after = (self.state(document, language, e) for e in (edition_from, edition_to))
            if (before.article, before.status) != (after.article, after.status):
                records += [record for change in _lasting(changes) for record in change.records()]
        return records

    def _advance(self, edition: int) -> None:
        states = dict(self._states[-1])
        changes: dict[Key, Change] = {}
        for document in self.documents:
            for step in _steps_for(document, edition):
                for language in step.languages or document.languages:
                    if language in document.ids:
                        self._take(step, document, language, states, changes)
            for noise in NOISE:
                if (noise.edition, noise.source, noise.n) == (edition, document.source, _place(document)):
                    for language in noise.languages or document.languages:
                        key = (document.source, document.n, language)
                        if key in states:
                            states[key] = replace(states[key], dress=replace(states[key].dress, **noise.dress))
        self._states.append(states)
        self._changes.append(list(changes.values()))

    def _take(
        self, step: Step, document: Document, language: str, states: dict[Key, State], changes: dict[Key, Change]
    ) -> None:
        key = (document.source, document.n, language)
        state = states[key]
        change = changes.setdefault(key, Change(document, language, step.edition))
        if step.what in ("withdrawn", "restored"):
            change.kind, change.silent = step.what, None
            states[key] = replace(state, status=step.variant or None)
            return
        if step.what == "undo":
            change.kind = "reverted"
            done = next(c for c in self.changes(step.variant) if (c.document, c.language) == (document, language))
            article, rows = _undone(state.article, done.rows)
        else:
            article, rows = act(state.article, language, step.what, step.variant)
        if step.what in ("extended", "completed", "extended_dialogue"):
            change.kind = "extended"
        if step.declared:
            article, stamp = _declare(article, document, step.edition)
            rows = rows + stamp
            change.silent = False
        change.rows += rows
        states[key] = replace(state, article=article)


def instant(edition: int) -> datetime:
    """When an edition is made: a day after the one before."""
    return NEWEST + timedelta(days=edition)


def _place(document: Document) -> int:
    return document.n % BLOCK[document.source]


def _steps_for(document: Document, edition: int) -> list[Step]:
    """What the script does to a document in an edition; nothing in the one that first publishes it."""
    if document.born >= edition:
        return []
    wanted = (edition, document.source, _place(document))
    return [step for step in STEPS if (step.edition, step.source, step.n) == wanted]


def _declare(article: Article, document: Document, edition: int) -> tuple[Article, list[Row]]:
    """The ministry raises its badge, the president's office its "updated" stamp, which is no compared field."""
    if document.source == "ru_kremlin":
        return replace(article, updated=instant(edition)), []
    before, after = str(article.declared), str(article.declared + 1)
    return replace(article, declared=article.declared + 1), [Row("set", "declared_version", "metadata", before, after)]


def _undone(article: Article, rows: list[Row]) -> tuple[Article, list[Row]]:
    """Edits within passages taken back."""
    ops = {"insert": "delete", "delete": "insert"}
    back = [
        replace(
            row,
            op=ops.get(row.op, row.op),
            before=row.after,
            after=row.before,
            passage_before=row.passage_after,
            passage_after=row.passage_before,
        )
        for row in rows
    ]
    swap = {row.passage_before: row.passage_after for row in back}
    turns = tuple(
        replace(turn, passages=tuple(swap.get(passage, passage) for passage in turn.passages)) for turn in article.turns
    )
    return replace(article, turns=turns), back


def _lasting(changes: list[Change]) -> list[Change]:
    """The changes whose effect was not taken back later among them."""
    lasting: list[Change] = []
    for change in changes:
        undoes = [
            earlier
            for earlier in lasting
            if change.kind == "reverted"
            and {(row.after, row.before) for row in earlier.rows} == {(row.before, row.after) for row in change.rows}
        ]
        if undoes or (change.kind == "restored" and lasting and lasting[-1].kind == "withdrawn"):
            lasting.remove(undoes[0] if undoes else lasting[-1])
        else:
            lasting.append(change)
    return lasting
