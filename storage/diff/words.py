"""Pure: what changed between two passages, as a copy editor would mark it: whole words, and no confetti."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rapidfuzz.distance import Indel, Postfix, Prefix

from storage.diff.islets import SENTENCE_ENDS, Block, block_of, joined, readable
from storage.diff.model import Hunk, hunk_of
from storage.text.tokens import Cut, cut

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

MOST_CELLS = 60_000_000
"""Tokens of one passage times tokens of the other, beyond which only its sentences are aligned (8 MB of bits)."""

_CLAUSE_ENDS = frozenset(",;:—–)،；，：、")
_OPENERS = frozenset("(«„“[「")


def hunks(old: str, new: str) -> tuple[Hunk, ...]:
    """The differences of two passages, in order. Applying them to ``old`` gives ``new`` (see ``apply``).

    At most ``MOST_CELLS`` steps are spent; longer passages are compared by sentence, then word by word inside.
    """
    if old == new:
        return ()
    head, tail = _shared_ends(old, new)
    return tuple(_hunks_within(old[head : len(old) - tail], new[head : len(new) - tail], head))


def _shared_ends(old: str, new: str) -> tuple[int, int]:
    """Code points at both ends that need no look: equal, up to a space, and leaving room to slide a hunk."""
    room = abs(len(old) - len(new)) + 16
    head = Prefix.similarity(old, new) - room
    space = old.rfind(" ", 0, max(head, 0))
    while space > 0 and old[space - 1].isdigit():  # 1 000: the space may be inside a number
        space = old.rfind(" ", 0, space)
    head = space + 1
    tail = min(Postfix.similarity(old, new) - room, min(len(old), len(new)) - head)
    space = old.find(" ", len(old) - tail) if tail > 0 else -1
    while space > 0 and old[space - 1].isdigit():
        space = old.find(" ", space + 1)
    return head, len(old) - space if space > 0 else 0


def _hunks_within(old: str, new: str, head: int) -> list[Hunk]:
    """The differences of what two passages hold from ``head`` on; nothing else stands before it in either."""
    a, b = cut(old), cut(new)
    if not a.texts and not b.texts:  # white space alone, which no normalised passage is
        return [Hunk(head, head + len(old), head, head + len(new))]
    blocks = _aligned(a.texts, b.texts)
    for at, block in enumerate(blocks):
        if (block.i1 == block.i2) != (block.j1 == block.j2):
            blocks[at] = _slid(block, blocks, at, a, b)
    blocks = readable(joined(_with_seams(blocks, a, b, old, new)), a.texts, b.texts)
    return [_hunk(block, a, b, old, new, head) for block in blocks]


def apply(old: str, new: str, marked: Iterable[Hunk]) -> str:
    """The older passage with each hunk put in from the newer one: the newer passage."""
    pieces = []
    at = 0
    for hunk in marked:
        pieces += [old[at : hunk.old_start], new[hunk.new_start : hunk.new_end]]
        at = hunk.old_end
    return "".join([*pieces, old[at:]])


def _aligned(a: Sequence[str], b: Sequence[str]) -> list[Block]:
    """Changed blocks of two token sequences, by their longest common subsequence."""
    if len(a) * len(b) > MOST_CELLS:
        return _aligned_by_sentence(a, b)
    blocks = []
    i = j = 0
    for i2, j2, size in Indel.editops(a, b).as_matching_blocks():
        if i < i2 or j < j2:
            blocks.append(block_of((i, i2, j, j2)))
        i, j = i2 + size, j2 + size
    return blocks


def _aligned_by_sentence(a: Sequence[str], b: Sequence[str]) -> list[Block]:
    ours, theirs = _sentences(a), _sentences(b)
    if len(ours) * len(theirs) > MOST_CELLS or (len(ours) == 1 and len(theirs) == 1):
        return [Block(0, len(a), 0, len(b))]
    old_at, new_at = _offsets(ours), _offsets(theirs)
    blocks: list[Block] = []
    for part in _aligned(ours, theirs):
        i1, i2, j1, j2 = old_at[part.i1], old_at[part.i2], new_at[part.j1], new_at[part.j2]
        if (i2 - i1) * (j2 - j1) > MOST_CELLS:
            blocks.append(Block(i1, i2, j1, j2))
        else:
            inner = _aligned(a[i1:i2], b[j1:j2])
            blocks += [Block(i1 + x.i1, i1 + x.i2, j1 + x.j1, j1 + x.j2) for x in inner]
    return blocks


def _sentences(tokens: Sequence[str]) -> list[str]:
    """Sentences as strings that hold their tokens, separated by NUL, which no token holds."""
    found: list[list[str]] = [[]]
    for token in tokens:
        found[-1].append(token)
        if token in SENTENCE_ENDS:
            found.append([])
    return ["\0".join(sentence) for sentence in found if sentence]


def _offsets(sentences: Sequence[str]) -> list[int]:
    offsets = [0]
    for sentence in sentences:
        offsets.append(offsets[-1] + sentence.count("\0") + 1)
    return offsets


def _with_seams(blocks: list[Block], a: Cut, b: Cut, old: str, new: str) -> list[Block]:
    """Adds what differs in white space alone: ``5 %`` and ``5%``, as the two tokens on its sides."""
    found: list[Block] = []
    ends = len(a.texts), len(b.texts)
    i = j = 0
    for block in [*blocks, Block(ends[0], ends[0], ends[1], ends[1])]:
        inner = (block.i1, block.j1) != ends  # the gap behind the last equal token is the block's
        led_in = not (i or j) and old[: a.starts[0]] != new[: b.starts[0]]
        if led_in or a.printed[i : block.i1 - inner] != b.printed[j : block.j1 - inner]:
            found += _seams(i, block.i1, j, block.j1, a, b, old, new)
        found.append(block)
        i, j = block.i2, block.j2
    return found[:-1]


def _seams(i1: int, i2: int, j1: int, j2: int, a: Cut, b: Cut, old: str, new: str) -> Iterator[Block]:
    """The seams of one stretch of equal tokens; those at its ends belong to it only at the ends of the passages."""
    shared = i2 - i1
    at_start, at_end = i1 == j1 == 0, (i2, j2) == (len(a.texts), len(b.texts))
    for step in range(0 if at_start else 1, shared + at_end):
        if _gap(a, i1 + step, old) != _gap(b, j1 + step, new):
            start, end = max(step - 1, 0), min(step + 1, shared)
            yield Block(i1 + start, i1 + end, j1 + start, j1 + end)


def _gap(tokens: Cut, at: int, text: str) -> str:
    """The white space before token ``at``, or after the last one."""
    return tokens.printed[at - 1][len(tokens.texts[at - 1]) :] if at else text[: tokens.starts[0]]


def _slid(block: Block, blocks: Sequence[Block], at: int, a: Cut, b: Cut) -> Block:
    """The same insertion or deletion shifted to where a reader sees it.

    A deletion goes to the next insertion, and the reverse, if it reaches it: one word for another is one hunk. Else
    from sentence to sentence, clause to clause.
    """
    tokens, start, end = (b, block.j1, block.j2) if block.i1 == block.i2 else (a, block.i1, block.i2)
    before, after = blocks[at - 1] if at else None, blocks[at + 1] if at + 1 < len(blocks) else None
    room_left = block.i1 - before.i2 if before else block.i1
    room_right = (after.i1 if after else len(a.texts)) - block.i2
    texts = tokens.texts
    left = right = 0
    while left < room_left and texts[start - left - 1] == texts[end - left - 1]:
        left += 1
    if before and left == room_left:
        if _are_opposite(before, block):
            return _shifted(block, -left)
        left -= left > 0
    while right < room_right and texts[start + right] == texts[end + right]:
        right += 1
    if after and right == room_right:
        if _are_opposite(block, after):
            return _shifted(block, right)
        right -= right > 0
    if not (left or right):
        return block
    best = max(
        range(-left, right + 1),
        key=lambda shift: (_edge(tokens, start + shift) + _edge(tokens, end + shift), shift == 0, -abs(shift)),
    )
    return _shifted(block, best)


def _are_opposite(one: Block, other: Block) -> bool:
    """Whether one of two blocks only takes out and the other only puts in."""
    return (one.i1 == one.i2 and other.j1 == other.j2) or (one.j1 == one.j2 and other.i1 == other.i2)


def _shifted(block: Block, by: int) -> Block:
    return Block(block.i1 + by, block.i2 + by, block.j1 + by, block.j2 + by)


def _edge(tokens: Cut, at: int) -> int:
    """How natural a cut before token ``at`` is: 0 (inside a word's punctuation) to 5."""
    if at == 0 or at == len(tokens.texts):
        return 5
    before, after = tokens.texts[at - 1], tokens.texts[at]
    if before[0] in SENTENCE_ENDS:
        return 4
    if before in _CLAUSE_ENDS or after in _OPENERS:
        return 2
    return 1 if tokens.printed[at - 1] != before else 0


def _hunk(block: Block, a: Cut, b: Cut, old: str, new: str, head: int) -> Hunk:
    """Code points of a block: up to the equal tokens on both sides, less the white space both passages share."""
    i1, i2, j1, j2 = block
    old_start = a.starts[i1 - 1] + len(a.texts[i1 - 1]) if i1 else 0
    new_start = b.starts[j1 - 1] + len(b.texts[j1 - 1]) if j1 else 0
    old_end, new_end = a.starts[i2], b.starts[j2]
    while old_start < old_end and new_start < new_end and old[old_start] == new[new_start] and old[old_start].isspace():
        old_start, new_start = old_start + 1, new_start + 1
    while (
        old_start < old_end
        and new_start < new_end
        and old[old_end - 1] == new[new_end - 1]
        and old[old_end - 1].isspace()
    ):
        old_end, new_end = old_end - 1, new_end - 1
    return hunk_of((old_start + head, old_end + head, new_start + head, new_end + head))
