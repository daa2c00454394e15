"""Archived captures into the record: a batch a transaction, the captures of each source in a run of their own.

What is on record already changes nothing, whichever archive tells it again; and our own captures stand: what somebody
else says of the same URL at the same moment is not taken.
"""

from __future__ import annotations

from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING

from crawler.backfill.archived import Doubt, Elsewhere, Refused
from crawler.backfill.digests import matches
from crawler.reading import read
from crawler.recorder import page_of, reread
from crawler.sources import located
from storage.observation import Capture
from storage.record import captures, runs
from storage.record.foreign import Observation, captured_at, is_on_record, observation, second
from storage.record.schedule import Policy

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from scrapy.settings import BaseSettings
    from sqlite_utils import Database

    from crawler.backfill.archived import Archived, Item, Repeated
    from crawler.page import Page, Reading

_FOLDED_FOR_EACH = 4
"""Captures that may be folded for each that is recorded; beyond that a transaction goes on."""
REDIRECTS = frozenset({300, 301, 302, 303, 307, 308})
_WAITING_MAX = 100_000
"""Repetitions that wait for what they repeat, at most: some hundred bytes each."""
_TWINS = {"http": "https", "https": "http"}


@dataclass(slots=True)
class Outcome:
    """What came of all that was offered."""

    verdicts: Counter[str] = field(default_factory=Counter)
    """Of what was stored."""
    known: int = 0
    """On record already, or seen by ourselves at that moment."""
    refused: int = 0
    elsewhere: int = 0
    """No page of a document: of no source, or a listing, a feed and the like."""
    redirects: int = 0
    """What they lead to counts, not they."""


@dataclass(frozen=True, slots=True)
class Chosen:
    """A capture to be read and recorded, and what names it in a message."""

    capture: Capture
    where: str
    told: Observation

    @property
    def page(self) -> Page:
        """As the readers take it."""
        address = self.capture.address
        return page_of(self.capture, address.language if address else "")


