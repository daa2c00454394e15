"""A Wayback Machine asked through the command: what is taken, what is not asked for twice, and what goes wrong."""

from __future__ import annotations

import gzip
import re
import signal
import ssl
import time
from itertools import pairwise
from typing import TYPE_CHECKING

import pytest
from scrapy.utils.project import get_project_settings

from crawler.archives.span import Span
from crawler.cli.archiving import BadArchive, archive_of, contact_missing
from tests.archives.certificate import self_signed
from tests.archives.holdings import Held
from tests.archives.machine import Machine, resumed
from tests.archives.server import Trouble
from tests.ministry.editions import World
from tests.ministry.site import Site
from tests.running import Desk, end

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

WORLD = World(12, 7)
SITE = Site(WORLD)
DOCUMENT = next(known for known in WORLD.documents if known.source == "ru_mid" and known.n == 1)
URL = DOCUMENT.url("en")
COMMAND = ("backfill", "wayback:https://mid.ru/en/", "--source", "ru_mid")


def page(edition: int, language: str = "en") -> bytes:
    return SITE.answer(DOCUMENT.host(language), DOCUMENT.path(language), {}, edition, 0).body


def marked(edition: int, number: int) -> bytes:
    """An edition's page in bytes that no other number has."""
    return page(edition) + f"<!-- {number} -->".encode()


def day(number: int) -> str:
    return f"202603{number:02}120000"


@pytest.fixture
def machine() -> Iterator[Machine]:
    with Machine() as running:
        yield running


@pytest.fixture
def alone(machine: Machine, tmp_path: Path) -> Desk:
    """No politeness is due to a machine of our own."""
    return Desk(
        tmp_path / "transcripts.db",
        settings={
            "WAYBACK_URL": machine.url,
            "ARCHIVE_INDEX_DELAY_S": 0,
            "ARCHIVE_DELAY_S": 0,
            "ARCHIVE_BACKOFF_S": 0.1,
            "ARCHIVE_INDEX_ROWS": 3,
        },
    )


def test_a_history_and_the_same_again(machine: Machine, alone: Desk) -> None:
    """Editions 1 and 4 say the same, edition 2 drops a "not"; repetitions are not fetched, bad pages no versions."""
    sent = {"Last-Modified": "Fri, 20 Mar 2026 10:00:00 GMT", "Server": "nginx"}
    machine.held = [
        Held(URL, day(1), page(1), headers=sent),
        Held(URL, day(2), page(1), revisit=True),
        Held(URL.replace("https://", "http://www.").replace(".ru/", ".ru:80/"), day(3), page(1)),
        Held(URL, day(4), b"<h1>403</h1>", status=403),
        Held(URL, day(5), b"", status=301, headers={"Location": "https://mid.ru/en/"}),
        Held(URL, day(6), page(2)),
        Held(URL, day(7), page(2)),
        Held(URL, day(8), b"<h1>Not Found</h1>", status=404),
        Held(URL, day(9), marked(4, 9)),
        Held("https://mid.ru/en/about/", day(1), b"<p>About</p>"),
        Held(DOCUMENT.url("ru"), day(1), page(1, "ru")),
    ]
    first = alone.ok(*COMMAND)
    assert first.last == (
        "backfill: 8 captures stored (1 blocked, 1 gone, 6 ok), 0 known already, 0 refused,"
        " passed over: 1 redirects, 1 that are no page of a document"
    )
    fetched = [asked.path for asked in machine.asked("/web/")]
    assert fetched == [f"/web/{day(number)}id_/{URL}" for number in (1, 4, 6, 8, 9)]
    index = [resumed(asked.path) for asked in machine.asked("/cdx/")]
    assert len(index) == 4
    assert index == sorted(set(index))
    assert alone.rows("SELECT fetched_at, observer, http_status, verdict, version FROM capture_log ORDER BY 1") == [
        ("2026-03-01T12:00:00.000Z", "wayback", 200, "ok", 1),
        ("2026-03-02T12:00:00.000Z", "wayback", 200, "ok", 1),
        ("2026-03-03T12:00:00.000Z", "wayback", 200, "ok", 1),
        ("2026-03-04T12:00:00.000Z", "wayback", 403, "blocked", None),
        ("2026-03-06T12:00:00.000Z", "wayback", 200, "ok", 2),
        ("2026-03-07T12:00:00.000Z", "wayback", 200, "ok", 2),
        ("2026-03-08T12:00:00.000Z", "wayback", 404, "gone", None),
        ("2026-03-09T12:00:00.000Z", "wayback", 200, "ok", 3),
    ]
    (headers,) = alone.rows("SELECT headers FROM captures ORDER BY fetched_at LIMIT 1")[0]
    assert headers == (
        '{"last-modified": "Fri, 20 Mar 2026 10:00:00 GMT", "server": "nginx", "content-type": "text/html"}'
    )
    alone.ok("diff")
    expected = [(row["kind"], row["before"], row["after"]) for row in WORLD.truth(1, 2) if row["url"] == URL]
    assert expected
    assert alone.rows("SELECT kind, before, after FROM edit_log WHERE change_kind = 'edited'") == expected

    machine.log.clear()
    again = alone.ok(*COMMAND)
    assert again.last.startswith("backfill: 0 captures stored (none), 8 known already, 0 refused")
    assert machine.asked("/web/") == []
    assert alone.one("SELECT count(*) FROM captures") == 8


