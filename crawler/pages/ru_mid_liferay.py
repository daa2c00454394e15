"""mid.ru's Liferay pages of 2015 to 2021, as HTML and as the plain text that text corpora made of them.

No HTML of that time could be found. What is certain is the order of what a reader sees, from text forms: a date with
its time, the title, from 2020 on the document's number, a bar of language badges (``en-GB1``: a language and its
version), the text, and the list's own furniture ("Additional materials", "Showing 1 result.", "Advanced settings"), in
whatever language the menus were. Both forms are read by that order, so they agree word for word; the markup is held to
nothing but a container. Some texts have lost their date; those of the site since 2021 have a time, title and number.
"""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar, NamedTuple

from crawler.pages.base import PageChanged, Parsed, TranscriptPage, links_to
from crawler.pages.blocks import Block, blocks_of
from crawler.pages.contents import without_ways_back
from crawler.pages.dates import instant, is_date_line
from storage.text.normalise import normalise
from storage.transcript import Alternate

if TYPE_CHECKING:
    from crawler.page import Link

_BADGE = re.compile(r"(?P<tag>[a-z]{2}-[A-Z]{2})\s?(?P<version>\d{1,3})(?!\d)")
_BADGE_LINE = re.compile(
    rf"^[\s•·|,*-]*(?:{_BADGE.pattern.replace('?P<tag>', '?:').replace('?P<version>', '?:')}[\s•·|,*-]*)+$"
)
_TIME_LINE = re.compile(r"^\d{1,2}:\d{2}$")
_NUMBER_LINE = re.compile(r"^\d{1,5}-(?P<day>\d{2})-(?P<month>\d{2})-(?P<year>\d{4})$")
"""The number of a document, which ends with its date: ``95-23-01-2020``."""
_PORTLET = re.compile(r"^(?:asset publisher|публикатор(?: контента)?)$", re.IGNORECASE)
"""What Liferay calls the box, where a theme prints it above the text."""
_APPENDED = re.compile(
    r"^(?:additional materials?|дополнительные материалы|zusätzliche materialien|weitere materialien|"
    r"(?:documents|matériaux|matériels) (?:supplémentaires|additionnels)|"
    r"materiales adicionales|materiais adicionais):?$",
    re.IGNORECASE,
)
_FEW, _BRIEF = 12, 160
"""Lines, and their characters, that stand below "Additional materials" at most: captions of photographs, links."""
_FURNITURE = re.compile(
    r"^(?:showing \d+(?: (?:to|-|–) \d+ of \d+)? results?|advanced settings|"
    r"показан\w* (?:\d+ )?результат\w*(?: \d+)?|расширенные (?:настройки|параметры)|дополнительные инструменты поиска|"
    r"(?:zeige|es (?:wird|werden)) \d+ ergebnis(?:se)?(?: angezeigt)?|\d+ ergebnis(?:se)? (?:wird|werden) angezeigt|"
    r"erweiterte einstellungen|affichage (?:de )?\d+ résultats?|paramètres avancés|réglages avancés|"
    r"mostrando \d+ resultados?|(?:opciones|configuración) avanzadas?|(?:opções|configurações) avançadas)\.?$",
    re.IGNORECASE,
)
"""What Liferay sets below a list of one. The English lines and "Дополнительные инструменты поиска" are seen, the others
are what its translations say.
"""
_HEAD = 12
"""Blocks among which date, title and badges are looked for."""
_CONTAINERS = (
    ".asset-full-content",
    ".journal-content-article",
    "[class*=asset-publisher], [id*=asset_publisher], [class*=asset_publisher]",
    "[id^=portlet_], .portlet-body, .portlet",
    "#content, main, article",
    "body",
)
"""From the narrowest, as Liferay's themes of the time name them."""


class _Parts(NamedTuple):
    printed: str
    title: str
    number: str
    badges: str
    body: list[Block]


class MidText(TranscriptPage):
    """A page as plain text: known by its order of lines, whatever the content type says."""

    form = "mid-text"
    undated: ClassVar[bool] = False
    title_css = "the line after the date"
    body_css = "the lines after the badges"
    date_css = ""

    @classmethod
    def fits(cls, parsed: Parsed) -> bool:
        return parsed.is_plain_text and any(is_date_line(block.text) for block in _lines(parsed.text)[:_HEAD])

    def title(self) -> str:
        return self.parts.title

    def number(self) -> str:
        return self.parts.number

    def blocks(self) -> list[Block]:
        return without_ways_back(self.parts.body)

    def published(self) -> tuple[str, str]:
        """Without a day, that in the document's number counts."""
        printed, zone = self.parts.printed, self.parsed.site.timezone
        numbered = _NUMBER_LINE.match(self.parts.number)
        if numbered is None or is_date_line(printed):
            return printed, instant(printed, zone)
        day = f"{numbered['day']}.{numbered['month']}.{numbered['year']}"
        return f"{numbered[0]} {printed}".strip(), instant(f"{day} {printed}", zone)

    def alternates(self) -> tuple[Alternate, ...]:
        return tuple(
            Alternate(badge["tag"], declared_version=badge["version"]) for badge in _BADGE.finditer(self.parts.badges)
        )

    def links(self) -> tuple[Link, ...]:
        return ()

    @cached_property
    def parts(self) -> _Parts:
        """Raises PageChanged where the order is another."""
        return _parts(_lines(self.parsed.text), self.parsed.page.url, undated=self.undated)


