"""Pure: the blocks of a transcript to turns, by the labels they begin with."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from crawler.pages.labels import Label, label_of, surname
from crawler.pages.names import named_in, resolve
from crawler.pages.titles import names_in_title, speaker_in_title
from storage.transcript import Role, Turn

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.pages.blocks import Block


@dataclass(slots=True)
class _Draft:
    label: Label | None
    passages: list[str] = field(default_factory=list)


def turns_of(blocks: Sequence[Block], title: str) -> tuple[Turn, ...]:
    """Turns in reading order; none where there is no text.

    What stands before the first label is a ``statement``; its speaker is whom the title names, unless the label that
    follows is his: then it only introduces him. A single labelled speaker's words are one too. A named turn straight
    after a ``question`` is its ``answer``, any other a ``remark``. An "Answer:" is that of whom the title names.
    """
    drafts = [draft for draft in _drafts(blocks, title) if draft.passages]
    labelled = resolve(draft.label.name for draft in drafts if draft.label and draft.label.name)
    people = {label: named_in(title, person) for label, person in labelled.items()}
    roles = _roles(drafts, people)
    unnamed = any(draft.label is None or draft.label.role == "answer" for draft in drafts)
    titled = speaker_in_title(title, people.values()) if unnamed else ""
    first = next((people.get(draft.label.name) for draft in drafts if draft.label), None)
    return tuple(
        Turn(
            role=role,
            passages=tuple(draft.passages),
            speaker=_speaker(draft.label, people, titled, introduces=first == titled),
            speaker_printed=draft.label.printed if draft.label else "",
        )
        for draft, role in zip(drafts, roles, strict=True)
    )


def _speaker(label: Label | None, people: dict[str, str], titled: str, *, introduces: bool) -> str:
    """Whose words stand behind a label, or before the first; ``''`` for nobody's that is known."""
    if label is None:
        return "" if introduces else titled
    return titled if label.role == "answer" else people.get(label.name, "")


def _drafts(blocks: Sequence[Block], title: str) -> list[_Draft]:
    labels = [label_of(block) for block in blocks]
    seen = Counter(label.name for label in labels if label and not label.rest[:1].islower())
    conversation = len({(label.role, label.name) for label in labels if label and label.certain}) > 1
    drafts = [_Draft(None)]
    for block, label in zip(blocks, labels, strict=True):
        after_question = drafts[-1].label is not None and drafts[-1].label.role == "question"
        if label and (
            label.certain
            or seen[label.name] > 1
            or (after_question and not label.rest[:1].islower())  # not "North Korea: what is next?"
            or (label.bold and conversation)  # "Student:" among speakers, "Crimea:" in a speech
            or names_in_title(surname(label.name), title)
        ):
            drafts.append(_Draft(label))
            if label.rest:
                drafts[-1].passages.append(label.rest)
        else:
            drafts[-1].passages.append(block.text)
    return drafts


def _roles(drafts: list[_Draft], people: dict[str, str]) -> list[Role]:
    speakers = {people[draft.label.name] for draft in drafts if draft.label and draft.label.name}
    asked = any(draft.label and draft.label.role == "question" for draft in drafts)
    roles: list[Role] = []
    for draft in drafts:
        if draft.label is None or (len(speakers) == 1 and not asked):
            roles.append("statement")
        elif draft.label.role == "question":
            roles.append("question")
        elif draft.label.role == "answer" or (roles and roles[-1] == "question"):
            roles.append("answer")
        else:
            roles.append("remark")
    return roles
