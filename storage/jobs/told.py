"""What reading a document's languages together brought, as rows of the record."""

from __future__ import annotations

from typing import TYPE_CHECKING

from storage.languages.findings import SEVERITY_OF
from storage.record.db import moment
from storage.record.language_findings import Row

if TYPE_CHECKING:
    from collections.abc import Sequence

    from storage.jobs.alone import Alone
    from storage.jobs.family import Family, Variant
    from storage.languages.findings import Compared, Finding
    from storage.languages.timeline import Span, State
    from storage.transcript import Transcript

RULE_ALONE = "no other language followed"
_LONGEST_QUOTE = 80
"""Code points of an edit's words that ``detail`` quotes."""


def of_span(family: Family, translation: Variant, span: Span, compared: Compared) -> Row:
    """A finding between the original and a translation. ``compared``: the latest pair that shows it."""
    finding, first = span.finding, span.states[0]
    about_original = finding.language == family.original.language
    variant = family.original if about_original else translation
    own, other = first.original, first.translation
    if not about_original:
        own, other = other, own
    return Row(
        id=span.id,
        kind=finding.kind,
        severity=finding.severity,
        variant=variant.id,
        language=finding.language,
        other_language=finding.other_language,
        position=finding.position,
        speaker=finding.speaker,
        passage=finding.passage,
        other_passage=finding.other_passage,
        confidence=finding.confidence,
        capture=first.newest,
        first_seen=first.since,
        rule=finding.rule,
        detail=_with_coverage(finding, compared, about_original=about_original),
        from_version=own.id,
        from_other_version=other.id,
        resolved_at=span.mended.since if span.mended else None,
        to_version=_mending(span.states[-1], span.mended) if span.mended else None,
        resolution=_resolution(family, translation, span) if span.mended else "",
    )


def _with_coverage(finding: Finding, compared: Compared, *, about_original: bool) -> str:
    """What differs; of what is missing also how much is there: ``en covers 41 of 44 turns``."""
    if finding.kind not in ("missing_passage", "missing_turn"):
        return finding.detail
    sentence = (compared.covered if about_original else compared.coverage).sentence(finding.language)
    return finding.detail if sentence in finding.detail else "; ".join(filter(None, (finding.detail, sentence)))


def _mending(before: State, after: State) -> int:
    """The version that mended it; of two that came at once, the translation's."""
    return after.translation.id if after.translation.id != before.translation.id else after.original.id


def _resolution(family: Family, translation: Variant, span: Span) -> str:
    """Who came round to whom: ``en corrected to match ru``."""
    assert span.mended is not None
    before, after = span.states[-1], span.mended
    one, other = translation.language, family.original.language
    if before.translation.id == after.translation.id:
        one, other = other, one
    elif before.original.id != after.original.id:
        return f"{one} and {other} changed together"
    if span.finding.kind == "wrong_language":
        return f"{one} corrected" if one == span.finding.language else f"no longer so beside the new text of {one}"
    if span.finding.kind in ("missing_passage", "missing_turn"):
        return f"{one} {'completed' if one == span.finding.language else 'shortened'} to match {other}"
    return f"{one} corrected to match {other}"


def of_alone(
    alone: Alone, older: Transcript, newer: Transcript, there: Transcript, corresponding: Sequence[int]
) -> Row:
    """An edit that no other language followed. ``corresponding``: the passages, from 1, that translate the place in
    ``there``, the first sibling as it stood."""
    change, edit, sibling = alone.change, alone.edit, alone.siblings[0]
    touch = edit.touch
    place = touch.new if touch.new is not None else touch.old
    text = newer if touch.new is not None else older
    stood = sibling.at(change.not_after) or sibling.versions[0]
    lag, resolution = _followed(alone)
    return Row(
        id=f"edited_alone-{change.id}",
        kind="edited_alone",
        severity=SEVERITY_OF["edited_alone"],
        variant=change.variant.id,
        language=change.variant.language,
        other_language=sibling.language,
        position=place,
        speaker=edit.speaker,
        passage=text.passages[place - 1] if place is not None else newer.title,
        other_passage="\n\n".join(there.passages[at - 1] for at in corresponding) if place is not None else there.title,
        confidence=1.0,
        capture=change.newer.id,
        first_seen=change.not_after,
        rule=RULE_ALONE,
        detail=f"{_quoted(edit.before)} became {_quoted(edit.after)} in {change.variant.language} and not in "
        + ", ".join(one.language for one in alone.siblings),
        from_version=change.newer.id,
        from_other_version=stood.id,
        resolved_at=alone.follower.not_after if alone.follower else None,
        to_version=alone.follower.newer.id if alone.follower else None,
        resolution=resolution,
        lag_hours=lag,
    )


def _followed(alone: Alone) -> tuple[float | None, str]:
    """After how many hours another language followed, and that in words."""
    follower, change = alone.follower, alone.change
    if follower is None:
        return None, ""
    if follower.variant is change.variant:
        return None, f"{change.variant.language} took it back"
    hours = (moment(follower.not_after) - moment(change.not_after)).total_seconds() / 3600
    lag = f"{hours:.0f} h" if hours >= 1 else f"{60 * hours:.0f} min"
    return round(hours, 2), f"{follower.variant.language} followed after {lag}"


def _quoted(words: str) -> str:
    words = " ".join(words.split())
    return f"“{words[:_LONGEST_QUOTE]}{'…' if len(words) > _LONGEST_QUOTE else ''}”" if words else "nothing"
