"""``python -m tests.kills --kills 200``: crawl and diff killed at random moments, then compared with a run in peace.

In each edition of the local ministry ``scrapy crawl`` and ``scrapy diff`` are killed (SIGKILL, the whole of its
processes left to end by themselves) after a random delay, again and again, and then run to their end. What is in the
database after that must be what an undisturbed line of runs finds.
"""

from __future__ import annotations

import argparse
import json
import random
import sys
import tempfile
import time
import uuid
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

from storage.record.db import connect_read_only
from storage.record.passages import WHOLE
from storage.record.runs import manifest
from tests.ministry import LAST, Ministry
from tests.running import Desk, end

if TYPE_CHECKING:
    import subprocess
    from collections.abc import Iterator, Sequence

SOURCES = ("ru_mid", "ru_kremlin")
COMMANDS = (*(("crawl", source, "-a", "full=1") for source in SOURCES), ("diff",))
MARK = "PALIMPSEST_KILLS"
"""An environment variable that all processes of a killed run inherit."""
ORPHANS_S = 10.0
"""How long a killed run's reading processes may take to notice."""

DERIVED = {
    "variants": "SELECT source, document, language, url, title, status, versions, text FROM transcripts",
    "versions": "SELECT source, document, language, version, title, declared_version, text_sha256 FROM version_log",
    "changes": "SELECT source, document, language, kind, severity, silent FROM flags WHERE what = 'change'",
    "edits": "SELECT source, document, language, change_kind, silent, from_version, to_version, op, field, kind,"
    " severity, speaker, position, before, after, rule FROM edit_log",
    "discrepancies": "SELECT source, document, kind, severity, language, resolved_at IS NOT NULL FROM discrepancy_log",
    "declared variants": "SELECT sources.name, documents.key, language, language_printed, declared_version"
    " FROM declared_variants JOIN documents ON documents.id = document JOIN sources ON sources.id = source",
    "searchable passages": f"SELECT passages.language, {WHOLE} FROM passages"
    " JOIN passage_index_state ON passages.id <= indexed_to",
}
"""What must not depend on how often a run was cut short: all that is derived, without ids and times.

Source and document come first, where there are any.
"""


def derived(desk: Desk) -> dict[str, list[tuple[Any, ...]]]:
    """All that DERIVED names, each list in one order.

    Of two documents that turn out to be one the first to be seen gives its key, and which feed answers first is
    chance: so a document is named here by the first of its variants' URLs.
    """
    names = {
        (source, key): url
        for source, key, url in desk.rows(
            "SELECT sources.name, documents.key, min(url) FROM variants JOIN documents ON documents.id = document"
            " JOIN sources ON sources.id = source GROUP BY documents.id"
        )
    }
    return {
        name: sorted(((row[0], names.get(row[:2], row[1]), *row[2:]) for row in desk.rows(sql)), key=repr)
        for name, sql in DERIVED.items()
    }


def differences(desk: Desk, peaceful: Desk) -> Iterator[str]:
    """In what a database that was killed upon differs from one that was not."""
    found, expected = derived(desk), derived(peaceful)
    for name in DERIVED:
        surplus = [row for row in found[name] if row not in expected[name]]
        missing = [row for row in expected[name] if row not in found[name]]
        if found[name] != expected[name]:
            yield f"{name}: {len(surplus)} too many {surplus[:2]}, {len(missing)} missing {missing[:2]}, or one doubled"


def damage(desk: Desk) -> Iterator[str]:
    """What is broken in a database, whatever it should hold."""
    if (verdict := desk.one("PRAGMA integrity_check")) != "ok":
        yield f"integrity: {verdict}"
    for row in desk.rows("PRAGMA foreign_key_check"):
        yield f"foreign key: {row}"
    halves = {
        "captures without a reading": "SELECT id FROM captures WHERE id NOT IN (SELECT capture FROM readings)",
        "texts without a passage": "SELECT id FROM texts WHERE json_array_length(layout) = 0",
        "bodies of no capture": "SELECT id FROM bodies WHERE id NOT IN (SELECT body FROM captures WHERE body NOTNULL)",
        "changes of text without an edit": "SELECT id FROM changes WHERE to_version NOTNULL AND kind <> 'restored'"
        " AND kind <> 'extended' AND id NOT IN (SELECT change FROM edits)",
        "variants left uncompared": "SELECT id FROM variants WHERE uncompared",
        "runs left open": "SELECT id FROM runs WHERE outcome = 'running'",
    }
    for name, sql in halves.items():
        if rows := desk.rows(sql):
            yield f"{name}: {rows[:3]}"
    yield from broken_chain(desk)


def broken_chain(desk: Desk) -> Iterator[str]:
    """Runs whose manifest is not that of their captures, chained to the run before."""
    db = connect_read_only(desk.database)
    previous: bytes | None = None
    for run, kept_previous, kept in db.conn.execute("SELECT id, previous, manifest FROM runs ORDER BY id").fetchall():
        if kept_previous != previous or kept != manifest(db, run, previous):
            yield f"the chain breaks at run {run}"
        previous = kept
    db.conn.close()


