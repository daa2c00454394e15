"""Pages to readings, off the event loop: in processes of their own, several pages a task.

Handing a page over costs about as much as a third of its reading, however many go together. While some are being read
the next ones gather; where pages come one by one, as from a polite crawl, each goes at once.
"""

from __future__ import annotations

import asyncio
from concurrent.futures import BrokenExecutor
from typing import TYPE_CHECKING

from crawler import workers
from crawler.reading import read
from storage.observation import Reading

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import ProcessPoolExecutor

    from crawler.page import Page

TOGETHER = 16
"""Pages a task, at most."""
READ_TIMEOUT_S = 60.0
"""No honest page takes longer to read; what does is hostile, and is given up as unreadable."""


class Readers:
    """``processes`` that read; with 0 a thread of this one does."""

    def __init__(self, processes: int) -> None:
        self._processes = processes
        self._pool = workers.pool(processes) if processes else None
        if self._pool is not None:
            self._pool.submit(_each, read, [])  # a process takes a second to start: it starts now, not with a page
        self._lone: ProcessPoolExecutor | None = None
        self._turn = asyncio.Lock()
        self._waiting: asyncio.Queue[tuple[Page, asyncio.Future[Reading]]] = asyncio.Queue()
        self._tasks: list[asyncio.Task[None]] = []

    async def read(self, page: Page) -> Reading:
        """Never raises for what is on a page: what kills or hangs its reader is ``unreadable``."""
        if self._pool is None:
            return await asyncio.to_thread(read, page)
        if not self._tasks:  # one more than processes, so that none waits for its next task
            self._tasks = [asyncio.create_task(self._hand_over()) for _ in range(self._processes + 1)]
        answer: asyncio.Future[Reading] = asyncio.get_running_loop().create_future()
        self._waiting.put_nowait((page, answer))
        return await answer

    def close(self) -> None:
        """Whatever is still being read is given up."""
        for task in self._tasks:
            task.cancel()
        for readers in filter(None, (self._pool, self._lone)):
            workers.abandon(readers)

    async def _hand_over(self) -> None:
        while True:
            batch = [await self._waiting.get()]
            while len(batch) < TOGETHER and not self._waiting.empty():
                batch.append(self._waiting.get_nowait())
            try:
                readings = await self._read_together([page for page, _ in batch])
            except Exception as error:  # noqa: BLE001 - handed to every waiting caller, none is lost
                for _, answer in batch:
                    answer.set_exception(error)
            else:
                for (_, answer), reading in zip(batch, readings, strict=True):
                    answer.set_result(reading)

    async def _read_together(self, pages: Sequence[Page]) -> list[Reading]:
        readers = self._pool
        assert readers is not None
        try:
            return await _read_by(readers, pages)
        except (BrokenExecutor, TimeoutError):
            if self._pool is readers:  # else another page's failure has replaced them already
                workers.abandon(readers)
                self._pool = workers.pool(self._processes)
        return [await self._read_alone(page) for page in pages]

    async def _read_alone(self, page: Page) -> Reading:
        """A second try, one page at a time: a reader that died or hung took others' pages with it."""
        async with self._turn:
            self._lone = self._lone or workers.pool(1)
            try:
                return (await _read_by(self._lone, [page]))[0]
            except (BrokenExecutor, TimeoutError) as error:
                workers.abandon(self._lone)
                self._lone = None
                return Reading("unreadable", "fetch", f"reading it failed: {type(error).__name__}")


async def _read_by(readers: ProcessPoolExecutor, pages: Sequence[Page]) -> list[Reading]:
    """Raises TimeoutError or BrokenExecutor. The task itself is not cancelled: a pool that breaks trips over such."""
    task = asyncio.get_running_loop().run_in_executor(readers, _each, read, pages)
    task.add_done_callback(lambda done: done.cancelled() or done.exception())  # nobody may be waiting any more
    return await asyncio.wait_for(asyncio.shield(task), READ_TIMEOUT_S)


def _each(reader: Callable[[Page], Reading], pages: Sequence[Page]) -> list[Reading]:
    readings = [reader(page) for page in pages]
    for reading in readings:
        if reading.transcript is not None:  # worked out here, so that the writing thread finds them
            _ = reading.transcript.digest, reading.transcript.words_digest, reading.transcript.identity
    return readings
