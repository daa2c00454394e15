"""Passages kept once, edited ones as what differs from those that they replaced: always the same words come back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from storage.languages.align import Bead
from storage.languages.findings import Compared, Coverage
from storage.record import alignments, passages, texts
from storage.record.db import connect
from storage.record.schema import migrations
from tests.notebook import Notebook, transcript

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

EDITED = {
    "ru": ("Мы не будем участвовать в конференции, и нашим партнёрам известны причины.", "не будем", "будем"),
    "en": ("We will not take part in the conference, and our partners know the reasons.", "not take", "take"),
    "de": ("Wir werden an der Konferenz nicht teilnehmen, und unsere Partner kennen die Gründe.", "nicht ", ""),
    "fr": ("Nous ne participerons pas à la conférence, et nos partenaires en connaissent les raisons.", "ne ", "n'y "),
    "es": ("No participaremos en la conferencia, y nuestros socios conocen las razones.", "No", "Sí"),
    "zh": ("我们不会参加这次会议, 我们的伙伴知道其中的原因, 这一点已经多次说明过了。", "不会", "会"),
    "beyond the basic plane": ("🕊 We will not take part in the conference 𝒜 and our partners know 🕊.", "𝒜", "ℬ"),
    "combining": (
        "Мои\u0306 ответ на первыи\u0306 вопрос остаётся прежним, и он известен.",
        "и\u0306 ответ",
        "и ответ",
    ),
    "at its end": ("Our position on the treaty has not changed since the talks in Geneva", "Geneva", "Geneva, in May."),
}


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Notebook]:
    db = connect(tmp_path / "record.db")
    yield Notebook(db)
    db.conn.close()


@pytest.mark.parametrize("case", EDITED)
def test_an_edited_passage_is_kept_as_what_differs(book: Notebook, case: str) -> None:
    former, before, after = EDITED[case]
    (old,) = passages.keep(book.db, [former], "en")
    (new,) = passages.keep(book.db, [former.replace(before, after)], "en", [old])
    assert passages.words(book.db, [old, new]) == {old: former, new: former.replace(before, after)}
    assert book.rows("SELECT base, length(text) < length(?) / 3 FROM passages WHERE id = ?", former, new) == [(old, 1)]


def test_an_edit_of_an_edit_is_a_difference_from_the_whole_passage(book: Notebook) -> None:
    said = EDITED["en"][0]
    (first,) = passages.keep(book.db, [said], "en")
    (second,) = passages.keep(book.db, [said.replace("not ", "")], "en", [first])
    (third,) = passages.keep(book.db, [said.replace("not ", "surely ")], "en", [second])
    assert book.rows("SELECT base FROM passages ORDER BY id") == [(None,), (first,), (first,)]
    assert passages.words(book.db, [third]) == {third: said.replace("not ", "surely ")}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.text("ab \0é🕊", min_size=1, max_size=60), max_size=4), max_size=4))
def test_words_come_back_as_they_went_in(versions: list[list[str]]) -> None:
    db = Database(memory=True)
    migrations.apply(db)
    near: list[int] = []
    kept = []
    for version in (*versions, *([f"{40 * 'like '}{text}" for text in version] for version in versions)):
        near = passages.keep(db, version, "en", near)
        kept.append((version, near))
    for version, ids in kept:
        words = passages.words(db, ids)
        assert [words[id_] for id_ in ids] == version
    db.conn.close()


def test_a_damaged_passage_is_restored_with_all_that_stand_on_it(book: Notebook) -> None:
    said = EDITED["ru"][0]
    book.saw(0, said)
    book.saw(1, said.replace("не ", ""))
    ids = [id_ for (id_,) in book.rows("SELECT id FROM texts ORDER BY id")]
    book.db.conn.execute("UPDATE passages SET text = 'Nothing.'")
    assert all(texts.damage(book.db, id_) for id_ in ids)
    for id_, words in zip(ids, (said, said.replace("не ", "")), strict=True):
        texts.restore(book.db, id_, transcript(words))
    assert not any(texts.damage(book.db, id_) for id_ in ids)
    assert book.rows("SELECT base FROM passages ORDER BY id") == [(None,), (1,)]


def test_a_passage_that_an_edit_tells_is_told_once(book: Notebook) -> None:
    said, more = EDITED["de"][0], EDITED["en"][0]
    book.saw(0, said)
    book.saw(1, said, more)
    book.saw(2, said, "Thanks.")
    book.diff()
    assert book.rows("SELECT op, before, after FROM edit_log WHERE kind = 'passage_added' AND length(after) > 9") == [
        ("insert", "", more)
    ]
    assert book.rows("SELECT count(*) FROM edits WHERE before = ? OR after = ?", more, more) == [(0,)]


@pytest.mark.parametrize(
    "beads",
    [
        [((0,), (0,)), ((1,), ()), ((2, 3), (1,)), ((), (2,))],
        [((0,), (1,)), ((1,), (0,)), ((2,), (2,))],
        [((), (0, 1)), ((3,), (5,)), ((0, 1, 2), (2, 3, 4))],
        [],
    ],
    ids=["in order", "crossed", "out of order", "none"],
)
def test_beads_come_back_as_they_went_in(book: Notebook, beads: list[tuple[tuple[int, ...], tuple[int, ...]]]) -> None:
    found = tuple(Bead(*sides, confidence=0.5 + at / 10) for at, sides in enumerate(beads))
    compared = Compared(found, (), Coverage(1, 2, 3, 4), Coverage(5, 6, 7, 8), abridged=False)
    one, other = (texts.save(book.db, transcript("One.", language=language)) for language in ("ru", "en"))
    alignments.save(book.db, one, other, None, compared, newest=1)
    assert alignments.find(book.db, one, other, None) == compared
