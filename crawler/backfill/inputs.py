"""What a path on the command line is, and the stream of captures that it holds."""

from __future__ import annotations

import os
import re
import zlib
from dataclasses import dataclass
from pathlib import Path, PurePath
from typing import TYPE_CHECKING

from crawler.backfill.archived import Refused
from crawler.backfill.index import indexed_pages
from crawler.backfill.saved import content_type, is_template, saved_page, tells_its_time
from crawler.backfill.wacz import is_wacz, packaged
from crawler.backfill.warc import captures_in
from crawler.sources import located

if TYPE_CHECKING:
    from collections.abc import Iterator

    from crawler.backfill.archived import Item
    from crawler.backfill.saved import Told

_PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/json"})
"""Of a folder's files, those that may be pages; its images and style sheets are passed over."""
_ARCHIVE_NAME = re.compile(r"\.(?:warc|wet|wat)(?:\.gz|\.zst)?\Z|\.wacz\Z", re.IGNORECASE)


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
        if self.index is not None:
            yield from indexed_pages(self.path, self.index, self.told.observer)
            return
        for file, relative in _files(self.path):
            if is_archive(file):
                yield from self._archive(file)
            else:
                yield saved_page(file, relative, self.told)

    def _archive(self, file: Path) -> Iterator[Item]:
        try:
            if is_wacz(file):
                yield from packaged(file, self._wanted, self.told.observer)
                return
            with file.open("rb") as stream:
                yield from captures_in(stream, str(file), self._wanted, self.told.observer)
        except OSError as error:
            yield Refused(f"{file}: {error.strerror}")

    def _wanted(self, url: str) -> bool:
        return located(url, self.source) is not None


def is_archive(file: Path) -> bool:
    """Whether a file holds many captures: a WARC, WET or WACZ file, by its first bytes, or else by its name."""
    if _ARCHIVE_NAME.search(file.name):
        return True
    try:
        if is_wacz(file):
            return True
        with file.open("rb") as stream:
            head = stream.read(64 * 1024)
    except OSError:
        return False
    if head.startswith(b"\x1f\x8b"):
        try:
            head = zlib.decompressobj(16 + zlib.MAX_WBITS).decompress(head, 16)
        except zlib.error:
            return False
    return head.startswith(b"WARC/")


def check(source: Input) -> None:
    """Raise Unusable (BadIndex for an index) where it is clear before anything is written that this cannot be taken."""
    path, told = source.path, source.told
    if not path.exists():
        raise Unusable(f"{path} does not exist")
    if source.index is not None:
        if not source.index.is_file():
            raise Unusable(f"--index: {source.index} does not exist")
        if not path.is_dir():
            raise Unusable(f"{path} is no folder: name its URL and time with --url and --at")
        indexed_pages(path, source.index)
        return
    if not path.is_dir():
        if is_archive(path):
            if told.url or told.at:
                raise Unusable(f"{path} holds many captures with URLs and times of their own: leave out --url and --at")
            return
        page = saved_page(path, PurePath(path.name), told)
        if isinstance(page, Refused):
            raise Unusable(page.reason)
        return
    if told.url and not is_template(told.url):
        raise Unusable(
            f"--url {told.url} is one page's, {path} is a folder: put {{path}}, {{stem}} or {{name}} into it"
        )
    if told.at is None and (
        untimed := [file for file, _ in _files(path) if not (is_archive(file) or tells_its_time(file))]
    ):
        others = f" (nor do {len(untimed) - 1} others)" if len(untimed) > 1 else ""
        raise Unusable(f"{untimed[0]} does not say when it was saved{others}: name the time with --at or --index")


def _files(path: Path) -> Iterator[tuple[Path, PurePath]]:
    """The file, or those of a folder that may be pages, each with its path below that. No link is followed."""
    if not path.is_dir():
        yield path, PurePath(path.name)
        return
    for folder, folders, names in os.walk(path):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(names):
            file = Path(folder, name)
            if (
                not name.startswith(".")
                and not file.is_symlink()
                and (content_type(file) in _PAGES or is_archive(file))
            ):
                yield file, file.relative_to(path)
