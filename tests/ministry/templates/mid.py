"""Pages of the foreign ministry, after the classes known of its site since 2021.

Synthetic are the bar of language badges (after the Liferay pages, whose ``en-GB1`` it repeats) and the redesign.
"""

from __future__ import annotations

from dataclasses import dataclass
from email.utils import format_datetime
from html import escape
from typing import TYPE_CHECKING

from tests.ministry import bank
from tests.ministry.templates import furniture
from tests.ministry.templates.markup import paragraphs, tag, text

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import datetime

    from tests.ministry.documents import Document
    from tests.ministry.editions import State

LOCALES = {"ru": "ru-RU", "en": "en-GB", "de": "de-DE", "fr": "fr-FR", "es": "es-ES"}
_BACK_EVERY = 4
"""A briefing offers a way back to its contents after every so many passages."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a listing, a feed or a list of related texts."""

    url: str
    title: str
    published: datetime
    number: str = ""


def printed(moment: datetime, language: str) -> str:
    """``27.11.2019 20:45`` in Russian, elsewhere ``27 November 2019 20:45``."""
    if language == "ru":
        return f"{moment:%d.%m.%Y %H:%M}"
    month = bank.words()["month"][language][moment.month - 1]
    return f"{moment.day} {month} {moment:%Y %H:%M}"


def article(
    document: Document,
    language: str,
    state: State,
    versions: Mapping[str, int],
    older: Sequence[Entry],
    visit: int,
) -> str:
    """One article; ``versions`` are the declared versions of all its languages, ``older`` what it links to."""
    shown, dress = state.article, state.dress
    title = text(shown.title, dress)
    when = printed(shown.published, language)
    body = paragraphs(shown, dress, bold="strong" if document.n % 2 else "b")
    note = tag("p", shown.number, dress, class_="article-line__note article-line__note_small")
    if dress.redesign:
        stamp = tag("time", when, dress, class_="article-date", datetime=f"{shown.published:%Y-%m-%dT%H:%M}")
        heading = tag("h1", title, dress, class_="article-title", id="top")
        main = heading + stamp + note + tag("div", "\n".join(body), dress, class_="article-body", id="text")
    elif document.layout == "announcement":
        main = _announcement(title, when, shown.number, body)
    else:
        heading = tag("h1", title, dress, class_="photo-content__title", id="top")
        date = tag("div", when, dress, class_="photo-content__date")
        if shown.headings:
            body = _with_contents(sorted(shown.headings, key=shown.passages.index), body, language)
        inner = tag("div", "\n".join(body), dress, class_="text article-content", id="text")
        main = f'<div class="photo-content">{heading}{date}</div><div class="article-line">{note}{inner}</div>'
    links = _alternates(document, language) if document.linked else ""
    badges = _badges(document, versions) if document.linked else ""
    url = document.url(language)
    rest = furniture.share(url, shown.title) + _related(older, language, dress.related, document.n)
    return _page(language, shown.title, links, badges + main + rest, visit)


def _announcement(title: str, when: str, number: str, body: Sequence[str]) -> str:
    return (
        '<ul class="announcements"><li class="announcement">'
        f'<h3 class="announcement__title">{title}</h3><div class="announcement__date photo-content__date">{when}</div>'
        f'<div class="announcement__doc-num">{number}</div>'
        f'<div class="announcement__text">{chr(10).join(body)}</div></li></ul>'
    )


def _with_contents(headings: Sequence[str], body: Sequence[str], language: str) -> list[str]:
    """A contents list before the text, and lines that lead back to it within."""
    words = bank.words()
    items = "".join(f'<li><a href="#{number}">{topic}</a></li>' for number, topic in enumerate(headings, start=1))
    contents = f"<h2>{words['contents'][language]}</h2><ul>{items}</ul>"
    back = f'<p><a href="#top">{words["back"][language]}</a></p>'
    lines = [contents]
    for place, block in enumerate(body, start=1):
        lines += [block, back] if place % _BACK_EVERY == 0 else [block]
    return lines


