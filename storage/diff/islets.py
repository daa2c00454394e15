"""Pure: changed stretches of two passages made readable: joined over equal words too few to stand between them."""

from __future__ import annotations

from functools import lru_cache, partial
from itertools import accumulate
from typing import TYPE_CHECKING, NamedTuple

from storage.text.tokens import is_han, sort_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

_ISLET = 0.6
"""Equal words are an islet if they weigh at most this share of the smaller change beside them."""

SENTENCE_ENDS = frozenset(".!?…。！？")


class Block(NamedTuple):
    """Tokens ``a[i1:i2]`` that became ``b[j1:j2]``."""

    i1: int
    i2: int
    j1: int
    j2: int


block_of: Callable[[tuple[int, int, int, int]], Block] = partial(tuple.__new__, Block)
# Straight to tuple: half the time.


class _Weighed(NamedTuple):
    """A block, and what its words say to a reader of it."""

    block: Block
    most: float
    """What equal words beside it may weigh to be an islet."""
    rewritten: bool
    """Whether there are words on both its sides."""


def joined(blocks: Iterable[Block]) -> list[Block]:
    """Blocks that touch or overlap made one."""
    found: list[Block] = []
    for block in blocks:
        if found and block.i1 <= found[-1].i2 and block.j1 <= found[-1].j2:
            last = found[-1]
            found[-1] = Block(last.i1, max(last.i2, block.i2), last.j1, max(last.j2, block.j2))
        else:
            found.append(block)
    return found


def readable(blocks: Sequence[Block], a: Sequence[str], b: Sequence[str]) -> list[Block]:
    """Blocks joined over islets of equal words, until none is left. ``a`` and ``b`` are all tokens of the passages."""
    if len(blocks) < 2:
        return list(blocks)
    old, new = ([*accumulate(map(weight_of, tokens), initial=0)] for tokens in (a, b))  # what all before each weigh
    weighed = [_weighed(block, old, new) for block in blocks]
    while True:
        found = weighed[:1]
        for right in weighed[1:]:
            left = found[-1]
            weight = old[right.block.i1] - old[left.block.i2]
            if weight <= left.most and weight <= right.most and _is_islet(weight, left, right, a, b):
                i1, _, j1, _ = left.block
                _, i2, _, j2 = right.block
                found[-1] = _weighed(block_of((i1, i2, j1, j2)), old, new)
            else:
                found.append(right)
        if len(found) == len(weighed):
            return [one.block for one in found]
        weighed = found


def _weighed(block: Block, old: Sequence[int], new: Sequence[int]) -> _Weighed:
    i1, i2, j1, j2 = block
    gone, come = old[i2] - old[i1], new[j2] - new[j1]
    return _Weighed(block, max(gone, come) * _ISLET, bool(gone and come))


def _is_islet(weight: int, left: _Weighed, right: _Weighed, a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether equal words that weigh little stand between two blocks as an islet."""
    if any(token[0] in SENTENCE_ENDS for token in a[left.block.i2 : right.block.i1]):
        return False
    if not weight and not (left.rewritten and right.rewritten):
        return False  # over a mere mark only words rewritten on both its sides are one: a list, not two repairs
    # a reader must see the number that changed, not the clause it stands in
    return not (_is_figure(left.block, a, b) or _is_figure(right.block, a, b))


def _is_figure(block: Block, a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether a number became another one, and nothing else changed."""
    i1, i2, j1, j2 = block
    if i1 == i2 or j1 == j2 or sort_of(a[i1]) != "number":
        return False
    return all(sort_of(token) == "number" for token in (*a[i1:i2], *b[j1:j2]))


@lru_cache(maxsize=32768)  # as many words as a language has, but for the rarest
def weight_of(token: str) -> int:
    """How much a token tells a reader: its letters, but little if it is a short word, nothing if it is a mark."""
    sort = sort_of(token)
    if sort == "mark":
        return 0
    if is_han(token):
        return 2
    return 1 if len(token) <= 3 and sort == "word" else len(token)
