"""Pure: changed stretches of two passages made readable: joined over equal words too few to stand between them."""

from __future__ import annotations

from functools import lru_cache, partial
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
    """A block, and how much its tokens tell on each side."""

    block: Block
    old: int
    new: int
    most: float
    """What equal words beside it may weigh to be an islet."""


_weighed_of: Callable[[tuple[Block, int, int, float]], _Weighed] = partial(tuple.__new__, _Weighed)


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
    weighed = [_weighed(block, _weight(a[block[0] : block[1]]), _weight(b[block[2] : block[3]])) for block in blocks]
    while True:
        found = weighed[:1]
        for right in weighed[1:]:
            left = found[-1]
            between = _islet(left, right, a, b)
            if between is None:
                found.append(right)
            else:
                (i1, _, j1, _), (_, i2, _, j2) = left.block, right.block
                whole = block_of((i1, i2, j1, j2))
                found[-1] = _weighed(whole, left.old + between + right.old, left.new + between + right.new)
        if len(found) == len(weighed):
            return [one.block for one in found]
        weighed = found


def _weighed(block: Block, old: int, new: int) -> _Weighed:
    return _weighed_of((block, old, new, (old if old > new else new) * _ISLET))


def _islet(left: _Weighed, right: _Weighed, a: Sequence[str], b: Sequence[str]) -> int | None:
    """What the equal words between two blocks weigh; None if they are no islet."""
    most = left.most if left.most < right.most else right.most
    weight = 0
    for token in a[left.block.i2 : right.block.i1]:
        weight += weight_of(token)
        if weight > most or token[0] in SENTENCE_ENDS:
            return None
    if not weight and not (left.old and left.new and right.old and right.new):
        return None  # over a mere mark only words rewritten on both its sides are one: a list, not two repairs
    if _is_figure(left.block, a, b) or _is_figure(right.block, a, b):
        return None  # a reader must see the number that changed, not the clause it stands in
    return weight


def _is_figure(block: Block, a: Sequence[str], b: Sequence[str]) -> bool:
    """Whether a number became another one, and nothing else changed."""
    i1, i2, j1, j2 = block
    if i1 == i2 or j1 == j2 or sort_of(a[i1]) != "number":
        return False
    return all(sort_of(token) == "number" for token in (*a[i1:i2], *b[j1:j2]))


def _weight(tokens: Iterable[str]) -> int:
    return sum(map(weight_of, tokens))


@lru_cache(maxsize=32768)  # as many words as a language has, but for the rarest
def weight_of(token: str) -> int:
    """How much a token tells a reader: its letters, but little if it is a short word, nothing if it is a mark."""
    sort = sort_of(token)
    if sort == "mark":
        return 0
    if is_han(token):
        return 2
    return 1 if len(token) <= 3 and sort == "word" else len(token)
