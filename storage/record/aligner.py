"""Which code reads two languages together, told by a digest: what it has read stands until the code is another."""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

_ROOT = Path(__file__).parents[1]
_HAVE_A_SAY = ("diff", "languages", "text")
"""The rooms of pure code that an alignment and its findings come from."""


@cache
def aligner() -> str:
    """Twelve hex digits of all our code that has a say in how two texts are read together."""
    digest = hashlib.sha256()
    for path in sorted(path for room in _HAVE_A_SAY for path in (_ROOT / room).rglob("*.py")):
        digest.update(path.relative_to(_ROOT).as_posix().encode() + b"\0" + path.read_bytes())
    return digest.hexdigest()[:12]
