"""The record in a browser: a Datasette that describes everything, escapes everything and writes nothing."""

from __future__ import annotations

import json
import re
import signal
import sqlite3
import subprocess
import sys
import urllib.error
import urllib.request
from html import unescape
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode

import pytest

from storage.record.db import connect
from storage.record.views import VIEWS as VIEWS_MADE
from storage.show.browse import browser
from storage.show.describe import VIEWS
from storage.show.describe_tables import TABLES
from storage.show.metadata import QUERIES, metadata
from tests.showcase import build

if TYPE_CHECKING:
    from collections.abc import Iterator

PROJECT = Path(__file__).parents[1]
STEM = "record 1%?"  # a name that is no plain URI


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a running `scrapy browse`, stopped by SIGTERM, which it must take as a proper end."""
    path = build(tmp_path_factory.mktemp("browse") / f"{STEM}.db")
    command = [sys.executable, "-m", "scrapy", "browse", "--port", "0", "-s", f"DATABASE={path}"]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        address = re.match(r"http://\S+", process.stdout.readline())
        assert address, "no address was printed"
        yield address[0]
        process.send_signal(signal.SIGTERM)
        assert process.wait(20) == 0


def get(url: str) -> tuple[int, str]:
    try:
        with urllib.request.urlopen(url, timeout=30) as response:
            return response.status, response.read().decode()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read().decode()


def page(site: str, name: str, **parameters: str) -> str:
    status, body = get(f"{site}{tilde(STEM)}/{name}?{urlencode(parameters)}")
    assert status == 200, body
    return body


def rows(site: str, name: str, **parameters: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads(page(site, f"{name}.json", _shape="array", **parameters))
    return found


def tilde(name: str) -> str:
    """Datasette's own escapes for names in paths."""
    return quote(name, safe="").replace("%20", "+").replace("%", "~")


@pytest.mark.parametrize("name", [*VIEWS, *(name for name in TABLES if not name.startswith("passage_index_"))])
def test_every_view_and_table_has_a_page_that_describes_it(site: str, name: str) -> None:
    described = VIEWS.get(name) or TABLES[name]
    body = page(site, name)
    assert described.row.split("'")[0].split("<")[0] in body
    for column in described.columns:
        assert f"<dt>{column}</dt>" in body


@pytest.mark.parametrize("name", QUERIES)
def test_every_question_is_answered(site: str, name: str) -> None:
    asked = {"source": "ru_mid", "document": "1781234", "speaker": "lavrov", "query": "negotiation", "language": ""}
    parameters = {key: asked[key] for key in re.findall(r":([a-z]+)\b", QUERIES[name]["sql"]) if key in asked}
    if name != "silent_edits_this_week":  # the showcase's own week is long past
        assert rows(site, name, **parameters)
    assert QUERIES[name]["title"] in unescape(page(site, name, **parameters))


def test_the_questions_find_what_they_ask_for(site: str) -> None:
    assert [(row["before"], row["after"]) for row in rows(site, "edits_of_numbers")] == [("12", "14")]
    history = rows(site, "document_history", source="ru_mid", document="1781234")
    assert [row["what"] for row in history] == ["version 1", "edited", "version 2"]
    assert history[1]["severity"] == "major"
    assert {row["kind"] for row in rows(site, "speaker_edits", speaker="LAVROV")} == {"number", "negation"}
    found = rows(site, "search", query="негоциация переговоры", language="")
    assert found == []
    (hit,) = rows(site, "search", query="переговоры", language="ru")
    assert hit["document"] == "56519"
    assert rows(site, "search", query='" OR * NEAR( ^ {x} : -', language="") == []


def test_before_and_after_are_marked_times_are_times_and_changes_are_linked(site: str) -> None:
    body = page(site, "edit_log")
    assert '<del dir="auto">12</del>' in body
    assert '<ins dir="auto">14</ins>' in body
    assert '<time datetime="2026-11-10T08:30:00.000Z">2026-11-10 08:30:00 UTC</time>' in body
    assert '<a href="/-/redline/2-7">2-7</a>' in body
    assert '<a href="/-/redline/2-7">change:2-7</a>' in page(site, "flags")


