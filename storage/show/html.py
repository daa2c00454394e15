"""Redlines as HTML. Every text of a publisher's goes through ``Markup.format``, which escapes it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import quote

from markupsafe import Markup

from storage.show.prose import counted, described, interval, labelled, placed
from storage.show.visible import visible, when

if TYPE_CHECKING:
    from collections.abc import Iterable

    from storage.show.marks import Span
    from storage.show.redline import Entry, Redline

_TAGS = {"same": Markup("{}"), "deleted": Markup("<del>{}</del>"), "inserted": Markup("<ins>{}</ins>")}

STYLE = """
.redline { max-width: 46rem; line-height: 1.5 }
del { color: #a40000; background: #fde7e7; text-decoration: line-through }
ins { color: #0b5d0b; background: #e4f5e4; text-decoration: underline }
.redline .edits { color: #555; font-size: 90%; margin-bottom: 0 }
.redline .passage { margin-top: .2rem }
.redline .major { color: #a40000; font-weight: bold }
.redline .moderate { color: #7a5200 }
"""

_ARTICLE = Markup(
    '<article class="redline" id="change-{change}"><h2 dir="auto" lang="{language}">{title}</h2>'
    '<p><span class="{severity}">{severity}</span> {described}: {document}<br>{url}<br>{interval}<br>{counted}</p>'
    "{summary}{why}{entries}</article>"
)
_ENTRY = Markup('<p class="edits">{edits}{placed}</p><p class="passage" dir="auto" lang="{language}">{passage}</p>')


def as_html(redline: Redline) -> Markup:
    """One change as an ``<article>``: header, then each passage with ``<del>`` and ``<ins>``."""
    return _ARTICLE.format(
        change=redline.change,
        language=visible(redline.language),
        title=visible(redline.title),
        severity=redline.severity,
        described=described(redline),
        document=visible(f"{redline.source}/{redline.document} ({redline.language})"),
        url=link(redline.url),
        interval=interval(redline),
        counted=visible(counted(redline)),
        summary=Markup('<p class="summary">{}</p>').format(visible(redline.summary)) if redline.summary else "",
        why=Markup("<p>{}</p>").format(visible(redline.rule)) if redline.rule else "",
        entries=Markup("").join(_entry(entry, redline.language) for entry in redline.entries),
    )


def link(url: str) -> Markup:
    """A link to a web page; any other scheme is only named."""
    if not url.startswith(("http://", "https://")):
        return Markup("{}").format(visible(url))
    followed = "".join(sign if visible(sign) == sign else quote(sign, errors="replace") for sign in url)
    return Markup('<a rel="noreferrer nofollow" href="{}">{}</a>').format(followed, visible(url))


def marked(spans: Iterable[Span]) -> Markup:
    """Spans as HTML."""
    return Markup("").join(_TAGS[span.mark].format(visible(span.text)) for span in spans)


def time(iso: str) -> Markup:
    """A stored moment as ``<time>``."""
    return Markup('<time datetime="{}">{}</time>').format(iso, when(iso))


def _entry(entry: Entry, language: str) -> Markup:
    edits = Markup("; ").join(
        Markup('<span class="{}">{}</span>{}').format(label.severity, label.kind, visible(labelled(label)))
        for label in entry.labels
    )
    where = visible(placed(entry))
    return _ENTRY.format(edits=edits, placed=where, language=visible(language), passage=marked(entry.spans))
