"""What every input is made of: captures that somebody else made, and places where none could be had."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Literal

from dateutil.parser import isoparse

if TYPE_CHECKING:
    from collections.abc import Mapping

Observer = Literal["wayback", "commoncrawl", "git", "file"]
"""Who looked. ``self`` is not among them: what comes from elsewhere is never taken for our own."""

CLOCKS_DIFFER = timedelta(minutes=2)
"""How far after now a capture's time may lie: the clock it was told by need not be ours."""
MAX_BYTES = 64 * 1024 * 1024
"""Of a body, its encodings undone. No transcript is a hundredth of that."""


@dataclass(frozen=True, slots=True)
class Repeated:
    """An earlier capture whose page a later one found unchanged."""

    url: str
    at: datetime
    digest: str = ""
    """Of its payload as it was sent, if the archive says it."""


@dataclass(frozen=True, slots=True)
class Archived:
    """One observation of a URL by somebody else."""

    url: str
    """The source's own URL that answered, not the archive's."""
    at: datetime
    """When it was captured. Aware."""
    body: bytes
    """With transfer and content encodings undone."""
    observer: Observer
    where: str
    """Names it in a message: file and row, record and offset, commit and path, the archive's URL."""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    """The source's own, names in lower case, as the archive kept them."""
    requested_url: str = ""
    """The URL that was asked for, where a redirect led elsewhere."""
    incomplete: bool = False
    """The archive holds less than the server announced, or a body that does not decode to its end."""
    repeats: Repeated | None = None
    """The archive holds no body of its own, only that it was the same as then; status, headers and body are those."""
    named: bool = False
    """The user named this very URL: that no source has such a page is then an error, and a listing is taken too."""


@dataclass(frozen=True, slots=True)
class Refused:
    """What could not be taken, and why: one line that names the file and the row, record or commit."""

    reason: str

    def __str__(self) -> str:
        """The reason as it may be shown: what an archive printed in it steers no terminal, and breaks no line."""
        return "".join(sign if sign.isprintable() else ascii(sign)[1:-1] for sign in self.reason)


@dataclass(frozen=True, slots=True)
class Doubt:
    """What is strange about a record that is taken all the same."""

    reason: str


@dataclass(frozen=True, slots=True)
class Elsewhere:
    """A capture of a URL that is no page of a document: counted, not looked at."""

    url: str


Item = Archived | Refused | Doubt | Elsewhere
"""What inputs are streams of."""


_TO_THE_MINUTE = re.compile(r"[Tt ]\d\d:?\d\d")


def moment_of(text: str) -> datetime:
    """An ISO 8601 time, to the minute at least, UTC unless it says otherwise.

    Raises ValueError saying what is the matter with it.
    """
    try:
        moment = isoparse(text)
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        raise ValueError(f"{text!r} is no ISO 8601 time") from None
    if not _TO_THE_MINUTE.search(text):
        raise ValueError(f"{text!r} names no hour and minute, so it proves no moment")
    if moment > datetime.now(UTC) + CLOCKS_DIFFER:
        raise ValueError(f"{text!r} is still to come")
    return moment
