"""Pages of the president's office, after the structure and classes of its real ones. The redesign is synthetic."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from tests.ministry import bank
from tests.ministry.templates import furniture
from tests.ministry.templates.markup import paragraphs, tag, text

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import datetime

    from tests.ministry.documents import Document
    from tests.ministry.editions import State

_WORDS = {
    "ru": {
        "site": "Президент России",
        "events": "События",
        "status": "Статус материала",
        "section": "Опубликован в разделе",
        "link": "Прямая ссылка",
        "updated": "Последнее обновление",
        "date": "Дата публикации",
        "tooltip": "Владимир Путин – глава государства",
    },
    "en": {
        "site": "President of Russia",
        "events": "Events",
        "status": "Publication status",
        "section": "Published in section",
        "link": "Direct link",
        "updated": "Last updated at",
        "date": "Publication date",
        "tooltip": "Vladimir Putin – head of state",
    },
}
_ROOT = {"ru": "http://kremlin.ru", "en": "http://en.kremlin.ru"}
BASE = "/events/president/news"


def printed(moment: datetime, language: str) -> str:
    """``December 28, 2017`` or ``28 декабря 2017 года``."""
    month = bank.words()["month"][language][moment.month - 1]
    return f"{moment.day} {month} {moment.year} года" if language == "ru" else f"{month} {moment.day}, {moment.year}"


def article(
    document: Document, language: str, state: State, older: Sequence[tuple[str, str]], visit: int, view: str = ""
) -> str:
    """One article, or its print view (``view="/print"``); ``older`` are paths and titles that it links to."""
    shown, dress = state.article, state.dress
    words = _WORDS[language]
    title, lead = text(shown.title, dress), text(shown.lead, dress)
    body = "".join(paragraphs(shown, dress, tooltip=words["tooltip"] if document.n % 2 else ""))
    path = document.path(language)
    if dress.redesign:
        stamp = tag(
            "time",
            f"{printed(shown.published, language)}, {shown.published:%H:%M}",
            dress,
            class_="doc__date",
            datetime=f"{shown.published:%Y-%m-%dT%H:%M}",
        )
        main = (
            f'<main class="doc">{tag("h1", title, dress, class_="doc__title")}'
            f"{tag('div', f'<p>{lead}</p>', dress, class_='doc__lead')}{stamp}"
            f"{tag('div', shown.place, dress, class_='doc__place')}{tag('div', body, dress, class_='doc__text')}</main>"
        )
    else:
        date = printed(shown.published, language)
        day = f"{shown.published:%Y-%m-%d}"
        stamp = tag("time", date, dress, class_="read__published", datetime=day, itemprop="datePublished")
        heading = tag("h1", title, dress, class_="entry-title p-name", itemprop="name")
        intro = tag(
            "div", f"<div><p>{lead}</p></div>", dress, class_="read__lead entry-summary p-summary", id="read-lead"
        )
        main = (
            f'<div class="read" role="complementary" data-href="{_ROOT[language]}{path}{view}" '
            f'data-stream-url="{BASE}/by-date/{shown.published:%d.%m.%Y}"><div class="read__close_wrapper">'
            f'<a href="{BASE}/by-date/{shown.published:%d.%m.%Y}" class="read__close"><i></i></a></div>'
            '<div class="read__scroll" role="tabpanel"><article class="read__in hentry h-entry" itemscope="itemscope" '
            f'itemtype="http://schema.org/NewsArticle" id="event-{document.ids[language]}" role="document">'
            '<div class="read__content"><div class="read__top"><div class="width_limiter">'
            f'<a href="{BASE}" class="read__categ" rel="category">{words["events"]}</a>{heading}{intro}'
            f'<div class="read__meta">{stamp} <div class="read__time">{shown.published:%H:%M}</div> '
            f'<div class="read__place p-location"><i></i>{shown.place}</div>'
            f'<meta itemprop="inLanguage" content="{language}"/></div></div></div>'
            '<div class="entry-content e-content read__internal_content" itemprop="articleBody">'
            f"{_slider(document, shown.title)}{body}"
            f"{_bottom(document, language, date, shown.published, older, dress.related)}"
            f"</div></div></article></div>{_tabs(path, _ROOT[language], shown.title)}"
            f'<div class="read__updated">{words["updated"]} <time datetime="{shown.updated:%Y-%m-%d}">'
            f"{printed(shown.updated, language)}, {shown.updated:%H:%M}</time></div></div>"
        )
    alternates = "".join(
        f'<link rel="alternate" type="text/html" hreflang="{other}" href="{_ROOT[other]}{path}{view}"/>'
        for other in document.languages
        if other != language
    )
    canonical = f'<link rel="canonical" href="{_ROOT[language]}{path}"/>'
    if dress.redesign:
        main += _bottom(document, language, "", shown.published, older, dress.related)
    return _page(language, shown.title, alternates + canonical, main, visit, _languages(path + view, language))


def _slider(document: Document, title: str) -> str:
    """A picture with a caption: in the body's element, yet no part of the text."""
    picture = furniture.token("picture", document.n, length=32)
    return (
        f'<div class="slider masha-ignore" id="slider-{document.n}" role="listbox"><div class="slider__slides">'
        f'<div class="slide" data-cycle-desc="{escape(title)}"><div class="slider__block">'
        f'<img src="http://static.example/media/{picture}.jpg" alt="{escape(title)}" width="940" height="580"/>'
        f'<div class="slider__text">{escape(title)}</div></div></div></div></div>'
    )


