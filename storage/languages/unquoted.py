"""Pure: a passage that was left in another language, quotations aside."""

from __future__ import annotations

import re
from functools import lru_cache

from storage.languages.detect import ENOUGH_LETTERS, SUPPORTED, foreign_to, likeliest, traits
from storage.text.quotes import quoted

_LEAST_LETTERS = 25
_LEAST_SHARE = 0.8  # of the letters, in one script
_COPIED_WORDS = 4  # of a passage that stands letter for letter in a sibling too
_SAID_WORDS = 8  # of one that does not
_PLAINLY, _HARDLY = 0.3, 0.06
"""Shares of common words at which a short passage is plainly in a language, and hardly."""
_FOREIGN_SCRIPT = ("cyrillic", "arabic", "han")
_ADDRESS = re.compile(r"(?:https?://|www\.)\S+|[\w.+-]{1,64}@\S+")
_LONGEST = 20_000  # characters of a passage that are looked at


@lru_cache(maxsize=4_000)
def left_in(passage: str, language: str, beside: str = "", beside_language: str = "") -> str:
    """The language that a passage was left in, if it is confidently another than ``language``; ``''`` otherwise.

    ``beside`` is the same passage in a sibling: what is printed there letter for letter needs less to be sure of.
    Quotations and addresses do not count.
    """
    expected = language.partition("-")[0].casefold()
    said = _ADDRESS.sub(" ", _unquoted(passage[:_LONGEST]))
    found = traits(said)
    if expected not in SUPPORTED or found.letters < _LEAST_LETTERS or found.share < _LEAST_SHARE:
        return ""
    foreign = foreign_to(said, language)
    if foreign or found.letters >= ENOUGH_LETTERS:
        return foreign
    own, words = found.common.get(expected, 0.0), len(said.split())
    sibling = beside_language.partition("-")[0].casefold()
    if passage == beside and sibling != expected and words >= _COPIED_WORDS and own < found.common.get(sibling, 0.0):
        return sibling
    if found.script in _FOREIGN_SCRIPT or words < _SAID_WORDS or own > _HARDLY:
        return ""
    best = max(found.common, key=lambda known: found.common[known])
    plainly = found.common[best] >= _PLAINLY and best != expected
    return best if plainly and likeliest(said, found.common) == best else ""


def _unquoted(text: str) -> str:
    spans = [0, *(at for span in quoted(text) for at in span), len(text)]
    return " ".join(text[start:end] for start, end in zip(spans[::2], spans[1::2], strict=True))
