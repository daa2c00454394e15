"""Pure: a variant's captures, in time order, folded into versions and withdrawals (design rules 2, 3, 5 and 6)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from storage.observation import SPEAKS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import datetime, timedelta

GONE = frozenset({"gone", "soft_404"})
"""The verdicts that say that a page is not there."""


@dataclass(frozen=True, slots=True)
class Said:
    """What one generation of our reading code read in one capture."""

    text: int
    digest: bytes
    words: bytes
    form: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """One capture of a variant, with all its readings that speak: generation of our code to what it read."""

    capture: int
    at: datetime
    observer: str
    verdict: str
    said: Mapping[int, Said]
    sha256: bytes = b""
    """Of its body."""

    @property
    def latest(self) -> Said:
        return self.said[max(self.said)]


@dataclass(frozen=True, slots=True)
class Version:
    """A run of sightings that read the same, oldest first."""

    sightings: tuple[Sighting, ...]

    @property
    def id(self) -> int:
        """The first of its captures to arrive, so that a late capture renames nothing."""
        return min(sighting.capture for sighting in self.sightings)

    @property
    def first(self) -> Sighting:
        return self.sightings[0]

    @property
    def last(self) -> Sighting:
        return self.sightings[-1]


@dataclass(frozen=True, slots=True)
class Withdrawal:
    """The variant answered 404, 410 or a soft 404, twice, long enough apart."""

    last: Sighting
    """The last that spoke before."""
    gone: Sighting
    confirmed: Sighting
    last_gone: Sighting
    restored: Sighting | None


def in_order(sightings: Iterable[Sighting]) -> list[Sighting]:
    """By time; what was seen in the same millisecond, by observer, hash, and only then by arrival."""
    return sorted(sightings, key=lambda sighting: (sighting.at, sighting.observer, sighting.sha256, sighting.capture))


def versions(sightings: Sequence[Sighting]) -> list[Version]:
    """Neighbours that read the same are one version; captures that cannot speak are passed over."""
    runs: list[list[Sighting]] = []
    for sighting in sightings:
        if sighting.verdict not in SPEAKS:
            continue
        if runs and same(runs[-1][-1], sighting):
            runs[-1].append(sighting)
        else:
            runs.append([sighting])
    return [Version(tuple(run)) for run in _without_lone_strangers(runs)]


def same(one: Sighting, other: Sighting) -> bool:
    """Whether two captures read the same, by the latest generation of our code that has read both.

    Two forms of a page (HTML, plain text) may cut the passages differently: there the words decide.
    """
    left, right = both_by_one_reader(one, other)
    return left.digest == right.digest or (left.form != right.form and left.words == right.words)


def both_by_one_reader(one: Sighting, other: Sighting) -> tuple[Said, Said]:
    """Both sides of a comparison as the same code read them; as each was read last where none has read both."""
    if common := one.said.keys() & other.said.keys():
        generation = max(common)
        return one.said[generation], other.said[generation]
    return one.latest, other.latest


def _without_lone_strangers(runs: list[list[Sighting]]) -> list[list[Sighting]]:
    """A single foreign capture between two that agree waits for a second sighting, then or at any other time."""
    kept: list[list[Sighting]] = []
    for index, run in enumerate(runs):
        lone = len(run) == 1 and run[0].observer != "self"
        between = bool(kept) and index + 1 < len(runs) and same(kept[-1][-1], runs[index + 1][0])
        if lone and between and not any(same(run[0], other[0]) for other in runs if other is not run):
            continue
        if kept and same(kept[-1][-1], run[0]):
            kept[-1] = kept[-1] + run
        else:
            kept.append(run)
    return kept


def standing(versions: Sequence[Version], absence: Withdrawal) -> Version:
    """The version that stood when the variant was withdrawn."""
    return next(version for version in reversed(versions) if version.first.at <= absence.last.at)


def withdrawals(sightings: Sequence[Sighting], confirm: timedelta) -> list[Withdrawal]:
    """Absences confirmed by a second look at least ``confirm`` after the first; nothing else proves one."""
    found: list[Withdrawal] = []
    last: Sighting | None = None
    absent: list[Sighting] = []

    def close(restored: Sighting | None) -> None:
        confirmed = next((sighting for sighting in absent[1:] if sighting.at - absent[0].at >= confirm), None)
        if last and confirmed:
            found.append(Withdrawal(last, absent[0], confirmed, absent[-1], restored))

    for sighting in sightings:
        if sighting.verdict in SPEAKS:
            close(sighting)
            last, absent = sighting, []
        elif sighting.verdict in GONE and last:
            absent.append(sighting)
    close(None)
    return found
