"""Pure: rules for what somebody is said to have said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.text.quotes import inside_quotes, quoted
from storage.text.tokens import words

if TYPE_CHECKING:
    from storage.diff.spot import Spot


def quoted_words_changed(at: Spot) -> bool:
    """Quote: words inside quotation marks changed, and so what somebody is said to have said."""
    old, new = at.sides
    return inside_quotes(old.whole, old.place, old.stop) and inside_quotes(new.whole, new.place, new.stop)


def quotation_marks_changed(at: Spot) -> bool:
    """Quote: quotation marks put in or taken out, which makes words a quotation or unmakes it.

    Single marks for as many double ones are typography.
    """
    if all(_MARKS_OF_QUOTATION.isdisjoint(side.changed) for side in at.sides):
        return False
    (old, old_single), (new, new_single) = (
        [sum(token.text in marks for token in side.tokens) for marks in (_MARKS_OF_QUOTATION, _SINGLE)]
        for side in at.sides
    )
    if (old == 0) == (new == 0) or _quotes_alike(at):
        return False
    return max(old, new) != (new_single - old_single if old else old_single - new_single)


def _quotes_alike(at: Spot) -> bool:
    """Whether the same words stand between quotation marks in both passages: only a point went in or out."""
    old, new = ([words(side.whole[start:end]) for start, end in quoted(side.whole)] for side in at.sides)
    return bool(old) and old == new


_SINGLE = frozenset("‘’‚‛‹›'")
_MARKS_OF_QUOTATION = frozenset('"«»„“”「」『』＂')
