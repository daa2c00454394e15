"""Pure: number words that only matter where two languages are laid side by side: ordinals, ``and one``, ``and a half``.

What ``storage.text.tables`` lists serves to tell an edit within one language. A translation may say ``21.`` where
the other says ``двадцать первый``, ``twenty-first`` or ``vigésimo primero``: here that is one value.
"""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache

from storage.text.tables import table


def _listed(words: str) -> list[str]:
    return words.split()


SPELLED = frozenset({"ru", "en", "de", "fr", "es"})
"""Languages whose number words are known well enough that one of them may contradict a number."""

ONES = {
    "ru": frozenset(_listed("один одна одно одного одной одну одним одном одному")),
    "uk": frozenset(_listed("один одна одне одного однієї одну")),
    "fr": frozenset({"un", "une"}),
    "es": frozenset({"uno", "una", "un"}),
    "it": frozenset({"uno", "una", "un"}),
    "pt": frozenset({"um", "uma"}),
}
"""Words for one that may follow tens; elsewhere they are articles."""

AND = frozenset({"и", "and", "und", "et", "y", "e", "і", "та"})

HALF_MORE = {
    "ru": re.compile(r"\s+с\s+половиной\b"),
    "en": re.compile(r"\s+and\s+a\s+half\b"),
    "fr": re.compile(r"\s+et\s+demie?\b"),
    "es": re.compile(r"\s+y\s+medi[oa]\b"),
}
"""What follows a number, or a million, and adds a half."""

_FRACTIONS = {
    "1.5": "полтора полутора полторы anderthalb eineinhalb",
    "2.5": "zweieinhalb",
    "3.5": "dreieinhalb",
    "4.5": "viereinhalb",
}
_MORE_THAN_ONE = {word: Decimal(value) for value, listed in _FRACTIONS.items() for word in listed.split()}
_PARTS = {
    ("0.5", "50", "1/2"): (
        "половина половину половины половине половиной пол half halves hälfte halb halbe halben moitié demi demie"
        " mitad medio media metà mezzo mezza metade meio половину половини"
    ),
    ("0.25", "25"): "четверть четверти quarter quarters viertel quart cuarto cuarta quarto чверть",
    ("0.75", "75"): "dreiviertel",
    ("3", "33", "30"): "треть трети third thirds drittel tiers tercio terzo terço третина",
    ("2", "100", "200"): (
        "вдвое двойной двойная двойное удвоить удвоил удвоился удвоилась удвоилось удвоились удвоение double doubled"
        " doubling doubles twofold twice doppelt doppelte verdoppelt verdoppelte verdoppelten"
        " doublé doubler double doble duplicó duplicado"
        " duplicar пара пары пару couple pair paar"
    ),
    (
        "3",
        "300",
    ): "втрое тройной утроился утроилось triple tripled trebled threefold dreifach verdreifacht triplé triplicó",
    ("4", "400"): "вчетверо четырёхкратно quadrupled fourfold vierfach quadruplé cuadruplicó",
    ("10", "1000"): "десятикратно вдесятеро tenfold zehnfach décuplé",
    ("12", "6"): "полдюжины",
    ("12", "12:00"): "noon midday полдень полудня mittag mittags midi mediodía mezzogiorno",
    ("0", "12", "24", "0:00", "24:00", "12:00"): "midnight полночь полуночи mitternacht minuit medianoche mezzanotte",
    ("14", "15", "2"): "fortnight quinzaine quincena",
}
_SAYS = {word: frozenset(values) for values, listed in _PARTS.items() for word in listed.split()}

