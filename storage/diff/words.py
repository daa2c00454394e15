"""Pure: what changed between two passages, as a copy editor would mark it: whole words, and no confetti."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import Indel, Postfix, Prefix

from storage.diff.model import Hunk
from storage.text.tokens import Token, is_han, tokenise

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

MOST_CELLS = 60_000_000
"""Tokens of one passage times tokens of the other, beyond which only its sentences are aligned (8 MB of bits)."""

_ISLET = 0.6
"""Equal words are an islet if they weigh at most this share of the smaller change beside them."""

_SENTENCE_ENDS = frozenset(".!?…。！？")
_CLAUSE_ENDS = frozenset(",;:—–)،；，：、")
_OPENERS = frozenset("(«„“[「")


class Block(NamedTuple):
    """Tokens ``a[i1:i2]`` that became ``b[j1:j2]``."""

    i1: int
    i2: int
    j1: int
    j2: int


def hunks(old: str, new: str) -> tuple[Hunk, ...]:
    """The differences of two passages, in order. Applying them to ``old`` gives ``new`` (see ``apply``).

    At most ``MOST_CELLS`` steps are spent; longer passages are compared by sentence, then word by word inside.
    """
    if old == new:
        return ()
    head, tail = _shared_ends(old, new)
    return tuple(
        Hunk(hunk.old_start + head, hunk.old_end + head, hunk.new_start + head, hunk.new_end + head)
        for hunk in _hunks_within(old[head : len(old) - tail], new[head : len(new) - tail])
    )


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


def _hunks_within(old: str, new: str) -> tuple[Hunk, ...]:
    a, b = tokenise(old), tokenise(new)
    if not a and not b:  # white space alone, which no normalised passage is
        return (Hunk(0, len(old), 0, len(new)),)
    blocks = _aligned([token.text for token in a], [token.text for token in b])
    blocks = [_slid(block, blocks, at, a, b) for at, block in enumerate(blocks)]
    blocks = _readable(_with_seams(blocks, a, b, old, new), a, b)
    return tuple(_hunk(block, a, b, old, new) for block in blocks)


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
    blocks: list[Block] = []
    for op in Indel.opcodes(a, b):
        if op.tag == "equal":
            continue
        if blocks and blocks[-1].i2 == op.src_start and blocks[-1].j2 == op.dest_start:
            blocks[-1] = Block(blocks[-1].i1, op.src_end, blocks[-1].j1, op.dest_end)
        else:
            blocks.append(Block(op.src_start, op.src_end, op.dest_start, op.dest_end))
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
        if token in _SENTENCE_ENDS:
            found.append([])
    return ["\0".join(sentence) for sentence in found if sentence]


def _offsets(sentences: Sequence[str]) -> list[int]:
    offsets = [0]
    for sentence in sentences:
        offsets.append(offsets[-1] + sentence.count("\0") + 1)
    return offsets


def _with_seams(blocks: list[Block], a: list[Token], b: list[Token], old: str, new: str) -> list[Block]:
    """Adds what differs in white space alone: ``5 %`` and ``5%``, as the two tokens on its sides."""
    found: list[Block] = []
    i = j = 0
    for block in [*blocks, Block(len(a), len(a), len(b), len(b))]:
        shared = block.i1 - i  # equal tokens before this block, with a gap before, between and after them
        at_start, at_end = i == j == 0, (block.i1, block.j1) == (len(a), len(b))
        for step in range(0 if at_start else 1, shared + at_end if shared else 0):
            left, right = i + step, j + step
            if _gap(a, left, old) != _gap(b, right, new):
                start, end = max(step - 1, 0), min(step + 1, shared)
                found.append(Block(i + start, i + end, j + start, j + end))
        found.append(block)
        i, j = block.i2, block.j2
    return _joined(found[:-1])


def _gap(tokens: list[Token], at: int, text: str) -> str:
    """The white space before ``tokens[at]``, or after the last one."""
    start = tokens[at - 1].end if at else 0
    return text[start : tokens[at].start if at < len(tokens) else len(text)]


def _joined(blocks: Iterable[Block]) -> list[Block]:
    """Blocks that touch or overlap made one."""
    found: list[Block] = []
    for block in blocks:
        if found and block.i1 <= found[-1].i2 and block.j1 <= found[-1].j2:
            last = found[-1]
            found[-1] = Block(last.i1, max(last.i2, block.i2), last.j1, max(last.j2, block.j2))
        else:
            found.append(block)
    return found


def _slid(block: Block, blocks: Sequence[Block], at: int, a: list[Token], b: list[Token]) -> Block:
    """The same insertion or deletion shifted to where a reader sees it: from sentence to sentence, clause to clause."""
    if (block.i1 == block.i2) == (block.j1 == block.j2):
        return block
    tokens, start, end = (b, block.j1, block.j2) if block.i1 == block.i2 else (a, block.i1, block.i2)
    before, after = blocks[at - 1] if at else None, blocks[at + 1] if at + 1 < len(blocks) else None
    room_left = block.i1 - before.i2 if before else block.i1
    room_right = (after.i1 if after else len(a)) - block.i2
    left = right = 0
    while left < room_left - bool(before) and tokens[start - left - 1].text == tokens[end - left - 1].text:
        left += 1
    while right < room_right - bool(after) and tokens[start + right].text == tokens[end + right].text:
        right += 1
    best = max(
        range(-left, right + 1),
        key=lambda shift: (_edge(tokens, start + shift) + _edge(tokens, end + shift), shift == 0, -abs(shift)),
    )
    return Block(block.i1 + best, block.i2 + best, block.j1 + best, block.j2 + best)


def _edge(tokens: list[Token], at: int) -> int:
    """How natural a cut before ``tokens[at]`` is: 0 (inside a word's punctuation) to 5."""
    if at == 0 or at == len(tokens):
        return 5
    before, after = tokens[at - 1], tokens[at]
    if before.text[0] in _SENTENCE_ENDS:
        return 4
    if before.text in _CLAUSE_ENDS or after.text in _OPENERS:
        return 2
    return 1 if before.end < after.start else 0


def _readable(blocks: list[Block], a: list[Token], b: list[Token]) -> list[Block]:
    """Blocks joined over equal words too few to be worth an island between them."""
    blocks = _joined(blocks)
    while True:
        found: list[Block] = []
        for block in blocks:
            if found and _is_islet(found[-1], block, a, b):
                found[-1] = Block(found[-1].i1, block.i2, found[-1].j1, block.j2)
            else:
                found.append(block)
        if len(found) == len(blocks):
            return found
        blocks = found


def _is_islet(left: Block, right: Block, a: list[Token], b: list[Token]) -> bool:
    between = a[left.i2 : right.i1]
    if any(token.text[0] in _SENTENCE_ENDS for token in between):
        return False
    if _is_figure(left, a, b) or _is_figure(right, a, b):
        return False  # a reader must see the number that changed, not the clause it stands in
    changed = min(_changed(left, a, b), _changed(right, a, b))
    weight = _weight(between)
    return weight <= changed * _ISLET and (weight > 0 or _both_words(left, right, a, b))


def _is_figure(block: Block, a: list[Token], b: list[Token]) -> bool:
    """Whether a number became another one, and nothing else changed."""
    tokens = [*a[block.i1 : block.i2], *b[block.j1 : block.j2]]
    return block.i1 < block.i2 and block.j1 < block.j2 and all(token.sort == "number" for token in tokens)


def _both_words(left: Block, right: Block, a: list[Token], b: list[Token]) -> bool:
    """Whether words changed on both sides of a mere mark: a list rewritten, not two repairs."""
    return all(_weight(a[x.i1 : x.i2]) and _weight(b[x.j1 : x.j2]) for x in (left, right))


def _changed(block: Block, a: list[Token], b: list[Token]) -> float:
    return max(_weight(a[block.i1 : block.i2]), _weight(b[block.j1 : block.j2]))


def _weight(tokens: Sequence[Token]) -> float:
    """How much tokens tell a reader: letters, but little for short words, nothing for marks."""
    return sum(_token_weight(token) for token in tokens)


def _token_weight(token: Token) -> float:
    if token.sort == "mark":
        return 0
    if is_han(token.text):
        return 2
    length = token.end - token.start
    return 1 if length <= 3 and token.sort == "word" else length


def _hunk(block: Block, a: list[Token], b: list[Token], old: str, new: str) -> Hunk:
    """Code points of a block: up to the equal tokens on both sides, less the white space both passages share."""
    old_start = a[block.i1 - 1].end if block.i1 else 0
    old_end = a[block.i2].start if block.i2 < len(a) else len(old)
    new_start = b[block.j1 - 1].end if block.j1 else 0
    new_end = b[block.j2].start if block.j2 < len(b) else len(new)
    while old_start < old_end and new_start < new_end and old[old_start] == new[new_start] and old[old_start].isspace():
        old_start, new_start = old_start + 1, new_start + 1
    while (
        old_start < old_end
        and new_start < new_end
        and old[old_end - 1] == new[new_end - 1]
        and old[old_end - 1].isspace()
    ):
        old_end, new_end = old_end - 1, new_end - 1
    return Hunk(old_start, old_end, new_start, new_end)