def _bottom(
    document: Document,
    language: str,
    date: str,
    published: datetime,
    older: Sequence[tuple[str, str]],
    shuffle: int,
) -> str:
    words = _WORDS[language]
    entries = list(reversed(older)) if shuffle % 2 else list(older)
    related = "".join(f'<li><a href="{path}" rel="bookmark">{escape(title)}</a></li>' for path, title in entries)
    decoys = "".join(
        f'<li><a href="/catalog/keywords/{n + document.n}/events" rel="tag">{furniture.token("tag", n)}</a></li>'
        for n in range(3 + shuffle)
    )
    number = document.ids[language]
    host = _ROOT[language].removeprefix("http://")
    return (
        '<div class="read__bottommeta hidden-copy"><div class="width_limiter"><div class="read__tags masha-ignore">'
        f'<div class="read__tagscol"><h3>{bank.words()["related"][language]}</h3>'
        f'<ul class="read__taglist">{decoys}</ul><ul class="read__related">{related}</ul></div></div>'
        f'<div class="read__status masha-ignore"><h3>{words["status"]}</h3><p>{words["section"]}: '
        f'<a href="{BASE}">{words["events"]}</a><br/></p><p>{words["date"]}: <time datetime="{published:%Y-%m-%d}">'
        f'{date}</time></p><p class="print_link_wrap">{words["link"]}: '
        f'<a class="print_link" href="{_ROOT[language]}/d/{number}">{host}/d/{number}</a></p></div></div></div>'
    )


def _tabs(path: str, root: str, title: str) -> str:
    return (
        f'<div class="read__tabs" role="tablist"><a href="{path}" class="tabs_article is-active" role="tab"><i></i></a>'
        f'<a href="{path}/photos" class="tabs_photo" role="tab"><i></i></a>'
        f'<div class="tabs_share read__share">{furniture.share(root + path, title)}'
        f'<a href="{path}/print" class="share_print_link">Print</a></div></div>'
    )


def _languages(path: str, language: str) -> str:
    items = "".join(
        f'<span class="sidebar_lang_item"><a rel="alternate" hreflang="{other}" itemprop="url"'
        + (f' href="{_ROOT[other]}{path}"' if other != language else "")
        + f"><span>{other}</span></a></span>"
        for other in _ROOT
    )
    return f'<div class="sidebar"><div class="sidebar_lang">{items}</div></div>'


