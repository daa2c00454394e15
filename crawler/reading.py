"""Pure: captured bytes to what the page says, by the page class that fits. Used by crawl, backfill and rebuild alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from storage.transcript import Transcript

Verdict = Literal[
    "ok",
    "unchanged",
    "gone",
    "soft_404",
    "blocked",
    "empty",
    "truncated",
    "foreign",
    "unreadable",
    "error",
]


@dataclass(frozen=True, slots=True)
class Page:
    """The bytes of one response, as captured."""

    source: str
    url: str
    """The source's own URL that answered (after redirects)."""
    body: bytes
    status: int = 200
    headers: Mapping[str, str] = ()  # type: ignore[assignment]
    """Names in lower case."""
    language: str = ""
    """The language of the variant it was fetched for; ``''`` for listings and feeds."""
    incomplete: bool = False
    """The connection ended before the announced length."""


@dataclass(frozen=True, slots=True)
class Address:
    """Where one variant lives."""

    key: str
    language: str
    url: str


@dataclass(frozen=True, slots=True)
class Link:
    """A variant that a page names: from a listing, a feed, or another variant's language links."""

    address: Address
    updated_at: str = ""
    """The publisher's own "updated" stamp beside the link, as printed (ISO where it is ISO); ``''`` if none."""
    same_document: bool = False
    """True for a language link on an article: the same document in another language."""


@dataclass(frozen=True, slots=True)
class Reading:
    """What one extractor made of one capture."""

    verdict: Verdict
    extractor: str
    """``<page class>@<digest of the code that read>``: changes whenever our reading code does."""
    reason: str = ""
    transcript: Transcript | None = None
    links: tuple[Link, ...] = ()
    more: tuple[str, ...] = ()
    """Further listing pages that robots and design allow us to follow."""
