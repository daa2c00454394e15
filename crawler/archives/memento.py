"""Pure: what a Wayback Machine's answer to a request for a raw memento (``id_``) is: the archived page, or not.

Only what bears Memento-Datetime (RFC 7089) is an archived page: so an archived 404 is told from the archive's own.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import UTC
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from crawler.archives.cdx import LONGEST_URL, without_port
from crawler.backfill.archived import MAX_BYTES, Archived, Refused, moment_of
from crawler.backfill.http import NoResponse, plain
from crawler.download import is_web_url

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import datetime

    from crawler.archives.cdx import Row

ORIGINAL = "x-archive-orig-"
"""What a Wayback Machine puts before the names of the headers that it was sent itself."""
_OWN = frozenset({"memento-datetime", "link", "content-location", "content-disposition", "connection", "keep-alive"})
"""Headers of an archive that leaves the others as they were (pywb)."""
_MEMENTO_PATH = re.compile(r"/web/(?P<timestamp>\d{14})(?:[a-z]{2}_)?/(?P<url>https?:/.+)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Answer:
    """One response of an archive, its Content-Encoding undone."""

    url: str
    """Of the archive."""
    status: int
    headers: Mapping[str, str]
    """As received, names in lower case."""
    body: bytes
    spoiled: bool = False
    """The body does not decode as its Content-Encoding says, and is as it came."""
    lost: bool = False
    """The connection ended before the body did, each time it was asked for, at the same byte."""

    @property
    def memento_at(self) -> datetime | None:
        """When the archive captured it; None for an answer of the archive's own. Aware, UTC."""
        try:
            moment = parsedate_to_datetime(self.headers.get("memento-datetime", ""))
            return moment_of(moment.astimezone(UTC).isoformat())
        except (ValueError, OverflowError):
            return None


def archived(answer: Answer, row: Row) -> Archived | Row | Refused:
    """The page that a row of the index names; or the row of the capture that the archive has in its stead."""
    at = answer.memento_at
    location = answer.headers.get("location", "")
    sent_on = "x-archive-redirect-reason" in answer.headers  # to the capture nearest to what was asked for
    if at is None or sent_on:
        if 300 <= answer.status < 400:
            return _nearest(location, row) or Refused(f"{answer.url}: leads to {location[:200]!r}, which is no memento")
        return Refused(f"{answer.url}: the archive has no such page (status {answer.status})")
    headers = originals(answer.headers)
    try:
        body, fell_short = plain(answer.body, _told_of(headers), MAX_BYTES)
    except NoResponse as error:
        return Refused(f"{answer.url}: {error}")
    return Archived(
        url=row.url,
        at=at,
        body=body,
        observer="wayback",
        where=answer.url,
        status=answer.status,
        headers=headers,
        incomplete=answer.lost or answer.spoiled or fell_short,
    )


def originals(headers: Mapping[str, str]) -> dict[str, str]:
    """The headers that the archive was sent, out of those of its answer."""
    found = {name.removeprefix(ORIGINAL): value for name, value in headers.items() if name.startswith(ORIGINAL)}
    if not found:
        return {
            name: value for name, value in headers.items() if name not in _OWN and not name.startswith("x-archive-")
        }
    if "content-type" in headers:  # a raw memento's is the page's own
        found.setdefault("content-type", headers["content-type"])
    return found


def _told_of(headers: Mapping[str, str]) -> dict[str, str]:
    """What the archived headers tell of the body. The length of an encoded one is not that of what it decodes to."""
    encoded = headers.get("content-encoding", "identity").casefold() != "identity"
    return {name: value for name, value in headers.items() if not (encoded and name == "content-length")}


def _nearest(location: str, row: Row) -> Row | None:
    match = _MEMENTO_PATH.search(location[: LONGEST_URL + 100])
    if match is None:
        return None
    url = re.sub(r"^(https?):/+", r"\1://", match["url"])
    stamp = match["timestamp"]
    try:
        at = moment_of(f"{stamp[:8]}T{stamp[8:]}Z")
        return replace(row, url=without_port(url), at=at, digest="") if is_web_url(url) else None
    except ValueError:
        return None
