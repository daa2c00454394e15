"""Pure: what kind of edit a hunk is, by rules with names. The gravest rule that fires decides."""

from __future__ import annotations

import unicodedata
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from storage.diff.names import Name, respelled, same_name
from storage.diff.repairs import agreeing, small_words_only
from storage.diff.spelling import repaired, squeezed
from storage.text.elements import elements
from storage.text.figures import Figure, readings
from storage.text.quotes import inside_quotes
from storage.text.sentences import starts_sentence
from storage.text.tokens import is_han, words

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from storage.diff.spot import Side, Spot
    from storage.text.tokens import Token


class Grade(NamedTuple):
    """What a hunk is, and the rule that says so."""

    kind: str
    rule: str


def grade(at: Spot) -> Grade:
    """The kind of the edit at a spot and the name of the rule that fired, as ``RULES`` orders them."""
    for kind, rule in _RULES_OF_PLAIN if at.plain else RULES:
        if rule(at):
            return Grade(kind, rule.__name__)
    raise AssertionError("the last rule fires on everything")


# --- only the print changed


def punctuation_changed(at: Spot) -> bool:
    """Typography: the same words; quotes, dashes, spaces or punctuation that changes no reading differ.

    A question mark changes the reading, a pair of quotation marks put in or taken out makes a quotation, and a
    symbol (%, $, №, &, /) is a word. A number printed otherwise (``1,5`` and ``1.5``) reads the same.
    """
    old, new = at.old.words, at.new.words
    return (
        len(old) == len(new)
        and all(_printed_alike(a, b, at) for a, b in zip(old, new, strict=True))
        and _signs(at.old) == _signs(at.new)
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


def _signs(side: Side) -> Counter[str]:
    """Marks that a reader reads: question marks and symbols."""
    return Counter(
        mark
        for token in side.tokens
        if token.sort == "mark"
        for mark in unicodedata.normalize("NFKC", token.text)
        if mark in "?؟%‰#&@*/§" or unicodedata.category(mark).startswith("S")
    )


# --- what may not change unseen, gravest first


def negation_changed(at: Spot) -> bool:
    """Negation: a word that negates or says how binding something is came, went or became another.

    ``can not`` and ``cannot`` are one; the French ``ne`` counts where its other half changed in the same passage.
    """
    if not (at.old.may_bind or at.new.may_bind) or squeezed(at.old.changed) == squeezed(at.new.changed):
        return False
    old, new = (_force(side.text, side.elements, at) for side in at.sides)
    half_old, half_new = old.pop("half", 0), new.pop("half", 0)
    if old != new:
        return True
    return half_old != half_new and _denials(at.old, at) != _denials(at.new, at)


def _force(text: str, parts: Sequence[Token], at: Spot) -> Counter[str]:
    found = at.table.force.find([part.text for part in parts])
    return Counter(hit.meaning for hit in found if not _is_month_of_may(text, parts[hit.start]))


def _is_month_of_may(text: str, word: Token) -> bool:
    return word.text == "may" and text[word.start] == "M" and not starts_sentence(text, word.start)


def _denials(side: Side, at: Spot) -> int:
    force = _force(side.whole, elements(side.whole, side.language), at)
    return force["not"] + force["never"]


def opposite_put(at: Spot) -> bool:
    """Negation: a word became its opposite by a prefix: possible, impossible; законно, незаконно."""
    if len(at.old.words) != len(at.new.words):
        return False
    old, new = ([word.text.casefold() for word in side.words] for side in at.sides)
    changed = [(a, b) for a, b in zip(old, new, strict=True) if a != b]
    if len(changed) != 1 or len(changed[0][0]) == len(changed[0][1]):
        return False
    shorter, longer = sorted(changed[0], key=len)
    return longer.endswith(shorter) and any(
        longer == prefix + shorter and len(shorter) >= least for prefix, least in at.table.opposing
    )


def date_changed(at: Spot) -> bool:
    """Date: a day, month, weekday or year became another. ``27 November`` and ``27.11.`` differ only in print."""
    old, new = (Counter(date.value for date in side.touched(side.dates)) for side in at.sides)
    return old != new


def number_changed(at: Spot) -> bool:
    """Number: a value became another, came or went, in figures or words; a lone ``one`` or ``first`` does not count."""
    old, new = (_figures(side, at) for side in at.sides)
    for figure in list(old):
        match = next((other for other in new if figure.same(other)), None)
        if match:
            old.remove(figure)
            new.remove(match)
    return any(not figure.weak for figure in (*old, *new))


def _figures(side: Side, at: Spot) -> list[Figure]:
    """The numbers a hunk touches, less those of dates, which have a rule of their own."""
    return [
        figure
        for figure in side.touched(side.figures)
        if not any(date.start < figure.end and figure.start < date.end for date in side.dates)
    ]


def unit_changed(at: Spot) -> bool:
    """Number: what is counted became another unit or currency, beside the same number."""
    old, new = (_units(side, at) for side in at.sides)
    return bool(old and new and old != new)


def _units(side: Side, at: Spot) -> list[str]:
    return [
        unit
        for part in side.elements
        if (unit := at.table.unit_words.get(part.text))
        and any(not side.text[min(part.end, f.end) : max(part.start, f.start)].strip() for f in side.figures)
    ]


def name_changed(at: Spot) -> bool:
    """Name: a proper name became another one, or one was taken out of or put into a list.

    Its inflected forms, another transliteration and the first name beside a surname are the same name.
    """
    if squeezed(at.old.changed) == squeezed(at.new.changed):
        return False
    old, new = (side.changed_names for side in at.sides)
    gone = [name for name in old if not any(_one_name(name, other, at) for other in new)]
    come = [name for name in new if not any(_one_name(name, other, at) for other in old)]
    if gone and come:
        return True
    changed = [name for name in gone + come if not _completes_name(name, at)]
    if at.op == "replace" or not changed:
        return False
    grammar = at.table.small_words | at.table.article_words
    told = [word for word in at.old.said + at.new.said if word not in grammar and not word.isdigit()]
    return len(changed) * 2 >= len(told)


def _one_name(one: Name, other: Name, at: Spot) -> bool:
    return same_name(one.text, other.text, at.language) or respelled(one.text, other.text, at.language)


def _completes_name(name: Name, at: Spot) -> bool:
    """Whether a name put in or taken out stands directly beside one that stays: a first name and its surname."""
    side = at.old if at.old.changed else at.new
    return any(
        side.text[min(name.end, other.end) : max(name.start, other.start)] == " " and not side.touched([other])
        for other in side.names
    )


# --- repairs


def letters_kept(at: Spot) -> bool:
    """Spelling: words joined, split, hyphenated or recased; not one letter differs. ``can not``, ``cannot``."""
    return (
        bool(at.old.words and at.new.words)
        and squeezed(at.old.changed) == squeezed(at.new.changed)
        and _signs(at.old) == _signs(at.new)
        and not quotation_marks_changed(at)
    )


def name_respelled(at: Spot) -> bool:
    """Spelling: a proper name in another transliteration or with a slip mended: Zelensky, Zelenskyy."""
    old, new = (side.changed_names for side in at.sides)
    if not old or len(old) != len(new) or len(at.old.words) != len(at.new.words):
        return False
    printed = [{name.text for name in found} for found in (old, new)]
    return all(
        a.text == b.text
        or (
            a.text in printed[0]
            and b.text in printed[1]
            and not same_name(a.text, b.text, at.language)
            and respelled(a.text, b.text, at.language)
        )
        for a, b in zip(at.old.words, at.new.words, strict=True)
    )


def word_repaired(at: Spot) -> bool:
    """Spelling: each changed word is the former one with a letter or two mended."""
    old, new = at.old.words, at.new.words
    inflections = {name.text for side in at.sides for name in side.changed_names}
    return (
        0 < len(old) == len(new)
        and _signs(at.old) == _signs(at.new)
        and all(
            a.text == b.text
            or (a.sort == b.sort == "word" and a.text not in inflections and repaired(a.text, b.text, at.language))
            for a, b in zip(old, new, strict=True)
        )
    )


def article_repaired(at: Spot) -> bool:
    """Spelling: an article put in, taken out or exchanged, and nothing else."""
    if abs(len(at.old.words) - len(at.new.words)) > 1 or not at.table.article_words:
        return False
    kept = [[part for part in side.said if part not in at.table.article_words] for side in at.sides]
    return at.old.said != at.new.said and kept[0] == kept[1] and _signs(at.old) == _signs(at.new)


def agreement_repaired(at: Spot) -> bool:
    """Spelling: the same words in another number, case or tense: supports, support; des États membre, membres."""
    return _is_repair(at) and at.old.said != at.new.said and agreeing(at.old.said, at.new.said, at.language)


def doubled_word_removed(at: Spot) -> bool:
    """Spelling: words that stood there twice, side by side, stand there once: ``the the``."""
    side = at.old if at.old.changed else at.new
    again = [word.text.casefold() for word in side.words]
    if at.op == "replace" or not again or len(side.tokens) > len(again) or is_han(side.changed):
        return False
    before, after = (words(text) for text in (side.text[: side.start], side.text[side.end :]))
    return all(word.isalpha() for word in again) and again in (before[-len(again) :], after[: len(again)])


def small_words_repaired(at: Spot) -> bool:
    """Spelling: prepositions, conjunctions or auxiliaries put in, taken out or exchanged, the other words as they were.

    Not those that turn the sense: from for to, was for is.
    """
    return _is_repair(at) and small_words_only(at.old.said, at.new.said, at.language)


def _is_repair(at: Spot) -> bool:
    """Whether a hunk leaves alone what no repair touches: names, question marks, symbols, quotation marks."""
    return (
        _signs(at.old) == _signs(at.new)
        and not at.old.changed_names
        and not at.new.changed_names
        and not quotation_marks_changed(at)
    )


# --- what is left is another wording


def quoted_words_changed(at: Spot) -> bool:
    """Quote: words inside quotation marks changed, and so what somebody is said to have said."""
    return all(inside_quotes(side.whole, side.place, side.place + side.end - side.start) for side in at.sides)


def quotation_marks_changed(at: Spot) -> bool:
    """Quote: quotation marks put in or taken out, which makes words a quotation or unmakes it."""
    old, new = (sum(token.text in _MARKS_OF_QUOTATION for token in side.tokens) for side in at.sides)
    return (old == 0) != (new == 0) and not (at.old.words and at.new.words and old + new == 0)


_MARKS_OF_QUOTATION = frozenset('"«»„“”「」『』＂')


def words_changed(at: Spot) -> bool:
    """Wording: whatever no other rule names."""
    return at.old.whole != at.new.whole


RULES: tuple[tuple[str, Callable[[Spot], bool]], ...] = (
    ("typography", punctuation_changed),
    ("negation", negation_changed),
    ("negation", opposite_put),
    ("date", date_changed),
    ("number", number_changed),
    ("number", unit_changed),
    ("name", name_changed),
    ("spelling", letters_kept),
    ("spelling", name_respelled),
    ("spelling", word_repaired),
    ("spelling", article_repaired),
    ("spelling", agreement_repaired),
    ("spelling", doubled_word_removed),
    ("spelling", small_words_repaired),
    ("quote", quoted_words_changed),
    ("quote", quotation_marks_changed),
    ("wording", words_changed),
)
"""Kinds with their rules in the order they are asked. What only the print changed comes first, for it excludes all
others; then the gravest; a repair before wording, for wording is what no rule names."""

_RULES_OF_PLAIN = tuple(
    (kind, rule)
    for kind, rule in RULES
    if rule
    in (
        *(opposite_put, letters_kept, word_repaired, article_repaired, agreement_repaired, doubled_word_removed),
        *(small_words_repaired, quoted_words_changed, words_changed),
    )
)
"""Of those, what can fire on plain words; asking the others would take ten times as long."""
