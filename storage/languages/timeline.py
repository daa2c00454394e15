"""Pure: two variants of a document over time. What parts them belongs to pairs of versions, opens and is mended."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from storage.languages.findings import Compared, Finding

    Follow = Callable[[int, int], Mapping[int, int]]
    """Of two texts of one variant, older and newer: where, from 1, each passage that is still there stands now."""


@dataclass(frozen=True, slots=True)
class Version:
    """One version of a variant, by the first of its captures to arrive."""

    id: int
    text: int
    first_seen: str
    """ISO 8601, of one width: text sorts as time does."""
    last_seen: str


@dataclass(frozen=True, slots=True)
class State:
    """Two versions that stood side by side, as far as is known."""

    original: Version
    translation: Version
    since: str

    @property
    def is_seen(self) -> bool:
        """Whether there was a moment at which both are known to have stood.

        Where one was seen for the first time after the other was seen for the last, that may have been edited too.
        """
        one, other = self.original, self.translation
        return one.first_seen <= other.last_seen and other.first_seen <= one.last_seen

    @property
    def newest(self) -> int:
        """The one of the two that arrived last."""
        return max(self.original.id, self.translation.id)


@dataclass(slots=True)
class Span:
    """A finding for as long as it stood, over one pair of versions or several."""

    finding: Finding
    """As the latest of its states shows it."""
    states: list[State] = field(default_factory=list)
    """Oldest first; one at least."""
    mended: State | None = None
    """The first that no longer shows it; None while it stands."""
    _names: list[str] = field(default_factory=list)

    @property
    def id(self) -> str:
        """Named by the pair that arrived first, so that a late capture renames nothing."""
        return min(zip((state.newest for state in self.states), self._names, strict=True))[1]

    def shown_by(self, state: State, finding: Finding, name: str) -> None:
        self.finding = finding
        self.states.append(state)
        self._names.append(name)


def states(original: Sequence[Version], translation: Sequence[Version]) -> list[State]:
    """Every pair of versions that may have stood side by side at some moment, in time order, as the versions are."""
    moments = sorted({version.first_seen for version in (*original, *translation)})
    found: list[State] = []
    for moment in moments:
        one, other = _at(original, moment), _at(translation, moment)
        if one is not None and other is not None:
            found.append(State(one, other, moment))
    return found


def _at(versions: Sequence[Version], moment: str) -> Version | None:
    """The version that stood at a moment."""
    return next((version for version in reversed(versions) if version.first_seen <= moment), None)


def spans(
    timeline: Sequence[State], language: str, compared: Callable[[State], Compared], follow: Follow
) -> Iterator[Span]:
    """The findings of a timeline, each followed from state to state, whatever is edited around it.

    ``language`` is the original's.
    """
    standing: list[Span] = []
    for state in timeline:
        findings = compared(state).findings
        expected = defaultdict(list)
        for span in standing:
            expected[_key(span.finding, _now_at(span, state, language, follow))].append(span)
        still: list[Span] = []
        for name, finding in _named(state, findings, language):
            key = _key(finding, _anchor(finding)[1])
            span = _taken(expected[key], finding) or Span(finding)
            span.shown_by(state, finding, name)
            still.append(span)
        for left in expected.values():
            for span in left:
                span.mended = state
                yield span
        standing = still
    yield from standing


def _taken(candidates: list[Span], finding: Finding) -> Span | None:
    """The span that this finding goes on with: one that says the same, before any other."""
    same = next((span for span in candidates if span.finding.detail == finding.detail), None)
    if same is None and candidates:
        same = candidates[0]
    if same is not None:
        candidates.remove(same)
    return same


def _named(state: State, findings: Sequence[Finding], language: str) -> Iterator[tuple[str, Finding]]:
    """Each finding with the name that this state gives it: its kind, its versions, its place."""
    used: Counter[str] = Counter()
    for finding in findings:
        own, other = state.original.id, state.translation.id
        if finding.language != language:
            own, other = other, own
        _, place = _anchor(finding)
        # A passage is in the wrong language by itself, whatever it was compared with.
        versions = f"{own}" if finding.kind == "wrong_language" else f"{own}-{other}"
        name = f"{finding.kind}-{versions}-{place or 0}"
        used[name] += 1
        yield (name if used[name] == 1 else f"{name}.{used[name]}"), finding


def _anchor(finding: Finding) -> tuple[bool, int | None]:
    """Whether a finding stands at a passage of its own language, and at which: what is missing is at the other's."""
    if finding.kind in ("missing_passage", "missing_turn"):
        return False, finding.other_position
    return True, finding.position


def _key(finding: Finding, place: int | None) -> tuple[str, str, int | None]:
    return finding.kind, finding.language, place


def _now_at(span: Span, state: State, language: str, follow: Follow) -> int | None:
    """Where the passage that a finding stands at is in a later state; None where it is gone."""
    own, place = _anchor(span.finding)
    before = span.states[-1]
    in_original = own == (span.finding.language == language)
    was, now = (before.original, state.original) if in_original else (before.translation, state.translation)
    if place is None or was.text == now.text:
        return place
    return follow(was.text, now.text).get(place)