def test_a_span_and_a_source(machine: Machine, alone: Desk) -> None:
    machine.held = [Held(URL, day(number), marked(1, number)) for number in range(1, 5)]
    span = ("--since", "2026-03-02", "--until", "2026-03-03T12:00:00+00:00")
    machine.extra_rows = [["k", day(9), URL, "text/html", "200", "D"]]  # the index names what it was not asked for
    assert alone.ok(*COMMAND, *span).last.startswith("backfill: 2 captures stored (2 ok)")
    assert "from=20260302000000&to=20260303120000" in machine.asked("/cdx/")[0].path
    machine.extra_rows = []
    other = alone.ok("backfill", "wayback:mid.ru/en/*", "--source", "ru_kremlin")
    assert "passed over: 4 that are no page of a document" in other.last
    assert len(machine.asked("/web/")) == 2


def test_what_repeats_a_redirect_is_one(machine: Machine, alone: Desk) -> None:
    there = {"Location": "https://mid.ru/en/"}
    machine.held = [
        Held(URL, day(1), b"moved", status=301, headers=there),
        Held(URL, day(2), b"moved", status=301, headers=there, revisit=True),
        Held(URL, day(3), b"gone on", status=302, headers=there, revisit=True),
    ]
    ended = alone.ok(*COMMAND)
    assert ended.last.endswith("0 known already, 0 refused, passed over: 3 redirects")
    assert [asked.path[5:19] for asked in machine.asked("/web/")] == [day(3)]  # of this one the index does not tell


def test_the_nearest_capture_is_taken_within_the_span_only(machine: Machine, alone: Desk) -> None:
    machine.held = [Held(URL, day(2), b"lacking", lacking=True), Held(URL, day(9), page(4))]
    ended = alone.run(*COMMAND, "--until", "2026-03-05")
    assert ended.code == 1
    assert f"{URL} of {day(2)}: the archive shows {URL} of {day(9)} in its stead" in ended.err
    assert alone.ok(*COMMAND, "--since", "2026-03-02").last.startswith("backfill: 1 captures stored (1 ok), 1 known")


# --- politeness -----------------------------------------------------------------------------------------------------


def test_one_request_at_a_time_and_none_too_soon(machine: Machine, alone: Desk) -> None:
    machine.held = [Held(URL, day(number), f"{number}".encode()) for number in range(1, 8)]
    alone.ok(*COMMAND, ARCHIVE_INDEX_DELAY_S=0.5, ARCHIVE_DELAY_S=0.3, DOWNLOAD_DELAY=0, AUTOTHROTTLE_ENABLED=1)
    for path, delay_s in (("/cdx/", 0.5), ("/web/", 0.15)):  # of a page's delay, Scrapy's jitter may take half
        times = [asked.at for asked in machine.asked(path)]
        assert len(times) >= 3
        assert all(later - earlier >= delay_s * 0.95 for earlier, later in pairwise(times)), path
    agents = {asked.headers["user-agent"] for asked in machine.log}
    assert len(agents) == 1
    assert "contact: https://" in agents.pop()
    assert not machine.asked("/robots.txt")


def test_a_busy_archive_is_waited_for(machine: Machine, alone: Desk) -> None:
    machine.held = [Held(URL, day(1), page(1)), Held(URL, day(2), page(2))]
    machine.troubles = [
        Trouble(429, retry_after="1", path="/cdx/"),
        Trouble(503, path=f"/web/{day(1)}"),
        Trouble(429, retry_after="1", path=f"/web/{day(2)}"),
    ]
    ended = alone.ok(*COMMAND)
    assert ended.last == "backfill: 2 captures stored (2 ok), 0 known already, 0 refused"
    (refused, answered) = machine.asked("/cdx/")
    assert answered.at - refused.at >= 1
    (refused, answered) = machine.asked(f"/web/{day(1)}")
    assert answered.at - refused.at >= 0.1  # ARCHIVE_BACKOFF_S
    (refused, answered) = machine.asked(f"/web/{day(2)}")
    assert answered.at - refused.at >= 1


