"""Pure: the elements of a page by CSS. Page classes name a dozen places by class, and XPath walks the page for each."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from lxml import etree  # type: ignore[import-untyped]
from parsel.csstranslator import HTMLTranslator

if TYPE_CHECKING:
    from lxml.etree import _Element  # type: ignore[import-untyped]

_CLASSES = re.compile(
    r"(?P<tag>[a-z][a-z0-9]*)?\.(?P<classes>[\w-]+(?:\.[\w-]+)*)(?:\s+(?P<child>>\s*)?(?P<rest>[^>+~].*))?"
)
"""A selector that begins with classes: ``div.text.article-content``, ``.read__updated time``, ``ul.list > li``."""


class Elements:
    """A document's elements. Selectors that begin with classes are answered from one walk through the document."""

    def __init__(self, root: _Element) -> None:
        self._root = root

    def matching(self, css: str) -> list[_Element]:
        """The elements that a selector matches, in document order. Raises cssselect.SelectorError for a bad one."""
        match = None if "," in css else _CLASSES.fullmatch(css)
        if match is None:
            return inside(self._root, css, "descendant-or-self::")
        first, *others = match["classes"].split(".")
        found = [
            element
            for element in self._classed.get(first, ())
            if (match["tag"] in (None, element.tag)) and set(others).issubset((element.get("class") or "").split())
        ]
        if match["rest"] is None:
            return found
        axis = "child::" if match["child"] else "descendant::"
        return list(dict.fromkeys(part for element in found for part in inside(element, match["rest"], axis)))

    @cached_property
    def _classed(self) -> dict[str, list[_Element]]:
        """The elements of each class, in document order."""
        found: dict[str, list[_Element]] = {}
        places: dict[str, list[list[_Element]]] = {}  # by what stands in class="": menus repeat the same
        for element in self._root.iter("*"):
            if value := element.get("class"):
                if value not in places:
                    places[value] = [found.setdefault(name, []) for name in set(value.split())]
                for elements in places[value]:
                    elements.append(element)
        return found


def inside(element: _Element, css: str, axis: str = "descendant::") -> list[_Element]:
    """The elements that a selector matches along an axis from an element, in document order."""
    found: list[_Element] = _compiled(css, axis)(element)
    return found


def hrefs_of(root: _Element) -> list[str]:
    """Where the anchors of a document lead, as printed, each address once."""
    return list(dict.fromkeys(_HREFS(root)))


def options_of(root: _Element) -> list[str]:
    """The values of what can be selected in a document, each once."""
    values = (option.get("value") for option in root.iter("option"))
    return list(dict.fromkeys(value for value in values if value is not None))


def declared_variants(root: _Element) -> list[_Element]:
    """``link[rel=alternate][hreflang], a[hreflang]``: XPath would walk the page for each of them."""
    return [
        element
        for element in root.iter("link", "a")
        if element.get("hreflang") is not None and (element.tag == "a" or element.get("rel") == "alternate")
    ]


_HREFS = etree.XPath("descendant-or-self::a/@href", smart_strings=False)


@lru_cache(maxsize=1000)
def _compiled(css: str, axis: str) -> etree.XPath:
    return etree.XPath(HTMLTranslator().css_to_xpath(css, prefix=axis))
