"""The fold, by its properties: whatever the captures of a variant are, these hold of its versions and withdrawals."""

from __future__ import annotations

import itertools
from datetime import timedelta
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from storage.observation import SPEAKS
from storage.record import fold
from tests.notebook import NOON

if TYPE_CHECKING:
    import random

LOOKS = st.lists(st.tuples(st.sampled_from(("ok", "unchanged", "gone", "soft_404", "blocked")), st.integers(0, 2)))


def sighting(place: int, verdict: str, text: int, observer: str = "self") -> fold.Sighting:
    said = {1: fold.Said(text, bytes([text]), bytes([text]), "plain")} if verdict in SPEAKS else {}
    return fold.Sighting(place + 1, NOON + timedelta(hours=10 * place), observer, verdict, said)


@given(LOOKS)
def test_versions_are_runs_of_sightings_that_read_the_same(looks: list[tuple[str, int]]) -> None:
    seen = [sighting(place, *look) for place, look in enumerate(looks)]
    versions = fold.versions(seen)
    texts = [text for verdict, text in looks if verdict in SPEAKS]
    assert [version.last.latest.text for version in versions] == [text for text, _ in itertools.groupby(texts)]
    assert [one for version in versions for one in version.sightings] == [one for one in seen if one.said]
    assert len({version.id for version in versions}) == len(versions)


@given(LOOKS, st.randoms(use_true_random=False))
def test_the_order_of_arrival_makes_no_difference(looks: list[tuple[str, int]], chance: random.Random) -> None:
    seen = [sighting(place, *look) for place, look in enumerate(looks)]
    shuffled = chance.sample(seen, len(seen))
    assert fold.versions(fold.in_order(shuffled)) == fold.versions(seen)


@given(LOOKS)
def test_what_failed_changes_no_version(looks: list[tuple[str, int]]) -> None:
    seen = [sighting(place, *look) for place, look in enumerate(looks)]
    assert fold.versions(seen) == fold.versions([one for one in seen if one.said])


@given(LOOKS, st.integers(1, 60))
def test_a_withdrawal_is_a_long_absence_after_a_text(looks: list[tuple[str, int]], hours: int) -> None:
    seen = [sighting(place, *look) for place, look in enumerate(looks)]
    confirm = timedelta(hours=hours)
    for absence in fold.withdrawals(seen, confirm):
        assert absence.last.said
        assert absence.last.at < absence.gone.at
        assert absence.confirmed.at - absence.gone.at >= confirm
        between = [one for one in seen if absence.gone.at <= one.at <= absence.last_gone.at]
        assert not any(one.said for one in between)
        assert absence.restored is None or absence.restored.at > absence.last_gone.at
    assert not fold.withdrawals(seen, timedelta(hours=10 * len(seen) + 1))


@given(st.integers(0, 2), st.integers(0, 2), st.integers(1, 3))
def test_a_stranger_counts_when_it_is_seen_twice(ours: int, theirs: int, times: int) -> None:
    strangers = [sighting(place, "ok", theirs, "archive") for place in range(1, times + 1)]
    seen = [sighting(0, "ok", ours), *strangers, sighting(times + 1, "ok", ours)]
    believed = ours != theirs and times > 1
    assert len(fold.versions(seen)) == (3 if believed else 1)
