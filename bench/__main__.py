"""``python -m bench [PART …]``: what is claimed about speed, memory and size, measured beside a peer, here and now."""

from __future__ import annotations

import argparse
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench import backfill, compare, crawl, jobs, memory, rebuild, size, webchanges
from bench.figures import show

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bench.figures import Figure, Skipped


@dataclass(frozen=True, slots=True)
class Scale:
    """How much is measured. The defaults are what the targets are about; less is for a quick trial."""

    pages: int
    rounds: int
    known: int
    pairs: int


def measured(parts: list[str], scale: Scale) -> Iterator[Figure | Skipped]:
    """The figures of each part, the slow ones last."""
    if "diff" in parts:
        yield from compare.figures(scale.pairs // 5)
    if "jobs" in parts:
        yield from jobs.figures(scale.pairs // 2)
    if "rebuild" in parts:
        yield from rebuild.figures(scale.pages // 2)
    if "backfill" in parts:
        yield from backfill.figures(scale.pages, scale.rounds)
    if "crawl" in parts or "revisit" in parts:
        yield from crawl.figures(scale.pages, scale.rounds, crawled="crawl" in parts, revisited="revisit" in parts)
    if "webchanges" in parts:
        yield from webchanges.figures(scale.pages // 10, scale.rounds)
    if "size" in parts:
        yield from size.figures(scale.pages // 10)
    if "memory" in parts:
        yield from memory.figures(scale.known)


PARTS = ("diff", "jobs", "rebuild", "backfill", "crawl", "revisit", "webchanges", "size", "memory")


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("parts", nargs="*", metavar="PART", help=f"of {', '.join(PARTS)} (all)")
    parser.add_argument(
        "--pages", type=int, default=2000, help="pages to crawl; a tenth of them for webchanges and size"
    )
    parser.add_argument("--rounds", type=int, default=3, help="runs of each kind, of which the median counts")
    parser.add_argument("--known", type=int, default=2000, help="documents known, and then ten times as many")
    parser.add_argument(
        "--pairs",
        type=int,
        default=1000,
        help="pairs of versions for the diff job; a fifth of them beside other differs",
    )
    options = parser.parse_args()
    if unknown := set(options.parts) - set(PARTS):
        parser.error(f"no part is called {', '.join(unknown)}; there are {', '.join(PARTS)}")
    scale = Scale(options.pages, options.rounds, options.known, options.pairs)
    return 0 if show(measured(options.parts or list(PARTS), scale)) else 1


if __name__ == "__main__":
    sys.exit(main())
