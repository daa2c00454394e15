"""Dictionaries mined from a source's own archive: when a new generation is due, and of what it is made.

The same archive makes the same dictionary. A generation once made is never changed, and stays in force for what was
read with it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING
from zlib import crc32

from storage.languages.align import learn
from storage.languages.original import original
from storage.record import alignments, dictionaries, texts

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from sqlite_utils import Database

LEAST_DOCUMENTS = 4
"""Documents in both languages from which a first dictionary is mined."""
GROWTH = 2.0
"""A new generation is mined when there are so many times as many documents as the last one was mined from."""
MOST_PASSAGES = 8_000
"""Passages of the original that a dictionary is mined from: a sample of documents where there are more (a minute)."""
_SHARE = 8
"""A document longer than this part of the sample is left out of it."""

_Pairs = dict[tuple[str, str], list[int]]
"""Documents, oldest first, by the languages of original and translation."""


def mine_where_due(db: Database, source: int, at: str, stop: Callable[[], bool] = lambda: False) -> int:
    """Mine the source's dictionaries that its archive has outgrown, each stored in a transaction of its own.

    Documents that were read together without a dictionary are to be read again with the first one. Returns how many
    were mined.
    """
    mined = 0
    for languages, documents in _shared(db, source).items():
        former = dictionaries.documents(db, source, languages)
        if len(documents) < max(LEAST_DOCUMENTS, GROWTH * former) or stop():
            continue
        since = alignments.newest(db) + 1 if former else 0
        mined += _mine(db, source, languages, documents, since, at)
    return mined


def mine_anew(db: Database, source: int, at: str) -> int:
    """Mine all of the source's dictionaries from its archive as it is, in force for all that is read from now on.

    Returns how many differ from those that were in force.
    """
    return sum(
        _mine(db, source, languages, documents, 0, at)
        for languages, documents in _shared(db, source).items()
        if len(documents) >= LEAST_DOCUMENTS
    )


def _mine(db: Database, source: int, languages: tuple[str, str], documents: list[int], since: int, at: str) -> int:
    dictionary = learn(list(_lessons(db, languages, documents)), languages)
    with db.atomic():
        made = dictionaries.save(db, source, dictionary, documents=len(documents), since=since, at=at)
        if made is not None and since == 0:
            db.conn.executemany("UPDATE documents SET unaligned = 1 WHERE id = ?", [(one,) for one in documents])
    return int(made is not None)


def _shared(db: Database, source: int) -> _Pairs:
    """The source's documents that are known in two languages or more, by original and each translation."""
    (name,) = db.conn.execute("SELECT name FROM sources WHERE id = ?", [source]).fetchone()
    found: _Pairs = defaultdict(list)
    for document, listed in db.conn.execute(
        "SELECT document, group_concat(language) FROM variants JOIN documents ON documents.id = variants.document"
        " WHERE documents.source = ? AND variants.id IN (SELECT variant FROM versions)"
        " GROUP BY document HAVING count(*) > 1 ORDER BY document",
        [source],
    ):
        languages = listed.split(",")
        first = original(name, languages)
        for other in languages:
            if other != first:
                found[first, other].append(document)
    return dict(sorted(found.items()))


def _lessons(
    db: Database, languages: tuple[str, str], documents: Sequence[int]
) -> Iterator[tuple[Sequence[str], Sequence[str]]]:
    """Both sides of a sample of the documents, as they stand; whichever there are, the sample spreads over all."""
    passages = 0
    for document in sorted(documents, key=lambda document: (crc32(b"%d" % document), document)):
        one, other = (texts.load(db, _text(db, document, language)).passages for language in languages)
        if len(one) > MOST_PASSAGES // _SHARE:
            continue
        passages += len(one)
        if passages > MOST_PASSAGES:
            return
        yield one, other


def _text(db: Database, document: int, language: str) -> int:
    (text,) = db.conn.execute(
        "SELECT text FROM versions JOIN variants ON variants.id = versions.variant"
        " WHERE document = ? AND language = ? ORDER BY number DESC LIMIT 1",
        [document, language],
    ).fetchone()
    return int(text)
