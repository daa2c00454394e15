"""Pure: what a headline tells whatever its language: places, numbers, and names as skeletons."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from unicodedata import combining, normalize

from storage.languages.cognates import initial, skeletons
from storage.languages.places import names, places
from storage.languages.stems import stems

if TYPE_CHECKING:
    from collections.abc import Mapping

AS_SPELT = "="
"""Marks a word that is compared as it is spelt."""

_NAMELESS = frozenset({"de", "ar", "zh", "ja"})  # capitals tell nothing about what is a name there
# Capitalised words that name an office, not a person or a place, and months: every desk words them its own way.
_OFFICES = """
    foreign minister ministry affairs deputy press secretary release briefing spokeswoman spokesperson spokesman
    president federation january february march april may june july august september october november december
    министр министерство мид федерация российский президент заместитель сми правительство
    ministre ministère affaires étrangères fédération président porte parole vice
    ministro ministerio asuntos exteriores federación presidente viceministro
    ministério negócios estrangeiros federação affari esteri ministero federazione міністр міністерство мзс
"""
_WORD = re.compile(r"[^\W\d_]+")
_NUMBER = re.compile(r"\d+")
_YEAR = re.compile(r"(19|20)\d\d")


@dataclass(frozen=True, slots=True)
class Title:
    """A headline taken apart."""

    words: Mapping[frozenset[str], bool]
    """Skeletons of each word, and whether the word is written as a name."""
    initials: frozenset[str]
    """Classes of letters that stand alone, as in С.В.Лавров."""
    places: frozenset[str]
    numbers: frozenset[str]
    """Without years, and without the parts of the day of publication, which all of that day may print."""
    years: frozenset[str]
    is_latin: bool


def read_title(title: str, language: str, day: str) -> Title:
    """The title of a document published on this day (``2019-11-27``)."""
    numbers = frozenset(number.lstrip("0") for number in _NUMBER.findall(title))
    years = frozenset(number for number in numbers if _YEAR.fullmatch(number))
    words = _WORD.findall(title)
    return Title(
        words=_words(words, language),
        initials=frozenset(initial(word) for word in words if len(word) == 1 and word.isupper()),
        places=places(title, language),
        numbers=numbers - years - {part.lstrip("0") for part in day.split("-")},
        years=years,
        is_latin=sum(_plain(word).isascii() for word in words) * 2 > len(words),
    )


def _words(words: list[str], language: str) -> dict[frozenset[str], bool]:
    known, offices = names(language), _offices(language)
    capitals_tell = language.partition("-")[0] not in _NAMELESS
    found: dict[frozenset[str], bool] = {}
    for at, word in enumerate(words):
        capital = at > 0 and word[0].isupper()
        shape = skeletons(word, language)
        if not shape and capital and len(plain := _plain(word)) > 2 and plain.isascii():
            shape = frozenset({f"{AS_SPELT}{plain}"})  # Maas, Heiko: too short but for Latin letters alone
        stem = stems(word, language)
        if shape and stem not in known:
            found[shape] = found.get(shape, False) or (capital and capitals_tell and stem not in offices)
    return found


def _plain(word: str) -> str:
    return "".join(letter for letter in normalize("NFD", word.lower()) if not combining(letter))


@cache
def _offices(language: str) -> frozenset[str]:
    return frozenset(stems(_OFFICES, language).split())
