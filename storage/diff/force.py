"""Pure: which words of a hunk deny or bind, idioms left aside in which they do neither: not only, come what may."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from storage.text.elements import elements
from storage.text.sentences import starts_sentence

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.diff.spot import Side, Spot
    from storage.text.lexicon import Found
    from storage.text.tables import Table
    from storage.text.tokens import Token

_NEAR = 24
"""Code points on both sides of a word within which it may be told to be a noun."""
_OF_A_NUMBER = re.compile(r"[.°º]?\s?\d")


def forces(at: Spot) -> tuple[Counter[str], Counter[str]]:
    """What the changed words of both sides deny, oblige or permit: each force with how often.

    An idiom counts for nothing where it came or went as a whole: ``not only`` for ``both``. Where its other words stay
    (``no doubt``, ``doubt``), the word that denies is what changed.
    """
    old, new = (_hits(side.text, side.elements, at.table) for side in at.sides)
    if (old or new) and at.table.no_force:
        old, new = _less_idioms(old, new, at)
    if at.table.noun_force:
        old, new = (_less_nouns(hits, side, at.table) for hits, side in zip((old, new), at.sides, strict=True))
    return Counter(hit.meaning for hit in old), Counter(hit.meaning for hit in new)


def denials(side: Side, known: Table) -> int:
    """How often a whole passage denies."""
    meanings = [hit.meaning for hit in _hits(side.whole, elements(side.whole, side.language), known)]
    return meanings.count("not") + meanings.count("never")


def _hits(text: str, parts: Sequence[Token], known: Table) -> list[Found[str]]:
    found = known.force.find([part.text for part in parts])
    return [hit for hit in found if not _is_another_word(text, parts[hit.start], known)]


def _is_another_word(text: str, word: Token, known: Table) -> bool:
    """``May`` the month, ``no.`` before a number, a German noun (``ein Muss``)."""
    if (word.text == "may" or known.nouns_capitalised) and text[word.start].isupper():
        return not starts_sentence(text, word.start)
    return word.text == "no" and _OF_A_NUMBER.match(text, word.end) is not None


def _less_idioms(old: list[Found[str]], new: list[Found[str]], at: Spot) -> tuple[list[Found[str]], list[Found[str]]]:
    said = [[part.text for part in side.elements] for side in at.sides]
    idioms = [at.table.forceless.find(words) for words in said]
    kept = []
    for own, (hits, other) in enumerate(((old, 1), (new, 0))):
        idle: set[int] = set()
        for idiom in idioms[own]:
            within = range(idiom.start, idiom.end)
            denying = {place for hit in hits for place in range(hit.start, hit.end)}
            rest = {said[own][place] for place in within if place not in denying}
            if idioms[other] or not rest or not rest.issubset(said[other]):
                idle.update(within)
        kept.append([hit for hit in hits if hit.start not in idle])
    return kept[0], kept[1]


def _less_nouns(hits: list[Found[str]], side: Side, known: Table) -> list[Found[str]]:
    return [hit for hit in hits if not _is_noun(side.elements[hit.start], side, known)]


def _is_noun(word: Token, side: Side, known: Table) -> bool:
    if word.text not in known.force_nouns.words:
        return False
    first = max(0, word.start - _NEAR)
    near = elements(side.text[first : word.end + _NEAR], side.language)
    nouns = known.force_nouns.find([part.text for part in near])
    return any(near[noun.start].start <= word.start - first < near[noun.end - 1].end for noun in nouns)
