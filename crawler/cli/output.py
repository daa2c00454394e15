"""Writing to a reader who may leave before the end; a bar for one who watches. Holds no command."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import Progress

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def quietly(show: Callable[[], None]) -> None:
    """Show, and take it as enough when the reader closes the pipe (``scrapy changes | head``)."""
    try:
        show()
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes stdout once more at exit; there it would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


@contextmanager
def bar(what: str) -> Iterator[Callable[[int, int], None]]:
    """Give a function that is told how many are done, and of how many: shown while a terminal is watching."""
    with Progress(console=Console(stderr=True), transient=True, disable=not sys.stderr.isatty()) as bars:
        task = bars.add_task(what, total=None)
        yield lambda done, total: bars.update(task, completed=done, total=total)
