"""One writer a database: an advisory lock that dies with its holder, and says who that is."""

from __future__ import annotations

import fcntl
import json
import os
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


class Held(Exception):
    """Another run holds the lock. The message names it."""


@contextmanager
def lock(database: Path, purpose: str) -> Iterator[None]:
    """Hold the database's lock (``<database>.lock``) or raise Held at once.

    The kernel releases it however the holder ends, so no lock outlives a kill. The file stays: removing it would let
    two runs lock two files of one name. A database has one lock, by whatever links it is reached.
    """
    real = database.resolve()
    real.parent.mkdir(parents=True, exist_ok=True)
    path = real.with_name(real.name + ".lock")
    with path.open("a+", encoding="utf-8") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Held(f"{database} is locked by {_holder(path)}") from None
        file.truncate(0)
        started = datetime.now(UTC).isoformat(timespec="seconds")
        json.dump({"pid": os.getpid(), "purpose": purpose, "since": started}, file)
        file.flush()
        yield
        file.truncate(0)


def _holder(path: Path) -> str:
    try:
        held = json.loads(path.read_text(encoding="utf-8"))
        return f"'{held['purpose']}' (process {held['pid']}) since {held['since']}"
    except (ValueError, KeyError, TypeError):  # between its taking the lock and its writing who it is
        return "another run"