def test_an_archive_that_wants_to_be_left_alone_is(machine: Machine, alone: Desk) -> None:
    machine.held = [Held(URL, day(number), marked(1, number)) for number in range(1, 5)]
    machine.troubles = [Trouble(429, retry_after="3600", path=f"/web/{day(3)}")]
    ended = alone.run(*COMMAND)
    assert ended.code == 3
    assert f"/web/{day(3)}id_/{URL}: status 429, not before " in ended.err
    assert ended.last == "backfill: an archive was not asked to its end; run it again to go on"
    assert alone.one("SELECT count(*) FROM captures") == 2
    assert len(machine.asked("/web/")) == 3
    alone.ok(*COMMAND)
    assert [asked.path[5:19] for asked in machine.asked("/web/")[3:]] == [day(3), day(4)]


def test_an_archived_503_is_a_page_and_not_asked_for_again(machine: Machine, alone: Desk) -> None:
    machine.held = [Held(URL, day(1), b"<p>Maintenance</p>", status=503)]
    assert alone.ok(*COMMAND).last.startswith("backfill: 1 captures stored (1 error)")
    assert len(machine.asked("/web/")) == 1


# --- an end before the end ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL])
def test_what_is_interrupted_is_gone_on_with(machine: Machine, alone: Desk, number: signal.Signals) -> None:
    machine.held = [Held(URL, day(place), marked(1, place)) for place in range(1, 13)]
    process = alone.start(*COMMAND, ARCHIVE_DELAY_S=0.2, DOWNLOAD_DELAY=0.2)
    while len(machine.asked("/web/")) < 4:
        time.sleep(0.02)
        assert process.poll() is None
    process.send_signal(number)
    ended = end(process)
    if number == signal.SIGTERM:
        assert ended.code == 0, ended.err
        assert ended.last == "backfill: stopped when asked to; run it again to go on"
        assert alone.one("SELECT outcome FROM runs") == "stopped"
    stored = alone.one("SELECT count(*) FROM captures")
    assert 3 <= stored < 12
    alone.ok(*COMMAND)
    assert alone.one("SELECT count(*) FROM captures") == 12
    asked = [seen.path for seen in machine.asked("/web/")]
    assert len(set(asked)) == 12
    in_flight = 0 if number == signal.SIGTERM else 1  # it was on its way when the process died
    assert len(asked) <= 12 + in_flight
    alone.ok("verify")


def test_who_is_told_to_stop_while_waiting_asks_no_more(machine: Machine, alone: Desk) -> None:
    machine.troubles = [Trouble(429, retry_after="60")]
    process = alone.start(*COMMAND)
    while not machine.log:
        time.sleep(0.02)
        assert process.poll() is None
    time.sleep(0.3)
    process.send_signal(signal.SIGTERM)
    ended = end(process, timeout_s=30)
    assert ended.code == 0
    assert ended.last == "backfill: stopped when asked to; run it again to go on"
    assert len(machine.log) == 1


def test_a_run_ends_when_its_time_is_over(machine: Machine, alone: Desk) -> None:
    machine.held = [Held(URL, day(place), f"{place}".encode()) for place in range(1, 9)]
    ended = alone.ok(*COMMAND, RUN_MINUTES_MAX=0.02, ARCHIVE_DELAY_S=0.5)
    assert ended.last == "backfill: stopped after 0.02 minutes (RUN_MINUTES_MAX); run it again to go on"
    assert alone.one("SELECT count(*) FROM captures") < 8


def test_an_archive_that_is_down(machine: Machine, alone: Desk) -> None:
    machine.held = [Held(URL, day(place), f"{place}".encode()) for place in range(1, 9)]
    machine.troubles = [Trouble(500, times=100, path="/web/")]
    ended = alone.run(*COMMAND, RETRY_TIMES=1, ARCHIVE_BACKOFF_S=0)
    assert ended.code == 1
    assert "5 pages in a row were not to be had" in ended.err
    assert len(machine.asked("/web/")) == 10
    machine.troubles = [Trouble(200, times=100, hang_s=1.5, path="/web/")]
    machine.log.clear()
    ended = alone.run(*COMMAND, RETRY_TIMES=0, DOWNLOAD_TIMEOUT=0.2)
    assert ended.code == 1
    assert "DownloadTimeoutError" in ended.err
    assert len(machine.asked("/web/")) == 5


