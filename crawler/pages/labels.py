"""Pure: does a block begin with the label of a turn? "Sergey Lavrov:" does, "The point is this:" does not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from crawler.pages import words

if TYPE_CHECKING:
    from crawler.pages.blocks import Block

_COLON = re.compile(r"([^:：]{1,250}+)[:：](?![\d/])\s*")  # possessive: most blocks have no colon near
_NOTE = re.compile(r"\s*[(\[（][^)\]）]*[)\]）]\s*")
_NUMBERED = re.compile(r"\s*(?:№|[Nn]o\.?|[Nn]r\.?|#)?\s*\d{1,3}\.?$")
_SENTENCE = re.compile(r"[!?;…«»“”„\"]|[^\W\d_]{4,}\.\s|,\s+\w+\s+\w+\s+\w+\s+\w+")
_STOP = re.compile(r"[!?;…]|[^\W\d_]{4,}\.\s")
_INITIALS = re.compile(r"^(?:[^\W\d_]\.\s?-?)+")
_SURELY_INITIALS = re.compile(r"(?:[^\W\d_]\.\s?-?){2}|[^\W\d_]\.-?[^\W\d_]{2}")
"""Two, or one set close to the surname: "V. Conclusions" may be a section."""
_MAX_WORDS = 12
_NO_NAME = words.OFFICES | words.DEPARTMENTS
_BEFORE_PLACES = words.PARTICLES | words.BEFORE_PLACES
_MAX_NAME = 5
_MAX_WORDS_BOLD = 40
"""An office may be long ("Head of the Federal Service for …"): in bold, with a name behind it, it is still a label."""


@dataclass(frozen=True, slots=True)
class Label:
    """What a block begins with, if that may be a label."""

    role: Literal["question", "answer", "named"]
    printed: str
    """As printed, without its colon."""
    name: str
    """Without notes such as "(retranslated)"; ``''`` for the word Question or Answer."""
    rest: str
    """The block's text after the label."""
    certain: bool
    """It needs no further evidence: a word for a question, a part someone plays, initials, a name set in bold."""
    bold: bool = False
    """It is set in bold, and nothing else is."""


def label_of(block: Block) -> Label | None:
    """The label a block seems to begin with, or None."""
    if ":" not in block.text and "：" not in block.text:  # most passages: at each of their signs a colon is sought else
        return None
    match = _COLON.match(block.text)
    if match is None:
        return None
    printed, rest = match[1].strip(), block.text[match.end() :]
    name = _NOTE.sub(" ", printed).strip()
    bold = block.bold.rstrip(" :：([（")
    set_in_bold = bold != "" and bold in (printed, name)
    role = _role_word(name, set_in_bold=set_in_bold)
    if role is not None:
        return Label(role, printed, "", rest, certain=True)
    if not looks_like_a_person(name) and not (set_in_bold and _ends_with_a_name(name, said=rest != "")):
        return None
    certain = name.casefold() in words.PARTS or _SURELY_INITIALS.match(name) or (set_in_bold and _has_a_name(name))
    return Label("named", printed, name, rest, certain=bool(certain), bold=set_in_bold)


def _role_word(name: str, *, set_in_bold: bool) -> Literal["question", "answer"] | None:
    word = _NUMBERED.sub("", name).rstrip(".")
    if len(word) == 1 and word.isascii():
        return {"Q": "question", "A": "answer"}.get(word)  # type: ignore[return-value]
    word = word.casefold()
    if word in words.QUESTION:
        return "question"
    if word in words.ANSWER:
        return "answer"
    first, *others = name.split()[:_MAX_WORDS] or [""]
    # Such as "Вопрос корреспондента ТАСС" or "Question from Reuters".
    to_whom = others and (others[-1][:1].isupper() or others[0].casefold() in words.ADDRESSING)
    addressed = others and (set_in_bold or to_whom) and len(name.split()) <= _MAX_WORDS
    if first.casefold() in words.QUESTION and addressed and words.CLAUSE.isdisjoint(name.casefold().split()):
        return "question"
    return None


