"""Pure: the numbers a text states, in figures and in words, as values that can be compared."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from storage.text.cldr import separators
from storage.text.elements import elements
from storage.text.sentences import starts_sentence
from storage.text.tables import Table, table

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.text.tokens import Token

_DIGITS = re.compile(r"[-+\u2212\u2013]?[\d., \u00a0\u202f:'’]*\d")
_TIME = re.compile(r"(\d{1,2}):(\d{2})(?::(\d{2}))?")
_DOTTED_TIME = re.compile(r"([01]?\d|2[0-3])\.([0-5]\d)")
_POINTED = re.compile(r"[1-9]\d{0,2}\.\d{3}")
_NOUNS = range(2, 13)
"""Numbers whose words, with a capital that nothing else explains, are no count: a team, a note, a tram."""
_HYPHENS = frozenset("-\u2010\u2011")
_AND = frozenset({"and", "und", "et", "y", "e"})


class Figure(NamedTuple):
    """A number at ``text[start:end]``."""

    start: int
    end: int
    readings: frozenset[str]
    """Every value it may have in that language: ``12.30`` is a number, and in German also a time."""
    in_digits: bool

    @property
    def weak(self) -> bool:
        """A lone ``one`` or ``first``: more often a pronoun or an adverb than a count."""
        return not self.in_digits and self.readings <= {"1", "1."}

    def same(self, other: Figure) -> bool:
        """Whether both may state one value."""
        return not self.readings.isdisjoint(other.readings)


def readings(printed: str, language: str) -> frozenset[str]:
    """The values of a number in digits, canonical: ``1.000,5`` is ``1000.5`` in German. Suffixes do not count.

    Raises ValueError if ``printed`` does not begin with a number.
    """
    found = _DIGITS.match(printed)
    if found is None:
        raise ValueError(f"no number: {printed!r}")
    digits = re.sub("[ \u00a0\u202f'’]", "", found.group())
    sign = "-" if digits[0] in "-\u2212\u2013" else ""
    digits = digits.lstrip("-+\u2212\u2013")
    if ":" in digits:
        time = _TIME.fullmatch(digits)
        return frozenset({_time(*map(int, time.groups("0"))) if time else digits})
    values = {sign + _canonical(Decimal(_with_point(digits, language)))}
    if _POINTED.fullmatch(digits) and separators(language) == (",", separators(language)[1]):
        values.add(sign + digits.replace(".", ""))  # 10.000 where the usual thousands are 10 000
    dotted = _DOTTED_TIME.fullmatch(digits)
    if dotted and not sign and language.partition("-")[0] != "en":
        values.add(_time(int(dotted[1]), int(dotted[2]), 0))
    return frozenset(values)


def _time(hours: int, minutes: int, seconds: int) -> str:
    return f"{hours}:{minutes:02}:{seconds:02}"


def _with_point(digits: str, language: str) -> str:
    """Digits with thousands joined and the decimal mark as a point."""
    marks = re.findall("[.,]", digits)
    if not marks:
        return digits
    decimal, group = separators(language)
    if len(set(marks)) == 2 and marks.count(marks[-1]) == 1:  # the last of two different marks is the decimal one
        return digits.replace(marks[0], "").replace(marks[-1], ".")
    if len(marks) > 1:
        return re.sub("[.,]", "", digits)
    mark = marks[0]
    grouped = re.fullmatch(rf"[1-9]\d{{0,2}}\{mark}\d{{3}}", digits) is not None
    if grouped and mark == group and mark != decimal:
        return digits.replace(mark, "")
    return digits.replace(mark, ".")


def _canonical(value: Decimal) -> str:
    return format(value.normalize() + 0, "f")


def figures(text: str, language: str, parts: Sequence[Token] | None = None) -> tuple[Figure, ...]:
    """Every number of a passage in order, ``5 million`` and ``two hundred and five`` as one each.

    ``parts`` are the text's elements, if they are known already.
    """
    parts = elements(text, language) if parts is None else parts
    known = table(language)
    found: list[Figure] = []
    words = [part.text for part in parts]
    spelled = (known.number_words, known.scale_words, known.ordinal_words)
    if not any(part.sort == "number" for part in parts) and not any(list_.may_hold(words) for list_ in spelled):
        return ()
    firsts, stems = _beginnings(language)
    idle = {place for idiom in known.numberless.find(words) for place in range(idiom.start, idiom.end)}
    at = 0
    while at < len(parts):
        if (
            at in idle
            or (parts[at].sort != "number" and not (words[at] in firsts or words[at].startswith(stems)))
            or (known.nouns_capitalised and _is_noun(text, parts, at, known))
        ):
            at += 1
            continue
        figure, length = _figure_at(parts, at, known, language)
        if figure:
            found.append(figure)
        at += max(length, 1)
    return tuple(found)


def _is_noun(text: str, parts: Sequence[Token], at: int, known: Table) -> bool:
    """Whether a number's word is a noun, as its capital tells: die Elf; but Phase Zwei, die Zehn Gebote."""
    start, end = parts[at].start, parts[at].end
    if not text[start].isupper() or (known.number_words.get(parts[at].text) or 0) not in _NOUNS:
        return False
    beside = [text[near.start].isupper() for near in parts[max(at - 1, 0) : at + 2] if near is not parts[at]]
    glued = not text[end - 1].isalpha() or text[start - 1 : start] in _HYPHENS or text[end : end + 1].isalnum()
    return not (any(beside) or glued or starts_sentence(text, start))


