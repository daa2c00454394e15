"""Pure: countries and cities by the names that languages give them: Германия, Germany, Deutschland, Allemagne are one.

Names are those of CLDR (https://cldr.unicode.org): its territories, and the cities of its time zones.
"""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from babel import Locale, UnknownLocaleError

from storage.languages.stems import stems

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST = 4  # words of a name


def places(text: str, language: str) -> frozenset[str]:
    """What the text names, in any inflection: ISO codes of countries, zone names (``Europe/Moscow``) of cities."""
    known = names(language)
    tokens = stems(text, language).split()
    return frozenset(
        code
        for start in range(len(tokens))
        for end in range(start + 1, min(start + _LONGEST, len(tokens)) + 1)
        if (code := known.get(" ".join(tokens[start:end])))
    )


@cache
def names(language: str) -> dict[str, str]:
    """Stems of every name, to the code of what it names. A language that CLDR lacks knows the shared names only."""
    found = {stems(name, language): code for code, also in _ALSO.items() for name in also}
    try:
        locale = Locale.parse(language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return found
    listed = {stems(name, language): code for name, code in _listed(locale)}
    return {name: code for name, code in (listed | found).items() if len(name) > 1}


def _listed(locale: Locale) -> Iterator[tuple[str, str]]:
    for zone, described in locale.time_zones.items():
        if "/" in zone and not zone.startswith("Etc/"):
            yield described.get("city") or zone.rpartition("/")[2].replace("_", " "), zone
    # CLDR names a city only where it differs from the zone's own name, so English is in no table.
    for zone in _CAPITALS:
        yield zone.rpartition("/")[2].replace("_", " "), zone
    for code, name in locale.territories.items():
        if len(code) == 2 and code.isalpha():
            yield name, code


_CAPITALS = (
    "Africa/Cairo",
    "Asia/Baghdad",
    "Asia/Damascus",
    "Asia/Tehran",
    "Europe/Athens",
    "Europe/Belgrade",
    "Europe/Berlin",
    "Europe/Brussels",
    "Europe/Lisbon",
    "Europe/London",
    "Europe/Moscow",
    "Europe/Paris",
    "Europe/Prague",
    "Europe/Rome",
    "Europe/Vienna",
    "Europe/Warsaw",
)
# What CLDR has no name for, or lists under a name that nobody prints.
_ALSO = {
    "US": ("США", "USA", "US", "EEUU", "États-Unis", "Etats-Unis", "EUA", "الولايات المتحدة"),
    "GB": ("UK", "Великобритания", "Britain", "Großbritannien", "Grande-Bretagne", "Gran Bretaña", "Grã-Bretanha"),
    "SY": ("САР",),
    "TR": ("Turkey",),
    "CZ": ("Czech Republic",),
    "CN": ("КНР", "PRC", "RPC"),
    "KP": ("КНДР", "DPRK", "RPDC", "DVRK"),
    "AE": ("ОАЭ", "UAE", "EAU"),
    "city/Beijing": ("Пекин", "Beijing", "Peking", "Pékin", "Pekín", "Pequim", "Pechino", "Пекін", "北京", "بكين"),
    "city/Geneva": ("Женева", "Geneva", "Genf", "Genève", "Ginebra", "Genebra", "Ginevra", "日内瓦", "جنيف"),
    "city/Hague": ("Гаага", "Hague", "Den Haag", "La Haye", "La Haya", "Haia", "L’Aia", "海牙", "لاهاي"),
    "city/Munich": ("Мюнхен", "Munich", "München", "Múnich", "Munique", "Monaco di Baviera", "慕尼黑"),
}
