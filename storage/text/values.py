"""Pure: the numbers of a text whatever form they are printed in: ten, 10; XXI, 21st; 3 p.m., 15:00; 75-летие."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from storage.text.daytime import may_tell_time, moments
from storage.text.numerals import atoms, printed_as
from storage.text.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storage.text.tokens import Token

Form = Literal["digits", "words", "roman", "time"]

_ROMAN = re.compile(
    r"(?P<letters>(?=[IVXLC])C{0,3}(?:XC|XL|L?X{0,3})(?:IX|IV|V?I{0,3}))(?:e|er|ère|ème|º|ª)?[-\u2011]?"
)
_ROMAN_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}
_SUFFIXED = re.compile(r"[\d.,]*\d[-\u2011]?(?P<suffix>[^\W\d_]+)")
COMPOUNDING = frozenset({"ru", "uk", "de"})
"""Languages that write a number and what it counts as one word: семидесятипятилетие, dreitägig."""
_LEAST_REST = 4
"""Letters of what a number is written together with; fewer are its own ending."""
_LOOK_ALIKE = str.maketrans("ХСІ", "XCI")
"""Cyrillic letters that Roman numerals are typed with."""


class Value(NamedTuple):
    """A number at ``text[start:end]``."""

    start: int
    end: int
    readings: frozenset[str]
    """Canonical, an ordinal as its cardinal; ``15:00`` for a time of day."""
    form: Form
    rest: str
    """What is written together with it: ``летию`` of ``75-летию``; else ``''``."""


def values(text: str, language: str, parts: Sequence[Token]) -> list[Value]:
    """Every number of a text, none overlapping, in order. ``parts`` are its elements."""
    taken = bytearray(len(text))
    found: list[Value] = []
    times = {}
    for moment in moments(text, language) if may_tell_time(text) else ():
        if moment.ambiguous:
            times[moment.start] = moment.value
        else:
            found.append(Value(moment.start, moment.end, frozenset({moment.value}), "time", ""))
    for other in (_romans(text, parts), _spoken(text, language, parts, times), _compounds(language, parts)):
        for value in found:
            taken[value.start : value.end] = b"1" * (value.end - value.start)
        found += [value for value in other if not any(taken[value.start : value.end])]
    return sorted(found)


def _spoken(text: str, language: str, parts: Sequence[Token], times: dict[int, str]) -> Iterator[Value]:
    for atom in atoms(text, language, parts, table(language)):
        bare = {
            reading.rstrip(".").removesuffix(":00") if ":" in reading else reading.rstrip(".")
            for reading in atom.readings
        }
        if atom.start in times:
            bare.add(times[atom.start])
        suffix = _SUFFIXED.fullmatch(text, atom.start, atom.end) if atom.in_digits else None
        rest = suffix["suffix"].casefold() if suffix else ""
        scale = table(language).scale_words.get(rest) if rest else None
        if scale:  # 1.2bn
            bare = {printed_as(Decimal(value) * scale) for value in bare if ":" not in value}
        elif len(rest) < _LEAST_REST:
            rest = ""  # 21st, 2-й
        yield Value(
            atom.start,
            atom.end,
            frozenset(bare),
            "digits" if atom.in_digits else "words",
            "" if scale else rest,
        )


def _romans(text: str, parts: Sequence[Token]) -> Iterator[Value]:
    """``XXI``, ``XXIe``, ``XXI-й``; a lone ``I`` is a word, and a lone ``C`` or ``L`` an initial."""
    for at, part in enumerate(parts):
        if part.sort != "word":
            continue
        roman = _ROMAN.fullmatch(text[part.start : part.end].translate(_LOOK_ALIKE))
        if roman is None or roman["letters"] in ("I", "C", "L"):
            continue
        glued = at + 1 < len(parts) and parts[at + 1].start == part.end and parts[at + 1].sort == "word"
        end = parts[at + 1].end if glued else part.end
        yield Value(part.start, end, frozenset({str(roman_value(roman["letters"]))}), "roman", "")


def roman_value(letters: str) -> int:
    """The value of a Roman numeral."""
    each = [_ROMAN_VALUES[letter] for letter in letters]
    return sum(-one if one < max(each[at:]) else one for at, one in enumerate(each))


def _compounds(language: str, parts: Sequence[Token]) -> Iterator[Value]:
    if language.partition("-")[0] not in COMPOUNDING:
        return
    for part in parts:
        cut = _compound(part.text, language) if part.sort == "word" else None
        if cut:
            yield Value(part.start, part.end, frozenset({str(cut[0])}), "words", cut[1])


@lru_cache(maxsize=4096)
def _compound(word: str, language: str) -> tuple[int, str] | None:
    """The number that a word begins with, and what follows it: семидесяти|пяти|летию."""
    known = table(language).number_words
    total, at = 0, 0
    while length := next((n for n in range(len(word) - at, 2, -1) if known.get(word[at : at + n]) is not None), 0):
        total += known.get(word[at : at + length]) or 0
        at += length
    rest = word[at:]
    return (total, rest) if at and len(rest) >= _LEAST_REST else None
