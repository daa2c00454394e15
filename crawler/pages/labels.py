"""Pure: does a block begin with the label of a turn? "Sergey Lavrov:" does, "The point is this:" does not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from crawler.pages import words

if TYPE_CHECKING:
    from crawler.pages.blocks import Block

_COLON = re.compile(r"^([^:：]{1,160}?)\s*[:：](?![\d/])\s*")
_NOTE = re.compile(r"\s*[(\[（][^)\]）]*[)\]）]\s*")
_NUMBERED = re.compile(r"\s*(?:№|[Nn]o\.?|[Nn]r\.?|#)?\s*\d{1,3}\.?$")
_SENTENCE = re.compile(r"[!?;…«»“”„\"]|[^\W\d_]{4,}\.\s|,\s+\w+\s+\w+\s+\w+\s+\w+")
_INITIALS = re.compile(r"^(?:[^\W\d_]\.\s?-?)+")
_MAX_WORDS = 12


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


def label_of(block: Block) -> Label | None:
    """The label a block seems to begin with, or None."""
    if ":" not in block.text and "：" not in block.text:  # most passages: at each of their signs a colon is sought else
        return None
    match = _COLON.match(block.text)
    if match is None:
        return None
    printed, rest = match[1].strip(), block.text[match.end() :]
    name = _NOTE.sub(" ", printed).strip()
    bold = block.bold.rstrip(" :：")
    set_in_bold = bold != "" and bold in (printed, name)
    role = _role_word(name, set_in_bold=set_in_bold)
    if role is not None:
        return Label(role, printed, "", rest, certain=True)
    if not looks_like_a_person(name):
        return None
    certain = name.casefold() in words.PARTS or _INITIALS.match(name) or (set_in_bold and len(name.split()) > 1)
    return Label("named", printed, name, rest, certain=bool(certain))


def _role_word(name: str, *, set_in_bold: bool) -> Literal["question", "answer"] | None:
    word = _NUMBERED.sub("", name)
    if len(word) == 1 and word.isascii():
        return {"Q": "question", "A": "answer"}.get(word)  # type: ignore[return-value]
    word = word.casefold()
    if word in words.QUESTION:
        return "question"
    if word in words.ANSWER:
        return "answer"
    first, *others = name.split()[:_MAX_WORDS] or [""]
    # Such as "Вопрос корреспондента ТАСС" or "Question from Reuters".
    addressed = others and (set_in_bold or others[-1][:1].isupper()) and len(name.split()) <= _MAX_WORDS
    if first.casefold() in words.QUESTION and addressed and words.CLAUSE.isdisjoint(name.casefold().split()):
        return "question"
    return None


@lru_cache(maxsize=4096)
def looks_like_a_person(name: str) -> bool:
    """A name, perhaps with an office before it, or a part someone plays (moderator). Never a sentence."""
    tokens = name.split()
    folded = [token.strip(",.").casefold() for token in tokens]
    if not tokens or len(tokens) > _MAX_WORDS:
        return False
    if name.casefold() in words.PARTS:
        return True
    if _SENTENCE.search(name) or not words.CLAUSE.isdisjoint(folded) or folded[0] in words.NOT_NAMES:
        return False
    if name.upper() == name.lower():  # Chinese, Arabic: nothing is a capital
        return len(name) <= 20 and len(tokens) <= 4 and not any(sign.isdigit() for sign in name)
    if not (_is_capital(tokens[0]) and _is_capital(tokens[-1])) or folded[-1] in words.OFFICES | words.DEPARTMENTS:
        return False
    if not words.OFFICES.isdisjoint(folded):
        return True  # an office's own name is full of common words
    return len(tokens) <= 5 and all(
        _is_capital(token) or low in words.PARTICLES for token, low in zip(tokens, folded, strict=True)
    )


def surname(name: str) -> str:
    """The last word of a name, without initials set close to it: ``С.В.Лавров`` gives ``Лавров``."""
    return _INITIALS.sub("", name.split()[-1]) if name.split() else ""


def given_initial(name: str) -> str:
    """The first letter of the given name; ``''`` for a bare surname."""
    first = name.split()[0] if name.split() else ""
    return first[:1].casefold() if len(name.split()) > 1 or _INITIALS.match(first) else ""


def _is_capital(token: str) -> bool:
    bare = token.lstrip("(-–’'")
    return bare[:1].isupper() and not any(sign.isdigit() for sign in bare)
