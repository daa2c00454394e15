"""Rows of a view for other programs: one JSON object a line, or CSV that a spreadsheet will not execute."""

from __future__ import annotations

import csv
import json
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

# What spreadsheets take for the beginning of a formula (https://owasp.org/www-community/attacks/CSV_Injection), in
# full width too, and the white space that they skip before it.
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def write_json(stream: IO[str], rows: Iterable[Mapping[str, Any]]) -> int:
    """One object a line, columns by name, text as it is. Returns how many."""
    written = 0
    for row in rows:
        stream.write(json.dumps(row, ensure_ascii=False) + "\n")
        written += 1
    return written


def write_csv(stream: IO[str], columns: Sequence[str], rows: Iterable[Mapping[str, Any]]) -> int:
    """A header, then a line a row; text that looks like a formula gets a leading apostrophe. Returns how many rows."""
    writer = csv.writer(stream, lineterminator="\n")
    writer.writerow(columns)
    written = 0
    for row in rows:
        writer.writerow([_cell(row[column]) for column in columns])
        written += 1
    return written


def _cell(value: Any) -> Any:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA) else value
