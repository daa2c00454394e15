"""Pure: the numbers of a text put together as they are spoken: twenty and one, 3 and a half."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, NamedTuple

from storage.text.counting import AND, HALF_MORE, ONES, cardinal, ordinal
from storage.text.figures import figures

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.text.figures import Figure
    from storage.text.tables import Table
    from storage.text.tokens import Token

LARGEST = 30
"""Digits: longer numbers are those of accounts, and a scale more would be beyond Decimal's care."""


class Atom(NamedTuple):
    """A number at ``text[start:end]``, as printed: no unit, no other reading."""

    start: int
    end: int
    readings: frozenset[str]
    in_digits: bool
    is_ordinal: bool
    bare_scale: bool
    after: int
    """The place among the elements of what follows."""


def atoms(text: str, language: str, parts: Sequence[Token], known: Table) -> list[Atom]:
    """Every number of a text in order. ``parts`` are its elements, ``known`` the language's table."""
    by_start: dict[int, Figure] = {figure.start: figure for figure in figures(text, language, parts)}
    found: list[Atom] = []
    at = 0
    while at < len(parts):
        part = parts[at]
        figure = by_start.get(part.start)
        place = ordinal(part.text, language) if part.sort == "word" else None
        if figure is not None and (figure.in_digits or place is None):
            end = at + 1
            while end < len(parts) and parts[end].start < figure.end:
                end += 1
            bare = not figure.in_digits and all(known.scale_words.get(one.text) for one in parts[at:end])
            atom = Atom(figure.start, figure.end, figure.readings, figure.in_digits, False, bare, end)
        elif place is not None:
            atom = Atom(part.start, part.end, frozenset({str(place)}), False, True, False, at + 1)
        elif part.sort == "word" and (value := cardinal(part.text, language)) is not None:
            atom = _times_scale(
                Atom(part.start, part.end, frozenset({printed_as(value)}), False, False, False, at + 1), parts, known
            )
        else:
            at += 1
            continue
        atom = _with_more(atom, text, language, parts, known)
        at = atom.after
        if found and (joined := _joined(found[-1], atom, text)) is not None:
            found[-1] = joined
        else:
            found.append(atom)
    return found


def _with_more(atom: Atom, text: str, language: str, parts: Sequence[Token], known: Table) -> Atom:
    """``twenty`` and one, ``three`` and a half: what the tables of one language have no use for."""
    if atom.is_ordinal:
        return atom
    primary = language.partition("-")[0]
    value = _only(atom)
    if not atom.in_digits and value is not None and value % 10 == 0 and value % 100 != 10 and not atom.bare_scale:
        at = atom.after
        if at < len(parts) and parts[at].text in AND:
            at += 1
        if at < len(parts) and parts[at].text in ONES.get(primary, ()):
            one = Atom(atom.start, parts[at].end, frozenset({printed_as(value + 1)}), False, False, False, at + 1)
            return _times_scale(one, parts, known)
    half = HALF_MORE[primary].match(text, atom.end) if primary in HALF_MORE else None
    if half and value is not None:
        after = atom.after
        while after < len(parts) and parts[after].start < half.end():
            after += 1
        more = value * Decimal("1.5") if atom.bare_scale else value + Decimal("0.5")
        one = Atom(atom.start, half.end(), frozenset({printed_as(more)}), atom.in_digits, False, False, after)
        return _times_scale(one, parts, known)
    return atom


def _times_scale(atom: Atom, parts: Sequence[Token], known: Table) -> Atom:
    while atom.after < len(parts) and (scale := known.scale_words.get(parts[atom.after].text)):
        value = _only(atom)
        if value is None:
            break
        atom = atom._replace(
            end=parts[atom.after].end, readings=frozenset({printed_as(value * scale)}), after=atom.after + 1
        )
    return atom


def _joined(one: Atom, other: Atom, text: str) -> Atom | None:
    """``twenty`` and ``first``, ``две тысячи`` and ``девятнадцатого``, one behind the other."""
    left, right = _only(one), _only(other)
    if right == 20 and text[one.start : one.end].casefold().startswith("quatre-"):
        return other._replace(start=one.start, readings=frozenset({"80"}))
    between = text[one.end : other.start].strip(" -\u2011").casefold()
    if one.in_digits or not other.is_ordinal or left is None or right is None or not 0 < right < left:
        return None
    if between and between not in AND:
        return None
    room = next((power for power in (10**3, 10**2, 10) if left % power == 0), 1)
    if right >= (20 if left % 100 in (60, 80) else room):  # soixante-quinzième
        return None
    return other._replace(start=one.start, readings=frozenset({printed_as(left + right)}))


def _only(atom: Atom) -> Decimal | None:
    if len(atom.readings) != 1:
        return None
    try:
        return Decimal(next(iter(atom.readings)))
    except InvalidOperation:
        return None


def printed_as(value: Decimal) -> str:
    """A value in one canonical form: no exponent, no zeros at its end."""
    return format(value.normalize() + 0, "f") if abs(value.adjusted()) < LARGEST else str(value)
