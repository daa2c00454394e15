"""Redlines as HTML. Every text of a publisher's is escaped here and nowhere assumed to be."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from storage.show.prose import counted, described, interval, labelled, placed
from storage.show.visible import visible, when

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage.show.marks import Span
    from storage.show.redline import Entry, Redline

_TAGS = {"same": ("", ""), "deleted": ("<del>", "</del>"), "inserted": ("<ins>", "</ins>")}

STYLE = """
.redline { max-width: 46rem; line-height: 1.5 }
.redline del { color: #a40000; background: #fde7e7; text-decoration: line-through }
.redline ins { color: #0b5d0b; background: #e4f5e4; text-decoration: underline }
.redline .edits { color: #555; font-size: 90%; margin-bottom: 0 }
.redline .passage { margin-top: .2rem }
.redline .major { color: #a40000; font-weight: bold }
.redline .moderate { color: #7a5200 }
"""


def as_html(redline: Redline) -> str:
    """One change as an ``<article>``: header, then each passage with ``<del>`` and ``<ins>``."""
    why = f"<p>{text(redline.rule)}</p>" if redline.rule else ""
    return (
        f'<article class="redline" id="change-{escape(redline.change)}">'
        f'<h2 dir="auto" lang="{escape(redline.language)}">{text(redline.title)}</h2>'
        f'<p><span class="{escape(redline.severity)}">{text(redline.severity)}</span> {text(described(redline))}:'
        f" {text(f'{redline.source}/{redline.document} ({redline.language})')}<br>{link(redline.url)}<br>"
        f"{text(interval(redline))}<br>{text(counted(redline))}</p>"
        f"{why}{''.join(_entry(entry, redline.language) for entry in redline.entries)}</article>"
    )


def text(raw: str) -> str:
    """Text for HTML: escaped, unseen characters spelt out."""
    return escape(visible(raw))


def link(url: str) -> str:
    """A link to a web page; any other scheme is only named."""
    if not url.startswith(("http://", "https://")):
        return text(url)
    return f'<a rel="noreferrer nofollow" href="{escape(url)}">{text(url)}</a>'


def marked(spans: Iterable[Span]) -> str:
    """Spans as HTML."""
    return "".join(text(span.text).join(_TAGS[span.mark]) for span in spans)


def time(iso: str) -> str:
    """A stored moment as ``<time>``."""
    return f'<time datetime="{escape(iso)}">{text(when(iso))}</time>'


def _entry(entry: Entry, language: str) -> str:
    edits = "; ".join(
        f'<span class="{escape(label.severity)}">{text(label.kind)}</span>{text(labelled(label))}'
        for label in entry.labels
    )
    return (
        f'<p class="edits">{edits}{text(placed(entry))}</p>'
        f'<p class="passage" dir="auto" lang="{escape(language)}">{marked(entry.spans)}</p>'
    )
