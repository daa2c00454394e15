"""Pure: which texts (passages or sentences) of two languages translate each other, in reading order.

Weighed are lengths (after Gale and Church, 1993), and how well terms explain each other: numbers, months, places and
marks in any language, words of one spelling in any alphabet, and a dictionary mined from such texts themselves (the
likelihood of IBM's first model, as Moore, 2002, aligns by).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from storage.languages.band import band
from storage.languages.beads import Bead
from storage.languages.dictionary import Dictionary, Lesson, mine_lessons
from storage.languages.evidence import LONGEST, OPENING, PASSAGE_OPENING, SHAPES, WIDENING, evidence, keep_apart
from storage.languages.lattice import best, lattice, probabilities
from storage.languages.links import links
from storage.languages.refining import refined, together
from storage.languages.side import side

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from storage.languages.side import Floats, Ints, Scores, Side

__all__ = ["Bead", "align", "learn"]

_TEACHES = 0.2
"""Confidence from which a bead teaches the dictionary."""


def align(
    source: Sequence[str],
    target: Sequence[str],
    languages: tuple[str, str],
    dictionary: Dictionary | None = None,
    *,
    passages: bool = False,
    asked: tuple[Sequence[bool], Sequence[bool]] | None = None,
) -> tuple[Bead, ...]:
    """Every text of both sides in one bead each, in order; where one side is empty, one text to a bead.

    Beads go up to 6-1, 1-6 and 3-3. ``passages``, which are merged more rarely than sentences, and left out or moved
    more often, are looked at once more. ``asked`` says of each text of both sides whether it is a question: those are
    kept apart from all others. ``languages`` are those of source and target (``en``, ``zh-Hant``); one that no
    table knows is aligned by lengths, numbers and spelling. Raises ValueError for a dictionary of other languages.
    """
    if dictionary is not None and dictionary.languages != languages:
        raise ValueError(f"a dictionary of {'-'.join(dictionary.languages)} for texts in {'-'.join(languages)}")
    sides = side(source, languages[0]), side(target, languages[1])
    return _aligned(*sides, dictionary, passages=passages, asked=asked)


def learn(
    documents: Iterable[tuple[Sequence[str], Sequence[str]]],
    languages: tuple[str, str],
    rounds: int = 2,
    *,
    passages: bool = False,
) -> Dictionary:
    """What documents, each in both languages, teach when aligned without a dictionary, and again with that.

    ``passages`` as for ``align``.
    """
    pairs = [(side(source, languages[0]), side(target, languages[1])) for source, target in documents]
    dictionary = Dictionary(languages, ())
    for _ in range(rounds):
        lessons = [
            lesson for source, target in pairs for lesson in _lessons(source, target, dictionary, passages=passages)
        ]
        dictionary = mine_lessons(lessons, languages)
    return dictionary


def _lessons(source: Side, target: Side, dictionary: Dictionary, *, passages: bool) -> Iterator[Lesson]:
    for bead in _aligned(source, target, dictionary, passages=passages):
        if bead.source and bead.target and bead.confidence > _TEACHES:
            (first, one), (second, other) = source.joined(bead.source), target.joined(bead.target)
            yield Lesson(first, second, (one, other), bead.confidence)


def _aligned(
    source: Side,
    target: Side,
    dictionary: Dictionary | None,
    *,
    passages: bool,
    asked: tuple[Sequence[bool], Sequence[bool]] | None = None,
) -> tuple[Bead, ...]:
    if not source.texts or not target.texts:
        untranslated = [Bead((at,), (), 1.0) for at in range(source.texts)]
        return (*untranslated, *(Bead((), (at,), 1.0) for at in range(target.texts)))
    known = links(source, target, dictionary)
    cells = band(source, target, known)
    known_proportion = dictionary.proportion if dictionary else 0.0
    printed, printed_there = float(source.ends[-1]), float(target.ends[-1])
    proportion = known_proportion or (printed_there / printed if printed and printed_there else 1.0)
    scores = evidence(source, target, known, cells, proportion, passages=passages)
    if asked is not None:
        keep_apart(scores, cells, *asked)
    grid = lattice(cells, tuple(SHAPES), scores)
    likely = probabilities(grid, PASSAGE_OPENING if passages else OPENING, WIDENING)
    rows, columns = cells.grid()
    lone_source = _in_no_bead(rows, likely, [down for down, _ in SHAPES], source.texts)
    lone_target = _in_no_bead(columns, likely, [across for _, across in SHAPES], target.texts)
    beads: list[Bead] = []
    i = j = 0
    for row, column, shape, cell in [*best(grid, likely), (source.texts, target.texts, 0, -1)]:
        beads.extend(Bead((at,), (), _rounded(lone_source[at])) for at in range(i, row))
        beads.extend(Bead((), (at,), _rounded(lone_target[at])) for at in range(j, column))
        i, j = row + grid.shapes[shape][0], column + grid.shapes[shape][1]
        if cell >= 0:
            beads.append(Bead(tuple(range(row, i)), tuple(range(column, j)), _rounded(likely[shape, cell])))
    if not passages:
        return tuple(beads)
    return tuple(together(refined(beads, source, target, known, proportion), grid, likely))


def _in_no_bead(first: Ints, likely: Scores, lengths: list[int], texts: int) -> Floats:
    """Of each text of one side: how probable it is that no bead holds it. ``first`` is each cell's text."""
    held = np.zeros(texts + 1 + LONGEST)
    for shape, length in enumerate(lengths):
        begun = np.bincount(first, likely[shape, :-1], texts + 1)
        for step in range(length):
            held[step : step + texts + 1] += begun
    return np.asarray(1.0 - held[:texts])


def _rounded(probability: float) -> float:
    return round(min(max(float(probability), 0.0), 1.0), 4)
