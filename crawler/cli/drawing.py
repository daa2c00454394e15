"""What `scrapy changes` prints: redlines with what stands beside them, or plain rows."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from storage.show import beside, select, terminal
from storage.show import rows as plain
from storage.show.redline import redline
from storage.show.repeats import Repeats, repeats
from storage.show.visible import visible

if TYPE_CHECKING:
    from collections.abc import Sequence

    from sqlite_utils import Database

MOST_STAMPS = 20
"""Stamps that do not fit what was observed: the newest are printed, the others counted."""


def _show_text(db: Database, selection: select.Selection) -> None:
    changes = list(select.by_change(select.edit_rows(db, selection)))
    _draw(db, selection, changes, repeats(changes))


def show_each(db: Database, selection: select.Selection) -> None:
    _draw(db, selection, list(select.by_change(select.edit_rows(db, selection))), Repeats())


def _draw(db: Database, selection: select.Selection, changes: Sequence[list[select.Row]], again: Repeats) -> None:
    out = terminal.console(sys.stdout)
    edits = silent = 0
    for rows in changes:
        change = rows[0]["change"]
        if change not in again.covered:
            terminal.draw(out, redline(db, rows), (*again.told.get(change, ()), *beside.notes(db, rows)))
        edits += sum(row["op"] is not None for row in rows)
        silent += rows[0]["silent"]
    findings = list(select.findings(db, selection))
    for finding in findings:
        out.print(terminal.finding_line(finding), soft_wrap=not out.is_terminal)
        for line in beside.quotes(db, finding):
            out.print(f"  {visible(line)}", soft_wrap=not out.is_terminal)
    odd = select.stamps(db, selection)
    for stamp in odd[-MOST_STAMPS:]:
        out.print(terminal.stamp_line(stamp), soft_wrap=not out.is_terminal)
    if len(odd) > MOST_STAMPS:
        out.print(f"{len(odd) - MOST_STAMPS} earlier ones in the view stamp_log", soft_wrap=not out.is_terminal)
    if again.covered:
        told = f"{len(again.covered)} {_plural('change', len(again.covered))} with nothing but edits drawn above"
        out.print(f"{told} (--each draws them too)", soft_wrap=not out.is_terminal)
    out.print(
        f"{len(changes)} {_plural('change', len(changes))} ({silent} silent), {edits} {_plural('edit', edits)},"
        f" {len(findings)} open {_plural('finding', len(findings))} between languages",
        soft_wrap=not out.is_terminal,
    )


def _plural(word: str, count: int) -> str:
    return word if count == 1 else f"{word}s"


def _show_json(db: Database, selection: select.Selection) -> None:
    plain.write_json(sys.stdout, select.edit_rows(db, selection))


def _show_csv(db: Database, selection: select.Selection) -> None:
    plain.write_csv(sys.stdout, select.columns(db), select.edit_rows(db, selection))


SHOW = {"text": _show_text, "json": _show_json, "csv": _show_csv}
