"""Pure: passages as they are matched, and which became which."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable


class Passage(NamedTuple):
    """What a passage is matched by."""

    text: str
    speaker: str
    """The label as printed, ``''`` if none."""


class Link(NamedTuple):
    """Passage ``old`` became passage ``new`` (0-based)."""

    old: int
    new: int
    moved: bool = False


passage_of: Callable[[tuple[str, str]], Passage] = partial(tuple.__new__, Passage)
link_of: Callable[[tuple[int, int, bool]], Link] = partial(tuple.__new__, Link)
# Straight to tuple: half the time.
