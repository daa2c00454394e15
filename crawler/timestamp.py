"""The chain's head shown to a timestamping authority over HTTP (RFC 3161, section 3.4)."""

from __future__ import annotations

import http.client
import urllib.request
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.download import is_web_url
from storage.record import timestamps
from storage.record.timestamps import NoTimestamp

if TYPE_CHECKING:
    from scrapy.settings import Settings
    from sqlite_utils import Database

TIMEOUT_S = 30
MAX_BYTES = 64 * 1024
"""Of an answer: a timestamp with its certificates has some kilobytes."""


def certificates(settings: Settings) -> Path | None:
    """The file with the authorities' root certificates, if one is set."""
    return Path(settings["TIMESTAMP_CERTIFICATES"]).expanduser() if settings["TIMESTAMP_CERTIFICATES"] else None


def wrong_settings(settings: Settings) -> str:
    """What keeps the configured authority from being asked; ``''`` if nothing does, or none is configured."""
    url, roots = settings["TIMESTAMP_URL"], certificates(settings)
    if not url:
        return ""
    if not is_web_url(url):
        return f"TIMESTAMP_URL={url} is no URL"
    if roots is None or not roots.is_file():
        return f"TIMESTAMP_CERTIFICATES={roots or ''} names no file with the root certificates of {url}"
    if not timestamps.available():
        return "TIMESTAMP_URL wants the extra: pip install rfc3161-client"
    return ""


def stamp(db: Database, settings: Settings) -> str:
    """Have the chain's head timestamped if that is due. Returns what came of it, in one line; ``''`` if nothing did.

    An authority that does not answer, or not with a valid timestamp, costs nothing: the next run asks again.
    """
    url, roots, now = settings["TIMESTAMP_URL"], certificates(settings), datetime.now(UTC)
    if not url or roots is None:
        return ""
    head = timestamps.due(db, now, timedelta(hours=settings.getfloat("TIMESTAMP_EVERY_HOURS")))
    if head is None:
        return ""
    run, manifest = head
    try:
        answer = _ask(url, timestamps.request(manifest))
        with db.atomic():
            timestamps.keep(db, run, manifest, url, answer, now, roots)
    except (OSError, http.client.HTTPException, NoTimestamp) as error:
        return f"no timestamp from {url}: {error}; the next run asks again"
    return f"run {run} heads the chain, as {url} has signed"


def _ask(url: str, query: bytes) -> bytes:
    request = urllib.request.Request(  # noqa: S310 - a web URL, as the settings were checked for
        url, query, {"Content-Type": "application/timestamp-query", "Accept": "application/timestamp-reply"}
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT_S) as response:  # noqa: S310
        answer: bytes = response.read(MAX_BYTES + 1)
    if len(answer) > MAX_BYTES:
        raise NoTimestamp(f"the answer has more than {MAX_BYTES} bytes")
    return answer
