"""Runs that are cut short, by a kill or by a polite signal: the next one goes on as if nothing had been."""

from __future__ import annotations

import random
import signal
import time
from typing import TYPE_CHECKING

from tests.kills import Killer, damage, derived, differences, peace, war
from tests.ministry import Fault, Ministry
from tests.running import Desk, end

if TYPE_CHECKING:
    from pathlib import Path

COMMANDS = (("crawl", "ru_mid", "-a", "full=1"), ("diff",))
EDITIONS = range(1, 3)


def test_kills_at_random_moments_lose_and_double_nothing(ministry: Ministry, tmp_path: Path) -> None:
    peaceful = Desk(tmp_path / "peace.db", ministry.url)
    took_s = peace(peaceful, ministry, EDITIONS, COMMANDS)
    found = derived(peaceful)
    assert all(found[name] for name in found if name != "discrepancies"), "there must be something to lose"
    desk = Desk(tmp_path / "war.db", ministry.url, {"READ_PROCESSES": 1})
    killer = Killer(desk, ministry, random.Random(20191127), took_s)
    for edition in war(killer, ministry, EDITIONS, 6, COMMANDS):
        assert list(damage(killer.desk)) == [], f"after edition {edition}"
    assert killer.kills == 6
    assert list(differences(killer.desk, peaceful)) == []
    killed = killer.desk.one("SELECT count(*) FROM runs WHERE outcome = 'killed'")
    assert 1 <= killed <= 6


def test_what_a_kill_damages_would_be_seen(ministry: Ministry, desk: Desk, tmp_path: Path) -> None:
    desk.ok("crawl", "ru_kremlin")
    desk.ok("diff")
    assert list(damage(desk)) == []
    other = Desk(tmp_path / "other.db")
    other.database.write_bytes(desk.database.read_bytes())
    assert list(differences(other, desk)) == []
    with other.writable() as conn:
        conn.execute("DELETE FROM versions WHERE id = (SELECT max(id) FROM versions)")
        conn.execute("DELETE FROM readings WHERE id = (SELECT min(id) FROM readings)")
        conn.execute("UPDATE captures SET url = url || '?' WHERE id = 1")
    assert {line.partition(":")[0] for line in damage(other)} == {
        "captures without a reading",
        "the chain breaks at run 1",
    }
    assert {line.partition(":")[0] for line in differences(other, desk)} >= {"variants", "versions"}


def test_a_polite_signal_finishes_what_is_in_flight(ministry: Ministry, desk: Desk) -> None:
    desk.ok("crawl", "ru_mid")
    slow = desk.one("SELECT url FROM variants ORDER BY id DESC LIMIT 1")  # the newest is asked first
    ministry.log.clear()
    ministry.faults[slow] = Fault("hang", times=1, seconds=1.5)
    desk.settings = {"CONCURRENT_REQUESTS_PER_DOMAIN": 1, "UNCONDITIONAL_EVERY": 1, "RETRY_TIMES": 0}
    with desk.start("crawl", "ru_mid", "-a", "full=1") as process:
        _wait_for(ministry, slow)
        process.send_signal(signal.SIGTERM)
        ended = end(process)
    assert ended.code == 0, ended.err
    assert "stopped" in ended.last
    assert "the next run goes on" in ended.last
    assert desk.rows("SELECT outcome, state FROM runs WHERE id = 2") == [("stopped", None)]
    seen = [url for url, _ in desk.verdicts()]
    assert slow in seen, "the request in flight was finished and recorded"
    assert len(seen) < 15, "nothing was begun after the signal"
    before = desk.versions()
    assert desk.crawl().code == 0
    assert desk.versions() == before
    desk.ok("diff")
    assert list(damage(desk)) == []


def test_a_host_that_wants_to_be_left_alone_is_not_asked_on_the_way_out(ministry: Ministry, desk: Desk) -> None:
    desk.ok("crawl", "ru_mid")
    first = desk.one("SELECT url FROM variants ORDER BY id DESC LIMIT 1")
    ministry.log.clear()
    ministry.faults[first] = Fault("too_many", seconds=60)
    desk.settings = {"CONCURRENT_REQUESTS_PER_DOMAIN": 1, "UNCONDITIONAL_EVERY": 1}
    with desk.start("crawl", "ru_mid", "-a", "full=1") as process:
        _wait_for(ministry, first)
        time.sleep(1.0)  # until the next request waits its minute
        asked = len(ministry.log)
        process.send_signal(signal.SIGTERM)
        ended = end(process)
    assert ended.code == 0, ended.err
    assert len(ministry.log) == asked, "a stop is no leave to ask"


def _wait_for(ministry: Ministry, url: str) -> None:
    deadline = time.monotonic() + 30
    while not any(seen.path == "/" + url.split("/", 3)[3] for seen in list(ministry.log)):
        assert time.monotonic() < deadline, f"{url} was not asked for"
        time.sleep(0.02)
