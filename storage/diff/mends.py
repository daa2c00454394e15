"""Pure: rules for small repairs: a letter, an ending, an article, a word of grammar."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from storage.diff.names import respelled, same_name
from storage.diff.quotation import quotation_marks_changed
from storage.diff.repairs import agreeing, small_words_only
from storage.diff.spelling import repaired, squeezed
from storage.text.cldr import months, weekdays
from storage.text.tables import table
from storage.text.tokens import is_han, words

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.diff.spot import Spot

_LEAST_SLIP = 3


def letters_kept(at: Spot) -> bool:
    """Spelling: words joined, split, hyphenated or recased; not one letter differs. ``can not``, ``cannot``."""
    return (
        bool(at.old.words and at.new.words)
        and squeezed(at.old.changed) == squeezed(at.new.changed)
        and at.old.signs == at.new.signs
        and not quotation_marks_changed(at)
    )


def listed_word_repaired(at: Spot) -> bool:
    """Spelling: a slip in a word of number, date, negation or modality was mended: Febuary, пятдесят, nich, jammais.

    One side is no such word, nor a word that stands beside one by chance (``then``, ``ten``; ``klein``, ``kein``).
    """
    if at.op != "replace" or at.old.said == at.new.said or at.old.signs != at.new.signs:
        return False
    printed = [[word.text.casefold() for word in side.words] for side in at.sides]
    return any(  # as printed (canot), and as looked up (d'aout)
        slips_of_listed(old, new, at.language) for old, new in (printed, (at.old.said, at.new.said))
    )


def slips_of_listed(old: Sequence[str], new: Sequence[str], language: str) -> bool:
    """Whether of as many case-folded words those that differ are such words and slips of them."""
    return len(old) == len(new) and all(
        a == b or _slip_of_listed(a, b, language) for a, b in zip(old, new, strict=True)
    )


@lru_cache(maxsize=4096)
def _slip_of_listed(one: str, other: str, language: str) -> bool:
    if _is_listed(one, language) == _is_listed(other, language) or min(len(one), len(other)) < _LEAST_SLIP:
        return False
    written = other if _is_listed(one, language) else one
    if written in table(language).words_beside or not (one.isalpha() and other.isalpha()):
        return False
    return one[0] == other[0] and repaired(one, other, language)


def _is_listed(word: str, language: str) -> bool:
    known = table(language)
    return word in known.contractions or any(
        listed.get(word) is not None
        for listed in (
            *(known.number_words, known.ordinal_words, known.scale_words, known.decade_words, known.share_words),
            *(known.force, known.near_time_words, months(language), weekdays(language)),
        )
    )


def name_inflected(at: Spot) -> bool:
    """Spelling: a proper name in another of its cases, and nothing else: Лаврова, Лавровым; Merkel, Merkels."""
    old, new = at.old.words, at.new.words
    if not 0 < len(old) == len(new) or at.old.signs != at.new.signs:
        return False
    printed = [{name.text for name in side.changed_names} for side in at.sides]
    pairs = [(a.text, b.text) for a, b in zip(old, new, strict=True) if a.text != b.text]
    return bool(pairs) and all((a in printed[0] or b in printed[1]) and same_name(a, b, at.language) for a, b in pairs)


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
    if not 0 < len(old) == len(new):
        return False
    inflected, inflections = ({name.text for name in side.changed_names} for side in at.sides)
    return at.old.signs == at.new.signs and all(
        a.text == b.text
        or (
            a.sort == b.sort == "word"
            and not (a.text in inflected and b.text in inflections)
            and repaired(a.text, b.text, at.language)
        )
        for a, b in zip(old, new, strict=True)
    )


def article_repaired(at: Spot) -> bool:
    """Spelling: an article put in, taken out or exchanged, and nothing else."""
    if abs(len(at.old.words) - len(at.new.words)) > 1 or not at.table.article_words or article_turns(at):
        return False
    kept = [[part for part in side.said if part not in at.table.article_words] for side in at.sides]
    return at.old.said != at.new.said and kept[0] == kept[1] and at.old.signs == at.new.signs


def article_turns(at: Spot) -> bool:
    """Whether an article came or went before a word that means another thing with one: few, a few."""
    if at.op == "replace" or not at.table.articled:
        return False
    side = at.old if at.old.changed else at.new
    if not at.table.article_words.issuperset(side.said):
        return False
    behind = words(side.text[side.end :])[:1]
    return bool(behind) and behind[0] in at.table.articled.split()


def agreement_repaired(at: Spot) -> bool:
    """Spelling: the same words in another number, case or tense: supports, support; des États membre, membres."""
    return at.old.said != at.new.said and agreeing(at.old.said, at.new.said, at.language) and _is_repair(at)


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
    return small_words_only(at.old.said, at.new.said, at.language) and not article_turns(at) and _is_repair(at)


def _is_repair(at: Spot) -> bool:
    """Whether a hunk leaves alone what no repair touches: names, question marks, symbols, quotation marks."""
    return (
        at.old.signs == at.new.signs
        and not at.old.changed_names
        and not at.new.changed_names
        and not quotation_marks_changed(at)
    )
