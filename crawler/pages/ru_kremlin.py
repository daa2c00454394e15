"""The President of Russia's site, kremlin.ru and en.kremlin.ru, as saved pages of August 2020 show it."""

from __future__ import annotations

import re
from typing import ClassVar
from urllib.parse import urlsplit

from crawler.page import Address
from crawler.pages.base import ListingPage, Site, TranscriptPage

_LANGUAGES = {"kremlin.ru": "ru", "www.kremlin.ru": "ru", "en.kremlin.ru": "en", "www.en.kremlin.ru": "en"}
_ARTICLE = re.compile(
    r"^/(?P<section>d|events(?:/(?!page/|by-date/|copy/)[a-z][a-z-]*){0,2})/(?:copy/)?(?P<id>\d+)"
    r"(?:/(?:print|work|special))?(?:\.html)?/?$"
)


def locate(url: str) -> Address | None:
    """The numeric id is the document's on both hosts, in every section, and its print view is the same variant.

    The views of its photographs and videos show nothing of the text, and are none. Mirrors add ``.html``. The site
    answers by plain HTTP only.
    """
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
    except ValueError:
        return None
    match = _ARTICLE.match(parts.path)
    if match is None or host not in _LANGUAGES:
        return None
    path = f"/{match['section']}/{match['id']}"
    return Address(match["id"], _LANGUAGES[host], f"http://{host.removeprefix('www.')}{path}")


class KremlinArticle(TranscriptPage):
    """An article; its print view has the same markup."""

    form = "kremlin-2015"
    title_css = "h1.entry-title"
    lead_css = ".read__lead"
    date_css = "time.read__published"
    time_css = ".read__time"
    updated_css = ".read__updated time"
    place_css = ".read__place"
    body_css = ".entry-content.read__internal_content"


class KremlinDocument(TranscriptPage):
    """A redesign as one may come: not seen on the site, spoken by our own test ministry."""

    form = "kremlin-doc"
    title_css = "h1.doc__title"
    lead_css = ".doc__lead"
    date_css = "time.doc__date"
    place_css = ".doc__place"
    body_css = ".doc__text"


class KremlinListing(ListingPage):
    """News by page and by date. The hidden ``updated`` differs from the printed date once a text was touched."""

    list_css = ".lister-page"
    item_css = ".lister-page .hentry[data-id]"
    link_css = "a[rel=bookmark]"
    updated_css = ".updated"
    dated_css = "time.published"
    next_css = "a.more-next[rel=next], link[rel=next]"
    _page: ClassVar[re.Pattern[str]] = re.compile(r"(/page/\d+)\.html$")

    def more(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self._page.sub(r"\1", url) for url in super().more()))


SITE = Site(
    name="ru_kremlin",
    timezone="Europe/Moscow",
    hosts=("kremlin.ru", "en.kremlin.ru"),
    languages=("ru", "en"),
    locate=locate,
    pages=(KremlinArticle, KremlinDocument, KremlinListing),
    scheme="http",
)
