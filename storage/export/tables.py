"""Versions and edits for research: JSON Lines with whole texts and turns, or CSV, and a description of the columns."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from storage import __version__
from storage.record import texts
from storage.show import describe, rows
from storage.show.select import columns

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from sqlite_utils import Database

    from storage.show.select import Row

    Progress = Callable[[str, int], None]
    """Told which table is being written, and how many rows of it are."""

FORMATS = ("jsonl", "csv")

_MORE = {
    "kind": "speech, interview, press_conference, briefing, statement, answers, remarks, read_out, announcement, other",
    "lead": "What stands above the body; empty if nothing does",
    "published_printed": "The date as it is printed",
    "text": "All passages, separated by empty lines, without speakers",
}
_TURNS = {"turns": "Who speaks, in order: role, speaker, speaker_printed, passages"}


def write_tables(
    db: Database, folder: Path, form: str, source: str = "", progress: Progress = lambda table, done: None
) -> dict[str, int]:
    """``versions`` and ``edits`` as files of the folder, with ``datapackage.json``. Returns the number of rows of each.

    Rows in one order, columns in one order: the same record makes the same bytes. In CSV a text that a spreadsheet
    would take for a formula has an apostrophe before it; JSON Lines hold every text as it is.
    """
    counts: dict[str, int] = {}
    described = {
        "versions": describe.VIEWS["version_log"].columns | _MORE | (_TURNS if form == "jsonl" else {}),
        "edits": describe.VIEWS["edit_log"].columns,
    }
    makers = {"versions": versions, "edits": edits}
    for table, fields in described.items():
        found = _told(makers[table](db, source), table, progress)
        with (folder / f"{table}.{form}").open("w", encoding="utf-8", newline="") as stream:
            if form == "csv":
                counts[table] = rows.write_csv(stream, list(fields), found)
            else:
                counts[table] = rows.write_json(stream, found)
    (folder / "datapackage.json").write_text(_package(form, described), encoding="utf-8")
    return counts


def versions(db: Database, source: str = "") -> Iterator[Row]:
    """Each version: a row of ``version_log``, with the rest of what the page said."""
    names = columns(db, "version_log")
    for *row, text in db.conn.execute(
        "SELECT version_log.*, versions.text FROM version_log JOIN sources ON sources.name = version_log.source"
        " JOIN documents ON documents.source = sources.id AND documents.key = version_log.document"
        " JOIN variants ON variants.document = documents.id AND variants.language = version_log.language"
        " JOIN versions ON versions.variant = variants.id AND versions.number = version_log.version"
        " WHERE ? IN ('', version_log.source)"
        " ORDER BY version_log.source, document, version_log.language, version",
        [source],
    ):
        read = texts.load(db, text)
        more: dict[str, Any] = {name: getattr(read, name) for name in _MORE}
        yield dict(zip(names, row, strict=True)) | more | {"turns": [asdict(turn) for turn in read.turns]}


def edits(db: Database, source: str = "") -> Iterator[Row]:
    """Each row of ``edit_log``: an edit, or a change without one."""
    names = columns(db, "edit_log")
    for row in db.conn.execute(
        "SELECT * FROM edit_log WHERE ? IN ('', source)"
        " ORDER BY source, document, language, not_after, change, position, op, field, kind, before, after",
        [source],
    ):
        yield dict(zip(names, row, strict=True))


def _told(found: Iterator[Row], table: str, progress: Progress) -> Iterator[Row]:
    for done, row in enumerate(found, 1):
        yield row
        progress(table, done)


def _package(form: str, described: dict[str, dict[str, str]]) -> str:
    """The columns in words, as a Data Package (https://specs.frictionlessdata.io/data-package/)."""
    resources = [
        {
            "name": table,
            "path": f"{table}.{form}",
            "format": form,
            "mediatype": "text/csv" if form == "csv" else "application/jsonl",
            "encoding": "utf-8",
            "schema": {"fields": [{"name": name, "description": words} for name, words in fields.items()]},
        }
        for table, fields in described.items()
    ]
    package = {"name": "palimpsest", "software": f"Palimpsest/{__version__}", "resources": resources}
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"
