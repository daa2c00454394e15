"""Pure: which passage of the older version became which of the newer one."""

from __future__ import annotations

from collections import defaultdict
from heapq import nlargest
from operator import itemgetter
from typing import TYPE_CHECKING

import numpy as np
from rapidfuzz.distance import Indel, Postfix, Prefix

from storage.diff.chains import Scored, beads, heaviest_chain
from storage.diff.crowd import odds_of_all
from storage.diff.likeness import OTHER_MOUTH, Bag, Gap, Likeness, centres, in_order, similarity
from storage.diff.links import Link, link_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from storage.diff.links import Passage

SURE = 0.8
"""From here on a passage is taken for its neighbour's successor without a look at others."""
MOVED = 0.6
"""The same for a passage found elsewhere, where its place does not speak for it."""
LEAST_MOVED = 4
"""Words of a passage that may be called moved: a "Thank you." taken out here and put in there is not."""
MOST_COMPARED = 40_000
"""Pairs of passages in one gap that are all compared; beyond, only those that share rare words."""
MOST_WORDS_COMPARED = 4_000_000_000
"""The same for words of one side times words of the other (two or three seconds)."""
_MANY = 12  # pairs from which all are reckoned at once
_CANDIDATES = 6
_ASKED = 24  # of a passage's words, the rarest
_CROWD = 50  # passages that a word may point to
_SHORT = 6
_ENDS_TELL = 60  # code points from which equal ends, a tenth between them, make two passages one


_by_new = itemgetter(1)


def match(old: Sequence[Passage], new: Sequence[Passage]) -> list[Link]:
    """Links in the order of the newer version, each passage in one at most; what is in none was removed or added.

    Equal passages anchor, similar ones are matched between anchors, last come moves over the whole document. Linear
    where few passages differ; a gap of n by m different passages costs at most ``MOST_COMPARED`` + 6 n comparisons.
    """
    anchors, others = _matched(old, new)
    return sorted([*anchors, *(several[0] for several in others)], key=_by_new) if others else anchors


def match_all(old: Sequence[Passage], new: Sequence[Passage]) -> list[Link]:
    """The same links, and of a passage that became several, or was made of several, all of them."""
    anchors, others = _matched(old, new)
    links = [*anchors, *(link for several in others for link in several)]
    return sorted(links, key=lambda link: (link.new, link.old))


def _matched(old: Sequence[Passage], new: Sequence[Passage]) -> tuple[list[Link], list[list[Link]]]:
    """Links of equal passages, and the others, those of one split or joined passage together, the likeliest first."""
    anchors = _anchors(old, new)
    if len(anchors) == min(len(old), len(new)):
        return anchors, []
    bags = _Bags(old, new)
    gaps = [Gap(*gap) for gap in _gaps(anchors, len(old), len(new))]
    elsewhere = _elsewhere(gaps, old, new, bags)
    found = _in_gaps([gap for gap in gaps if gap.i1 < gap.i2 and gap.j1 < gap.j2], old, new, bags, elsewhere)
    if len(anchors) + len(found) < min(len(old), len(new)):
        found += [[link] for link in _moves(gaps, found, old, new, bags)]
    return anchors, found


def _elsewhere(gaps: Sequence[Gap], old: Sequence[Passage], new: Sequence[Passage], bags: _Bags) -> frozenset[str]:
    """Texts that stand in gaps of both versions: they moved, and nothing else became of them."""
    texts = {old[i].text for gap in gaps for i in range(gap.i1, gap.i2)}
    both = texts.intersection(new[j].text for gap in gaps for j in range(gap.j1, gap.j2))
    return frozenset(text for text in both if len(bags.of(text).words) >= LEAST_MOVED)


def _anchors(old: Sequence[Passage], new: Sequence[Passage]) -> list[Link]:
    """Equal passages in one order in both versions: first those in the same mouth, between them the others."""
    most = min(len(old), len(new))
    head = 0
    while head < most and old[head] == new[head]:
        head += 1
    tail = 0
    while tail < most - head and old[-1 - tail] == new[-1 - tail]:
        tail += 1
    middle = _common(old, new, head, len(old) - tail, head, len(new) - tail)
    again: list[Link] = []
    for i1, i2, j1, j2 in _gaps(middle, len(old) - tail, len(new) - tail, head):
        if i1 < i2 and j1 < j2:
            inner = _common([p.text for p in old[i1:i2]], [p.text for p in new[j1:j2]], 0, i2 - i1, 0, j2 - j1)
            again += [Link(i1 + link.old, j1 + link.new) for link in inner]
    return [
        *[link_of((at, at, False)) for at in range(head)],
        *sorted(middle + again),
        *[link_of((len(old) - at, len(new) - at, False)) for at in range(tail, 0, -1)],
    ]


