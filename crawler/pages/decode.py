"""Pure: captured bytes to text. What is declared counts only if the bytes bear it out."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING

from w3lib.encoding import (
    html_body_declared_encoding,
    http_content_type_encoding,
    read_bom,
    resolve_encoding,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.page import Page

_HIGH = re.compile(rb"[\x80-\xff]")
_CYRILLIC = {"ru", "uk", "be", "bg", "sr", "mk"}


def decode(page: Page) -> str:
    """The page's text. Bytes that fit no encoding become U+FFFD, which the verdict then reports.

    In turn: byte order mark, HTTP header, the document's own declaration, UTF-8, the legacy code page of the
    variant's language. A declaration that the bytes contradict is passed over: pages re-encoded by a gateway keep
    their old ``<meta charset>``. A UTF-8 page with a few broken bytes stays UTF-8, broken bytes marked.
    """
    body = page.body
    for name in _declared(page):
        encoding = resolve_encoding(name) if name else None
        if encoding is None:
            continue
        text = _strictly(body, encoding)
        if text is not None:
            return text.removeprefix("\ufeff")
    if _mostly_utf8(body):
        return body.decode("utf-8", "replace").removeprefix("\ufeff")
    return body.decode(fallback_encoding(page.language), "replace")


def _declared(page: Page) -> Iterator[str | None]:
    """Each is looked for only if those before it are not borne out."""
    yield read_bom(page.body)[0]
    yield http_content_type_encoding(page.headers.get("content-type"))
    yield html_body_declared_encoding(page.body[:4096])
    yield "utf-8"


def fallback_encoding(language: str) -> str:
    """The code page that pages in this language had before UTF-8. Unknown: Cyrillic, as our first sources are."""
    return "cp1251" if not language or language.split("-")[0] in _CYRILLIC else "cp1252"


def _strictly(body: bytes, encoding: str) -> str | None:
    try:
        return codecs.decode(body, encoding, "strict")
    except (UnicodeDecodeError, LookupError):
        return None


def _mostly_utf8(body: bytes) -> bool:
    """Most bytes beyond ASCII form valid UTF-8: damage, not another encoding."""
    high = len(_HIGH.findall(body))
    valid = len(_HIGH.findall(body.decode("utf-8", "ignore").encode()))
    return high > 0 and valid * 2 > high
