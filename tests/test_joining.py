"""Documents made one by rule: those whose texts leave no doubt, and no others; on record, once, and never undone."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from itertools import count
from typing import TYPE_CHECKING

import pytest

from storage.jobs import siblings
from storage.jobs.diff import run_diff
from storage.languages.agreement import LEAST_SHARED, Member, in_common, joined, laid_beside, stated
from storage.observation import Address
from storage.record.db import connect
from storage.transcript import Transcript, Turn
from tests.ministry.apart import archive
from tests.ministry.apart import transcript as read
from tests.notebook import CONFIRM, NOON, Notebook

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from storage.observation import Capture, Reading

DAY = "2026-03-01"
THRESHOLD = 0.7

TEXTS = {
    "ru": (
        "За год через порт прошло 46 миллионов тонн, в том числе 17 миллионов тонн зерна.",
        "Очередь ожидания сократилась с 38 до 11 часов, а 24 мая откроется новый терминал на 350 причалов.",
        "Мы выделили 640 квот; 85 процентов из них получат студенты, остальное – аспиранты.",
        "Следующее заседание пройдёт 19 сентября с участием 27 делегаций.",
    ),
    "en": (
        "Over the year 46 million tonnes passed through the port, including 17 million tonnes of grain.",
        "The waiting time fell from 38 to 11 hours, and on May 24 a new terminal with 350 berths will open.",
        "We have allotted 640 places; 85 percent of them will go to students, the rest to postgraduates.",
        "The next session will be held on September 19 with 27 delegations taking part.",
    ),
    "de": (
        "Im Laufe des Jahres gingen 46 Millionen Tonnen durch den Hafen, davon 17 Millionen Tonnen Getreide.",
        "Die Wartezeit sank von 38 auf 11 Stunden, und am 24. Mai öffnet ein neues Terminal mit 350 Liegeplätzen.",
        "Wir haben 640 Plätze vergeben; 85 Prozent davon erhalten Studenten, den Rest Doktoranden.",
        "Die nächste Sitzung findet am 19. September mit 27 Delegationen statt.",
    ),
    "fr": (
        "En un an, 46 millions de tonnes sont passées par le port, dont 17 millions de tonnes de céréales.",
        "L’attente est passée de 38 à 11 heures et un nouveau terminal de 350 postes ouvrira le 24 mai.",
        "Nous avons attribué 640 places ; 85 % iront à des étudiants, le reste à des doctorants.",
        "La prochaine session se tiendra le 19 septembre avec la participation de 27 délégations.",
    ),
    "es": (
        "En un año pasaron por el puerto 46 millones de toneladas, entre ellas 17 millones de toneladas de cereales.",
        "La espera bajó de 38 a 11 horas y el 24 de mayo se abrirá una nueva terminal con 350 atraques.",
        "Hemos asignado 640 plazas; el 85 % será para estudiantes y el resto, para doctorandos.",
        "La próxima sesión se celebrará el 19 de septiembre con la participación de 27 delegaciones.",
    ),
}
"""One text in five languages."""
_OTHERWISE = str.maketrans("123456789", "341279865")
"""Other figures in their places: what the next text of the same template says."""


def member(document: int, language: str, passages: Sequence[str] = (), kind: str = "remarks") -> Member:
    said = Turn("statement", tuple(passages or TEXTS[language]))
    return Member(document, kind, Transcript("", language, (said,), "plain"))


def otherwise(language: str) -> tuple[str, ...]:
    return tuple(passage.translate(_OTHERWISE) for passage in TEXTS[language])


def pairs(*members: Member) -> set[tuple[int, int]]:
    return {(one.document, one.other) for one in joined(members, DAY, THRESHOLD)}


# --- the ministry's, all on one day and of one kind ---


@dataclass(frozen=True)
class Day:
    """Documents of the ministry in some languages, each by itself, whatever they are of and when they came out."""

    members: list[Member]
    of: dict[int, int]
    """Which of the ministry's documents each is."""

    @property
    def wanted(self) -> int:
        return sum(many - 1 for many in Counter(self.of.values()).values())


