"""What every source's pages are made of. A source is a ``Site`` and, as a rule, one subclass of TranscriptPage."""

from __future__ import annotations

from abc import ABC, abstractmethod
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, Literal

from crawler.page import Link
from crawler.pages.blocks import Block, blocks_of, line_of
from crawler.pages.dates import instant
from crawler.pages.elements import declared_variants, inside
from crawler.pages.parsed import PageChanged, Parsed, attribute
from crawler.pages.switchers import switched
from crawler.pages.titles import kind_of
from crawler.pages.turns import turns_of
from storage.transcript import Alternate, Transcript

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from lxml.etree import _Element  # type: ignore[import-untyped]

    from crawler.page import Address
    from storage.transcript import Kind

__all__ = ["ListingPage", "NoText", "PageChanged", "PageClass", "Parsed", "Site", "TranscriptPage", "links_to"]


class NoText(Exception):
    """A page fits its page class but holds no text. The verdict is ``empty``."""


@dataclass(frozen=True)
class Site:
    """What holds for all pages of one source."""

    name: str
    timezone: str
    """IANA name: printed dates carry no offset."""
    hosts: tuple[str, ...]
    languages: tuple[str, ...]
    locate: Callable[[str], Address | None]
    """The variant that lives at an absolute URL, in canonical form; None for any other page."""
    pages: tuple[type[PageClass], ...]
    """Tried in this order; feeds need not be named."""
    scheme: str = "https"
    numbered: bool = True
    """Every address of a variant holds a digit. Most links of a page do not, and need no looking at."""


class PageClass(ABC):
    """One kind of page. ``fits`` looks for its landmarks only, so that a page lacking one of them says which."""

    kind: ClassVar[Literal["article", "listing", "feed"]]

    def __init__(self, parsed: Parsed) -> None:
        self.parsed = parsed

    @classmethod
    @abstractmethod
    def fits(cls, parsed: Parsed) -> bool:
        """Whether this class should read the page."""

    @abstractmethod
    def links(self) -> tuple[Link, ...]:
        """Variants that the page names. Raises PageChanged."""

    def more(self) -> tuple[str, ...]:
        """Absolute URLs of further listing pages."""
        return ()


class TranscriptPage(PageClass):
    """An article, read by the selectors that a subclass names. Raises PageChanged where a required one fails."""

    kind = "article"
    form: ClassVar[str]
    title_css: ClassVar[str]
    body_css: ClassVar[str]
    date_css: ClassVar[str]
    date_required: ClassVar[bool] = True
    """Every page prints its date: one that does not has lost it to a change of layout. False where some never do."""
    time_css: ClassVar[str] = ""
    updated_css: ClassVar[str] = ""
    lead_css: ClassVar[str] = ""
    place_css: ClassVar[str] = ""
    number_css: ClassVar[str] = ""
    unread: ClassVar[frozenset[str]] = frozenset()
    """Classes of elements inside the body that are no text."""

    @classmethod
    def fits(cls, parsed: Parsed) -> bool:
        return not parsed.is_plain_text and (parsed.has(cls.title_css) or parsed.has(cls.body_css))

    def transcript(self) -> Transcript:
        """What the page says. Raises PageChanged, or NoText where title and body are there but empty of words."""
        title = self.title()
        turns = turns_of(self.blocks(), title)
        if not turns:
            raise NoText(f"no text in {self.body_css!r} at {self.parsed.page.url}")
        printed, published_at = self.published()
        _, updated_at = self.dated(self.updated_css)
        alternates = self.alternates()
        own = next((one for one in alternates if self.is_own(one.language_printed)), None)
        return Transcript(
            title=title,
            language=self.parsed.language,
            turns=turns,
            form=self.form,
            kind=self.kind_of(title),
            lead=self.line(self.lead_css),
            published_at=published_at,
            published_printed=printed,
            declared_updated_at=updated_at,
            declared_version=own.declared_version if own else "",
            language_printed=own.language_printed if own else self.parsed.document_language,
            place=self.line(self.place_css),
            number=self.number(),
            alternates=alternates,
        )

    def title(self) -> str:
        title = line_of(self.parsed.one(self.title_css))
        if not title:
            raise PageChanged(f"{self.title_css!r} is empty at {self.parsed.page.url}")
        return title

    def kind_of(self, title: str) -> Kind:
        return kind_of(title)

    def number(self) -> str:
        return self.line(self.number_css)

    def blocks(self) -> list[Block]:
        return blocks_of(self.parsed.one(self.body_css), self.unread)

    def published(self) -> tuple[str, str]:
        """As printed, and as an instant. Raises PageChanged for a date that is missing, ambiguous or cannot be read."""
        if self.date_css and self.date_required:
            self.parsed.one(self.date_css)
        return self.dated(self.date_css, self.time_css)

    def dated(self, css: str, time_css: str = "") -> tuple[str, str]:
        """The date of the first of some elements, as printed and as an instant: from whichever of its ``datetime``
        attribute and its text holds the time too. Empty without one; raises PageChanged for one that holds no date.
        """
        element = self.parsed.first(css) if css else None
        if element is None:
            return "", ""
        clock = self.line(time_css)
        printed = f"{line_of(element)} {clock}".strip()
        texts = (f"{attribute(element, 'datetime')} {clock}", printed)
        found = ""
        for text in texts:
            reading = instant(text, self.parsed.site.timezone)
            if "T" in reading:
                return printed, reading
            found = found or reading
        if not found:
            raise PageChanged(f"{css!r} holds no date ({printed!r}) at {self.parsed.page.url}")
        return printed, found

    def alternates(self) -> tuple[Alternate, ...]:
        """The variants the page declares for its own document, its own among them if the page lists it."""
        found: dict[str, Alternate] = {}
        for tag, url, text in self._language_links:
            number = text.removeprefix(tag).strip() if text.startswith(tag) else ""
            if tag not in found or (number and not found[tag].declared_version):
                found[tag] = Alternate(tag, url, number if number.isdigit() else "")
        return tuple(found.values())

    def links(self) -> tuple[Link, ...]:
        declared = [url for _, url, _ in self._language_links]
        known = {address.language for url in declared if (address := self.parsed.site.locate(url))}
        twins = links_to(self.parsed, declared + switched(self.parsed, known), same_document=True)
        taken = {link.address for link in twins}
        others = links_to(self.parsed, self.parsed.leads)
        return twins + tuple(link for link in others if link.address not in taken)

    @cached_property
    def _language_links(self) -> list[tuple[str, str, str]]:
        """Language tag, absolute URL and text of each link to this document in a language."""
        found = []
        for element in declared_variants(self.parsed.root):
            tag, address = attribute(element, "hreflang"), self.parsed.variant_at(attribute(element, "href"))
            if address is not None and tag.casefold() != "x-default":
                found.append((tag, address.url, line_of(element)))
        return found

    def is_own(self, tag: str) -> bool:
        """Whether a language tag as printed (``en-GB``) is that of this variant."""
        return tag.casefold().split("-")[0] == self.parsed.language.casefold().split("-")[0]

    def line(self, css: str) -> str:
        """The line that the first of some elements holds; ``''`` without any or a selector. What stands beside the text
        is no reason to leave a page unread, be it printed twice.
        """
        element = self.parsed.first(css) if css else None
        return line_of(element)


