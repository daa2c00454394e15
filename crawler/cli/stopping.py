"""Work that ends early when it is asked to: at the next place where nothing is half done. Holds no command."""

from __future__ import annotations

import signal
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


class Stopped(Exception):
    """Raised between two transactions, because a signal asked for the end."""


@contextmanager
def stoppable() -> Iterator[Callable[[], bool]]:
    """Give a function that says whether SIGTERM or SIGINT came. A second one has its usual effect, at once."""
    asked: list[int] = []

    def take_note(number: int, _frame: Any) -> None:
        asked.append(number)
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)

    former = {number: signal.signal(number, take_note) for number in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield lambda: bool(asked)
    finally:
        for number, handler in former.items():
            signal.signal(number, signal.SIG_DFL if handler is None else handler)
