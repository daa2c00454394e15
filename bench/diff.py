"""Transcripts that are quickly made, and edits of them: what the diff job and the crawl are measured on."""

from __future__ import annotations

import random
from dataclasses import replace
from typing import TYPE_CHECKING

from storage.transcript import Transcript, Turn

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

TURNS = 40
_TEXT = """the government of our country supports a peaceful settlement and expects that all parties return to talks
without preconditions because lasting solutions depend on trust between neighbours trade energy security borders people
agreements partners ministers delegation statement position progress regional cooperation remains an important part
of the agenda while colleagues discussed practical steps toward closer ties in science culture education and transport
at their previous meeting they confirmed that joint projects continue as planned despite pressure from outside forces"""
_WORDS = _TEXT.split()


def transcript(seed: int) -> Transcript:
    """A transcript of 40 turns, one passage of 30 to 60 words each, the same for the same seed."""
    chance = random.Random(seed)
    turns = []
    for at in range(TURNS):
        words = [chance.choice(_WORDS) for _ in range(chance.randint(30, 60))]
        text = " ".join(words).capitalize() + f" {at}."
        asked = at % 2 == 0
        label = "Question" if asked else "Sergey Lavrov"
        turns.append(Turn("question" if asked else "answer", (text,), label, label))
    return Transcript(title="Press conference", language="en", turns=tuple(turns), form="bench")


def one_word(old: Transcript, chance: random.Random) -> Transcript:
    """One word of one turn exchanged."""
    return _with_words(old, chance, [chance.randrange(TURNS)])


def turn_deleted(old: Transcript, chance: random.Random) -> Transcript:
    """One turn taken out."""
    gone = chance.randrange(TURNS)
    return replace(old, turns=old.turns[:gone] + old.turns[gone + 1 :])


def turn_moved(old: Transcript, chance: random.Random) -> Transcript:
    """One turn put elsewhere."""
    turns = list(old.turns)
    source = chance.randrange(TURNS)
    moved = turns.pop(source)
    turns.insert((source + chance.randint(2, TURNS - 2)) % TURNS, moved)
    return replace(old, turns=tuple(turns))


def hundredth_of_words(old: Transcript, chance: random.Random) -> Transcript:
    """One in a hundred words of the transcript exchanged, one a turn in as many turns."""
    words = sum(len(passage.split(" ")) for passage in old.passages)
    return _with_words(old, chance, chance.sample(range(TURNS), round(words / 100)))


def _with_words(old: Transcript, chance: random.Random, which: Sequence[int]) -> Transcript:
    turns = list(old.turns)
    for at in which:
        words = turns[at].passages[0].split(" ")
        place = chance.randrange(1, len(words) - 1)
        words[place] = chance.choice([word for word in _WORDS if word != words[place]])
        turns[at] = replace(turns[at], passages=(" ".join(words),))
    return replace(old, turns=tuple(turns))


EDITS: dict[str, Callable[[Transcript, random.Random], Transcript]] = {
    "one word": one_word,
    "a turn deleted": turn_deleted,
    "a turn moved": turn_moved,
    "1 % of the words": hundredth_of_words,
}
"""What the pairs of the diff job are made by."""
