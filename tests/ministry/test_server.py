"""The ministry as a server: its three hosts, its conditional answers, its controls and its command line."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.ministry import LAST, Ministry
from tests.ministry.client import fetch

if TYPE_CHECKING:
    from tests.ministry.documents import Document

ROOT = Path(__file__).parents[2]


def test_hosts_are_told_apart_by_the_forwarded_host(ministry: Ministry) -> None:
    kremlin = next(d for d in ministry.documents if d.source == "ru_kremlin")
    ru, en = (fetch(ministry.url, kremlin.path("ru"), host).text for host in ("kremlin.ru", "en.kremlin.ru"))
    assert '<html lang="ru"' in ru
    assert '<html lang="en"' in en
    assert fetch(ministry.url, kremlin.path("ru"), "mid.ru").status == 404
    assert {seen.host for seen in ministry.log} == {"kremlin.ru", "en.kremlin.ru", "mid.ru"}


def test_conditional_requests_are_answered_properly(ministry: Ministry, document: Document) -> None:
    first = fetch(ministry.url, document.path("en"))
    tag, date = first.headers["etag"], first.headers["last-modified"]
    assert fetch(ministry.url, document.path("en"), If_None_Match=tag).status == 304
    assert fetch(ministry.url, document.path("en"), If_Modified_Since=date).status == 304
    ministry.edition = 2
    assert fetch(ministry.url, document.path("en"), If_None_Match=tag).status == 200
    assert fetch(ministry.url, document.path("en"), If_Modified_Since=date).status == 200
    assert [seen.status for seen in ministry.asked(document.path("en"))] == [200, 304, 304, 200, 200]


def test_other_language_by_query(ministry: Ministry, document: Document) -> None:
    plain, german = (fetch(ministry.url, document.path("en") + query).text for query in ("", "?lang=de"))
    assert 'lang="en"' in plain
    assert 'lang="de"' in german


def test_short_address_and_print_view(ministry: Ministry) -> None:
    document = next(d for d in ministry.documents if d.source == "ru_kremlin")
    number = document.ids["en"]
    reply = fetch(ministry.url, f"/d/{number}", "en.kremlin.ru")
    assert (reply.status, reply.headers["location"]) == (301, document.url("en"))
    assert fetch(ministry.url, f"{document.path('en')}/print", "en.kremlin.ru").status == 200
    assert fetch(ministry.url, f"/events/president/transcripts/{number}", "en.kremlin.ru").status == 200


def test_edition_and_truth_over_http(ministry: Ministry) -> None:
    reply = fetch(ministry.url, "/_ministry/edition/2", method="POST")
    assert json.loads(reply.text) == {"edition": 2}
    assert ministry.edition == 2
    assert json.loads(fetch(ministry.url, "/_ministry/truth?from=1&to=2").text) == ministry.truth(1, 2)
    assert fetch(ministry.url, f"/_ministry/edition/{LAST + 1}", method="POST").status == 400
    assert not ministry.log
    fetch(ministry.url, "/en/", User_Agent="palimpsest")
    [seen] = json.loads(fetch(ministry.url, "/_ministry/log").text)
    assert (seen["path"], seen["status"], seen["headers"]["user-agent"]) == ("/en/", 200, "palimpsest")


def test_withdrawals(ministry: Ministry) -> None:
    with Ministry(documents=40, edition=3) as later:
        gone = {r["url"] for r in later.truth(2, 3) if r["change_kind"] == "withdrawn"}
        replies = {
            fetch(later.url, d.path(lang), d.host(lang)).status
            for d in later.documents
            for lang in d.languages
            if d.url(lang) in gone
        }
        assert replies == {404, 410, 200}


def test_from_the_command_line(tmp_path: Path) -> None:
    ready = tmp_path / "ready"
    command = [sys.executable, "-m", "tests.ministry"]
    with subprocess.Popen(
        [*command, "--documents", "3", "--ready-file", str(ready)], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout
        url = server.stdout.readline().strip()
        assert fetch(url, "/_ministry/status").status == 200
        assert ready.read_text(encoding="utf-8").strip() == url
        told = subprocess.run([*command, "--advance", url, "2"], cwd=ROOT, capture_output=True, text=True, check=True)
        assert json.loads(told.stdout) == {"edition": 2}
        server.send_signal(signal.SIGTERM)
        assert server.wait(timeout=10) == 0


def test_a_taken_port_is_told(ministry: Ministry) -> None:
    port = int(ministry.url.rsplit(":", 1)[1])
    with pytest.raises(OSError, match="in use"), Ministry(documents=1, port=port):
        pass
