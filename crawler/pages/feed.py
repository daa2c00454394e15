"""RSS 2.0 and Atom, whichever source they come from."""

from __future__ import annotations

from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from crawler.pages.base import NoText, PageChanged, PageClass, links_to
from crawler.pages.dates import instant

if TYPE_CHECKING:
    from crawler.page import Link
    from crawler.pages.parsed import Parsed

_ENTRY = "//*[local-name()='item' or local-name()='entry']"
_LINK = "*[local-name()='link'][not(@rel) or @rel='alternate'][1]"
_UPDATED = "*[local-name()='updated' or local-name()='modified'][1]"
_PUBLISHED = "*[local-name()='published' or local-name()='pubDate' or local-name()='date'][1]"
_NEXT = "/*/*[local-name()='link'][@rel='next']/@href"


class Feed(PageClass):
    """An entry a variant. Only a stamp of updating is taken: RSS's ``pubDate`` says when a text first appeared."""

    kind = "feed"

    @classmethod
    def fits(cls, parsed: Parsed) -> bool:
        return parsed.is_feed

    def links(self) -> tuple[Link, ...]:
        """Raises PageChanged, or NoText for a well-formed feed without entries."""
        root = self.parsed.xml
        found: list[Link] = []
        entries = root.xpath(_ENTRY)
        for entry in entries:
            href = "".join(f"{link.get('href') or link.text or ''}" for link in entry.xpath(_LINK))
            published = _instant(_text(entry, _PUBLISHED), self.parsed.site.timezone)
            found.extend(
                links_to(self.parsed, [href.strip()], updated_at=_text(entry, _UPDATED), published_at=published)
            )
        if not entries:
            raise NoText(f"a feed without entries at {self.parsed.page.url}")
        if not found:
            raise PageChanged(f"none of {len(entries)} entries names an article at {self.parsed.page.url}")
        return tuple(found)

    def more(self) -> tuple[str, ...]:
        urls = (self.parsed.join(str(href)) for href in self.parsed.xml.xpath(_NEXT))
        return tuple(url for url in urls if url)


def _text(entry: Any, path: str) -> str:
    return " ".join(str(element.text or "").strip() for element in entry.xpath(path))


def _instant(printed: str, timezone: str) -> str:
    """RSS prints dates as mail does, Atom in ISO 8601; ``''`` for neither."""
    zone = ZoneInfo(timezone)
    try:
        moment = parsedate_to_datetime(printed)
        return (moment.astimezone(zone) if moment.tzinfo else moment.replace(tzinfo=zone)).isoformat()
    except (ValueError, OverflowError):
        return instant(printed, timezone)
