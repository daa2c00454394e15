"""Pure: words to what the full-text index holds of them, so that any inflected form finds every other.

Stemmers are Snowball's (https://snowballstem.org). A language without one keeps its words, folded; Chinese and
Japanese, which print no spaces, are cut into characters, so that a word of theirs is found as a phrase.
"""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING

import snowballstemmer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

ALGORITHMS = {
    "ar": "arabic",
    "de": "german",
    "en": "english",
    "es": "spanish",
    "fr": "french",
    "it": "italian",
    "pt": "portuguese",
    "ru": "russian",
}
"""Language (of a passage, without its script) -> Snowball's name for the stemmer."""

_TOKEN = re.compile(
    "[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"  # one character, one token
    "|[^\\W_\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]+"
)
_SCRIPTS = (
    (re.compile("[\u0400-\u052f]"), ("ru",)),
    (re.compile("[\u0600-\u06ff\u0750-\u077f]"), ("ar",)),
    (re.compile("[a-z\u00df-\u024f]"), ("de", "en", "es", "fr", "it", "pt")),
)
_QUERY_PART = re.compile(
    '["\u00ab\u201c\u201e](?P<phrase>[^"\u00bb\u201c\u201d]*)["\u00bb\u201c\u201d]|(?P<word>[^\\s"]+)'
)
_ARTICLES = ("ال", "وال", "بال", "كال", "فال", "لل")
_MOST_WORDS = 32  # of a query: FTS5 refuses expressions nested deeper than 256
_LONGEST_WORD = 64  # characters; longer "words" are no words, and stemming them is not linear
_CACHED_WORDS = 50_000  # per language: more distinct forms than a year of one ministry holds


def stems(text: str, language: str) -> str:
    """The text's stems in reading order, separated by spaces: what is indexed of one passage."""
    stem = _stemmer(language.partition("-")[0])
    return " ".join(map(stem, _TOKEN.findall(text.lower())))


def match_expression(query: str, language: str = "") -> str:
    """The FTS5 expression that finds the query's words, in any inflection: of one language, or ('') of every one.

    All words must occur; ``"quoted words"`` must follow each other; ``word*`` finds beginnings. Whatever is typed, the
    answer is a valid expression; one without words finds nothing.
    """
    terms: list[str] = []
    for part in _QUERY_PART.finditer(query.lower()):
        phrase = part["phrase"]
        words = _TOKEN.findall(part["word"] if phrase is None else phrase)[: _MOST_WORDS - len(terms)]
        if not words:
            continue
        if phrase is None and part["word"].endswith("*"):
            terms += [f'"{word[:_LONGEST_WORD]}"' for word in words[:-1]]
            terms.append(f'"{words[-1][:_LONGEST_WORD]}" *')
        else:
            # What stood together ("Nord-Stream", a Chinese word) is looked for together.
            terms.append(_any_of(_phrases(words, language)))
        if len(terms) >= _MOST_WORDS:
            break
    return " AND ".join(terms) or '""'


def _phrases(words: list[str], language: str) -> Iterable[str]:
    """The same words as each language that they can be of would have indexed them."""
    joined = " ".join(words)
    languages = [language.partition("-")[0]] if language else ["", *_languages_of(joined)]
    return dict.fromkeys(" ".join(map(_stemmer(one), words)) for one in languages)


def _languages_of(words: str) -> list[str]:
    return [language for script, languages in _SCRIPTS if script.search(words) for language in languages]


def _any_of(phrases: Iterable[str]) -> str:
    alternatives = [f'"{phrase}"' for phrase in phrases]
    return alternatives[0] if len(alternatives) == 1 else f"({' OR '.join(alternatives)})"


@lru_cache(maxsize=64)
def _stemmer(language: str) -> Callable[[str], str]:
    algorithm = ALGORITHMS.get(language)
    if algorithm is None:
        return str.casefold
    stem_word = snowballstemmer.stemmer(algorithm).stemWord

    @lru_cache(maxsize=_CACHED_WORDS)
    def stem(word: str) -> str:
        if language == "ar" and len(word) > 3 and not word.startswith(_ARTICLES):
            # The stemmer takes a first و or ف for "and", and leaves plurals alone, unless it sees an article.
            word = f"ال{word}"
        # A stemmer may leave nothing of a short word; the word itself must still be found.
        return (stem_word(word) or word) if len(word) <= _LONGEST_WORD else word[:_LONGEST_WORD]

    return stem
