"""The languages of a document read together over time: what parts them opens and is mended by versions."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pytest

import storage.jobs.together
import storage.languages.compare
from storage.jobs import siblings
from storage.jobs.diff import run_diff
from storage.jobs.verify import verify
from storage.observation import Address
from storage.record.db import connect, iso
from storage.record.documents import unite
from tests.notebook import CONFIRM, NEWS, NOON, Notebook

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from storage.languages.findings import Compared

RU = Address(NEWS.key, "ru", "https://office.example/ru/1")
DE = Address(NEWS.key, "de", "https://office.example/de/1")

ENGLISH = (
    "The ministers discussed the situation in Cyprus and agreed to meet again in May.",
    "The exercises in the Baltic Sea involved 14 ships and about two thousand sailors.",
    "Our position on the treaty has not changed since the talks in Geneva.",
    "We will not take part in the conference, and our partners know the reasons.",
    "The new consulate in Madrid will open its doors to visitors in spring.",
    "Thank you for your attention, I am ready to answer your questions.",
)
RUSSIAN = (
    "Министры обсудили ситуацию на Кипре и договорились встретиться вновь в мае.",
    "В учениях в Балтийском море участвовали 14 кораблей и около двух тысяч моряков.",
    "Наша позиция по договору не изменилась со времени переговоров в Женеве.",
    "Мы не будем участвовать в конференции, и нашим партнёрам известны причины.",
    "Новое консульство в Мадриде откроет свои двери для посетителей весной.",
    "Благодарю за внимание, готов ответить на ваши вопросы.",
)
GERMAN = (
    "Die Minister erörterten die Lage auf Zypern und vereinbarten, sich im Mai wieder zu treffen.",
    "An den Übungen in der Ostsee nahmen 14 Schiffe und etwa zweitausend Matrosen teil.",
    "Unsere Haltung zum Vertrag hat sich seit den Gesprächen in Genf nicht geändert.",
    "Wir werden an der Konferenz nicht teilnehmen, und unsere Partner kennen die Gründe.",
    "Das neue Konsulat in Madrid wird im Frühling seine Türen für Besucher öffnen.",
    "Danke für Ihre Aufmerksamkeit, ich bin bereit, Ihre Fragen zu beantworten.",
)
DAY = timedelta(hours=24)


def edited(passages: tuple[str, ...], before: str, after: str) -> tuple[str, ...]:
    """The passages with a word replaced, which must be there once."""
    assert sum(passage.count(before) for passage in passages) == 1
    return tuple(passage.replace(before, after) for passage in passages)


@pytest.fixture
def book(tmp_path: Path) -> Iterator[Notebook]:
    book = Notebook(connect(tmp_path / "transcripts.db"))
    yield book
    book.db.conn.close()


def diff(book: Notebook, within: timedelta = DAY) -> int:
    """Compare, as ``scrapy update`` does. Returns how many findings are new."""
    book.new_run()
    at = NOON + timedelta(days=365)
    return run_diff(book.db, confirm_withdrawal=CONFIRM, now=at, edited_alone=within).findings


def found(book: Notebook) -> list[tuple[Any, ...]]:
    """Kind, language, the other, hours from NOON until it was first seen and until it was resolved."""
    return book.rows(
        "SELECT kind, language, other_language, round(24 * (julianday(first_seen) - julianday(?)), 1),"
        " round(24 * (julianday(resolved_at) - julianday(?)), 1) FROM discrepancy_log ORDER BY first_seen, kind",
        iso(NOON),
        iso(NOON),
    )


def both(book: Notebook, hour: float, english: tuple[str, ...] = ENGLISH, russian: tuple[str, ...] = RUSSIAN) -> None:
    """A look at both languages, English first."""
    book.saw(hour, *english)
    book.saw(hour + 0.1, *russian, address=RU)


# --- findings belong to versions ------------------------------------------------------------------------------------


def test_variants_that_say_the_same_have_no_findings(book: Notebook) -> None:
    both(book, 0)
    book.saw(0.2, *GERMAN, address=DE)
    assert diff(book) == 0
    assert found(book) == []


def test_a_number_parts_two_languages_until_a_version_mends_it(book: Notebook) -> None:
    both(book, 0)
    diff(book)
    wrong = edited(RUSSIAN, "14 кораблей", "41 корабль")
    both(book, 5, russian=wrong)
    both(book, 6, russian=wrong)
    assert diff(book) == 1
    assert found(book) == [("number_differs", "ru", "en", 5.1, None)]
    ((reason,),) = book.rows("SELECT reason FROM flags WHERE what = 'discrepancy'")
    assert "41" in reason
    assert "14" in reason
    both(book, 10)
    both(book, 11)
    assert diff(book) == 0
    assert found(book) == [("number_differs", "ru", "en", 5.1, 10.1)]
    assert book.rows("SELECT resolution FROM discrepancies") == [("ru corrected to match en",)]
    assert book.rows("SELECT flag FROM flags WHERE what = 'discrepancy'") == []


def test_a_finding_stays_one_whatever_is_edited_around_it(book: Notebook) -> None:
    wrong = edited(RUSSIAN, "14 кораблей", "41 корабль")
    both(book, 0, russian=wrong)
    diff(book)
    before = book.rows("SELECT discrepancy FROM discrepancy_log")
    more = ("Good afternoon, ladies and gentlemen.", *ENGLISH), ("Добрый день, дамы и господа.", *wrong)
    both(book, 5, *more)
    both(book, 6, *more)
    diff(book)
    assert found(book) == [("number_differs", "ru", "en", 0.1, None)]
    assert book.rows("SELECT discrepancy FROM discrepancy_log") == before
    assert book.rows("SELECT position FROM discrepancy_log") == [(3,)], "it moved along with its passage"


def test_what_was_not_seen_side_by_side_is_not_compared(book: Notebook) -> None:
    both(book, 0)
    diff(book)
    corrected = edited(ENGLISH, "14 ships", "17 ships"), edited(RUSSIAN, "14 кораблей", "17 кораблей")
    book.saw(5, *corrected[0])
    diff(book)
    assert found(book) == []
    ((due,),) = book.rows("SELECT next_check FROM variants WHERE language = 'ru'")
    assert due <= iso(NOON + timedelta(hours=5)), "the sibling is asked next"
    book.saw(6, *corrected[1], address=RU)
    diff(book)
    assert found(book) == []


def test_a_sibling_seen_unchanged_proves_that_they_part(book: Notebook) -> None:
    both(book, 0)
    diff(book)
    book.saw(5, *edited(ENGLISH, "14 ships", "17 ships"))
    diff(book)
    book.saw(6, *RUSSIAN, address=RU)
    diff(book)
    assert found(book) == [("number_differs", "ru", "en", 5.0, None)]


def test_a_dropped_passage_is_missing_with_coverage(book: Notebook) -> None:
    both(book, 0, russian=(*RUSSIAN[:2], *RUSSIAN[3:]))
    diff(book)
    assert found(book) == [("missing_passage", "ru", "en", 0.1, None)]
    ((passage, other, detail),) = book.rows("SELECT passage, other_passage, detail FROM discrepancies")
    assert (passage, other) == ("", ENGLISH[2])
    assert "ru covers 5 of 6 passages" in detail


# --- edited alone ---------------------------------------------------------------------------------------------------


def test_an_edit_is_alone_only_after_its_time_and_resolves_when_followed(book: Notebook) -> None:
    both(book, 0)
    diff(book)
    english = edited(ENGLISH, "We will not take", "We will take")
    both(book, 5, english)
    both(book, 28, english)
    diff(book)
    assert found(book) == [], "Russian has a day to follow"
    both(book, 30, english)
    assert diff(book) == 1
    assert found(book) == [("edited_alone", "en", "ru", 5.0, None)]
    ((passage, other),) = book.rows("SELECT passage, other_passage FROM discrepancy_log")
    assert (passage, other) == (english[3], RUSSIAN[3])
    russian = edited(RUSSIAN, "Мы не будем", "Мы будем")
    both(book, 40, english, russian)
    diff(book)
    assert found(book) == [("edited_alone", "en", "ru", 5.0, 40.1)]
    assert book.rows("SELECT lag_hours, resolution FROM discrepancies") == [(35.1, "ru followed after 35 h")]


def test_an_edit_that_is_followed_in_time_is_no_finding(book: Notebook) -> None:
    both(book, 0)
    english, russian = edited(ENGLISH, "will not take", "will take"), edited(RUSSIAN, "Мы не будем", "Мы будем")
    both(book, 5, english)
    both(book, 10, english, russian)
    both(book, 60, english, russian)
    diff(book)
    assert found(book) == []


def test_no_clock_is_asked(book: Notebook) -> None:
    """A year has passed, yet nobody has looked at the sibling since."""
    both(book, 0)
    both(book, 5, edited(ENGLISH, "will not take", "will take"))
    diff(book)
    assert found(book) == []


def test_an_edit_taken_back_is_alone_no_more(book: Notebook) -> None:
    both(book, 0)
    both(book, 5, edited(ENGLISH, "will not take", "will take"))
    both(book, 40, edited(ENGLISH, "will not take", "will take"))
    both(book, 50)
    both(book, 90)
    diff(book)
    assert found(book) == [("edited_alone", "en", "ru", 5.0, 50.0)]
    assert book.rows("SELECT resolution FROM discrepancies") == [("en took it back",)]


@pytest.mark.parametrize(
    "english",
    [
        (*ENGLISH, "To be continued."),
        (*ENGLISH, "The second part of the briefing begins with the results of the summit in Astana."),
        edited(ENGLISH, "Thank you for", "Thank you  for"),
        edited(ENGLISH, "the treaty", "the traety"),
    ],
    ids=["continued", "grown", "spaces", "a slip"],
)
def test_growth_and_trifles_need_not_be_followed(book: Notebook, english: tuple[str, ...]) -> None:
    both(book, 0)
    both(book, 5, english)
    both(book, 60, english)
    diff(book)
    assert [row for row in found(book) if row[0] == "edited_alone"] == []


def test_an_edit_of_what_a_sibling_leaves_out_need_not_be_followed(book: Notebook) -> None:
    short = RUSSIAN[:2]
    both(book, 0, russian=short)
    english = edited(ENGLISH, "in spring", "in autumn")
    both(book, 5, english, short)
    both(book, 60, english, short)
    diff(book)
    assert [row for row in found(book) if row[0] == "edited_alone"] == []


def test_a_passage_that_the_sibling_had_all_along_is_agreement(book: Notebook) -> None:
    short = (*ENGLISH[:2], *ENGLISH[3:])
    both(book, 0, short)
    both(book, 5)
    both(book, 60)
    diff(book)
    assert [row[0] for row in found(book)] == ["missing_passage"]
    assert book.rows("SELECT resolution, lag_hours FROM discrepancies") == [("en completed to match ru", None)]


def test_all_siblings_count_whichever_was_seen_first(book: Notebook) -> None:
    german = edited(GERMAN, "nicht teilnehmen", "teilnehmen")
    for hour, theirs in ((0, GERMAN), (5, german), (60, german)):
        book.saw(hour, *theirs, address=DE)
        book.saw(hour + 0.1, *RUSSIAN, address=RU)
        book.saw(hour + 0.2, *ENGLISH)
    diff(book)
    assert found(book) == [("edited_alone", "de", "en", 5.0, None)]
    assert book.rows("SELECT detail LIKE '% in de and not in en, ru' FROM discrepancies") == [(1,)]


def test_one_sibling_that_follows_is_enough(book: Notebook) -> None:
    german = edited(GERMAN, "nicht teilnehmen", "teilnehmen")
    english = edited(ENGLISH, "will not take", "will take")
    for hour, ours, theirs in ((0, ENGLISH, GERMAN), (5, english, german), (60, english, german)):
        both(book, hour, ours)
        book.saw(hour + 0.2, *theirs, address=DE)
    diff(book)
    assert found(book) == []


# --- the record stays what it is ------------------------------------------------------------------------------------


def history(book: Notebook) -> None:
    """A history with a finding of each sort."""
    wrong = edited(RUSSIAN, "14 кораблей", "41 корабль")
    english = edited(ENGLISH, "will not take", "will take")
    both(book, 0)
    book.saw(0.2, *GERMAN, address=DE)
    both(book, 5, english, wrong)
    both(book, 40, english, wrong)
    book.saw(40.2, *GERMAN[:2], *GERMAN[3:], address=DE)
    both(book, 50, english)
    book.saw(90.2, *GERMAN[:2], *GERMAN[3:], address=DE)
    both(book, 90, english)


def rows(book: Notebook) -> list[tuple[Any, ...]]:
    return book.rows("SELECT * FROM discrepancies ORDER BY id")


def test_comparing_again_and_rebuilding_change_nothing(book: Notebook) -> None:
    history(book)
    diff(book)
    before = rows(book)
    assert {row[2] for row in before} >= {"number_differs", "edited_alone"}
    assert diff(book) == 0
    assert rows(book) == before
    with book.db.atomic():
        book.db.conn.execute("UPDATE documents SET unaligned = 1")
    assert diff(book) == 0
    assert siblings.read_again(book.db, at="2030-01-01T00:00:00.000Z", within=DAY) == 0
    assert rows(book) == before


def test_step_by_step_finds_what_one_look_finds(tmp_path: Path) -> None:
    once = Notebook(connect(tmp_path / "once.db"))
    history(once)
    diff(once)
    steps = Notebook(connect(tmp_path / "steps.db"))
    saw = steps.saw

    def and_diff(*args: Any, **more: Any) -> Any:
        recorded = saw(*args, **more)
        diff(steps)
        return recorded

    steps.saw = and_diff  # type: ignore[method-assign]
    history(steps)
    assert found(steps) == found(once)
    ids = "SELECT id, resolution, lag_hours FROM discrepancies ORDER BY id"
    assert steps.rows(ids) == once.rows(ids)
    once.db.conn.close()
    steps.db.conn.close()


def test_only_what_is_new_is_aligned(book: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    aligned = list[tuple[str, str]]()
    compare = storage.languages.compare.compare_languages

    def counted(one: Any, other: Any, dictionary: Any) -> Compared:
        aligned.append((one.language, other.language))
        return compare(one, other, dictionary)

    monkeypatch.setattr(storage.jobs.together, "compare_languages", counted)
    for key in range(1, 4):
        both(book, key)
        addresses = [
            Address(f"other {key}", language, f"https://office.example/{language}/o{key}") for language in "ab"
        ]
        for address, passages in zip(addresses, (ENGLISH, RUSSIAN), strict=True):
            book.saw(key, *passages, address=address)
    diff(book)
    assert sorted(aligned) == [("a", "b"), ("en", "ru")], "the same two texts once, whichever documents they are of"
    diff(book)
    assert len(aligned) == 2, "nothing is new"
    both(book, 10, edited(ENGLISH, "14 ships", "17 ships"))
    diff(book)
    assert len(aligned) == 3, "one pair is"


def test_a_variant_that_moves_stays_itself(book: Notebook) -> None:
    both(book, 0)
    moved = Address(RU.key, "ru", "https://office.example/new/ru/1")
    book.saw(5, *RUSSIAN, address=moved)
    assert book.rows("SELECT count(*), max(url) FROM variants WHERE language = 'ru'") == [(1, moved.url)]
    assert book.rows("SELECT count(*) FROM versions") == [(2,)]


def test_verify_names_a_finding_that_stands_on_nothing(book: Notebook) -> None:
    history(book)
    diff(book)
    book.db.conn.commit()
    assert [line for line in verify(book.db, confirm_withdrawal=CONFIRM) if line.startswith("finding")] == []
    book.db.conn.execute("UPDATE discrepancies SET from_version = 999 WHERE kind = 'edited_alone'")
    book.db.conn.commit()
    assert any("stands on a version that is not there" in line for line in verify(book.db, confirm_withdrawal=CONFIRM))


def test_translation_lag_is_told_in_hours(book: Notebook) -> None:
    book.saw(0, *RUSSIAN, address=RU)
    book.saw(4.5, *ENGLISH)
    book.saw(30, *GERMAN, address=DE)
    assert book.rows("SELECT language, first_language, hours, hours_printed FROM translation_lag ORDER BY hours") == [
        ("en", "ru", 4.5, None),
        ("de", "ru", 30.0, None),
    ]


def test_several_processes_find_the_same(book: Notebook, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    history(book)
    diff(book)
    other = Notebook(connect(tmp_path / "other.db"))
    history(other)
    other.new_run()
    other.db.conn.commit()  # other processes see what is committed
    monkeypatch.setattr(storage.jobs.together, "_WORTH_PROCESSES", 1)
    at = NOON + timedelta(days=365)
    run_diff(other.db, confirm_withdrawal=CONFIRM, now=at, edited_alone=DAY, jobs=2)
    assert rows(other) == rows(book)
    other.db.conn.close()


def statements(book: Notebook, count: int, first: int) -> int:
    """How many statements it takes to read so many new documents together."""
    ((known,),) = book.rows("SELECT coalesce(max(id), 0) FROM documents")
    for number in range(first, first + count):
        for language, passages in (("en", ENGLISH), ("ru", RUSSIAN), ("de", GERMAN)):
            address = Address(f"n{number}", language, f"https://office.example/{language}/n{number}")
            book.saw(number, *(f"{passage} {number}" for passage in passages), address=address)
    counted = [0]

    def tick(_: str) -> None:
        counted[0] += 1

    book.db.conn.execute("UPDATE documents SET unaligned = 1 WHERE id > ?", [known])
    book.db.conn.set_trace_callback(tick)
    siblings.run(book.db, at=iso(NOON), within=DAY)
    book.db.conn.set_trace_callback(None)
    return counted[0]


def test_work_grows_with_what_is_new_not_with_the_archive(book: Notebook, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("storage.jobs.mining.LEAST_DOCUMENTS", 1000)
    few = statements(book, 10, 0)
    assert statements(book, 10, 10) < 1.5 * few, "as many more, and the archive twice as large"
    assert statements(book, 20, 20) < 2.5 * few


def test_a_passage_left_untranslated_is_one_finding_whatever_it_is_compared_with(book: Notebook) -> None:
    left = (*ENGLISH[:4], RUSSIAN[4], *ENGLISH[5:])
    for hour, english in ((0, left), (1, left), (5, ENGLISH), (6, ENGLISH)):
        both(book, hour, english)
        book.saw(hour + 0.2, *GERMAN, address=DE)
        if hour == 1:
            diff(book)
            assert found(book) == [("wrong_language", "en", "ru", 0.1, None)]
            assert book.rows("SELECT position FROM discrepancy_log") == [(5,)]
    diff(book)
    assert found(book) == [("wrong_language", "en", "ru", 0.1, 5.0)]


def test_documents_made_one_are_read_together(book: Notebook) -> None:
    other = Address("2", "ru", "https://office.example/ru/2")
    book.saw(0, *ENGLISH)
    book.saw(0.1, *edited(RUSSIAN, "14 кораблей", "41 корабль"), address=other)
    diff(book)
    assert found(book) == []
    one, two = (document for (document,) in book.rows("SELECT id FROM documents ORDER BY id"))
    with book.db.atomic():
        assert unite(book.db, one, two, "by hand", NOON)
    assert diff(book) == 1
    assert found(book) == [("number_differs", "ru", "en", 0.1, None)]


@pytest.mark.parametrize(
    ("language", "passages"),
    [
        ("ru", ()),
        ("ru", RUSSIAN[:1]),
        ("ru", RUSSIAN[::-1]),
        ("tlh", ("nuqneH", "Qapla'")),
        ("ar", ("ناقش الوزراء الوضع في قبرص واتفقوا على اللقاء مرة أخرى في أيار مايو.", "شكرا لكم على اهتمامكم.")),
        ("zh", ("部长们讨论了塞浦路斯局势，并商定五月再次会晤。", "谢谢各位的关注。")),
        ("ru", tuple(f"{passage} {number}" for number in range(100) for passage in RUSSIAN)),
    ],
    ids=["empty", "one passage", "backwards", "unknown", "right to left", "no spaces", "six hundred"],
)
def test_whatever_a_variant_holds_it_is_read(book: Notebook, language: str, passages: tuple[str, ...]) -> None:
    address = Address(NEWS.key, language, f"https://office.example/{language}/1")
    book.saw(0, *ENGLISH)
    book.saw(0.1, *passages, address=address)
    book.saw(5, *edited(ENGLISH, "14 ships", "17 ships"))
    book.saw(6, *passages, address=address)
    book.saw(60, *edited(ENGLISH, "14 ships", "17 ships"))
    book.saw(60.1, *passages, address=address)
    diff(book)
    before = rows(book)
    assert diff(book) == 0
    assert rows(book) == before
