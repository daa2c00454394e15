"""Pure: the rule for a hunk of plain words. Most hunks are; asking them every rule would take ten times the time."""

from __future__ import annotations

import re
from collections import Counter
from functools import lru_cache, partial
from typing import TYPE_CHECKING, Any, NamedTuple, TypeAlias

from storage.diff.designations import designation_changed, near_time_changed, share_changed
from storage.diff.grave import date_changed, negation_changed, number_changed, opposed, opposite_put, unit_changed
from storage.diff.mends import (
    agreement_repaired,
    article_repaired,
    article_turns,
    doubled_word_removed,
    letters_kept,
    listed_word_repaired,
    slips_of_listed,
    small_words_repaired,
    word_repaired,
)
from storage.diff.otherwise import date_printed_otherwise, number_printed_otherwise
from storage.diff.quotation import quoted_words_changed
from storage.diff.repairs import agreeing, small_words_only
from storage.diff.spelling import repaired
from storage.diff.spot import counting
from storage.text.dates import GLUE
from storage.text.daytime import HALVES
from storage.text.peoples import peoples
from storage.text.tables import table
from storage.text.tokens import is_han

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from storage.diff.spot import Spot
    from storage.text.lexicon import Lexicon

Rule: TypeAlias = "Callable[[Spot], bool]"

_PARTS = re.compile(r"[^\W\d_]+|\d+|\S")
_LITTLE = ".,;:!…()—–"
"""Marks that no rule asks for but where a number or a date is glued by them."""
_PLAIN = re.compile(
    rf"(?:[^\W\d_]+(?![^\W_]) | (?<![^\s(])[1-9][0-9]*+(?![^\s.,;:!…)]|\s[0-9]) | [\s{_LITTLE}]+)*+", re.VERBOSE
)
"""Words of letters, numbers of figures alone, and such marks."""

_NONE: frozenset[Rule] = frozenset()
_STATING: frozenset[Rule] = frozenset({date_changed, number_changed})
_ASKED: tuple[Rule, ...] = (
    date_changed,
    near_time_changed,
    number_changed,
    unit_changed,
    designation_changed,
    share_changed,
)
"""The rules that plain words may call for beside ``negation_changed``, in the order of ``RULES``: all come behind
``opposite_put`` and before the repairs."""
_PRINT: tuple[Rule, ...] = (date_printed_otherwise, number_printed_otherwise)
_BEHIND_QUOTES: frozenset[Rule | None] = frozenset({article_repaired, small_words_repaired, None})
"""What does not excuse another word in a quotation, as a letter mended does."""


class _Words(NamedTuple):
    """One side of a hunk of plain words, by itself."""

    said: list[str]
    """The words, case folded."""
    parts: list[str]
    """The same with the marks among them."""
    asked: frozenset[Rule]
    """The rules that they call for: a word that negates calls for ``negation_changed``."""
    capital: bool
    """Whether one of them may be a proper name."""


_words_of: Callable[[tuple[list[str], list[str], frozenset[Rule], bool]], _Words] = partial(tuple.__new__, _Words)
# Straight to tuple: half the time.


def plain_rule(at: Spot, otherwise: Rule) -> Rule | None:
    """The first rule that fires on a hunk of plain words, in the order of ``RULES``; ``otherwise`` if none of them.

    None if its words are not plain: then every rule is to be asked. Plain are words of letters, numbers of figures
    alone and common marks; no symbols, quotation marks, contractions and names. The answers are those of asking each
    rule. Nothing is kept from hunk to hunk: to reckon anew is as quick as to look up.
    """
    old, new = _words(at.old.changed, at.language), _words(at.new.changed, at.language)
    if old is None or new is None or old.said == new.said:
        return None
    asked = old.asked | new.asked
    if asked >= _STATING or at.old.is_reached(old.said) or at.new.is_reached(new.said):
        asked |= _STATING
    for first in _PRINT if asked >= _STATING or unit_changed in asked else ():
        if first(at):
            return first
    if asked and slips_of_listed(old.said, new.said, at.language):
        return listed_word_repaired
    if negation_changed in asked and _negates(old, new, at):
        return negation_changed
    end_alike = bool(old.said and new.said) and old.said[-1][-1] == new.said[-1][-1]
    if end_alike and opposed(old.said, new.said, at.table):  # a prefix leaves the end as it was
        return opposite_put
    if old.capital or new.capital:
        if at.old.changed_names or at.new.changed_names:
            return None
        asked |= {designation_changed}
    if asked:
        for rule in _ASKED:
            if rule in asked and rule(at):
                return rule
    repair = _exchanged(old.said, new.said, at) if old.said and new.said else _come_or_gone(old.said or new.said, at)
    if repair in _BEHIND_QUOTES and quoted_words_changed(at):
        return quoted_words_changed
    return repair or otherwise


