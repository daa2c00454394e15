"""Values: numbers in every form, times of day, decades, adjectives of nations, and months that are first names."""

from __future__ import annotations

import pytest

from storage.diff.names import names, respelled, same_name
from storage.text.dates import dates
from storage.text.daytime import moments
from storage.text.elements import elements
from storage.text.figures import figures
from storage.text.peoples import peoples
from storage.text.tables import table
from storage.text.values import roman_value, values


@pytest.mark.parametrize(
    ("text", "language", "stated"),
    [
        ("twenty-one ships", "en", ["21"]),
        ("the XXI century", "en", ["21"]),
        ("the 21st century", "en", ["21"]),
        ("I met Charles V of Spain", "en", ["5"]),
        ("к семидесятипятилетию", "ru", ["75"]),
        ("к 75-летию", "ru", ["75"]),
        ("двадцать первый", "ru", ["21"]),
        ("eine dreitägige Reise", "de", ["3"]),
        ("vingt et un députés", "fr", ["21"]),
        ("le XIXe siècle", "fr", ["19"]),
        ("vigésimo primera sesión", "es", ["21"]),
        ("1,5 millones", "es", ["1500000"]),
        ("at 3 p.m. sharp", "en", ["15:00"]),
    ],
)
def test_numbers_in_any_form(text: str, language: str, stated: list[str]) -> None:
    found = values(text, language, elements(text, language))
    assert [next(iter(value.readings)) for value in found] == stated


@pytest.mark.parametrize(
    ("text", "language", "told"),
    [
        ("at 3 p.m. in", "en", ["15:00"]),
        ("at 12 a.m.", "en", ["0:00"]),
        ("seven in the evening", "en", ["19:00"]),
        ("в три часа дня", "ru", ["15:00"]),
        ("девять вечера", "ru", ["21:00"]),
        ("à 14 h 30", "fr", ["14:30"]),
        ("à 14h30", "fr", ["14:30"]),
        ("um 14:30 Uhr", "de", ["14:30"]),
        ("a las 3 de la tarde", "es", ["15:00"]),
        ("25:10 and 13 p.m. and 2019", "en", []),
    ],
)
def test_times_of_day(text: str, language: str, told: list[str]) -> None:
    assert [moment.value for moment in moments(text, language) if not moment.ambiguous] == told


@pytest.mark.parametrize(("text", "language"), [("12.30", "en"), ("3 часа", "ru"), ("14.30", "de")])
def test_what_may_be_no_time_of_day_is_said_so(text: str, language: str) -> None:
    assert [moment.ambiguous for moment in moments(text, language)] == [True]


def test_roman_numerals() -> None:
    assert [roman_value(letters) for letters in ("IV", "IX", "XIX", "XL", "XC", "CXXI")] == [4, 9, 19, 40, 90, 121]


@pytest.mark.parametrize(
    ("text", "language", "year"),
    [
        ("in the 1990s", "en", 1990),
        ("in the 1990's", "en", 1990),
        ("in the nineties", "en", 1990),
        ("в девяностых", "ru", 1990),
        ("в 90-х", "ru", 1990),
        ("in den neunziger Jahren", "de", 1990),
        ("dans les années 90", "fr", 1990),
        ("dans les années quatre-vingt-dix", "fr", 1990),
        ("en los años noventa", "es", 1990),
        ("negli anni novanta", "it", 1990),
        ("у дев'яностих", "uk", 1990),
    ],
)
def test_decades_in_figures_and_words_are_one(text: str, language: str, year: int) -> None:
    assert [(date.year, date.month) for date in dates(text, language)] == [(year, 0)]


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("led by April Thornbury", True),
        ("in April Russia agreed", False),
        ("by April France will", False),
        ("on 5 April Thornbury left", False),
        ("in April we met", False),
    ],
)
def test_a_month_may_be_a_first_name(text: str, named: bool) -> None:
    assert ("April" in [name.text for name in names(text, "en")]) is named
    assert bool(dates(text, "en")) is not named


@pytest.mark.parametrize("language", ["en", "ru", "de", "fr", "es"])
def test_nations_have_adjectives_that_mean_one_each(language: str) -> None:
    sample = {"en": "polish", "ru": "польского", "de": "polnischen", "fr": "polonaises", "es": "polacos"}[language]
    assert peoples(language).get(sample) == "polish"
    assert peoples(language).get("the") is None
    assert not peoples("zh")


def test_idioms_count_and_deny_nothing() -> None:
    assert figures("в двух словах", "ru") == ()
    assert [figure.readings for figure in figures("в двух странах", "ru")] == [frozenset({"2"})]
    assert table("es").forceless.find(["sin", "embargo"])


@pytest.mark.parametrize("language", ["en", "ru", "de", "fr", "es"])
def test_no_listed_word_is_said_to_stand_beside_one(language: str) -> None:
    known = table(language)
    assert known.words_beside
    assert not [word for word in known.words_beside if known.force.get(word) or known.number_words.get(word)]


@pytest.mark.parametrize(
    ("one", "other", "language", "respelt"),
    [
        ("Turkey", "Türkiye", "en", True),
        ("Irak", "Iraq", "es", True),
        ("Etats-Unis", "États-Unis", "fr", True),
        ("Kiew", "Kyjiw", "de", True),
        ("Iran", "Iraq", "en", False),
        ("Austria", "Australia", "en", False),
    ],
)
def test_one_country_in_two_spellings(one: str, other: str, language: str, respelt: bool) -> None:
    assert respelled(one, other, language) is respelt


def test_two_countries_are_no_cases_of_one_name() -> None:
    assert not same_name("Нигере", "Нигерии", "ru")
    assert same_name("Нигере", "Нигером", "ru")
