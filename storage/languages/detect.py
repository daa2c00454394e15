"""Pure: which language a text is in, if that is beyond doubt. Script first, then a model for the languages we read."""

from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterable

SUPPORTED = ("ar", "de", "en", "es", "fr", "it", "pt", "ru", "uk", "zh")
ENOUGH_LETTERS = 200
"""Below this many letters nothing is claimed of languages that share a script: names and quotations weigh too much."""
_PROOF_LETTERS = 25
_PROOF_SHARE = 0.8
"""So many letters, so many of them in a script that the language is not written in, are proof by themselves."""
_SAMPLE = 3000
"""Characters looked at, from the middle: openings are full of names and forms of address."""
_CERTAIN = 0.99
_SPEAKS = 0.08
"""Share of common words below which a sample is a list of names rather than a text in that language."""

_SCRIPTS = {
    "latin": (("\u0041", "\u024f"),),
    "cyrillic": (("\u0400", "\u052f"),),
    "arabic": (("\u0600", "\u06ff"), ("\u0750", "\u077f")),
    "han": (("\u3400", "\u9fff"),),
}
"""The first and last letters of their alphabets, as Unicode has them."""
_SCRIPT_OF = {"ru": "cyrillic", "uk": "cyrillic", "ar": "arabic", "zh": "han"}
_FREQUENT = {
    "en": "the of and to in is that for with are on a we i it this be not as have you was our at by will has which",
    "de": "der die und das den nicht mit von ist zu auf für dem des ein eine wir in es sich auch im dass sind ich",
    "fr": "les des et la est une dans pour que qui sur nous le de à du en un ne pas au avec ce par il sont cette",
    "es": "los las que el en una del por con para y se de la un no es al lo como su más son sobre este",
    "pt": "os as que o em uma do da por com para e se de a um não é ao no na como seu mais são sobre este dos das",
    "it": "il la di che e un una per con non del della in è sono i le al dei più come si da nel alla gli lo su",
    "ru": "что и не на мы это как по для с его в к из о от за у а то вы но я же так был все они было также если или "
    "этого только когда уже быть нас",
    "uk": "що і не на ми це як по для з його в до із про від за у а то ви але я та так був всі й щодо є вони було "
    "також якщо або цього тільки коли вже бути нас",
}
"""The commonest words. Arabic and Chinese are told by their script."""
_OWN_LETTERS = {"ru": "ыэё", "uk": "іїєґ"}
"""Letters that one of two languages has and the other lacks: two in a hundred in Russian, seven in Ukrainian."""
_WORD = re.compile(r"[^\W\d_]+")


def foreign_to(text: str, language: str) -> str:
    """The language the text is in, if it is confidently another than ``language``; ``''`` otherwise.

    ``language`` is a tag (``en``, ``zh-Hant``); one we do not read is judged by nothing, and gives ``''``.
    """
    expected = language.split("-")[0].casefold()
    if expected not in SUPPORTED:
        return ""
    sample = _middle(text)
    words = _WORD.findall(sample.casefold())
    script, letters, share = _main_script(words)
    proven = script != _script_of(expected) and letters >= _PROOF_LETTERS and share >= _PROOF_SHARE
    shares = _shares(words)
    if not proven and (letters < ENOUGH_LETTERS or share < 0.7 or _is_plainly(expected, shares, sample)):
        return ""
    candidates = [known for known in SUPPORTED if _script_of(known) == script]
    if len(candidates) == 1:
        return candidates[0] if candidates[0] != expected else ""
    detected, confidence = _ranked(sample, candidates)
    certain = proven or (confidence >= _CERTAIN and shares[detected] >= _SPEAKS)
    return detected if certain and detected != expected else ""


def surely_in(text: str, language: str, other: str) -> bool:
    """Whether a text is demonstrably in one language rather than in another: by its script, or by enough of it."""
    expected, rival = (tag.split("-")[0].casefold() for tag in (language, other))
    if expected not in SUPPORTED:
        return False
    sample = _middle(text)
    words = _WORD.findall(sample.casefold())
    script, letters, share = _main_script(words)
    if script != _script_of(expected) or letters < _PROOF_LETTERS or share < _PROOF_SHARE:
        return False
    if script != _script_of(rival):
        return True
    if letters < ENOUGH_LETTERS:
        return False
    shares = _shares(words)
    detected, confidence = _ranked(sample, {expected, rival} & set(SUPPORTED))
    return (
        detected == expected
        and shares[expected] >= _SPEAKS
        and (_is_plainly(expected, shares, sample) or (rival in SUPPORTED and confidence >= _CERTAIN))
    )