def a_day(languages: Sequence[str], documents: int, skip: int = 0) -> Day:
    """``skip``: languages but the first take their documents so many later, so that none has its counterpart."""
    ours = [one for one in archive(3 * documents + 3 * skip, 7) if one.source == "ru_mid"]
    number = count(1)
    day = Day([], {})
    for at, language in enumerate(languages):
        for one in ours[:documents] if at == 0 or not skip else ours[documents : documents + skip]:
            if language in one.articles:
                document = next(number)
                day.members.append(Member(document, "speech", read(one.articles[language], language)))
                day.of[document] = one.n
    return day


@pytest.mark.parametrize("languages", [("ru", "en"), ("de", "es"), ("en", "fr"), ("ru", "en", "de", "fr", "es")])
def test_of_one_days_speeches_all_that_are_joined_are_one_and_nearly_all_are(languages: Sequence[str]) -> None:
    day = a_day(languages, 45 if len(languages) == 2 else 18)
    found = list(joined(day.members, DAY, THRESHOLD))
    assert [one for one in found if day.of[one.document] != day.of[one.other]] == []
    assert len(found) >= 0.95 * day.wanted
    assert len({(one.document, one.other) for one in found}) == len(found)


@pytest.mark.parametrize("languages", [("ru", "en"), ("fr", "de")])
def test_where_none_has_its_counterpart_none_is_joined(languages: Sequence[str]) -> None:
    day = a_day(languages, 40, skip=40)
    assert day.wanted == 0
    assert list(joined(day.members, DAY, 0.5)) == []


# --- what is one, and what only looks alike ---


def test_five_languages_become_one_document_with_reasons() -> None:
    members = [member(at, language) for at, language in enumerate(TEXTS, 1)]
    found = list(joined(members, DAY, THRESHOLD))
    assert {number for one in found for number in (one.document, one.other)} == {1, 2, 3, 4, 5}
    assert len(found) == 4
    assert found == list(joined(members[::-1], DAY, THRESHOLD)), "whatever their order"
    assert found[0].confidence == 1.0
    assert found[0].reasons[0] == "both remarks"


@pytest.mark.parametrize("language", [language for language in TEXTS if language != "en"])
def test_the_same_template_with_other_figures_is_another_document(language: str) -> None:
    assert pairs(member(1, language), member(2, "en", otherwise("en"))) == set()
    assert pairs(member(1, language), member(2, "en"), member(3, "en", otherwise("en"))) == {(1, 2)}


@pytest.mark.parametrize("language", [language for language in TEXTS if language != "en"])
def test_an_excerpt_and_a_second_copy_and_another_kind_are_left_to_a_person(language: str) -> None:
    assert pairs(member(1, language), member(2, "en", TEXTS["en"][:2])) == set()
    assert pairs(member(1, language), member(2, "en"), member(3, "en")) == set()
    assert pairs(member(1, language), member(2, "en", kind="briefing")) == set()


def test_one_figure_set_wrong_is_what_is_looked_for_and_parts_no_document() -> None:
    wrong = tuple(passage.replace("640", "460") for passage in TEXTS["en"])
    (found,) = joined([member(1, "ru"), member(2, "en", wrong)], DAY, THRESHOLD)
    assert THRESHOLD <= found.confidence < 1


def test_what_states_little_is_left_to_a_person() -> None:
    few = {language: texts[:1] for language, texts in TEXTS.items()}
    share, shared = in_common(*(stated(member(1, one, few[one]).transcript, DAY) for one in ("ru", "en")))
    assert (share, shared < LEAST_SHARED) == (1.0, True)
    assert pairs(member(1, "ru", few["ru"]), member(2, "en", few["en"])) == set()


def test_no_document_gets_two_of_one_language() -> None:
    both = [member(1, "ru"), member(1, "de"), member(2, "en"), member(2, "de")]
    assert pairs(*both) == set()
    assert pairs(member(1, "ru"), member(1, "de"), member(2, "en")) == {(1, 2)}


def test_texts_are_laid_beside_each_other_from_end_to_end() -> None:
    assert laid_beside(member(1, "ru").transcript, member(2, "en").transcript) == 1.0
    assert laid_beside(member(1, "ru").transcript, member(2, "en", TEXTS["en"][:2]).transcript) < 0.8
    assert laid_beside(member(1, "ru").transcript, Transcript("", "en", (), "plain")) == 0.0


@pytest.mark.parametrize("language", ["zh", "ar", "xx"])
def test_whatever_a_text_holds_it_is_judged(language: str) -> None:
    assert pairs(member(1, language, ["١٤", "12:30 2:3 1,5,6", "…"]), member(2, "en", [""]), member(3, "ru")) == set()