@lru_cache(maxsize=4096)
def looks_like_a_person(name: str) -> bool:
    """A name, perhaps with an office before it, or a part someone plays (moderator). Never a sentence."""
    tokens = name.split()
    folded = [_folded(token) for token in tokens]
    if not tokens or len(tokens) > _MAX_WORDS:
        return False
    if name.casefold() in words.PARTS:
        return True
    if _SENTENCE.search(name) or not words.CLAUSE.isdisjoint(folded) or folded[0] in words.NOT_NAMES:
        return False
    if name.upper() == name.lower():  # Chinese, Arabic: nothing is a capital
        return len(name) <= 20 and len(tokens) <= 4 and not any(sign.isdigit() for sign in name)
    if not (is_capital(tokens[0]) and is_capital(tokens[-1])) or folded[-1] in _NO_NAME:
        return False
    if not words.OFFICES.isdisjoint(folded):
        return True  # an office's own name is full of common words
    return len(tokens) <= 5 and all(
        is_capital(token) or low in words.PARTICLES for token, low in zip(tokens, folded, strict=True)
    )


@lru_cache(maxsize=4096)
def _ends_with_a_name(name: str, *, said: bool) -> bool:
    """A line in bold that ends with somebody's name, however long the office before it. ``said``: text follows it.

    Not "Results of the summit in Saint Petersburg".
    """
    tokens = name.split()
    folded = [_folded(token) for token in tokens]
    if len(tokens) > _MAX_WORDS_BOLD or _STOP.search(name) or not folded or folded[0] in words.NOT_NAMES:
        return False
    if any(token.islower() and low in words.CLAUSE for token, low in zip(tokens, folded, strict=True)):
        return False
    run = name_at_the_end(name).split()
    office = folded[: len(tokens) - len(run)]
    if not run or not office:
        return bool(run) and len(run) <= _MAX_NAME
    if office[-1] in _BEFORE_PLACES and len(run) <= 2:
        return False
    return said or not words.OFFICES.isdisjoint(office)


@lru_cache(maxsize=4096)
def _has_a_name(name: str) -> bool:
    """More than one word, with an office among them or a name at the end: not "Main Results of the Summit"."""
    tokens = name.split()
    return len(tokens) > 1 and (
        name_at_the_end(name) != "" or not words.OFFICES.isdisjoint(_folded(token) for token in tokens)
    )


@lru_cache(maxsize=4096)
def name_at_the_end(label: str) -> str:
    """The name that a label ends with: two words with capitals or more, or one with initials; ``''`` without."""
    run: list[str] = []
    for token in reversed(label.split()):
        low = _folded(token)
        if low in _NO_NAME or token[-1] in '»”"' or (run and token.endswith(",")):
            break
        if not is_capital(token) and not (run and low in words.NAME_PARTICLES):
            break
        run.insert(0, token)
    while run and not is_capital(run[0]):
        del run[0]
    return " ".join(run) if len(run) > 1 or (run and _SURELY_INITIALS.match(run[0])) else ""


def _folded(token: str) -> str:
    """Case folded, for comparing with words; ``''`` for an initial, which is none of them."""
    return "" if _INITIALS.fullmatch(token) else token.strip(",.").casefold()


def surname(name: str) -> str:
    """The last word of a name, without initials set close to it: ``С.В.Лавров`` gives ``Лавров``."""
    return _INITIALS.sub("", name.split()[-1]) if name.split() else ""


def given_initial(name: str) -> str:
    """The first letter of the given name; ``''`` for a bare surname."""
    first = name.split()[0] if name.split() else ""
    return first[:1].casefold() if len(name.split()) > 1 or _INITIALS.match(first) else ""


def is_capital(token: str) -> bool:
    """A word that a name may be made of: it begins with a capital, perhaps behind an article, and holds no digit."""
    bare = token.lstrip("(-–’'")
    article, hyphen, rest = bare.partition("-")  # el-Sisi
    if hyphen and article in words.NAME_PARTICLES:
        bare = rest
    return bare[:1].isupper() and not any(sign.isdigit() for sign in bare)
