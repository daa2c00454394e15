"""Pure: links by which a page offers its own document in other languages, where no ``hreflang`` says so."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

from babel import Locale

from crawler.pages.blocks import line_of
from crawler.pages.elements import options_of

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator

    from lxml.etree import _Element  # type: ignore[import-untyped]

    from crawler.pages.parsed import Parsed

_LANGUAGES = ("ru", "en", "de", "fr", "es", "pt", "it", "ar", "zh", "uk")
_SHORT_FORMS = {
    "ru": "rus русская русском рус по-русски russisch russo ruso russe",
    "en": "eng английская английском англ по-английски englische inglesa",
    "de": "deu ger нем немецкая немецком по-немецки deutsche alemana",
    "fr": "fra fre фр французская французском по-французски française francesa",
    "es": "esp spa исп испанская испанском по-испански castellano española",
    "pt": "por порт португальском portuguesa",
    "it": "ita итал итальянском italiana",
    "ar": "ara араб арабском",
    "zh": "zho chi кит китайском 中文",
    "uk": "ukr укр ua українська українською",
}
_NUMBER = re.compile(r"\d+$|[()\[\]|/·•.,:]")
_WHOLE = frozenset({"html", "body", "main", "article"})
"""Their classes say which language the page itself is in."""
_MAX_WORDS = 4
_MAX_SWITCHER = 120
"""Characters of all that a switcher says. More is a part of the page that merely bears a language's class."""


def switched(parsed: Parsed, known: Collection[str]) -> list[str]:
    """Canonical URLs of this document in languages other than its own and the ``known``, one a language.

    The same key in another language is the same document. Else the link must bear the name or code of the language it
    leads to; a language that several links claim is left out, for such a list is of other documents.
    """
    own = parsed.address
    if own is None:
        return []
    others = {
        href: address
        for href, address in (parsed.leads | parsed.variants_at(options_of(parsed.root))).items()
        if address.language != parsed.language and address.language not in known
    }
    if not others:
        return []
    found: dict[str, dict[str, str]] = {}
    for element, href in _offers(parsed.root):
        address = others.get(href)
        if address and (address.key == own.key or _names(element, address.language)):
            found.setdefault(address.language, {}).setdefault(address.key, address.url)
    surely = (keys.get(own.key) or (next(iter(keys.values())) if len(keys) == 1 else "") for keys in found.values())
    return [url for url in surely if url]


def _offers(root: _Element) -> Iterator[tuple[_Element, str]]:
    """Links and the options of selections, with where they lead."""
    for element in root.iter("a", "option"):
        if href := element.get("value" if element.tag == "option" else "href"):
            yield element, href


def _names(element: _Element, language: str) -> bool:
    """Whether a link says that it leads to this language, and says no more."""
    text = line_of(element)
    if any(
        language_named(said) == language for said in (text, element.get("title") or "", element.get("aria-label") or "")
    ):
        return not text or len(text.split()) <= _MAX_WORDS
    marked = language in ((element.get("lang") or "")[:2].casefold(), (element.get("data-lang") or "")[:2].casefold())
    if not marked and not _in_switcher(element):
        return False
    return not text or (len(text.split()) <= _MAX_WORDS and language in map(language_named, _long_words(text)))


def _in_switcher(element: _Element) -> bool:
    return any(
        around.tag not in _WHOLE
        and "lang" in (around.get("class") or "").casefold()
        and len(line_of(around)) <= _MAX_SWITCHER
        for around in (element, *element.iterancestors())
    )


def _long_words(text: str) -> list[str]:
    """Without codes: ``de`` and ``en`` are also words of titles."""
    return [word for word in text.split() if len(word) > 2 or not word.isascii()]


def language_named(text: str) -> str:
    """The language whose name or code a text is (``Deutsch``, ``РУС``, ``en-GB``, ``EN 2``); ``''`` for any other."""
    said = _NUMBER.sub("", text.strip()).strip().casefold()
    return _known().get(said) or _known().get(said.partition("-")[0] if len(said) <= 5 else "", "")


@cache
def _known() -> dict[str, str]:
    """Names of the languages in each of them, their codes, and how they are commonly shortened."""
    known = {word: language for language, forms in _SHORT_FORMS.items() for word in forms.split()}
    for language in _LANGUAGES:
        known[language] = language
        for written in _LANGUAGES:
            known[Locale(written).languages[language].casefold()] = language
    return known
