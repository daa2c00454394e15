"""What one look at a page brought: the capture, and what an extractor made of it. Plain records, no behaviour."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

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
FORBIDDEN = "robots.txt forbids this URL"
"""The failure of a request that was never sent."""
SPEAKS = frozenset({"ok", "unchanged"})
"""The verdicts that can speak for a text."""


def _as_made(record: Any) -> tuple[type[Any], tuple[object, ...]]:
    """For pickle: with each page such come from another process, in a quarter of the time that dataclasses take."""
    return type(record), tuple([getattr(record, name) for name in record.__slots__])


@dataclass(frozen=True, slots=True)
class Address:
    """Where one variant lives."""

    key: str
    language: str
    url: str
    archived: bool = False
    """Only archives still hold it, or robots.txt forbids it: it is never asked for."""
    __reduce__ = _as_made


@dataclass(frozen=True, slots=True)
class Link:
    """A variant that a page names: from a listing, a feed, or another variant's language links."""

    address: Address
    updated_at: str = ""
    """The publisher's own "updated" stamp beside the link, as printed (ISO where it is ISO); ``''`` if none."""
    same_document: bool = False
    """True for a language link on an article: the same document in another language."""
    published_at: str = ""
    """The date a listing prints beside the link, ISO; ``''`` if none."""
    __reduce__ = _as_made


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
    inherits: int | None = None
    """The capture whose text this one repeats, byte for byte: repeated bytes are not read again."""
    __reduce__ = _as_made


@dataclass(frozen=True, slots=True)
class Capture:
    """One observation of a URL. ``body is None`` for a 304 and for a request that failed."""

    source: str
    url: str
    """The source's own URL that answered (after redirects)."""
    fetched_at: datetime
    """Aware, UTC."""
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    """Names in lower case, as received."""
    body: bytes | None = None
    observer: str = "self"
    variant: int | None = None
    """The variant it was fetched for; None for listings, feeds and saved pages."""
    address: Address | None = None
    """For a saved page, which comes without its variant: what its URL names."""
    basis: int | None = None
    """For a conditional request: the capture whose validators were sent."""
    failure: str = ""
    """Why there is no response."""
    incomplete: bool = False
    """The connection ended before the announced length."""
    requested_url: str = ""
    """The URL that was asked for, where a redirect led elsewhere."""
    probe: bool = False
    """A question whether the server's 304s can be believed: a 304 in answer to it proves that they cannot."""
    retry_at: datetime | None = None
    """Not to be asked again before this moment, by the publisher's own word (Retry-After)."""
