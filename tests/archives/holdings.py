"""What an archive holds, and the key that its index is sorted by."""

from __future__ import annotations

import base64
import hashlib
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Mapping


@dataclass(frozen=True, slots=True)
class Held:
    """One capture in an archive."""

    url: str
    timestamp: str
    """14 digits."""
    body: bytes = b""
    status: int = 200
    mime: str = "text/html"
    headers: Mapping[str, str] = field(default_factory=dict)
    """As the archive was sent them, beside the content type."""
    revisit: bool = False
    """It repeats another capture's bytes: the index knows no status of it."""
    lacking: bool = False
    """The index names it, the archive cannot show it."""
    served: bytes | None = None
    """The body as it is shown, where that is not as it was."""

    @property
    def key(self) -> str:
        return surt(self.url)

    @property
    def digest(self) -> str:
        return base64.b32encode(hashlib.sha1(self.body, usedforsecurity=False).digest()).decode()

    @property
    def at(self) -> datetime:
        return datetime.strptime(self.timestamp, "%Y%m%d%H%M%S").replace(tzinfo=UTC)

    @property
    def memento_datetime(self) -> str:
        return format_datetime(self.at, usegmt=True)


def surt(url: str) -> str:
    """The URL as indexes sort it: the host's labels turned round, without scheme, ``www.`` and port."""
    split = urlsplit(url if "://" in url else f"http://{url}")
    host = (split.hostname or "").removeprefix("www.")
    query = f"?{split.query}" if split.query else ""
    return f"{','.join(reversed(host.split('.')))}){split.path.casefold().rstrip('/') or '/'}{query}"
