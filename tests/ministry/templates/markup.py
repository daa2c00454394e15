"""Text and tags in the many ways that one and the same page may be marked up."""

from __future__ import annotations

import re
from html import escape
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tests.ministry.documents import Article, Said
    from tests.ministry.editions import Dress

_NAMED = {
    "«": "&laquo;",
    "»": "&raquo;",
    "–": "&ndash;",
    "…": "&hellip;",
    "“": "&ldquo;",
    "”": "&rdquo;",
    "„": "&bdquo;",
    "’": "&rsquo;",
    "é": "&eacute;",
    "ü": "&uuml;",
    "ñ": "&ntilde;",
}
_SHORT_WORD = re.compile(r"(?<=\b\w) |(?<=\b\w\w) ")
_EVERY = 9
"""A line break or a span at every so many spaces."""


def tag(name: str, inner: str, dress: Dress, **attributes: str) -> str:
    """An element; its attributes in the order given, or the other way round. ``class_`` is ``class``."""
    pairs = [f'{key.rstrip("_").replace("_", "-")}="{escape(value)}"' for key, value in attributes.items()]
    if dress.reversed_attributes:
        pairs.reverse()
    return f"<{' '.join([name, *pairs])}>{inner}</{name}>"


def text(passage: str, dress: Dress) -> str:
    """A passage as markup: the same words, whatever the dress."""
    words = escape(passage, quote=False)
    if dress.entities == "named":
        words = "".join(_NAMED.get(character, character) for character in words)
    elif dress.entities == "numeric":
        words = "".join(f"&#x{ord(c):x};" if c in _NAMED or c in "ёйäößàèáíó" else c for c in words)
    if dress.nbsp:
        words = _SHORT_WORD.sub("&nbsp;" if dress.entities else "\N{NO-BREAK SPACE}", words)
    parts = words.split(" ")
    if dress.breaks:
        parts = [f"{part}<br/>" if place % _EVERY == _EVERY - 1 else part for place, part in enumerate(parts)]
    if dress.spans:
        parts = [
            f'<span style="color: #333">{part}</span>' if place % _EVERY == 2 else part
            for place, part in enumerate(parts)
        ]
    return _wrapped(parts)


def _wrapped(words: list[str]) -> str:
    """The words with a line end here and there, as editors leave them."""
    return "".join(
        word + ("" if place == len(words) - 1 else "\n" if place % 14 == 13 else " ")
        for place, word in enumerate(words)
    )


def paragraphs(article: Article, dress: Dress, bold: str = "b", tooltip: str = "") -> list[str]:
    """The body, one block a passage, the speakers' labels in bold before their first."""
    blocks = []
    for number, turn in enumerate(article.turns):
        for place, passage in enumerate(turn.passages):
            if passage in article.headings:
                anchor = str(sorted(article.headings, key=article.passages.index).index(passage) + 1)
                blocks.append(tag("h3", text(passage, dress), dress, id=anchor))
                continue
            label = _label(turn, number, bold, tooltip) if place == 0 and turn.label else ""
            blocks.append(tag(dress.block, label + text(passage, dress), dress))
    return blocks


def _label(turn: Said, number: int, bold: str, tooltip: str) -> str:
    """``<b>Name:</b> ``, the colon inside or just outside, the first of them perhaps with a tooltip."""
    name = escape(turn.printed or turn.label)
    if tooltip and turn.printed:
        name += f'<span class="read__tooltip">{escape(tooltip)}</span>'
    inside = number % 4 != 3
    return f"<{bold}>{name}:</{bold}> " if inside else f"<{bold}>{name}</{bold}>: "


def encode(html: str, dress: Dress) -> tuple[bytes, str]:
    """The bytes of a page and its Content-Type. An undeclared encoding stands neither in the header nor the page."""
    if dress.encoding == "utf-8":
        return html.encode(), "text/html; charset=utf-8"
    page = html.replace('<meta charset="utf-8"/>', f'<meta charset="{dress.encoding}"/>')
    if not dress.declared_encoding:
        page = html.replace('<meta charset="utf-8"/>', "")
    body = page.encode(dress.encoding, errors="xmlcharrefreplace")
    return body, f"text/html; charset={dress.encoding}" if dress.declared_encoding else "text/html"
