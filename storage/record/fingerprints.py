"""Pure: what makes two edits the same edit, wherever they were made: a hash of the words that went and came."""

from __future__ import annotations

import hashlib
from typing import TYPE_CHECKING

from storage.diff.words import hunks
from storage.languages.stems import stems
from storage.text.tables import table
from storage.text.tokens import word_count, words

if TYPE_CHECKING:
    from collections.abc import Mapping
    from typing import Any

_FIELDS = frozenset({"text", "title", "lead", "speaker"})
_LEAST_LETTERS = 4
_LEAST_PASSAGE = 4
"""Words of a whole passage, put in or taken out, that is known again."""
_LONGEST = 2_000
"""Code points of a side beyond which words are compared as printed, not by their stems."""


def fingerprint(edit: Mapping[str, Any], language: str) -> str:
    """The same 16 hexadecimal digits for the same words gone and come, inflected or not; ``''`` for what tells nothing.

    ``edit`` has ``op``, ``field``, ``kind``, ``before`` and ``after``. Of a title that was set anew only the changed
    words count. A mark, an article, a "not" or a number that merely went or came is too common to be one edit.
    """
    op, kind, before, after = (str(edit[name]) for name in ("op", "kind", "before", "after"))
    if edit["field"] not in _FIELDS or kind == "typography" or op == "move":
        return ""
    if kind in ("passage_removed", "passage_added"):
        return _hash(kind, before, after, language) if word_count(before or after) >= _LEAST_PASSAGE else ""
    if edit["field"] == "title" and before and after:
        changed = hunks(before, after)
        before = " … ".join(before[hunk.old_start : hunk.old_end].strip() for hunk in changed)
        after = " … ".join(after[hunk.new_start : hunk.new_end].strip() for hunk in changed)
    return _hash("", before, after, language) if _tells(before, after, language) else ""


def _tells(before: str, after: str, language: str) -> bool:
    """Whether the words are enough to know the edit again."""
    known = table(language)
    common = known.small_words | known.article_words | known.force.words
    ours, theirs = (set(words(side)) - common for side in (before, after))
    if ours and theirs:
        return ours != theirs or any(map(str.isdigit, before))
    return sum(len(word) >= _LEAST_LETTERS and word.isalpha() for word in ours | theirs) > 0


def _hash(kind: str, before: str, after: str, language: str) -> str:
    sides = [_stems(side, language) for side in (before, after)]
    if sides[0] == sides[1]:  # signs and points count, where nothing else differs: -5 and 5
        sides = [before.casefold(), after.casefold()]
    return hashlib.sha256("\0".join([kind, *sides]).encode()).hexdigest()[:16]


def _stems(text: str, language: str) -> str:
    return stems(text, language) if len(text) <= _LONGEST else " ".join(words(text))
