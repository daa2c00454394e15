"""Two texts read together: from the record where that was done before, else aligned now, here or in other processes."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from storage.languages.compare import compare_languages
from storage.languages.following import linked, through
from storage.languages.timeline import State
from storage.record import alignments, dictionaries, texts
from storage.record.db import connect_read_only

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from concurrent.futures import Executor

    from sqlite_utils import Database

    from storage.jobs.family import Family, Variant
    from storage.languages.findings import Compared
    from storage.languages.following import Links
    from storage.languages.timeline import Version

_WORTH_PROCESSES = 16
"""Pairs: aligning fewer here takes less than sending them elsewhere."""

_LINKS = 2_000
"""Links between versions that are held in memory."""


class Pair(NamedTuple):
    """Two texts, original first, and the dictionary they are read with; the newer of the versions they are of."""

    text: int
    other_text: int
    dictionary: int | None
    newest: int


class Reader:
    """Reads pairs of texts together, each pair once."""

    def __init__(self, db: Database, workers: Executor | None = None) -> None:
        self._db, self._workers = db, workers
        self._links: dict[tuple[str, Version, str, Version, int], Links] = {}

    def pair(self, family: Family, translation: Variant, state: State) -> Pair:
        """What is to be read for a state of the document's original and one translation."""
        languages = family.original.language, translation.language
        dictionary = dictionaries.in_force(self._db, family.source, languages, state.newest)
        return Pair(state.original.text, state.translation.text, dictionary, state.newest)

    def read(self, pairs: Iterable[Pair]) -> None:
        """Make sure that these are on record. The caller holds a transaction."""
        wanted = {pair[:3]: pair for pair in pairs}
        missing = [pair for key, pair in wanted.items() if not alignments.known(self._db, *key)]
        for pair, compared in zip(missing, self._compared(missing), strict=True):
            alignments.save(self._db, *pair[:3], compared, newest=pair.newest)

    def read_all(self, families: Iterable[Family]) -> None:
        """``read`` for all that stood side by side in these documents."""
        self.read(
            self.pair(family, translation, state)
            for family in families
            for translation in family.translations
            for state in family.states(translation)
        )

    def compared(self, pair: Pair) -> Compared:
        """What reading these two together brought."""
        found = alignments.find(self._db, *pair[:3])
        if found is None:
            self.read([pair])
            found = alignments.find(self._db, *pair[:3])
            assert found is not None
        return found

    def links(self, family: Family, one: tuple[Variant, Version], other: tuple[Variant, Version]) -> Links:
        """The passages of one version, from 1, with those of another language's that translate them.

        Between two translations they are traced by way of the original as it stood, or first stood, beside the newer.
        """
        key = (one[0].language, one[1], other[0].language, other[1], family.document)
        if key not in self._links:
            if len(self._links) >= _LINKS:
                self._links.clear()
            self._links[key] = self._linked(family, one, other)
        return self._links[key]

    def _linked(self, family: Family, one: tuple[Variant, Version], other: tuple[Variant, Version]) -> Links:
        if one[0] is family.original:
            return linked(self._beside(family, *other, one[1]).beads)
        if other[0] is family.original:
            return linked(self._beside(family, *one, other[1]).beads, backwards=True)
        middle = family.original.at(max(one[1].first_seen, other[1].first_seen)) or family.original.versions[0]
        to_original = linked(self._beside(family, *one, middle).beads, backwards=True)
        return through(to_original, linked(self._beside(family, *other, middle).beads))

    def _beside(self, family: Family, translation: Variant, version: Version, original: Version) -> Compared:
        since = max(version.first_seen, original.first_seen)
        return self.compared(self.pair(family, translation, State(original, version, since)))

    def _compared(self, pairs: Sequence[Pair]) -> Iterator[Compared]:
        path = self._db.conn.execute("PRAGMA database_list").fetchone()[2]
        if self._workers is None or len(pairs) < _WORTH_PROCESSES or not path:
            return (_compare(self._db, pair) for pair in pairs)
        return iter(self._workers.map(_compare_there, [path] * len(pairs), pairs, chunksize=2))


def _compare(db: Database, pair: Pair) -> Compared:
    dictionary = None if pair.dictionary is None else dictionaries.load(db, pair.dictionary)
    return compare_languages(texts.load(db, pair.text), texts.load(db, pair.other_text), dictionary)


def _compare_there(path: str, pair: Pair) -> Compared:
    """In another process: it fetches texts and dictionary itself, so that little is sent."""
    return _compare(_opened(path), pair)


@lru_cache(maxsize=1)
def _opened(path: str) -> Database:
    return connect_read_only(path)
