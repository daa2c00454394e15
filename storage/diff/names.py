"""Pure: the proper names of a passage, and whether two of them are one: inflected, respelled, another."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from rapidfuzz.distance import OSA

from storage.diff.slips import slipped, unaccented
from storage.text.cities import cities
from storage.text.cldr import countries, months, weekdays
from storage.text.elements import ELIDING, elements
from storage.text.namesakes import is_namesake
from storage.text.sentences import starts_sentence
from storage.text.tables import table
from storage.text.tokens import Token, tokenise
from storage.text.tokens import words as words_of

if TYPE_CHECKING:
    from collections.abc import Container, Sequence

_SURNAME = re.compile(
    r"[^\W\d_]{2}(?:ev|ov|[kntvw]sk[iy]y?|enko|dze|[sc]hvili|ović|ovich|енко|швили|дзе|янц|чук)(?:['’]?s)?$"
)
"""Endings of surnames that other words seldom have: names at the start of a sentence too."""
_GERMAN_SURNAME = re.compile(r"[^\W\d_]{2}(?:[zkrnsmbpd]ow|schow|[jd]ew|ewski[jy])s?$")
"""More of them, as German writes them: Lawrow, Medwedew."""
_FARTHEST = 60
"""Code points before a word within which an office, or a word that names follow, tells what it is."""
_CASELESS = frozenset({"zh", "ja", "ar", "he", "fa", "hi", "ko"})
_PRONOUN = frozenset({"i", "i'm", "i've", "i'll", "i'd"})
# Letters that romanisations of one name disagree on (measured as cognate folding between languages).
_VARIANTS = (
    ("kh", "h"),
    ("tz", "z"),
    ("zh", "j"),
    ("ph", "f"),
    ("tch", "c"),
    ("ch", "c"),
    ("sch", "s"),
    ("sh", "s"),
    ("q", "c"),
    ("k", "c"),
    ("w", "v"),
    ("j", "i"),
    ("y", "i"),
)


class Name(NamedTuple):
    """A proper name at ``text[start:end]``, one word of it."""

    start: int
    end: int
    text: str


def names(
    text: str, language: str, known: Container[str] = frozenset(), tokens: Sequence[Token] | None = None
) -> list[Name]:
    """The proper names of a passage, word by word: words with a capital that their place does not explain.

    At the start of a sentence a word counts if it is in ``known`` (names seen elsewhere, case folded), a country or
    a city.
    Where nouns take capitals (German) a name is a known one, a country, a city, or stands beside another capital.
    Scripts without capitals have countries alone. ``tokens`` are those of the text, if they are known already.
    """
    if language.partition("-")[0] in _CASELESS:
        return _countries_in(text, language)
    words = [token for token in (tokenise(text) if tokens is None else tokens) if token.sort == "word"]
    naming, portfolios = _naming(language), table(language).portfolio_words
    eliding = language.partition("-")[0] in ELIDING
    capital_means_name = _stands_in_pair if table(language).nouns_capitalised else _stands_inside
    found = []
    if eliding:
        words = [_without_elided(token) for token in words]
    for at, token in enumerate(words):
        initial = len(token.text) == 1 and text[token.end : token.end + 1] == "."
        if not token.text[0].isupper():
            continue
        folded = token.text.casefold()
        if _is_no_name(token.text, language) and not initial:
            if is_namesake(text, token.start, token.end, language):
                found.append(Name(token.start, token.end, token.text))
            continue
        if folded in portfolios and _is_portfolio(text, token, language):
            continue
        if (
            _is_acronym(token.text)
            or countries(language).get(folded) is not None
            or cities(language).get(folded) is not None
            or capital_means_name(text, words, at)
            or (naming is not None and naming.search(text, max(0, token.start - _FARTHEST), token.start))
            or (at and _is_title(text, words, at - 1, language))
            or folded in known
            or _SURNAME.search(token.text)
            or (naming is not None and _GERMAN_SURNAME.search(token.text))
        ):
            found.append(Name(token.start, token.end, token.text))
    return found


def _is_portfolio(text: str, word: Token, language: str) -> bool:
    """Whether a word tells what a minister is minister of: the Secretary of State for Trade."""
    known = table(language)
    office = known.title_words
    behind = words_of(text[word.end : word.end + _FARTHEST])[:1]
    if behind and office.get(behind[0]) is not None:
        return True
    for before in reversed(words_of(text[max(0, word.start - _FARTHEST) : word.start])):
        if before in known.portfolio_words or before in known.small_words or len(before) == 1:
            continue
        return office.get(before) is not None and before != "and"
    return False


@lru_cache(maxsize=64)
def _naming(language: str) -> re.Pattern[str] | None:
    """What stands before a name that a capital alone does not tell: ``namens``, ``Städten Charkiw und``."""
    naming = table(language).naming.split()
    if not naming:
        return None
    return re.compile(rf"\b(?i:{'|'.join(naming)})\s(?:[^\W\d_a-z][\w’'-]*(?:,|\s(?:und|sowie|oder))\s)*$")


def _without_elided(word: Token) -> Token:
    """``Allemagne`` of ``l'Allemagne``, where it begins with a capital."""
    cut = max(word.text.find("'"), word.text.find("’")) + 1
    if 0 < cut < len(word.text) and word.text[cut].isupper():
        return Token(word.text[cut:], word.start + cut, word.end, "word")
    return word


def _is_title(text: str, words: Sequence[Token], at: int, language: str) -> bool:
    """Whether a form of address, or a question's label, stands directly before a name: Herr Weber, Frage Weber:"""
    known, said = table(language), words[at].text.casefold()
    if text[words[at].end : words[at + 1].start] != " ":
        return False
    labelled = text[words[at + 1].end : words[at + 1].end + 1] == ":" and known.question_labels.get(said) is not None
    return labelled or known.title_words.get(said) is not None


