"""Pure: printed labels to the people they mean. Offices fall away, short forms join the fuller one."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from crawler.pages import words
from crawler.pages.labels import given_initial, is_capital, name_at_the_end, surname

if TYPE_CHECKING:
    from collections.abc import Iterable

_NOT_A_NAME = words.OFFICES | words.DEPARTMENTS | words.HONORIFICS
_INNER = frozenset(
    {"de", "da", "dos", "del", "della", "di", "du", "la", "van", "von", "der", "den", "al", "el", "bin", "ibn"}
)
_WORD = re.compile(r"\w+(?:-\w+)*|[^\w\s]")
_NOT_GIVEN = _NOT_A_NAME | words.words(
    "senator | сенатор | speaker | спикер | statement | speech | советник | судья | судьи | министерства | "
    "sprecher | sonderbeauftragter | sénateur | secrétaire-général"
)
_GIVEN = 3
"""Given names looked at before a surname."""
_MANY = 400
"""Different labels beyond which a page is no conversation, and comparing each with each would take too long."""


def resolve(labels: Iterable[str]) -> dict[str, str]:
    """Each label, notes already off, to the name of whom it means.

    "President of Russia Vladimir Putin" and "Vladimir Putin" are one; "Putin" joins them if nobody else there bears
    that surname. A name printed with initials stays so unless a fuller form is printed too.
    """
    distinct = list(dict.fromkeys(labels))
    if len(distinct) > _MANY:
        return {label: label for label in distinct}
    people = {label: _suffix_among(label, distinct) or person_in(label) for label in distinct}
    return {label: _fuller(name, list(dict.fromkeys(people.values()))) for label, name in people.items()}


def named_in(title: str, name: str) -> str:
    """A name printed with initials, as a title prints it in full; as it is where the title does not, or names two.

    Only the bare form of both names counts: "Сергея Лаврова" is not how anybody is called.
    """
    last, initial = surname(name), given_initial(name)
    if not last or "." not in name.removesuffix(last) or not initial:
        return name
    tokens = _WORD.findall(title)
    found = {full for at, token in enumerate(tokens) if token == last and (full := _full(tokens[:at], initial, last))}
    return found.pop() if len(found) == 1 else name


def _full(before: list[str], initial: str, last: str) -> str:
    """The given names right before a surname, back to the one that the initial stands for."""
    given: list[str] = []
    for token in reversed(before[-_GIVEN:]):
        if not token[:1].isupper() or len(token) < 2 or token.casefold() in _NOT_GIVEN:
            return ""
        given.insert(0, token)
        if token[0].casefold() == initial:
            return " ".join([*given, last])
    return ""


def person_in(label: str) -> str:
    """The name at the end of a label that begins with an office; the label itself where none is seen."""
    tokens = label.split()
    if not any(token.strip(",").casefold() in _NOT_A_NAME for token in tokens):
        return name_at_the_end(label) or label
    run: list[str] = []
    full = 0
    for token in reversed(tokens):
        low = token.strip(",").casefold()
        if (run and token.endswith(",")) or full == 2:
            break
        if is_capital(token) and low not in _NOT_A_NAME:
            run.insert(0, token)
            full += 1
        elif run and low in _INNER:
            run.insert(0, token)
        else:
            break
    while run and run[0].casefold() in _INNER and not run[0][:1].isupper():
        del run[0]
    return " ".join(run) or label


def _suffix_among(label: str, others: list[str]) -> str:
    """The longest other label of two words or more that this one ends with."""
    ends = [other for other in others if label.endswith(f" {other}") and len(other.split()) > 1]
    return max(ends, key=len, default="")


def _fuller(name: str, people: list[str]) -> str:
    last, initial = surname(name).casefold(), given_initial(name)
    if not last or (len(name.split()) > 1 and not name.split()[0].endswith(".")):
        return name
    same = {
        other
        for other in people
        if other != name
        and surname(other).casefold() == last
        and len(other) > len(name)
        and (not initial or given_initial(other) == initial)
    }
    whole = {other for other in same if len(other.split()) > 1 and not other.split()[0].endswith(".")} or same
    return whole.pop() if len(whole) == 1 else name
