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
    if text.isprintable() and "  " not in text:  # most are: white space but for the space is none, nor is the invisible
        text = text.strip(" ")
    else:
        text = " ".join(text.split())
        if not text.isprintable():  # removed before NFC: a soft hyphen may part a letter from its combining mark
            text = " ".join(_INVISIBLE.sub("", text).split())
    return text if text.isascii() else unicodedata.normalize("NFC", text)
