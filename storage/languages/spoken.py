"""Pure: times of day as they are said: halb drei, half past two, deux heures et demie, половина третьего."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from storage.text.counting import ONES, ordinal
from storage.text.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator

# Of each language: what is said around the hour, and the minutes from that hour on.
_SAID: dict[str, tuple[tuple[str, int], ...]] = {
    "en": (("half past HOUR", 30), ("quarter past HOUR", 15), ("quarter to HOUR", -15)),
    "de": (("halb HOUR", -30), ("dreiviertel HOUR", -15), ("viertel nach HOUR", 15), ("viertel vor HOUR", -15)),
    "fr": (
        ("HOUR heures? et demie", 30),
        ("(?P<noon>midi|minuit) et demie?", 30),
        ("HOUR heures? et quart", 15),
        ("HOUR heures? moins le quart", -15),
    ),
    "es": (("las? HOUR y media", 30), ("las? HOUR y cuarto", 15), ("las? HOUR menos cuarto", -15)),
    "ru": (("половин[аеуы] HOUR", -30), ("полHOUR", -30), ("четверть HOUR", -45), ("без четверти HOUR", -15)),
}
_HOUR = r"(?P<hour>\\d{1,2}|[^\\W\\d_]{2,20})"


class Spoken(NamedTuple):
    """A time of day at ``text[start:end]``."""

    start: int
    end: int
    hour: int
    """From 0 to 23, as far as is said."""
    minute: int
    named: int
    """The hour that is named: three of ``halb drei``."""


def spoken(text: str, language: str) -> Iterator[Spoken]:
    """Every time of day that is said with a half or a quarter."""
    primary = language.partition("-")[0]
    for pattern, minutes in _patterns(primary):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            named = 12 if groups.get("noon") else _hour(groups["hour"].casefold(), primary)
            if named is not None and named <= 24:
                hour, minute = divmod((named * 60 + minutes) % (24 * 60), 60)
                yield Spoken(*match.span(), hour, minute, named)


@cache
def _patterns(primary: str) -> tuple[tuple[re.Pattern[str], int], ...]:
    return tuple(
        (re.compile(rf"(?<!\w){re.sub('HOUR', _HOUR, said)}(?!\w)".replace(" ", r"\s+"), re.I), minutes)
        for said, minutes in _SAID.get(primary, ())
    )


def _hour(word: str, primary: str) -> int | None:
    if word.isdecimal():
        return int(word)
    if word in ONES.get(primary, ()) or (primary, word) in {("en", "one"), ("de", "eins")}:
        return 1
    return table(primary).number_words.get(word) or ordinal(word, primary)
