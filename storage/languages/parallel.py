"""Pure: two variants of one document laid side by side: turns first, then the passages within them."""

from __future__ import annotations

from itertools import accumulate
from typing import TYPE_CHECKING

from storage.languages.align import align
from storage.languages.beads import Bead

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from storage.languages.dictionary import Dictionary
    from storage.transcript import Transcript, Turn


def parallel(original: Transcript, translation: Transcript, dictionary: Dictionary | None = None) -> tuple[Bead, ...]:
    """Every passage of both, as places from 0, in one bead each, in reading order.

    Turns are aligned by their labels and words; passages then within the turns that translate each other. A bead's
    confidence is that of its turns too. Raises ValueError for a dictionary of other languages.
    """
    languages = (original.language, translation.language)
    if len(original.turns) < 2 and len(translation.turns) < 2:
        return align(original.passages, translation.passages, languages, dictionary, passages=True)
    turns = turn_beads(original, translation, dictionary)
    first, second = _starts(original.turns), _starts(translation.turns)
    found: list[Bead] = []
    for bead in turns:
        source = _passages(original.turns, first, bead.source)
        target = _passages(translation.turns, second, bead.target)
        texts = [original.passages[at] for at in source], [translation.passages[at] for at in target]
        for inner in align(*texts, languages, dictionary, passages=True):
            found.append(
                Bead(
                    tuple(source[at] for at in inner.source),
                    tuple(target[at] for at in inner.target),
                    round(inner.confidence * bead.confidence, 4),
                )
            )
    return tuple(found)


def turn_beads(original: Transcript, translation: Transcript, dictionary: Dictionary | None = None) -> tuple[Bead, ...]:
    """Every turn of both, as places from 0, in one bead each; questions are kept apart from answers."""
    languages = (original.language, translation.language)
    roles = [[turn.role == "question" for turn in one.turns] for one in (original, translation)]
    texts = _labelled(original), _labelled(translation)
    return align(*texts, languages, dictionary, passages=True, asked=(roles[0], roles[1]))


def turns_of(transcript: Transcript) -> list[int]:
    """The turn, from 0, of each passage."""
    return [at for at, turn in enumerate(transcript.turns) for _ in turn.passages]


def _labelled(transcript: Transcript) -> list[str]:
    """Each turn as one text, its label before it: who speaks tells turns apart as words do."""
    return [" ".join([f"{turn.speaker_printed or turn.speaker}:", *turn.passages]) for turn in transcript.turns]


def _starts(turns: Sequence[Turn]) -> list[int]:
    return list(accumulate((len(turn.passages) for turn in turns), initial=0))


def _passages(turns: Sequence[Turn], starts: Sequence[int], places: Sequence[int]) -> list[int]:
    return [at for place in places for at in _of_turn(turns, starts, place)]


def _of_turn(turns: Sequence[Turn], starts: Sequence[int], place: int) -> Iterator[int]:
    yield from range(starts[place], starts[place] + len(turns[place].passages))