class ListingPage(PageClass):
    """A list of articles: one link an item, perhaps with the publisher's stamp."""

    kind = "listing"
    list_css: ClassVar[str]
    """What holds the items: a listing without any still fits, and is ``empty``."""
    item_css: ClassVar[str]
    link_css: ClassVar[str]
    updated_css: ClassVar[str] = ""
    dated_css: ClassVar[str] = ""
    next_css: ClassVar[str] = ""

    @classmethod
    def fits(cls, parsed: Parsed) -> bool:
        return not parsed.is_plain_text and parsed.has(cls.list_css)

    def links(self) -> tuple[Link, ...]:
        found: list[Link] = []
        items = self.parsed.all(self.item_css)
        if not items:
            raise NoText(f"no {self.item_css!r} in {self.list_css!r} at {self.parsed.page.url}")
        for item in items:
            hrefs = [attribute(anchor, "href") for anchor in inside(item, self.link_css)]
            updated, dated = self.joined(item, self.updated_css), self.joined(item, self.dated_css)
            published = instant(dated, self.parsed.site.timezone)
            found.extend(links_to(self.parsed, hrefs[:1], updated_at=updated, published_at=published))
        if not found:
            raise PageChanged(f"{self.link_css!r} in {self.item_css!r} names no article at {self.parsed.page.url}")
        return tuple(found)

    @staticmethod
    def joined(item: _Element, css: str) -> str:
        """The texts that match inside an item, in one line."""
        return " ".join(line_of(element) for element in inside(item, css)) if css else ""

    def more(self) -> tuple[str, ...]:
        if not self.next_css:
            return ()
        urls = (self.parsed.join(attribute(element, "href")) for element in self.parsed.all(self.next_css))
        return tuple(dict.fromkeys(url for url in urls if url))


def links_to(
    parsed: Parsed, hrefs: Iterable[str], *, updated_at: str = "", published_at: str = "", same_document: bool = False
) -> tuple[Link, ...]:
    """The variants of this source among some addresses, each once, the page's own left out."""
    own = parsed.address and (parsed.address.key, parsed.language)
    found: dict[tuple[str, str], Link] = {}
    for href in dict.fromkeys(hrefs):
        address = parsed.variant_at(href)
        if address and (address.key, address.language) != own:
            found.setdefault((address.key, address.language), Link(address, updated_at, same_document, published_at))
    return tuple(found.values())
