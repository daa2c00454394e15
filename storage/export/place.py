"""Where an export goes: written beside its place and moved there when it is whole. Nothing is ever overwritten."""

from __future__ import annotations

import shutil
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Taken(Exception):
    """Something stands where the export is to go. The message names it."""


@contextmanager
def new_file(path: Path) -> Iterator[IO[bytes]]:
    """A stream whose bytes stand at ``path`` once the block has ended well. Raises Taken."""
    with new_path(path) as part, part.open("x+b") as stream:
        yield stream


@contextmanager
def new_folder(path: Path) -> Iterator[Path]:
    """A folder that stands at ``path`` once the block has ended well. Raises Taken."""
    with new_path(path) as part:
        part.mkdir()
        yield part


@contextmanager
def new_path(path: Path) -> Iterator[Path]:
    """A name in the same folder, for whatever is to stand at ``path``. Raises Taken."""
    part = path.with_name(f"{path.name}.part")
    for taken in (path, part):
        if taken.exists() or taken.is_symlink():
            raise Taken(f"{taken} is there already")
    path.parent.mkdir(parents=True, exist_ok=True)
    try:
        yield part
        part.rename(path)
    except BaseException:  # Ctrl-C too leaves nothing half written behind
        if part.is_dir():
            shutil.rmtree(part)
        else:
            part.unlink(missing_ok=True)
        raise