def _common(old: Sequence[object], new: Sequence[object], i1: int, i2: int, j1: int, j2: int) -> list[Link]:
    """A longest common subsequence of two stretches."""
    codes: dict[object, int] = {}
    left = [codes.setdefault(item, len(codes)) for item in old[i1:i2]]
    right = [codes.get(item, -1) for item in new[j1:j2]]  # what is in none of the older ones is told by one code
    if not left or max(right, default=-1) < 0:
        return []
    return [
        link_of((i1 + i + step, j1 + j + step, False))
        for i, j, size in Indel.editops(left, right).as_matching_blocks()
        for step in range(size)
    ]


def _gaps(links: Iterable[Link], olds: int, news: int, first: int = 0) -> Iterable[tuple[int, int, int, int]]:
    """The stretches between links that cross nothing: old start and end, new start and end."""
    at_old = at_new = first
    for i, j, _ in (*links, Link(olds, news)):
        if at_old < i or at_new < j:
            yield at_old, i, at_new, j
        at_old, at_new = i + 1, j + 1


class _Bags:
    """The words of passages, cut once each and only where they are asked for."""

    def __init__(self, old: Sequence[Passage], new: Sequence[Passage]) -> None:
        self._old, self._new = old, new
        self._known: dict[str, Bag] = {}

    def old(self, at: int) -> Bag:
        return self.of(self._old[at].text)

    def new(self, at: int) -> Bag:
        return self.of(self._new[at].text)

    def of(self, text: str) -> Bag:
        found = self._known.get(text)
        if found is None:
            found = self._known[text] = Bag(text)
        return found


def _in_gaps(
    gaps: Sequence[Gap], old: Sequence[Passage], new: Sequence[Passage], bags: _Bags, elsewhere: frozenset[str]
) -> list[list[Link]]:
    """Links within gaps, those of one split or joined passage together."""
    found = []
    open_gaps = []
    for gap in gaps:
        olds, news = range(gap.i1, gap.i2), range(gap.j1, gap.j2)
        if elsewhere and any(old[i].text in elsewhere for i in olds) | any(new[j].text in elsewhere for j in news):
            open_gaps.append(gap)
            continue
        sure, olds, news = _sure_ends(olds, news, old, new, bags)
        found += [[link] for link in sure]
        if len(olds) == len(news) == 1 and _answer_changed(olds[0], news[0], old, new, bags):
            found.append([Link(olds[0], news[0])])
        elif olds and news:
            open_gaps.append(Gap(olds.start, olds.stop, news.start, news.stop))
    if not open_gaps:
        return found
    likeness = Likeness(
        [
            *(bags.old(i) for gap in open_gaps for i in range(gap.i1, gap.i2)),
            *(bags.new(j) for gap in open_gaps for j in range(gap.j1, gap.j2)),
        ]
    )
    for gap in open_gaps:
        found += _likely(gap, old, new, bags, likeness, elsewhere)
    return found


def _likely(
    gap: Gap,
    old: Sequence[Passage],
    new: Sequence[Passage],
    bags: _Bags,
    likeness: Likeness,
    elsewhere: frozenset[str],
) -> list[list[Link]]:
    """The likeliest links of one gap that cross nowhere."""
    olds, news = range(gap.i1, gap.i2), range(gap.j1, gap.j2)
    scores = {}
    for i, j, score in _odds(olds, news, bags, likeness):
        if old[i].text in elsewhere or new[j].text in elsewhere:
            continue
        told = score if old[i].speaker == new[j].speaker else score + OTHER_MOUTH
        if told > 0:
            scores[i, j] = told
    if len(olds) * len(news) > MOST_COMPARED:
        return [[Link(x.old, x.new)] for x in heaviest_chain([Scored(i, j, scores[i, j]) for i, j in scores])]
    return [[Link(x.old, x.new) for x in sorted(bead, key=lambda x: -x.score)] for bead in beads(scores, olds, news)]


