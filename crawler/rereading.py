"""Stored captures read again, in processes that fetch the bytes from the database themselves.

What comes back is small: a reading that is on record already, of a text that is whole, is not sent at all.
"""

from __future__ import annotations

from collections import deque
from concurrent.futures import BrokenExecutor, Future, ProcessPoolExecutor
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Generic, TypeVar

from crawler import workers
from crawler.page import Reading
from crawler.readers import READ_TIMEOUT_S
from crawler.reading import site_of
from crawler.recorder import reread
from storage.record import captures, texts
from storage.record.bodies import DamagedBody
from storage.record.db import connect_read_only

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from pathlib import Path
    from types import TracebackType

    from sqlite_utils import Database

T = TypeVar("T")

_SLICE = 8
"""Captures a task: few enough to spread a batch over all processes."""
_AHEAD = 2
"""Batches that are being read while one is written."""


@dataclass(frozen=True, slots=True)
class Reread:
    """What reading a capture again brought."""

    capture: int
    reading: Reading | None = None
    """None where nothing is to be written: this very reading is on record, and its text is whole."""
    is_new: bool = False
    """Whether the reading is to be added: this extractor has not read the capture, or said something else of it."""
    otherwise: bool = False
    """Whether the same extractor has read something else in the same bytes."""
    is_text_damaged: bool = False
    """Whether its text is on record, but not as it was."""
    damage: str = ""
    """Why there are no bytes to read."""


@dataclass(slots=True)
class _Task:
    captures: tuple[int, ...]
    future: Future[list[Reread]] | None


class Rereader(Generic[T]):
    """``jobs`` processes that read; with 0 this one does."""

    def __init__(self, db: Database, path: Path, jobs: int) -> None:
        self._db, self._path, self._jobs = db, path, jobs
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Rereader[T]:
        self._pool = self._start() if self._jobs else None
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.shutdown(cancel_futures=True)

    def through(self, batches: Iterable[tuple[T, Sequence[int]]]) -> Iterator[tuple[T, list[Reread]]]:
        """Batches of captures, each with what came of it, in their order. With one job nothing is read ahead."""
        ahead = _AHEAD if self._jobs > 1 else 0
        waiting: deque[tuple[T, list[_Task]]] = deque()
        for name, ids in batches:
            waiting.append((name, [self._submit(tuple(ids[at : at + _SLICE])) for at in range(0, len(ids), _SLICE)]))
            if len(waiting) > ahead:
                yield self._finish(waiting)
        while waiting:
            yield self._finish(waiting)

    def _finish(self, waiting: deque[tuple[T, list[_Task]]]) -> tuple[T, list[Reread]]:
        name, tasks = waiting[0]
        again = [reread for task in tasks for reread in self._result(task, waiting)]
        waiting.popleft()
        return name, again

    def _result(self, task: _Task, waiting: deque[tuple[T, list[_Task]]]) -> list[Reread]:
        if task.future is None:
            return [read_again(self._db, capture) for capture in task.captures]
        try:
            return task.future.result(READ_TIMEOUT_S)
        except (BrokenExecutor, TimeoutError):
            # One page is hostile; the others of its slice, and of those behind it, deserve another try.
            self._replace()
            found = [self._alone(capture) for capture in task.captures]
            for other in (other for _, tasks in waiting for other in tasks):
                if other is not task and other.future is not None and not _is_well(other.future):
                    other.future = self._submit(other.captures).future
            return found

    def _alone(self, capture: int) -> Reread:
        task = self._submit((capture,))
        assert task.future is not None
        try:
            (found,) = task.future.result(READ_TIMEOUT_S)
        except (BrokenExecutor, TimeoutError) as error:
            self._replace()
            reading = Reading("unreadable", "fetch", f"reading it failed: {type(error).__name__}")
            return Reread(capture, reading, is_new=True)
        return found

    def _submit(self, ids: tuple[int, ...]) -> _Task:
        return _Task(ids, None if self._pool is None else self._pool.submit(_read_slice, ids))

    def _replace(self) -> None:
        assert self._pool is not None
        workers.abandon(self._pool)
        self._pool = self._start()

    def _start(self) -> ProcessPoolExecutor:
        return workers.pool(self._jobs, _open, str(self._path))


def _is_well(future: Future[list[Reread]]) -> bool:
    return future.done() and not future.cancelled() and future.exception() is None


_opened: list[Database] = []
"""In a reading process: its own connection."""


def _open(path: str) -> None:
    _opened.append(connect_read_only(path))


def _read_slice(ids: tuple[int, ...]) -> list[Reread]:
    return [read_again(_opened[0], capture) for capture in ids]


def read_again(db: Database, capture_id: int) -> Reread:
    """One stored capture, read by today's page classes. Writes nothing."""
    try:
        capture = captures.load(db, capture_id)
    except DamagedBody as damaged:
        return Reread(capture_id, damage=str(damaged))
    source, language = db.conn.execute(
        "SELECT captures.source, coalesce(variants.language, '') FROM captures"
        " LEFT JOIN variants ON variants.id = captures.variant WHERE captures.id = ?",
        [capture_id],
    ).fetchone()
    address = site_of(capture.source).locate(capture.url) if capture.variant is not None else None
    read = reread(capture, language)
    reading = captures.judged(db, source, replace(capture, address=address), read)
    former = db.conn.execute(
        "SELECT extractors.name, verdict, reason, text FROM readings"
        " JOIN extractors ON extractors.id = readings.extractor WHERE capture = ? ORDER BY readings.id",
        [capture_id],
    ).fetchall()
    repeats = next((reason for _, verdict, reason, _ in former if verdict == "unchanged"), None)
    if repeats is not None and reading.verdict == "ok":  # that the bytes were the same stays true
        reading = replace(reading, verdict="unchanged", reason=repeats)
    transcript = reading.transcript
    text = None if transcript is None else texts.find(db, transcript)
    broken = text is not None and transcript is not None and not texts.stands(db, text, transcript)
    same = next((row for row in reversed(former) if row[0] == reading.extractor), None)
    if same is None:
        return Reread(capture_id, reading, is_new=True, is_text_damaged=broken)
    _, verdict, reason, said = same
    if captures.differ((verdict, said), (reading.verdict, text)):
        page = None if read.transcript is None else texts.find(db, read.transcript)
        strayed = reason.startswith(captures.STRAYED) or not captures.differ((verdict, said), (read.verdict, page))
        return Reread(capture_id, reading, is_new=True, otherwise=not strayed, is_text_damaged=broken)
    return Reread(capture_id, reading if broken else None, is_text_damaged=broken)
