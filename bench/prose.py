"""Sentences that no two pages share: words of the test ministry's bank, as unevenly frequent as words are.

Whole sentences from the bank would repeat and flatter every compression. Words drawn one by one repeat less than a
real text's do: zstd packs the articles of real ministry pages somewhat better than these.
"""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from itertools import accumulate
from random import Random

from tests.ministry import bank

VOCABULARY = 20_000
_WORD = re.compile(r"\{\w+\}|([^\W\d_]{2,})")


def passage(chance: Random, language: str, size: int) -> str:
    """A paragraph of about ``size`` bytes in UTF-8."""
    sentences: list[str] = []
    while size > 0:
        sentences.append(sentence(chance, language))
        size -= len(sentences[-1].encode()) + 1
    return " ".join(sentences)


def sentence(chance: Random, language: str) -> str:
    words, weights = _vocabulary(language)
    drawn = chance.choices(words, cum_weights=weights, k=chance.randint(8, 24))
    if chance.random() < 0.3:
        drawn[chance.randrange(1, len(drawn))] = str(chance.randint(2, 2400))
    if len(drawn) > 12:
        drawn[len(drawn) // 2] += ","
    return " ".join(drawn).capitalize() + "."


def word(chance: Random, language: str) -> str:
    words, weights = _vocabulary(language)
    return chance.choices(words, cum_weights=weights)[0]


@cache
def _vocabulary(language: str) -> tuple[list[str], list[float]]:
    """The bank's words, commonest first, and rare ones made of their halves; weights by Zipf's law, summed up."""
    groups = [*bank.statements(), *(group for exchange in bank.dialogue() for group in exchange)]
    counted = Counter(word.lower() for group in groups for word in _WORD.findall(group[language]))
    words = [word for word, _ in counted.most_common() if word]  # a slot of the bank's counts as no word
    halves = [(word[: len(word) // 2 + 1], word[len(word) // 2 + 1 :]) for word in words if len(word) > 5]
    chance = Random(language)
    known = dict.fromkeys(words)
    while len(known) < VOCABULARY:
        known[chance.choice(halves)[0] + chance.choice(halves)[1]] = None
    return list(known), list(accumulate(1 / rank for rank in range(1, VOCABULARY + 1)))
