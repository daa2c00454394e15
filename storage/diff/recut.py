"""Pure: the older version's words cut where the newer one cuts them, for passages that were split or joined."""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Indel, LCSseq

from storage.diff.chains import MOST_PARTS
from storage.diff.links import Link, Passage
from storage.diff.matching import LEAST_MOVED, match
from storage.diff.model import Piece
from storage.diff.words import MOST_CELLS
from storage.text.tokens import tokenise, words

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Sequence

_NEAR_BOUNDARY = 4
"""Tokens at a boundary that may be edited without hiding that two passages were joined there."""
_SHORT = 40
_LEAST_GAIN = 4
"""Words that must find their counterpart by a new cut before it is believed."""


class _Run(NamedTuple):
    """Tokens of several passages in a row, each with its passage."""

    texts: list[str]
    owners: list[int]
    starts: list[int]
    ends: list[int]


class Uncut:
    """The passages as they are, each a piece when it is asked for: most never are."""

    def __init__(self, old: Sequence[Passage]) -> None:
        self._old = old

    def __getitem__(self, at: int) -> Piece:
        text, speaker = self._old[at]
        return Piece(text, (at,), speaker)


def recut(old: Sequence[Passage], new: Sequence[Passage], links: Sequence[Link]) -> list[Piece] | None:
    """The older version cut like the newer one, or None where no other cut matches more of its words.

    Only stretches between equal passages, and those that moved together, are looked at, and only where a passage is
    left over on one side.
    """
    uncut = Uncut(old)
    found: list[Piece] = []
    at = 0
    changed = False
    for i1, i2, j1, j2 in sorted([*_uneven(old, new, links), *_moved_together(links, len(old), len(new))]):
        if i1 < at:
            continue
        again = _cut_stretch(old, new, i1, i2, j1, j2)
        if again is not None and _is_better(again, old, new, range(i1, i2), range(j1, j2)):
            found += [*map(uncut.__getitem__, range(at, i1)), *again]
            at = i2
            changed = True
    return [*found, *map(uncut.__getitem__, range(at, len(old)))] if changed else None


def _uneven(
    old: Sequence[Passage], new: Sequence[Passage], links: Sequence[Link]
) -> Iterable[tuple[int, int, int, int]]:
    """Stretches between equal passages, with passages on both sides, some of them unmatched."""
    if len(links) == len(old) == len(new) or not min(len(old), len(new)):
        return
    linked_old, linked_new = {link.old for link in links}, {link.new for link in links}
    fixed = [link for link in links if not link.moved and old[link.old].text == new[link.new].text]
    ends = len(old), len(new)
    if not list(_stretches(fixed, *ends)):
        return
    # An exclamation that returns ("Thank you.") may be linked to another of its kind: no boundary to cut within.
    often = {text for texts in (old, new) for text, count in Counter(p.text for p in texts).items() if count > 1}
    fixed = [link for link in fixed if not _returns(old[link.old].text, often)]
    for i1, i2, j1, j2 in _stretches(fixed, *ends):
        if any(i not in linked_old for i in range(i1, i2)) or any(j not in linked_new for j in range(j1, j2)):
            yield i1, i2, j1, j2


def _moved_together(links: Sequence[Link], olds: int, news: int) -> Iterable[tuple[int, int, int, int]]:
    """Stretches of passages that moved side by side, with what is left over among and beside them."""
    if len(links) == olds == news:
        return  # nothing is left over
    moved = sorted((link for link in links if link.moved), key=lambda link: link.new)
    if not moved:
        return
    linked_old, linked_new = {link.old for link in links}, {link.new for link in links}
    runs: list[list[Link]] = []
    for link in moved:
        if (
            runs
            and linked_old.isdisjoint(range(runs[-1][-1].old + 1, link.old))
            and link.old > runs[-1][-1].old
            and linked_new.isdisjoint(range(runs[-1][-1].new + 1, link.new))
        ):
            runs[-1].append(link)
        else:
            runs.append([link])
    for run in runs:
        i1, i2, j1, j2 = run[0].old, run[-1].old + 1, run[0].new, run[-1].new + 1
        for _ in range(MOST_PARTS - 1):
            i1 -= i1 > 0 and i1 - 1 not in linked_old
            i2 += i2 < olds and i2 not in linked_old
            j1 -= j1 > 0 and j1 - 1 not in linked_new
            j2 += j2 < news and j2 not in linked_new
        if max(i2 - i1, j2 - j1) > len(run):
            yield i1, i2, j1, j2


