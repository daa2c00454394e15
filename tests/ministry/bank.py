"""The ministry's words: parallel sentences in five languages, read from the plain files in ``bank/``."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date
    from random import Random

LANGUAGES = ("ru", "en", "de", "fr", "es")

Parallel = dict[str, str]
"""One sentence in every language."""

_FOLDER = Path(__file__).parent / "bank"
_MARK = re.compile(r"\{\{([^|{}]*)\|([^|{}]*)\}\}")
_DECIMAL_COMMA = ("ru", "de", "fr", "es")
_GROUPING = {"ru": " ", "en": ",", "de": ".", "fr": " ", "es": "."}
_PER_CENT = {"ru": "процента", "en": "per cent", "de": "Prozent", "fr": "pour cent", "es": "por ciento"}


@dataclass(frozen=True, slots=True)
class Hunk:
    """The words that an edit changes; either may be empty."""

    before: str
    after: str


def _groups(name: str) -> list[Parallel]:
    """The blocks of one file, lines ``key: text``, separated by empty lines."""
    blocks = (_FOLDER / name).read_text(encoding="utf-8").strip().split("\n\n")
    return [dict(line.split(": ", 1) for line in block.splitlines()) for block in blocks]


@cache
def words() -> dict[str, Any]:
    """Slot values, labels and titles, by name and language."""
    data: dict[str, Any] = json.loads((_FOLDER / "words.json").read_text(encoding="utf-8"))
    return data


@cache
def statements() -> tuple[Parallel, ...]:
    return tuple(_groups("statements.txt"))


@cache
def dialogue() -> tuple[tuple[Parallel, Parallel], ...]:
    """Questions, each with the answer to it."""
    lines = _groups("dialogue.txt")
    return tuple(zip(lines[::2], lines[1::2], strict=True))


@cache
def additions() -> tuple[Parallel, ...]:
    """Sentences that stand in no document until an edition adds them."""
    return tuple(_groups("additions.txt"))


@cache
def marked(kind: str, variant: int) -> Parallel:
    """A sentence with ``{{before|after}}`` marks where an edit of this kind will change it."""
    return [group for group in _groups("edits.txt") if group["kind"] == kind][variant]


def side(text: str, after: bool) -> str:
    """A marked text before or after its edit."""
    return " ".join(_MARK.sub(lambda match: match[2] if after else match[1], text).split())


def hunks(text: str) -> tuple[Hunk, ...]:
    """The marked words of a text, in order."""
    return tuple(Hunk(match[1], match[2]) for match in _MARK.finditer(text))


def integer(value: int, language: str) -> str:
    """``1500`` as the language prints it: ``1 500``, ``1,500``, ``1.500``."""
    return f"{value:,}".replace(",", _GROUPING[language])


def per_cent(tenths: int, language: str) -> str:
    """``125`` as ``12,5 процента`` or ``12.5 per cent``."""
    whole, rest = divmod(tenths, 10)
    point = "," if language in _DECIMAL_COMMA else "."
    return f"{whole}{point}{rest} {_PER_CENT[language]}"


def day(value: date, language: str, form: str = "on") -> str:
    """A date in words; ``form`` is ``on`` (``on 27 November``) or ``full_date`` (with its year)."""
    template: str = words()[form][language]
    return template.format(day=value.day, month=words()["month"][language][value.month - 1], year=value.year)


def draw(rng: Random) -> dict[str, Parallel]:
    """One value for every slot, the same thing in each language."""
    lists = words()
    picks = {name: rng.randrange(len(lists[name]["ru"])) for name in ("place", "country", "who", "with")}
    n = rng.choice((5, 6, 7, 8, 9, 10, 12, 15, 18, 20, 25, 27, 30))
    big, tenths = rng.randrange(11, 99) * 100, rng.randrange(2, 38) * 10 + rng.randrange(1, 10)
    month, monthday, year = rng.randrange(12), rng.randrange(1, 29), rng.randrange(1998, 2026)
    values: dict[str, Parallel] = {
        language: {name: lists[name][language][index] for name, index in picks.items()}
        | {
            "city": lists["city"][language][picks["place"]],
            "n": str(n),
            "big": integer(big, language),
            "pct": per_cent(tenths, language),
            "date": lists["on"][language].format(day=monthday, month=lists["month"][language][month]),
            "year": str(year),
        }
        for language in LANGUAGES
    }
    return values


def fill(template: Mapping[str, str], values: Mapping[str, Mapping[str, str]]) -> Parallel:
    """A parallel template with its slots filled; edit marks are left in place."""
    return {
        language: re.sub(r"(?<!\{)\{(\w+)\}(?!\})", lambda match, lang=language: values[lang][match[1]], text)  # type: ignore[misc]
        for language, text in template.items()
        if language in values
    }
