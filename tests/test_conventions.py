"""Fitness: what holds over every source, command, view and document of the project, and keeps it from drifting."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from scrapy.settings import default_settings
from scrapy.spiderloader import SpiderLoader
from scrapy.utils.project import get_project_settings

import crawler.settings
from crawler.reading import site_of
from crawler.spiders.base import TranscriptSpider
from storage.diff.kinds import SEVERITY_OF
from storage.record.db import connect
from storage.record.views import VIEWS
from storage.show import describe

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = sorted(path.stem for path in (ROOT / "crawler" / "commands").glob("[a-z]*.py"))
SOURCES = sorted(path.stem for path in (ROOT / "crawler" / "spiders").glob("[a-z][a-z]_*.py"))
SCRAPY = Path(sys.executable).with_name("scrapy")

CONTRACT = {
    "transcripts": "source, document, language, language_printed, url, kind, title, published_at, declared_version, "
    "declared_updated_at, status, versions, first_seen, last_seen, last_checked, text",
    "turns": "source, document, language, position, role, speaker, speaker_printed, text",
    "version_log": "source, document, language, version, title, published_at, declared_version, declared_updated_at, "
    "extractor, first_seen, last_seen, characters, text_sha256",
    "capture_log": "capture, source, document, language, url, fetched_at, observer, http_status, verdict, version, "
    "bytes, body_sha256",
    "edit_log": "change, source, document, language, url, title, change_kind, silent, declaration, from_version, "
    "to_version, op, field, kind, severity, speaker, position, before, after, rule, not_before, not_after, found_at, "
    "from_capture, to_capture, observer",
    "repeated_edits": "repeat, source, documents, edits, silent, kind, severity, before, after, first_found, found_in, "
    "changes",
    "stamp_log": "source, document, language, url, rule, before, after, carrier, seen_at, version, capture",
    "discrepancy_log": "discrepancy, source, document, kind, severity, language, other_language, position, speaker, "
    "passage, other_passage, confidence, first_seen, resolved_at, found_at",
    "translation_lag": "source, document, language, first_language, first_language_seen, first_seen, hours, "
    "hours_printed",
    "flags": "flag, source, document, language, what, kind, severity, silent, reason, url, not_before, not_after, "
    "found_at",
    "source_health": "source, last_run, last_ok, documents, variants, versions, changes_7d, checked_24h, blocked_24h, "
    "unreadable_24h, state, reason",
}
"""The public contract, held still here: a change of it is a change of this table, on purpose."""


# --- the contract and the README ------------------------------------------------------------------------------------


def test_views_are_those_of_the_contract_column_by_column(tmp_path: Path) -> None:
    db = connect(tmp_path / "transcripts.db")
    assert set(db.view_names()) == set(CONTRACT) == set(VIEWS)
    for view, columns in CONTRACT.items():
        found = [column[0] for column in db.conn.execute(f"SELECT * FROM {view} LIMIT 0").description]
        assert found == columns.split(", "), view
    db.conn.close()


@pytest.mark.parametrize("view", sorted(CONTRACT))
def test_the_readme_describes_every_column(view: str) -> None:
    described = describe.VIEWS[view]
    section = README.partition(f"### `{view}`\n")[2].partition("\n### ")[0].partition("\n## ")[0]
    assert described.row in section
    rows = re.findall(r"^\| `(\w+)` \| (.*) \|$", section, re.M)
    assert [(column, text.replace("\\|", "|")) for column, text in rows] == list(described.columns.items())


@pytest.mark.parametrize("command", COMMANDS)
def test_the_readme_names_every_command_with_its_options(command: str) -> None:
    row = next((line for line in README.splitlines() if line.startswith(f"| `scrapy {command}")), "")
    assert row, f"README has no row for scrapy {command}"
    help_text = subprocess.run([SCRAPY, command, "-h"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    own = help_text.partition("Global Options")[0]
    for option in re.findall(r"^ +(--[a-z-]+)", own, re.M):
        assert option in row, f"README's row for scrapy {command} does not mention {option}"


def test_the_readme_names_no_command_that_is_not_there() -> None:
    named = set(re.findall(r"`scrapy ([a-z]+)", README))
    assert named <= set(COMMANDS) | {"list"}


def test_the_readme_gives_every_kind_its_severity_in_order() -> None:
    section = README.partition("## Kinds and severities")[2].partition("\n## ")[0]
    rows = re.findall(r"^\| `(\w+)` \| .* \| (\w+) \|$", section, re.M)
    assert rows == [(kind, severity) for kind, severity in SEVERITY_OF.items() if kind in dict(rows)]
    assert {kind for kind, _ in rows} == set(SEVERITY_OF) - {"extended", "withdrawn", "restored"}


def test_the_readme_names_every_setting_and_dependency() -> None:
    own = {name for name in dir(crawler.settings) if name.isupper()} - set(dir(default_settings))
    for setting in own:
        assert f"| `{setting}` |" in README, setting
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    section = README.partition("## Dependencies")[2].partition("\n## ")[0].lower()
    for requirement in [*project["dependencies"], *project["optional-dependencies"]["dev"]]:
        assert re.split(r"[><=;\[ ]", requirement)[0].lower() in section, requirement


def test_the_changelog_knows_this_release() -> None:
    import storage

    assert f"## {storage.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_requirements_are_pinned_with_hashes_and_name_no_index() -> None:
    text = (ROOT / "requirements.txt").read_text(encoding="utf-8")
    assert not re.search(r"https?://|--index|--find-links|--trusted", text)
    entries = re.split(r"\n(?=[a-z])", text.strip())
    assert all("==" in entry and "--hash=sha256:" in entry for entry in entries)


# --- sources --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("source", SOURCES)
def test_a_source_keeps_the_conventions(source: str) -> None:
    spider = SpiderLoader.from_settings(get_project_settings()).load(source)
    assert issubclass(spider, TranscriptSpider)
    assert spider.name == source == spider.__module__.rsplit(".", 1)[-1]
    assert spider.feeds or spider.listings, "a source that lists nothing collects nothing"
    assert spider.declaration in ("none", "unproven", "proven")
    site = site_of(source)
    assert site.name == source
    assert ZoneInfo(site.timezone)
    assert site.languages
    assert (ROOT / "tests" / "fixtures" / source).is_dir(), "no saved page"
    assert f"| `{source}` |" in README
    lines = Path(str(importlib.import_module(spider.__module__).__file__)).read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 40, "a source is data: what is more wants a base or a reason"


# --- the code -------------------------------------------------------------------------------------------------------


def _imports(path: Path) -> set[str]:
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            names.update(alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            names.add(node.module)
    return names


ALLOWED = {
    "storage/text": {"storage.text"},
    "storage/diff": {"storage.text", "storage.diff", "storage.transcript"},
    "storage/languages": {"storage.text", "storage.languages", "storage.transcript"},
    "storage/record": {
        *("storage.text", "storage.diff", "storage.languages", "storage.record"),
        *("storage.transcript", "storage.observation"),
    },
    "storage/show": {
        *("storage.text", "storage.diff", "storage.languages", "storage.record", "storage.show"),
        *("storage.transcript", "storage.observation"),
    },
    "storage/export": {"storage.record", "storage.show", "storage.export"},
}
"""What each floor may import of ours: only what lies below it."""


@pytest.mark.parametrize("floor", sorted(ALLOWED))
def test_imports_run_one_way(floor: str) -> None:
    for path in (ROOT / floor).rglob("*.py"):
        for name in _imports(path):
            top = name.split(".")[0]
            assert top not in ("crawler", "scrapy", "tests", "bench"), f"{path.relative_to(ROOT)} imports {name}"
            if top == "storage" and name != "storage":
                assert any(name == base or name.startswith(f"{base}.") for base in ALLOWED[floor]), (
                    f"{path.relative_to(ROOT)} imports {name}"
                )


@pytest.mark.parametrize("room", ["storage/text", "storage/diff", "storage/languages", "crawler/pages"])
def test_pure_rooms_know_no_database_network_or_clock(room: str) -> None:
    for path in (ROOT / room).rglob("*.py"):
        impure = _imports(path) & {"sqlite3", "sqlite_utils", "socket", "urllib.request", "time", "random", "requests"}
        assert not impure, f"{path.relative_to(ROOT)} imports {impure}"


def test_storage_never_imports_the_crawler() -> None:
    for path in (ROOT / "storage").rglob("*.py"):
        assert not [name for name in _imports(path) if name.split(".")[0] in ("crawler", "scrapy")], path
