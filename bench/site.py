"""The site that is measured on: kremlin.ru's templates as the test ministry has them, two languages, long texts.

A page has some 60 KB, a third of it text. Edition 1 is the first; in every later one each ``step``-th document has
another word in two passages, and in every second one a passage more, in both languages, no stamp being raised.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from functools import lru_cache
from random import Random

from bench import prose
from tests.ministry.documents import NEWEST, Article, Document, Said
from tests.ministry.editions import Dress, State
from tests.ministry.templates import furniture, kremlin

HOSTS = {"kremlin.ru": "ru", "en.kremlin.ru": "en"}
SPEAKERS = {"ru": ("Владимир Путин", "Вопрос"), "en": ("Vladimir Putin", "Question")}
LISTED = 250
"""Documents on one page of the listing."""
_FIRST_ID = 100_000
_PASSAGES = 30
_PASSAGE_BYTES = 580


class BenchSite:
    """``documents`` documents in two languages each."""

    def __init__(self, documents: int, step: int) -> None:
        self.documents, self.step = documents, step

    def paths(self) -> list[str]:
        return [f"{kremlin.BASE}/{_FIRST_ID + n}" for n in range(self.documents)]

    def number(self, path: str) -> int | None:
        """Which document lives at a path; None for any other page."""
        head, _, last = path.rpartition("/")
        n = int(last) - _FIRST_ID if head == kremlin.BASE and last.isdigit() else -1
        return n if 0 <= n < self.documents else None

    def edition_of(self, n: int, edition: int) -> int:
        """The edition that last touched a document, as things stand in ``edition``."""
        return edition if n % self.step == 0 else 1

    def changed(self) -> list[str]:
        """The keys of the documents that every edition touches."""
        return [str(_FIRST_ID + n) for n in range(0, self.documents, self.step)]

    def article(self, n: int, language: str, edition: int) -> bytes:
        document = self._document(n)
        state = State(_edited(document.articles[language], n, language, self.edition_of(n, edition)), Dress())
        older = [(f"{kremlin.BASE}/{_FIRST_ID + other}", f"{other}") for other in range(max(0, n - 2), n)]
        page = kremlin.article(document, language, state, older, 0)
        return page.replace("</body>", f"{_sitemap(language)}</body>").encode()

    def listing(self, language: str, page: int) -> bytes:
        pages = -(-self.documents // LISTED)
        return kremlin.listing(language, self._states(language, LISTED * (page - 1), LISTED), page, pages, 0).encode()

    def feed(self, language: str) -> bytes:
        return kremlin.feed(language, self._states(language, 0, 20)).encode()

    def _states(self, language: str, start: int, count: int) -> list[tuple[Document, State]]:
        chosen = [self._document(n) for n in range(start, min(start + count, self.documents))]
        return [(document, State(document.articles[language], Dress())) for document in chosen]

    @lru_cache(maxsize=4 * LISTED)  # noqa: B019 - one site lives as long as its process
    def _document(self, n: int) -> Document:
        ids = dict.fromkeys(SPEAKERS, _FIRST_ID + n)
        return Document("ru_kremlin", n, "meeting", ids, {lang: _article(n, lang) for lang in SPEAKERS}, linked=True)


def _article(n: int, language: str) -> Article:
    chance = Random(f"{n}/{language}")
    labels = SPEAKERS[language]
    turns = [
        Said(labels[at % 2], "question" if at % 2 else "answer", (prose.passage(chance, language, _PASSAGE_BYTES),))
        for at in range(_PASSAGES)
    ]
    published = NEWEST - timedelta(hours=n)
    title = prose.sentence(chance, language).rstrip(".")
    return Article(title, published, published, tuple(turns), lead=prose.sentence(chance, language))


def _edited(article: Article, n: int, language: str, edition: int) -> Article:
    turns = list(article.turns)
    for one in range(2, edition + 1):
        chance = Random(f"{n}/{language}/{one}")
        for at in chance.sample(range(_PASSAGES), 2):
            words = turns[at].passages[0].split(" ")
            words[chance.randrange(1, len(words))] = prose.word(chance, language)
            turns[at] = replace(turns[at], passages=(" ".join(words), *turns[at].passages[1:]))
        if one % 2:
            continue
        at = chance.randrange(_PASSAGES)
        added = prose.passage(chance, language, _PASSAGE_BYTES)
        turns[at] = replace(turns[at], passages=(*turns[at].passages, added))
    return replace(article, turns=tuple(turns))


@lru_cache
def _sitemap(language: str) -> str:
    """More of what surrounds a text, up to the weight of a page of today."""
    return furniture.assets("bench") + furniture.footer(language, "bench") * 4
