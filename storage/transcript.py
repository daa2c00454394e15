"""What a page says, as read: the frozen records that leave a page class and enter the record."""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

Role = Literal["statement", "question", "answer", "remark"]
Kind = Literal[
    "speech",
    "interview",
    "press_conference",
    "briefing",
    "statement",
    "answers",
    "remarks",
    "read_out",
    "announcement",
    "other",
]


METADATA = (
    "form",
    "language",
    "language_printed",
    "kind",
    "title",
    "lead",
    "published_at",
    "published_printed",
    "declared_version",
    "declared_updated_at",
    "place",
    "number",
)
"""What is kept of a transcript beside its turns, in the order that its ``identity`` is made of."""


@dataclass(frozen=True, slots=True)
class Turn:
    """One speaker's uninterrupted contribution."""

    role: Role
    passages: tuple[str, ...]
    speaker: str = ""
    """As resolved (``Sergey Lavrov``); ``''`` where the page does not say."""
    speaker_printed: str = ""
    """The label as printed (``Foreign Minister Sergey Lavrov``), without its colon."""

    def __reduce__(self) -> tuple[type[Turn], tuple[object, ...]]:
        """Dozens come from another process with each page: in a quarter of the time that dataclasses take for it."""
        return Turn, (self.role, self.passages, self.speaker, self.speaker_printed)


@dataclass(frozen=True, slots=True)
class Alternate:
    """A language variant that a page declares for its own document."""

    language_printed: str
    url: str = ""
    declared_version: str = ""


@dataclass(frozen=True)
class Transcript:
    """One variant's content as one page states it. Every text in it is normalised (storage.text.normalise)."""

    title: str
    language: str
    """Language plus script (``en``, ``zh-Hant``)."""
    turns: tuple[Turn, ...]
    form: str
    """The layout it was read from (``mid-2021``): two forms may cut passages differently without an edit."""
    kind: Kind = "other"
    lead: str = ""
    published_at: str = ""
    """ISO 8601 with the source's own offset; a date alone where no time is printed; ``''`` if none is."""
    published_printed: str = ""
    declared_version: str = ""
    declared_updated_at: str = ""
    language_printed: str = ""
    place: str = ""
    number: str = ""
    """The publisher's own document number."""
    alternates: tuple[Alternate, ...] = ()

    @cached_property
    def passages(self) -> tuple[str, ...]:
        return tuple(passage for turn in self.turns for passage in turn.passages)

    @cached_property
    def turn_of(self) -> tuple[int, ...]:
        """The turn (0-based) of each passage."""
        return tuple([at for at, turn in enumerate(self.turns) for _ in turn.passages])

    @property
    def text(self) -> str:
        """The passages joined by an empty line, without speakers: what ``text_sha256`` is of."""
        return "\n\n".join(self.passages)

    @cached_property
    def digest(self) -> str:
        """SHA-256 of all that is compared between versions. Equal digests: nothing was edited."""
        compared = [
            self.title,
            self.lead,
            self.published_at,
            self.kind,
            self.language,
            self.declared_version,
            [[turn.role, turn.speaker_printed, *turn.passages] for turn in self.turns],
        ]
        return hashlib.sha256(json.dumps(compared, ensure_ascii=False).encode()).hexdigest()

    @cached_property
    def identity(self) -> str:
        """SHA-256 of all that is kept of a text, resolved speakers and layout included."""
        kept: list[object] = [getattr(self, name) for name in METADATA]
        kept += ((turn.role, turn.passages, turn.speaker, turn.speaker_printed) for turn in self.turns)
        return hashlib.sha256(json.dumps(kept, ensure_ascii=False).encode()).hexdigest()

    @cached_property
    def words_digest(self) -> str:
        """SHA-256 of title and words alone, whatever the passage boundaries: what two forms have in common."""
        words = " ".join(filter(None, [self.title, *self.passages]))  # normalised, so one space parts any two
        return hashlib.sha256(words.encode()).hexdigest()
