"""Kinds of edits against labels: whole passages in five languages with one edit each, a third of them look-alikes."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

import pytest

from bench.kinds import confusion, drawn, graded, load
from storage.diff.kinds import SEVERITY_OF

FILES = sorted((Path(__file__).parent / "kinds").glob("*.jsonl"))
CASES = [case for file in FILES for case in load(file)]


def right(counted: Counter[tuple[str, str]]) -> float:
    """Share of edits that got the kind they are labelled with."""
    return sum(count for (label, kind), count in counted.items() if label == kind) / counted.total()


def test_the_labels_are_many_and_a_third_of_them_look_alikes() -> None:
    assert len(CASES) >= 400
    assert sum(case.get("look_alike", False) for case in CASES) * 10 >= len(CASES) * 3
    assert len({case["id"] for case in CASES}) == len(CASES)
    assert {case["language"] for case in CASES} == {"ru", "en", "de", "fr", "es"}
    assert len({case["kind"] for case in CASES}) == 8


def test_nearly_all_edits_get_the_kind_they_are_labelled_with() -> None:
    counted = confusion(CASES, [graded(case) for case in CASES])
    assert right(counted) >= 0.97, drawn(counted)


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.stem)
def test_no_language_lags_behind(file: Path) -> None:
    cases = load(file)
    counted = confusion(cases, [graded(case) for case in cases])
    assert right(counted) >= 0.95, drawn(counted)


def test_what_is_grave_is_never_graded_mild() -> None:
    for case in CASES:
        if SEVERITY_OF[case["kind"]] == "major":
            assert graded(case).severity in ("moderate", "major"), case


def test_the_table_shows_labels_by_kinds_given() -> None:
    table = drawn(Counter({("number", "number"): 3, ("number", "wording"): 1}))
    assert table.splitlines()[0].split() == ["label", "wording", "number"]
    assert table.splitlines()[1].split() == ["number", "1", "3"]
    assert table.endswith("right: 3 of 4 (0.750)")


def test_what_was_once_reported_wrong_is_right() -> None:
    reported = load(Path(__file__).parent / "kinds" / "reported.jsonl")
    found = [graded(case) for case in reported]
    assert [(case, grade) for case, grade in zip(reported, found, strict=True) if case["kind"] != grade.kind] == []
