"""Russia's foreign ministry, mid.ru: the site since August 2021. Its Liferay pages of before are in ru_mid_liferay.

Selectors as public scrapers of the site name them (November 2026); its pages themselves could not be seen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, urlsplit

from crawler.page import Address
from crawler.pages.base import ListingPage, PageChanged, Parsed, Site, TranscriptPage
from crawler.pages.blocks import blocks_of, line_of
from crawler.pages.contents import without_contents
from crawler.pages.ru_mid_liferay import MidLiferay, MidText, MidUndatedText

if TYPE_CHECKING:
    from crawler.pages.blocks import Block
    from storage.transcript import Kind

_LANGUAGES = ("ru", "en", "de", "fr", "es", "pt", "it", "ar", "zh")
_HOSTS = {"mid.ru": "mid.ru", "www.mid.ru": "mid.ru", "archive.mid.ru": "archive.mid.ru"}
# Menus link to numbered pages of every sort; speeches and news stand two steps down in these two sections.
_ARTICLE = re.compile(
    r"^(?P<path>/(?:[a-z]{2}/)?(?:foreign_policy|press_service)/(?:[a-z0-9_-]+/)+(?P<id>\d{4,9}))(?:/print)?(?:\.html)?/?$"
)
_LIFERAY = re.compile(
    r"^(?:/(?P<locale>[a-z]{2})(?:_[A-Z]{2})?(?=/))?"
    r"(?P<path>/(?:[^/]+/)*asset_publisher/[^/]+/content/id/(?P<id>\d+))(?:/print|/pop_up|/maximized)?(?:\.html)?/?$"
)
_LIFERAY_LANGUAGE = re.compile(r"(?:^|[&?_])languageId=([a-z]{2})(?:_[A-Z]{2})?(?=&|$)")
"""``_101_INSTANCE_cKNonkJE02Bw_languageId=en_GB``: the text's language, where the path says that of the menus."""


def locate(url: str) -> Address | None:
    """Since 2021 the id is the variant's own: other languages bear other ids, and only the page's links join them.

    A Liferay id is one for all languages. The language is that of ``?lang=`` (Liferay's ``languageId=``), else that of
    the path's first step (Liferay's ``en`` or ``en_GB``), else ru.
    archive.mid.ru keeps its name: what it serves is no longer to be had at mid.ru.
    """
    try:
        parts = urlsplit(url)
        host = _HOSTS.get(parts.hostname or "")
    except ValueError:
        return None
    if host is None:
        return None
    if match := _LIFERAY.match(parts.path):
        return _liferay(match, parts.query, host)
    match = _ARTICLE.match(parts.path)
    if match is None:
        return None
    first = parts.path.split("/")[1]
    language = first if first in _LANGUAGES else "ru"
    asked = parse_qs(parts.query).get("lang", [language])[0]
    query = f"?lang={asked}" if asked in _LANGUAGES and asked != language else ""
    return Address(match["id"], asked if query else language, f"https://{host}{match['path']}/{query}")


def _liferay(match: re.Match[str], query: str, host: str) -> Address:
    asked = _LIFERAY_LANGUAGE.search(query)
    said = [language for language in (asked and asked[1], match["locale"]) if language in _LANGUAGES]
    language = said[0] if said else "ru"
    step = f"/{language}" if said else ""
    return Address(f"liferay-{match['id']}", language, f"https://{host}{step}{match['path']}", archived=True)


class MidArticle(TranscriptPage):
    """An article since 2021."""

    form = "mid-2021"
    title_css = "h1.photo-content__title"
    date_css = ".photo-content__date"
    body_css = "div.text.article-content"
    number_css = "p.article-line__note_small"
    unread = frozenset({"article-line__note", "article-line__note_small", "language-badges", "photo-content__date"})

    def blocks(self) -> list[Block]:
        return without_contents(super().blocks())


class MidRedesign(MidArticle):
    """A redesign as one may come: not seen on the site, spoken by our own test ministry."""

    form = "mid-article"
    title_css = "h1.article-title"
    date_css = "time.article-date"
    body_css = "div.article-body"


class MidAnnouncement(MidArticle):
    """An announcement: an entry of the list layout on a page of its own, or several entries that make one text.

    Title, date and number are those that stand first; the title of any further entry is a passage above its text.
    """

    form = "mid-announcement"
    title_css = "h3.announcement__title"
    date_css = ".announcement__date, .photo-content__date"
    body_css = "div.announcement__text"
    number_css = "div.announcement__doc-num"

    @classmethod
    def fits(cls, parsed: Parsed) -> bool:
        return not parsed.is_plain_text and parsed.has("ul.announcements") and not _has_article(parsed)

    def title(self) -> str:
        title = self.line(self.title_css)
        if not title:
            raise PageChanged(f"{self.title_css!r} holds no title at {self.parsed.page.url}")
        return title

    def blocks(self) -> list[Block]:
        if not self.parsed.has(self.body_css):
            raise PageChanged(f"{self.body_css!r} matched 0 elements at {self.parsed.page.url}")
        title = self.parsed.first(self.title_css)
        parts = self.parsed.all(f"{self.title_css}, {self.body_css}")
        kept = [part for part in parts if part is not title]
        return without_contents([block for root in kept for block in blocks_of(root, self.unread)])

    def published(self) -> tuple[str, str]:
        printed, instant = self.dated(self.date_css)
        if not instant:
            raise PageChanged(f"{self.date_css!r} matched 0 elements at {self.parsed.page.url}")
        return printed, instant

    def kind_of(self, title: str) -> Kind:
        return "announcement"


def _has_article(parsed: Parsed) -> bool:
    article = parsed.first(MidArticle.body_css)
    return article is not None and bool(line_of(article))


class MidListing(ListingPage):
    """A section's first page. Further ones (``?PAGEN_1=``) are closed to robots, so none is named."""

    list_css = "ul.announce.announce_articles"
    item_css = "ul.announce.announce_articles > li.announce__item"
    link_css = "a.announce__link"
    dated_css = ".announce__date, .announce__time"


SITE = Site(
    name="ru_mid",
    timezone="Europe/Moscow",
    hosts=("mid.ru", "archive.mid.ru"),
    languages=("ru", "en", "de", "fr", "es", "pt"),
    locate=locate,
    pages=(MidAnnouncement, MidArticle, MidRedesign, MidLiferay, MidText, MidUndatedText, MidListing),
)
