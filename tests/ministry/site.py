"""What stands under each address of the three hosts in each edition: pure, but for remembering what it rendered."""

from __future__ import annotations

from dataclasses import dataclass, field
from hashlib import sha256
from typing import TYPE_CHECKING

from tests.ministry import bank
from tests.ministry.editions import Dress, World, instant
from tests.ministry.templates import kremlin, mid
from tests.ministry.templates.markup import encode

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from tests.ministry.documents import Document

QUIET_SECTIONS = (
    "press_service/spokesman/answers",
    "press_service/spokesman/official_statement",
    "press_service/spokesman/kommentarii",
    "press_service/spokesman/comments",
    "press_service/deputy_ministers_speeches",
)
"""Sections that stand empty."""
FIRST_PAGE = 20
"""Documents in a feed, and on one page of a listing."""
FEED_LANGUAGES = ("ru", "en", "de", "fr", "es", "pt")
_HOSTS = {"mid.ru": "ru_mid", "kremlin.ru": "ru_kremlin", "en.kremlin.ru": "ru_kremlin"}
_XML = "application/xml; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Answer:
    """One response before anything spoils it."""

    status: int
    body: bytes = b""
    content_type: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    etag: str = ""
    modified: datetime | None = None


class Site:
    """The pages of a world."""

    def __init__(self, world: World) -> None:
        self._world = world
        self._articles: dict[tuple[str, str], tuple[Document, str]] = {}
        self._etags: dict[tuple[str, str, str, int], str] = {}
        for document in world.documents:
            for language in document.languages:
                host = document.host(language)
                self._articles[host, document.path(language)] = (document, language)
                if document.source == "ru_kremlin":
                    number = document.ids[language]
                    self._articles[host, f"/events/president/transcripts/{number}"] = (document, language)

    def find(self, host: str, path: str, language: str = "") -> tuple[Document, str] | None:
        """The variant at an address; with ``language`` (of ``?lang=``) another one of the same document."""
        document, own = self._articles.get((host, path.removesuffix("/print"))) or (None, "")
        if document is None:
            return None
        return document, language if language in document.ids else own

    def answer(self, host: str, path: str, query: Mapping[str, str], edition: int, visit: int) -> Answer:
        """What a request gets. Hosts it does not know are treated as mid.ru."""
        source = _HOSTS.get(host, "ru_mid")
        if path == "/robots.txt":
            robots = mid.ROBOTS if source == "ru_mid" else kremlin.ROBOTS
            return Answer(200, robots.encode(), "text/plain; charset=utf-8")
        found = self.find(host if host in _HOSTS else "mid.ru", path, query.get("lang", ""))
        if found:
            view = "/print" if path.endswith("/print") else ""
            return self._article(*found, edition, visit, view)
        if source == "ru_mid":
            return self._mid(path, query, edition, visit)
        return self._kremlin("ru" if host == "kremlin.ru" else "en", host, path, edition, visit)

    def foreign(self, host: str, path: str, edition: int, visit: int) -> Answer | None:
        """The page with another language's text on it, as if two had been mixed up; None if it holds no document."""
        found = self.find(host, path)
        if not found:
            return None
        document, language = found
        other = next(candidate for candidate in document.languages[::-1] if candidate != language)
        return self._article(document, other, edition, visit, "")

    def not_found(self, host: str, language: str, status: int, visit: int) -> Answer:
        words = bank.words()["not_found"].get(language, bank.words()["not_found"]["en"])
        return self._simple(host, language, words, f"{words}. 404", status, visit)

    def bare(self, host: str, path: str, language: str, visit: int) -> Answer | None:
        """A listing or feed without its entries; None for any other page."""
        if path.endswith(("/feed", "/rss.php")):
            feed = mid.feed(language, []) if host == "mid.ru" else kremlin.feed(language, [])
            return Answer(200, feed.encode(), _XML)
        if self.find(host, path):
            return None
        page = (
            mid.listing(language, [], path, visit) if host == "mid.ru" else kremlin.listing(language, [], 1, 1, visit)
        )
        return Answer(200, page.encode())

    def _simple(self, host: str, language: str, title: str, words: str, status: int, visit: int) -> Answer:
        page = kremlin.simple if _HOSTS.get(host, "ru_mid") == "ru_kremlin" else mid.simple
        return Answer(status, page(language, title, words, visit).encode())

    def _article(self, document: Document, language: str, edition: int, visit: int, view: str) -> Answer:
        state = self._world.state(document, language, edition)
        if document.born > edition or state.status is not None:
            status = 404 if document.born > edition else state.status or 404
            return self.not_found(document.host(language), language, status, visit)
        html, dress = self._render(document, language, edition, visit, view)
        body, content_type = encode(html, dress)
        etag, modified = self._validators(document, language, edition, view)
        return Answer(200, body, content_type, etag=etag, modified=modified)

    def _render(self, document: Document, language: str, edition: int, visit: int, view: str) -> tuple[str, Dress]:
        state = self._world.state(document, language, edition)
        older = self._older(document, language, edition)
        if document.source == "ru_mid":
            entries = [self._entry(other, language, edition) for other in older]
            versions = {
                other: self._world.state(document, other, edition).article.declared for other in document.languages
            }
            return mid.article(document, language, state, versions, entries, visit), state.dress
        links = [(other.path(language), self._title(other, language, edition)) for other in older]
        return kremlin.article(document, language, state, links, visit, view), state.dress

    def _validators(self, document: Document, language: str, edition: int, view: str) -> tuple[str, datetime]:
        """ETag and Last-Modified of a page; neither knows of counters and nonces."""
        etag = self._etag(document, language, edition, view)
        since = edition
        while since > document.born and self._etag(document, language, since - 1, view) == etag:
            since -= 1
        return etag, instant(since)

    def _etag(self, document: Document, language: str, edition: int, view: str) -> str:
        key = (document.source, f"{document.n}/{language}", view, edition)
        if key not in self._etags:
            html, dress = self._render(document, language, edition, 0, view)
            self._etags[key] = sha256(f"{dress.encoding}{html}".encode()).hexdigest()[:24]
        return f'"{self._etags[key]}"'

    def _documents(self, source: str, language: str, edition: int) -> list[Document]:
        """The documents of a source in a language, newest first, without the withdrawn."""
        return [
            document
            for document in self._world.published(edition)
            if document.source == source
            and language in document.ids
            and self._world.state(document, language, edition).status is None
        ]

    def _older(self, document: Document, language: str, edition: int) -> list[Document]:
        """The next two older documents of the same language, withdrawn or not: by them all can be found."""
        documents = [
            other
            for other in reversed(self._world.documents)
            if other.source == document.source and language in other.ids and other.n < document.n
        ]
        return [other for other in documents if other.born <= edition][:2]

    def _title(self, document: Document, language: str, edition: int) -> str:
        return self._world.state(document, language, edition).article.title

    def _entry(self, document: Document, language: str, edition: int) -> mid.Entry:
        shown = self._world.state(document, language, edition).article
        return mid.Entry(document.url(language), shown.title, shown.published, shown.number)

    def _mid(self, path: str, query: Mapping[str, str], edition: int, visit: int) -> Answer:
        language, _, rest = path.strip("/").partition("/")
        if path in ("/", ""):
            return self._simple("mid.ru", "ru", bank.words()["office"]["ru"], "", 200, visit)
        if rest == "rss.php" and language in FEED_LANGUAGES:
            documents = self._documents("ru_mid", language, edition)[:FIRST_PAGE]
            entries = [self._entry(document, language, edition) for document in documents]
            return Answer(200, mid.feed(language, entries).encode(), _XML)
        if language not in bank.LANGUAGES:
            return self.not_found("mid.ru", "ru", 404, visit)
        if not rest:
            return self._simple("mid.ru", language, bank.words()["office"][language], "", 200, visit)
        documents = self._documents("ru_mid", language, edition)
        if rest != "foreign_policy/news":
            documents = [
                document for document in documents if document.path(language).startswith(f"/{language}/{rest}/")
            ]
        if not documents and rest not in QUIET_SECTIONS:
            return self.not_found("mid.ru", language, 404, visit)
        page = int(query["PAGEN_1"]) if query.get("PAGEN_1", "").isdigit() else 1
        shown = documents[FIRST_PAGE * (page - 1) : FIRST_PAGE * page]
        entries = [self._entry(document, language, edition) for document in shown]
        return Answer(200, mid.listing(language, entries, path, visit).encode())

    def _kremlin(self, language: str, host: str, path: str, edition: int, visit: int) -> Answer:
        documents = self._documents("ru_kremlin", language, edition)
        states = [(document, self._world.state(document, language, edition)) for document in documents]
        if path == "/":
            return self._simple(host, language, "kremlin", "", 200, visit)
        if path in (f"{kremlin.BASE}/feed", "/events/all/feed", "/events/president/transcripts/feed"):
            return Answer(200, kremlin.feed(language, states[:FIRST_PAGE]).encode(), _XML)
        head, _, last = path.rpartition("/")
        if head == "/d" and (host, f"{kremlin.BASE}/{last}") in self._articles:
            return Answer(301, headers={"Location": f"http://{host}{kremlin.BASE}/{last}"})
        if head == f"{kremlin.BASE}/by-date":
            states = [item for item in states if f"{item[1].article.published:%d.%m.%Y}" == last]
            return Answer(200, kremlin.listing(language, states, 1, 1, visit, path).encode())
        pages = max(1, -(-len(states) // FIRST_PAGE))
        page = int(last) if head == f"{kremlin.BASE}/page" and last.isdigit() else 1
        if (
            path in (kremlin.BASE, "/events/president/transcripts") or head == f"{kremlin.BASE}/page"
        ) and page <= pages:
            shown = states[FIRST_PAGE * (page - 1) : FIRST_PAGE * page]
            return Answer(200, kremlin.listing(language, shown, page, pages, visit, path).encode())
        return self.not_found(host, language, 404, visit)
