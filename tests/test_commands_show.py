"""`scrapy changes` and `scrapy status`, as a user types them: what they print, and what they refuse."""

from __future__ import annotations

import csv
import io
import json
import shutil
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from scrapy.cmdline import execute

from storage.observation import Address
from storage.record.db import connect
from storage.show.describe import VIEWS
from tests.notebook import Notebook
from tests.showcase import build

if TYPE_CHECKING:
    from collections.abc import Callable

PROJECT = Path(__file__).parents[1]


class Done(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return build(tmp_path_factory.mktemp("commands") / "record.db")


@pytest.fixture
def scrapy(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, built: Path) -> Callable[..., Done]:
    """Run a command of ours in this process."""
    monkeypatch.chdir(PROJECT)
    monkeypatch.setenv("NO_COLOR", "1")

    def run(*arguments: str, database: Path = built) -> Done:
        with pytest.raises(SystemExit) as ended:
            execute(["scrapy", *arguments, "-s", f"DATABASE={database}"])
        printed = capsys.readouterr()
        return Done(int(ended.value.code or 0), printed.out, printed.err)

    return run


def test_changes_prints_redlines_and_a_summary(scrapy: Callable[..., Done]) -> None:
    done = scrapy("changes")
    assert done.code == 0
    lines = done.out.splitlines()
    assert "major  edited silently  ru_kremlin/56519 (ru)" in lines
    assert sum(line.startswith("between 2026-11-01 10:00:00 UTC (last seen so)") for line in lines) == 5
    assert lines[-1] == "5 changes (5 silent), 6 edits, 0 open findings between languages"


def test_json_is_the_view_one_object_a_line(scrapy: Callable[..., Done], built: Path) -> None:
    rows = [json.loads(line) for line in scrapy("changes", "--format", "json").out.splitlines()]
    with sqlite3.connect(built) as conn:
        (count,) = conn.execute("SELECT count(*) FROM edit_log").fetchone()
    conn.close()
    assert len(rows) == count == 7
    assert all(list(row) == list(VIEWS["edit_log"].columns) for row in rows)
    assert {row["change_kind"] for row in rows} == {"edited", "extended", "withdrawn"}
    assert next(row for row in rows if row["kind"] == "headline")["after"] == "Встреча с представителями банков"


def test_csv_has_a_header_and_no_formula(scrapy: Callable[..., Done]) -> None:
    header, *rows = csv.reader(io.StringIO(scrapy("changes", "--format", "csv").out))
    assert header == list(VIEWS["edit_log"].columns)
    assert len(rows) == 7
    cells = [cell for row in rows for cell in row]
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
    assert any(cell.startswith("'=HYPERLINK(") for cell in cells)


def test_one_edit_in_many_documents_is_drawn_once_unless_each_is_asked_for(
    scrapy: Callable[..., Done], tmp_path: Path
) -> None:
    path = tmp_path / "office.db"
    book = Notebook(connect(path))
    pages = [Address(str(number), "en", f"https://office.example/en/{number}") for number in range(4)]
    for hour, title in ((0.0, "Acting Foreign Minister"), (24.0, "Foreign Minister")):
        for number, page in enumerate(pages):
            book.saw(hour + number / 10, f"The {title} received envoy number {number} in Oslo.", address=page)
    book.diff()
    book.db.conn.commit()
    book.db.conn.close()
    once = scrapy("changes", database=path).out
    assert once.count("[-Acting -]") == 1
    assert "the same edit (Acting taken out) in 3 more documents: xx_office/1 (en), xx_office/2 (en)" in once
    assert "3 changes with nothing but edits drawn above (--each draws them too)\n4 changes (4 silent)" in once
    assert scrapy("changes", "--each", database=path).out.count("[-Acting -]") == 4
    assert len(scrapy("changes", "--format", "json", database=path).out.splitlines()) == 4


@pytest.mark.parametrize(
    ("options", "languages"),
    [
        (["--source", "ru_kremlin"], {"ru"}),
        (["--document", "ru_mid/1781234"], {"en"}),
        (["--source", "ru_mid", "--document", "ru_mid/1781299"], {"de"}),
        (["--min-severity", "major"], {"en", "ru", "fr"}),
        (["--since", "2026-11-10T08:30:00"], {"en", "ru", "de", "fr", "es"}),
        (["--since", "2026-11-10T11:30:00+03:00"], {"en", "ru", "de", "fr", "es"}),
        (["--since", "2026-11-10T08:30:01Z"], set()),
        (["--since", "2026-11"], {"en", "ru", "de", "fr", "es"}),
        (["--silent"], {"en", "ru", "de", "fr", "es"}),
    ],
)
def test_options_narrow(scrapy: Callable[..., Done], options: list[str], languages: set[str]) -> None:
    done = scrapy("changes", "--format", "json", *options)
    assert done.code == 0
    assert {json.loads(line)["language"] for line in done.out.splitlines()} == languages


def test_declared_changes_are_not_silent(scrapy: Callable[..., Done], built: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(built, tmp_path / "copy.db"))
    with sqlite3.connect(path) as conn:
        conn.execute("UPDATE changes SET silent = 0 WHERE id = '2-7'")
    conn.close()
    rows = scrapy("changes", "--silent", "--format", "json", database=path).out
    assert "1781234" not in rows
    assert "1781299" in rows
    assert "edited, declared" in scrapy("changes", "--document", "ru_mid/1781234", database=path).out


def test_an_alias_finds_its_document(scrapy: Callable[..., Done], built: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(built, tmp_path / "copy.db"))
    with sqlite3.connect(path) as conn:
        conn.execute(
            "INSERT INTO documents (source, key, alias_of)"
            " SELECT source, 'younger', id FROM documents WHERE key = '1781234'"
        )
    conn.close()
    assert "ru_mid/1781234 (en)" in scrapy("changes", "--document", "ru_mid/younger", database=path).out


def test_open_findings_between_languages_are_listed(scrapy: Callable[..., Done], built: Path, tmp_path: Path) -> None:
    path = Path(shutil.copy(built, tmp_path / "copy.db"))
    with sqlite3.connect(path) as conn:
        conn.execute(
            "INSERT INTO discrepancies (id, document, kind, severity, language, confidence, first_seen, found_at)"
            " SELECT 'd1', id, 'missing_variant', 'moderate', 'pt', 1.0, '2026-11-02T00:00:00.000Z', "
            " '2026-11-03T00:00:00.000Z' FROM documents WHERE key = '1781234'"
        )
    conn.close()
    out = scrapy("changes", database=path).out
    assert "moderate  missing_variant  ru_mid/1781234 (pt), open since 2026-11-02 00:00:00 UTC" in out
    assert out.endswith("1 open finding between languages\n")
    assert "missing_variant" not in scrapy("changes", "--min-severity", "major", database=path).out


@pytest.mark.parametrize(
    ("options", "culprit"),
    [
        (["--since", "yesterday"], "'yesterday'"),
        (["--since", "2026-13-40"], "'2026-13-40'"),
        (["--since", ""], "''"),
        (["--since", "0001-01-01T00:00+05:00"], "'0001-01-01T00:00+05:00'"),
        (["--source", "xx_office"], "'xx_office'"),
        (["--source", ""], "''"),
        (["--document", "1781234"], "'1781234'"),
        (["--document", "ru_mid/"], "'ru_mid/'"),
        (["--document", "ru_mid/0"], "'ru_mid/0'"),
        (["--document", "xx_office/1"], "'xx_office'"),
        (["--source", "ru_kremlin", "--document", "ru_mid/1781234"], "--source ru_kremlin"),
        (["--min-severity", "grave"], "'grave'"),
        (["--format", "xml"], "'xml'"),
        (["ru_mid"], "'ru_mid'"),
        (["--sinse", "2026-11-01"], "--sinse"),
        (["-s", "DATABSE=x"], "DATABSE"),
    ],
)
def test_wrong_usage_names_the_culprit(scrapy: Callable[..., Done], options: list[str], culprit: str) -> None:
    done = scrapy("changes", *options)
    assert done.code == 2
    assert done.out == ""
    assert culprit in done.err.splitlines()[-1]


def test_a_source_without_data_yet_is_no_mistake(scrapy: Callable[..., Done], tmp_path: Path) -> None:
    path = tmp_path / "fresh.db"
    connect(path).conn.close()
    done = scrapy("changes", "--source", "ru_mid", database=path)
    assert (done.code, done.out) == (0, "0 changes (0 silent), 0 edits, 0 open findings between languages\n")
    assert scrapy("status", database=path).out.endswith("no source has been crawled yet\n")


@pytest.mark.parametrize("command", ["changes", "status", "browse"])
def test_only_a_database_of_ours_is_read_and_nothing_is_written(
    scrapy: Callable[..., Done], tmp_path: Path, command: str
) -> None:
    missing = tmp_path / "missing.db"
    done = scrapy(command, database=missing)
    assert (done.code, done.out) == (2, "")
    assert str(missing) in done.err.splitlines()[-1]
    assert not missing.exists()
    foreign = tmp_path / "foreign.db"
    foreign.write_bytes(b"This is no database at all. " * 100)
    other = tmp_path / "other.db"
    with sqlite3.connect(other) as conn:
        conn.execute("CREATE TABLE x (y)")
    conn.close()
    for path in (foreign, other):
        before = path.read_bytes()
        done = scrapy(command, database=path)
        assert (done.code, done.out) == (2, "")
        assert path.name in done.err.splitlines()[-1]
        assert path.read_bytes() == before


def test_status_as_json_is_the_view(scrapy: Callable[..., Done]) -> None:
    done = scrapy("status", "--format", "json")
    assert done.code == 0
    kremlin, mid = (json.loads(line) for line in done.out.splitlines())
    assert list(mid) == list(VIEWS["source_health"].columns)
    assert (kremlin["source"], kremlin["state"], kremlin["versions"]) == ("ru_kremlin", "ok", 2)
    assert (mid["source"], mid["documents"], mid["variants"], mid["versions"]) == ("ru_mid", 4, 4, 7)


def test_status_as_a_table_reports_an_unhealthy_source_and_is_done(
    scrapy: Callable[..., Done], built: Path, tmp_path: Path
) -> None:
    path = Path(shutil.copy(built, tmp_path / "copy.db"))
    with sqlite3.connect(path) as conn:
        conn.execute(
            "UPDATE runs SET state = 'unhealthy', reason = 'the listing was empty \x1b[2J' WHERE id ="
            " (SELECT max(id) FROM runs WHERE source = (SELECT id FROM sources WHERE name = 'ru_mid'))"
        )
    conn.close()
    done = scrapy("status", database=path)
    assert done.code == 0
    table, reason = (line for line in done.out.splitlines() if line.startswith("ru_mid"))
    assert "unhealthy" in table
    assert "4 documents" in table
    assert reason == r"ru_mid is unhealthy: the listing was empty \x1b[2J"
    assert all(len(line) <= 80 for line in done.out.splitlines())


@pytest.mark.parametrize("options", [["--format", "csv"], ["ru_mid"]])
def test_status_refuses_what_it_does_not_know(scrapy: Callable[..., Done], options: list[str]) -> None:
    done = scrapy("status", *options)
    assert done.code == 2
    assert options[-1] in done.err.splitlines()[-1]


@pytest.mark.parametrize("form", ["text", "json", "csv"])
def test_a_reader_may_leave_before_the_end(built: Path, form: str) -> None:
    command = [sys.executable, "-m", "scrapy", "changes", "--format", form, "-s", f"DATABASE={built}"]
    with subprocess.Popen(command, cwd=PROJECT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as process:
        assert process.stdout
        assert process.stderr
        process.stdout.close()
        assert process.stderr.read() == ""
        assert process.wait(60) == 0
