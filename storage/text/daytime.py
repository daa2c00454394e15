"""Pure: the times of day that a text prints, each with the one value it has there: 3 p.m. and 15:00 are 15:00."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple

from storage.text.tables import table

_MORNING = (
    r"a\.?\s?m\b\.?|in the morning|утра|ночи|ранку|ночі|morgens|früh|vormittags|du matin|de la mañana"
    r"|de la madrugada|di mattina|da manhã"
)
_LATER = (
    r"p\.?\s?m\b\.?|in the afternoon|in the evening|at night|дня|вечера|вечора|nachmittags|abends|de l['’]après-midi"
    r"|du soir|de la tarde|de la noche|di sera|del pomeriggio|da tarde|da noite"
)
_HOURS = r"h\b|hrs?\b|hours\b|heures?\b|Uhr\b|час(?:ов|а)?\b|ч\b\.?|hs?\b|horas?\b|o['’]clock|годин[иа]?\b|ore\b"
HALVES = frozenset(
    {"p", "pm", "morning", "afternoon", "evening", "night", "утра", "дня", "вечера", "ночи", "вечора", "ранку", "ночі"}
    | {"morgens", "früh", "vormittags", "nachmittags", "abends", "matin", "midi", "soir", "mañana", "madrugada"}
    | {"tarde", "noche", "mattina", "pomeriggio", "manhã", "noite"}
)
"""Words that say which half of the day is meant, one of any two at least that mean other halves."""
_TOLD = re.compile(rf"\b(?:{_MORNING}|{_LATER}|{_HOURS})|[0-9]h[0-9]", re.IGNORECASE)
_MINUTE = "[0-5][0-9]"


class Moment(NamedTuple):
    """A time of day at ``text[start:end]``."""

    start: int
    end: int
    value: str
    """``15:30``."""
    ambiguous: bool
    """Whether it may as well be a mere number: ``12.30``, or a length of time: ``3 часа``."""


def may_tell_time(text: str) -> bool:
    """Whether a look is worth while: a colon, a point between figures, or a word of hours stands there."""
    return ":" in text or "." in text or _TOLD.search(text) is not None


def moments(text: str, language: str) -> list[Moment]:
    """Every time of day in order."""
    found = []
    for match in _pattern(language).finditer(text):
        hour = _hour(match["hour"], language)
        minute = int(match["minute"] or match["more"] or 0)
        told = bool(match["later"] or match["morning"])
        if not (match["minute"] or match["hours"] or told) or hour > 24 or (told and hour > 12):
            continue
        if match["later"] and hour < 12:
            hour += 12
        elif match["morning"] and hour == 12:
            hour = 0
        ambiguous = match["mark"] == "." if match["minute"] else not (told or match["more"])
        found.append(Moment(*match.span(), f"{hour}:{minute:02}", ambiguous and not told and not match["more"]))
    return found


def _hour(printed: str, language: str) -> int:
    return int(printed) if printed.isdecimal() else table(language).number_words.get(printed.casefold()) or 0


@lru_cache(maxsize=64)
def _pattern(language: str) -> re.Pattern[str]:
    numbers = table(language).numbers
    spelled = (word for value in range(1, 25) for word in numbers.get(value, "").split() if "_" not in word)
    hours = "|".join(map(re.escape, sorted(spelled, key=len, reverse=True)))
    return re.compile(
        rf"(?<![\w.,:])(?P<hour>\d{{1,2}}{'|' + hours if hours else ''})(?!\d)"
        rf"(?:(?P<mark>[:.])(?P<minute>{_MINUTE})(?!\d|[.:,]\d))?"
        rf"(?:\s?(?P<hours>{_HOURS}|(?<=\d)h(?=\d)|h(?=\s\d))(?:\s?(?P<more>{_MINUTE})(?!\d)(?:\s?(?:min|мин)\w*\.?)?)?)?"
        rf"(?:\s?(?:(?P<morning>{_MORNING})|(?P<later>{_LATER})))?",
        re.IGNORECASE,
    )
