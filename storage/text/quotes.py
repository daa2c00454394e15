"""Pure: which stretches of a passage stand inside quotation marks, whatever language's marks they are."""

from __future__ import annotations

import re
from bisect import bisect_right
from functools import lru_cache

_OPENERS = "「『《〈"
_CLOSERS = "」』》〉"
_DOUBLE = '"«»„“”‟＂'
QUOTES = frozenset(_OPENERS + _CLOSERS + _DOUBLE + "‹›‘‚‛'’")
"""Every mark that may open or close a quotation, apostrophes included."""

# Which marks may close what a mark has opened (English “…”, German „…“ and »…«, Polish „…”, Swedish ”…”).
_CLOSES = {
    "「": "」",
    "『": "』",
    "《": "》",
    "〈": "〉",
    '"': '"',
    "＂": "＂",
    "«": "»",
    "»": "«»",
    "„": "“”",
    "“": "”",
    "”": "”",
    "‟": "”",
}
_OPENS = re.compile(f"[{''.join(_CLOSES)}]")


@lru_cache(maxsize=8)  # a passage is asked about once for each of its hunks
def quoted(text: str) -> tuple[tuple[int, int], ...]:
    """The outermost spans between quotation marks, without the marks; code points, half-open, in order.

    Single marks do not count: they cannot be told from apostrophes. An unclosed quotation is none.
    """
    if _OPENS.search(text) is None:
        return ()
    spans = []
    stack: list[tuple[str, int]] = []
    for at, character in enumerate(text):
        if stack and character in _CLOSES[stack[-1][0]]:
            _, start = stack.pop()
            if not stack:
                spans.append((start, at))
        elif character in _CLOSES:
            stack.append((character, at + 1))
    return tuple(spans)


def inside_quotes(text: str, start: int, end: int) -> bool:
    """Whether a stretch lies wholly within one quotation."""
    spans = quoted(text)
    if not spans:
        return False
    at = bisect_right(spans, (start, len(text) + 1)) - 1  # the last one that begins at the stretch or before it
    return at >= 0 and end <= spans[at][1]
