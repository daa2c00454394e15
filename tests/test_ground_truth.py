"""The whole line against the local ministry's truth: every scripted edit found, with its kind, its interval and its
silence; nothing else found. Real commands over HTTP, six editions, both sites, five languages; prints the table.
"""

from __future__ import annotations

import sqlite3
import subprocess
import sys
from collections import Counter, defaultdict
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from storage.diff.kinds import SEVERITY_OF
from storage.record.db import iso
from tests.ministry import LAST, Ministry

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[1]
SCRAPY = Path(sys.executable).with_name("scrapy")
DOCUMENTS = 40
SETTINGS = {
    "AUTOTHROTTLE_ENABLED": "0",
    "DOWNLOAD_DELAY": "0",
    "WITHDRAWAL_CONFIRM_HOURS": "0",
    "EDITED_ALONE_HOURS": "0",
    "LOG_LEVEL": "ERROR",
}


class Row(NamedTuple):
    """What is compared of one row of edit_log."""

    url: str
    change_kind: str
    op: str
    field: str
    kind: str
    before: str
    after: str
    silent: bool | None
    edition: int


class Findings(NamedTuple):
    wanted: Counter[Row]
    found: Counter[Row]
    rows: list[sqlite3.Row]
    parted: Counter[Parted]
    """What must be found between languages."""
    between: Counter[Parted]
    """What is."""
    followed: int
    """Edits that another language follows late."""
    lags: int
    """Those that were found to be."""


class Parted(NamedTuple):
    """What is compared of one finding between languages: where, what, and in which edition it opened."""

    url: str
    kind: str
    edition: int


@pytest.fixture(scope="module")
def findings(tmp_path_factory: pytest.TempPathFactory) -> Findings:
    database = tmp_path_factory.mktemp("truth") / "transcripts.db"
    wanted: Counter[Row] = Counter()
    parted: Counter[Parted] = Counter()
    led: dict[tuple[str, int, str], str] = {}
    followed: list[str] = []
    switched: list[str] = []
    with Ministry(documents=DOCUMENTS) as ministry:
        for edition in range(1, LAST + 1):
            ministry.edition = edition
            switched.append(iso(datetime.now(UTC)))
            crawl(database, ministry.url)
            crawl(database, ministry.url)  # a second look: confirms what is gone, and finds no more
            if edition > 1:
                truth = ministry.truth(edition - 1, edition)
                wanted.update(map(_wanted, truth))
                parted.update(_parted(truth, edition, led, followed))
    db = sqlite3.connect(database)
    db.row_factory = sqlite3.Row
    rows = db.execute("SELECT * FROM edit_log").fetchall()
    between = Counter(
        Parted(url, kind, sum(moment <= first_seen for moment in switched))
        for url, kind, first_seen in db.execute(
            "SELECT url, kind, first_seen FROM discrepancies JOIN variants ON variants.id = variant"
        )
    )
    (lags,) = db.execute("SELECT count(*) FROM discrepancies WHERE lag_hours IS NOT NULL").fetchone()
    db.close()
    return Findings(wanted, Counter(_found(row, switched) for row in rows), rows, parted, between, len(followed), lags)


def crawl(database: Path, base_url: str) -> None:
    settings = [word for name, value in SETTINGS.items() for word in ("-s", f"{name}={value}")]
    arguments = ["update", "ru_kremlin", "ru_mid", "-a", f"base_url={base_url}", "-a", "full=1"]
    subprocess.run([SCRAPY, *arguments, "-s", f"DATABASE={database}", *settings], cwd=ROOT, check=True)


def _wanted(record: dict[str, Any]) -> Row:
    return Row(**{name: record[name] for name in Row._fields})


def _parted(
    truth: list[dict[str, Any]], edition: int, led: dict[tuple[str, int, str], str], followed: list[str]
) -> Iterator[Parted]:
    """An edit in one language alone parts it from the others; if it is of a number or date, by what they say too.

    ``led``: which language was edited alone before. Another that is edited so afterwards follows it (``followed``).
    """
    did: dict[tuple[str, int, str], dict[str, str]] = defaultdict(dict)
    for record in truth:
        if record["kind"] and SEVERITY_OF[record["kind"]] in ("moderate", "major"):
            did[record["source"], record["n"], record["kind"]][record["language"]] = record["url"]
    for (source, n, kind), urls in did.items():
        if len(urls) == 1:
            ((language, url),) = urls.items()
            if led.setdefault((source, n, kind), language) != language:
                del led[source, n, kind]
                followed.append(url)
                continue
            yield Parted(url, "edited_alone", edition)
            if kind in ("number", "date"):
                yield Parted(url, f"{kind}_differs", edition)


def _found(row: sqlite3.Row, switched: list[str]) -> Row:
    """The edition is the one that the interval embraces the beginning of; 0 where it embraces none, or several."""
    inside = [n for n, moment in enumerate(switched, 1) if row["not_before"] < moment <= row["not_after"]]
    values: dict[str, Any] = {name: row[name] or "" for name in Row._fields[:-2]}
    silent = None if row["change_kind"] in ("withdrawn", "restored") else bool(row["silent"])
    return Row(**values, silent=silent, edition=inside[0] if len(inside) == 1 else 0)


def test_every_edit_is_found_and_nothing_else(findings: Findings, capsys: pytest.CaptureFixture[str]) -> None:
    missed, false = findings.wanted - findings.found, findings.found - findings.wanted
    with capsys.disabled():
        print(f"\n{table(findings.wanted, findings.found)}")
    assert [f"missed {row}" for row in missed] + [f"false {row}" for row in false] == []


def test_what_parts_the_languages_is_found_and_nothing_else(findings: Findings) -> None:
    missed, false = findings.parted - findings.between, findings.between - findings.parted
    assert [f"missed {row}" for row in missed] + [f"false {row}" for row in false] == []
    assert {row.kind for row in findings.parted} == {"edited_alone", "number_differs", "date_differs"}
    assert findings.lags == findings.followed > 0


def test_the_script_leaves_no_kind_untried(findings: Findings) -> None:
    assert {row.kind for row in findings.wanted} >= {
        *("typography", "spelling", "wording", "quote", "passage_moved", "passage_added", "name", "number", "date"),
        *("negation", "attribution", "headline", "passage_removed", "metadata"),
    }
    assert {row.change_kind for row in findings.wanted} == {"edited", "extended", "reverted", "withdrawn", "restored"}
    assert {row.silent for row in findings.wanted} == {True, False, None}


def table(wanted: Counter[Row], found: Counter[Row]) -> str:
    """Wanted, found and right, by kind of edit (or of change, where there is no edit)."""
    lines: dict[str, list[int]] = defaultdict(lambda: [0, 0, 0])
    for column, rows in enumerate((wanted, found, wanted & found)):
        for row, count in rows.items():
            lines[row.kind or row.change_kind][column] += count
    lines["all"] = [sum(column) for column in zip(*lines.values(), strict=True)]
    header = f"{'kind':<18}{'wanted':>8}{'found':>8}{'right':>8}"
    return "\n".join([header, *(f"{kind:<18}{a:>8}{b:>8}{c:>8}" for kind, (a, b, c) in sorted(lines.items()))])