class Intake:
    """Takes what archives hold, until it is closed. The caller holds the database's lock."""

    def __init__(
        self,
        db: Database,
        settings: BaseSettings,
        source: str = "",
        complain: Callable[[str], None] = lambda _: None,
    ) -> None:
        """With a ``source`` only its pages are taken; without one the URL tells whose they are.

        ``complain`` is called with the reason of each refusal. Raises UnknownSource.
        """
        self.outcome = Outcome()
        self._db, self._source, self._complain = db, source, complain
        self._policy = Policy(confirm_withdrawal=timedelta(hours=settings.getfloat("WITHDRAWAL_CONFIRM_HOURS")))
        self._runs: dict[str, int] = {}
        self._unsettled: list[tuple[int, Reading]] = []
        self._to_be_folded = 0
        """At least so many captures, at the end of this transaction."""
        self._is_open = False
        self._chosen: dict[Observation, Capture] = {}
        """What was chosen and is not yet recorded."""
        self._waiting: list[Archived] = []
        self._is_late = False

    def take(self, items: Iterable[Item]) -> None:
        """Read and record these in one transaction. Raises what the storage raises: then none of them is stored."""
        chosen = [one for item in items if (one := self.choose(item)) is not None]
        self.record([(one, read(one.page)) for one in chosen])

    def choose(self, item: Item) -> Chosen | None:
        """What is to be read and recorded of this; None for what is not to be taken, which is counted."""
        if isinstance(item, Refused):
            self._refuse(item.reason)
            return None
        if isinstance(item, Doubt):
            self._complain(str(Refused(item.reason)))
            return None
        if isinstance(item, Elsewhere):
            self.outcome.elsewhere += 1
            return None
        if item.status in REDIRECTS:
            self.outcome.redirects += 1
            return None
        if item.status == 304:
            self._refuse(f"{item.where}: a 304 without the page that it repeats")
            return None
        found = located(item.url, self._source)
        if found is None and not (item.named and self._source):
            if item.named:
                self._refuse(f"{item.where}: no source has a page at {item.url}")
                return None
            self.outcome.elsewhere += 1
            return None
        source, address = found or (self._source, None)
        if item.repeats is not None:
            original = self._original(source, item.repeats)
            if original is None:
                if not self._is_late and len(self._waiting) < _WAITING_MAX:
                    self._waiting.append(item)
                    return None
                self._refuse(f"{item.where}: repeats {item.repeats.url} of {item.repeats.at}, which is not on record")
                return None
            item = replace(
                item,
                status=original.status or 200,
                headers=original.headers,
                body=original.body or b"",
                incomplete=original.incomplete,
            )
        capture = Capture(
            source=source,
            url=item.url,
            fetched_at=item.at,
            status=item.status,
            headers=item.headers,
            body=item.body,
            observer=item.observer,
            address=address,
            incomplete=item.incomplete,
            requested_url=item.requested_url,
        )
        told = observation(capture)
        if told in self._chosen or is_on_record(self._db, told, address.url if address else item.url):
            self.outcome.known += 1
            return None
        self._chosen[told] = capture
        return Chosen(capture, item.where, told)

    def late(self) -> list[Archived]:
        """What repeats captures that had not been met before it, oldest first: to be taken when all else is recorded.

        From now on it is refused where they still were not.
        """
        self._is_late = True
        late, self._waiting = sorted(self._waiting, key=lambda item: item.at), []
        return late

    def _original(self, source: str, repeats: Repeated) -> Capture | None:
        """What is repeated, on record or chosen; under the other scheme of its URL only by its digest."""
        scheme, colon, rest = repeats.url.partition(":")
        for url in (repeats.url, f"{_TWINS.get(scheme, scheme)}{colon}{rest}"):
            sought = (source, url, second(repeats.at))
            capture = next((held for told, held in self._chosen.items() if told[:3] == sought), None)
            capture = capture or captured_at(self._db, source, url, repeats.at)
            if capture and (url == repeats.url or matches(capture.body or b"", repeats.digest)):
                return capture
        return None

    def record(self, judged: Iterable[tuple[Chosen, Reading]]) -> None:
        """Store captures with what was read in them, in one transaction: that of ``together``, if one is open."""
        with self.together():
            for chosen, reading in judged:
                capture = chosen.capture
                self._chosen.pop(chosen.told, None)
                if capture.address is None and not reading.links:
                    because = reading.reason or reading.verdict
                    self._refuse(f"{chosen.where}: {capture.url} is no page of {capture.source} ({because})")
                else:
                    run = self._run(capture.source)
                    recorded = captures.record(self._db, run, capture, reading, reread, self._policy, fold_now=False)
                    told = replace(reading, transcript=None, links=())  # texts of thousands are not held until then
                    self._unsettled.append((recorded.capture, told))
                    self.outcome.verdicts[recorded.verdict] += 1

    @contextmanager
    def together(self) -> Iterator[None]:
        """All that is recorded inside is one transaction, its captures folded once, at the end."""
        with self._db.atomic():
            if self._is_open:
                yield
                return
            self._is_open = True
            try:
                yield
                captures.settle(self._db, self._unsettled, reread)
            finally:
                self._is_open = False
                self._unsettled = []
                self._to_be_folded = 0

    def is_worth_folding(self) -> bool:
        """Whether what was recorded in this transaction is a fair part of what has to be folded at its end.

        Folding takes time in the number of a variant's captures: once for each few of them it would be as their square.
        """
        gathered = self._unsettled
        if gathered and _FOLDED_FOR_EACH * len(gathered) >= self._to_be_folded:
            self._to_be_folded = captures.to_be_folded(self._db, gathered[0][0])  # counted anew when it may be enough
        return _FOLDED_FOR_EACH * len(gathered) >= self._to_be_folded

    def close(self, outcome: str = "done") -> None:
        """Close the runs, as ``done`` or ``stopped``.

        Without it the next run closes them as killed; what was stored stays all the same.
        """
        for run in sorted(self._runs.values()):
            runs.close(self._db, run, outcome=outcome)

    def _run(self, source: str) -> int:
        if source not in self._runs:
            id_ = runs.source_id(self._db, source)
            self._runs[source] = runs.start(self._db, "backfill", id_, beside=self._runs.values())
        return self._runs[source]

    def _refuse(self, reason: str) -> None:
        self.outcome.refused += 1
        self._complain(str(Refused(reason)))