_RU_ORDINAL = re.compile(
    r"(перв|втор|трет|четв[её]рт|пят|шест|седьм|восьм|девят|десят|одиннадцат|двенадцат|тринадцат|четырнадцат|пятнадцат"
    r"|шестнадцат|семнадцат|восемнадцат|девятнадцат|двадцат|тридцат|сороков|пятидесят|шестидесят|семидесят|восьмидесят"
    r"|девяност)(?:ый|ий|ой|ая|ое|ые|ого|ому|ым|ом|ую|ых|ыми|ья|ье|ьи|ьего|ьей|ьему|ьем|ьим|ьих|(?<=трет)ью)"
)
_RU_STEMS = _listed(
    "перв втор трет четверт пят шест седьм восьм девят десят одиннадцат двенадцат тринадцат четырнадцат пятнадцат"
    " шестнадцат семнадцат восемнадцат девятнадцат двадцат"
)
_RU_VALUES = {stem: value for value, stem in enumerate(_RU_STEMS, start=1)} | {
    "тридцат": 30,
    "сороков": 40,
    "пятидесят": 50,
    "шестидесят": 60,
    "семидесят": 70,
    "восьмидесят": 80,
    "девяност": 90,
}
_EN_ORDINALS = {
    word: value
    for value, word in enumerate(
        _listed(
            "first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth fourteenth"
            " fifteenth sixteenth seventeenth eighteenth nineteenth twentieth"
        ),
        start=1,
    )
} | {
    word: value
    for value, word in zip(
        range(30, 101, 10),
        _listed("thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth hundredth"),
        strict=True,
    )
}
_FR_ORDINAL = re.compile(r"(.+)ièmes?")
_FR_BASES = {"un": 1, "quatr": 4, "cinqu": 5, "neuv": 9, "onz": 11, "douz": 12, "treiz": 13, "quatorz": 14, "quinz": 15}
_FR_BASES |= {"seiz": 16, "trent": 30, "quarant": 40, "cinquant": 50, "soixant": 60, "cent": 100}
_ES_ORDINAL = re.compile(
    r"(primer|segund|tercer|cuart|quint|sext|s[ée]ptim|octav|noven|d[ée]cim|und[ée]cim|duod[ée]cim|decimotercer"
    r"|decimocuart|decimoquint|decimosext|decimos[ée]ptim|decimoctav|decimonoven|vig[ée]sim|trig[ée]sim|cuadrag[ée]sim"
    r"|quincuag[ée]sim|sexag[ée]sim|septuag[ée]sim|octog[ée]sim|nonag[ée]sim|cent[ée]sim)(?:[oa]s?)?"
)
_ES_STEMS = _listed(
    "primer segund tercer cuart quint sext septim octav noven decim undecim duodecim decimotercer decimocuart"
    " decimoquint decimosext decimoseptim decimoctav decimonoven vigesim"
)
_ES_VALUES = {stem: value for value, stem in enumerate(_ES_STEMS, start=1)} | {
    stem: value
    for value, stem in zip(
        range(30, 101, 10),
        _listed("trigesim cuadragesim quincuagesim sexagesim septuagesim octogesim nonagesim centesim"),
        strict=True,
    )
}
_DE_ORDINAL = re.compile(r"(.+?)(?:te|ste)[nrsm]?")
_DE_IRREGULAR = re.compile(r"(erst|dritt|siebt|siebent|acht)e[nrsm]?")
_DE_IRREGULARS = {"erst": 1, "dritt": 3, "siebt": 7, "siebent": 7, "acht": 8}
_DE_COMPOUND = re.compile(r"(?:(?P<thousands>.*)tausend)?(?:(?P<hundreds>[a-zäöüß]*)hundert)?(?:und)?(?P<rest>.*)")
_DE_TIMES = re.compile(r"(?<=\w)(?:mal|malige[nmrs]?)$")
_LONGEST_COMPOUND = 48  # letters: neunhundertneunundneunzigtausend and as much again


@lru_cache(maxsize=20_000)
def ordinal(word: str, language: str) -> int | None:
    """The place that a case-folded word counts: ``девятнадцатого`` 19, ``einundzwanzigsten`` 21; else None."""
    primary = language.partition("-")[0]
    listed = table(language).ordinal_words.get(word)
    if listed is not None:
        return listed
    if primary == "ru" and (found := _RU_ORDINAL.fullmatch(word)):
        return _RU_VALUES[found[1].replace("ё", "е")]
    if primary == "en":
        return _EN_ORDINALS.get(word)
    if primary == "fr" and (found := _FR_ORDINAL.fullmatch(word)):
        base = found[1]
        return _FR_BASES.get(base) or table(language).number_words.get(base)
    if primary == "es" and (found := _ES_ORDINAL.fullmatch(word)):
        return _ES_VALUES[found[1].replace("é", "e")]
    if primary == "de":
        if found := _DE_IRREGULAR.fullmatch(word):
            return _DE_IRREGULARS[found[1]]
        if found := _DE_ORDINAL.fullmatch(word):
            return _german(found[1])
    return None


@lru_cache(maxsize=20_000)
def cardinal(word: str, language: str) -> Decimal | None:
    """A number that one case-folded word states and no table lists: ``zweitausendneunzehn``, ``полтора``."""
    if word in _MORE_THAN_ONE:
        return _MORE_THAN_ONE[word]
    if language.partition("-")[0] == "de" and (value := _german(_DE_TIMES.sub("", word))) is not None:
        return Decimal(value)
    return None


def says(word: str) -> frozenset[str]:
    """Values that a word which is no number may stand for: ``half`` is 50 per cent, ``doubled`` 2 times."""
    return _SAYS.get(word, frozenset())


def _german(word: str) -> int | None:
    """The value of a German number written as one word; None for other words."""
    numbers = table("de").number_words
    if (value := numbers.get(word)) is not None:
        return value
    if len(word) > _LONGEST_COMPOUND or ("hundert" not in word and "tausend" not in word):
        return None
    found = _DE_COMPOUND.fullmatch(word)
    if found is None:
        return None
    total = 0
    for name, unit in (("thousands", 1000), ("hundreds", 100)):
        if found[name] is not None:
            count = 1 if found[name] in ("", "ein") else _german(found[name])
            if count is None:
                return None
            total += count * unit
    if not found["rest"]:
        return total
    rest = 1 if found["rest"] in ("eins", "ein") else _german(found["rest"])
    return None if rest is None else total + rest
