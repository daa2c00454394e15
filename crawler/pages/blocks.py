"""Pure: an element's text as blocks, the way a browser breaks lines. Markup that a reader cannot see leaves no trace.

``<p>`` turned ``<div>`` or ``<br><br>``, reordered attributes, ``<br>`` for a line end and nested wrappers all give the
same blocks.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from crawler.pages.labels import label_of
from crawler.pages.words import words
from storage.text.normalise import normalise

if TYPE_CHECKING:
    from collections.abc import Iterator

    from lxml.etree import _Element  # type: ignore[import-untyped]

_BLOCKS = words(
    "address | article | aside | blockquote | body | center | dd | details | div | dl | dt | fieldset | footer | "
    "form | h1 | h2 | h3 | h4 | h5 | h6 | header | hr | html | li | main | nav | ol | p | pre | section | summary | "
    "table | tbody | td | tfoot | th | thead | tr | ul"
)
_UNREAD = words(
    "audio | button | canvas | embed | figure | head | iframe | input | math | noscript | object | script | select | "
    "style | svg | template | textarea | video"
)
_UNREAD_CLASSES = frozenset(
    {"masha-ignore", "read__bottommeta", "read__tooltip", "slider", "media", "hidden", "visually-hidden", "sr-only"}
)
"""Galleries, players, counters and texts shown only on hover, as kremlin.ru (2020) names them, and the usual names."""
_BOLD = frozenset({"b", "strong"})


@dataclass(frozen=True, slots=True)
class Block:
    """One line of text as a browser sets it, normalised."""

    text: str
    bold: str = ""
    """The part in bold that it starts with; ``''`` for none."""
    local: bool = False
    """All of it links to a place on the same page: an entry of a table of contents."""
    heading: bool = False


class _Line:
    """A block while it is being gathered."""

    def __init__(self, *, apart: bool = True) -> None:
        self.apart = apart
        """Surely not the continuation of the line before."""
        self.parts: list[str] = []
        self.bold: list[str] = []
        self.still_bold = True
        self.linked = self.plain = False

    def add(self, text: str, *, bold: bool, local: bool) -> None:
        self.parts.append(text)
        if text.isspace():
            if self.still_bold:
                self.bold.append(text)
            return
        self.still_bold = self.still_bold and bold
        if self.still_bold:
            self.bold.append(text)
        self.linked, self.plain = self.linked or local, self.plain or not local

    def join(self, other: _Line) -> None:
        self.parts += [" ", *other.parts]
        if self.still_bold:
            self.bold += [" ", *other.bold]
            self.still_bold = other.still_bold
        self.linked, self.plain = self.linked or other.linked, self.plain or other.plain

    def block(self, *, heading: bool) -> Block | None:
        text = normalise("".join(self.parts))
        if not text:
            return None
        return Block(text, normalise("".join(self.bold)), self.linked and not self.plain, heading)


class _Lines:
    """What stands between two block elements: one block, unless ``<br>`` part it.

    Two in a row do, as an empty line; one does where a bold label follows. Any other is a space.
    """

    def __init__(self) -> None:
        self._lines = [_Line()]
        self._breaks = 0

    @property
    def empty(self) -> bool:
        return not (self._breaks or len(self._lines) > 1 or self._lines[0].parts)

    def add_break(self) -> None:
        self._breaks += 1

    def add(self, text: str, *, bold: bool, local: bool) -> None:
        if self.empty and text.isspace():
            return
        if self._breaks and normalise(text):
            self._lines.append(_Line(apart=self._breaks > 1))
            self._breaks = 0
        self._lines[-1].add(text, bold=bold, local=local)

    def blocks(self, *, heading: bool) -> Iterator[Block]:
        whole = self._lines[:1]
        for line in self._lines[1:]:
            if line.apart or _begins_with_label(line):
                whole.append(line)
            else:
                whole[-1].join(line)
        for line in whole:
            if block := line.block(heading=heading):
                yield block


def _begins_with_label(line: _Line) -> bool:
    block = line.block(heading=False) if line.bold else None
    label = label_of(block) if block and block.bold else None
    if block is None or label is None:
        return False
    return block.bold.rstrip(" :：") == label.printed or (label.certain and block.bold.startswith(label.printed))


def blocks_of(root: _Element, unread: frozenset[str] = frozenset()) -> list[Block]:
    """The blocks inside an element in reading order, empty ones left out, and elements of the ``unread`` classes."""
    return list(_walk(root, unread))


def line_of(root: _Element | None) -> str:
    """All that is read inside an element, as one normalised line; ``''`` for no element."""
    return "" if root is None else " ".join(block.text for block in _walk(root))


def _walk(root: _Element, unread: frozenset[str] = frozenset()) -> Iterator[Block]:
    unread |= _UNREAD_CLASSES
    # A stack of our own: hostile pages nest deeper than Python recurses.
    lines = _Lines()
    bold = local = heading = 0
    stack: list[tuple[_Element, bool]] = [(root, False)]
    while stack:
        element, leaving = stack.pop()
        tag = element.tag
        if leaving:
            bold -= tag in _BOLD
            local -= tag == "a" and _is_local(element)
            if tag in _BLOCKS:
                if not lines.empty:
                    yield from lines.blocks(heading=heading > 0)
                    lines = _Lines()
                heading -= _is_heading(tag)
        elif isinstance(tag, str) and (element is root or not _is_unread(element, unread)):
            if tag in _BLOCKS:
                if not lines.empty:
                    yield from lines.blocks(heading=heading > 0)
                    lines = _Lines()
                heading += _is_heading(tag)
            bold += tag in _BOLD
            local += tag == "a" and _is_local(element)
            if tag == "br":
                lines.add_break()
            if element.text:
                lines.add(element.text, bold=bold > 0, local=local > 0)
            stack.append((element, True))
            if len(element):
                stack.extend([(child, False) for child in element.iterchildren(reversed=True)])
            continue
        if element.tail and element is not root:
            lines.add(element.tail, bold=bold > 0, local=local > 0)
    yield from lines.blocks(heading=False)


def _is_heading(tag: str) -> bool:
    return len(tag) == 2 and tag[0] == "h" and tag[1].isdigit()


def _is_local(anchor: _Element) -> bool:
    return (anchor.get("href") or "").startswith("#")


def _is_unread(element: _Element, unread: frozenset[str]) -> bool:
    if element.tag in _UNREAD or element.get("hidden") is not None:
        return True
    if "display:none" in (element.get("style") or "").replace(" ", ""):
        return True
    classes = element.get("class")
    return classes is not None and not unread.isdisjoint(classes.split())
