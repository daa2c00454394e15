"""Aligns files of one sentence a line, and writes the beads in the form that hand-made alignments are kept in.

``python -m bench.alignment S1.txt T1.txt [S2.txt T2.txt …] --languages de,fr --write FOLDER`` mines one dictionary from
all pairs of files, then writes ``FOLDER/<source file's name>.beads``: a line ``[0, 1]:[0]`` for each bead, sentences
counted from 0. ``--gold G1 …`` (a file of beads, or a ``.ladder`` of rungs, for each pair) prints how well they agree.
"""

from __future__ import annotations

import argparse
import re
import sys
import time
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from storage.languages.align import Bead, align, learn

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

Shape = tuple[tuple[int, ...], tuple[int, ...]]


class Agreement(NamedTuple):
    """F1 of beads without an empty side, pooled over documents."""

    strict: float
    """Of beads that are the same."""
    lax: float
    """Of beads that share at least one pair of sentences with the other side's."""


def sentences(path: Path, encoding: str = "") -> list[str]:
    """The lines of a file; where each begins with its own number and a tab, without these.

    Without ``encoding`` UTF-8, and Latin-1 for what is none. Raises OSError; UnicodeDecodeError, LookupError for a
    wrong encoding.
    """
    try:
        text = path.read_text(encoding=encoding or "utf-8")
    except UnicodeDecodeError:
        if encoding:
            raise
        print(f"{path}: not in UTF-8, read as Latin-1", file=sys.stderr)
        text = path.read_text(encoding="latin-1")
    lines = text.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    parted = [line.partition("\t") for line in lines]
    numbers = [int(number) for number, tab, _ in parted if tab and number.isdecimal()]
    if lines and len(numbers) == len(lines) and numbers == list(range(numbers[0], numbers[0] + len(lines))):
        return [text for _, _, text in parted]
    return lines


def written(beads: Iterable[Bead]) -> str:
    """Beads, one a line."""
    return "".join(f"{list(bead.source)}:{list(bead.target)}\n" for bead in beads)


def read_beads(path: Path) -> list[Shape]:
    """Beads as ``written`` writes them, or between the rungs of a ``.ladder``. Raises ValueError, OSError."""
    lines = [line for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]
    if path.suffix == ".ladder":
        rungs = [(int(first), int(second)) for first, second in map(str.split, lines)]
        return [(tuple(range(top[0], end[0])), tuple(range(top[1], end[1]))) for top, end in pairwise(rungs)]
    found = []
    for line in lines:
        if not re.fullmatch(r"\[[\d, ]*\]:\[[\d, ]*\]", line.strip()):
            raise ValueError(f"{path}: no bead: {line!r}")
        first, second = (tuple(map(int, re.findall(r"\d+", side))) for side in line.split(":"))
        found.append((first, second))
    return found


def agreement(gold: Sequence[Sequence[Shape]], found: Sequence[Sequence[Shape]]) -> Agreement:
    """How well beads agree with hand-made ones, document by document in the same order."""
    wanted_all = made_all = same = near = met = 0
    for wanted_beads, made_beads in zip(gold, found, strict=True):
        wanted = [bead for bead in wanted_beads if all(bead)]
        made = [bead for bead in made_beads if all(bead)]
        wanted_all += len(wanted)
        made_all += len(made)
        same += len(set(wanted) & set(made))
        wanted_pairs, made_pairs = _pairs(wanted), _pairs(made)
        near += sum(not wanted_pairs.isdisjoint(_pairs([bead])) for bead in made)
        met += sum(not made_pairs.isdisjoint(_pairs([bead])) for bead in wanted)
    return Agreement(
        2 * same / max(wanted_all + made_all, 1), _harmonic(near / max(made_all, 1), met / max(wanted_all, 1))
    )


def _pairs(beads: Iterable[Shape]) -> set[tuple[int, int]]:
    return {(i, j) for source, target in beads for i in source for j in target}


def _harmonic(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def main(arguments: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(prog="python -m bench.alignment", description=(__doc__ or "").split("\n")[0])
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE", help="source, target, source, target …")
    parser.add_argument("--languages", required=True, metavar="S,T", help="of source and target: de,fr")
    parser.add_argument("--write", type=Path, metavar="FOLDER", help="where the beads go")
    parser.add_argument("--gold", nargs="+", type=Path, default=[], metavar="GOLD", help="hand-made beads of each pair")
    parser.add_argument("--encoding", default="", help="of the sentences; UTF-8 unless told")
    options = parser.parse_args(arguments)
    languages = tuple(options.languages.split(","))
    if len(languages) != 2 or not all(languages):
        parser.error(f"--languages takes two, with a comma between: {options.languages!r}")
    if len(options.files) % 2:
        parser.error(f"a file without its translation: {options.files[-1]}")
    if options.gold and len(options.gold) * 2 != len(options.files):
        parser.error("--gold takes one file for each pair")
    names = [path.name for path in options.files[::2]]
    if options.write and len(set(names)) < len(names):
        parser.error("two source files of one name would be written over each other")
    try:
        texts = [sentences(path, options.encoding) for path in options.files]
        gold = [read_beads(path) for path in options.gold]
    except (OSError, ValueError, LookupError) as error:
        parser.error(str(error))
    _run(list(zip(texts[::2], texts[1::2], strict=True)), names, (languages[0], languages[1]), options.write, gold)


def _run(
    pairs: list[tuple[list[str], list[str]]],
    names: list[str],
    languages: tuple[str, str],
    folder: Path | None,
    gold: list[list[Shape]],
) -> None:
    began = time.process_time()
    dictionary = learn(pairs, languages)
    mined = time.process_time()
    found = [align(source, target, languages, dictionary) for source, target in pairs]
    aligned = time.process_time() - mined
    if folder:
        folder.mkdir(parents=True, exist_ok=True)
        for name, beads in zip(names, found, strict=True):
            (folder / f"{name}.beads").write_text(written(beads), encoding="utf-8")
    longer = sum(max(map(len, pair)) for pair in pairs)
    print(f"dictionary of {len(dictionary.rows):,} translations in {mined - began:.1f} s of processor time")
    print(f"{longer:,} sentence pairs aligned in {aligned:.2f} s: {1000 * aligned / max(longer, 1):.2f} s a thousand")
    if gold:
        scored = agreement(gold, [[(bead.source, bead.target) for bead in beads] for beads in found])
        print(f"strict F1 {scored.strict:.3f}, lax F1 {scored.lax:.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])
