"""The pure comparison of two versions beside other differs, over the same pairs in one run.

Ours matches passages, marks words and grades every edit by its rules; of the peers, deepdiff, which gets the same
content as a title and a list of turns, compares value by value: with passages as lists of words it tells which words
changed, with passages as strings only which passages. The others get the text or a page. Seconds are the processor's,
ours taken anew beside each peer, so that what else runs on the machine counts for neither.
"""

from __future__ import annotations

import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING

from bench import diff, pairs, rivals
from bench.figures import Figure, Skipped
from bench.rivals import Measured
from storage.diff.change import compare
from storage.text.tokens import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from bench.pairs import Versions

WORDS, TURNED = 12.0, 40.0
"""How many times faster than deepdiff ours is to be where words were exchanged, and where turns came, went or moved."""
EQUAL_CONTENT = 1.02
"""A peer tells the same as ours if it marks no more words, give or take how they are cut."""
SPEECH_S, SPEECH_GOAL_S = 2.0, 1.0
LINEAR = 1.5
"""How much longer a passage may take in a text a hundred times as long."""


def figures(count: int) -> Iterator[Figure | Skipped]:
    """``count`` pairs in all, a fifth of them of each kind of edit."""
    compare(*pairs.versions(diff.turn_moved, 1)[0])  # loads the languages' tables, once in a process
    with tempfile.TemporaryDirectory() as folder:
        pythons = rivals.pythons(Path(folder))
        for kind, edit in {**pairs.WORDS, **pairs.TURNED}.items():
            target = WORDS if kind in pairs.WORDS else TURNED
            yield from _beside(kind, pairs.versions(edit, max(1, count // 5)), target, pythons)
    yield from _linear()
    yield from _speeches()


def _beside(
    kind: str, versions: Sequence[Versions], target: float, pythons: dict[str, Path | None]
) -> Iterator[Figure | Skipped]:
    told: dict[str, list[Measured]] = {}
    for name, python in pythons.items():
        what = f"{kind}: {name.replace('_', ' ')}"
        own = ours(versions)
        try:
            told[name] = rivals.run(name, python, versions)
        except rivals.Missing as error:
            yield Skipped(what, str(error))
            continue
        done = len(told[name])
        what += f" (of {done})" if done < len(versions) else ""
        ratio = _seconds(told[name]) / _seconds(own[:done])
        held = name == "deepdiff_by_word" or (name == "deepdiff_by_value" and kind in pairs.TURNED)
        yield Figure(what, _shown(own[:done]), _shown(told[name]), ratio, target if held else None)
    yield fewest(kind, ours(versions), told)


def fewest(kind: str, own: list[Measured], told: dict[str, list[Measured]]) -> Figure:
    """Our hunks beside the fewest of a peer that tells the same."""
    alike = {
        name: _hunks(found) / max(_hunks(own[: len(found)]), 1)
        for name, found in told.items()
        if (marked := _marked(found)) and marked <= EQUAL_CONTENT * (_marked(own[: len(found)]) or 0)
    }
    best = min(alike, key=lambda name: alike[name], default="")
    what = f"{kind}: hunks"
    hunks = f"{_hunks(own) / len(own):.1f} a pair"
    if not best:
        return Figure(what, hunks, "no peer tells the same", 1, None)
    peer = f"{alike[best] * _hunks(own) / len(own):.1f}, {best.replace('_', ' ')}"
    return Figure(what, hunks, peer, 1 / alike[best], 1, at_most=True)


def ours(versions: Sequence[Versions]) -> list[Measured]:
    """Passages matched, words marked and edits graded, pair by pair. What moved is marked in both its places."""
    found = []
    for old, new in versions:
        start = time.process_time()
        change = compare(old, new)
        seconds = time.process_time() - start
        assert change.edits
        labelled = [
            [len(words(f"{turn.speaker_printed} {said}")) for turn in version.turns for said in turn.passages]
            for version in (old, new)
        ]
        hunks = marked = 0
        for pair in change.pairs:
            before = "" if pair.old is None else old.passages[pair.old]
            after = "" if pair.new is None else new.passages[pair.new]
            hunks += len(pair.hunks) + (pair.moved or not before or not after)
            if pair.moved or not before or not after:  # the label goes with it, as it does in a peer's text
                marked += 0 if pair.old is None else labelled[0][pair.old]
                marked += 0 if pair.new is None else labelled[1][pair.new]
            for hunk in pair.hunks:
                marked += len(words(before[hunk.old_start : hunk.old_end]))
                marked += len(words(after[hunk.new_start : hunk.new_end]))
        found.append(Measured(seconds, hunks, marked))
    return found


def _linear() -> Iterator[Figure]:
    """One word exchanged in a text of so many passages: never slower than linear."""
    few = _best(lambda: pairs.one_word_in(100), 9)
    for count in (1_000, 10_000):
        many = _best(lambda count=count: pairs.one_word_in(count), 3)  # type: ignore[misc]
        growth = many / few / (count / 100)
        what = f"one word in {count:,} passages"
        yield Figure(what, f"{many * 1e3:.1f} ms", f"in 100: {few * 1e3:.2f} ms", growth, LINEAR, at_most=True)


def _speeches() -> Iterator[Figure]:
    for passages in (1, 20, 200, 1_000):
        seconds = _best(lambda passages=passages: pairs.half_of_a_speech(passages), 2)  # type: ignore[misc]
        what = f"200,000 characters in {passages:,} passages, half the words"
        yield Figure(what, f"{seconds:.2f} s", "1 s", seconds, SPEECH_S, at_most=True, goal=SPEECH_GOAL_S)


def _best(made: Callable[[], Versions], times: int) -> float:
    old, new = made()
    found = []
    for _ in range(times):
        start = time.process_time()
        compare(old, new)
        found.append(time.process_time() - start)
    return min(found)


def _shown(found: Sequence[Measured]) -> str:
    return f"{_seconds(found) / len(found) * 1e3:.2f} ms, {_hunks(found) / len(found):.1f} hunks"


def _seconds(found: Sequence[Measured]) -> float:
    return sum(one.seconds for one in found)


def _hunks(found: Sequence[Measured]) -> int:
    return sum(one.hunks for one in found)


def _marked(found: Sequence[Measured]) -> int | None:
    """None if the differ prints no words."""
    told = [one.marked for one in found if one.marked is not None]
    return sum(told) if len(told) == len(found) else None