def _odds(olds: range, news: range, bags: _Bags, likeness: Likeness) -> Iterable[tuple[int, int, float]]:
    """Pairs of a gap that are likely one passage, and the log-odds of it."""
    left, right = [bags.old(i) for i in olds], [bags.new(j) for j in news]
    pairs = _candidates(olds, news, bags)
    if len(pairs) == len(olds) * len(news) >= _MANY:
        found = odds_of_all(left, right, likeness)
        for i, j in np.argwhere(found > 0).tolist():
            yield olds[i], news[j], float(found[i, j])
        return
    ours, theirs = centres(left), centres(right)
    for i, j in pairs:
        at_old, at_new = i - olds.start, j - news.start
        alongside = at_old == at_new or len(olds) - at_old == len(news) - at_new
        score = likeness.odds(left[at_old], right[at_new], abs(ours[at_old] - theirs[at_new]), alongside=alongside)
        if score > 0:
            yield i, j, score


def _sure_ends(
    olds: range, news: range, old: Sequence[Passage], new: Sequence[Passage], bags: _Bags
) -> tuple[list[Link], range, range]:
    """Links at both ends of a gap that need no comparing of all with all, and what lies between."""
    found = []
    for first, step in ((0, 1), (-1, -1)):
        while olds and news:
            i, j = olds[first], news[first]
            if old[i].speaker != new[j].speaker or not _surely(i, j, old, new, bags):
                break
            found.append(Link(i, j))
            olds, news = (olds[1:], news[1:]) if step > 0 else (olds[:-1], news[:-1])
    return found, olds, news


def _surely(i: int, j: int, old: Sequence[Passage], new: Sequence[Passage], bags: _Bags) -> bool:
    """Whether two passages are one beyond doubt. Their ends are looked at first: mostly that is enough, and quick."""
    before, after = old[i].text, new[j].text
    longer = max(len(before), len(after))
    if longer > _ENDS_TELL and Prefix.similarity(before, after) + Postfix.similarity(before, after) >= 0.9 * longer:
        return True
    if in_order(before.split(), after.split(), SURE) >= SURE:
        return True
    return in_order(bags.old(i).words, bags.new(j).words, SURE) >= SURE


def _answer_changed(i: int, j: int, old: Sequence[Passage], new: Sequence[Passage], bags: _Bags) -> bool:
    """A short passage in the same place and mouth: "No." that became "Yes." is one passage, not two."""
    return old[i].speaker == new[j].speaker and len(bags.old(i).words) <= _SHORT and len(bags.new(j).words) <= _SHORT


def _candidates(olds: Sequence[int], news: Sequence[int], bags: _Bags) -> Sequence[tuple[int, int]]:
    """Pairs worth comparing: all of a small gap; of a large one those that share its rarer words."""
    steps = sum(len(bags.old(i).words) for i in olds) * sum(len(bags.new(j).words) for j in news)
    if len(olds) * len(news) <= MOST_COMPARED and steps <= MOST_WORDS_COMPARED:
        return [(i, j) for i in olds for j in news]
    where: dict[str, list[int]] = defaultdict(list)
    for j in news:
        for word in set(bags.new(j).words):
            where[word].append(j)
    found = []
    for i in olds:
        rare = sorted({word for word in bags.old(i).words if word in where}, key=lambda word: (len(where[word]), word))
        votes: dict[int, float] = defaultdict(float)
        for word in rare[:_ASKED]:
            for j in where[word][:_CROWD]:
                votes[j] += 1 / len(where[word])
        found += [(i, j) for j in nlargest(_CANDIDATES, votes, key=votes.__getitem__)]
    return found


def _moves(
    gaps: Sequence[Gap],
    links: Sequence[Sequence[Link]],
    old: Sequence[Passage],
    new: Sequence[Passage],
    bags: _Bags,
) -> list[Link]:
    """What these links leave unmatched in the gaps, in whichever gap it stands: equal first, then most alike."""
    linked_old = {link.old for several in links for link in several}
    linked_new = {link.new for several in links for link in several}
    left = (i for gap in gaps for i in range(gap.i1, gap.i2) if i not in linked_old)
    right = (j for gap in gaps for j in range(gap.j1, gap.j2) if j not in linked_new)
    olds = [i for i in left if len(bags.old(i).words) >= LEAST_MOVED]
    news = [j for j in right if len(bags.new(j).words) >= LEAST_MOVED]
    if not olds or not news:
        return []
    scored = []
    for i, j in _candidates(olds, news, bags):
        score = 2.0 if old[i].text == new[j].text else similarity(bags.old(i).words, bags.new(j).words, MOVED)
        if score >= MOVED:
            scored.append(Scored(i, j, score + 0.05 * (old[i].speaker == new[j].speaker)))
    found = []
    for link in sorted(scored, key=lambda link: (-link.score, link.new, link.old)):
        if link.old not in linked_old and link.new not in linked_new:
            linked_old.add(link.old)
            linked_new.add(link.new)
            found.append(Link(link.old, link.new, moved=True))
    return found
