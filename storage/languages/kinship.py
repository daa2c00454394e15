"""Pure: which words of two languages are probably one, by their spelling: Expedition, expédition, экспедиция.

The quick and rough sister of ``cognates``: for whole vocabularies at once, and with a degree, not a yes or no.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING

from rapidfuzz.distance import JaroWinkler

from storage.languages.cognates import skeletons
from storage.languages.terms import SHARED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_LEAST = 0.8
"""Jaro–Winkler similarity below which two words are strangers."""
_SOUNDS_ALIKE = 0.4
"""Degree of kinship of words that agree in their consonants only."""
_ARABIC = re.compile("[\u0600-\u06ff]")
_SHORT = 3  # letters: below this any two words look alike

_LETTERS = str.maketrans(
    "абвгґдеёєжзиіїйклмнопрстуфхцчшщъыьэюяαβγδεζηθικλμνξοπρστυφχψωςابپتثجچحخدذرزژسشصضطظعغفڤقكکگلمنهوؤيىئءةآأإßøæœłıđðþ",
    "abvggdeeejziiiiklmnoprstufhccss-i-euaavgdezitiklmnkoprstifhposabpttjchhddrzjsssdtz-gfvkkkglmnhuuiai-aaaasoeeliddt",
)
"""Letters of other alphabets to Latin ones; a hyphen for what has no sound."""
# What languages spell differently though they say the same; in this order.
_SPELLINGS = (
    ("sch", "s"), ("tch", "c"), ("kh", "h"), ("ch", "h"), ("sh", "s"), ("zh", "j"), ("ph", "f"), ("th", "t"),
    ("ck", "k"), ("c", "k"), ("q", "k"), ("y", "i"), ("j", "i"), ("w", "v"), ("z", "s"), ("x", "ks"),
)  # fmt: skip
_VOWELS = str.maketrans("", "", "aeiou")


def kinship(source: Sequence[str], target: Sequence[str]) -> Iterator[tuple[int, int, float]]:
    """Pairs of terms that probably mean the same: index, index, degree in (0, 1]. Shared terms are of degree 1.

    Only words that agree in their beginning or in their consonants are looked at, so time grows with the pairs found.
    """
    places = {term: at for at, term in enumerate(target)}
    by_key: dict[str, list[int]] = defaultdict(list)
    spelt = [spelling(term) for term in target]
    for at, word in enumerate(spelt):
        for key in _keys(word):
            by_key[key].append(at)
    for at, term in enumerate(source):
        if term.startswith(SHARED):
            if term in places:
                yield at, places[term], 1.0
            continue
        word = spelling(term)
        for other in sorted({other for key in _keys(word) for other in by_key.get(key, ())}):
            alike = JaroWinkler.similarity(word, spelt[other])
            if alike >= _LEAST:
                yield at, other, 0.2 + 0.8 * (alike - _LEAST) / (1 - _LEAST)
    if any(map(_ARABIC.search, source)) or any(map(_ARABIC.search, target)):
        yield from _by_sound(source, target)


def _by_sound(source: Sequence[str], target: Sequence[str]) -> Iterator[tuple[int, int, float]]:
    """Kin by consonants alone: what Arabic spelling, which leaves out most vowels, has in common with others."""
    by_sound: dict[str, list[int]] = defaultdict(list)
    for at, term in enumerate(target):
        for sound in _sounds(term):
            by_sound[sound].append(at)
    for at, term in enumerate(source):
        for other in sorted({other for sound in _sounds(term) for other in by_sound.get(sound, ())}):
            yield at, other, _SOUNDS_ALIKE


def _sounds(term: str) -> frozenset[str]:
    return frozenset() if term.startswith(SHARED) else skeletons(term, "")


@lru_cache(maxsize=100_000)
def spelling(term: str) -> str:
    """A word in few Latin letters, doubled ones once; ``''`` for what has no such letters, or too few to tell."""
    if term.startswith(SHARED):
        return ""
    letters = unicodedata.normalize("NFC", term.lower()).translate(_LETTERS)
    plain = "".join(letter for letter in unicodedata.normalize("NFD", letters) if "a" <= letter <= "z")
    for spelt, sound in _SPELLINGS:
        plain = plain.replace(spelt, sound)
    single = "".join(letter for letter, _ in groupby(plain))
    return single if len(single) >= _SHORT else ""


@lru_cache(maxsize=100_000)
def _keys(word: str) -> tuple[str, ...]:
    """What kin have in common at least once: the first four letters, or the first four sounds without vowels."""
    if not word:
        return ()
    bones = word[0] + word[1:].translate(_VOWELS)
    return (word[:4], f"-{bones[:4]}") if len(bones) >= _SHORT else (word[:4],)
