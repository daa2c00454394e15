"""The pure comparison of two versions beside deepdiff, on the same pairs: ``python -m bench.diff [--pairs N]``.

Ours matches passages (moves, splits, joins), marks the changed words in each, and grades every edit by its rules.
deepdiff gets the same content in its natural form, a title and a list of turns, each with speaker, role and passages.
It compares value by value and is timed twice: with passages as strings (a changed passage is one changed value, no word
is looked at; a turn taken out shifts all that follow, or is found by its costlier pairing of list items), and with
passages as lists of words, which tells what ours tells first of all: which words changed. Times are of the processor,
so that what else runs on the machine counts for neither.
"""

from __future__ import annotations

import argparse
import random
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from deepdiff import DeepDiff

from storage.diff.change import compare
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

Versions = tuple[Transcript, Transcript]


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
    return _with_words(old, chance, [chance.randrange(TURNS)], 0.0)


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
    return _with_words(old, chance, chance.sample(range(TURNS), round(words / 100)), 0.0)


def tenth_of_words(old: Transcript, chance: random.Random) -> Transcript:
    """A tenth of the words of every turn exchanged."""
    return _with_words(old, chance, range(TURNS), 0.1)


def _with_words(old: Transcript, chance: random.Random, which: Sequence[int], share: float) -> Transcript:
    turns = list(old.turns)
    for at in which:
        words = turns[at].passages[0].split(" ")
        for place in chance.sample(range(1, len(words) - 1), max(1, round(len(words) * share))):
            words[place] = chance.choice([word for word in _WORDS if word != words[place]])
        turns[at] = replace(turns[at], passages=(" ".join(words),))
    return replace(old, turns=tuple(turns))


EDITS: dict[str, Callable[[Transcript, random.Random], Transcript]] = {
    "one word": one_word,
    "a turn deleted": turn_deleted,
    "a turn moved": turn_moved,
    "1 % of the words": hundredth_of_words,
}
"""The mix that the ratio over all is of."""
WORST = {"10 % of the words": tenth_of_words}
"""A text rewritten throughout, which no ministry's silent edit is: shown, not in the mix."""


def plain(transcript: Transcript, *, by_word: bool) -> dict[str, object]:
    """The same content as deepdiff takes it: a title and a list of turns."""
    return {
        "title": transcript.title,
        "turns": [
            {
                "speaker": turn.speaker_printed,
                "role": turn.role,
                "passages": [passage.split() if by_word else passage for passage in turn.passages],
            }
            for turn in transcript.turns
        ],
    }


def ours(pairs: Sequence[Versions]) -> float:
    """Processor seconds to compare all pairs: passages matched, words marked, edits graded."""
    start = time.process_time()
    for old, new in pairs:
        assert compare(old, new).edits
    return time.process_time() - start


def theirs(pairs: Sequence[Versions], *, by_word: bool) -> float:
    """Processor seconds for deepdiff over all pairs."""
    plains = [(plain(old, by_word=by_word), plain(new, by_word=by_word)) for old, new in pairs]
    start = time.process_time()
    for old, new in plains:
        DeepDiff(old, new)
    return time.process_time() - start


def timed(pairs: Sequence[Versions]) -> list[float]:
    """Processor seconds for all pairs: ours, deepdiff's, and deepdiff's by word, so slow that a tenth must do."""
    few = pairs[: max(1, len(pairs) // 10)]
    return [ours(pairs), theirs(pairs, by_word=False), theirs(few, by_word=True) * len(pairs) / len(few)]


def versions(edit: Callable[[Transcript, random.Random], Transcript], count: int) -> list[Versions]:
    """Pairs of versions, edited alike, the same in every run."""
    return [(old := transcript(seed), edit(old, random.Random(seed))) for seed in range(count)]


def main() -> None:
    """Prints milliseconds a pair and how many times faster ours is than each of the two."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=int, default=1000, help="pairs in all, a quarter for each edit (1000)")
    each = parser.parse_args().pairs // len(EDITS)
    ours(versions(one_word, 1))  # loads the language tables, once in a process
    total = [0.0, 0.0, 0.0]
    for name, edit in EDITS.items():
        pairs = versions(edit, each)
        times = timed(pairs)
        total = [one + other for one, other in zip(total, times, strict=True)]
        _report(name, each, times)
    _report("all of these", each * len(EDITS), total)
    for name, edit in WORST.items():
        pairs = versions(edit, max(1, each // 10))
        _report(name, len(pairs), timed(pairs))
    print(
        f"twice the pairs take {ours(versions(one_word, 2 * each)) / ours(versions(one_word, each)):.2f} times as long"
    )


def _report(name: str, pairs: int, times: Sequence[float]) -> None:
    own, strings, words = (seconds / pairs * 1000 for seconds in times)
    print(
        f"{name:18} ours {own:6.2f} ms a pair, deepdiff {strings:6.2f} ms ({strings / own:5.1f} x), "
        f"deepdiff by word {words:7.2f} ms ({words / own:5.1f} x)"
    )


if __name__ == "__main__":
    main()
