"""Two languages of the ministry's documents compared, against what was done to them: recall and precision, as a table.

240 documents, each in one pair of its languages: once with nothing wrong (a quarter each as published, with numbers in
different forms, shortened by design, still growing), once with one thing set wrong.
"""

from __future__ import annotations

from collections import Counter
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

import pytest

from storage.languages.align import learn
from storage.languages.compare import compare_languages
from tests.ministry.apart import PAIRS, Wanted, archive, cases, transcript

if TYPE_CHECKING:
    from storage.languages.dictionary import Dictionary

DOCUMENTS, SEED = 240, 5
TAUGHT_BY = 30
"""Documents that each dictionary is mined from."""


class Measured(NamedTuple):
    wanted: Counter[str]
    found: Counter[str]
    right: Counter[str]
    clean: int
    """Documents with nothing wrong."""
    alarms: list[str]
    """Findings in those."""


@cache
def dictionary(one: str, other: str) -> Dictionary:
    documents = [document for document in archive(DOCUMENTS, SEED) if {one, other} <= set(document.languages)]
    texts = [
        tuple(transcript(document.articles[language], language).passages for language in (one, other))
        for document in documents[:TAUGHT_BY]
    ]
    return learn([(first, second) for first, second in texts], (one, other), passages=True)


@pytest.fixture(scope="module")
def measured() -> Measured:
    wanted: Counter[str] = Counter()
    found: Counter[str] = Counter()
    right: Counter[str] = Counter()
    clean, alarms = 0, []
    for case in cases(archive(DOCUMENTS, SEED), SEED):
        languages = case.original.language, case.translation.language
        compared = compare_languages(case.original, case.translation, dictionary(*languages))
        made = set()
        for finding in compared.findings:
            missing = finding.kind in ("missing_passage", "missing_turn")
            made.add(
                Wanted(finding.kind, finding.language, (finding.other_position if missing else finding.position) or 0)
            )
        wanted.update(one.kind for one in case.wanted)
        found.update(one.kind for one in made)
        right.update(one.kind for one in made & case.wanted)
        if case.what == "clean":
            clean += 1
            alarms += [f"{case.name}: {finding}" for finding in compared.findings]
    return Measured(wanted, found, right, clean, alarms)


def test_what_parts_two_languages_is_found_and_hardly_anything_else(
    measured: Measured, capsys: pytest.CaptureFixture[str]
) -> None:
    lines = [f"{'kind':<18}{'wanted':>8}{'found':>8}{'right':>8}{'recall':>9}{'precision':>11}"]
    for kind in [*sorted(measured.wanted | measured.found), "all"]:
        counts = [count.total() if kind == "all" else count[kind] for count in measured[:3]]
        shares = counts[2] / max(counts[0], 1), counts[2] / max(counts[1], 1)
        lines.append(f"{kind:<18}{counts[0]:>8}{counts[1]:>8}{counts[2]:>8}{shares[0]:>9.3f}{shares[1]:>11.3f}")
    with capsys.disabled():
        print(
            "\n" + "\n".join(lines), f"\n{measured.clean} documents with nothing wrong: {len(measured.alarms)} findings"
        )
    assert measured.wanted.total() >= 150
    assert set(measured.wanted) >= {"missing_passage", "missing_turn", "number_differs", "date_differs"}
    assert measured.right.total() / measured.wanted.total() >= 0.95
    assert measured.right.total() / measured.found.total() >= 0.98


def test_nothing_is_found_where_nothing_is_wrong(measured: Measured) -> None:
    assert measured.clean >= 200
    assert measured.alarms == []


def test_every_pair_of_languages_has_its_turn() -> None:
    seen = {(case.original.language, case.translation.language) for case in cases(archive(120, SEED), SEED)}
    assert seen == set(PAIRS)
