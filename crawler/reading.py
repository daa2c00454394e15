"""Pure: captured bytes to what the page says, by the page class that fits: for crawl, backfill and rebuild alike."""

from __future__ import annotations

import hashlib
import importlib
import json
import re
from dataclasses import asdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from lxml import etree  # type: ignore[import-untyped]

import storage.languages.detect
import storage.text.normalise
import storage.transcript
from crawler import page as page_module
from crawler import verdicts
from crawler.page import Address, Link, Page, Reading, Verdict
from crawler.pages.base import NoText, PageChanged, PageClass, Site, TranscriptPage
from crawler.pages.blocks import blocks_of, line_of
from crawler.pages.decode import DAMAGE
from crawler.pages.feed import Feed
from crawler.pages.markdown import Markdown
from crawler.pages.parsed import Parsed
from crawler.verdicts import Judgement

if TYPE_CHECKING:
    from types import ModuleType

__all__ = ["Address", "Link", "Page", "Reading", "UnknownSource", "Verdict", "is_current", "read", "site_of"]


_NAME = re.compile(r"[a-z]{2}_[a-z0-9]+")


class UnknownSource(LookupError):
    """No page module bears this source's name. A usage error: the caller reports it and stops."""


def read(page: Page) -> Reading:
    """What one captured response is worth, and says. Never raises for what is on a page; for an unknown source it does.

    A page that fits its class but not its selectors is ``unreadable``, with selector and URL in ``reason``.
    """
    return read_with(site_of(page.source), page)


def read_with(site: Site, page: Page) -> Reading:
    """``read`` for a site that is not yet among the sources."""
    parsed = Parsed(page, site)
    judged = verdicts.by_status(page) or verdicts.by_bytes(page)
    if judged:
        return _without(judged, page.source)
    classes: tuple[type[PageClass], ...] = (Feed, Markdown, *site.pages)
    page_class = next((known for known in classes if known.fits(parsed)), None)
    if page_class is None:
        return _without(_unfit(parsed), page.source)
    extractor = _extractor(page_class.__name__, page.source)
    try:
        return _read_as(page_class(parsed), parsed, extractor)
    except (PageChanged, NoText) as trouble:
        verdict, reason = _excused(parsed) or Judgement(
            "empty" if isinstance(trouble, NoText) else "unreadable", str(trouble)
        )
        return Reading(verdict, extractor, reason)


@cache
def site_of(source: str) -> Site:
    """The source's ``SITE``. Raises UnknownSource."""
    if not _NAME.fullmatch(source):
        raise UnknownSource(f"no source is called {source}")
    name = f"crawler.pages.{source}"
    try:
        module = importlib.import_module(name)
    except ModuleNotFoundError as error:
        if error.name != name:
            raise
        raise UnknownSource(f"no source is called {source}") from error
    site = getattr(module, "SITE", None)
    if not isinstance(site, Site):
        raise UnknownSource(f"no source is called {source}")
    return site


def is_current(extractor: str, source: str) -> bool:
    """Whether this extractor's code is today's: then the same bytes need not be read again."""
    return extractor.endswith(f"@{_code_digest(source)}")


def code_of(source: str) -> str:
    """What the names of today's extractors of a source bear after the ``@``. Raises UnknownSource."""
    return _code_digest(site_of(source).name)


def _read_as(reader: PageClass, parsed: Parsed, extractor: str) -> Reading:
    if reader.kind != "feed" and (evidence := verdicts.cut_short(parsed.text)):
        return Reading("truncated", extractor, evidence)
    if not isinstance(reader, TranscriptPage):
        if parsed.page.language:
            return Reading("soft_404", extractor, f"a {reader.kind} answered where an article was asked for")
        return Reading("ok", extractor, links=reader.links(), more=reader.more())
    if parsed.address is None:
        verdict: Verdict = "soft_404" if parsed.page.language else "unreadable"
        return Reading(verdict, extractor, f"no document's address: {parsed.page.url}")
    transcript = reader.transcript()
    if parsed.damaged and DAMAGE in json.dumps(asdict(transcript), ensure_ascii=False):
        return Reading("unreadable", extractor, f"bytes that fit no encoding in the text at {parsed.page.url}")
    verdict, reason = verdicts.by_transcript(transcript, parsed.address.language)
    if verdict in ("ok", "foreign"):
        return Reading(verdict, extractor, reason, transcript, reader.links())
    return Reading(verdict, extractor, reason)


def _unfit(parsed: Parsed) -> Judgement:
    """A page that no page class knows: a wall, an error page, a redirect's end, or a new layout."""
    if excused := _excused(parsed):
        return excused
    if parsed.page.language and parsed.address is None:
        return Judgement("soft_404", f"the answer came from {parsed.page.url}, which is no document's address")
    if not parsed.is_plain_text and (evidence := verdicts.cut_short(parsed.text)):
        return Judgement("truncated", evidence)
    return Judgement("unreadable", f"no page class of {parsed.site.name} fits {parsed.page.url}")


def _excused(parsed: Parsed) -> Judgement | None:
    """A wall or an error page where an article should be."""
    if parsed.is_feed:
        return None
    titles: list[str] = []
    blocks = parsed.text.splitlines()
    if not parsed.is_plain_text:
        titles = [line_of(element) for element in parsed.all("head > title, h1")]
        blocks = [block.text for block in blocks_of(parsed.root)]
    seen = " ".join(blocks)
    whole = parsed.text if len(seen) < verdicts.PAGE_SHORT else ""
    if evidence := verdicts.wall_in(" ".join([*titles, whole]), parsed.page):
        return Judgement("blocked", evidence)
    if evidence := verdicts.error_page(titles, blocks):
        return Judgement("soft_404", evidence)
    if not seen.strip():
        return Judgement("empty", f"no text on the page at {parsed.page.url}")
    return None


def _without(judged: Judgement, source: str) -> Reading:
    return Reading(judged.verdict, _extractor("none", source), judged.reason)


def _extractor(page_class: str, source: str) -> str:
    return f"{page_class}@{_code_digest(source)}"


@cache
def _code_digest(source: str) -> str:
    """Twelve hex digits of all code that has a say in a reading: ours, the source's own, and libxml2's release.

    Modules named like another source (``xx_office``) have no say, so a new source leaves the others' readings alone.
    """
    pages = Path(str(importlib.import_module("crawler.pages").__file__)).parent
    shared = [path for path in pages.glob("*.py") if path.stem[2:3] != "_" or path.stem.startswith("__")]
    own = [path for path in pages.glob(f"{source}*.py") if path.stem == source or path.stem.startswith(f"{source}_")]
    modules: list[ModuleType] = [
        page_module,
        verdicts,
        storage.transcript,
        storage.text.normalise,
        storage.languages.detect,
    ]
    paths = {*shared, *own, Path(__file__), *(Path(str(module.__file__)) for module in modules)}
    digest = hashlib.sha256(repr(etree.LIBXML_VERSION).encode())
    for path in sorted(paths):
        digest.update(path.name.encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
