"""Markdown with front matter, as scrapers keep pages in Git, whichever source they come from."""

from __future__ import annotations

from functools import cache, cached_property
from typing import TYPE_CHECKING

from parsel import Selector

from crawler.pages.base import PageChanged, TranscriptPage
from crawler.pages.blocks import blocks_of
from crawler.pages.dates import instant
from crawler.pages.frontmatter import (
    DATE_KEYS,
    TITLE_KEYS,
    UPDATED_KEYS,
    FrontMatter,
    front_matter,
    has_front_matter,
)
from storage.text.normalise import normalise

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

    from crawler.page import Link
    from crawler.pages.blocks import Block
    from crawler.pages.parsed import Parsed
    from storage.transcript import Alternate


class Markdown(TranscriptPage):
    """Title and dates stand in the front matter, the text behind it."""

    form = "markdown"
    title_css = "title in the front matter"
    body_css = "the text after the front matter"
    date_css = ""

    @classmethod
    def fits(cls, parsed: Parsed) -> bool:
        return has_front_matter(parsed.text)

    def title(self) -> str:
        title = normalise(self._matter.first(TITLE_KEYS))
        if not title:
            raise PageChanged(f"no title in the front matter at {self.parsed.page.url}")
        return title

    def blocks(self) -> list[Block]:
        rendered = _commonmark().render(self._matter.text)
        return blocks_of(Selector(text=rendered or "<html></html>", type="html").root)

    def published(self) -> tuple[str, str]:
        """Raises PageChanged for a date that cannot be read; where none is printed there is none."""
        return self._dated(DATE_KEYS)

    def dated(self, css: str, time_css: str = "") -> tuple[str, str]:
        """The publisher's own stamp of updating, whatever selector is asked for."""
        return self._dated(UPDATED_KEYS)

    def alternates(self) -> tuple[Alternate, ...]:
        return ()

    def links(self) -> tuple[Link, ...]:
        return ()

    def _dated(self, keys: tuple[str, ...]) -> tuple[str, str]:
        printed = self._matter.first(keys)
        found = instant(printed, self.parsed.site.timezone)
        if printed and not found:
            raise PageChanged(f"no date is read in {printed[:100]!r} in the front matter at {self.parsed.page.url}")
        return printed, found

    @cached_property
    def _matter(self) -> FrontMatter:
        found = front_matter(self.parsed.text)
        if found is None:
            raise PageChanged(f"the front matter is no YAML at {self.parsed.page.url}")
        return found


@cache
def _commonmark() -> MarkdownIt:
    """Without code blocks: where a speech is indented, it is a speech. Imported for those few sources that need it."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").disable("code")
