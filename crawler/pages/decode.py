"""Pure: captured bytes to text. What is declared counts only if the bytes bear it out."""

from __future__ import annotations

import codecs
import re
from typing import TYPE_CHECKING, NamedTuple

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
_ESCAPED = re.compile("[\udc80-\udcff]+")
"""Bytes that could not be decoded, as Python escapes them: no encoding gives these otherwise."""
_CYRILLIC = {"ru", "uk", "be", "bg", "sr", "mk"}


DAMAGE = "\ufdd0"
"""What stands in place of bytes that fit no encoding: no character, unlike U+FFFD, which a publisher may well print."""


class Decoded(NamedTuple):
    """A page's text, and whether any DAMAGE in it is ours."""

    text: str
    damaged: bool


def decode(page: Page) -> Decoded:
    """The page's text. Bytes that fit no encoding become DAMAGE, which the verdict then reports.

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
            return Decoded(text.removeprefix("\ufeff"), damaged=False)
    return _marked(body, "utf-8" if _mostly_utf8(body) else fallback_encoding(page.language))


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


def _marked(body: bytes, encoding: str) -> Decoded:
    text, count = _ESCAPED.subn(DAMAGE, body.decode(encoding, "surrogateescape"))
    return Decoded(text.removeprefix("\ufeff"), damaged=count > 0)


def _mostly_utf8(body: bytes) -> bool:
    """Most bytes beyond ASCII form valid UTF-8: damage, not another encoding."""
    high = len(_HIGH.findall(body))
    valid = len(_HIGH.findall(body.decode("utf-8", "ignore").encode()))
    return high > 0 and valid * 2 > high