def _stands_inside(text: str, words: Sequence[Token], at: int) -> bool:
    return not starts_sentence(text, words[at].start)


def _stands_in_pair(text: str, words: Sequence[Token], at: int, language: str = "de") -> bool:
    """Whether another capital stands beside a word, neither explained by the start of a sentence, nor a month's."""
    return any(
        words[near].text[0].isupper()
        and text[min(words[near].end, words[at].end) : max(words[near].start, words[at].start)] == " "
        and not starts_sentence(text, words[near].start)
        and not starts_sentence(text, words[at].start)
        and months(language).get(words[near].text.casefold()) is None
        and weekdays(language).get(words[near].text.casefold()) is None
        for near in (at - 1, at + 1)
        if 0 <= near < len(words)
    )


# A word with a capital behind another word; what is no capital in the most common letters is passed over at once.
_CAPITAL = re.compile(r" ([^\W\d_a-zа-яё][\w'’-]*(?:[\u2010\u2011][\w'’-]+)*)")
_BEFORE = re.compile(r"[\w,;)]")
_HYPHEN = re.compile("[\u2010\u2011]")


def names_inside(text: str, language: str) -> frozenset[str]:
    """Words of a text, case folded, that stand with a capital inside a sentence: so they are names at their start too.

    None where a capital inside a sentence makes no name (German), and for scripts without capitals.
    """
    folded = text.lower()
    if language.partition("-")[0] in _CASELESS or table(language).nouns_capitalised or len(folded) != len(text):
        return frozenset()
    found = set()
    for word in _CAPITAL.finditer(text):
        start, end = word.span(1)
        if text[start].isupper() and start > 1 and _BEFORE.match(text, start - 2):
            found.add(folded[start:end])
            found.update(folded[start : hyphen.start()] for hyphen in _HYPHEN.finditer(text, start, end))
    return frozenset(word for word in found if not _is_no_name(word, language))


def _countries_in(text: str, language: str) -> list[Name]:
    parts = elements(text, language)
    found = countries(language).find([part.text for part in parts])
    return [Name(parts[hit.start].start, parts[hit.end - 1].end, hit.meaning) for hit in found]


def _is_acronym(word: str) -> bool:
    return len(word) > 1 and word.isupper()


def _is_no_name(word: str, language: str) -> bool:
    folded = word.casefold().replace("’", "'")
    return (
        folded in _PRONOUN
        or table(language).title_words.get(folded) is not None
        or months(language).get(folded) is not None
        or weekdays(language).get(folded) is not None
        or folded in table(language).article_words
        or (table(language).nouns_capitalised and table(language).unit_words.get(folded) is not None)
    )


def same_name(one: str, other: str, language: str) -> bool:
    """Whether two words are one name as printed, or inflected (Лавров, Лаврова), or its possessive."""
    left, right = _bare(one, language), _bare(other, language)
    if left == right:
        return True
    return inflected(left, right, language) and not _are_two_countries(left, right, language)


def _are_two_countries(one: str, other: str, language: str) -> bool:
    """Whether two case-folded words name two countries: Нигере, Нигерии."""
    ours, theirs = countries(language).get(one), countries(language).get(other)
    return bool(ours and theirs and ours != theirs)


def inflected(one: str, other: str, language: str) -> bool:
    """Whether two case-folded words share a stem and differ in case endings of the language."""
    endings = _endings(language)
    if not endings:
        return False
    shared = 0
    while shared < min(len(one), len(other)) and one[shared] == other[shared]:
        shared += 1
    return any(one[cut:] in endings and other[cut:] in endings for cut in range(shared, max(2, shared - 3), -1))


@lru_cache(maxsize=64)
def _endings(language: str) -> frozenset[str]:
    return frozenset("" if ending == "-" else ending for ending in table(language).case_endings.split())


def respelled(one: str, other: str, language: str) -> bool:
    """Whether two words are one name in another transliteration, or with a slip of the pen.

    Two countries or cities, a woman's and a man's form (Ivanova, Ivanov), and short names one letter apart are others.
    """
    left, right = _bare(one, language), _bare(other, language)
    ours, theirs = countries(language).get(left), countries(language).get(right)
    if ours and theirs:
        return ours == theirs and left[0] == right[0]  # Turkey, Türkiye
    if unaccented(left) == unaccented(right):
        return True
    one_city, other_city = cities(language).get(left), cities(language).get(right)
    if one_city and other_city:
        return one_city == other_city
    if transliterated(left) == transliterated(right):
        return True
    shorter, longer = sorted((left, right), key=len)
    if len(shorter) < 5 or longer == shorter + "a" or longer == shorter + "а":
        return False
    return left[0] == right[0] and OSA.distance(left, right, score_cutoff=1) <= 1 and slipped(left, right, name=True)


def transliterated(word: str) -> str:
    """A case-folded Latin word with the spellings merged that romanisations disagree on; others unchanged."""
    if not re.fullmatch("[a-z]+", plain := _unaccented(word)):
        return word
    for variant, common in _VARIANTS:
        plain = plain.replace(variant, common)
    return re.sub(r"(.)\1+", r"\1", plain)


def _unaccented(word: str) -> str:
    return "".join(sign for sign in unicodedata.normalize("NFD", word) if not unicodedata.combining(sign))


def _bare(word: str, language: str) -> str:
    folded = word.casefold().replace("’", "'")
    if language.partition("-")[0] in ("fr", "it"):
        folded = re.sub(r"^(?:\w{1,2}|qu|\w*ll)'", "", folded)
    return folded.removesuffix("'s").removesuffix("'")
