"""Pure: what one step of the script makes of one article, and the rows that it should leave in ``edit_log``."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import timedelta
from random import Random
from typing import TYPE_CHECKING

from tests.ministry import bank
from tests.ministry.documents import Article, Said
from tests.ministry.script import TEXT_KINDS

if TYPE_CHECKING:
    from collections.abc import Callable

Edited = tuple[Article, list["Row"]]


@dataclass(frozen=True, slots=True)
class Row:
    """One expected edit: one hunk, or one whole passage, or one field."""

    op: str
    field: str
    kind: str
    before: str
    after: str
    passage_before: str = ""
    """The passage that holds it, before and after; for titles and leads the whole of these."""
    passage_after: str = ""
    position: int | None = None
    """Passages from 1, in the newer version (in the older one for deletes)."""


def act(article: Article, language: str, what: str, variant: int) -> Edited:
    """The article after one step. ValueError if the script asks for what the article does not hold."""
    if what in TEXT_KINDS:
        return _marked(article, language, what, variant)
    return ACTIONS[what](article, language, variant)


def _marked(article: Article, language: str, kind: str, variant: int) -> Edited:
    text = bank.marked(kind, variant)[language]
    old, new = bank.side(text, after=False), bank.side(text, after=True)
    place = next(n for n, passage in enumerate(article.passages) if old in passage)
    before = article.passages[place]
    after = before.replace(old, new)
    rows = [
        Row(_op(hunk), "text", kind, hunk.before, hunk.after, before, after, place + 1) for hunk in bank.hunks(text)
    ]
    turns = tuple(
        replace(turn, passages=tuple(after if passage == before else passage for passage in turn.passages))
        for turn in article.turns
    )
    return replace(article, turns=turns), rows


def _op(hunk: bank.Hunk) -> str:
    return "replace" if hunk.before and hunk.after else "delete" if hunk.before else "insert"


def _inserted(article: Article, turn: int, place: int, passages: list[str]) -> Edited:
    """Passages put into a turn before its passage ``place``."""
    said = article.turns[turn]
    texts = (*said.passages[:place], *passages, *said.passages[place:])
    turns = (*article.turns[:turn], replace(said, passages=texts), *article.turns[turn + 1 :])
    start = sum(len(earlier.passages) for earlier in article.turns[:turn]) + place + 1
    rows = [
        Row("insert", "text", "passage_added", "", text, "", text, start + offset)
        for offset, text in enumerate(passages)
    ]
    return replace(article, turns=turns), rows


def _passage_added(article: Article, language: str, variant: int) -> Edited:
    return _inserted(article, 0, 3, [bank.additions()[variant][language]])


def _extended(article: Article, language: str, variant: int) -> Edited:
    """It grows above its last line, which goes on promising more."""
    last = article.turns[-1]
    added = [bank.additions()[number][language] for number in (2, 3)]
    return _inserted(article, len(article.turns) - 1, len(last.passages) - 1, added)


def _completed(article: Article, language: str, variant: int) -> Edited:
    """The promise of more gives way to the rest of it: that line's going is no edit of its own."""
    last = article.turns[-1]
    without = replace(article, turns=(*article.turns[:-1], replace(last, passages=last.passages[:-1])))
    added = [bank.additions()[number][language] for number in (4, 5)]
    return _inserted(without, len(article.turns) - 1, len(last.passages) - 1, added)


def _extended_dialogue(article: Article, language: str, variant: int) -> Edited:
    """A further question with its answer at the end."""
    values = bank.draw(Random(0))
    question, answer = (bank.fill(line, values)[language] for line in bank.dialogue()[-1])
    label = bank.words()["question"][language]
    turns = (
        *article.turns,
        Said(label, "question", (question,)),
        Said(article.turns[-1].label, "answer", (answer,)),
    )
    count = len(article.passages)
    rows = [
        Row("insert", "text", "passage_added", "", text, "", text, count + offset)
        for offset, text in enumerate((question, answer), start=1)
    ]
    return replace(article, turns=turns), rows


