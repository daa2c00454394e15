"""Below the crawl: where a replica stands for a source, and how long a host asks to be left alone."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from crawler.download import Replica, retry_after
from crawler.page import Page

NOW = datetime(2026, 3, 2, 12, tzinfo=UTC)
PATHS = st.lists(st.text("abcdефя0123456789-_.", min_size=1), max_size=4).map(lambda parts: "/" + "/".join(parts))


@pytest.mark.parametrize(
    ("replica", "url", "there"),
    [
        ("http://127.0.0.1:8000", "https://mid.ru/en/rss.php", "http://127.0.0.1:8000/en/rss.php"),
        ("http://127.0.0.1:8000/", "https://mid.ru", "http://127.0.0.1:8000/"),
        ("http://mirror.example/mid", "https://mid.ru/en/?lang=de", "http://mirror.example/mid/en/?lang=de"),
        ("mid.ru=http://a.example,kremlin.ru=http://b.example", "http://kremlin.ru/news", "http://b.example/news"),
        ("mid.ru=http://a.example", "http://kremlin.ru/news", "http://kremlin.ru/news"),
        ("mid.ru=http://a.example,http://rest.example", "http://kremlin.ru/news", "http://rest.example/news"),
    ],
)
def test_a_replica_keeps_the_path(replica: str, url: str, there: str) -> None:
    assert Replica.parse(replica).there(url) == there


@given(PATHS, st.sampled_from(("mid.ru", "kremlin.ru", "en.kremlin.ru")), st.sampled_from(("http", "https")))
def test_what_a_replica_says_of_itself_is_said_of_the_source(path: str, host: str, scheme: str) -> None:
    replica = Replica.parse("http://127.0.0.1:8000,kremlin.ru=http://127.0.0.1:8001/k")
    url = f"{scheme}://{host}{path}"
    assert replica.back(replica.there(url), asked=url) == url


def test_a_redirect_to_elsewhere_is_left_alone() -> None:
    replica = Replica.parse("http://127.0.0.1:8000")
    for elsewhere in ("https://example.org/", "/relative/path", "http://127.0.0.1:80001/", "https://kremlin.ru/news"):
        assert replica.back(elsewhere, asked="https://mid.ru/en/") == elsewhere


@pytest.mark.parametrize(
    "text",
    ["localhost", "ftp://mirror.example", "mid.ru=", "mid.ru=nowhere", "http://", "http://[::1", "http://h:99999"],
)
def test_what_is_no_replica_is_named(text: str) -> None:
    with pytest.raises(ValueError, match="is no URL of a replica") as refused:
        Replica.parse(f"http://fine.example,{text}")
    assert repr(text) in str(refused.value)


@pytest.mark.parametrize(
    ("value", "waits_s"),
    [("0", 0), ("120", 120), (" 7 ", 7), ("007", 7), ("٧", 7), ("9" * 20, 10**7), ("9" * 5000, 10**7), ("0" * 5000, 0)],
)
def test_seconds_to_wait(value: str, waits_s: int) -> None:
    assert retry_after(value, NOW) == NOW + timedelta(seconds=waits_s)


@given(st.datetimes(datetime(1990, 1, 1), datetime(2100, 1, 1)))  # noqa: DTZ001
def test_a_date_to_wait_for(moment: datetime) -> None:
    until = moment.replace(tzinfo=UTC, microsecond=0)
    assert retry_after(format_datetime(until, usegmt=True), NOW) == until


@given(
    st.text(max_size=40)
    | st.from_regex(r"(Mon|Fri), \d{1,2} (Jan|Dec) \d{1,12} \d\d:\d\d:\d\d ([+-]\d{4}|GMT|)", fullmatch=True)
)
@example("Fri, 31 Dec 9999 23:59:59 -0100")
@example("Mon, 01 Jan 0001 00:00:00 +0100")
@example("Mon, 01 Jan 99999999999999999999 00:00:00 GMT")
def test_whatever_stands_there_is_survived(value: str) -> None:
    until = retry_after(value, NOW)
    assert until is None or until.tzinfo is UTC


@pytest.mark.parametrize("value", ["", "soon", "-5", "1.5", "Tue, 99 Mar 2026 12:00:00 GMT"])
def test_what_is_no_time_is_none(value: str) -> None:
    assert retry_after(value, NOW) is None


def test_a_replica_that_prints_its_own_base_in_links_is_read_as_the_source() -> None:
    replica = Replica.parse("kremlin.ru=http://127.0.0.1:1/ru,en.kremlin.ru=http://127.0.0.1:1/en")
    page = Page("ru_kremlin", KREMLIN, b"", mirrors=replica.mirrors(KREMLIN))
    assert page.own("http://127.0.0.1:1/ru/events/president/news/1") == "http://kremlin.ru/events/president/news/1"
    assert page.own("http://127.0.0.1:1/en") == "http://en.kremlin.ru"
    assert page.own("http://127.0.0.1:1/entirely/else") == "http://127.0.0.1:1/entirely/else"


KREMLIN = "http://en.kremlin.ru/events/president/news/2"
