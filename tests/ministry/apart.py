"""Two languages of the ministry's documents, as published and with one thing set wrong, and what should be found."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING, NamedTuple

from storage.transcript import Transcript, Turn
from tests.ministry import bank
from tests.ministry.documents import compose
from tests.ministry.script import plants

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ministry.documents import Article, Document

PAIRS = (("ru", "en"), ("ru", "de"), ("ru", "fr"), ("ru", "es"), ("en", "fr"), ("de", "es"))
"""Original and translation: every language on one side or the other."""
_SENTENCES = Path(__file__).parents[1] / "languages"
_FIGURE = r"(?<![\d.,:\u00a0 ])\d{{1,2}}(?![\d.,:\u00a0 ]*\d){after}"
_SHORTENED = {"en": "Excerpts", "de": "Auszüge", "fr": "Extraits", "es": "Extractos"}


class Wanted(NamedTuple):
    """A finding: its kind, the language it is about, and the place of the passage that is quoted, from 1."""

    kind: str
    language: str
    place: int


@dataclass(frozen=True, slots=True)
class Case:
    """Two variants and what parts them."""

    name: str
    what: str
    """What was done to the translation; ``clean`` where nothing is wrong."""
    original: Transcript
    translation: Transcript
    wanted: frozenset[Wanted] = frozenset()


def transcript(article: Article, language: str) -> Transcript:
    """An article as its page class would read it."""
    turns = tuple(Turn(said.role, said.passages, said.label, said.printed or said.label) for said in article.turns)
    return Transcript(article.title, language, turns, "ministry", published_at=article.published.isoformat())


def archive(count: int, seed: int) -> list[Document]:
    """Documents as they are first published."""
    return compose(count, seed, plants())


def cases(documents: list[Document], seed: int) -> Iterator[Case]:
    """Each document in one pair of its languages: once clean, once in another guise that is no fault, once wrong."""
    for at, document in enumerate(documents):
        pairs = [pair for pair in PAIRS if set(pair) <= set(document.languages)]
        one, other = pairs[document.n % len(pairs)]
        rng = Random(f"{seed}/{at}")
        original, translation = (transcript(document.articles[language], language) for language in (one, other))
        name = f"{document.source} {document.n} {one}-{other}"
        yield _guised(name, original, translation, at, rng)
        spoilt = _SPOILERS[at % len(_SPOILERS)](original, translation, rng)
        if spoilt is not None:
            yield Case(name, _SPOILERS[at % len(_SPOILERS)].__name__.strip("_"), *spoilt)


# --- nothing wrong --------------------------------------------------------------------------------------------------


def _guised(name: str, original: Transcript, translation: Transcript, at: int, rng: Random) -> Case:
    """As published; with sentences that say one thing in different forms; shortened by design; still growing."""
    guise = at % 4
    if guise == 1:
        for block in rng.sample(_blocks("traps.txt"), 6):
            if {original.language, translation.language} <= block.keys():
                place = rng.randrange(1, len(original.turns[0].passages))
                original, translation = (
                    _with(side, 0, place, block[side.language]) for side in (original, translation)
                )
    elif guise == 2 and translation.language in _SHORTENED:
        kept = tuple(replace(turn, passages=turn.passages[:1]) for turn in translation.turns)
        translation = replace(translation, turns=kept, title=f"{_SHORTENED[translation.language]}: {translation.title}")
    elif guise == 3:
        added = bank.additions()[rng.randrange(6)][original.language]
        last = len(original.turns) - 1
        original = _with(original, last, len(original.turns[last].passages), added)
    return Case(name, "clean", original, translation)


# --- one thing wrong ------------------------------------------------------------------------------------------------

Spoilt = tuple[Transcript, Transcript, frozenset[Wanted]]


def _passage_dropped(original: Transcript, translation: Transcript, rng: Random) -> Spoilt | None:
    """One passage of several in a turn is left out, neither the first of all nor the last."""
    starts = _starts(translation)
    places = [
        (turn, place)
        for turn, one in enumerate(translation.turns)
        for place in range(len(one.passages))
        if len(one.passages) > 1 and 0 < starts[turn] + place < len(translation.passages) - 1
        if len(original.turns[turn].passages[place]) > 40
    ]
    turn, place = rng.choice(places)
    wanted = Wanted("missing_passage", translation.language, starts[turn] + place + 1)
    return original, _with(translation, turn, place, None), frozenset({wanted})


def _turn_dropped(original: Transcript, translation: Transcript, rng: Random) -> Spoilt | None:
    """A question or an answer is left out, neither the first turn nor the last."""
    if len(translation.turns) < 4:
        return None
    turn = rng.randrange(1, len(translation.turns) - 1)
    left = replace(translation, turns=translation.turns[:turn] + translation.turns[turn + 1 :])
    return (
        original,
        left,
        frozenset({Wanted("missing_turn", translation.language, _starts(translation)[turn] + 1)}),
    )


def _number_changed(original: Transcript, translation: Transcript, rng: Random) -> Spoilt | None:
    """A count of one or two figures is another one."""
    return _figure_changed(original, translation, rng, "", "number_differs")


def _date_changed(original: Transcript, translation: Transcript, rng: Random) -> Spoilt | None:
    """A day of a month is another one."""
    months = "|".join(bank.words()["month"][translation.language])
    return _figure_changed(original, translation, rng, rf"(?=\.? (?:de )?(?:{months}))", "date_differs")


def _sentence_parted(original: Transcript, translation: Transcript, rng: Random) -> Spoilt | None:
    """A passage that is printed in both says something else in each: other words, units and forms of numbers."""
    known = {original.language, translation.language}
    blocks = [block for block in _blocks("parted.txt") if known <= block.keys()]
    if not blocks:
        return None
    block = rng.choice(blocks)
    place = rng.randrange(1, len(original.turns[0].passages))
    sides = [_with(side, 0, place, re.sub(r"[\[\]]", "", block[side.language])) for side in (original, translation)]
    wanted = Wanted(f"{block['kind']}_differs", translation.language, place + 1)
    return sides[0], sides[1], frozenset({wanted})


def _left_untranslated(original: Transcript, translation: Transcript, rng: Random) -> Spoilt | None:
    """A passage stands in the translation as the original has it."""
    turn = rng.randrange(len(translation.turns))
    place = rng.randrange(len(translation.turns[turn].passages))
    text = original.turns[turn].passages[place]
    wanted = Wanted("wrong_language", translation.language, _starts(translation)[turn] + place + 1)
    return original, _with(translation, turn, place, text, instead=True), frozenset({wanted})


def _in_another_mouth(original: Transcript, translation: Transcript, rng: Random) -> Spoilt | None:
    """One answer is another person's."""
    answers = [at for at, turn in enumerate(translation.turns) if turn.role == "answer"]
    if len(answers) < 2:
        return None
    at = rng.choice(answers)
    other = rng.choice(("Mikhail Bogdanov", "Elena Popescu", "Karim Haddad"))
    turns = list(translation.turns)
    turns[at] = replace(turns[at], speaker=other, speaker_printed=other)
    wanted = Wanted("speaker_differs", translation.language, _starts(translation)[at] + 1)
    return original, replace(translation, turns=tuple(turns)), frozenset({wanted})


