"""A CSV that names, for each file of a folder, where it was published and when it was captured."""

from __future__ import annotations

import csv
from typing import TYPE_CHECKING

from crawler.backfill.archived import Refused, moment_of
from crawler.backfill.saved import Told, saved_page
from crawler.download import is_web_url

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path
    from typing import TextIO

    from crawler.backfill.archived import Archived, Observer

COLUMNS = ("file", "url", "fetched_at")


class BadIndex(ValueError):
    """The index does not say what it must of any page. A usage error: the caller reports it and stops."""


def indexed_pages(folder: Path, index: Path, observer: Observer = "file") -> Iterator[Archived | Refused]:
    """The pages that a CSV with the columns ``file,url,fetched_at`` names; files are relative to the folder.

    Raises BadIndex at once where it has no such columns. A row that is no good is given as such, and the next one read.
    """
    with _opened(index) as file:
        try:
            columns = csv.DictReader(file).fieldnames or ()
        except csv.Error as error:
            raise BadIndex(f"{index}: {error}") from error
    if missing := set(COLUMNS) - set(columns):
        raise BadIndex(f"{index}: lacks the column {', '.join(sorted(missing))}")
    return _rows(folder, index, observer)


def _opened(index: Path) -> TextIO:
    """Bytes that are not UTF-8 become lone surrogates, so that they spoil their own row only."""
    return index.open(encoding="utf-8-sig", errors="surrogateescape", newline="")


def _rows(folder: Path, index: Path, observer: Observer) -> Iterator[Archived | Refused]:
    with _opened(index) as file:
        rows = csv.DictReader(file)
        while True:
            try:
                row = next(rows, None)
            except csv.Error as error:
                yield Refused(f"{index}, line {rows.reader.line_num}: {error}")
                continue
            if row is None:
                return
            name, url, at = (row.get(column) or "" for column in COLUMNS)
            yield _from_row(folder, name, url, at, observer, f"{index}, line {rows.line_num}")


def _from_row(folder: Path, name: str, url: str, at: str, observer: Observer, where: str) -> Archived | Refused:
    try:
        f"{name}{url}{at}".encode()
    except UnicodeEncodeError:
        return Refused(f"{where}: is not UTF-8")
    if "\0" in name:
        return Refused(f"{where}: {name!r} is no name of a file")
    if not is_web_url(url):
        return Refused(f"{where}: {url!r} is no URL")
    try:
        moment = moment_of(at)
        path = (folder / name).resolve()
    except (ValueError, OSError, RuntimeError) as error:  # links in a circle, a name too long
        return Refused(f"{where}: {error}")
    if not path.is_relative_to(folder.resolve()):
        return Refused(f"{where}: {name!r} lies outside {folder}")
    return saved_page(path, path.relative_to(folder.resolve()), Told(url, moment, observer), where)
