"""Pure: rules for what somebody is said to have said."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.text.quotes import inside_quotes

if TYPE_CHECKING:
    from storage.diff.spot import Spot


def quoted_words_changed(at: Spot) -> bool:
    """Quote: words inside quotation marks changed, and so what somebody is said to have said."""
    return all(inside_quotes(side.whole, side.place, side.stop) for side in at.sides)


def quotation_marks_changed(at: Spot) -> bool:
    """Quote: quotation marks put in or taken out, which makes words a quotation or unmakes it."""
    old, new = (sum(token.text in _MARKS_OF_QUOTATION for token in side.tokens) for side in at.sides)
    return (old == 0) != (new == 0) and not (at.old.words and at.new.words and old + new == 0)


_MARKS_OF_QUOTATION = frozenset('"«»„“”「」『』＂')