def _stretches(fixed: Iterable[Link], olds: int, news: int) -> Iterable[tuple[int, int, int, int]]:
    """What lies between these links, where both versions have passages and one of them several."""
    i1 = j1 = 0
    for i2, j2, _ in (*fixed, Link(olds, news)):
        if i1 < i2 and j1 < j2 and (i2 - i1) + (j2 - j1) > 2:
            yield i1, i2, j1, j2
        i1, j1 = i2 + 1, j2 + 1


def _returns(text: str, often: Container[str]) -> bool:
    return text in often or (len(text) < _SHORT and len(words(text)) < LEAST_MOVED)


def _cut_stretch(
    old: Sequence[Passage], new: Sequence[Passage], i1: int, i2: int, j1: int, j2: int
) -> list[Piece] | None:
    ours, theirs = _run(old, range(i1, i2)), _run(new, range(j1, j2))
    if len(ours.texts) * len(theirs.texts) > MOST_CELLS:
        return None
    became = [-1] * len(ours.texts)  # the newer passage that each token went to
    for op in Indel.opcodes(ours.texts, theirs.texts):
        if op.tag == "equal":
            for step in range(op.src_end - op.src_start):
                became[op.src_start + step] = theirs.owners[op.dest_start + step]
    aligned = [at for at, owner in enumerate(became) if owner >= 0]
    cuts = {0, len(ours.texts)}
    for at in range(1, len(ours.texts)):
        before, after = _around(aligned, at)
        if ours.owners[at - 1] != ours.owners[at]:
            # a boundary of the older version stays unless words of one newer passage stand on both its sides
            if (
                before is None
                or after is None
                or became[before] != became[after]
                or max(at - before, after - at) > _NEAR_BOUNDARY
            ):
                cuts.add(at)
        elif before is not None and -1 < became[at] != became[before] and ours.owners[before] == ours.owners[at]:
            # words taken out between the two go with the sentence they belong to
            cuts.add(before + 1 if ours.texts[before][0] in ".!?…。！？" else at)
    return _pieces_between(sorted(cuts), ours, old)


def _around(aligned: list[int], at: int) -> tuple[int | None, int | None]:
    """The nearest aligned tokens before ``at`` and from it on."""
    where = bisect_left(aligned, at)
    return (aligned[where - 1] if where else None), (aligned[where] if where < len(aligned) else None)


def _pieces_between(cuts: list[int], run: _Run, old: Sequence[Passage]) -> list[Piece]:
    found = []
    for start, end in itertools.pairwise(cuts):
        texts, origins = [], []
        at = start
        while at < end:
            owner = run.owners[at]
            last = min(end, bisect_right(run.owners, owner))
            texts.append(old[owner].text[run.starts[at] : run.ends[last - 1]])
            origins.append(owner)
            at = last
        found.append(Piece(" ".join(texts), tuple(origins), old[origins[0]].speaker))
    return found


def _run(passages: Sequence[Passage], which: range) -> _Run:
    run = _Run([], [], [], [])
    for at in which:
        for token in tokenise(passages[at].text):
            run.texts.append(token.text)
            run.owners.append(at)
            run.starts.append(token.start)
            run.ends.append(token.end)
    return run


def _is_better(
    again: Sequence[Piece], old: Sequence[Passage], new: Sequence[Passage], olds: range, news: range
) -> bool:
    """Whether the new cut matches more words, and each passage that was cut or joined found its counterpart."""
    theirs = [new[j] for j in news]
    ours = [Passage(piece.text, piece.speaker) for piece in again]
    before = [old[i] for i in olds]
    links = match(ours, theirs)
    linked = {link.old for link in links if not link.moved}
    shares = [origin for piece in again for origin in piece.origins]
    touched = [at for at, p in enumerate(again) if len(p.origins) > 1 or shares.count(p.origins[0]) > 1]
    gain = _common_words(links, ours, theirs) - _common_words(match(before, theirs), before, theirs)
    return gain >= _LEAST_GAIN and all(at in linked for at in touched)


def _common_words(links: Iterable[Link], old: Sequence[Passage], new: Sequence[Passage]) -> int:
    return sum(
        LCSseq.similarity(words(old[link.old].text), words(new[link.new].text)) for link in links if not link.moved
    )