# --- on record ---


class Office(Notebook):
    """Pages that print the day on which they were published."""

    def read(self, capture: Capture, language: str) -> Reading:
        reading = super().read(capture, language)
        assert reading.transcript is not None
        return replace(reading, transcript=replace(reading.transcript, published_at=f"{DAY}T12:00:00+03:00"))

    def compared(self, confidence: float = THRESHOLD) -> None:
        self.new_run()
        at = NOON.replace(year=2027)
        run_diff(self.db, confirm_withdrawal=CONFIRM, now=at, pairing_confidence=confidence)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    opened = Office(connect(tmp_path / "transcripts.db"))
    yield opened
    opened.db.conn.close()


def page(key: str, language: str) -> Address:
    return Address(key, language, f"https://office.example/{language}/{key}")


def keys(office: Office) -> list[tuple[object, ...]]:
    return office.rows("SELECT document, language FROM transcripts ORDER BY document, language")


def test_two_pages_become_one_document_whose_languages_are_read_together(office: Office) -> None:
    wrong = tuple(passage.replace("640", "460") for passage in TEXTS["en"])
    office.saw(0, *TEXTS["ru"], address=page("10", "ru"))
    office.saw(1, *wrong, address=page("20", "en"))
    office.compared()
    assert keys(office) == [("10", "en"), ("10", "ru")]
    ((method, state, confidence, reason),) = office.rows(
        "SELECT method, state, confidence, reason FROM pairings WHERE method = 'by rule'"
    )
    assert (method, state) == ("by rule", "accepted")
    assert THRESHOLD <= confidence < 1
    assert "numbers and dates in common" in reason
    assert office.rows("SELECT count(*) FROM pairings WHERE state = 'proposed'") == [(0,)]
    assert office.rows("SELECT kind, document, language FROM discrepancy_log") == [("number_differs", "10", "ru")]


def test_a_third_language_that_comes_later_joins_the_other_two(office: Office) -> None:
    for hour, language in enumerate(("ru", "en", "de")):
        office.saw(hour, *TEXTS[language], address=page(f"{hour}0", language))
        office.compared()
    assert keys(office) == [("00", "de"), ("00", "en"), ("00", "ru")]


def test_what_was_refused_no_rule_accepts(office: Office) -> None:
    office.saw(0, *TEXTS["ru"], address=page("10", "ru"))
    office.saw(1, *TEXTS["en"], address=page("20", "en"))
    office.db.conn.execute(
        "INSERT INTO pairings (document, other, method, confidence, state, recorded_at)"
        " VALUES (1, 2, 'title and date', 0.9, 'refused', '2026-03-02T12:00:00.000Z')"
    )
    office.compared()
    assert len({document for document, _ in keys(office)}) == 2


def test_it_can_be_switched_off(office: Office) -> None:
    office.saw(0, *TEXTS["ru"], address=page("10", "ru"))
    office.saw(1, *TEXTS["en"], address=page("20", "en"))
    office.compared(confidence=1)
    assert len({document for document, _ in keys(office)}) == 2
    assert office.rows("SELECT count(*) FROM pairings WHERE state = 'accepted'") == [(0,)]


def test_in_doubt_it_stays_as_it_is_and_nothing_is_flagged(office: Office) -> None:
    office.saw(0, *TEXTS["ru"], address=page("10", "ru"))
    office.saw(1, *otherwise("en"), address=page("20", "en"))
    office.compared()
    assert len({document for document, _ in keys(office)}) == 2
    assert office.rows("SELECT * FROM discrepancy_log") == []


def test_doing_it_again_and_reading_all_anew_change_no_row(office: Office) -> None:
    for hour, language in enumerate(TEXTS):
        office.saw(hour, *TEXTS[language], address=page(f"{hour}0", language))
    office.compared()
    kept = [office.rows(f"SELECT * FROM {table}") for table in ("pairings", "documents", "variants", "discrepancies")]
    office.db.conn.execute("UPDATE variants SET uncompared = 1")
    office.compared()
    siblings.read_again(office.db, at="2030-01-01T00:00:00.000Z", within=CONFIRM)
    assert kept == [
        office.rows(f"SELECT * FROM {table}") for table in ("pairings", "documents", "variants", "discrepancies")
    ]