# --- an archive that lies -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("trouble", "reason"),
    [
        (Trouble(200, body="<html>Down for maintenance</html>"), "no JSON: '<html>Down for maintenance</html>'"),
        (Trouble(403, body="AdministrativeAccessControlException:\n Blocked Site"), 'status 403: "Administrative'),
        (Trouble(503, times=9), "status 503, asked 3 times"),
        (Trouble(200, times=9, hang_s=1.5), "DownloadTimeoutError"),
        (Trouble(200, body="x" * 3000), "more than 2000"),
    ],
)
def test_an_index_that_does_not_answer(machine: Machine, alone: Desk, trouble: Trouble, reason: str) -> None:
    machine.troubles = [trouble]
    ended = alone.run(*COMMAND, DOWNLOAD_TIMEOUT=0.2, DOWNLOAD_MAXSIZE=2000, ARCHIVE_BACKOFF_S=0.01)
    assert ended.code == 1
    assert reason in ended.err or (trouble.body.startswith("x") and "2000" in ended.err)
    assert "Traceback" not in ended.err
    assert alone.rows("SELECT * FROM captures") == []


def test_bad_rows_are_named_and_the_rest_is_taken(machine: Machine, alone: Desk) -> None:
    machine.held = [Held(URL, day(1), page(1))]
    machine.extra_rows = [["k", "yesterday", URL, "text/html", "200", "D"], ["k"], ["k", day(2), "/etc", "", "", ""]]
    ended = alone.ok(*COMMAND)
    assert ended.last == "backfill: 1 captures stored (1 ok), 0 known already, 3 refused"
    assert all(f", row {number}: " in ended.err for number in (2, 3, 4))


def test_an_index_that_leads_in_a_circle_ends(machine: Machine, alone: Desk) -> None:
    machine.held = [Held(URL, day(place), page(1)) for place in range(1, 6)]
    machine.circle = True
    ended = alone.run(*COMMAND)
    assert ended.code == 3
    assert "the index leads in a circle" in ended.err
    assert len(machine.asked("/cdx/")) == 2


def test_pages_that_are_not_as_the_index_has_it(machine: Machine, alone: Desk) -> None:
    """Gzipped, spoilt, cut short, lacking, and shown under another time."""
    packed = gzip.compress(page(1), mtime=0)
    zipped = {"Content-Encoding": "gzip"}
    whole = page(2)
    machine.held = [
        Held(URL, day(1), page(1), headers=zipped, served=packed),
        Held(URL, day(2), b"spoilt", headers=zipped, served=packed[:900]),
        Held(URL, day(3), whole, headers={"Content-Length": str(len(whole))}, served=whole[:900]),
        Held(URL, day(4), b"lacking", lacking=True),
        Held(URL, day(9), page(4)),
        Held(DOCUMENT.url("de"), day(1), b"nowhere", lacking=True),
    ]
    machine.extra_rows = []
    ended = alone.ok("backfill", "wayback:https://mid.ru/", "--source", "ru_mid")
    rows = alone.rows("SELECT substr(fetched_at, 9, 2), verdict FROM capture_log ORDER BY 1")
    assert rows == [("01", "ok"), ("02", "truncated"), ("03", "truncated"), ("09", "ok")]
    assert f"/web/{day(1)}id_/{DOCUMENT.url('de')}: the archive has no such page (status 404)" in ended.err
    assert ended.last.endswith("1 refused")
    shown = [asked.path for asked in machine.asked(f"/web/{day(4)}")]
    assert len(shown) == 1  # it leads to day 3, which is on record


def test_pages_of_any_size_spoil_themselves_only(machine: Machine, alone: Desk) -> None:
    bomb = gzip.compress(bytes(3_000_000), mtime=0)
    zipped = {"Content-Encoding": "gzip"}
    machine.held = [
        *(Held(URL, day(number), bytes(1_500_000) + bytes([number])) for number in range(1, 6)),
        Held(URL, day(6), b"bomb", headers=zipped, served=bomb),
        Held(URL, day(7), page(1)),
    ]
    ended = alone.ok(*COMMAND, DOWNLOAD_MAXSIZE=1_000_000)
    assert ended.last == "backfill: 1 captures stored (1 ok), 0 known already, 6 refused"
    assert all(f"/web/{day(number)}id_/" in ended.err for number in range(1, 7))
    assert len(machine.asked("/web/")) == 7


