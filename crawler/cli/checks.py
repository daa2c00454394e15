"""Pure: what is wrong with settings as given, before anything is touched. Holds no command."""

from __future__ import annotations

import difflib
import logging
import math
from pathlib import Path
from typing import TYPE_CHECKING

from scrapy.settings import default_settings

import crawler.settings

if TYPE_CHECKING:
    from collections.abc import Sequence

    from scrapy.settings import BaseSettings

MOST = 1_000_000
"""No setting of ours means more: so many minutes, doubled as often as pauses are, are still a span of time."""
_FRACTIONAL = ("_DELAY", "_JITTER", "_TIMEOUT", "_INTERVAL", "_SECONDS", "_SECS")
_ADJUSTS = ("_PRIORITY", "_PRIORITY_ADJUST")


def wrong_setting(settings: BaseSettings, assignments: Sequence[str]) -> str:
    """What is the matter with one of the settings given with `-s`, or with a number of ours; empty if nothing is."""
    given = [assignment.partition("=")[0] for assignment in assignments]
    complaints = (
        *map(_misspelt, given),
        _no_file(str(settings["DATABASE"] or "")),
        _no_level(str(settings["LOG_LEVEL"])),
        *(_no_number(name, settings[name]) for name in sorted({*given, *_names(crawler.settings)})),
    )
    return next(filter(None, complaints), "")


def _names(module: object) -> set[str]:
    return {name for name in dir(module) if name.isupper()}


def _misspelt(name: str) -> str:
    """A name that nobody reads is a typo, not a wish."""
    known = _names(default_settings) | _names(crawler.settings)
    if name in known:
        return ""
    near = difflib.get_close_matches(name, known, 1)
    return f"no setting is called {name}" + (f"; did you mean {near[0]}?" if near else "")


def _no_file(database: str) -> str:
    if not database.strip():
        return "DATABASE= names no file"
    try:
        return f"DATABASE={database} is a folder" if Path(database).expanduser().is_dir() else ""
    except RuntimeError:
        return f"DATABASE={database}: there is no such user"


def _no_level(level: str) -> str:
    known = logging.getLevelNamesMapping()
    return "" if level in known else f"LOG_LEVEL={level} is none of {', '.join(known)}"


def _no_number(name: str, value: object) -> str:
    """A number, whole and not negative where the setting means a count, wherever the default is one."""
    ours = getattr(crawler.settings, name, None)
    default = getattr(default_settings, name, ours)
    if any(isinstance(known, bool) for known in (ours, default)) or not isinstance(default, int | float):
        return ""
    try:
        number = float(str(value))
    except ValueError:
        return f"{name}={value} is no number"
    counts = isinstance(default, int) and not name.endswith(_FRACTIONAL)
    if not math.isfinite(number) or (counts and not str(value).strip().lstrip("+-").isdecimal()):
        return f"{name}={value} is no {'whole ' if counts else ''}number"
    least = -math.inf if name.endswith(_ADJUSTS) else 1 if name.startswith("CONCURRENT_") else 0
    if number < least:
        return f"{name}={value} is less than {least}"
    if not hasattr(default_settings, name) and number > MOST:
        return f"{name}={value} is more than {MOST}"
    return ""
