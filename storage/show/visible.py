"""Pure: text of a stranger made safe to look at. What would steer a terminal or turn a line round is spelt out."""

from __future__ import annotations

import re
import unicodedata
from datetime import datetime

_SUSPECT = re.compile(r"[^\w !-~]")
_UNSEEN = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
# Format characters that are spelling: the joiners of Persian and Indic scripts, and Arabic signs that are printed.
_SPELLING = frozenset("\u200c\u200d\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2")


def visible(text: str) -> str:
    """The text with every control, direction or otherwise unseen character as an escape: ESC becomes ``\\x1b``.

    So are the code points that Unicode calls no characters, which are an error in HTML.
    """
    return _SUSPECT.sub(_escaped, text)


def when(iso: str) -> str:
    """A stored moment as people read it: ``2026-11-23 15:30:13 UTC``. Other text comes back made visible."""
    try:
        moment = datetime.fromisoformat(iso)
    except ValueError:
        return visible(iso)
    return f"{moment:%Y-%m-%d %H:%M:%S} UTC" if moment.utcoffset() is not None else visible(iso)


def _escaped(match: re.Match[str]) -> str:
    character = match[0]
    code = ord(character)
    unseen = unicodedata.category(character) in _UNSEEN or code & 0xFFFE == 0xFFFE or 0xFDD0 <= code <= 0xFDEF
    if not unseen or character in _SPELLING:
        return character
    return f"\\x{code:02x}" if code < 0x100 else f"\\u{code:04x}" if code < 0x10000 else f"\\U{code:08x}"
