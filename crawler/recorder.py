"""From response to record, off the event loop: pages are read in processes of their own, captures written in batches.

Reading is pure, so it can be done anywhere; writing is one thread with one connection, one transaction a batch. While
a batch is being written the next one gathers.
"""

from __future__ import annotations

import asyncio
import hashlib
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar

from crawler.page import Page
from crawler.reading import is_current, read
from storage.observation import FORBIDDEN, SPEAKS, Capture, Reading
from storage.record.captures import record

if TYPE_CHECKING:
    from collections.abc import Callable

    from sqlite_utils import Database

    from crawler.readers import Readers
    from storage.record.documents import Due
    from storage.record.listings import Recorded
    from storage.record.schedule import Policy

T = TypeVar("T")

BATCH = 32


@dataclass(frozen=True, slots=True)
class _Job:
    capture: Capture
    reading: Reading
    done: asyncio.Future[Recorded]


class Recorder:
    """Takes captures from the crawl, one ``await record(...)`` each, and answers when they are stored."""

    def __init__(
        self,
        db: Database,
        run: int,
        policy: Policy,
        readers: Readers,
        mirrors: Callable[[str], tuple[tuple[str, str], ...]] = lambda url: (),
    ) -> None:
        """``mirrors`` tells, for a source's URL, the bases under which a replica may print its own links."""
        self._db, self._run, self._policy, self._mirrors = db, run, policy, mirrors
        self._writer = ThreadPoolExecutor(1, thread_name_prefix="record")
        self._readers = readers
        self._jobs: asyncio.Queue[_Job] = asyncio.Queue()
        self._task: asyncio.Task[None] | None = None

    async def record(self, capture: Capture, due: Due | None = None) -> Recorded:
        """Read a capture and store it. Raises what the storage raises: then nothing of its batch was stored."""
        if self._task is None:
            self._task = asyncio.create_task(self._write_batches())
        reading = await self._read(capture, due)
        job = _Job(capture, reading, asyncio.get_running_loop().create_future())
        self._jobs.put_nowait(job)
        return await job.done

    async def query(self, function: Callable[..., T], *args: Any, **kwargs: Any) -> T:
        """Call ``function(db, …)`` on the writing thread, between batches."""
        return await asyncio.get_running_loop().run_in_executor(
            self._writer, partial(function, self._db, *args, **kwargs)
        )

    async def close(self) -> None:
        if self._task is not None:
            self._task.cancel()
        self._writer.shutdown(wait=True)
        self._readers.close()

    async def _read(self, capture: Capture, due: Due | None) -> Reading:
        if capture.failure:
            return Reading("blocked" if capture.failure == FORBIDDEN else "error", "fetch", capture.failure)
        if capture.status == 304:
            if capture.basis is None:
                return Reading("error", "fetch", "304 in answer to an unconditional request")
            return Reading("unchanged", "fetch", f"304: as in capture {capture.basis}")
        body = capture.body or b""
        if (
            due is not None
            and capture.status == 200
            and not capture.incomplete
            and due.answered == capture.url
            and due.body_sha256 == hashlib.sha256(body).digest()
            and is_current(due.extractor, capture.source)
        ):
            verdict = "unchanged" if due.verdict in SPEAKS else due.verdict or "error"
            return Reading(verdict, due.extractor, f"the bytes of capture {due.newest}", inherits=due.newest)
        return await self._readers.read(page_of(capture, due.language if due else "", self._mirrors(capture.url)))

    async def _write_batches(self) -> None:
        while True:
            batch = [await self._jobs.get()]
            while len(batch) < BATCH and not self._jobs.empty():
                batch.append(self._jobs.get_nowait())
            try:
                recorded = await self.query(write, self._run, batch, self._policy)
            except Exception as error:  # noqa: BLE001 - handed to every waiting caller, none is lost
                for job in batch:
                    job.done.set_exception(error)
            else:
                for job, outcome in zip(batch, recorded, strict=True):
                    job.done.set_result(outcome)


def write(db: Database, run: int, batch: list[_Job], policy: Policy) -> list[Recorded]:
    """Store a batch in one transaction: all of it or nothing."""
    with db.atomic():
        return [record(db, run, job.capture, job.reading, reread, policy) for job in batch]


def page_of(capture: Capture, language: str, mirrors: tuple[tuple[str, str], ...] = ()) -> Page:
    """A capture as the readers take it."""
    return Page(
        source=capture.source,
        url=capture.url,
        body=capture.body or b"",
        status=capture.status or 200,
        headers=dict(capture.headers),
        language=language,
        incomplete=capture.incomplete,
        mirrors=mirrors,
    )


def reread(capture: Capture, language: str) -> Reading:
    """A stored capture read again by today's page classes."""
    return read(page_of(capture, language))