def _alternates(document: Document, language: str) -> str:
    return "".join(
        f'<link rel="alternate" hreflang="{other}" href="{document.path(other)}"/>'
        for other in document.languages
        if other != language
    )


def _badges(document: Document, versions: Mapping[str, int]) -> str:
    """Synthetic: the language badges of the former site, each with its declared version."""
    items = "".join(
        f'<li><a hreflang="{LOCALES[language]}" href="{document.path(language)}">'
        f"{LOCALES[language]}<sup>{versions[language]}</sup></a></li>"
        for language in document.languages
    )
    return f'<ul class="language-badges">{items}</ul>'


def _related(older: Sequence[Entry], language: str, shuffle: int, n: int) -> str:
    """Links to older texts; ``shuffle`` turns them round and adds decoys that lead to sections."""
    entries = list(reversed(older)) if shuffle % 2 else list(older)
    links = [f'<li><a href="{entry.url}">{escape(entry.title)}</a></li>' for entry in entries]
    sections = ("foreign_policy", "press_service", "about")
    links += [
        f'<li><a href="/{language}/{sections[(shuffle + n) % 3]}/">{furniture.token("related", shuffle, n)}</a></li>'
        for _ in range(shuffle)
    ]
    heading = bank.words()["related"][language]
    return f'<aside class="related"><h2>{heading}</h2><ul class="related__list">{"".join(links)}</ul></aside>'


def _page(language: str, title: str, links: str, main: str, visit: int) -> str:
    office = bank.words()["office"][language]
    return (
        f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8"/>'
        f"<title>{escape(title)} - {office}</title>"
        f'<meta name="csrf-token" content="{furniture.token("csrf", visit, length=32)}"/>{links}'
        f'<link rel="alternate" type="application/rss+xml" href="/{language}/rss.php"/>'
        f'{furniture.assets("mid")}</head><body class="page">'
        f'<header class="header"><a class="header__logo" href="/{language}/">{office}</a>'
        f'{furniture.menu(language, "main-menu")}</header><main class="page-body">{main}</main>'
        f"{furniture.counter(language, visit)}{furniture.footer(language, office)}</body></html>"
    )


def listing(language: str, entries: Sequence[Entry], path: str, visit: int) -> str:
    """A listing's page; its pager leads where robots.txt forbids to go."""
    items = "".join(
        f'<li class="announce__item"><span class="announce__date">{entry.published:%d.%m.%Y}</span> '
        f'<span class="announce__time">{entry.published:%H:%M}</span> '
        f'<a class="announce__link" href="{entry.url}">{escape(entry.title)}</a>'
        f'<div class="announce__meta-tags">{entry.number}</div></li>'
        for entry in entries
    )
    pager = f'<div class="pagination"><a href="{path}?PAGEN_1=2">2</a><a href="{path}?PAGEN_1=3">3</a></div>'
    title = bank.words()["menu"][language][3]
    main = f'<h1>{title}</h1><ul class="announce announce_articles">{items}</ul>{pager}'
    return _page(language, title, "", main, visit)


def feed(language: str, entries: Sequence[Entry]) -> str:
    """RSS 2.0 without the texts, as the site's own."""
    items = "".join(
        f"<item><title>{escape(entry.title)}</title><link>{entry.url}</link><guid>{entry.url}</guid>"
        f"<description>{escape(entry.title)}</description><pubDate>{format_datetime(entry.published)}</pubDate></item>"
        for entry in entries
    )
    title = bank.words()["office"].get(language, bank.words()["office"]["en"])
    return (
        f'<?xml version="1.0" encoding="UTF-8"?><rss version="2.0"><channel><title>{title}</title>'
        f"<link>https://mid.ru/{language}/</link><description>{title}</description>{items}</channel></rss>"
    )


def simple(language: str, title: str, words: str, visit: int) -> str:
    """A page that holds no document: the home page, "not found"."""
    return _page(language, title, "", f'<div class="error-page"><h1>{title}</h1><p>{words}</p></div>', visit)


ROBOTS = "User-agent: *\nDisallow: /*?PAGEN\nDisallow: /*asset_publisher\nDisallow: /bitrix/\n"