def _middle(text: str) -> str:
    start = max(0, (len(text) - _SAMPLE) // 2)
    return text[start : start + _SAMPLE]


def _script_of(language: str) -> str:
    return _SCRIPT_OF.get(language, "latin")


def _main_script(words: list[str]) -> tuple[str, int, float]:
    """The script most letters are in, how many letters there are, and its share of them. A Han sign says as much as
    two letters. A word is in the script of its first letter.
    """
    letters = dict.fromkeys(_SCRIPTS, 0)
    for word in words:
        if script := _script(word[0]):
            letters[script] += len(word)
    letters["han"] *= 2
    total = sum(letters.values())
    script = max(letters, key=lambda name: letters[name])
    return script, total, letters[script] / max(1, total)


@cache
def _script(letter: str) -> str:
    """The script a letter is of; ``''`` for any that no language we read is written in."""
    return next((name for name, spans in _SCRIPTS.items() if any(a <= letter <= z for a, z in spans)), "")


def _is_plainly(language: str, shares: dict[str, float], sample: str) -> bool:
    """A fifth of the words are the language's commonest, and far fewer are those of any other that its letters allow.

    Then no model need be asked, which saves most of the time.
    """
    rivals = [known for known in shares if known != language and not _lacks_letters_of(known, language, sample)]
    nearest = max(shares[rival] for rival in rivals)
    return shares.get(language, 0.0) >= max(0.2, 1.5 * nearest)


def _lacks_letters_of(rival: str, language: str, sample: str) -> bool:
    """Whether the letters of a text are those of one language and not of another so like it in its commonest words."""
    if not {rival, language} <= _OWN_LETTERS.keys():
        return False
    ours, theirs = (sum(map(sample.count, _OWN_LETTERS[known])) for known in (language, rival))
    return ours * 100 >= len(sample) and theirs * 20 <= ours


def _shares(words: list[str]) -> dict[str, float]:
    """How many of some words, 0 to 1, are among each language's commonest."""
    languages_of = _languages_of()
    hits = dict.fromkeys(_FREQUENT, 0)
    for word in words:
        if word in languages_of:
            for language in languages_of[word]:
                hits[language] += 1
    return {language: count / max(1, len(words)) for language, count in hits.items()}


@cache
def _languages_of() -> dict[str, tuple[str, ...]]:
    """Each common word to the languages it is common in."""
    words = {word for listed in _FREQUENT.values() for word in listed.split()}
    return {word: tuple(known for known, listed in _FREQUENT.items() if word in listed.split()) for word in words}


def _ranked(sample: str, candidates: Iterable[str]) -> tuple[str, float]:
    """The likeliest of some languages, and how likely it is beside the others, 0 to 1."""
    wanted = set(candidates)
    ranks = [(str(language), float(share)) for language, share in _model().rank(sample) if language in wanted]
    best, share = max(ranks, key=lambda rank: rank[1])
    return best, share / (sum(rank[1] for rank in ranks) or 1.0)


@cache
def _model() -> Any:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier  # half a second and 40 MB, rarely needed

    model = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
    model.set_languages(list(SUPPORTED))
    return model


class Traits(NamedTuple):
    """What a text's letters and words tell of its language."""

    script: str
    """The one most letters are in: ``latin``, ``cyrillic``, ``arabic`` or ``han``."""
    letters: int
    share: float
    """Of that script, among all letters."""
    common: dict[str, float]
    """Language -> how many of the words, 0 to 1, are its commonest."""


def traits(text: str) -> Traits:
    """What the middle of a text tells, without asking the model."""
    words = _WORD.findall(_middle(text).casefold())
    return Traits(*_main_script(words), _shares(words))


def likeliest(text: str, languages: Iterable[str]) -> str:
    """The likeliest of some of the languages that we read. Raises ValueError if none of them is."""
    return _ranked(_middle(text), languages)[0]
