"""Pure: whether a word's place explains its capital."""

from __future__ import annotations

import re

_STARTS_SENTENCE = re.compile(r"(?:^|(?P<end>[.!?…:。！？])[\"»”’)\]]*)[\s\"«„“‘(\[¿¡—–-]*$")
# Initials, and what is commonly shortened before a name; "No. Moscow agreed" are two sentences.
_ABBREVIATION = re.compile(
    r"(?:^|[\s(«„“\"])(?:(?:[^\W\d]\.)*[^\W\d]|Mrs?|Ms|Dr|Prof|St|Gen|Sen|Gov|Rep|Mme|Mlle|Sra?|Hr|Fr|им|гг|ул)$"
)


def starts_sentence(text: str, at: int) -> bool:
    """Whether a word at ``at`` begins a sentence; initials and short abbreviations end none."""
    found = _STARTS_SENTENCE.search(text, max(0, at - 12), at)
    if found is None:
        return False
    if found["end"] is None:
        # The search window is short: its beginning is the text's own only if the text begins there.
        return not text[: found.start()].strip()
    return found["end"] != "." or _ABBREVIATION.search(text, max(0, found.start() - 8), found.start()) is None