def _removed(article: Article, turn: int, places: range | None = None) -> tuple[Article, list[Row]]:
    """A turn's passages taken out; with ``places`` None, the whole turn."""
    said = article.turns[turn]
    start = sum(len(earlier.passages) for earlier in article.turns[:turn])
    going = places or range(len(said.passages))
    rows = [
        Row("delete", "text", "passage_removed", said.passages[p], "", said.passages[p], "", start + p + 1)
        for p in going
    ]
    left = tuple(text for place, text in enumerate(said.passages) if place not in going)
    kept = (replace(said, passages=left),) if left else ()
    return replace(article, turns=(*article.turns[:turn], *kept, *article.turns[turn + 1 :])), rows


def _question_removed(article: Article, language: str, variant: int) -> Edited:
    """The second question goes, and its answer with it."""
    turn = [place for place, said in enumerate(article.turns) if said.role == "question"][1]
    without_answer, answer_rows = _removed(article, turn + 1)
    without_both, question_rows = _removed(without_answer, turn)
    return without_both, question_rows + answer_rows


def _passage_removed(article: Article, language: str, variant: int) -> Edited:
    return _removed(article, 0, range(3, 4))


def _passage_moved(article: Article, language: str, variant: int) -> Edited:
    """The second passage goes behind the sixth."""
    said = article.turns[0]
    moved = said.passages[1]
    rest = [text for text in said.passages if text != moved]
    rest.insert(5, moved)
    turns = (replace(said, passages=tuple(rest)), *article.turns[1:])
    return replace(article, turns=turns), [
        Row("move", "text", "passage_moved", moved, moved, moved, moved, rest.index(moved) + 1)
    ]


def _attribution(article: Article, language: str, variant: int) -> Edited:
    """The first answer is put into another mouth."""
    turn = next(place for place, said in enumerate(article.turns) if said.role == "answer")
    said = article.turns[turn]
    words = bank.words()
    other = words["aide" if article.lead else "spokeswoman"][language]
    turns = (*article.turns[:turn], replace(said, label=other), *article.turns[turn + 1 :])
    position = sum(len(earlier.passages) for earlier in article.turns[:turn]) + 1
    row = Row("set", "speaker", "attribution", said.label, other, *(said.passages[0],) * 2, position)
    return replace(article, turns=turns), [row]


def _headline(article: Article, language: str, variant: int) -> Edited:
    marked = [text[language] for text in bank.words()["title"].values() if language in text]
    hunk = next(hunk for text in marked for hunk in bank.hunks(text) if f" {hunk.before} " in f" {article.title} ")
    title = article.title.replace(hunk.before, hunk.after)
    row = Row("set", "title", "headline", article.title, title, article.title, title)
    return replace(article, title=title), [row]


def _title_typography(article: Article, language: str, variant: int) -> Edited:
    title = article.title.replace(" - ", " – ")
    if title == article.title:
        raise ValueError(f"no hyphen to mend in {title!r}")
    return replace(article, title=title), [
        Row("set", "title", "typography", article.title, title, article.title, title)
    ]


def _lead(article: Article, language: str, variant: int) -> Edited:
    hunk = bank.hunks(bank.words()["lead"][language])[0]
    lead = article.lead.replace(hunk.before, hunk.after)
    return replace(article, lead=lead), [Row("replace", "lead", "wording", hunk.before, hunk.after, article.lead, lead)]


def _published_at(article: Article, language: str, variant: int) -> Edited:
    later = article.published + timedelta(days=1)
    row = Row("set", "published_at", "date", article.published.isoformat(), later.isoformat())
    return replace(article, published=later), [row]


def _stamp(article: Article, language: str, variant: int) -> Edited:
    """Nothing but a declaration."""
    return article, []


ACTIONS: dict[str, Callable[[Article, str, int], Edited]] = {
    "passage_added": _passage_added,
    "passage_removed": _passage_removed,
    "passage_moved": _passage_moved,
    "question_removed": _question_removed,
    "attribution": _attribution,
    "headline": _headline,
    "title_typography": _title_typography,
    "lead": _lead,
    "published_at": _published_at,
    "extended": _extended,
    "completed": _completed,
    "extended_dialogue": _extended_dialogue,
    "stamp": _stamp,
}
