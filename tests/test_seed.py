"""The project's first real input: a Liferay page of mid.ru as a text corpus holds it. Read exactly."""

from __future__ import annotations

import pytest

from crawler.reading import Page, read
from tests.pages import SHARED

URL = "https://www.mid.ru/en/foreign_policy/news/-/asset_publisher/cKNonkJE02Bw/content/id/3914122"
TITLE = (
    "Foreign Minister Sergey Lavrov’s remarks and answers to questions following the joint meeting of the CSTO Council "
    "of Foreign Ministers, Council of Defence Ministers and Committee of Security Council Secretaries, Bishkek, "
    "November 27, 2019"
)


@pytest.fixture
def seed() -> bytes:
    folder = SHARED / "seed"
    if not folder.is_dir():
        pytest.skip("the seed text is not at hand (no ../shared)")
    (path,) = folder.glob("*.txt")
    return path.read_bytes()


@pytest.mark.parametrize("content_type", ["text/plain; charset=utf-8", "text/html", ""])
def test_the_seed_reads_exactly(seed: bytes, content_type: str) -> None:
    reading = read(Page("ru_mid", URL, seed, 200, {"content-type": content_type}, ""))
    assert reading.verdict == "ok"
    text = reading.transcript
    assert text is not None
    assert text.title == TITLE
    assert text.published_printed == "27 November 201920:45"
    assert text.published_at == "2019-11-27T20:45:00+03:00"
    assert (text.language, text.language_printed, text.declared_version) == ("en", "en-GB", "1")
    assert [(one.language_printed, one.declared_version) for one in text.alternates] == [
        (tag, "1") for tag in ("de-DE", "en-GB", "es-ES", "ru-RU", "fr-FR")
    ]
    assert [(turn.role, turn.speaker, turn.speaker_printed, len(turn.passages)) for turn in text.turns] == [
        ("statement", "Sergey Lavrov", "", 6),
        ("question", "", "Question", 1),
        ("answer", "Sergey Lavrov", "Sergey Lavrov", 1),
        ("question", "", "Question", 2),
        ("answer", "Sergey Lavrov", "Sergey Lavrov", 5),
    ]
    assert len(text.passages) == 15
    assert text.passages[0].startswith("I would like to tell you about the outcome")
    assert text.passages[-1].endswith("third countries request this status.")
    assert text.form == "mid-text"


def test_none_of_its_furniture_is_text(seed: bytes) -> None:
    text = read(Page("ru_mid", URL, seed, 200, {"content-type": "text/plain"}, "en")).transcript
    assert text is not None
    for furniture in ("Showing 1 result", "Advanced settings", "en-GB1", "201920:45", "27 November 2019"):
        assert furniture not in text.text
