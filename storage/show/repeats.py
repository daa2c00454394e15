"""Pure: one edit made in many documents, told once: where it was found first, with the documents that also have it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage.record.fingerprints import fingerprint
from storage.record.views import LEAST_DOCUMENTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.show.select import Row

MOST_NAMED = 20
"""Documents that are named; the others are counted."""
_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Repeat:
    """An edit that stands in many documents, for the change in which it was found first."""

    before: str
    after: str
    elsewhere: tuple[str, ...]
    """The other documents: ``ru_mid/1780207 (en, ru)``."""

    def __str__(self) -> str:
        edit = " → ".join(_short(side) for side in (self.before, self.after) if side)
        edit = edit if self.before and self.after else f"{edit} {'taken out' if self.before else 'put in'}"
        named, more = ", ".join(self.elsewhere[:MOST_NAMED]), len(self.elsewhere) - MOST_NAMED
        rest = f" and {more:,} more (see the view repeated_edits)" if more > 0 else ""
        return f"the same edit ({edit}) in {len(self.elsewhere):,} more documents: {named}{rest}"


@dataclass(slots=True)
class Repeats:
    """What to tell with each change, and which changes hold nothing that is not told already. By their ids."""

    told: dict[str, list[Repeat]] = field(default_factory=dict)
    covered: set[str] = field(default_factory=set)


def repeats(changes: Sequence[list[Row]]) -> Repeats:
    """Finds the edits that these changes, in the order in which they are shown, have in common at one source."""
    where: dict[tuple[str, str], dict[str, list[str]]] = {}  # languages by document
    first: dict[tuple[str, str], tuple[str, Row]] = {}
    held: dict[str, list[tuple[str, str]]] = {}
    for rows in changes:
        for row in rows:
            same = (row["source"], fingerprint(row, row["language"]) if row["op"] else "")
            held.setdefault(row["change"], []).append(same)
            if same[1]:
                first.setdefault(same, (row["change"], row))
                languages = where.setdefault(same, {}).setdefault(row["document"], [])
                if row["language"] not in languages:
                    languages.append(row["language"])
    many = {same for same, documents in where.items() if len(documents) >= LEAST_DOCUMENTS}
    found = Repeats()
    for same in (same for same in first if same in many):
        change, row = first[same]
        elsewhere = tuple(
            f"{same[0]}/{document} ({', '.join(languages)})"
            for document, languages in where[same].items()
            if document != row["document"]
        )
        found.told.setdefault(change, []).append(Repeat(row["before"], row["after"], elsewhere))
    for change, edits in held.items():
        if all(same in many and first[same][0] != change for same in edits):
            found.covered.add(change)
    return found


def _short(text: str) -> str:
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rsplit(' ', 1)[0]} …"
