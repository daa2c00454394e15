"""Kinds of edits, against labels: ``python -m bench.kinds FILE.jsonl [--write graded.jsonl]``.

A line is an object with ``id``, ``language``, ``before``, ``after`` and ``kind``: whole passages with one edit between
them. Where the edit falls into several hunks, the gravest of them counts.
"""

from __future__ import annotations

import argparse
import json
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from storage.diff.change import compare
from storage.diff.kinds import KINDS
from storage.transcript import Transcript, Turn

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence


class Graded(NamedTuple):
    """What our rules say of one labelled edit."""

    id: str
    kind: str
    """``''`` if no edit was found."""
    severity: str
    rule: str


def graded(case: Mapping[str, str]) -> Graded:
    """The gravest edit between a labelled edit's two passages."""
    old, new = (
        Transcript("", case["language"], (Turn("statement", (case[side],)),), form="case")
        for side in ("before", "after")
    )
    found = max(compare(old, new).edits, key=lambda edit: KINDS.index(edit.kind), default=None)
    if found is None:
        return Graded(case["id"], "", "", "")
    return Graded(case["id"], found.kind, found.severity, found.rule)


def confusion(cases: Sequence[Mapping[str, str]], found: Iterable[Graded]) -> Counter[tuple[str, str]]:
    """How often each labelled kind was given each kind."""
    return Counter((case["kind"], grade.kind) for case, grade in zip(cases, found, strict=True))


def drawn(table: Counter[tuple[str, str]]) -> str:
    """A confusion table as text: a row for each label, a column for each kind given."""
    order = [*KINDS, ""]
    rows = sorted({label for label, _ in table}, key=order.index)
    columns = sorted({kind for _, kind in table} | set(rows), key=order.index)
    lines = [f"{'label':16}" + "".join(f"{(kind or 'none')[:11]:>12}" for kind in columns)]
    lines += [f"{row:16}" + "".join(f"{table[row, kind] or '.':>12}" for kind in columns) for row in rows]
    right = sum(count for (label, kind), count in table.items() if label == kind)
    return "\n".join([*lines, f"right: {right} of {table.total()} ({right / max(table.total(), 1):.3f})"])


def load(path: Path) -> list[dict[str, Any]]:
    """The labelled edits of a file."""
    return [json.loads(line) for line in path.read_text().splitlines() if line.strip()]


def main() -> None:
    """Prints the confusion table and what was graded otherwise than labelled; writes the grades."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--write", type=Path, help="one object a line: id, kind, severity, rule")
    chosen = parser.parse_args()
    cases = load(chosen.file)
    found = [graded(case) for case in cases]
    if chosen.write:
        chosen.write.write_text("".join(json.dumps(grade._asdict()) + "\n" for grade in found))
    for case, grade in zip(cases, found, strict=True):
        if case["kind"] != grade.kind:
            print(f"{grade.id}: {grade.kind or 'none'} ({grade.rule}), labelled {case['kind']}")
    print(drawn(confusion(cases, found)))


if __name__ == "__main__":
    main()
