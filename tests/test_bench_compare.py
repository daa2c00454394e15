"""What the bench prints of differs: hunks and words counted alike for all, ours beside the fewest at equal content."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from bench import diff, pairs, peers, rivals
from bench.compare import fewest, ours
from bench.figures import Figure
from bench.rivals import Measured

OLD = {"title": "Talks", "turns": [["Question", "Did both sides meet?"], ["Answer", "They met on Monday & agreed."]]}
NEW = {
    "title": "Talks",
    "turns": [["Question", "Did both sides meet?"], ["Answer", "They met on Sunday & agreed <all>."]],
}


@pytest.mark.parametrize(
    ("name", "wanted"),
    [("difflib_by_word", (2, 5)), ("deepdiff_by_word", (3, 5)), ("lxml_html_diff", (1, 7))],
)
def test_peers_are_counted_alike(name: str, wanted: tuple[int, int]) -> None:
    ((seconds, *told),) = peers.measured(name, [(OLD, NEW)], 1.0)
    assert seconds >= 0
    assert tuple(told) == wanted


def test_a_run_of_changed_stretches_is_one_hunk_whatever_white_space_stands_between() -> None:
    ops = [(False, "We"), (True, "agreed"), (False, " "), (True, "to meet"), (False, "in"), (True, " "), (True, "Rome")]
    assert peers.counted(ops) == (2, 4)
    assert peers.tagged("<p>We <del>agreed</del> <ins>met &amp; spoke</ins> in <b>Rome</b></p>") == (1, 4)


def test_a_peer_runs_in_a_process_of_its_own_and_one_that_fails_is_named() -> None:
    versions = pairs.versions(diff.turn_deleted, 2)
    found = rivals.run("difflib_by_word", Path(sys.executable), versions)
    assert [one.hunks for one in found] == [1, 1]
    with pytest.raises(rivals.Missing, match="could not install"):
        rivals.run("xmldiff", None, versions)
    with pytest.raises(rivals.Missing, match="nobody"):
        rivals.run("nobody", Path(sys.executable), versions)


@pytest.mark.parametrize("edit", [*pairs.WORDS.values(), *pairs.TURNED.values()])
def test_ours_is_measured_on_pairs_that_differ(edit: pairs.Edit) -> None:
    (one,) = ours(pairs.versions(edit, 1))
    assert one.hunks > 0
    assert one.marked


def test_only_peers_that_mark_as_few_words_count_for_the_fewest_hunks() -> None:
    own = [Measured(0.1, 10, 40)]
    told = {
        "whole passages": [Measured(0.1, 2, 900)],
        "words": [Measured(0.1, 12, 40)],
        "pages": [Measured(0.1, 1, None)],
    }
    assert fewest("edits", own, told) == Figure("edits: hunks", "10.0 a pair", "12.0, words", 10 / 12, 1, at_most=True)
    assert fewest("edits", own, {}).target is None
    assert fewest("edits", own, {}).met
