"""Pure: one captured page, decoded and parsed once, with the questions every page class asks of it."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING
from urllib.parse import urljoin

from lxml import etree  # type: ignore[import-untyped]

from crawler.pages.blocks import line_of
from crawler.pages.decode import Decoded, decode
from crawler.pages.elements import Elements, hrefs_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lxml.etree import _Element  # type: ignore[import-untyped]

    from crawler.page import Address, Page
    from crawler.pages.base import Site

_MARKUP = re.compile(r"<(?:!doctype|html|head|body|main|article|div|p|h1|ul|table|span)\b", re.IGNORECASE)
_FEED = re.compile(
    r"\A\s*(?:<\?xml[^>]*\?>\s*)?(?><!--.*?-->\s*)*+(?:<!DOCTYPE[^>]*>\s*)?<(?:rss|feed|rdf:RDF)\b", re.DOTALL
)
_MOST_REMEMBERED = 10_000
"""Links of a host."""
_DIGIT = re.compile(r"\d")
_ENDS = re.compile(r"</(?:body|html)\b[^<>]*>", re.IGNORECASE)
_CONTROL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]+")
_CONTROL_BYTES = bytes(code for code in (*range(0x20), 0x7F) if code not in b"\t\n\r")


class PageChanged(Exception):
    """A page no longer fits its page class. The message names selector and URL; the verdict is ``unreadable``."""


class Parsed:
    """A page ready to be read."""

    def __init__(self, page: Page, site: Site) -> None:
        self.page = page
        self.site = site
        self._found: dict[str, list[_Element]] = {}

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
        raw = text.encode("utf-8", "surrogatepass")  # bytes are looked through twenty times as fast
        return _CONTROL.sub(" ", text) if len(raw.translate(None, _CONTROL_BYTES)) < len(raw) else text

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
    def root(self) -> _Element:
        """The document as a browser builds it: what stands behind ``</body>`` or ``</html>`` belongs to it too, to the
        element still open if there is one. So no text is passed over, and a second title there is one too many.
        """
        text = _ENDS.sub("", self.text)  # libxml2 would stop reading there
        # Not lxml.html's parser: its elements are as many calls of Python, and know nothing that is asked here.
        parser = etree.HTMLParser(encoding="utf-8", huge_tree=True)
        root = etree.fromstring(text.strip().encode() or b"<html></html>", parser=parser)
        return etree.fromstring(b"<html></html>") if root is None else root  # nothing but comments

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

    @cached_property
    def _elements(self) -> Elements:
        return Elements(self.root)

    @property
    def document_language(self) -> str:
        """The tag that the document gives itself; ``''`` for none."""
        return "" if self.is_plain_text else attribute(self.root, "lang")

    def all(self, css: str) -> list[_Element]:
        """The elements that match, sought once however often they are asked for."""
        if css not in self._found:
            self._found[css] = self._elements.matching(css)
        return self._found[css]

    def has(self, css: str) -> bool:
        return bool(self.all(css))

    def one(self, css: str) -> _Element:
        """The only element that matches. Of several, empty ones and repetitions do not count.

        Raises PageChanged for none, or for several with texts of their own.
        """
        found = self.all(css)
        if len(found) > 1:
            said = {line_of(element) for element in found} - {""}
            if len(said) > 1:
                raise PageChanged(f"{css!r} matched {len(said)} different texts, expected 1, at {self.page.url}")
        first = self.first(css)
        if first is None:
            raise PageChanged(f"{css!r} matched 0 elements, expected 1, at {self.page.url}")
        return first

    def first(self, css: str) -> _Element | None:
        """The first element that matches and holds text, else the first that matches, else None."""
        found = self.all(css)
        if len(found) < 2:
            return found[0] if found else None
        return next((element for element in found if line_of(element)), found[0])

    @cached_property
    def leads(self) -> dict[str, Address]:
        """The page's links to variants, as printed, each with the variant it leads to."""
        return self.variants_at(hrefs_of(self.root))

    def variants_at(self, hrefs: Iterable[str]) -> dict[str, Address]:
        """Those of some links that lead to a variant, with the variant."""
        return {href: address for href in hrefs if (address := self.variant_at(href))}

    def variant_at(self, href: str) -> Address | None:
        """Which variant a link of this page leads to."""
        known = self._known_from_host if href.startswith(("/", "http://", "https://")) else self._known_from_here
        if href not in known:
            if len(known) >= _MOST_REMEMBERED:
                known.clear()
            known[href] = self._locate(href.strip())
        return known[href]

    def _locate(self, href: str) -> Address | None:
        if self.site.numbered and not href.startswith("?") and _DIGIT.search(href) is None:
            return None  # most links of a page: in a numbered site only another view of this page has no number
        url = self.join(href)
        return self.site.locate(url) if url else None

    @cached_property
    def _known_from_host(self) -> dict[str, Address | None]:
        return _remembered(self.site.locate, urljoin(self.page.url, "/"), self.page.mirrors)

    @cached_property
    def _known_from_here(self) -> dict[str, Address | None]:
        return {}

    def join(self, href: str) -> str | None:
        """An absolute URL of the source's own, or None where the address is malformed."""
        try:
            return self.page.own(urljoin(self.page.url, href.strip()))
        except ValueError:
            return None


@lru_cache(maxsize=16)
def _remembered(
    locate: Callable[[str], Address | None], origin: str, mirrors: tuple[tuple[str, str], ...]
) -> dict[str, Address | None]:
    """What a host's links were found to lead to: menus and footers name the same places on every page."""
    return {}


def attribute(element: _Element, name: str) -> str:
    """An attribute's value, stripped; ``''`` for none."""
    return (element.get(name) or "").strip()
