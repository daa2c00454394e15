"""What a path on the command line is, and the stream of captures that it holds."""

from __future__ import annotations

import os
import re
import stat
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING, NamedTuple

from crawler.backfill.archived import Refused
from crawler.backfill.git import committed
from crawler.backfill.index import indexed_pages
from crawler.backfill.repository import is_repository
from crawler.backfill.saved import is_page, is_template, saved_page, tells_its_time
from crawler.backfill.wacz import is_wacz, packaged
from crawler.backfill.warc import captures_in
from crawler.sources import located

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.backfill.archived import Item, Observer
    from crawler.backfill.saved import Told

_ARCHIVE_NAME = re.compile(r"\.(?:warc|wet|wat)(?:\.gz|\.zst)?\Z|\.wacz\Z", re.IGNORECASE)
_LOOK_BYTES = 64 * 1024


class Unusable(ValueError):
    """What was named cannot be taken as it was named. A usage error: the caller reports it and stops."""


@dataclass(frozen=True, slots=True)
class Input:
    """One path of the command line, with what was said of it."""

    path: Path
    told: Told
    index: Path | None = None
    source: str = ""

    def items(self) -> Iterator[Item]:
        """All that it holds, in an order that is the same at each time."""
        try:
            yield from self._items()
        except OSError as error:  # of the input: what the caller does with the items raises nothing here
            yield Refused(f"{self.path}: {unread(error)}")

    def _items(self) -> Iterator[Item]:
        observer: Observer = self.told.observer or "file"
        if self.index is not None:
            yield from indexed_pages(self.path, self.index, observer)
        elif is_repository(self.path):
            yield from committed(self.path, self.told, self._wanted)
        else:
            for file in files(self.path):
                if isinstance(file, Refused):
                    yield file
                elif is_archive(file.path):
                    yield from self._archive(file.path, observer)
                else:
                    yield saved_page(file.path, file.relative, self.told)

    def _archive(self, file: Path, observer: Observer) -> Iterator[Item]:
        try:
            if is_wacz(file):
                yield from packaged(file, self._wanted, observer)
                return
            with file.open("rb") as stream:
                yield from captures_in(stream, str(file), self._wanted, observer)
        except OSError as error:
            yield Refused(f"{file}: {error.strerror}")

    def _wanted(self, url: str) -> bool:
        return located(url, self.source) is not None


def check(source: Input) -> None:
    """Raise Unusable (BadIndex for an index) where it is clear before anything is written that this cannot be taken.

    Raises OSError for what cannot be looked at.
    """
    path, told = source.path, source.told
    if not path.exists():
        raise Unusable(f"{path} does not exist")
    if not path.is_file() and not path.is_dir():
        raise Unusable(f"{path} is neither a regular file nor a folder")
    if source.index is not None:
        _check_index(path, source.index)
    elif is_repository(path):
        if told.at:
            raise Unusable(f"{path} is a repository, whose commits have times of their own: leave out --at")
        _check_template(path, told)
    elif path.is_dir():
        _check_template(path, told)
        _check_times(path, told)
    elif is_archive(path):
        if told.url or told.at:
            raise Unusable(f"{path} holds many captures with URLs and times of their own: leave out --url and --at")
    elif isinstance(page := saved_page(path, PurePath(path.name), told), Refused):
        raise Unusable(page.reason)


def _check_index(path: Path, index: Path) -> None:
    if not index.is_file():
        raise Unusable(f"--index: {index} does not exist")
    if not path.is_dir():
        raise Unusable(f"{path} is no folder: name its URL and time with --url and --at")
    indexed_pages(path, index)


def _check_template(path: Path, told: Told) -> None:
    if told.url and not is_template(told.url):
        raise Unusable(f"--url {told.url} is one page's, {path} a folder: put {{path}}, {{stem}} or {{name}} into it")


def _check_times(path: Path, told: Told) -> None:
    if told.at is not None:
        return
    pages = (file.path for file in files(path) if isinstance(file, File) and not is_archive(file.path))
    if untimed := [page for page in pages if not tells_its_time(page)]:
        others = f" (nor do {len(untimed) - 1} others)" if len(untimed) > 1 else ""
        raise Unusable(f"{untimed[0]} does not say when it was saved{others}: name the time with --at or --index")


def is_archive(file: Path) -> bool:
    """Whether a file holds many captures: a WARC, WET or WACZ file, by its name, or else by its first bytes."""
    if _ARCHIVE_NAME.search(file.name):
        return True
    try:
        if is_wacz(file):
            return True
        with file.open("rb") as stream:
            head = stream.read(_LOOK_BYTES)
        if head.startswith(b"\x1f\x8b"):
            head = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, 16)
    except (OSError, zlib.error):
        return False
    return head.startswith(b"WARC/")


class File(NamedTuple):
    """A file, and its path below the folder that was named."""

    path: Path
    relative: PurePath


def files(path: Path) -> Iterator[File | Refused]:
    """The file, or those of a folder that may hold pages. No link is followed; what cannot be read is refused."""
    if not path.is_dir():
        yield File(path, PurePath(path.name))
        return
    unreadable: list[OSError] = []
    for folder, folders, names in os.walk(path, onerror=unreadable.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            if not name.startswith("."):
                yield from _file(Path(folder, name), path)
    for error in unreadable:
        yield Refused(unread(error))


def _file(file: Path, folder: Path) -> Iterator[File | Refused]:
    try:
        mode = file.lstat().st_mode
    except OSError as error:
        yield Refused(unread(error))
        return
    if not stat.S_ISREG(mode):
        if not stat.S_ISLNK(mode):
            yield Refused(f"{file}: is no regular file")
    elif is_page(file) or is_archive(file):
        yield File(file, file.relative_to(folder))


def unread(error: OSError) -> str:
    """What could not be read, and why."""
    return ": ".join(str(part) for part in (error.filename, error.strerror or error) if part)
