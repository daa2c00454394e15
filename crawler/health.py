"""Pure: whether a source is well, judged by this run beside its own history."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import Literal

State = Literal["ok", "degraded", "unhealthy"]

FEW = 5
"""Below so many pages a share says nothing."""
ALARMING = 0.2
"""A share of failing pages that is unhealthy for a source with a clean history."""
FAR_ABOVE = 3.0
"""How many times its own usual share is far above it."""
NEARLY_ALL = 0.9
"""A share of failing pages that is unhealthy whatever the history."""

_TROUBLE = {
    "blocked": "blocked",
    "unreadable": "unreadable",
    "empty": "empty",
    "truncated": "truncated",
    "foreign": "in another language",
    "error": "in error",
}
_ABSENT = frozenset({"gone", "soft_404"})


@dataclass(slots=True)
class Tally:
    """What a run saw: verdicts of articles, verdicts of listings and feeds, languages that these named."""

    articles: Counter[str] = field(default_factory=Counter)
    listings: Counter[str] = field(default_factory=Counter)
    languages: set[str] = field(default_factory=set)
    listed: int = 0
    fell_empty: int = 0
    """Listings and feeds that name nothing now, and once did. One that has always been empty is no trouble."""
    newly_gone: int = 0
    """Articles absent now that spoke the last time."""


def judge(run: Tally, usual: Counter[str], known_languages: frozenset[str]) -> tuple[State, str]:
    """The state of a source and, unless it is ok, the reason.

    ``usual`` counts the verdicts of the source's articles in earlier runs; ``known_languages`` are those that its
    listings and feeds have named before.
    """
    if not run.listed:
        seen = ", ".join(f"{count} {verdict}" for verdict, count in sorted(run.listings.items())) or "none answered"
        return "unhealthy", f"an empty crawl: listings and feeds named no document ({seen})"
    if silent := sorted(known_languages - run.languages):
        return "unhealthy", f"listings and feeds named no document in {', '.join(silent)}, as they used to"
    checked = run.articles.total()
    if checked >= FEW:
        if run.newly_gone >= FEW and run.newly_gone / checked > ALARMING:
            return "unhealthy", f"{run.newly_gone} of {checked} pages gone at once: taken for the source's trouble"
        for verdict, words in _TROUBLE.items():
            share, before = run.articles[verdict] / checked, usual[verdict] / max(usual.total(), 1)
            if share > min(max(ALARMING, FAR_ABOVE * before), NEARLY_ALL):
                return "unhealthy", f"{run.articles[verdict]} of {checked} pages {words} (usually {before:.0%})"
    failing = {verdict: count for verdict, count in run.articles.items() if verdict in _TROUBLE}
    failing_listings = {v: n for v, n in run.listings.items() if v not in ("ok", "unchanged", "empty")}
    if fell_empty := run.fell_empty:
        failing_listings["empty"] = fell_empty
    if failing or failing_listings:
        parts = [f"{count} pages {_TROUBLE[verdict]}" for verdict, count in sorted(failing.items())]
        parts += [f"{count} listings {_TROUBLE.get(v, v)}" for v, count in sorted(failing_listings.items())]
        return "degraded", ", ".join(parts)
    return "ok", ""


def is_newly_gone(verdict: str, spoke_before: bool) -> bool:
    return verdict in _ABSENT and spoke_before