def left_behind(mark: str) -> list[int]:
    """Processes that still carry a mark in their environment. Reads /proc."""
    found = []
    for process in Path("/proc").glob("[0-9]*"):
        try:
            if f"{MARK}={mark}".encode() in (process / "environ").read_bytes():
                found.append(int(process.name))
        except OSError:  # ended meanwhile, or another user's
            continue
    return found


@dataclass
class Killer:
    """Kills runs upon one database, at moments drawn from a seed."""

    desk: Desk
    ministry: Ministry
    chance: random.Random
    took_s: dict[tuple[str, ...], float]
    """How long a command takes in peace: no kill is drawn after its end."""
    requests: int = 30
    """How many the last whole crawl made."""
    kills: int = 0
    """Runs that were killed before their end."""

    def disturbed(self, command: tuple[str, ...], times: int) -> None:
        """A command killed so many times, then run to its end."""
        target, took_s = self.kills + times, self.took_s[command]
        while self.kills < target:
            started, before = time.monotonic(), self.kills
            self._kill(command, took_s)
            if self.kills == before:  # it ended before its moment came: with less to do, the next ends as soon
                took_s = min(took_s, time.monotonic() - started)
        asked = len(self.ministry.log)
        self.desk.ok(*command)
        if command[0] == "crawl":
            self.requests = len(self.ministry.log) - asked

    def _kill(self, command: tuple[str, ...], took_s: float) -> None:
        mark = uuid.uuid4().hex
        self.desk.environment[MARK] = mark
        with self.desk.start(*command) as process:
            self._await_moment(process, command, took_s)
            if process.poll() is None:
                process.kill()
                self.kills += 1
            end(process)
        deadline = time.monotonic() + ORPHANS_S
        while orphans := left_behind(mark):
            assert time.monotonic() < deadline, f"processes {orphans} outlived the crawl that started them"
            time.sleep(0.05)

    def _await_moment(self, process: subprocess.Popen[str], command: tuple[str, ...], took_s: float) -> None:
        """Until a moment drawn from the whole run; of a crawl every other one from its requests, where the work is."""
        started, asked = time.monotonic(), len(self.ministry.log)
        by_request = command[0] == "crawl" and self.chance.random() < 0.5
        seconds = took_s * self.chance.uniform(1 if by_request else 0.1, 1)
        requests = self.chance.randint(1, self.requests) if by_request else 10**9
        while process.poll() is None and len(self.ministry.log) - asked < requests:
            if time.monotonic() - started > seconds * (10 if by_request else 1):
                return
            time.sleep(0.01)
        if by_request:
            time.sleep(self.chance.uniform(0, 0.1))  # an answer takes that long from the network to the record


def peace(
    desk: Desk, ministry: Ministry, editions: range, commands: Sequence[tuple[str, ...]] = COMMANDS
) -> dict[tuple[str, ...], float]:
    """Every edition crawled and compared, nothing disturbed. Returns how many seconds each command took at last."""
    took_s = {}
    for edition in editions:
        ministry.edition = edition
        for command in commands:
            started = time.monotonic()
            desk.ok(*command)
            took_s[command] = time.monotonic() - started
    return took_s


def war(
    killer: Killer, ministry: Ministry, editions: range, kills: int, commands: Sequence[tuple[str, ...]] = COMMANDS
) -> Iterator[int]:
    """The same with kills, spread evenly over editions and commands. Yields each edition done."""
    rounds = len(editions) * len(commands)
    shares = iter(kills // rounds + (place < kills % rounds) for place in range(rounds))
    for edition in editions:
        ministry.edition = edition
        for command in commands:
            killer.disturbed(command, next(shares))
        yield edition


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.kills", description=__doc__)
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--documents", type=int, default=40)
    parser.add_argument("--seed", type=int, default=random.SystemRandom().randrange(10**6))
    options = parser.parse_args()
    settings: dict[str, object] = {"READ_PROCESSES": 1, "WITHDRAWAL_CONFIRM_HOURS": 0, "LOG_LEVEL": "WARNING"}
    print(f"{options.kills} kills over {options.documents} documents, seed {options.seed}", flush=True)
    editions = range(1, LAST + 1)
    with tempfile.TemporaryDirectory() as folder, Ministry(documents=options.documents) as ministry:
        peaceful, desk = (Desk(Path(folder) / f"{name}.db", ministry.url, settings) for name in ("peace", "war"))
        took_s = peace(peaceful, ministry, editions)
        killer = Killer(desk, ministry, random.Random(options.seed), took_s)
        for edition in war(killer, ministry, editions, options.kills):
            wrong = list(damage(desk))
            print(f"edition {edition}: {killer.kills} killed so far; {'; '.join(wrong) or 'sound'}", flush=True)
            if wrong:
                return 1
        wrong = list(differences(desk, peaceful))
        counts = {name: len(rows) for name, rows in derived(peaceful).items()}
    print("\n".join(wrong) or f"as in peace: {json.dumps(counts)}")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
