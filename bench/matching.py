"""Passages matched, against links made by hand: ``python -m bench.matching FILE.json [--write links.json]``.

The file holds a list of objects with ``old`` and ``new`` (lists of passages) and ``links`` ([[old index, new
index], …]; a passage may have several links, or none if it was deleted or added), as ArgRewrite V2 does once
converted. Links made by hand never cross there: a passage that stands elsewhere counts as deleted and added, so moves
are left out of ours too.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from storage.diff.links import Passage
from storage.diff.matching import match_all

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

Links = set[tuple[int, int]]


class Score(NamedTuple):
    """How many were found, were to be found, and both."""

    hits: int
    found: int
    wanted: int

    @property
    def f1(self) -> float:
        return 2 * self.hits / (self.found + self.wanted) if self.found + self.wanted else 1.0


def found_links(old: Sequence[str], new: Sequence[str]) -> Links:
    """Which passage became which, by the project's own matching: splits and joins have several links."""
    links = match_all([Passage(text, "") for text in old], [Passage(text, "") for text in new])
    return {(link.old, link.new) for link in links if not link.moved}


def items(pair: Mapping[str, Sequence[str]], links: Links) -> dict[str, Links]:
    """What is scored: every link, those between passages that differ, and passages without any."""
    old, new = pair["old"], pair["new"]
    return {
        "changed pairs": {link for link in links if old[link[0]] != new[link[1]]},
        "deleted": {(at, -1) for at in set(range(len(old))) - {i for i, _ in links}},
        "added": {(-1, at) for at in set(range(len(new))) - {j for _, j in links}},
        "all links": set(links),
    }


def scores(pairs: Iterable[Mapping[str, Any]], found: Iterable[Links]) -> dict[str, Score]:
    """Counts over all pairs, by what is scored."""
    total: dict[str, Score] = {}
    for pair, links in zip(pairs, found, strict=True):
        ours, theirs = items(pair, links), items(pair, {(i, j) for i, j in pair["links"]})
        for what, gold in theirs.items():
            one = Score(len(ours[what] & gold), len(ours[what]), len(gold))
            total[what] = Score(*(a + b for a, b in zip(total.get(what, Score(0, 0, 0)), one, strict=True)))
    return total


def main() -> None:
    """Prints precision, recall and F1, and writes the links found."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("file", type=Path)
    parser.add_argument("--write", type=Path, help="the links found: a list a pair, in the file's order")
    chosen = parser.parse_args()
    pairs = json.loads(chosen.file.read_text())
    found = [found_links(pair["old"], pair["new"]) for pair in pairs]
    if chosen.write:
        chosen.write.write_text(json.dumps([sorted(links) for links in found]))
    for what, score in scores(pairs, found).items():
        precision, recall = score.hits / max(score.found, 1), score.hits / max(score.wanted, 1)
        print(f"{what:14} precision {precision:.3f}  recall {recall:.3f}  F1 {score.f1:.3f}  of {score.wanted}")


if __name__ == "__main__":
    main()