def test_a_change_has_a_page_of_its_own(site: str) -> None:
    status, body = get(f"{site}-/redline/2-7")
    assert status == 200
    assert "met <del>12</del><ins>14</ins> times" in body
    status, body = get(f"{site}-/redline/2-7.json")
    assert {"text": "14", "mark": "inserted"} in json.loads(body)["entries"][0]["spans"]
    assert get(f"{site}-/redline/98-99")[0] == 404
    assert get(f"{site}-/redline.css")[0] == 200


@pytest.mark.parametrize("path", ["transcripts", "edit_log", "-/redline/5-9"])
def test_a_publishers_markup_is_text(site: str, path: str) -> None:
    body = get(f"{site}{path}")[1] if path.startswith("-") else page(site, path)
    assert "&lt;script&gt;alert" in body
    assert "<script>alert" not in body
    assert "<b>bold</b>" not in body
    assert "\u202e" not in body
    assert "\x1b" not in body


@pytest.mark.parametrize(
    "sql", ["delete from sources", "insert into sources (name) values ('x')", "pragma user_version=3"]
)
def test_writes_are_refused(site: str, sql: str) -> None:
    assert get(f"{site}{tilde(STEM)}?{urlencode({'sql': sql})}")[0] == 400


def test_the_file_is_not_for_download(site: str) -> None:
    assert get(f"{site}{tilde(STEM)}.db")[0] in {403, 404}


def test_every_column_of_the_schema_is_described_in_its_order(tmp_path: Path) -> None:
    db = connect(tmp_path / "x.db")
    for described, sort in ((VIEWS, "view"), (TABLES, "table")):
        names = {name for (name,) in db.conn.execute("SELECT name FROM sqlite_master WHERE type = ?", [sort])}
        assert names - {"sqlite_sequence", "passage_index_docsize"} == described.keys() - {"passage_index_docsize"}
        for name in names & described.keys():
            columns = [row[1] for row in db.conn.execute(f"PRAGMA table_info({name})")]
            assert list(described[name].columns) == columns, name
            assert all(described[name].columns.values())
    db.conn.close()


def test_metadata_names_only_what_exists(tmp_path: Path) -> None:
    db = connect(tmp_path / "x.db")
    for name, table in metadata("x")["databases"]["x"]["tables"].items():
        named = [*table.get("facets", ()), *filter(None, [table.get("sort_desc"), table.get("label_column")])]
        assert set(named) <= set(table["columns"]), name
    db.conn.close()
    assert VIEWS.keys() == VIEWS_MADE.keys()


def test_the_connection_cannot_write(tmp_path: Path) -> None:
    datasette = browser(build(tmp_path / "x.db"))
    with pytest.raises(sqlite3.OperationalError):
        datasette.get_database("x").connect(write=True)
    conn = datasette.get_database("x").connect()
    with pytest.raises(sqlite3.OperationalError, match="readonly"):
        conn.execute("DELETE FROM sources")
    conn.close()


@pytest.mark.parametrize(
    ("options", "culprit"),
    [(["--port", "eighty"], "eighty"), (["--port", "70000"], "70000"), (["--host", "no such host"], "no such host")],
)
def test_wrong_usage_is_named(tmp_path: Path, options: list[str], culprit: str) -> None:
    path = tmp_path / "x.db"
    connect(path).conn.close()
    command = [sys.executable, "-m", "scrapy", "browse", *options, "-s", f"DATABASE={path}"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 2
    assert culprit in done.stderr
    assert "Traceback" not in done.stderr


def test_a_taken_port_is_a_failure_in_one_line(site: str, tmp_path: Path) -> None:
    path = tmp_path / "x.db"
    connect(path).conn.close()
    port = site.rstrip("/").rpartition(":")[2]
    command = [sys.executable, "-m", "scrapy", "browse", "--port", port, "-s", f"DATABASE={path}"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout) == (1, "")
    assert port in done.stderr
