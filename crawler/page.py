"""What goes into a reading: the bytes of one response. What comes out is defined where the record keeps it."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage.observation import Address, Link, Reading, Verdict

if TYPE_CHECKING:
    from collections.abc import Mapping

__all__ = ["Address", "Link", "Page", "Reading", "Verdict"]


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes of one response, as captured."""

    source: str
    url: str
    """The source's own URL that answered (after redirects)."""
    body: bytes
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case."""
    language: str = ""
    """The language of the variant it was fetched for; ``''`` for listings and feeds."""
    incomplete: bool = False
    """The connection ended before the announced length."""
    mirrors: tuple[tuple[str, str], ...] = ()
    """Where a replica answered: its base URLs, each with the source's own."""

    def own(self, url: str) -> str:
        """The source's own URL for one that a replica printed in its place."""
        for mirror, base in self.mirrors:
            if url == mirror or url.startswith(mirror + "/"):
                return base + url.removeprefix(mirror)
        return url
