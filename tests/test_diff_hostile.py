"""Pages made to be slow to compare: one endless passage, words in no order, thousands of edits."""

from __future__ import annotations

import time
from random import Random
from typing import TYPE_CHECKING

import pytest

from storage.diff.change import compare
from storage.transcript import Transcript, Turn

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

SECONDS = 30
"""Thrice the bound that ``compare`` states, for a busy machine. Without bounds each of these takes minutes."""
RANDOM = Random(7)
WORDS = ["".join(RANDOM.choices("abcdefghijklmnopqrstuvwxyz", k=RANDOM.randint(2, 9))) for _ in range(6000)]


def _version(passages: Iterable[str]) -> Transcript:
    return Transcript("", "en", (Turn("statement", tuple(passages)),), form="case")


def _said(count: int) -> list[str]:
    return RANDOM.choices(WORDS, k=count)


def _with_others(words: Sequence[str], every: int) -> list[str]:
    return [RANDOM.choice(WORDS) if at % every == 0 else word for at, word in enumerate(words)]


def endless_passage() -> tuple[list[str], list[str]]:
    words = _said(330_000)
    return [" ".join(words)], [" ".join(_with_others(words, 7))]


def words_in_no_order() -> tuple[list[str], list[str]]:
    words = _said(60_000)
    return [" ".join(words)], [" ".join(RANDOM.sample(words, len(words)))]


def thousands_of_edits() -> tuple[list[str], list[str]]:
    passages = [_said(25) for _ in range(8_000)]
    return [" ".join(said) for said in passages], [" ".join(_with_others(said, 5)) for said in passages]


def nothing_but_numbers() -> tuple[list[str], list[str]]:
    old, new = ([f"{RANDOM.randint(1, 10**6)} and" for _ in range(40_000)] for _ in range(2))
    return [" ".join(old)], [" ".join(new)]


def nothing_but_dates() -> tuple[list[str], list[str]]:
    old, new = ([f"{RANDOM.randint(1, 28)} May {RANDOM.randint(1900, 2090)}," for _ in range(25_000)] for _ in range(2))
    return [" ".join(old)], [" ".join(new)]


def names_put_in() -> tuple[list[str], list[str]]:
    names = " ".join(word.capitalize() for word in _said(40_000))
    return ["They met in the capital and agreed on it."], [f"They met {names} in the capital and agreed on it."]


def quotations_in_every_sentence() -> tuple[list[str], list[str]]:
    old = [["He", *_said(2), "“" + RANDOM.choice(WORDS), *_said(2), RANDOM.choice(WORDS) + "”."] for _ in range(10_000)]
    new = [[*said[:4], RANDOM.choice(WORDS), *said[5:]] if at % 2 else said for at, said in enumerate(old)]
    return [" ".join(map(" ".join, old))], [" ".join(map(" ".join, new))]


def long_passages_shuffled() -> tuple[list[str], list[str]]:
    passages = [RANDOM.choices(WORDS[:300], k=900) for _ in range(190)]
    others = [_with_others(said, 3) for said in passages]
    RANDOM.shuffle(others)
    return [" ".join(said) for said in passages], [" ".join(said) for said in others]


@pytest.mark.parametrize(
    "made",
    [
        endless_passage,
        words_in_no_order,
        thousands_of_edits,
        nothing_but_numbers,
        nothing_but_dates,
        names_put_in,
        quotations_in_every_sentence,
        long_passages_shuffled,
    ],
)
def test_the_worst_pair_of_pages_takes_bounded_time(made: Callable[[], tuple[list[str], list[str]]]) -> None:
    old, new = made()
    begun = time.process_time()
    found = compare(_version(old), _version(new))
    assert time.process_time() - begun < SECONDS
    assert found.edits