def _page(language: str, title: str, links: str, main: str, visit: int, languages: str = "") -> str:
    words = _WORDS[language]
    return (
        f'<!doctype html><html lang="{language}" class="no-js" itemscope="itemscope"><head><meta charset="utf-8"/>'
        f'<title itemprop="name">{escape(title)} • {words["site"]}</title>'
        f'<meta name="description" content="{escape(title)}"/>{links}'
        f'<link rel="alternate" type="application/atom+xml" href="{BASE}/feed"/>{furniture.assets("kremlin")}</head>'
        f'<body class="is-reading"><div class="header" role="banner"><a href="/" rel="home">{words["site"]}</a>'
        f"{furniture.menu(language, 'nav')}</div>{main}{furniture.counter(language, visit)}"
        f"{furniture.footer(language, words['site'])}{languages}</body></html>"
    )


def listing(
    language: str, documents: Sequence[tuple[Document, State]], page: int, pages: int, visit: int, path: str = BASE
) -> str:
    """One page of the listing (``rel=next`` leads on), or one day (``pages`` 1)."""
    links = ""
    if page < pages:
        links += f'<link rel="next" href="{BASE}/page/{page + 1}"/>'
    if page > 1:
        links += f'<link rel="prev" href="{BASE}/page/{page - 1}"/>'
    items = "".join(_item(document, state, language) for document, state in documents)
    further = f'<a href="{BASE}/page/{page + 1}" class="button more more-next" rel="next">…</a>' if page < pages else ""
    main = (
        '<div class="content-view" role="main"><div class="events hslice" id="events">'
        f'<div class="entry-content lister-page" role="list" data-url-template="{BASE}/page/PAGE" '
        f'data-base-url="{BASE}" data-path="{path}" data-page="{page}" data-pages="{pages}">{items}</div>'
        f"{further}</div></div>"
    )
    return _page(language, _WORDS[language]["events"], links, main, visit)


def _item(document: Document, state: State, language: str) -> str:
    shown, path = state.article, document.path(language)
    return (
        f'<div class="hentry h-entry hentry_event" data-id="{document.ids[language]}" itemscope="itemscope" '
        'itemtype="http://schema.org/NewsArticle" role="listitem"><h3 class="hentry__title hentry__title_special">'
        f'<a href="{path}" rel="bookmark" itemprop="url"><span class="entry-title p-name" itemprop="name">'
        f'{escape(shown.title)}</span> <span class="hentry__meta"><time class="published dt-published" '
        f'datetime="{shown.published:%Y-%m-%d}" itemprop="datePublished">{printed(shown.published, language)}, '
        f'{shown.published:%H:%M}</time> <span class="updated hidden" hidden="hidden">{shown.updated:%Y-%m-%d}</span>'
        f'<span class="hentry__location p-location">{shown.place}</span></span></a></h3></div>'
    )


def feed(language: str, documents: Sequence[tuple[Document, State]]) -> str:
    """Atom; ``updated`` is what the office declares."""
    entries = "".join(
        f"<entry><id>{document.url(language)}</id><title>{escape(state.article.title)}</title>"
        f'<link rel="alternate" href="{document.url(language)}"/><summary>{escape(state.article.lead)}</summary>'
        f"<published>{state.article.published.isoformat()}</published>"
        f"<updated>{state.article.updated.isoformat()}</updated></entry>"
        for document, state in documents
    )
    latest = max((state.article.updated for _, state in documents), default=None)
    root = _ROOT[language]
    stamp = f"<updated>{latest.isoformat()}</updated>" if latest else ""
    return (
        f'<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom" xml:lang="{language}">'
        f"<id>{root}{BASE}/feed</id><title>{_WORDS[language]['site']}</title>"
        f'<link rel="self" href="{root}{BASE}/feed"/>'
        f"{stamp}{entries}</feed>"
    )


def simple(language: str, title: str, words: str, visit: int) -> str:
    """A page that holds no document: the home page, "not found"."""
    return _page(language, title, "", f'<div class="page-error"><h1>{title}</h1><p>{words}</p></div>', visit)


ROBOTS = (
    "User-agent: *\nDisallow: /search\nDisallow: /subscribe/daily/send\n"
    "Disallow: /events/president/news/copy\nDisallow: /misc/copy\n"
)
