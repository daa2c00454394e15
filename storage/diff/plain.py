"""Pure: the rule for a hunk of plain words, by the words alone. Most hunks are; this takes a tenth of the time."""

from __future__ import annotations

from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from collections.abc import Callable

    from storage.diff.spot import Spot


def plain_rule(at: Spot) -> Callable[[Spot], bool] | None:
    """The first rule that fires on a spot that is ``plain``, in the order of ``RULES``; None if none but the last does.

    The same answers as asking each rule: on plain words no other can fire, and these need no tokens.
    """
    old, new = at.old.changed.casefold().split(), at.new.changed.casefold().split()
    if opposed(old, new, at.table):
        return opposite_put
    if old and new and squeezed("".join(old)) == squeezed("".join(new)):
        return letters_kept
    if len(old) == len(new):
        if all(a == b or repaired(a, b, at.language) for a, b in zip(old, new, strict=True)):
            return word_repaired
        if agreeing(old, new, at.language) and not _only_articles(old, new, at):
            return agreement_repaired
    turned = article_turns(at)
    if abs(len(old) - len(new)) <= 1 and not turned and _only_articles(old, new, at):
        return article_repaired
    if not (old and new) and doubled_word_removed(at):
        return doubled_word_removed
    if not turned and small_words_only(old, new, at.language):
        return small_words_repaired
    return quoted_words_changed if quoted_words_changed(at) else None


def _only_articles(old: list[str], new: list[str], at: Spot) -> bool:
    articles = at.table.article_words
    if articles.isdisjoint(old) and articles.isdisjoint(new):
        return False
    return [word for word in old if word not in articles] == [word for word in new if word not in articles]
