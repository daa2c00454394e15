"""The three forms of a redline, terminal, HTML and JSON: each says both texts, and the HTML is valid whatever comes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING
from xml.etree.ElementTree import Element

import html5lib
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.diff.model import Pair
from storage.diff.words import hunks
from storage.record.db import connect_read_only
from storage.show import html, terminal
from storage.show.marks import Span, drawn_boundary, drawn_pair, elided
from storage.show.redline import Entry, Label, Redline, redline
from storage.show.select import Selection, by_change, edit_rows
from storage.show.visible import visible
from tests.showcase import build

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rich.text import Text

_SAID = """We do not agree , “ ” « да » не 27 ноября 14 41 l'homme 中国 支持 نحن لا <script> </p> &amp; &lt &#0; <!--
--> ]]> <del> </ins> " ' \x1b[2J \u202e \ufdd0 \ufffe \U0001fffe <svg onload=alert(1)> javascript: \U0001f600 é"""
_WORDS = _SAID.split()
words = st.lists(st.sampled_from(_WORDS), max_size=14).map(" ".join)
hostile = st.one_of(words, st.text(max_size=40))


@st.composite
def edited(draw: st.DrawFn) -> tuple[str, str]:
    """A text and the same with some words put in, taken out or exchanged."""
    said = draw(st.lists(st.sampled_from(_WORDS), min_size=1, max_size=20))
    after = list(said)
    for _ in range(draw(st.integers(0, 3))):
        at = draw(st.integers(0, len(after)))
        after[at : at + draw(st.integers(0, 2))] = draw(st.lists(st.sampled_from(_WORDS), max_size=2))
    return " ".join(said), " ".join(after)


pairs = st.one_of(st.tuples(hostile, hostile), edited())


def spans_of(before: str, after: str) -> list[Span]:
    spans = drawn_pair(Pair(0, 0, False, hunks(before, after)), [before], [after])
    assert spans is not None
    return spans


def parsed(body: str) -> Element:
    """The body of a document that holds this. Raises at the first error in it, as the HTML standard names them."""
    page = f'<!doctype html><html lang="en"><head><title>Redline</title></head><body>{body}</body></html>'
    document = html5lib.HTMLParser(strict=True, namespaceHTMLElements=False).parse(page)
    found = document.find("body")
    assert isinstance(found, Element)
    return found


def without(element: Element, tag: str) -> str:
    """The text of an element, less what stands in elements of this name."""
    said = element.text or ""
    for child in element:
        said += ("" if child.tag == tag else without(child, tag)) + (child.tail or "")
    return said


@given(pairs)
@settings(max_examples=300, deadline=None)
def test_html_says_the_older_text_without_what_came_and_the_newer_without_what_went(pair: tuple[str, str]) -> None:
    before, after = pair
    body = parsed(f"<p>{html.marked(spans_of(before, after))}</p>")
    assert without(body, "ins") == visible(before).replace("\r", "\n")
    assert without(body, "del") == visible(after).replace("\r", "\n")


@given(pairs)
@settings(max_examples=300, deadline=None)
def test_json_says_both_texts(pair: tuple[str, str]) -> None:
    before, after = pair
    data = redline_of([Entry((LABEL,), 1, None, "", tuple(spans_of(before, after)))]).as_json()
    (entry,) = data["entries"]
    assert "".join(span["text"] for span in entry["spans"] if span["mark"] != "inserted") == before
    assert "".join(span["text"] for span in entry["spans"] if span["mark"] != "deleted") == after


@given(pairs)
@settings(max_examples=300, deadline=None)
def test_a_terminal_says_both_texts_in_colours(pair: tuple[str, str]) -> None:
    before, after = pair
    text = terminal.marked(spans_of(before, after), coloured=True)
    assert plain_without(text, "green") == visible(before)
    assert plain_without(text, "red") == visible(after)


