"""Pure: a text cut into the terms that its translation may be known by.

A term is a stem, or something that all languages print alike once read: a number (``=8848``, in words too), a month
(``=month11``), a weekday, a unit, a negation (``=not``), a country or city (``=FR``), a mark (``=?``).
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

from storage.languages.places import names
from storage.languages.stems import stems
from storage.text.cldr import months, weekdays
from storage.text.figures import readings
from storage.text.tables import table

if TYPE_CHECKING:
    from collections.abc import Sequence

SHARED = "="
"""What a term begins with that means the same in every language."""

_PART = re.compile(r"(?P<number>\d+(?:[.,:'’]\d+)*)|(?P<word>[^\W\d_]+)|(?P<mark>\.{3}|[^\w\s])")
_HAN = re.compile("[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")
# One sign for what languages print differently; what is not listed and is no symbol (comma, dash) says nothing.
_MARKS = {
    **dict.fromkeys('"«»“”„‟「」『』', '"'),
    **dict.fromkeys("?？؟", "?"),
    **dict.fromkeys("!！", "!"),
    **dict.fromkeys(":：", ":"),
    **dict.fromkeys(";；؛", ";"),
    **dict.fromkeys("(（", "("),
    **dict.fromkeys(")）", ")"),
    **dict.fromkeys("%٪％", "%"),
    **dict.fromkeys(("…", "..."), "…"),
}
_SILENT = frozenset(",.，。、،'’‘-–—‐‑¿¡·[]{}*_`´")
_LONGEST_STEM = 7
"""Letters: where no stemmer knows a language, words that agree so far are one."""


def terms(text: str, language: str) -> tuple[str, ...]:
    """The text's terms in reading order, repeated as often as they are printed."""
    found: list[str] = []
    for part in _PART.finditer(text.casefold()):
        if part["word"]:
            found.extend(_word(part["word"], language))
        elif part["number"]:
            found.append(_number(part["number"], language))
        elif part["mark"] not in _SILENT:
            found.append(SHARED + _MARKS.get(part["mark"], part["mark"]))
    return _with_places(found, language)


@lru_cache(maxsize=100_000)
def _word(word: str, language: str) -> tuple[str, ...]:
    if _HAN.match(word):
        return tuple(word)
    known = _meaning(word, language)
    return (SHARED + known if known else stems(word, language)[:_LONGEST_STEM],)


def _meaning(word: str, language: str) -> str:
    """What the tables, and CLDR, know a word to mean, whatever the language; ``''`` for most words."""
    listed = table(language)
    number = listed.number_words.get(word) or listed.scale_words.get(word)
    if number is not None and number > 1:
        return str(number)
    ordinal = listed.ordinal_words.get(word)
    if ordinal is not None and ordinal > 1:
        return f"{ordinal}."
    month = months(language).get(word) if len(word) > 3 else None
    if month is not None:
        return f"month{month}"
    weekday = weekdays(language).get(word)
    if weekday is not None:
        return f"weekday{weekday}"
    return (
        listed.force.get(word) or listed.unit_words.get(word) or ("asked" if listed.question_labels.get(word) else "")
    )


@lru_cache(maxsize=20_000)
def _number(printed: str, language: str) -> str:
    return SHARED + min(readings(printed, language))


def _with_places(found: Sequence[str], language: str) -> tuple[str, ...]:
    """Names of places in one term each: ``=US`` for the United States."""
    known = _places(language)
    placed: list[str] = []
    at = 0
    while at < len(found):
        candidates = known.get(found[at], ())
        for name, code in candidates:
            if tuple(found[at : at + len(name)]) == name:
                placed.append(SHARED + code)
                at += len(name)
                break
        else:
            placed.append(found[at])
            at += 1
    return tuple(placed)


@lru_cache(maxsize=64)
def _places(language: str) -> dict[str, tuple[tuple[tuple[str, ...], str], ...]]:
    """First term of a name -> the names that begin with it, as terms, longest first, and what they name."""
    found: dict[str, list[tuple[tuple[str, ...], str]]] = {}
    for stemmed, code in names(language).items():
        name = tuple(part[:_LONGEST_STEM] for part in stemmed.split())
        if name and sum(map(len, name)) > 2:
            found.setdefault(name[0], []).append((name, code))
    return {first: tuple(sorted(listed, key=lambda one: (-len(one[0]), one))) for first, listed in found.items()}
