"""Pure: the rule for a hunk of plain words, by the words alone. Most hunks are; this takes a tenth of the time."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeAlias

from storage.diff.grave import opposed, opposite_put
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
from storage.text.tables import table

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.diff.spot import Spot

Rule: TypeAlias = "Callable[[Spot], bool]"

_BEHIND_QUOTES: tuple[Rule | None, ...] = (article_repaired, small_words_repaired, None)
"""What does not excuse another word in a quotation, as a letter mended does."""


def plain_rule(at: Spot) -> Rule | None:
    """The first rule that fires on a spot that is ``plain``, in the order of ``RULES``; None if none but the last does.

    The same answers as asking each rule: on plain words no other can fire, and these need no tokens.
    """
    old, new = at.old.changed, at.new.changed
    rule = _exchanged(old, new, at.language) if old and new else _come_or_gone((old or new).casefold().split(), at)
    if rule in _BEHIND_QUOTES and quoted_words_changed(at):
        return quoted_words_changed
    return rule


@lru_cache(maxsize=8192)  # the same words are exchanged again and again
def _exchanged(before: str, after: str, language: str) -> Rule | None:
    """The rule for words put in the place of others, whatever stands around them."""
    old, new = before.casefold().split(), after.casefold().split()
    if opposed(old, new, table(language)):
        return opposite_put
    if squeezed("".join(old)) == squeezed("".join(new)):
        return letters_kept
    if len(old) == len(new):
        if all(a == b or repaired(a, b, language) for a, b in zip(old, new, strict=True)):
            return word_repaired
        if agreeing(old, new, language):
            return agreement_repaired
    if _only_articles(old, new, language) and abs(len(old) - len(new)) <= 1:
        return article_repaired
    return small_words_repaired if small_words_only(old, new, language) else None


def _come_or_gone(said: list[str], at: Spot) -> Rule | None:
    """The rule for words put in, or taken out."""
    if doubled_word_removed(at):
        return doubled_word_removed
    turned = article_turns(at)
    if len(said) == 1 and not turned and _only_articles(said, [], at.language):
        return article_repaired
    return small_words_repaired if not turned and small_words_only(said, [], at.language) else None


def _only_articles(old: list[str], new: list[str], language: str) -> bool:
    articles = table(language).article_words
    if articles.isdisjoint(old) and articles.isdisjoint(new):
        return False
    return [word for word in old if word not in articles] == [word for word in new if word not in articles]
