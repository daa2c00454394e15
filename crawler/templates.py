"""The text of a new source's two modules, as `scrapy addsource` writes them."""

from __future__ import annotations

import re
from string import Template
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from crawler.scaffold import Guess

_SPIDER = Template('''"""$host: say in a line whose site this is."""

from crawler.spiders.base import TranscriptSpider


class ${camel}Spider(TranscriptSpider):
    """Say here how this source declares its changes; ``declaration`` is none, unproven or proven."""

    name = "$name"
    declaration = "none"
    feeds = ()
    listings = ("$listing",)
''')

_PAGES = Template('''"""$host. Selectors guessed by `scrapy addsource` from one page: check each of them."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from crawler.page import Address
from crawler.pages.base import ListingPage, Site, TranscriptPage

_HOST = "$host"
_ARTICLE = re.compile(r"$pattern")


def locate(url: str) -> Address | None:
    """The variant at an absolute URL, in its one canonical form; None for any other page."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        return None
    match = _ARTICLE.match(parts.path)
    if match is None or host != _HOST:
        return None
    return Address(match["key"], $language, f"$scheme://{_HOST}{parts.path}")


class ${camel}Article(TranscriptPage):
    """An article."""

    form = "$form"
    title_css = "$title_css"
    date_css = "$date_css"
    body_css = "$body_css"


class ${camel}Listing(ListingPage):
    """A list of articles. Name what holds the list, one item of it, and the link in an item."""

    list_css = "ul.articles"
    item_css = "ul.articles > li"
    link_css = "a"


SITE = Site(
    name="$name",
    timezone="$timezone",  # the first of the country's zones
    hosts=(_HOST,),
    languages=("$own_language",),
    locate=locate,
    pages=(${camel}Article, ${camel}Listing),
    scheme="$scheme",
    numbered=False,
)
''')


def spider(name: str, url: str) -> str:
    """The module of a new spider, which for a start asks the place that the page's URL stands in."""
    parts = urlsplit(url)
    listing = f"{parts.scheme}://{parts.netloc}{parts.path.rstrip('/').rpartition('/')[0]}/"
    return _SPIDER.substitute(name=name, camel=_camel(name), host=parts.hostname, listing=listing)


def page_class(name: str, guess: Guess, timezone: str) -> str:
    """The module of a new page class."""
    parts = urlsplit(guess.url)
    folder, _, last = parts.path.rstrip("/").rpartition("/")
    in_path = re.match(r"/([a-z]{2})(?=/|$)", folder)
    before = f"/(?P<language>[a-z]{{2}}){re.escape(folder[3:])}" if in_path else re.escape(folder)
    number = r"\d+" if last.isdigit() else r"[^/]+?"
    return _PAGES.substitute(
        name=name,
        camel=_camel(name),
        host=parts.hostname,
        scheme=parts.scheme,
        pattern=rf"^{before}/(?P<key>{number})(?:\.html?)?/?$$".replace("$$", "$").replace('"', r"\""),
        language='match["language"]' if in_path else f'"{guess.language}"',
        own_language=guess.language,
        form=name.replace("_", "-"),
        timezone=timezone,
        **{key: getattr(guess, key).replace('"', "'") for key in ("title_css", "date_css", "body_css")},
    )


def _camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))