@lru_cache(maxsize=64)
def _beginnings(language: str) -> tuple[frozenset[str], tuple[str, ...]]:
    """Words, and beginnings of words, that a spelled number may begin with."""
    known = table(language)
    lists = (known.number_words, known.scale_words, known.ordinal_words)
    stems = tuple(stem for listed in lists for stem in listed.stems)
    return frozenset().union(*(listed.firsts for listed in lists)), stems


def _figure_at(parts: Sequence[Token], at: int, known: Table, language: str) -> tuple[Figure | None, int]:
    first = parts[at]
    if first.sort == "number":
        end = at + 1
        values = readings(first.text, language)
        while end < len(parts) and (scale := known.scale_words.get(parts[end].text)):
            values = frozenset(_canonical(Decimal(value) * scale) for value in values if ":" not in value)
            end += 1
        return Figure(first.start, parts[end - 1].end, values, in_digits=True), end - at
    ordinal = known.ordinal_words.get(first.text)
    if ordinal is not None:
        return Figure(first.start, first.end, frozenset({f"{ordinal}."}), in_digits=False), 1
    value, length = _spelled(parts, at, known)
    if value is None:
        return None, 1
    end_at = parts[at + length - 1].end
    return Figure(first.start, end_at, frozenset({str(value)}), in_digits=False), length


def _spelled(parts: Sequence[Token], at: int, known: Table) -> tuple[int | None, int]:
    """The value of a run of number words and how many elements it takes."""
    total = 0
    current: int | None = None
    seen = 0
    end = at
    while end < len(parts):
        word = parts[end].text
        two = tuple(part.text for part in parts[end : end + 2])
        number = known.number_words.get(*two)  # quatre-vingt
        width = 2
        if number is None or len(two) < 2:
            number, width = known.number_words.get(word), 1
        scale = known.scale_words.get(word) if number is None else None
        if number is not None and (current is None or _fits(current, number)):
            current = (current or 0) + number
        elif scale is not None and scale <= 100:
            counted = (current or 0) % scale  # three hundred; but 三百二十: 300 and two tens
            current = (current or 0) - counted + (counted or 1) * scale
        elif scale is not None:
            if total < scale and total:  # 三千二百万: all that came before is counted
                total, current = (total + (current or 0)) * scale, None
            else:
                total, current = total + (current or 1) * scale, None
        elif word in _AND and current and current % 10 == 0 and _continues(parts, end + 1, current, known):
            end += 1
            continue
        else:
            break
        end += width
        seen = end - at
    if not seen:
        return None, 0
    return total + (current or 0), seen


def _fits(current: int, number: int) -> bool:
    """Whether a number word can follow within the same number: twenty, five; not two, three."""
    return (current % 100 == 0 and number < 100) or (
        current % 10 == 0 and (number < 10 or (current % 100 in (60, 80) and number < 20))
    )


def _continues(parts: Sequence[Token], at: int, current: int, known: Table) -> bool:
    number = known.number_words.get(parts[at].text) if at < len(parts) else None
    return number is not None and _fits(current, number)
