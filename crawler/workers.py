"""Processes that work beside the main one: they leave signals to it, and end with it however it ends."""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
import sys
import threading
from concurrent.futures import ProcessPoolExecutor
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable


def pool(processes: int, begin: Callable[..., None] | None = None, *args: Any) -> ProcessPoolExecutor:
    """So many processes, started as they are needed. Each calls ``begin(*args)`` before its first task."""
    context = multiprocessing.get_context("spawn")
    return ProcessPoolExecutor(processes, mp_context=context, initializer=_begin, initargs=(begin, args))


def cores() -> int:
    """Those that this process may use."""
    return len(os.sched_getaffinity(0)) if sys.platform == "linux" else os.cpu_count() or 1


def abandon(workers: ProcessPoolExecutor) -> None:
    """End the processes now, whatever they are at: the only way with one that hangs.

    All tasks that are not done fail with BrokenExecutor; cancelling them would silence those who wait.
    """
    for process in list((getattr(workers, "_processes", None) or {}).values()):
        process.kill()
    workers.shutdown(wait=False)


def _begin(begin: Callable[..., None] | None, args: tuple[Any, ...]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    if sys.platform == "linux":
        os.sched_setscheduler(0, os.SCHED_BATCH, os.sched_param(0))  # longer turns: what it has at hand stays in cache
    parent = multiprocessing.parent_process()
    assert parent is not None

    def watch() -> None:
        parent.join()
        os._exit(0)

    threading.Thread(target=watch, daemon=True).start()
    if begin is not None:
        begin(*args)
    gc.freeze()  # what was imported stays: no search for garbage need go through it again
