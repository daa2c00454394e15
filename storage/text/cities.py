"""Pure: cities that news speaks of, by language: names where a capital alone, or its place, tells nothing."""

from __future__ import annotations

from functools import lru_cache

from babel.core import get_global

from storage.text.cldr import locale
from storage.text.lexicon import Lexicon
from storage.text.tables import table

_REGIONS = ("Europe/", "Asia/", "Africa/")  # other regions hold words: America/Resolute, Indian/Christmas
_A_WORD = "Asia/Oral"
_LEAST_STEM = 5
_VOWELS = "аеёиоуыэюяьй"


@lru_cache(maxsize=64)
def cities(language: str) -> Lexicon[str]:
    """Names of cities, former and present ones with one meaning (Kiev, Kyiv).

    CLDR has those that name time zones; the language's table has capitals that name none.
    """
    known = locale(language)
    if known is None:
        return Lexicon({})
    aliases = get_global("zone_aliases")
    forms: dict[str, list[str]] = {}
    for zone in {*get_global("zone_territories"), *aliases, *known.time_zones}:
        if zone.startswith(_REGIONS) and zone != _A_WORD:
            printed = known.time_zones.get(zone, {}).get("city", "")
            told = forms.setdefault(aliases.get(zone, zone), [])
            told += [name.replace(" ", "_") for name in (zone.rpartition("/")[2], printed) if name]
    for city, listed in table(language).cities.items():
        forms.setdefault(city, []).extend(listed.split())
    return Lexicon({city: " ".join(form for name in listed for form in _forms(name)) for city, listed in forms.items()})


def _forms(name: str) -> tuple[str, ...]:
    """A name, and if it is Cyrillic and not short its stem, for its cases."""
    stem = name.rstrip(_VOWELS)
    if len(stem) < _LEAST_STEM or name[0].isascii() or "_" in name or "-" in name:
        return (name,)
    return name, f"{stem}*"
