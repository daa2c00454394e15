"""Redlines: the right marks in the right passage, legible without colour, and harmless whatever a publisher wrote."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.console import Console

from storage.diff.model import Hunk, Pair
from storage.diff.words import hunks
from storage.observation import Reading
from storage.record.db import connect, connect_read_only
from storage.show import html, terminal
from storage.show.marks import AROUND, Span, drawn_pair, drawn_words, elided
from storage.show.redline import Redline, redline
from storage.show.select import Selection, by_change, edit_rows
from storage.show.visible import visible, when
from tests.notebook import Notebook, transcript
from tests.showcase import GERMAN, RUSSIAN, build

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.observation import Capture


@pytest.fixture(scope="module")
def redlines(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Redline]:
    """Every change of the showcase, by language."""
    db = connect_read_only(build(tmp_path_factory.mktemp("redline") / "record.db"))
    drawn = [redline(db, rows) for rows in by_change(edit_rows(db, Selection()))]
    db.conn.close()
    return {change.language: change for change in drawn}


def printed(change: Redline, *, width: int = 100, colour: bool = False) -> str:
    out = Console(
        file=io.StringIO(),
        force_terminal=colour,
        color_system="truecolor" if colour else None,
        width=width,
        markup=False,
        emoji=False,
        highlight=False,
        no_color=not colour,
    )
    terminal.draw(out, change)
    assert isinstance(out.file, io.StringIO)
    return out.file.getvalue()


def test_edits_of_one_passage_are_drawn_in_it_together(redlines: dict[str, Redline]) -> None:
    (entry,) = redlines["en"].entries
    assert [label.kind for label in entry.labels] == ["number", "negation"]
    assert (entry.position, entry.speaker) == (2, "Sergey Lavrov")
    assert "met [-12-]{+14+} times in March, and the parties did [-not -]agree" in printed(redlines["en"])


def test_a_change_is_told_in_one_line_first(redlines: dict[str, Redline]) -> None:
    line = "'not' dropped in the statement; 12 → 14 in the statement. Silent."
    assert redlines["en"].summary == redlines["en"].as_json()["summary"] == line
    assert line in printed(redlines["en"]).splitlines()
    assert '<p class="summary">&#39;not&#39; dropped in the statement; 12 → 14' in html.as_html(redlines["en"])
    assert redlines["fr"].summary == ""  # gone as a whole: its kind says so


def test_a_title_and_a_passage_taken_out(redlines: dict[str, Redline]) -> None:
    headline, removed = redlines["ru"].entries
    assert headline.labels[0].kind == "headline"
    assert headline.spans[0] == Span("Встреча с представителями ", "same")
    assert removed.spans == (Span(RUSSIAN.passages[1], "deleted"),)
    assert "in passage 2 of the older version, Владимир Путин" in printed(redlines["ru"])


def test_a_moved_passage_says_from_where_to_where(redlines: dict[str, Redline]) -> None:
    (entry,) = redlines["de"].entries
    assert (entry.moved_from, entry.position) == (1, 3)
    assert entry.spans == (Span(GERMAN.passages[0], "same"),)
    assert "passage_moved (moderate, rule passage_moved) from passage 1 to 3, Sergej Lawrow" in printed(redlines["de"])


def test_a_withdrawal_has_its_reason_and_no_passages(redlines: dict[str, Redline]) -> None:
    assert redlines["fr"].entries == ()
    text = printed(redlines["fr"])
    assert "withdrawn silently (whether this source declares is unproven)" in text
    assert "between 2026-11-01 10:00:00 UTC (last seen so) and 2026-11-03 10:00:00 UTC (first seen gone)" in text
    assert redlines["fr"].rule
    assert redlines["fr"].rule in text


def test_the_head_says_who_what_when_and_by_which_captures(redlines: dict[str, Redline]) -> None:
    change = redlines["ru"]
    lines = printed(change).splitlines()
    assert lines[0] == "major  edited silently  ru_kremlin/56519 (ru)"
    assert lines[1:3] == ["Встреча с представителями банков", "http://kremlin.ru/events/president/news/56519"]
    assert lines[3] == "between 2026-11-01 10:00:00 UTC (last seen so) and 2026-11-03 10:00:00 UTC (first seen so)"
    assert lines[4] == "version 1 → 2, captures 1 → 6, change 1-6"


def test_colour_strikes_and_underlines_and_needs_no_brackets(redlines: dict[str, Redline]) -> None:
    text = printed(redlines["en"], colour=True)
    assert "\x1b[9;31m12" in text
    assert "\x1b[4;32m14" in text
    assert "[-" not in text


def test_a_pipe_gets_one_line_a_passage_however_narrow(redlines: dict[str, Redline]) -> None:
    assert printed(redlines["en"], width=20) == printed(redlines["en"], width=200)


def test_no_colour_is_obeyed_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    assert terminal.in_colour(terminal.console(io.StringIO()))
    monkeypatch.setenv("NO_COLOR", "1")
    assert not terminal.in_colour(terminal.console(io.StringIO()))


def test_a_hostile_page_steers_neither_terminal_nor_browser(redlines: dict[str, Redline]) -> None:
    text = printed(redlines["es"])
    assert "\x1b" not in text
    assert "\u202e" not in text
    assert r"\x1b[2J\x1b]0;owned\x07 and \u202egnp.exe\u202c, <b>bold</b> [red]red[/red]" in text
    assert '<script>alert("x")</script> [bold]Statement[/bold]' in text
    page = html.as_html(redlines["es"])
    assert "<script>" not in page
    assert "<b>" not in page
    assert "&lt;b&gt;bold" in page
    assert r"\u202egnp" in page


def test_html_marks_and_links(redlines: dict[str, Redline]) -> None:
    page = html.as_html(redlines["en"])
    assert "met <del>12</del><ins>14</ins> times in March, and the parties did <del>not </del>agree" in page
    assert 'href="https://mid.ru/en/foreign_policy/news/1781234/"' in page
    assert html.link("javascript:alert(1)") == "javascript:alert(1)"
    assert html.link('https://x/"onload="a').count('"') == 4


def test_json_has_every_field_and_survives_a_round_trip(redlines: dict[str, Redline]) -> None:
    data = json.loads(json.dumps(redlines["en"].as_json()))
    assert data["change"] == "2-7"
    assert data["silent"] is True
    assert data["entries"][0]["labels"][1]["rule"] == "negation_changed"
    assert {"text": "12", "mark": "deleted"} in data["entries"][0]["spans"]


@pytest.mark.parametrize(
    ("raw", "shown"),
    [
        ("Обычный текст — «кавычки», café 中文 naïve", "Обычный текст — «кавычки», café 中文 naïve"),
        ("\x1b[31m", r"\x1b[31m"),
        ("a\u202eb\u2066c\u200f", r"a\u202eb\u2066c\u200f"),
        ("\x9b1m\x07\r\n\t", r"\x9b1m\x07\x0d\x0a\x09"),
        ("\u2028\ufeff\u200b\U000e0041", r"\u2028\ufeff\u200b\U000e0041"),
        ("می\u200cخواهم ۵", "می\u200cخواهم ۵"),
        ("", ""),
    ],
)
def test_visible(raw: str, shown: str) -> None:
    assert visible(raw) == shown


@given(st.text())
def test_visible_lets_nothing_unseen_through_and_is_idempotent(raw: str) -> None:
    assert visible(visible(raw)) == visible(raw)
    assert not any(ord(character) < 32 or 0x7F <= ord(character) < 0xA0 for character in visible(raw))


def test_when() -> None:
    assert when("2026-11-23T15:30:13.123Z") == "2026-11-23 15:30:13 UTC"
    assert when("yesterday\x1b") == r"yesterday\x1b"


@given(st.text("ab c.", max_size=60), st.text("ab c.", max_size=60))
def test_spans_hold_both_versions(before: str, after: str) -> None:
    spans = drawn_pair(Pair(0, 0, moved=False, hunks=hunks(before, after)), [before], [after])
    assert spans is not None
    assert "".join(span.text for span in spans if span.mark != "inserted") == before
    assert "".join(span.text for span in spans if span.mark != "deleted") == after


def test_hunks_that_do_not_lead_to_the_newer_passage_are_not_drawn() -> None:
    assert drawn_pair(Pair(0, 0, moved=False, hunks=(Hunk(0, 1, 0, 1),)), ["one two"], ["another"]) is None


def test_short_values_are_drawn_whole_and_titles_by_word() -> None:
    assert drawn_words("2026-11-01", "2026-11-02", in_words=False) == [
        Span("2026-11-01", "deleted"),
        Span("2026-11-02", "inserted"),
    ]
    assert [span.mark for span in drawn_words("Rede in Wien", "Rede in Genf", in_words=True)] == [
        "same",
        "deleted",
        "inserted",
    ]


def test_long_unchanged_stretches_are_cut_between_words() -> None:
    filler = " слово" * 80
    spans = elided([Span("A" + filler + " ", "same"), Span("old", "deleted"), Span(filler + " Z", "same")])
    assert spans[0].text.startswith("… слово")
    assert spans[0].text.endswith("слово ")
    assert spans[1] == Span("old", "deleted")
    assert spans[2].text.startswith(" слово")
    assert spans[2].text.endswith("слово …")
    assert max(len(span.text) for span in spans) <= AROUND + 20
    middle = elided([Span("x", "deleted"), Span(filler, "same"), Span("y", "inserted")])[1].text
    assert middle.count("…") == 1
    assert len(middle) < 2 * AROUND + 20


def marks() -> Iterator[str]:
    yield from ("same", "deleted", "inserted")


@given(st.lists(st.tuples(st.text("ab ", min_size=1, max_size=400), st.sampled_from(list(marks()))), max_size=5))
def test_eliding_never_touches_what_changed(pieces: list[tuple[str, str]]) -> None:
    spans = [Span(text, mark) for text, mark in pieces]  # type: ignore[arg-type]
    short = elided(spans)
    assert [span for span in short if span.mark != "same"] == [span for span in spans if span.mark != "same"]
    assert len(short) == len(spans)


def test_an_edit_whose_passage_was_split_stands_alone(tmp_path: Path) -> None:
    from storage.show.redline import _shows

    row = {"op": "replace", "before": "12", "after": "14"}
    assert _shows([Span("12", "deleted"), Span("14", "inserted")], row)
    assert not _shows([Span("12 and more", "deleted")], row)
    assert _shows([], {"op": "move", "before": "", "after": ""})


def test_joined_and_edited_passages_are_drawn_as_one_row_and_a_boundary(tmp_path: Path) -> None:
    book = Notebook(connect(tmp_path / "record.db"))
    book.saw(0, "We met.", "The talks in Oslo lasted for three hours.", "The ministers will meet again in spring.")
    book.saw(24, "We met.", "The talks in Oslo lasted for four hours. The ministers will meet again in spring.")
    book.diff()
    drawn = redline(book.db, list(edit_rows(book.db, Selection())))
    book.db.conn.close()
    words, boundary = drawn.entries
    assert [(span.mark, span.text) for span in words.spans] == [
        ("same", "The talks in Oslo lasted for "),
        ("deleted", "three"),
        ("inserted", "four"),
        ("same", " hours. The ministers will meet again in spring."),
    ]
    assert [(span.mark, span.text) for span in boundary.spans][1] == ("deleted", " ¶ ")
    assert drawn.summary == "three → four in the statement; 1 paragraph split or joined. Silent."


class Led(Notebook):
    """A page whose first line is its lead."""

    def read(self, capture: Capture, language: str) -> Reading:
        lead, *lines = (capture.body or b"").decode().splitlines()
        return Reading("ok", self.reader, transcript=transcript(*lines, language=language, lead=lead))


@pytest.mark.parametrize(
    ("old", "new", "marked"),
    [
        (
            "Die Minister sprachen über Handel und 12 Verträge.",
            "Die Minister sprachen über Rüstung und 14 Verträge.",
            [
                ("same", "Die Minister sprachen über "),
                ("deleted", "Handel"),
                ("inserted", "Rüstung"),
                ("same", " und "),
                ("deleted", "12"),
                ("inserted", "14"),
                ("same", " Verträge."),
            ],
        ),
        ("", "Министры обсудили торговлю.", [("inserted", "Министры обсудили торговлю.")]),
    ],
)
def test_a_lead_is_drawn_whole_with_all_that_changed_in_it(
    old: str, new: str, marked: list[tuple[str, str]], tmp_path: Path
) -> None:
    book = Led(connect(tmp_path / "record.db"))
    book.saw(0, old, "We met.")
    book.saw(24, new, "We met.")
    book.diff()
    drawn = redline(book.db, list(edit_rows(book.db, Selection())))
    book.db.conn.close()
    (lead,) = drawn.entries
    assert {label.field for label in lead.labels} == {"lead"}
    assert [(span.mark, span.text) for span in lead.spans] == marked
