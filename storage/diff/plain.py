"""Pure: the rule for a hunk of plain words. Most hunks are; asking them every rule would take ten times the time."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple, TypeAlias

from storage.diff.designations import date_printed_otherwise, designation_changed, near_day_changed, share_changed
from storage.diff.grave import date_changed, negation_changed, number_changed, opposed, opposite_put, unit_changed
from storage.diff.mends import (
    agreement_repaired,
    article_repaired,
    article_turns,
    doubled_word_removed,
    letters_kept,
    small_words_repaired,
    word_repaired,
)
from storage.diff.quotation import quoted_words_changed
from storage.diff.repairs import agreeing, small_words_only
from storage.diff.spelling import repaired, squeezed
from storage.diff.spot import may_count
from storage.text.dates import GLUE
from storage.text.tables import table
from storage.text.tokens import is_han

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from storage.diff.spot import Spot

Rule: TypeAlias = "Callable[[Spot], bool]"

_LETTERS = re.compile(r"[^\W\d_]+")
_SAYS_LITTLE = re.compile(r"[^\W\d_]*(?:[\s.,;:!…()—–]+[^\W\d_]*)*+")
"""Letters, and marks that no rule asks for but where a number or a date is glued by them."""

_STATING: frozenset[Rule] = frozenset({date_changed, number_changed, date_printed_otherwise})
_ASKED: tuple[Rule, ...] = (
    negation_changed,
    date_changed,
    near_day_changed,
    number_changed,
    unit_changed,
    designation_changed,
    share_changed,
    date_printed_otherwise,
)
"""The rules that plain words may call for, in the order of ``RULES``. All but ``negation_changed`` come behind
``opposite_put``, all before the repairs."""


class _Words(NamedTuple):
    """One side of a hunk of plain words, by itself."""

    said: list[str]
    """The words, case folded."""
    asked: frozenset[Rule]
    """The rules that they call for: a word that negates calls for ``negation_changed``."""
    torn: bool
    """Whether a number or date beside them may reach into them: nothing stands there, or what glues its parts."""
    capital: bool
    """Whether one of them may be a proper name."""


class _Exchange(NamedTuple):
    """Both sides of a hunk of plain words, by themselves."""

    asked: frozenset[Rule]
    torn: bool
    capital: bool
    said: list[str]
    """What was put in or taken out; empty if words were put in the place of others."""
    rule: Rule | None
    """The rule that words put in the place of others fire, whatever stands around them."""


def plain_rule(at: Spot, otherwise: Rule) -> Rule | None:
    """The first rule that fires on a hunk of plain words, in the order of ``RULES``; ``otherwise`` if none of them does.

    None if its words are not plain: then every rule is to be asked. Plain are letters and common marks, no figures,
    symbols, quotation marks, contractions and names. The answers are those of asking each rule.
    """
    words = _exchanged(at.old.changed, at.new.changed, at.language)
    if words is None:
        return None
    asked = words.asked
    if words.torn and (at.old.may_touch or at.new.may_touch):
        asked |= _STATING
    if words.capital:
        if at.old.changed_names or at.new.changed_names:
            return None
        asked |= {designation_changed}
    found = next((rule for rule in _ASKED if rule in asked and rule(at)), None) if asked else None
    alone = _come_or_gone(words.said, at) if words.said else words.rule
    if alone is opposite_put and found is not negation_changed:
        return opposite_put
    return found or alone or (quoted_words_changed if quoted_words_changed(at) else otherwise)


@lru_cache(maxsize=8192)  # the same words are exchanged again and again
def _exchanged(before: str, after: str, language: str) -> _Exchange | None:
    """None if the words are not plain, or are the same but for their capitals."""
    old, new = _words(before, language), _words(after, language)
    if old is None or new is None or old.said == new.said:
        return None
    return _Exchange(
        old.asked | new.asked,
        old.torn or new.torn,
        old.capital or new.capital,
        [] if old.said and new.said else old.said or new.said,
        _rule_for(old.said, new.said, language) if old.said and new.said else None,
    )


@lru_cache(maxsize=8192)
def _words(changed: str, language: str) -> _Words | None:
    known = table(language)
    if not _SAYS_LITTLE.fullmatch(changed) or is_han(changed):
        return None
    said = _LETTERS.findall(changed.casefold())
    if not all(map(str.isalpha, said)) or not known.contractions.keys().isdisjoint(said):
        return None
    marked = len(changed) != sum(map(len, said)) + len(said) - 1
    asked: set[Rule] = set()
    for word in said:
        asked |= _rules_of(word, language)
    return _Words(said, frozenset(asked), not said or marked or not GLUE.isdisjoint(said), not changed.islower())


@lru_cache(maxsize=8192)
def _rules_of(word: str, language: str) -> frozenset[Rule]:
    """The rules that one word calls for; most call for none."""
    known = table(language)
    found: list[Rule] = []
    if known.force.begins(word):
        found.append(negation_changed)
    if word not in GLUE and may_count(word, language):
        found += _STATING
    if known.unit_words.get(word) is not None:
        found.append(unit_changed)
    if known.share_words.begins(word):
        found.append(share_changed)
    if known.near_day_words.begins(word):
        found.append(near_day_changed)
    return frozenset(found)


def _rule_for(old: Sequence[str], new: Sequence[str], language: str) -> Rule | None:
    """The rule for words put in the place of others."""
    if opposed(old, new, table(language)):
        return opposite_put
    if squeezed("".join(old)) == squeezed("".join(new)):
        return letters_kept
    articles = _only_articles(old, new, language)
    if len(old) == len(new):
        if all(a == b or repaired(a, b, language) for a, b in zip(old, new, strict=True)):
            return word_repaired
        if not articles and agreeing(old, new, language):
            return agreement_repaired
    if articles and abs(len(old) - len(new)) <= 1:
        return article_repaired
    return small_words_repaired if small_words_only(old, new, language) else None


def _come_or_gone(said: Sequence[str], at: Spot) -> Rule | None:
    """The rule for words put in, or taken out."""
    turned = article_turns(at)
    if len(said) == 1 and not turned and _only_articles(said, [], at.language):
        return article_repaired
    if doubled_word_removed(at):
        return doubled_word_removed
    return small_words_repaired if not turned and small_words_only(said, [], at.language) else None


def _only_articles(old: Sequence[str], new: Sequence[str], language: str) -> bool:
    articles = table(language).article_words
    if articles.isdisjoint(old) and articles.isdisjoint(new):
        return False
    return [word for word in old if word not in articles] == [word for word in new if word not in articles]
