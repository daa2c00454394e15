"""Redlines in a terminal's colours; for a pipe, or where there is no colour, in ``[-brackets-]{+and braces+}``."""

from __future__ import annotations

import os
from typing import IO, TYPE_CHECKING

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from storage.record.stamps import RAISED
from storage.show.prose import counted, described, interval, labelled, placed
from storage.show.visible import visible, when

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from storage.show.marks import Span
    from storage.show.redline import Entry, Redline

_STYLES = {"same": "", "deleted": "red strike", "inserted": "green underline"}
_BRACKETS = {"same": ("", ""), "deleted": ("[-", "-]"), "inserted": ("{+", "+}")}
_SEVERITY_STYLES = {"cosmetic": "dim", "minor": "cyan", "moderate": "yellow", "major": "bold red"}


class _Console(Console):
    def on_broken_pipe(self) -> None:
        """Leave it to the command what a reader's leaving means; rich would end the process as failed."""
        raise BrokenPipeError


def console(stream: IO[str]) -> Console:
    """A console on the stream that takes every text literally. NO_COLOR and FORCE_COLOR are obeyed."""
    return _Console(file=stream, markup=False, emoji=False, highlight=False, soft_wrap=False)


def in_colour(out: Console) -> bool:
    """Whether marks can be told by colour alone there; otherwise they are written out."""
    return out.color_system is not None and not out.no_color and "NO_COLOR" not in os.environ


def draw(out: Console, redline: Redline, notes: Iterable[object] = ()) -> None:
    """Print one change. Wrapped on a terminal; one line a passage anywhere else, so that grep finds it."""
    drawn = [
        *lines(redline, coloured=in_colour(out)),
        *((2, Text(visible(str(note)), style="italic")) for note in notes),
    ]
    for indent, text in drawn:
        if out.is_terminal:
            out.print(Padding(text, (0, 0, 0, indent)))
        else:
            out.print(Text(" " * indent).append_text(text), soft_wrap=True)
    out.print()


def lines(redline: Redline, *, coloured: bool) -> Iterator[tuple[int, Text]]:
    """The redline's lines, each with its indent."""
    head = Text().append(redline.severity, style=_SEVERITY_STYLES[redline.severity])
    head.append(f"  {described(redline)}  ", style="bold")
    head.append(visible(f"{redline.source}/{redline.document} ({redline.language})"))
    yield 0, head
    yield 0, Text(visible(redline.title), style="bold")
    yield 0, Text(visible(redline.url), style="blue")
    yield 0, Text(interval(redline), style="dim")
    yield 0, Text(visible(counted(redline)), style="dim")
    if redline.summary:
        yield 0, Text(visible(redline.summary))
    if redline.rule:
        yield 2, Text(visible(redline.rule))
    for entry in redline.entries:
        yield 2, _heading(entry)
        yield 4, marked(entry.spans, coloured=coloured)


def marked(spans: Iterable[Span], *, coloured: bool) -> Text:
    """Spans as one text: by colour, strike and underline, or by brackets and braces."""
    text = Text()
    for span in spans:
        opening, closing = ("", "") if coloured else _BRACKETS[span.mark]
        text.append(f"{opening}{visible(span.text)}{closing}", style=_STYLES[span.mark])
    return text


def _heading(entry: Entry) -> Text:
    heading = Text()
    for label in entry.labels:
        if heading:
            heading.append("; ")
        heading.append(label.kind, style=_SEVERITY_STYLES[label.severity])
        heading.append(visible(labelled(label)))
    return heading.append(visible(placed(entry)), style="dim")


def finding_line(finding: dict[str, object]) -> Text:
    """One line for an open finding between two languages of a document."""
    languages = " and ".join(str(finding[name]) for name in ("language", "other_language") if finding[name])
    return Text.assemble(
        (str(finding["severity"]), _SEVERITY_STYLES[str(finding["severity"])]),
        "  ",
        (visible(f"{finding['kind']}  "), "bold"),
        visible(
            f"{finding['source']}/{finding['document']} ({languages}), open since {when(str(finding['first_seen']))}"
        ),
    )


def stamp_line(stamp: dict[str, object]) -> Text:
    """One line for a stamp that does not fit what was observed."""
    same = f", version {stamp['version']} before and after" if stamp["rule"] == RAISED else ""
    return Text.assemble(
        ("cosmetic", _SEVERITY_STYLES["cosmetic"]),
        "  ",
        (visible(f"{stamp['rule']}  "), "bold"),
        visible(
            f"{stamp['source']}/{stamp['document']} ({stamp['language']}): {stamp['before']} → {stamp['after']},"
            f" seen {when(str(stamp['seen_at']))}{same}"
        ),
    )
