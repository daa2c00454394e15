"""Pairs of versions to compare: press conferences whose words are as unevenly frequent as a language's, edited."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from bench import prose
from bench.diff import TURNS, turn_deleted, turn_moved
from storage.transcript import Transcript, Turn

if TYPE_CHECKING:
    from collections.abc import Callable

Versions: TypeAlias = tuple[Transcript, Transcript]
Edit: TypeAlias = "Callable[[Transcript, random.Random], Transcript]"

_PASSAGE_BYTES = 300
_SPEECH = 200_000


def transcript(seed: int) -> Transcript:
    """A transcript of 40 turns, one passage of some 50 words each, the same for the same seed."""
    chance = random.Random(seed)
    turns = []
    for at in range(TURNS):
        role, label = ("answer", "Sergey Lavrov") if at % 2 else ("question", "Question")
        turns.append(Turn(role, (prose.passage(chance, "en", _PASSAGE_BYTES),), label, label))  # type: ignore[arg-type]
    return Transcript(title="Press conference", language="en", turns=tuple(turns), form="bench")


def words_exchanged(share: float) -> Edit:
    """An edit: so many of all words exchanged for others, wherever they stand, but for the first of a passage."""

    def edit(old: Transcript, chance: random.Random) -> Transcript:
        said = [passage.split(" ") for passage in old.passages]
        places = [(at, word) for at, words in enumerate(said) for word in range(1, len(words))]
        for at, word in chance.sample(places, round(len(places) * share)):
            said[at][word] = prose.word(chance, old.language)
        passages = iter([" ".join(words) for words in said])
        turns = (replace(turn, passages=tuple(next(passages) for _ in turn.passages)) for turn in old.turns)
        return replace(old, turns=tuple(turns))

    return edit


WORDS: dict[str, Edit] = {
    "1 % of words": words_exchanged(0.01),
    "10 % of words": words_exchanged(0.1),
    "50 % of words": words_exchanged(0.5),
}
TURNED: dict[str, Edit] = {
    "turn deleted": turn_deleted,
    "turn moved": turn_moved,
}


def versions(edit: Edit, count: int) -> list[Versions]:
    """Pairs of versions, edited alike, the same in every run."""
    return [(old := transcript(seed), edit(old, random.Random(seed))) for seed in range(count)]


def one_word_in(passages: int) -> Versions:
    """A text of so many passages, in one of which one word was exchanged."""
    chance = random.Random(passages)
    texts = [prose.passage(chance, "en", _PASSAGE_BYTES) for _ in range(passages)]
    words = texts[passages // 2].split(" ")
    words[len(words) // 2] = "elsewhere"
    return _speech(texts), _speech([*texts[: passages // 2], " ".join(words), *texts[passages // 2 + 1 :]])


def half_of_a_speech(passages: int) -> Versions:
    """A speech of 200,000 characters in so many passages, half its words exchanged."""
    chance = random.Random(passages)
    old = _speech([prose.passage(chance, "en", _SPEECH // passages) for _ in range(passages)])
    return old, words_exchanged(0.5)(old, chance)


def _speech(passages: list[str]) -> Transcript:
    return Transcript(title="Speech", language="en", turns=(Turn("statement", tuple(passages)),), form="bench")
