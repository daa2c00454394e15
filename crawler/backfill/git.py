"""A git-scraped repository: every commit that touched a page is a capture of it, at the commit's time."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import PurePosixPath
from typing import TYPE_CHECKING

from crawler.backfill.archived import MAX_BYTES, Archived, Elsewhere, Refused, moment_of
from crawler.backfill.repository import BadRepository, opened
from crawler.backfill.saved import content_type, is_page, url_told_by

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from crawler.backfill.archived import Item
    from crawler.backfill.repository import Blobs, Change
    from crawler.backfill.saved import Told


_SHALLOW = (
    "is a shallow clone: what its oldest commits hold is passed over, since nothing tells when it was last looked at;"
    " git fetch --unshallow gets what was before them"
)


def committed(path: Path, told: Told, wanted: Callable[[str], bool]) -> Iterator[Item]:
    """The captures in the history of a repository's HEAD, the oldest commit first.

    Of a shallow clone the first commits are none: they hold files that may have been scraped long before them.
    A file that was deleted says nothing of its page. Files that are no pages (pictures, programs) are passed over;
    those that tell no URL, or one that is not ``wanted``, are counted.
    """
    try:
        with opened(path) as repository, repository.blobs() as blobs:
            if repository.boundary:
                yield Refused(f"{path}: {_SHALLOW}")
            for change in repository.changes():
                if is_page(PurePosixPath(change.path)):
                    yield _capture(path, change, told, wanted, blobs)
    except BadRepository as error:
        yield Refused(f"{path}: {error}")


def _capture(path: Path, change: Change, told: Told, wanted: Callable[[str], bool], blobs: Blobs) -> Item:
    name = PurePosixPath(change.path)
    where = f"{path}, commit {change.commit[:12]}, {change.path!r}"
    url = told.url_of(name)
    if url and not wanted(url):
        return Elsewhere(url)
    try:
        body = blobs.fetch(change.blob, MAX_BYTES)
        at = moment_of(datetime.fromtimestamp(change.at, UTC).isoformat())
    except (BadRepository, ValueError, OverflowError, OSError) as error:
        return Refused(f"{where}: {error}")
    if body is None:
        return Refused(f"{where}: is larger than {MAX_BYTES} bytes")
    url = url or url_told_by(body, name)
    if not wanted(url):
        return Elsewhere(url)
    return Archived(url, at, body, told.observer or "git", where, headers={"content-type": content_type(name)})
