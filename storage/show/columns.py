"""Sides drawn: two columns on a terminal that is wide enough, else one language below the other."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table
from rich.text import Text

from storage.show.terminal import in_colour
from storage.show.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import Console

    from storage.show.sides import Half, Row, Sides

_NARROWEST = 60
"""Cells of a terminal below which two columns are not read well."""
_RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur"})
_DIFFERS = "bold red"
_NOTHING = "—"


def draw(out: Console, sides: Sides) -> None:
    """Print two languages of a document. Columns on a terminal, as wide as it is; elsewhere a line for each language.

    A language written from the right is never laid beside another: terminals turn whole lines.
    """
    for line in _head(sides):
        out.print(line, soft_wrap=not out.is_terminal)
    out.print()
    turned = any(language.partition("-")[0] in _RIGHT_TO_LEFT for language in sides.languages)
    if out.is_terminal and out.width >= _NARROWEST and not turned:
        out.print(_table(sides, coloured=in_colour(out)))
        return
    for row in sides.rows:
        for line in _stacked(row, sides.languages, coloured=in_colour(out)):
            out.print(line, soft_wrap=not out.is_terminal)
        out.print()


def _head(sides: Sides) -> Iterator[Text]:
    yield Text(visible(f"{sides.source}/{sides.document} ({' and '.join(sides.languages)})"), style="bold")
    for language, title in zip(sides.languages, sides.titles, strict=True):
        yield Text(visible(f"{language}: {title}"))
    abridged = "; one of them is a shortened text" if sides.abridged else ""
    yield Text(visible(f"{'; '.join(sides.coverage)}{abridged}"), style="dim")
    for finding in sides.findings:
        yield Text(visible(f"! {finding}"), style="yellow")


def _table(sides: Sides, *, coloured: bool) -> Table:
    table = Table(expand=True, show_lines=True, pad_edge=False)
    for language in sides.languages:
        table.add_column(visible(language), ratio=1, overflow="fold")
    speakers = ("", "")
    for row in sides.rows:
        said = row.left.speaker or speakers[0], row.right.speaker or speakers[1]
        cells = [
            _cell(half, coloured=coloured, named=speaker != before)
            for half, speaker, before in zip((row.left, row.right), said, speakers, strict=True)
        ]
        for finding in row.findings:
            cells[1].append(visible(f"\n! {finding}"), style="yellow")
        table.add_row(*cells)
        speakers = said
    return table


def _cell(half: Half, *, coloured: bool, named: bool) -> Text:
    if not half.positions:
        return Text(_NOTHING, style="red")
    text = Text(visible(f"{_numbers(half)} "), style="dim")
    if named and half.speaker:
        text.append(visible(f"{half.speaker}: "), style="bold")
    return Text("").append_text(text).append_text(marked(half, coloured=coloured))


def _stacked(row: Row, languages: tuple[str, str], *, coloured: bool) -> Iterator[Text]:
    for language, half in zip(languages, (row.left, row.right), strict=True):
        if not half.positions:
            yield Text(visible(f"{language} {_NOTHING}"), style="red")
            continue
        speaker = f"{half.speaker}: " if half.speaker else ""
        yield Text(visible(f"{language} {_numbers(half)} {speaker}")).append_text(marked(half, coloured=coloured))
    for finding in row.findings:
        yield Text(visible(f"! {finding}"), style="yellow")


def _numbers(half: Half) -> str:
    first, last = half.positions[0], half.positions[-1]
    return f"{first}" if first == last else f"{first}–{last}"


def marked(half: Half, *, coloured: bool) -> Text:
    """The text of a half; what differs in colour, or in ``{braces}`` where there is none."""
    text = Text()
    at = 0
    opening, closing = ("", "") if coloured else ("{", "}")
    for start, end in half.marked:
        if start < at:
            continue
        text.append(visible(half.text[at:start]))
        text.append(f"{opening}{visible(half.text[start:end])}{closing}", style=_DIFFERS)
        at = end
    return text.append(visible(half.text[at:]))