def test_what_the_connection_loses_is_asked_for_again(machine: Machine, alone: Desk) -> None:
    """Lost once, it comes whole; lost at the same byte twice, it is what the archive has."""
    machine.held = [Held(URL, day(1), marked(1, 1)), Held(URL, day(2), marked(2, 2))]
    machine.troubles = [
        Trouble(cut=100, path="/cdx/"),
        Trouble(cut=900, path=f"/web/{day(1)}"),
        Trouble(cut=900, times=2, path=f"/web/{day(2)}"),
    ]
    alone.ok(*COMMAND)
    assert alone.rows("SELECT verdict, bytes FROM capture_log ORDER BY fetched_at") == [
        ("ok", len(marked(1, 1))),
        ("truncated", 900),
    ]
    assert [len(machine.asked(path)) for path in ("/cdx/", "/web/")] == [2, 4]


def test_pages_are_read_in_processes_as_by_the_crawl(machine: Machine, alone: Desk) -> None:
    machine.held = [Held(URL, day(number), marked(1, number)) for number in range(1, 5)]
    assert alone.ok(*COMMAND, READ_PROCESSES=1).last.startswith("backfill: 4 captures stored (4 ok)")


def test_a_record_that_fails_is_a_failure_of_ours(machine: Machine, alone: Desk) -> None:
    machine.held = [Held(URL, day(number), marked(1, number)) for number in (1, 2)]
    alone.ok(*COMMAND, "--until", "2026-03-01")
    with alone.writable() as conn:
        conn.execute("CREATE TRIGGER full BEFORE INSERT ON captures BEGIN SELECT RAISE(ABORT, 'no room left'); END")
    ended = alone.run(*COMMAND)
    assert ended.code == 1
    assert "no room left" in ended.last
    assert "Traceback" not in ended.err
    assert alone.one("SELECT count(*) FROM captures") == 1


def test_an_archive_must_be_whom_its_certificate_names(tmp_path: Path, alone: Desk) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(self_signed(tmp_path / "machine.pem"))
    with Machine(tls=context) as machine:
        machine.held = [Held(URL, day(1), page(1))]
        ended = alone.run(*COMMAND, WAYBACK_URL=machine.url, ARCHIVE_BACKOFF_S=0)
        assert ended.code == 1
        assert "certificate verify failed" in ended.err
        assert machine.log == []
        alone.ok(*COMMAND, WAYBACK_URL=machine.url, DOWNLOAD_VERIFY_CERTIFICATES=0)


# --- wrong usage ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("argument", "changes", "culprit"),
    [
        ("wayback:", {}, "'wayback:' names no URL"),
        ("wayback:ftp://mid.ru/", {}, "'wayback:ftp://mid.ru/' names no URL"),
        ("commoncrawl:https://", {}, "'commoncrawl:https://' names no URL"),
        ("wayback:mid.ru/", {"WAYBACK_URL": "nowhere"}, "WAYBACK_URL=nowhere is no URL"),
        ("commoncrawl:mid.ru/", {"COMMONCRAWL_DATA_URL": ""}, "COMMONCRAWL_DATA_URL= is no URL"),
    ],
)
def test_what_names_no_archive(argument: str, changes: dict[str, str], culprit: str) -> None:
    settings = get_project_settings()
    settings.update(changes)
    with pytest.raises(BadArchive, match=f"^{re.escape(culprit)}$"):
        archive_of(argument, Span(), settings)


def test_the_public_archives_are_not_asked_in_the_name_of_nobody(machine: Machine) -> None:
    settings = get_project_settings()
    assert "CONTACT" in contact_missing([archive_of("wayback:mid.ru/", Span(), settings)], settings)
    settings.set("WAYBACK_URL", machine.url)
    assert not contact_missing([archive_of("wayback:mid.ru/", Span(), settings)], settings)


@pytest.mark.parametrize(
    ("arguments", "culprit"),
    [
        (("wayback:mid.ru/", "--since", "soon"), "--since soon is no day"),
        (("README.md", "--since", "2020-01-01"), "--since and --until are for archives"),
        (("wayback:foo",), "'wayback:foo' names no URL"),
        (("commoncrawl:en/news.html",), "'commoncrawl:en/news.html' names no URL"),
        (("https://mid.ru/en/",), "https://mid.ru/en/: to take what an archive holds"),
        (("wayback:mid.ru/", "--at", "2020-01-01T00:00"), "--url, --at, --index and --observer are for files"),
    ],
)
def test_wrong_usage_is_one_line(alone: Desk, arguments: tuple[str, ...], culprit: str) -> None:
    ended = alone.run("backfill", *arguments)
    assert ended.code == 2
    assert ended.err.startswith(f"scrapy: {culprit}")
    assert ended.err.count("\n") == 1
    assert not alone.database.exists()
