"""Pure: whether a month's or weekday's name is somebody's, or a place's: Prime Minister May, Santo Domingo."""

from __future__ import annotations

import re

from storage.text.cities import cities
from storage.text.cldr import countries, months, weekdays
from storage.text.sentences import starts_sentence
from storage.text.tables import table

_WHEN = frozenset(
    {
        "in",
        "since",
        "until",
        "till",
        "during",
        "last",
        "next",
        "this",
        "early",
        "mid",
        "late",
        "of",
        "im",
        "seit",
        "bis",
    }
    | {"ende", "anfang", "mitte", "en", "desde", "depuis"}
)
"""Words before a month rather than before somebody's first name."""
_ADDRESSING = frozenset(
    {"mr", "mrs", "ms", "dr", "prof", "professor", "professorin", "sir", "lord", "lady", "herr", "herrn", "frau"}
    | {"m", "mm", "mme", "mmes", "mlle", "monsieur", "madame", "professeur", "señor", "señora", "sr", "sra", "don"}
    | {"doña", "profesor", "profesora", "signor", "signora", "senhor", "senhora"}
)
"""Forms of address: behind them a weekday is a name even where weekdays have capitals."""
_CAPITAL_NAMES = frozenset({"ru", "uk"})
"""Languages whose months are hardly ever given a capital that their place does not explain."""
_LOWER_CASE = frozenset({"es", "fr", "it", "pt"}) | _CAPITAL_NAMES
_NEXT_WORD = re.compile(r" ([^\W\d_]\w+)")
_WORD_BEFORE = re.compile(r"([^\W_]+)\.?[ \u00a0]$")
_LAST_WORD = re.compile(r"(\w+)\W*$")
_DAY_BEFORE = re.compile(r"\d[\w.º]*[\s,]+(?:de |of )?$")
_NUMBER_BEHIND = re.compile(r",?\s?(?:de |del |of )?\d")
_FARTHEST = 24
"""Code points before a word within which the word before it stands."""


def is_namesake(text: str, start: int, end: int, language: str) -> bool:
    """Whether a month's or weekday's name at ``text[start:end]`` names somebody or a place; never beside a number.

    Behind an office or a form of address, before a surname (April Thornbury), behind another capital (Santo Domingo).
    """
    word = text[start:end]
    if not word[0].isupper() or _NUMBER_BEHIND.match(text, end):
        return False
    led = text[max(0, start - _FARTHEST) : start]
    if _DAY_BEFORE.search(led):
        return False
    primary, folded = language.partition("-")[0], word.casefold()
    known = table(language)
    before = _WORD_BEFORE.search(led)
    said = before[1].casefold() if before else ""
    if known.ordinal_words.get(said) is not None:  # le Premier Mai
        return False
    if primary in _CAPITAL_NAMES and not word.isupper() and not starts_sentence(text, start):
        return True
    if folded in known.given_names.split() and _leads_surname(text, start, end, language):
        return True
    if before is None:
        return False
    surname = folded in known.surnames.split()
    if said in _ADDRESSING:
        return True
    if not (surname or primary in _LOWER_CASE):
        return False
    if known.title_words.get(said) is not None:
        return True
    return _is_first_half(before[1], text, start - len(led) + before.start(), language, at_start=surname)


def _leads_surname(text: str, start: int, end: int, language: str) -> bool:
    """April Thornbury, but not "in April Russia"."""
    surname = _NEXT_WORD.match(text, end)
    if surname is None or not surname[1][0].isupper() or _is_place_or_day(surname[1].casefold(), language):
        return False
    before = _LAST_WORD.search(text, max(0, start - _FARTHEST), start)
    return before is None or not (before[1][0].isdigit() or before[1].casefold() in _WHEN)


def _is_first_half(word: str, text: str, start: int, language: str, *, at_start: bool) -> bool:
    """Whether a word may be the first half of a name: Santo Domingo; no acronym, country, city or month."""
    folded = word.casefold()
    if len(word) < 2 or not word[0].isupper() or word.isupper() or _is_place_or_day(folded, language):
        return False
    if starts_sentence(text, start):
        return at_start and folded not in _WHEN and folded not in table(language).small_words
    return True


def _is_place_or_day(folded: str, language: str) -> bool:
    return any(listed(language).get(folded) is not None for listed in (countries, cities, weekdays, months))
