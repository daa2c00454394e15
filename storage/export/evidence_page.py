"""What a person reads of a change: a page that loads nothing from anywhere, and a file that says what is what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from storage import __version__
from storage.export import warc
from storage.show import html
from storage.show.prose import counted, described, interval
from storage.show.visible import visible, when

if TYPE_CHECKING:
    from storage.export.evidence import Evidence
    from storage.export.holdings import Held

_STYLE = """
body { font-family: system-ui, sans-serif; margin: 2rem auto; max-width: 46rem; padding: 0 1rem; line-height: 1.5 }
table { border-collapse: collapse; font-size: 90% }
th, td { border: 1px solid #bbb; padding: .3rem .5rem; text-align: left; vertical-align: top; overflow-wrap: anywhere }
th { width: 11rem }
"""
_PAGE = Markup(
    '<!DOCTYPE html>\n<html lang="en"><head><meta charset="utf-8">'
    "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">"
    '<meta name="referrer" content="no-referrer"><meta name="viewport" content="width=device-width">'
    "<title>{title}</title><style>{style}</style></head><body>{superseded}{redline}"
    "<h2>The captures</h2>{captures}<h2>How this was kept</h2><p>{fidelity}</p>"
    "<p>Made by Palimpsest {release}. README.txt beside this page says how to check it.</p></body></html>\n"
)
_SUPERSEDED = Markup(
    "<p><strong>Superseded:</strong> a capture that came in late showed that this was not one change.</p>"
)
_ROW = Markup("<tr><th>{}</th><td>{}</td></tr>")


def page(evidence: Evidence) -> str:
    """The redline with its captures, as one HTML page."""
    return str(
        _PAGE.format(
            title=visible(evidence.title),
            style=Markup(html.STYLE + _STYLE),  # noqa: S704 - our own
            superseded=_SUPERSEDED if evidence.superseded else "",
            redline=html.as_html(evidence.redline),
            captures=Markup("").join(_capture(evidence, held) for held in evidence.captures),
            fidelity=warc.FIDELITY,
            release=__version__,
        )
    )


def _capture(evidence: Evidence, held: Held) -> Markup:
    facts = evidence.facts[held.origin.capture]
    rows = {
        "capture": f"{held.origin.capture}: {role(evidence, held)}",
        "URL": html.link(held.origin.url),
        "when": html.time(held.origin.fetched_at),
        "observer": visible(held.observer),
        "HTTP status": str(held.status) if held.status is not None else visible(held.failure),
        "SHA-256 of the body": Markup("<code>{}</code>").format(held.origin.sha256) if held.origin.sha256 else "none",
        "read as": visible(f"{facts['verdict']}, by {facts['extractor']}"),
        "run": f"{facts['run']['run']}, manifest {facts['run']['manifest'] or 'not closed yet'}",
    }
    if held.repeats is not None:
        rows["says"] = f"unchanged since capture {held.repeats.capture}"
    return Markup("<table>{}</table><p></p>").format(Markup("").join(_ROW.format(*row) for row in rows.items()))


def role(evidence: Evidence, held: Held) -> str:
    """What a capture is there for."""
    return {
        evidence.redline.from_capture: "the last before the change",
        evidence.redline.to_capture: "the first after the change",
    }.get(held.origin.capture, "leaned upon by another capture here, or a second look that confirms it")


def readme(evidence: Evidence) -> str:
    """What lies in the package, how to look at it and how to check it, with no program of ours."""
    line = evidence.redline
    bodies = "".join(
        f"    capture-{held.origin.capture}.body  {len(held.body)} bytes, {when(held.origin.fetched_at)},"
        f" SHA-256 {held.origin.sha256}\n"
        for held in evidence.captures
        if held.body is not None
    )
    texts = "".join(
        f"    text-{which}.txt  {text['characters']} characters, SHA-256 {text['text_sha256']}\n"
        for which, text in evidence.texts.items()
    )
    return _README.format(
        title=visible(evidence.title),
        heading=visible(line.title),
        url=visible(line.url),
        what=visible(f"{line.severity}: {described(line)}. {line.summary or line.rule}"),
        interval=interval(line),
        counted=visible(counted(line)),
        superseded="\nSuperseded: a capture that came in late showed that this was not one change.\n"
        if evidence.superseded
        else "",
        texts=texts,
        bodies=bodies,
        fidelity=warc.FIDELITY,
        release=__version__,
    )


_README = """{title}

{heading}
{url}
{what}
{interval}
{counted}
{superseded}
WHAT IS HERE

This file is a zip (and a WACZ 1.1.1: a zip of web archives). Any program that opens zips opens it.

  evidence/     what is to be read by people
    redline.html  the change, to be read in a browser; it loads nothing from anywhere
    change.json   the same as data: each edit with its kind and rule, the captures with headers and hashes, the interval
{texts}{bodies}    SHA256SUMS    a hash of each file
  archive/      the same captures as WARC, with status and headers
  indexes/, pages/, datapackage.json, datapackage-digest.json
                what programs for web archives need

The .body files are the bytes of the captured pages, as they came. They are another's web page: look at them in a text
editor, or at the page as it was in a program for web archives.

HOW TO LOOK AT THE PAGES AS THEY WERE

Open this file with https://replayweb.page (it stays on your machine), or add it to pywb:
wb-manager add --unpack-wacz COLLECTION FILE. Pictures and styles that the page took from elsewhere were not captured.

HOW TO CHECK IT

Unzip it, and in that folder: sha256sum -c evidence/SHA256SUMS
The hash of a .body file is the one that change.json, redline.html and the archive give for that capture. The hash of a
text file is the one in change.json: the text as read from that body, passages separated by empty lines.
That the captures were made when they say rests on who made them: each belongs to a run, whose manifest (change.json)
is a hash over all captures of the run and the manifest of the run before.

HOW FAITHFUL IT IS

{fidelity}

WHAT IT DOES NOT SAY

Not when the publisher changed the page, only between which two looks at it. Not who changed it, nor why.

Made by Palimpsest {release}.
"""
