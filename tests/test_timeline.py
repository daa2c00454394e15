"""Two variants over time, and edits that others follow: the pure part, on versions made up."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.languages.align import Bead
from storage.languages.findings import Compared, Coverage, Finding
from storage.languages.following import Touch, follows, had_already, linked, through
from storage.languages.timeline import State, Version, spans, states

if TYPE_CHECKING:
    from storage.languages.findings import Kind

WHOLE = Coverage(1, 1, 9, 9)


def version(id_: int, first: int, last: int, text: int | None = None) -> Version:
    return Version(id_, id_ if text is None else text, f"{first:03}", f"{last:03}")


def finding(position: int, detail: str = "14 against 41", kind: Kind = "number_differs") -> Finding:
    return Finding(kind, "rule", "en", "ru", position, position, "", "here", "there", 1.0, detail)


def found(timeline: list[State], says: dict[tuple[int, int], list[Finding]]) -> list[tuple[str, int, str, str | None]]:
    """Id, number of states, first seen and mended of each span; passages move by one from version to version."""

    def compared(state: State) -> Compared:
        return Compared((), tuple(says.get((state.original.id, state.translation.id), [])), WHOLE, WHOLE, False)

    def follow(old: int, new: int) -> dict[int, int]:
        return {place: place + 1 for place in range(1, 9)}

    return sorted(
        (span.id, len(span.states), span.states[0].since, span.mended.since if span.mended else None)
        for span in spans(timeline, "ru", compared, follow)
    )


def test_states_are_all_pairs_that_stood_in_time_order() -> None:
    original, translation = [version(1, 0, 10), version(4, 12, 30)], [version(2, 5, 20), version(5, 25, 30)]
    made = states(original, translation)
    assert [(state.original.id, state.translation.id, state.since) for state in made] == [
        (1, 2, "005"),
        (4, 2, "012"),
        (4, 5, "025"),
    ]
    assert all(state.is_seen for state in made)


def test_versions_that_never_met_were_not_seen_side_by_side() -> None:
    (state,) = states([version(1, 0, 10)], [version(2, 11, 11)])
    assert not state.is_seen


def test_a_finding_is_followed_as_its_passage_moves() -> None:
    timeline = states([version(1, 0, 99)], [version(2, 1, 9), version(3, 10, 19), version(4, 20, 99)])
    says = {(1, 2): [finding(3)], (1, 3): [finding(4)]}
    assert found(timeline, says) == [("number_differs-2-1-3", 2, "001", "020")]
    says = {(1, 2): [finding(3)], (1, 3): [finding(7)]}
    assert found(timeline, says) == [
        ("number_differs-2-1-3", 1, "001", "010"),
        ("number_differs-3-1-7", 1, "010", "020"),
    ]


def test_two_findings_in_one_passage_are_two() -> None:
    timeline = states([version(1, 0, 99)], [version(2, 1, 9), version(3, 10, 99)])
    says = {(1, 2): [finding(3, "14 against 41"), finding(3, "5 against 6")], (1, 3): [finding(4, "5 against 6")]}
    assert found(timeline, says) == [
        ("number_differs-2-1-3", 1, "001", "010"),
        ("number_differs-2-1-3.2", 2, "001", None),
    ]


def test_a_late_capture_renames_nothing() -> None:
    """An archive brings an older version, which shows the finding too: it is seen earlier, and keeps its name."""
    known = states([version(1, 0, 99)], [version(2, 50, 99)])
    assert found(known, {(1, 2): [finding(3)]}) == [("number_differs-2-1-3", 1, "050", None)]
    late = states([version(1, 0, 99)], [version(7, 20, 30), version(2, 50, 99)])
    says = {(1, 7): [finding(2)], (1, 2): [finding(3)]}
    assert found(late, says) == [("number_differs-2-1-3", 2, "020", None)]


def test_what_comes_back_is_another_finding() -> None:
    timeline = states([version(1, 0, 99)], [version(2, 1, 9), version(3, 10, 19), version(4, 20, 99)])
    assert found(timeline, {(1, 2): [finding(3)], (1, 4): [finding(5)]}) == [
        ("number_differs-2-1-3", 1, "001", "010"),
        ("number_differs-4-1-5", 1, "020", None),
    ]


# --- following ------------------------------------------------------------------------------------------------------

ONE_TO_ONE = {place: (place,) for place in range(1, 9)}
HERE = Touch("text", "major", old=3, new=3)


@pytest.mark.parametrize(
    ("other", "does"),
    [
        (Touch("text", "major", old=3, new=3), True),
        (Touch("text", "moderate", old=3, new=4), True),
        (Touch("text", "minor", old=3, new=3), False),
        (Touch("text", "major", old=4, new=4), False),
        (Touch("title", "major"), False),
        (Touch("text", "major", old=3), True),
    ],
)
def test_what_follows_touches_the_same_place(other: Touch, does: bool) -> None:
    assert follows(HERE, [other], ONE_TO_ONE, ONE_TO_ONE) is does


def test_a_title_follows_a_title_and_a_passage_put_in_one_put_in() -> None:
    assert follows(Touch("title", "major"), [Touch("title", "major")], {}, {})
    put_in = Touch("text", "moderate", new=5)
    assert follows(put_in, [Touch("text", "moderate", new=5)], ONE_TO_ONE, ONE_TO_ONE)
    assert not follows(put_in, [Touch("text", "moderate", new=6)], ONE_TO_ONE, ONE_TO_ONE)


def test_what_a_sibling_had_all_along_is_agreement() -> None:
    before, after = {1: (1,), 2: (3,)}, {1: (1,), 2: (2,), 3: (3,)}
    assert had_already(Touch("text", "moderate", new=2), before, after)
    assert not had_already(Touch("text", "moderate", new=1), before, after)
    assert had_already(Touch("text", "major", old=9), before, after), "the sibling never had it"
    assert not had_already(Touch("text", "major", old=1), before, after)


def test_links_run_both_ways_and_through_a_third() -> None:
    beads = [Bead((0,), (0, 1), 1.0), Bead((1,), (), 1.0), Bead((2, 3), (2,), 1.0)]
    forth, back = linked(beads), linked(beads, backwards=True)
    assert forth == {1: (1, 2), 3: (3,), 4: (3,)}
    assert back == {1: (1,), 2: (1,), 3: (3, 4)}
    assert through(back, forth) == {1: (1, 2), 2: (1, 2), 3: (3,)}


@settings(max_examples=60)
@given(st.lists(st.integers(1, 40), min_size=1, max_size=6, unique=True), st.integers(1, 6))
def test_any_timeline_is_in_order_and_names_every_span_once(moments: list[int], cut: int) -> None:
    made = [version(at, moment, moment + 1) for at, moment in enumerate(sorted(moments), 1)]
    original, translation = made[::2], made[1::2]
    timeline = states(original, translation)
    assert [state.since for state in timeline] == sorted(state.since for state in timeline)
    says = {(state.original.id, state.translation.id): [finding(at % cut + 1)] for at, state in enumerate(timeline)}
    names = [id_ for id_, *_ in found(timeline, says)]
    assert len(names) == len(set(names))