def plain_without(text: Text, colour: str) -> str:
    gone = {at for span in text.spans if colour in str(span.style) for at in range(span.start, span.end)}
    return "".join(sign for at, sign in enumerate(text.plain) if at not in gone)


@given(edited())
@settings(max_examples=300, deadline=None)
def test_a_terminal_says_both_texts_in_brackets(pair: tuple[str, str]) -> None:
    before, after = (text.translate({ord(sign): None for sign in "[]{}+-"}) for text in pair)
    line = terminal.marked(spans_of(before, after), coloured=False).plain
    old = re.sub(r"\[-(.*?)-\]", r"\1", re.sub(r"\{\+.*?\+\}", "", line, flags=re.DOTALL), flags=re.DOTALL)
    new = re.sub(r"\{\+(.*?)\+\}", r"\1", re.sub(r"\[-.*?-\]", "", line, flags=re.DOTALL), flags=re.DOTALL)
    assert (old, new) == (visible(before), visible(after))


LABEL = Label("replace", "text", "wording", "moderate", "words_changed")


def redline_of(entries: Sequence[Entry], said: str = "said", url: str = "https://office.example/1") -> Redline:
    """A redline whose every field that comes from a page says this."""
    return Redline(
        change="1-2", source="xx_office", document=said, language=said, title=said, url=url, change_kind="edited",
        severity="moderate", silent=True, declaration="none", from_version=1, to_version=2,
        not_before="2026-03-02T12:00:00.000Z", not_after=said, found_at="2026-03-03T12:00:00.000Z", from_capture=1,
        to_capture=2, observer=said, rule=said, summary=said, entries=tuple(entries),
    )  # fmt: skip


@given(hostile, pairs)
@settings(max_examples=300, deadline=None)
def test_a_page_of_hostile_texts_is_valid_and_runs_nothing(said: str, pair: tuple[str, str]) -> None:
    entry = Entry((LABEL, LABEL), 1, 2, said, tuple(elided(spans_of(*pair))))
    body = parsed(html.as_html(redline_of([entry, entry], said, f"https://office.example/{said}")))
    for element in body.iter():
        assert element.tag in ("body", "article", "h2", "p", "span", "br", "a", "del", "ins"), element.tag
        assert not any(name.startswith("on") or name == "style" for name in element.attrib)
        assert element.get("href", "https://").startswith(("https://", "http://"))
        if element.tag in ("p", "h2", "span", "a", "del", "ins"):
            assert not {child.tag for child in element} & {"p", "h2", "article"}, "no block inside a phrase"
        if element.tag in ("del", "ins"):
            assert not list(element)


def test_every_redline_of_a_record_is_valid(tmp_path: Path) -> None:
    db = connect_read_only(build(tmp_path / "record.db"))
    drawn = [parsed(html.as_html(redline(db, rows))) for rows in by_change(edit_rows(db, Selection()))]
    db.conn.close()
    assert len(drawn) == 5
    assert all(body.find("article") is not None for body in drawn)


@pytest.mark.parametrize("broken", ["<p><del>a</p></del>", "<p>a & b &lt</p>", '<p title=a"b>c</p>', "<del>\x00</del>"])
def test_the_validator_knows_a_broken_page(broken: str) -> None:
    with pytest.raises(html5lib.html5parser.ParseError):
        parsed(broken)


def signs(spans: Sequence[Span]) -> Iterator[tuple[str, str]]:
    return ((span.mark, span.text) for span in spans)


def test_a_boundary_is_drawn_as_a_pilcrow() -> None:
    joined = drawn_boundary("We met.\n\nWe agreed.", "We met. We agreed.")
    assert [*signs(joined)] == [("same", "We met."), ("deleted", " ¶ "), ("same", "We agreed.")]
    split = drawn_boundary("We met. We agreed.", "We met.\n\nWe agreed.")
    assert [*signs(split)] == [("same", "We met."), ("inserted", " ¶ "), ("same", "We agreed.")]
