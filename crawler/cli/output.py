"""Writing to a reader who may leave before the end. Holds no command."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


def quietly(show: Callable[[], None]) -> None:
    """Show, and take it as enough when the reader closes the pipe (``scrapy changes | head``)."""
    try:
        show()
        sys.stdout.flush()
    except BrokenPipeError:
        # Python flushes stdout once more at exit; there it would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
