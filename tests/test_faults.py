"""Every fault of the local ministry, met by the real crawl: its verdict, and that it makes or loses no version."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import pytest

from tests.ministry import Fault, Ministry
from tests.running import Desk, Ended

if TYPE_CHECKING:
    from collections.abc import Iterator

FAULTS: dict[str, tuple[Fault, str, int | None]] = {
    "forbidden": (Fault("forbidden"), "blocked", 403),
    "challenge": (Fault("challenge"), "blocked", 200),
    "not found": (Fault("not_found"), "gone", 404),
    "gone": (Fault("gone"), "gone", 410),
    "soft 404": (Fault("soft_404"), "soft_404", 200),
    "redirect to the home page": (Fault("home_redirect"), "soft_404", 200),
    "server error": (Fault("server_error"), "error", 500),
    "unavailable": (Fault("unavailable", seconds=1), "error", 503),
    "time-out": (Fault("hang", seconds=9), "error", None),
    "reset": (Fault("reset"), "error", None),
    "redirect loop": (Fault("redirect_loop"), "error", None),
    "60 MB": (Fault("huge"), "error", None),
    "gzip bomb": (Fault("gzip_bomb"), "error", None),
    "short body": (Fault("short_body"), "truncated", 200),
    "cut chunks": (Fault("cut_chunks"), "truncated", 200),
    "empty body": (Fault("empty"), "empty", 200),
    "wrong language": (Fault("foreign"), "foreign", 200),
    "broken UTF-8": (Fault("broken_utf8"), "unreadable", 200),
    "gzip": (Fault("gzip"), "ok", 200),
    "brotli": (Fault("br"), "ok", 200),
    "deflate": (Fault("deflate"), "ok", 200),
    "not compressed": (Fault("identity"), "ok", 200),
    "no ETag": (Fault("no_etag"), "ok", 200),
    "no validators": (Fault("no_validators"), "ok", 200),
    "server error that passes": (Fault("server_error", times=1), "ok", 200),
    "reset that passes": (Fault("reset", times=1), "ok", 200),
    "asked to wait a second": (Fault("too_many", times=1, seconds=1), "ok", 200),
}
"""What is wrong: the fault, the verdict it must get, the HTTP status on record."""


@dataclass(frozen=True, slots=True)
class Story:
    """A ministry crawled in health, then with every fault at once, each on another variant, then in health again."""

    ministry: Ministry
    desk: Desk
    urls: dict[str, str]
    """Which URL has which fault."""
    faulty: Ended
    healed: Ended
    captures: dict[str, dict[str, Any]]
    """What the faulty crawl recorded, by URL asked for."""
    versions: tuple[list[tuple[Any, ...]], ...]
    """After the first crawl, the faulty one, the one in health again."""
    findings: tuple[list[tuple[Any, ...]], ...]
    """Discrepancies: kind, language, whether resolved; after the faulty crawl and after the last."""


@pytest.fixture(scope="module")
def story(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Story]:
    with Ministry(documents=20) as ministry:
        # a document without links to its languages stays apart: its key is what its versions are known by here
        settings: dict[str, object] = {"DOWNLOAD_TIMEOUT": 2, "PAIRING_CONFIDENCE": 1}
        desk = Desk(tmp_path_factory.mktemp("faults") / "transcripts.db", ministry.url, settings)
        desk.ok("crawl", "ru_mid")
        versions = [desk.versions()]
        variants = [url for (url,) in desk.rows("SELECT url FROM variants ORDER BY id")]
        urls = dict(zip(FAULTS, variants, strict=False))
        ministry.log.clear()
        for name, url in urls.items():
            ministry.faults[url] = FAULTS[name][0]
        faulty = desk.crawl(UNCONDITIONAL_EVERY=1)
        captures = _captures(desk)
        versions.append(desk.versions())
        desk.ok("diff")
        findings = [desk.rows("SELECT kind, language, resolved_at IS NOT NULL FROM discrepancy_log")]
        asked = list(ministry.log)
        ministry.faults.clear()
        healed = desk.crawl(UNCONDITIONAL_EVERY=1)
        versions.append(desk.versions())
        desk.ok("diff")
        findings.append(desk.rows("SELECT kind, language, resolved_at IS NOT NULL FROM discrepancy_log"))
        ministry.log[:] = asked
        yield Story(ministry, desk, urls, faulty, healed, captures, tuple(versions), tuple(findings))


def _captures(desk: Desk) -> dict[str, dict[str, Any]]:
    rows = desk.rows(
        "SELECT coalesce(nullif(requested_url, ''), captures.url), verdict, reason, captures.http_status, incomplete,"
        " failure, body FROM captures JOIN readings ON readings.capture = captures.id"
        " WHERE variant IS NOT NULL AND run = (SELECT max(id) FROM runs) ORDER BY captures.id"
    )
    names = ("verdict", "reason", "http_status", "incomplete", "failure", "body")
    assert len({row[0] for row in rows}) == len(rows), "a URL was recorded twice"
    return {row[0]: dict(zip(names, row[1:], strict=True)) for row in rows}


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_gets_its_verdict(story: Story, name: str) -> None:
    _, verdict, status = FAULTS[name]
    capture = story.captures[story.urls[name]]
    assert (capture["verdict"], capture["http_status"]) == (verdict, status), capture["reason"]
    assert bool(capture["reason"]) == (verdict != "ok"), "whatever is not ok says why"
    assert (capture["body"] is None) == (status is None), "what was answered is kept, whatever it is worth"


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_makes_no_version_and_loses_none(story: Story, name: str) -> None:
    url = story.urls[name]
    (key,) = story.desk.rows(
        "SELECT documents.key, language FROM variants JOIN documents ON documents.id = document WHERE url = ?", url
    )
    first, faulty, healed = ([row for row in versions if (row[1], row[2]) == key] for versions in story.versions)
    assert len(first) == 1
    assert first == faulty == healed


def test_nothing_that_had_no_fault_was_touched(story: Story) -> None:
    assert story.versions[0] == story.versions[1] == story.versions[2]
    others = [capture["verdict"] for url, capture in story.captures.items() if url not in story.urls.values()]
    assert set(others) == {"ok"}
    assert len(others) + len(FAULTS) == len(story.captures) == len(story.versions[0])


def test_after_healing_nothing_is_found(story: Story) -> None:
    assert story.healed.code == 0, story.healed.err
    assert story.desk.rows("SELECT * FROM edit_log") == []
    assert story.desk.rows("SELECT * FROM flags") == []
    assert story.desk.rows("SELECT DISTINCT status FROM transcripts") == [("live",)]


def test_a_page_in_a_wrong_language_is_found_while_it_lasts(story: Story) -> None:
    (language,) = story.desk.rows("SELECT language FROM variants WHERE url = ?", story.urls["wrong language"])
    assert story.findings == ([("wrong_language", *language, 0)], [("wrong_language", *language, 1)])


def test_some_faulty_pages_make_a_source_degraded_not_unhealthy(story: Story) -> None:
    assert story.faulty.code == 0
    (reason,) = story.desk.rows("SELECT state, reason FROM runs WHERE command = 'crawl' AND id = 2")
    assert reason[0] == "degraded"
    for words in ("blocked", "truncated", "empty", "in another language", "unreadable", "in error"):
        assert words in reason[1]


@pytest.mark.parametrize(("name", "times"), [("server error", 3), ("time-out", 3), ("forbidden", 1)])
def test_what_may_pass_is_asked_again(story: Story, name: str, times: int) -> None:
    path = story.urls[name].removeprefix("https://mid.ru")
    assert len(story.ministry.asked(path)) == times


def test_a_short_retry_after_is_waited_out(story: Story) -> None:
    refused, answered = story.ministry.asked(story.urls["asked to wait a second"].removeprefix("https://mid.ru"))
    assert (refused.status, answered.status) == (429, 200)
    assert answered.time - refused.time >= 1.0
    between = [seen for seen in story.ministry.log if refused.time + 0.5 < seen.time < refused.time + 0.95]
    assert between == [], "the host was asked for something else meanwhile"


def test_a_bomb_costs_no_memory(story: Story) -> None:
    capture = story.captures[story.urls["gzip bomb"]]
    assert "gzip_bomb" not in capture["reason"]
    assert story.desk.one("SELECT max(size) FROM bodies") < 8 * 2**20


def test_a_304_is_believed_with_an_etag_and_with_a_date(ministry: Ministry, desk: Desk) -> None:
    ministry.faults["*"] = "no_etag"
    desk.ok("crawl", "ru_kremlin")
    ministry.faults.clear()
    ministry.log.clear()
    by_date = desk.crawl("ru_kremlin")
    assert {verdict for _, verdict in desk.verdicts()} == {"unchanged"}
    pages = [seen for seen in ministry.log if seen.status == 304]
    assert all("if-modified-since" in seen.headers and "if-none-match" not in seen.headers for seen in pages)
    assert by_date.code == 0


def test_a_lying_304_is_caught_and_loses_no_version(ministry: Ministry, desk: Desk) -> None:
    truth = {record["url"] for record in ministry.truth(1, 2) if record["source"] == "ru_kremlin"}
    assert len(truth) == 4
    desk.settings["UNCONDITIONAL_EVERY"] = 3
    desk.ok("crawl", "ru_kremlin")
    ministry.faults["ru_kremlin"] = "lying_304"
    ministry.edition = 2
    for _ in range(2):
        desk.crawl("ru_kremlin")
        assert {verdict for url, verdict in desk.verdicts() if url in truth} == {"unchanged"}
    lied_at = desk.one("SELECT max(fetched_at) FROM capture_log WHERE verdict = 'unchanged'")
    desk.crawl("ru_kremlin")  # the third is unconditional, and finds out
    assert {url for (url,) in desk.rows("SELECT url FROM variants WHERE distrusted")} == truth
    desk.ok("diff")
    found = desk.rows("SELECT url, not_before, not_after FROM edit_log WHERE source = 'ru_kremlin'")
    assert {url for url, _, _ in found} == truth
    assert all(not_before < lied_at < not_after for _, not_before, not_after in found), "a lie narrows no interval"
    ministry.log.clear()
    desk.crawl("ru_kremlin")
    assert {seen.status for seen in ministry.log if seen.path.rsplit("/", 1)[-1].isdigit()} == {200}, "asked outright"
    assert len(desk.versions()) == 2 * len(truth) + 2  # the third document is new in edition 2


def test_a_long_retry_after_lets_the_host_rest(ministry: Ministry, desk: Desk) -> None:
    desk.ok("crawl", "ru_mid")
    ministry.log.clear()
    first = desk.one("SELECT url FROM variants ORDER BY id LIMIT 1")
    ministry.faults[first] = Fault("too_many", seconds=3600)
    desk.crawl(CONCURRENT_REQUESTS_PER_DOMAIN=1, CONCURRENT_REQUESTS=1, UNCONDITIONAL_EVERY=1)
    refused = next(n for n, seen in enumerate(ministry.log) if seen.status == 429)
    assert len(ministry.log) - refused <= 10, "only what was in hand already is still asked for"
    assert len(ministry.asked(first.removeprefix("https://mid.ru"))) == 1
    (checked, due) = desk.rows("SELECT last_checked, next_check FROM variants WHERE url = ?", first)[0]
    assert due[:13] > checked[:13], "not before the hour has passed"
    assert desk.one("SELECT verdict FROM capture_log WHERE http_status = 429") == "blocked"


def test_robots_that_close_the_site_are_obeyed(ministry: Ministry, desk: Desk) -> None:
    desk.ok("crawl", "ru_kremlin")
    before = desk.versions()
    ministry.log.clear()
    ministry.faults["/robots.txt"] = "closed_robots"
    closed = desk.crawl("ru_kremlin")
    assert {seen.path for seen in ministry.log} == {"/robots.txt"}
    assert closed.code == 3
    assert {verdict for _, verdict in desk.verdicts()} == {"blocked"}
    assert desk.rows("SELECT DISTINCT failure FROM captures WHERE run = 2") == [("robots.txt forbids this URL",)]
    assert desk.versions() == before
    ministry.faults.clear()
    assert desk.crawl("ru_kremlin").code == 0
    assert desk.versions() == before


def test_a_source_that_is_down_is_unhealthy_and_loses_nothing(ministry: Ministry, desk: Desk) -> None:
    desk.settings = {"UNCONDITIONAL_EVERY": 1, "WITHDRAWAL_CONFIRM_HOURS": 0}
    desk.ok("crawl", "ru_kremlin")
    before = desk.versions()
    downs = [("challenge", "blocked", "blocked"), ("not_found", "gone", "gone"), ("not_found", "gone", "gone")]
    for fault, article, listing in [*downs, ("empty_listing", "ok", "empty")]:
        ministry.faults["ru_kremlin"] = fault
        down = desk.crawl("ru_kremlin")
        reason = f"an empty crawl: listings and feeds named no document (4 {listing})"
        assert down.code == 3
        assert reason in down.last
        assert {verdict for _, verdict in desk.verdicts()} == {article}
        assert desk.rows("SELECT state, reason FROM source_health") == [("unhealthy", reason)]
    desk.ok("diff")
    assert desk.rows("SELECT * FROM edit_log") == []
    assert desk.rows("SELECT DISTINCT status FROM transcripts") == [("live",)]
    ministry.faults.clear()
    assert desk.crawl("ru_kremlin").code == 0
    desk.ok("diff")
    assert desk.rows("SELECT state FROM source_health") == [("ok",)]
    assert desk.versions() == before
    assert desk.rows("SELECT * FROM edit_log") == []


def test_pages_gone_all_at_once_are_no_withdrawals_however_often_they_are_looked_at(
    ministry: Ministry, desk: Desk
) -> None:
    desk.settings = {"UNCONDITIONAL_EVERY": 1, "WITHDRAWAL_CONFIRM_HOURS": 0}
    desk.ok("crawl", "ru_mid")
    before = desk.versions()
    for document in ministry.documents:
        ministry.faults[f"ru_mid/{document.key}"] = "not_found"
    for _ in range(3):
        gone = desk.crawl()
        assert {verdict for _, verdict in desk.verdicts()} == {"gone"}
        assert gone.code == 3
        assert "30 of 30 pages gone at once" in gone.last
    desk.ok("diff")
    assert desk.rows("SELECT * FROM edit_log") == []
    assert desk.versions() == before


def test_pages_blocked_far_above_what_is_usual_make_the_source_unhealthy(ministry: Ministry, desk: Desk) -> None:
    desk.ok("crawl", "ru_mid")
    for document in ministry.documents[:2]:
        ministry.faults[f"ru_mid/{document.key}"] = "forbidden"
    blocked = desk.crawl(UNCONDITIONAL_EVERY=1)
    assert blocked.code == 3
    assert "10 of 30 pages blocked (usually 0%)" in blocked.last
    assert "10 of 30 pages blocked" in desk.one("SELECT reason FROM source_health")


def test_an_entry_missing_from_a_listing_is_no_withdrawal(ministry: Ministry, desk: Desk) -> None:
    desk.ok("crawl", "ru_kremlin")
    ministry.faults["http://en.kremlin.ru/events/president/news"] = "empty_listing"
    assert desk.crawl("ru_kremlin").code == 0  # the feed still names them
    desk.ok("diff", WITHDRAWAL_CONFIRM_HOURS=0)
    assert desk.rows("SELECT * FROM edit_log") == []
    assert desk.rows("SELECT DISTINCT status FROM transcripts") == [("live",)]


def test_a_request_that_vanishes_is_missed(desk: Desk) -> None:
    losing = {"tests.losing.Loser": 50, "scrapy.spidermiddlewares.httperror.HttpErrorMiddleware": None}
    lost = desk.run("crawl", "ru_kremlin", SPIDER_MIDDLEWARES=json.dumps(losing))
    assert lost.code == 1
    assert "requests vanished: " in lost.last
    assert "kremlin.ru/events/president/news/" in lost.last
    assert desk.run("crawl", "ru_kremlin").code == 0
    assert desk.rows("SELECT outcome FROM runs ORDER BY id") == [("killed",), ("done",)]
    assert len(desk.versions()) == 4
