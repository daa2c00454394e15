"""Documents whose pages do not name each other made one where their texts leave no doubt. Idempotent: record -> record.

Looked at are the days on which something was published that has a new version. What is in doubt stays a proposal.
"""

from __future__ import annotations

from collections import defaultdict
from itertools import combinations
from typing import TYPE_CHECKING, NamedTuple

from storage.languages.agreement import MOST_DOCUMENTS, Member, joined
from storage.record import pairings, texts

if TYPE_CHECKING:
    from collections.abc import Iterable

    from sqlite_utils import Database

    from storage.languages.agreement import Joined

CONFIDENCE = 0.7
"""The least confidence with which two documents are made one, unless told otherwise; 1 or more: none ever are."""


def join_by_rule(db: Database, variants: Iterable[int], at: str, confidence: float = CONFIDENCE) -> int:
    """Make one what is one beyond doubt among the documents of the days on which these variants were published.

    Returns how many were joined to another. The caller holds the transaction.
    """
    if confidence >= 1:
        return 0
    done = 0
    for source, day in sorted(pairings.days(db, variants)):
        for found in _found(db, source, day, confidence):
            done += pairings.accept_by_rule(db, found, at)
    return done


class _Text(NamedTuple):
    """The latest version of a variant."""

    document: int
    language: str
    kind: str
    text: int


def _found(db: Database, source: int, day: str, confidence: float) -> list[Joined]:
    """Documents of a source and day to be made one; texts are read only if some have no language in common."""
    latest = _latest(db, source, day)
    wanted = _unmatched(latest)
    if not 0 < len(wanted) <= MOST_DOCUMENTS:
        return []
    members = [Member(one.document, one.kind, texts.load(db, one.text)) for one in latest if one.document in wanted]
    return list(joined(members, day, confidence))


def _latest(db: Database, source: int, day: str) -> list[_Text]:
    rows = db.conn.execute(
        "SELECT variants.document, variants.language, headings.kind, texts.id"
        " FROM headings JOIN texts ON texts.heading = headings.id JOIN versions ON versions.text = texts.id"
        " JOIN variants ON variants.id = versions.variant JOIN documents ON documents.id = variants.document"
        " WHERE headings.published_at >= ? AND headings.published_at < ? || 'U' AND documents.source = ?"
        " AND versions.number = (SELECT max(number) FROM versions AS v WHERE v.variant = variants.id)"
        " ORDER BY variants.document, variants.language",
        [day, day, source],
    )
    return [_Text(*row) for row in rows]


def _unmatched(latest: Iterable[_Text]) -> set[int]:
    """Documents of which another one, of their kind, has none of the languages."""
    languages: dict[int, set[str]] = defaultdict(set)
    kinds: dict[int, set[str]] = defaultdict(set)
    for one in latest:
        languages[one.document].add(one.language)
        kinds[one.document].add(one.kind)
    return {
        document
        for pair in combinations(languages, 2)
        if languages[pair[0]].isdisjoint(languages[pair[1]]) and kinds[pair[0]] & kinds[pair[1]]
        for document in pair
    }
