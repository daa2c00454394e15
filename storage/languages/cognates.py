"""Pure: words made comparable across languages and scripts: Лаврова, Lavrov’s, Lawrows, لافروف are one.

A word's skeleton is its consonants, sorted into classes that hold whatever one sound is spelt as from language to
language. Letters that stand for two sounds (``ch`` is х in German, ч in English, ш in French) give two skeletons.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from itertools import groupby, product

from storage.languages.stems import stems

_CYRILLIC = dict(
    zip(
        "абвгґдеёєжзиіїйклмнопрстуфхцчшщъыьэюя",
        "avvkktaaassaaaaklmnaprstavkssss_a_aaa",
        strict=True,
    )
)
_ARABIC = dict(
    zip(
        "ابپتثجچحخدذرزژسشصضطظعغفڤقكکگلمنهوؤيىئءةآأإ",
        "avpttsskkttrssssstts_kvvkkkklmnkaaaaa__aaa",
        strict=True,
    )
)
# Longest first: what two or more Latin letters spell together, and the classes it may stand for.
_LATIN = (
    ("shch", "s"),
    ("schtsch", "s"),
    ("tsch", "s"),
    ("dsch", "s"),
    ("sch", "s"),
    ("tch", "s"),
    ("ch", "ks"),
    ("sh", "s"),
    ("zh", "s"),
    ("kh", "k"),
    ("gh", "k"),
    ("ph", "v"),
    ("th", "t"),
    ("ts", "s"),
    ("tz", "s"),
    ("dj", "s"),
    ("qu", "k"),
    ("ck", "k"),
    ("cz", "s"),
    ("ce", "s"),
    ("ci", "s"),
    ("ge", "ks"),
    ("gi", "ks"),
    ("gu", "k"),
    ("j", "ksa"),
    ("c", "ks"),
    ("k", "k"),
    ("q", "k"),
    ("g", "k"),
    ("h", "k"),
    ("b", "v"),
    ("v", "v"),
    ("w", "v"),
    ("f", "v"),
    ("s", "s"),
    ("z", "s"),
    ("d", "t"),
    ("t", "t"),
    ("l", "l"),
    ("m", "m"),
    ("n", "n"),
    ("p", "p"),
    ("r", "r"),
)
_LATIN_LETTERS = {
    "ø": "o",
    "æ": "a",
    "œ": "o",
    "ß": "ss",
    "ł": "l",
    "đ": "d",
    "ı": "i",
    "x": "ks",
    "ğ": "g",
    "ç": "ch",
    "ş": "sh",
    "þ": "th",
    "ð": "d",
}
_WORD = re.compile(r"[^\W\d_]+")
_SHORT = 3  # classes: below this a skeleton says too little


@lru_cache(maxsize=50_000)
def skeletons(word: str, language: str) -> frozenset[str]:
    """The word's possible skeletons, inflection taken off where a stemmer can; none if the word is too short to tell.

    A first vowel counts (as ``a``), later ones do not: Iran is ``arn``.
    """
    word = word.lower()
    if language.partition("-")[0] in {"ru", "ar"}:  # elsewhere names hardly inflect, and stems would cut into them
        word = stems(word, language)
    elif language.startswith("de") and word.endswith("s") and len(word) > 4:
        word = word[:-1]
    found = {_squeezed("".join(classes)) for classes in product(*_classes(word))}
    return frozenset(skeleton for skeleton in found if len(skeleton) >= _SHORT)


def alike(one: frozenset[str], other: frozenset[str]) -> bool:
    """Whether two words may be the same name: one skeleton in common, or one longer by an ending."""
    return bool(one & other) or any(_extends(left, right) or _extends(right, left) for left in one for right in other)


def _extends(longer: str, shorter: str) -> bool:
    return len(shorter) > _SHORT and longer[:-1] == shorter


def initial(letter: str) -> str:
    """The class of a single letter (of ``С.В.Лавров``), ``''`` for what has none."""
    classes = _classes(letter.lower())
    return classes[0][0] if classes else ""


def _classes(word: str) -> list[str]:
    """For each letter, or letters that spell one sound, the classes it may be of; ``a`` for vowels."""
    plain = "".join(_LATIN_LETTERS.get(letter, letter) for letter in word)
    folded = "".join(
        letter
        for letter in unicodedata.normalize("NFD", plain)
        if not unicodedata.combining(letter) or letter == "\u0306"
    )
    folded = unicodedata.normalize("NFC", folded)
    found = []
    at = 0
    while at < len(folded):
        letter = folded[at]
        if letter in _CYRILLIC or letter in _ARABIC:
            of = _CYRILLIC.get(letter) or _ARABIC[letter]
            if of != "_":
                found.append(of)
            at += 1
            continue
        spelt, classes = next(
            ((spelt, classes) for spelt, classes in _LATIN if folded.startswith(spelt, at)), (letter, "a")
        )
        # The vowel that softens a c or g is a letter of its own.
        at += len(spelt) - (spelt in {"ce", "ci", "ge", "gi"})
        if letter.isalpha():
            found.append(classes)
    return found[:12] if all(len(classes) == 1 for classes in found) else found[:8]


def _squeezed(classes: str) -> str:
    """Doubled consonants once, vowels out, a first vowel kept."""
    single = "".join(letter for letter, _ in groupby(classes))
    bare = single.replace("a", "")
    return f"a{bare}" if single.startswith("a") else bare
