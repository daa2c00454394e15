"""Pure: one passage as it is stored and compared. Conservative: only what no reader can see is undone."""

from __future__ import annotations

import re
import unicodedata

# Soft hyphen, zero-width space, word joiner, byte order mark, invisible operators, marks of direction.
# The two joiners are spelling in Arabic and Indic scripts, where they follow a letter; elsewhere noise.
_INVISIBLE = re.compile(
    "[\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff]"
    "|(?<![\u0600-\u1cff])[\u200c\u200d]"
)


def normalise(text: str) -> str:
    """One passage: NFC, every run of white space (NBSP, line ends) one space, stripped, nothing invisible.

    Combining marks, punctuation, quotes, dashes, signs and case stay as printed.
    """
    text = " ".join(text.split())
    if text.isascii():
        return text
    if not text.isprintable():  # as none of them is: much faster than looking for each
        # Before NFC: a soft hyphen may stand between a letter and its combining mark.
        text = " ".join(_INVISIBLE.sub("", text).split())
    return unicodedata.normalize("NFC", text)