class MidUndatedText(MidText):
    """A plain text that has lost its date. A form of its own, so that this is no edit of the date."""

    form = "mid-text-undated"
    title_css = "the line before the badges"
    undated = True

    @classmethod
    def fits(cls, parsed: Parsed) -> bool:
        return parsed.is_plain_text and any(map(_is_mark, _lines(parsed.text)[:_HEAD]))


class MidLiferay(MidText):
    """A Liferay page as HTML. Known by its URL."""

    form = "mid-liferay"

    @classmethod
    def fits(cls, parsed: Parsed) -> bool:
        address = parsed.address
        return not parsed.is_plain_text and address is not None and address.key.startswith("liferay-")

    def alternates(self) -> tuple[Alternate, ...]:
        urls = {link.address.language: link.address.url for link in self.links() if link.same_document}
        if self.parsed.address:
            urls[self.parsed.address.language] = self.parsed.address.url
        declared = super().alternates()
        if not declared:
            return tuple(Alternate(tag, url) for tag, url, _ in self._language_links)
        return tuple(
            Alternate(one.language_printed, urls.get(one.language_printed[:2], ""), one.declared_version)
            for one in declared
        )

    def links(self) -> tuple[Link, ...]:
        """A link to the same id in another language is a language link, whether or not it says so."""
        found = TranscriptPage.links(self)
        own = self.parsed.address
        twins = [link.address.url for link in found if own and link.address.key == own.key]
        others = [link.address.url for link in found if own and link.address.key != own.key]
        return links_to(self.parsed, twins, same_document=True) + links_to(self.parsed, others)

    @cached_property
    def parts(self) -> _Parts:
        trouble = ""
        for css in _CONTAINERS:
            for element in self.parsed.all(css):
                try:
                    parts = _parts(blocks_of(element), self.parsed.page.url)
                except PageChanged as change:
                    trouble = str(change)
                    continue
                if parts.body:
                    return parts
        raise PageChanged(trouble or f"no container of a Liferay page at {self.parsed.page.url}")


def _lines(text: str) -> list[Block]:
    return [Block(line) for line in map(normalise, re.split(r"\r\n?|\n", text)) if line]


def _parts(blocks: list[Block], url: str, *, undated: bool = False) -> _Parts:
    """Date, title, number, badges and body by their order. Raises PageChanged. ``undated``: a text without a date will
    do, if its number or its badges show where its title ends.
    """
    while blocks and _PORTLET.match(blocks[0].text):
        blocks = blocks[1:]
    dated = next((at for at, block in enumerate(blocks[:_HEAD]) if is_date_line(block.text)), None)
    marks = [at for at, block in enumerate(blocks[: (dated or 0) + _HEAD]) if _is_mark(block)]
    if dated is None and not (undated and marks):
        raise PageChanged(f"no line with a date among the first {len(blocks[:_HEAD])} at {url}")
    after = 0 if dated is None else dated + 1
    printed = "" if dated is None else blocks[dated].text
    if after < len(blocks) and _TIME_LINE.match(blocks[after].text):
        printed, after = f"{printed} {blocks[after].text}".strip(), after + 1
    body_from = max([after, *(at + 1 for at in marks)])
    between = [block for at, block in enumerate(blocks[after:body_from], after) if at not in marks]
    if dated is None or (marks and between):
        title_lines = [block for block in between if block.heading] or between
    elif dated > 0 and (marks or blocks[dated - 1].heading):
        title_lines = [blocks[dated - 1]]
    else:
        title_lines, body_from = blocks[body_from : body_from + 1], body_from + 1
    if len(title_lines) != 1:
        raise PageChanged(f"{len(title_lines)} lines where the title stands, expected 1, at {url}")
    marked = [blocks[at].text for at in marks]
    return _Parts(
        printed,
        title_lines[0].text,
        number=next(filter(_NUMBER_LINE.match, marked), ""),
        badges=" ".join(filter(_BADGE_LINE.match, marked)),
        body=_without_furniture(blocks[body_from:]),
    )


def _is_mark(block: Block) -> bool:
    """A line that stands between the title and the text: the document's number, or the languages' badges."""
    return bool(_NUMBER_LINE.match(block.text) or _BADGE_LINE.match(block.text))


def _without_furniture(body: list[Block]) -> list[Block]:
    """Up to the first line of it. "Additional materials" is such a line only if no text follows."""
    body = body[: next((at for at, block in enumerate(body) if _FURNITURE.match(block.text)), len(body))]
    end = next((at for at, block in enumerate(body) if _APPENDED.match(block.text)), len(body))
    appended = body[end + 1 :]
    if len(appended) > _FEW or any(len(block.text) > _BRIEF for block in appended):
        return body
    return body[:end]
