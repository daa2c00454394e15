"""Pure: what kind of edit a hunk is, by rules with names. The gravest rule that fires decides."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from storage.diff.designations import (
    day_and_month_swapped,
    designation_changed,
    near_time_changed,
    people_changed,
    share_changed,
    time_of_day_changed,
)
from storage.diff.grave import date_changed, name_changed, negation_changed, number_changed, opposite_put, unit_changed
from storage.diff.mends import (
    agreement_repaired,
    article_repaired,
    doubled_word_removed,
    letters_kept,
    listed_word_repaired,
    name_inflected,
    name_respelled,
    small_words_repaired,
    word_repaired,
)
from storage.diff.otherwise import abbreviation_written_out, date_printed_otherwise, number_printed_otherwise
from storage.diff.places import names_swapped
from storage.diff.plain import plain_rule
from storage.diff.quotation import quotation_marks_changed, quoted_words_changed
from storage.text.figures import readings
from storage.text.sentences import starts_sentence

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.diff.spot import Spot
    from storage.text.tokens import Token


class Grade(NamedTuple):
    """What a hunk is, and the rule that says so."""

    kind: str
    rule: str


def grade(at: Spot) -> Grade:
    """The kind of the edit at a spot and the name of the rule that fired, as ``RULES`` orders them."""
    plain = plain_rule(at, otherwise=words_changed)
    if plain:
        return _GRADES[plain]
    for rule, given in _GRADES.items():
        if rule(at):
            return given
    raise AssertionError("the last rule fires on everything")


def punctuation_changed(at: Spot) -> bool:
    """Typography: the same words; quotes, dashes, spaces or punctuation that changes no reading differ.

    A question mark changes the reading, a pair of quotation marks put in or taken out makes a quotation, and a
    symbol (%, $, №, &, /) is a word. A number printed otherwise (``1,5`` and ``1.5``) reads the same.
    """
    old, new = at.old.words, at.new.words
    return (
        len(old) == len(new)
        and all(_printed_alike(a, b, at) for a, b in zip(old, new, strict=True))
        and at.old.signs == at.new.signs
        and not quotation_marks_changed(at)
    )


def _printed_alike(one: Token, other: Token, at: Spot) -> bool:
    left, right = _plain(one.text), _plain(other.text)
    if left == right:
        return True
    if one.sort == other.sort == "number" and _suffix(left) == _suffix(right):
        return not readings(left, at.language).isdisjoint(readings(right, at.language))
    return left[1:] == right[1:] and left[0].casefold() == right[0].casefold() and _begins(one, other, at)


def _begins(one: Token, other: Token, at: Spot) -> bool:
    """Whether the place of a word, in either passage, explains its capital."""
    return starts_sentence(at.old.text, one.start) or starts_sentence(at.new.text, other.start)


def _plain(word: str) -> str:
    return word.replace("’", "'").replace("ʼ", "'").replace("\u2011", "-").replace("\u2010", "-")


def _suffix(number: str) -> str:
    return number.lstrip("-+\u2212\u20130123456789.,:' \u00a0\u202f")


def words_changed(at: Spot) -> bool:
    """Wording: whatever no other rule names."""
    return at.old.whole != at.new.whole


RULES: tuple[tuple[str, Callable[[Spot], bool]], ...] = (
    ("typography", punctuation_changed),
    ("typography", date_printed_otherwise),
    ("typography", number_printed_otherwise),
    ("typography", abbreviation_written_out),
    ("spelling", listed_word_repaired),
    ("negation", negation_changed),
    ("negation", opposite_put),
    ("date", date_changed),
    ("date", day_and_month_swapped),
    ("date", near_time_changed),
    ("number", number_changed),
    ("number", unit_changed),
    ("number", designation_changed),
    ("number", share_changed),
    ("number", time_of_day_changed),
    ("name", name_changed),
    ("name", names_swapped),
    ("name", people_changed),
    ("spelling", letters_kept),
    ("spelling", name_respelled),
    ("spelling", name_inflected),
    ("spelling", word_repaired),
    ("spelling", agreement_repaired),
    ("spelling", doubled_word_removed),
    ("quote", quoted_words_changed),
    ("quote", quotation_marks_changed),
    ("spelling", article_repaired),
    ("spelling", small_words_repaired),
    ("wording", words_changed),
)
"""Kinds with their rules in the order they are asked. Where only the print changed, or a slip in a word of number,
date or negation, comes first, for it excludes all others; then the gravest; letters mended inside a quotation before
``quote``; other repairs before wording, for wording is what no rule names."""

_GRADES = {rule: Grade(kind, rule.__name__) for kind, rule in RULES}
