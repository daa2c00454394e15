"""A change in one line of plain words."""

from __future__ import annotations

from dataclasses import replace

import pytest

from storage.diff.change import compare
from storage.diff.summary import MOST_FINDINGS, summary
from storage.transcript import Transcript, Turn

ANSWER = "Sergey Lavrov"
TURNS = (
    Turn("statement", ("We had a long talk about trade.", "The ministers will meet again in spring."), ANSWER, ANSWER),
    Turn("question", ("When will the embassy in Minsk be opened again?",), "Interfax", "Interfax"),
    Turn(
        "answer", ("We will not open it before the talks have ended, and 14 of our people wait there.",), ANSWER, ANSWER
    ),
    Turn("question", ("Will you go to Vienna this month?",), "TASS", "TASS"),
    Turn("answer", ("I must see the programme first.", "The visit was planned for 27 November."), ANSWER, ANSWER),
)
OLD = Transcript(title="Press conference in Moscow", language="en", turns=TURNS, form="page")


def told(*turns: Turn, silent: bool | None = None, **fields: str) -> str:
    """The summary of a change from ``OLD`` to these turns."""
    new = replace(OLD, turns=turns or TURNS, **fields)  # type: ignore[arg-type]
    return summary(OLD, new, compare(OLD, new), silent=silent)


def with_passage(turn: int, passage: int, before: str, after: str) -> tuple[Turn, ...]:
    """The turns with one passage edited."""
    passages = list(TURNS[turn].passages)
    assert before in passages[passage]
    passages[passage] = passages[passage].replace(before, after)
    return (*TURNS[:turn], replace(TURNS[turn], passages=tuple(passages)), *TURNS[turn + 1 :])


@pytest.mark.parametrize(
    ("turn", "passage", "before", "after", "line"),
    [
        (2, 0, "will not open", "will open", "'not' dropped in answer 1."),
        (2, 0, "14", "41", "14 → 41 in answer 1."),
        (4, 0, "must", "may", "must → may in answer 2."),
        (4, 1, "27 November", "28 November", "27 → 28 in answer 2."),
        (1, 0, "Minsk", "Kiev", "Minsk → Kiev in question 1."),
        (0, 0, "long", "useful", "1 wording changed."),
        (0, 1, "ministers", "minsters", "1 spelling changed."),
    ],
)
def test_an_edit_is_told_with_its_place(turn: int, passage: int, before: str, after: str, line: str) -> None:
    assert told(*with_passage(turn, passage, before, after)) == line


def test_a_question_removed_with_its_answer_is_one_finding() -> None:
    assert (
        told(*TURNS[:1], *TURNS[3:], silent=True) == "Question by Interfax and its answer removed (26 words). Silent."
    )


def test_an_answer_removed_alone_is_told_as_such() -> None:
    assert told(*TURNS[:4]) == "Answer by Sergey Lavrov removed (13 words)."


def test_a_passage_put_in_is_told_with_its_turn() -> None:
    longer = replace(TURNS[0], passages=("A word of thanks to our hosts comes first.", *TURNS[0].passages))
    assert told(longer, *TURNS[1:], silent=False) == "The statement lengthened by 9 words. Declared."


def test_growth_at_the_end_is_told_as_growth() -> None:
    more = Turn("question", ("What of the winter and the gas that we were promised?",), "RIA", "RIA")
    assert told(*TURNS, more) == "Grew at its end by 1 passage (11 words)."


def test_another_speaker_is_told() -> None:
    given = replace(TURNS[2], speaker="Maria Zakharova", speaker_printed="Maria Zakharova")
    line = "Answer 1 given to Maria Zakharova instead of Sergey Lavrov."
    assert told(*TURNS[:2], given, *TURNS[3:]) == line


def test_a_headline_is_quoted() -> None:
    line = "Headline changed from 'Press conference in Moscow' to 'Briefing by the minister'."
    assert told(title="Briefing by the minister") == line


@pytest.mark.parametrize(
    ("before", "after", "line"),
    [
        ("Gesprächen", "Konsultationen", "'… Gesprächen …' to '… Konsultationen …'"),
        ("Gesprächen", "Gesprächen und Konsultationen", "'… Gesprächen …' to '… Gesprächen und Konsultationen …'"),
    ],
)
def test_of_a_long_headline_what_differs_is_quoted(before: str, after: str, line: str) -> None:
    title = "Rede und Antworten auf Medienfragen des Außenministers Sergej Lawrow nach den {} mit seinem Amtskollegen"
    long = f"{title} in Moskau am Freitag, dem 27. November, und danach am Telefon mit den Kollegen in Minsk und Astana"
    old, new = (replace(OLD, title=long.format(words)) for words in (before, after))
    assert summary(old, new, compare(old, new)) == f"Headline changed from {line}."


def test_grave_edits_come_first_and_mild_ones_are_counted() -> None:
    turns = list(with_passage(2, 0, "will not open it", "will open it,"))
    turns[0] = replace(TURNS[0], passages=("We had a useful talk about trade.", TURNS[0].passages[1]))
    assert told(*turns) == "'not' dropped in answer 1; 1 wording changed; 1 sign or space changed."


def test_paragraphs_cut_anew_are_counted_as_such() -> None:
    joined = (replace(TURNS[0], passages=(" ".join(TURNS[0].passages),)), *TURNS[1:])
    assert told(*joined) == "1 paragraph split or joined."


def test_many_findings_are_cut_short_and_counted() -> None:
    numbers = [f"Item {at} has {at + 20} parts in all." for at in range(9)]
    old = replace(OLD, turns=(Turn("statement", tuple(numbers)),))
    new = replace(OLD, turns=(Turn("statement", tuple(text.replace("has 2", "has 3") for text in numbers)),))
    line = summary(old, new, compare(old, new))
    assert line.count("→") == MOST_FINDINGS
    assert line.endswith("; 4 more edits.")


def test_nothing_changed_says_nothing() -> None:
    assert told() == ""
