"""A record kept by hand: captures of one invented page at chosen hours, read by a reader of a few lines."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING, Any, cast

from storage.jobs.diff import Summary, run_diff
from storage.observation import Address, Capture, Reading, Verdict
from storage.record import runs
from storage.record.captures import record
from storage.record.passages import WHOLE
from storage.record.schedule import Policy
from storage.record.texts import LAID
from storage.transcript import Transcript, Turn

if TYPE_CHECKING:
    from sqlite_utils import Database

    from storage.record.listings import Recorded

NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
CONFIRM = timedelta(hours=24)
NEWS = Address("1", "en", "https://office.example/en/1")
NOVICE, ADEPT = "Article@1", "Article@2"
"""Two generations of one reader. The first takes the counter of visitors for a passage."""
COUNTER = "Visitors: 41"


def transcript(*passages: str, language: str = "en", title: str = "Remarks to the press", **more: Any) -> Transcript:
    return Transcript(
        title=title, language=language, turns=(Turn("statement", passages),), form=more.pop("form", "plain"), **more
    )


@dataclass
class Notebook:
    """One source's captures. Hours count from NOON."""

    db: Database
    reader: str = NOVICE
    run: int = field(init=False)
    source: int = field(init=False)

    def __post_init__(self) -> None:
        self.source = runs.source_id(self.db, "xx_office", "none")
        self.new_run()

    def new_run(self, state: str | None = "ok") -> None:
        """End the run, if there is one, with this state of the source, and begin another."""
        with self.db.atomic():
            if hasattr(self, "run"):
                runs.finish(self.db, self.run, outcome="done", state=state)
            self.run = runs.start(self.db, "crawl", self.source)

    def read(self, capture: Capture, language: str) -> Reading:
        """The reader of today upon a capture with a body: one passage a line."""
        lines = (capture.body or b"").decode().splitlines()
        if capture.status == 404:
            return Reading(cast("Verdict", lines[0]), self.reader, "as the test wishes")
        if self.reader == ADEPT:
            lines = [line for line in lines if line != COUNTER]
        return Reading("ok", self.reader, transcript=transcript(*lines, language=language))

    def saw(self, hour: float, *lines: str, address: Address = NEWS, observer: str = "self", **more: Any) -> Recorded:
        """A page that held these lines."""
        capture = Capture(
            "xx_office",
            address.url,
            NOON + timedelta(hours=hour),
            status=200,
            body="\n".join(lines).encode(),
            observer=observer,
            address=address,
            **more,
        )
        return self._record(capture, self.read(capture, address.language))

    def failed(self, hour: float, verdict: Verdict, address: Address = NEWS, **more: Any) -> Recorded:
        """A look that brought no text."""
        capture = Capture(
            "xx_office",
            address.url,
            NOON + timedelta(hours=hour),
            status=404,
            body=verdict.encode(),
            address=address,
            **more,
        )
        return self._record(capture, self.read(capture, address.language))

    def not_modified(self, hour: float, basis: int, *, probe: bool = False) -> Recorded:
        """A 304 to the validators of an earlier capture."""
        at = NOON + timedelta(hours=hour)
        capture = Capture("xx_office", NEWS.url, at, status=304, address=NEWS, basis=basis, probe=probe)
        return self._record(capture, Reading("unchanged", "fetch", f"304: as in capture {basis}"))

    def diff(self) -> Summary:
        """Judge the run so far and compare, as ``scrapy update`` does; another run begins."""
        self.new_run()
        return run_diff(self.db, confirm_withdrawal=CONFIRM, now=NOON + timedelta(days=365))

    def _record(self, capture: Capture, reading: Reading) -> Recorded:
        with self.db.atomic():
            return record(self.db, self.run, capture, reading, self.read, Policy(confirm_withdrawal=CONFIRM))

    def rows(self, sql: str, *values: object) -> list[tuple[Any, ...]]:
        return self.db.conn.execute(sql, values).fetchall()

    def versions(self) -> list[tuple[int, int, str]]:
        """Number, id and text of each version of NEWS."""
        return self.rows(
            f"SELECT versions.number, versions.id, (SELECT group_concat({WHOLE}, ' | ') FROM {LAID}"
            " JOIN passages ON passages.id = laid.value WHERE laid.key > 0)"
            " FROM versions JOIN texts ON texts.id = versions.text JOIN variants ON variants.id = variant"
            " WHERE language = 'en' ORDER BY versions.number"
        )

    def changes(self) -> list[tuple[str, str, int, int | None, str | None, str | None]]:
        """Kind, id, from and to version, before and after of every edit on record that stands."""
        return self.rows(
            "SELECT change_kind, change, from_version, to_version, before, after FROM edit_log ORDER BY not_after"
        )
