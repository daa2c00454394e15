"""Real saved pages brought in: copies of a mirror that differ in bytes and not in words, and a plain-text page."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.pages import SHARED
from tests.repositories import scraped
from tests.running import Desk
from tests.warcs import record

if TYPE_CHECKING:
    from pathlib import Path

KREMLIN = SHARED / "pages" / "ru_kremlin"
SEED = SHARED / "seed"
NEWS = "http://en.kremlin.ru/events/president/news/"
TWICE = ("56519", "56767", "60633")
DAYS = ("2020-08-28", "2020-08-30")


@pytest.fixture
def alone(tmp_path: Path) -> Desk:
    return Desk(tmp_path / "transcripts.db")


def nothing_was_edited(desk: Desk, *documents: str) -> None:
    desk.ok("diff")
    assert desk.rows("SELECT document, versions FROM transcripts ORDER BY document") == [(one, 1) for one in documents]
    assert desk.rows("SELECT * FROM edit_log") == []
    desk.ok("verify")


@pytest.mark.skipif(not KREMLIN.is_dir(), reason="the real saved pages are not at hand (no ../shared)")
def test_a_mirror_of_two_days_makes_one_version_of_each_page(alone: Desk, tmp_path: Path) -> None:
    rows = [f"{key}.en.{day}.html,{NEWS}{key},{day}T00:00" for key in TWICE for day in DAYS]
    rows += [f"17158{view}.en.2020-08-30.html,{NEWS}17158,2020-08-30T0{n}:00" for n, view in enumerate(("", "_print"))]
    (tmp_path / "index.csv").write_text("\n".join(["file,url,fetched_at", *rows]), encoding="utf-8")
    ended = alone.ok("backfill", str(KREMLIN), "--index", str(tmp_path / "index.csv"))
    assert ended.last == "backfill: 8 captures stored (8 ok), 0 known already, 0 refused"
    nothing_was_edited(alone, "17158", *TWICE)


@pytest.mark.skipif(not KREMLIN.is_dir(), reason="the real saved pages are not at hand (no ../shared)")
def test_the_same_mirror_as_a_git_scraped_repository(alone: Desk, tmp_path: Path) -> None:
    begin = 1_598_572_800  # 2020-08-28T00:00:00Z
    pages = [{f"{key}.html": (KREMLIN / f"{key}.en.{day}.html").read_bytes() for key in TWICE} for day in DAYS]
    commits = [(begin + 2 * 86_400 * n, files) for n, files in enumerate(pages)]
    ended = alone.ok("backfill", str(scraped(tmp_path / "clone", commits)), "--url", f"{NEWS}{{stem}}")
    assert ended.last == "backfill: 6 captures stored (6 ok), 0 known already, 0 refused"
    nothing_was_edited(alone, *TWICE)


@pytest.mark.skipif(not SEED.is_dir(), reason="the seed text is not at hand (no ../shared)")
def test_the_seed_as_a_text_corpus_has_it(alone: Desk, tmp_path: Path) -> None:
    url = "https://www.mid.ru/en/foreign_policy/news/-/asset_publisher/cKNonkJE02Bw/content/id/3914122"
    (text,) = (path.read_bytes() for path in SEED.glob("*.txt"))
    (tmp_path / "crawl.warc.wet.gz").write_bytes(
        record("warcinfo", block=b"isPartOf: CC\r\n")
        + record("conversion", url, text, "Content-Type: text/plain", at="2020-01-05T00:00:00Z")
        + record("conversion", "https://example.org/", text, "Content-Type: text/plain")
    )
    ended = alone.ok("backfill", str(tmp_path / "crawl.warc.wet.gz"), "--observer", "commoncrawl")
    assert ended.last == (
        "backfill: 1 captures stored (1 ok), 0 known already, 0 refused, passed over: 1 that are no page of a document"
    )
    assert alone.rows("SELECT observer, verdict FROM capture_log") == [("commoncrawl", "ok")]
    nothing_was_edited(alone, "liferay-3914122")
