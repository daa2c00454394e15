"""Pure: what a saved page itself tells of where it came from and when it was saved."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from html import unescape
from typing import NamedTuple

from crawler.download import is_web_url

HEAD = 256 * 1024
"""Bytes at a page's beginning in which these things stand."""

_SAVED_FROM = re.compile(r"<!--\s*saved from url=\(\d{1,6}\)(?P<url>\S{1,4000}?)\s*-->", re.IGNORECASE)
"""As Internet Explorer and Chrome write it: the number is the URL's length."""
_SINGLE_FILE = re.compile(r"<!--\s{0,99}Page saved with SingleFile(?P<said>.{0,6000}?)-->", re.DOTALL)
_SINGLE_URL = re.compile(r"^\s*url:\s*(?P<url>\S+)\s*$", re.MULTILINE)
_SINGLE_DATE = re.compile(
    r"^\s*saved date:\s*\w{3} (?P<local>\w{3} \d{2} \d{4} \d{2}:\d{2}:\d{2}) GMT(?P<offset>[+-]\d{4})", re.MULTILINE
)
"""As JavaScript's Date prints itself: ``Mon Nov 23 2026 10:00:00 GMT+0300 (Moscow Standard Time)``."""
_TAG = re.compile(r"<(?:link|meta)\b[^<>]{1,4000}>", re.IGNORECASE)
_ATTRIBUTE = re.compile(
    r"""\b(?P<name>rel|href|property|content)\s*=\s*(?:"(?P<double>[^"]*)"|'(?P<single>[^']*)')""", re.I
)


class Clues(NamedTuple):
    """Where a page was published and when it was saved (aware): ``''`` and None where it does not say."""

    url: str
    at: datetime | None


def clues(head: str) -> Clues:
    """What the beginning of a page, of about ``HEAD``, tells. The browser's word goes before the publisher's."""
    single = _SINGLE_FILE.search(head[:20_000])
    said = single["said"] if single else ""
    found = (
        *(match["url"] for match in [_SINGLE_URL.search(said)] if match),
        *(match["url"] for match in [_SAVED_FROM.search(head[:20_000])] if match),
        *_declared(head),
    )
    return Clues(next(filter(is_web_url, found), ""), _saved_at(said))


def _saved_at(said: str) -> datetime | None:
    match = _SINGLE_DATE.search(said)
    if match is None:
        return None
    try:
        return datetime.strptime(f"{match['local']} {match['offset']}", "%b %d %Y %H:%M:%S %z").astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _declared(head: str) -> list[str]:
    """The canonical link, then ``og:url``."""
    canonical, graph = [], []
    for tag in _TAG.finditer(head):
        values = {
            match["name"].casefold(): unescape(match["double"] or match["single"] or "").strip()
            for match in _ATTRIBUTE.finditer(tag[0])
        }
        if values.get("rel", "").casefold() == "canonical":
            canonical.append(values.get("href", ""))
        elif values.get("property", "").casefold() == "og:url":
            graph.append(values.get("content", ""))
    return canonical + graph