_SPOILERS = (
    _passage_dropped,
    _turn_dropped,
    _number_changed,
    _date_changed,
    _sentence_parted,
    _left_untranslated,
    _in_another_mouth,
)


def _figure_changed(original: Transcript, translation: Transcript, rng: Random, after: str, kind: str) -> Spoilt | None:
    starts = _starts(translation)
    months = "|".join(bank.words()["month"][translation.language])
    after = after or rf"(?!\.? (?:de )?(?:{months}))"
    found = [
        (turn, place, match)
        for turn, one in enumerate(translation.turns)
        for place, passage in enumerate(one.passages)
        for match in re.finditer(_FIGURE.format(after=after), passage)
    ]
    if not found:
        return None
    turn, place, match = rng.choice(found)
    passage = translation.turns[turn].passages[place]
    spoilt = f"{passage[: match.start()]}{int(match[0]) % 27 + 1}{passage[match.end() :]}"
    wanted = Wanted(kind, translation.language, starts[turn] + place + 1)
    return original, _with(translation, turn, place, spoilt, instead=True), frozenset({wanted})


def _starts(one: Transcript) -> list[int]:
    """How many passages stand before each turn."""
    return [sum(len(turn.passages) for turn in one.turns[:at]) for at in range(len(one.turns))]


def _with(one: Transcript, turn: int, place: int, text: str | None, *, instead: bool = False) -> Transcript:
    """The transcript with a passage put in, put in another's stead, or (None) taken out."""
    passages = one.turns[turn].passages
    rest = passages[place + (instead or text is None) :]
    said = (*passages[:place], *([] if text is None else [text]), *rest)
    turns = (*one.turns[:turn], replace(one.turns[turn], passages=said), *one.turns[turn + 1 :])
    return replace(one, turns=turns)


def _blocks(name: str) -> list[dict[str, str]]:
    """Sentences in several languages; those that part the languages have a ``kind``."""
    found = []
    for block in (_SENTENCES / name).read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.splitlines()
        kind = {"kind": lines.pop(0)} if ": " not in lines[0] else {}
        found.append(kind | dict(line.split(": ", 1) for line in lines))
    return found
