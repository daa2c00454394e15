"""Saved pages: one file, or all of a folder, each with the URL and time that options, its index row or itself give."""

from __future__ import annotations

import mimetypes
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import quote

from crawler.backfill.archived import MAX_BYTES, Archived, Refused, moment_of
from crawler.backfill.clues import HEAD, clues
from crawler.download import is_web_url
from crawler.pages.frontmatter import URL_KEYS, front_matter

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path, PurePath

    from crawler.backfill.archived import Observer

_TYPES = {".txt": "text/plain", ".md": "text/markdown", ".markdown": "text/markdown", ".json": "application/json"}

_PAGES = frozenset({"text/html", "application/xhtml+xml", "text/plain", "text/markdown", "application/json"})


@dataclass(frozen=True, slots=True)
class Told:
    """What the user said of the pages in a place. Empty and None where nothing was said."""

    url: str = ""
    """Where a page was published, with ``{path}``, ``{stem}`` (without its suffix) or ``{name}`` (that, without its
    folders) for what differs from file to file."""
    at: datetime | None = None
    observer: Observer | None = None
    """By default ``file``, and ``git`` for a repository."""

    def url_of(self, relative: PurePath) -> str:
        """The URL of a file, by its path below the folder that was named."""
        url = self.url
        for field, path in (
            ("{path}", relative.as_posix()),
            ("{stem}", relative.with_suffix("").as_posix()),
            ("{name}", relative.stem),
        ):
            url = url.replace(field, quote(path, safe="/%:@!$&'()*+,;=~?"))
        return url


def is_template(url: str) -> bool:
    """Whether a URL differs from file to file."""
    return any(field in url for field in ("{path}", "{stem}", "{name}"))


def content_type(name: PurePath) -> str:
    """What a file's name tells of its type; a page, where it tells nothing."""
    return _TYPES.get(name.suffix.casefold()) or mimetypes.guess_type(name.name)[0] or "text/html"


def is_page(name: PurePath) -> bool:
    """Whether a file may be a page, by its name: pictures, style sheets and programs are none."""
    return content_type(name) in _PAGES


def url_told_by(body: bytes, name: PurePath) -> str:
    """The URL that a page itself gives, in its front matter or its head; ``''`` for none."""
    head = body[:HEAD].decode("utf-8", "replace")
    if content_type(name) == "text/markdown" and (matter := front_matter(head)) is not None:
        return next(filter(is_web_url, (matter.values.get(key, "") for key in URL_KEYS)), "")
    return clues(head).url


def saved_page(path: Path, relative: PurePath, told: Told, where: str = "") -> Archived | Refused:
    """One file. ``where`` names its row in a message."""
    where = where or str(path)
    try:
        if not path.is_file():
            return Refused(f"{where}: {path} {'is no regular file' if path.exists() else 'does not exist'}")
        if path.stat().st_size > MAX_BYTES:
            return Refused(f"{where}: {path} is larger than {MAX_BYTES} bytes")
        body = path.read_bytes()
    except OSError as error:
        return Refused(f"{where}: {error.strerror}: {path}")
    own = clues(body[:HEAD].decode("utf-8", "replace"))
    at = told.at or own.at
    if at is None:
        return Refused(f"{where}: without a time it proves nothing; name it with --at or --index")
    url = told.url_of(relative) or url_told_by(body, relative)
    if not url:
        return Refused(f"{where}: does not say where it was published; name it with --url or --index")
    if not is_web_url(url):
        return Refused(f"{where}: {url!r} is no URL")
    try:
        moment = moment_of(at.isoformat())
    except ValueError as error:
        return Refused(f"{where}: {error}")
    headers = {"content-type": content_type(relative)}
    return Archived(url, moment, body, told.observer or "file", where, headers=headers, named=True)


def tells_its_time(path: Path) -> bool:
    """Whether a saved page bears the time of its saving; a file that cannot be read is left to be refused."""
    try:
        with path.open("rb") as file:
            return clues(file.read(HEAD).decode("utf-8", "replace")).at is not None
    except OSError:
        return True
