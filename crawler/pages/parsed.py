"""Pure: one captured page, decoded and parsed once, with the questions every page class asks of it."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml import etree  # type: ignore[import-untyped]
from parsel import Selector

from crawler.pages.blocks import line_of
from crawler.pages.decode import Decoded, decode

if TYPE_CHECKING:
    from collections.abc import Callable

    from parsel import SelectorList

    from crawler.page import Address, Page
    from crawler.pages.base import Site

_MARKUP = re.compile(r"<(?:!doctype|html|head|body|main|article|div|p|h1|ul|table|span)\b", re.IGNORECASE)
_FEED = re.compile(
    r"\A\s*(?:<\?xml[^>]*\?>\s*)?(?><!--.*?-->\s*)*+(?:<!DOCTYPE[^>]*>\s*)?<(?:rss|feed|rdf:RDF)\b", re.DOTALL
)
_DIGIT = re.compile(r"\d")
_ENDS = re.compile(r"</(?:body|html)\b[^<>]*>", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")


class PageChanged(Exception):
    """A page no longer fits its page class. The message names selector and URL; the verdict is ``unreadable``."""


class Parsed:
    """A page ready to be read."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page = page
        self.site = site
        self._found: dict[str, SelectorList[Selector]] = {}

    @cached_property
    def _decoded(self) -> Decoded:
        return decode(self.page)

    @property
    def damaged(self) -> bool:
        """Whether some bytes of the page fit no encoding: DAMAGE stands in their place."""
        return self._decoded.damaged

    @cached_property
    def text(self) -> str:
        """The page decoded. Control characters, which no reader sees and lxml refuses in places, are out."""
        text = self._decoded.text
        return _CONTROL.sub(" ", text) if _CONTROL.search(text) else text

    @cached_property
    def address(self) -> Address | None:
        """Which variant lives at the URL that answered; None for a listing, a feed or a strange place."""
        return self.site.locate(self.page.url)

    @property
    def language(self) -> str:
        """Of the variant it was fetched for, else of the one that lives at its URL."""
        return self.page.language or (self.address.language if self.address else "")

    @cached_property
    def is_feed(self) -> bool:
        return _FEED.match(self.text[:4000]) is not None

    @cached_property
    def is_plain_text(self) -> bool:
        """No markup at all, whatever the content type claims: text corpora hold pages so."""
        return not self.is_feed and _MARKUP.search(self.text) is None

    @cached_property
    def html(self) -> Selector:
        """The document as a browser builds it: what stands behind ``</body>`` or ``</html>`` belongs to it too, to the
        element still open if there is one. So no text is passed over, and a second title there is one too many.
        """
        text = _ENDS.sub("", self.text)  # libxml2 would stop reading there
        return Selector(text=text or "<html></html>", type="html")

    @cached_property
    def xml(self) -> etree._Element:
        """The root of a feed. Entities and DTDs are never followed. Raises PageChanged if it is not well-formed."""
        # Decoded already, so what encoding the document declares no longer holds.
        parser = etree.XMLParser(
            encoding="utf-8", resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False
        )
        try:
            return etree.fromstring(self.text.lstrip().encode(), parser=parser)
        except etree.XMLSyntaxError as error:
            raise PageChanged(f"not well-formed XML ({error.msg}) at {self.page.url}") from error

    @property
    def document_language(self) -> str:
        """The tag that the document gives itself; ``''`` for none."""
        return "" if self.is_plain_text else attribute(self.html, "lang")

    def all(self, css: str) -> SelectorList[Selector]:
        """The elements that match, sought once however often they are asked for."""
        if css not in self._found:
            self._found[css] = self.html.css(css)
        return self._found[css]

    def has(self, css: str) -> bool:
        return bool(self.all(css))

    def one(self, css: str) -> Selector:
        """The only element that matches. Of several, empty ones and repetitions do not count.

        Raises PageChanged for none, or for several with texts of their own.
        """
        found = self.all(css)
        if len(found) > 1:
            said = {line_of(element.root) for element in found} - {""}
            if len(said) > 1:
                raise PageChanged(f"{css!r} matched {len(said)} different texts, expected 1, at {self.page.url}")
        first = self.first(css)
        if first is None:
            raise PageChanged(f"{css!r} matched 0 elements, expected 1, at {self.page.url}")
        return first

    def first(self, css: str) -> Selector | None:
        """The first element that matches and holds text, else the first that matches, else None."""
        found = self.all(css)
        if len(found) < 2:
            return found[0] if found else None
        return next((element for element in found if line_of(element.root)), found[0])

    def variant_at(self, href: str) -> Address | None:
        """Which variant a link of this page leads to."""
        href = self.page.own(href.strip())
        elsewhere = href.startswith(("/", "http://", "https://"))  # the same from every page of the host
        return _variant_at(self.site.locate, self.origin if elsewhere else self.page.url, href)

    def may_locate(self, href: str) -> bool:
        """Whether a link is worth looking at: in a numbered site, one with a number or to this page in another view."""
        return not self.site.numbered or href.startswith("?") or _DIGIT.search(href) is not None

    @cached_property
    def origin(self) -> str:
        return urljoin(self.page.url, "/")

    def join(self, href: str) -> str | None:
        """An absolute URL, or None where the address is malformed."""
        url = _joined(self.page.url, href)
        return url and self.page.own(url)


def _joined(base: str, href: str) -> str | None:
    try:
        return urljoin(base, href.strip())
    except ValueError:
        return None


@lru_cache(maxsize=10_000)
def _variant_at(locate: Callable[[str], Address | None], base: str, href: str) -> Address | None:
    """Remembered, because menus and footers name the same places on every page."""
    url = _joined(base, href)
    return locate(url) if url else None


def attribute(selector: Selector, name: str) -> str:
    """An attribute's value, stripped; ``''`` for none. (Parsel reads all of them, and fails on a damaged one.)"""
    return (selector.root.get(name) or "").strip()
