"""A stream of archived captures into the record: pages are read in other processes while others are being written."""

from __future__ import annotations

import asyncio
import itertools
import threading
from collections import deque
from contextlib import contextmanager
from typing import TYPE_CHECKING

from crawler import workers
from crawler.readers import Readers
from crawler.reading import read

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from concurrent.futures import Future

    from crawler.backfill.archived import Item
    from crawler.backfill.intake import Chosen, Intake, Outcome
    from crawler.page import Page, Reading

    _Submit = Callable[[list[Page]], Callable[[], list[Reading]]]

_BATCH = 32
_BATCH_BYTES = 8 * 1024 * 1024
"""A batch ends with the capture that fills it, so that memory stays flat whatever is in a file."""
_READERS = 4
"""More would wait for the one that writes: a page takes about as long to record as four take to read side by side."""
_AHEAD = 4
"""Batches that are being read while one is written."""
_TOGETHER = 8
"""Batches a transaction, at least: what arrives together is folded at once."""


def processes(setting: int) -> int:
    """How many read the pages of files, which ask nobody for patience: one a core, and no fewer than are set."""
    return setting and max(setting, min(workers.cores(), _READERS))


def store(
    intake: Intake, items: Iterable[Item], processes: int = 0, tick: Callable[[], None] = lambda: None
) -> Outcome:
    """Read and record all of a stream, in its order, some hundred a transaction; ``tick`` is called for each item.

    ``processes`` read pages beside this one; where all fits in a batch none is started. Raises what the storage raises.
    """
    batches = _batches(intake, items, tick)
    first, second = next(batches, []), next(batches, [])
    intake.record([(chosen, read(chosen.page)) for chosen in first])
    if not second:
        return intake.outcome
    with _reading(processes) as submit:
        read_ahead = _read_ahead(itertools.chain([second], batches), submit)
        for judged in read_ahead:
            with intake.together():
                intake.record(judged)
                for count, more in enumerate(read_ahead, 2):
                    intake.record(more)
                    if count >= _TOGETHER and intake.is_worth_folding():
                        break
    return intake.outcome


def _read_ahead(batches: Iterable[list[Chosen]], submit: _Submit) -> Iterator[list[tuple[Chosen, Reading]]]:
    """Batches with what was read in them, in their order; some are being read while one is written."""
    waiting: deque[tuple[list[Chosen], Callable[[], list[Reading]]]] = deque()
    for batch in batches:
        waiting.append((batch, submit([chosen.page for chosen in batch])))
        if len(waiting) > _AHEAD:
            done, readings = waiting.popleft()
            yield list(zip(done, readings(), strict=True))
    for done, readings in waiting:
        yield list(zip(done, readings(), strict=True))


def _batches(intake: Intake, items: Iterable[Item], tick: Callable[[], None]) -> Iterator[list[Chosen]]:
    batch: list[Chosen] = []
    size = 0
    for item in items:
        tick()
        if (chosen := intake.choose(item)) is None:
            continue
        batch.append(chosen)
        size += len(chosen.capture.body or b"")
        if len(batch) >= _BATCH or size >= _BATCH_BYTES:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


@contextmanager
def _reading(processes: int) -> Iterator[_Submit]:
    """What begins to read a batch, and gives what waits for its end. With 0 processes it is read when waited for."""
    if not processes:
        yield lambda pages: lambda: [read(page) for page in pages]
        return
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="readers")
    thread.start()
    readers = Readers(processes)

    async def all_of(pages: list[Page]) -> list[Reading]:
        return await asyncio.gather(*map(readers.read, pages))

    def submit(pages: list[Page]) -> Callable[[], list[Reading]]:
        future: Future[list[Reading]] = asyncio.run_coroutine_threadsafe(all_of(pages), loop)
        return future.result

    try:
        yield submit
    finally:
        loop.call_soon_threadsafe(readers.close)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.run_until_complete(asyncio.sleep(0))  # what was cancelled ends before its loop does
        loop.close()
