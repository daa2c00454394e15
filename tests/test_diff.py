"""Cases as folders: two versions, and the edits a reader must be told of.

A case holds ``before`` and ``after`` as ``.txt`` (passages between empty lines, in the language its name begins
with), as ``.talk`` (the same with ``= title`` and turns that open with ``@role speaker``) or as ``.json`` (the fields
of a Transcript), and ``expected.json``: the change's kind, of each edit, in order, the fields that matter, and the
change's sentence where the case is about turns. A new bug is a new folder.
"""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import pytest

from storage.diff import classify, metadata, shifts, speakers
from storage.diff.change import compare
from storage.diff.classify import RULES
from storage.diff.kinds import KINDS, SEVERITIES, SEVERITY_OF
from storage.diff.summary import summary
from storage.diff.words import apply
from storage.transcript import Transcript, Turn

if TYPE_CHECKING:
    from collections.abc import Iterator

    from storage.diff.model import Comparison, Edit
    from storage.transcript import Role

CASES = sorted(path.parent for path in (Path(__file__).parent / "diffs").glob("*/expected.json"))


def load(case: Path, which: str) -> Transcript:
    """One version of a case."""
    text = case / f"{which}.txt"
    if text.exists():
        passages = tuple(text.read_text().strip().split("\n\n"))
        return Transcript(title="", language=case.name.split("_")[0], turns=(Turn("statement", passages),), form="case")
    talk = case / f"{which}.talk"
    if talk.exists():
        return load_talk(talk.read_text(), case.name.split("_")[0])
    fields: dict[str, Any] = json.loads((case / f"{which}.json").read_text())
    turns = tuple(Turn(**{**turn, "passages": tuple(turn["passages"])}) for turn in fields.pop("turns"))
    return Transcript(turns=turns, **fields)


def load_talk(text: str, language: str) -> Transcript:
    """A transcript written out turn by turn."""
    title, *blocks = text.strip().split("\n\n")
    turns: list[Turn] = []
    for block in blocks:
        if block.startswith("@"):
            role, _, speaker = block[1:].partition(" ")
            turns.append(Turn(cast("Role", role), (), speaker, speaker))
        else:
            turns[-1] = replace(turns[-1], passages=(*turns[-1].passages, block))
    return Transcript(title=title.removeprefix("= "), language=language, turns=tuple(turns), form="case")


def compared(case: Path) -> tuple[Transcript, Transcript, Comparison]:
    old, new = load(case, "before"), load(case, "after")
    return old, new, compare(old, new)


def shown(edit: Edit, fields: dict[str, Any]) -> dict[str, Any]:
    """Those fields of an edit that a case names."""
    return {name: getattr(edit, name) for name in fields}


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_case(case: Path) -> None:
    expected = json.loads((case / "expected.json").read_text())
    old, new, found = compared(case)
    told = [(edit.op, edit.field, edit.kind, edit.rule, edit.before, edit.after) for edit in found.edits]
    wanted_edits = expected["edits"]
    assert len(found.edits) == len(wanted_edits), told
    for edit, wanted in zip(found.edits, wanted_edits, strict=True):
        assert shown(edit, wanted) == wanted, told
        assert edit.severity == SEVERITY_OF[edit.kind]
    assert found.kind == expected["kind"]
    gravest = max((SEVERITIES.index(edit.severity) for edit in found.edits), default=0)
    assert found.severity == expected.get("severity", SEVERITIES[gravest])
    if "summary" in expected:
        assert summary(old, new, found) == expected["summary"]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_rows_of_a_case_rebuild_the_newer_version(case: Path) -> None:
    old, new, found = compared(case)
    rebuilt = []
    for pair in found.pairs:
        if pair.new is not None and pair.old is not None:
            rebuilt.append(apply(old.passages[pair.old], new.passages[pair.new], pair.hunks))
        elif pair.new is not None:
            rebuilt.append(new.passages[pair.new])
    assert tuple(rebuilt) == new.passages
    assert sorted(pair.old for pair in found.pairs if pair.old is not None) == list(range(len(old.passages)))


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_version_compared_with_itself_has_no_edits(case: Path) -> None:
    for which in ("before", "after"):
        version = load(case, which)
        found = compare(version, version)
        assert (found.edits, found.kind, found.severity) == ((), "edited", "cosmetic")
        assert [(pair.old, pair.new, pair.moved, pair.hunks) for pair in found.pairs] == [
            (at, at, False, ()) for at in range(len(version.passages))
        ]


def test_what_became_of_turns_is_shown_in_five_languages_and_more() -> None:
    told = [case.name.partition("_talk_") for case in CASES if "_talk_" in case.name]
    assert len(told) >= 60
    for language in ("ru", "en", "de", "fr", "es"):
        assert len({what for of, _, what in told if of == language}) >= 12, language
    assert {of for of, _, _ in told} >= {"zh", "ar", "pt", "it", "uk"}


def all_edits() -> Iterator[Edit]:
    for case in CASES:
        yield from compared(case)[2].edits


def test_cases_show_every_kind_op_severity_field_and_rule() -> None:
    edits = list(all_edits())
    assert {edit.kind for edit in edits} == set(KINDS)
    assert {edit.op for edit in edits} == {"insert", "delete", "replace", "move", "set"}
    assert {edit.severity for edit in edits} == set(SEVERITIES)
    assert {edit.field for edit in edits} == {
        "text",
        "title",
        "lead",
        "speaker",
        "role",
        "published_at",
        "kind",
        "declared_version",
        "language",
    }
    assert {rule.__name__ for _, rule in RULES} <= {edit.rule for edit in edits}


def test_every_rule_says_what_it_stands_for() -> None:
    written = {rule.__name__: rule.__doc__ or "" for rule in (*(rule for _, rule in RULES), *_rules_of_metadata())}
    for name, doc in written.items():
        assert doc.partition(":")[0].lower().split(" ")[0] in " ".join(KINDS).replace("_", " "), name


def _rules_of_metadata() -> list[Any]:
    return [
        metadata.headline_changed,
        metadata.lead_added_or_removed,
        metadata.publication_date_changed,
        metadata.time_of_day_printed,
        metadata.label_changed,
        metadata.badge_ran_backwards,
        metadata.stamp_ran_backwards,
        metadata.declared_without_change,
        speakers.another_speaker,
        shifts.words_moved,
    ]


def test_kinds_stand_in_the_order_of_the_contract() -> None:
    assert KINDS == (
        "metadata",
        "typography",
        "spelling",
        "wording",
        "quote",
        "passage_moved",
        "passage_added",
        "name",
        "number",
        "date",
        "negation",
        "attribution",
        "headline",
        "passage_removed",
    )
    ranks = [SEVERITIES.index(SEVERITY_OF[kind]) for kind in KINDS]
    assert ranks == sorted(ranks)


def test_grave_rules_are_asked_before_milder_ones() -> None:
    asked = [kind for kind, _ in RULES]
    grave = [kind for kind in asked if SEVERITY_OF[kind] == "major"]
    mild = asked[: asked.index("negation")]  # what says the same in another form: nothing else can fire
    assert mild == sorted(mild, key=KINDS.index)
    assert set(mild) == {"typography", "spelling"}
    assert asked[len(mild) : len(mild) + len(grave)] == sorted(grave, key=KINDS.index, reverse=True)
    assert asked[-1] == "wording"
    assert classify.RULES is RULES
