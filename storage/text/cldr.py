"""Pure: what CLDR knows of a language, through Babel: months, weekdays, number symbols, countries."""

from __future__ import annotations

from functools import lru_cache

from babel import Locale, UnknownLocaleError

from storage.text.lexicon import Lexicon
from storage.text.tables import table


@lru_cache(maxsize=64)
def locale(language: str) -> Locale | None:
    """CLDR's locale for a tag (``en``, ``zh-Hant``); None for a language it does not know."""
    try:
        return Locale.parse(language, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


@lru_cache(maxsize=64)
def months(language: str) -> Lexicon[int]:
    """Names of months, 1 to 12, in the cases that dates take, full and abbreviated."""
    return _names(language, "months", dict(table(language).months), first=1)


@lru_cache(maxsize=64)
def weekdays(language: str) -> Lexicon[int]:
    """Names of weekdays, 0 (Monday) to 6."""
    return _names(language, "days", dict(table(language).weekdays), first=0)


def _names(language: str, what: str, more: dict[int, str], first: int) -> Lexicon[int]:
    known = locale(language)
    forms: dict[int, list[str]] = {number: more.get(number, "").split() for number in range(first, first + 12)}
    for context in ("format", "stand-alone"):
        for width in ("wide", "abbreviated") if what == "months" else ("wide",):
            names = getattr(known, what)[context].get(width, {}) if known else {}
            for number, name in names.items():
                # Chinese and its like write months as figures: 11月 is read as such.
                if not name[0].isdigit():
                    forms[number].append(name.rstrip(".").replace(" ", "_"))
    return Lexicon({number: " ".join(listed) for number, listed in forms.items() if listed})


@lru_cache(maxsize=64)
def separators(language: str) -> tuple[str, str]:
    """A language's decimal mark and its mark between thousands, as printed there: ``(",", ".")`` in German."""
    known = locale(language)
    if known is None:
        return ".", ","
    symbols = known.number_symbols.get("latn", known.number_symbols.get("arab", {}))
    return str(symbols.get("decimal", ".")), str(symbols.get("group", ","))


@lru_cache(maxsize=64)
def countries(language: str) -> Lexicon[str]:
    """Names of countries and territories with their codes; continents and other groups too."""
    known = locale(language)
    if known is None:
        return Lexicon({})
    more = table(language).countries
    forms = {
        code: f"{_cases(name.replace(' ', '_'), known.language)} {more.get(code, '')}"
        for code, name in known.territories.items()
    }
    return Lexicon(forms)


def _cases(name: str, language: str) -> str:
    """A country's name with the cases that its ending tells: Нигерии, Нигером; Italiens."""
    if language == "de" and name[-1] not in "szß":
        return f"{name} {name}s"
    if language not in ("ru", "uk") or len(name) < 4 or "_" in name:
        return name
    for ending, cases in _CASES[language]:
        if name.endswith(ending):
            stem = name[: len(name) - len(ending)]
            return f"{name} " + " ".join(stem + case for case in cases.split())
    if name[-1].isalpha() and name[-1] not in "оеуыэюіїєь":
        return f"{name} " + " ".join(name + case for case in _CASES_OF_CONSONANTS[language].split())
    return name


_CASES = {
    "ru": (("ия", "ии ию ией"), ("я", "и ю ей е"), ("а", "ы и у ой е"), ("й", "я ю ем е"), ("ь", "и ью")),
    "uk": (("ія", "ії ію ією"), ("я", "і ю ею"), ("а", "и у ою і"), ("й", "ю я єм ї")),
}
_CASES_OF_CONSONANTS = {"ru": "а у ом е", "uk": "у ом і"}
