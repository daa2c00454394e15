"""Pure: whether two labels, of two languages, name one speaker: Журавлёва, Zhuravlyova, Schurawljowa, Jouravliova."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from storage.languages.cognates import skeletons
from storage.languages.kinship import spelling
from storage.languages.places import names
from storage.languages.stems import stems
from storage.text.tables import table

if TYPE_CHECKING:
    from collections.abc import Iterable

Verdict = Literal["same", "other", "unknown"]

_WORD = re.compile(r"[^\W\d_]+")
_LONGEST = 500  # characters of a label that are read
_ASIDE = re.compile(r"[«„“\"(\[][^»“”\")\]]{0,200}[»“”\")\]]")  # a newspaper's name, a country, an office
_UNCASED = re.compile("[\u0600-\u06ff\u0750-\u077f\u3040-\u30ff\u3400-\u9fff]")
_SURNAME_ENDING = re.compile(r"(?:а|я|a|ja|ya|ia)$")
# Offices as labels print them beside names; the languages' tables list those that edits are judged by.
_OFFICES = """
    министр министра замминистра заместитель иностранных дел президент председатель премьер посол представитель
    официальный корреспондент ведущий ведущая модератор журналист пресс секретарь директор департамента глава мид
    россии российской федерации генеральный постоянный господин госпожа участник
    minister foreign affairs deputy president chairman chairwoman prime ambassador representative official spokesperson
    spokeswoman spokesman correspondent moderator host journalist press secretary director department head russian
    federation general permanent the and for with vice state special envoy
    außenminister außenministerin ministerin präsident präsidentin vorsitzender botschafter botschafterin sprecherin
    sprecher moderatorin journalistin stellvertretender stellvertretende auswärtigen bundeskanzler russischen
    russische russischer föderation amtlich amtliche der die des für und
    ministre affaires étrangères président présidente ambassadeur ambassadrice porte parole modérateur journaliste
    adjoint fédération russie délégué secrétaire général directeur les des pour
    ministro ministra asuntos exteriores presidente presidenta embajador embajadora portavoz moderador moderadora
    periodista viceministro federación rusia director secretario del los para
"""


@lru_cache(maxsize=10_000)
def speakers_agree(one: str, language: str, other: str, other_language: str) -> Verdict:
    """Whether two labels may name one person: ``same`` if the surname of one is a name of the other, in any script.

    ``unknown`` where either names nobody (an office, ``Question``), has too short a name, or no capitals.
    """
    if one.strip() and one.strip().casefold() == other.strip().casefold():
        return "same"
    if _UNCASED.search(one) or _UNCASED.search(other):
        return "unknown"
    left, right = named(one, language), named(other, language=other_language)
    if not left or not right:
        return "unknown"
    # A given name in common makes no one person: the last name of one must be somewhere in the other.
    if any(_sound_alike(left[-1], language, word, other_language) for word in right):
        return "same"
    if any(_sound_alike(word, language, right[-1], other_language) for word in left):
        return "same"
    return "other" if _can_be_told(left[-1], language) and _can_be_told(right[-1], other_language) else "unknown"


def others(
    names: tuple[str, str],
    persons: tuple[Iterable[str], Iterable[str]],
    languages: tuple[str, str],
    *,
    surely: bool = False,
) -> bool:
    """Whether two labels name two persons, told by those who speak elsewhere in both texts.

    That two labels sound unlike, offices and questions do too, whatever words a language has for them: one at least
    must be known by its counterpart among the other text's labels (``persons``); both, where they cannot be told by
    sound, or where ``surely`` is wanted.
    """
    verdict = speakers_agree(names[0], languages[0], names[1], languages[1])
    if verdict == "same" or not all(map(named, names, languages)):
        return False
    ours = any(speakers_agree(names[0], languages[0], one, languages[1]) == "same" for one in persons[1])
    theirs = any(speakers_agree(one, languages[0], names[1], languages[1]) == "same" for one in persons[0])
    return (ours or theirs) if verdict == "other" and not surely else (ours and theirs)


@lru_cache(maxsize=10_000)
def named(label: str, language: str) -> tuple[str, ...]:
    """The words of a label that name a person: no office, no country, no initial."""
    known, offices = names(language), _offices(language)
    listed = table(language)
    return tuple(
        word
        for word in _WORD.findall(_ASIDE.sub(" ", label[:_LONGEST]))
        if len(word) > 1
        and word[0].isupper()
        and not (word.isupper() and len(word) < 4)
        and listed.title_words.get(word.casefold()) is None
        and listed.question_labels.get(word.casefold()) is None
        and listed.answer_labels.get(word.casefold()) is None
        and stems(word, language) not in known
        and stems(word, language) not in offices
    )


@lru_cache(maxsize=16)
def _offices(language: str) -> frozenset[str]:
    return frozenset(stems(_OFFICES, language).split())


def _sound_alike(one: str, language: str, other: str, other_language: str) -> bool:
    """Whether two words sound alike: by consonants, endings of case and gender aside; short ones by all letters."""
    if (plain := spelling(one.lower())) and plain == spelling(other.lower()):
        return True
    left, right = sounds(one, language), sounds(other, language=other_language)
    if left & right:
        return True
    longest = max(map(len, left | right), default=0)
    return longest > 3 and any(_near(a, b) for a in left for b in right)


def _can_be_told(name: str, language: str) -> bool:
    """Whether a name is long enough to sound unlike another: ``Ли``, ``Wang`` and ``Шойгу`` are not."""
    return bool(sounds(name, language))


@lru_cache(maxsize=20_000)
def sounds(word: str, language: str) -> frozenset[str]:
    """The consonants of a name, as any language may have spelt them, with and without endings of case and gender."""
    plain = word.lower()
    forms = {plain, _SURNAME_ENDING.sub("", plain)}
    return frozenset(skeleton for form in forms for skeleton in (*skeletons(form, ""), *skeletons(form, language)))


def _near(one: str, other: str) -> bool:
    """Skeletons of which one has a last sound, or a ``j`` read as a consonant, that the other lacks."""
    if abs(len(one) - len(other)) > 1 or min(len(one), len(other)) < 3:
        return False
    shorter, longer = sorted((one, other), key=len)
    if len(shorter) == len(longer):
        return False
    return any(longer[:at] + longer[at + 1 :] == shorter for at in range(2, len(longer)))