def _words(changed: str, language: str) -> _Words | None:
    """None if they are not plain."""
    folded = changed.casefold()
    said = parts = folded.split()
    if not all(map(str.isalpha, said)):
        parts = _PARTS.findall(folded)
        said = [part for part in parts if part not in _LITTLE]
        if not all(map(str.isalpha, said)) and not _PLAIN.fullmatch(changed):
            return None
    calling, stems = _calling(language)
    if is_han(changed) or (stems and any(word.startswith(stems) for word in said)):
        return None
    asked = _NONE
    for word in said:
        rules = calling.get(word) if word.isalpha() else _STATING
        if rules is not None:
            if not rules:
                return None
            asked |= rules
    return _words_of((said, parts, asked, not (changed.islower() or changed.isdecimal())))


@lru_cache(maxsize=64)
def _calling(language: str) -> tuple[dict[str, frozenset[Rule]], tuple[str, ...]]:
    """The words that call for rules, with these, and the beginnings of words that do.

    A contraction is said to call for none, and so is what few hunks hold: none of these is plain.
    """
    known = table(language)
    lists: list[tuple[frozenset[Rule], Lexicon[Any]]] = [
        (frozenset({negation_changed}), known.force),
        (frozenset({unit_changed}), known.unit_words),
        (frozenset({share_changed}), known.share_words),
        (frozenset({near_time_changed}), known.near_time_words),
        *((_STATING, listed) for listed in counting(language)),
    ]
    found: dict[str, frozenset[Rule]] = {}
    for rules, listed in lists:
        for word in listed.words - GLUE if rules is _STATING else listed.words:
            found[word] = found.get(word, _NONE) | rules
    for word in known.near_time_words.words & (known.small_words | known.article_words):
        found[word] -= {near_time_changed}  # la semana pasada: the others tell
    rare = (*known.contractions, *known.short_forms.words, *peoples(language).words, *HALVES)
    return {word: rules for word, rules in found.items() if rules} | dict.fromkeys(rare, _NONE), tuple(
        stem for _, listed in lists for stem in listed.stems
    )


def _negates(old: _Words, new: _Words, at: Spot) -> bool:
    """What ``negation_changed`` says, mostly by the words alone."""
    if _joined(old.said) == _joined(new.said):
        return False
    if any((words.capital and "may" in words.said) or "no" in words.said for words in (old, new)):
        return negation_changed(at)  # the month; a number's abbreviation
    if any(at.table.forceless.find(words.parts) for words in (old, new)):
        return negation_changed(at)
    ours, theirs = (Counter([hit.meaning for hit in at.table.force.find(words.parts)]) for words in (old, new))
    halves = ours.pop("half", 0), theirs.pop("half", 0)
    return (ours != theirs or halves[0] != halves[1]) and negation_changed(at)


def _joined(said: Sequence[str]) -> str:
    return "".join(said).replace("ё", "е")


def _exchanged(old: Sequence[str], new: Sequence[str], at: Spot) -> Rule | None:
    """The rule for words put in the place of others."""
    if _joined(old) == _joined(new):
        return letters_kept
    if len(old) == len(new) and not _begins_otherwise(old, new, at):
        if all(a == b or repaired(a, b, at.language) for a, b in zip(old, new, strict=True)):
            return word_repaired
        if agreeing(old, new, at.language):
            return agreement_repaired
    if _only_articles(old, new, at) and abs(len(old) - len(new)) <= 1:
        return article_repaired
    return small_words_repaired if small_words_only(old, new, at.language) else None


def _begins_otherwise(old: Sequence[str], new: Sequence[str], at: Spot) -> bool:
    """Whether the first word that changed became one that no repair makes of it: another Latin letter begins it."""
    for a, b in zip(old, new, strict=True):
        if a != b:
            return a[0] != b[0] and a.isascii() and b.isascii() and (a, b) not in at.table.doublet_words
    return False


def _come_or_gone(said: Sequence[str], at: Spot) -> Rule | None:
    """The rule for words put in, or taken out."""
    if doubled_word_removed(at):
        return doubled_word_removed
    turned = article_turns(at)
    if len(said) == 1 and not turned and _only_articles(said, [], at):
        return article_repaired
    return small_words_repaired if not turned and small_words_only(said, [], at.language) else None


def _only_articles(old: Sequence[str], new: Sequence[str], at: Spot) -> bool:
    articles = at.table.article_words
    if articles.isdisjoint(old) and articles.isdisjoint(new):
        return False
    return [word for word in old if word not in articles] == [word for word in new if word not in articles]
