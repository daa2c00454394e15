"""Saved pages for tests: a folder a page, with its bytes, what is known of it, and what it must read as."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

from crawler.reading import Page, read

if TYPE_CHECKING:
    from storage.transcript import Transcript

FIXTURES = Path(__file__).parent / "fixtures"
SHARED = Path(__file__).parents[1].parent / "shared"
"""Real pages that are not ours to pass on; tests on them are skipped where they are not at hand."""
HTML = {"content-type": "text/html; charset=utf-8"}


def cases() -> list[Path]:
    """Every page fixture: ``fixtures/<source>/<case>/`` with ``meta.json``, ``output.json`` and one page."""
    return sorted(path.parent for path in FIXTURES.glob("*/*/meta.json"))


def page_of(case: Path) -> Page:
    """The page a fixture holds. ``meta.json`` has ``url``, ``language`` and ``headers``, and says where it is from."""
    meta = json.loads((case / "meta.json").read_text())
    files = [path for path in case.iterdir() if path.stem in ("page", "feed")]
    assert len(files) == 1, f"{case} holds {len(files)} pages"
    return Page(case.parent.name, meta["url"], files[0].read_bytes(), 200, meta["headers"], meta["language"])


def transcript_of(page: Page) -> Transcript:
    """What a page says that must be readable."""
    reading = read(page)
    assert reading.verdict == "ok", reading.reason
    assert reading.transcript is not None
    return reading.transcript
