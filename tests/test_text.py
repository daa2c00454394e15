"""Text: what is normalised away, what must stay different, and what figures, dates and quotations a passage states."""

from __future__ import annotations

import unicodedata
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bench.kinds import load
from storage.text.cldr import countries, months, separators, weekdays
from storage.text.dates import dates, may_date
from storage.text.elements import elements
from storage.text.figures import figures, readings
from storage.text.normalise import normalise
from storage.text.quotes import inside_quotes, quoted
from storage.text.sentences import starts_sentence
from storage.text.tables import table
from storage.text.tokens import is_han, tokenise, words

CASES = [case for file in sorted((Path(__file__).parent / "kinds").glob("*.jsonl")) for case in load(file)]
LANGUAGES = ("ru", "en", "de", "fr", "es", "pt", "it", "uk", "zh", "ar")


class TestNormalise:
    @pytest.mark.parametrize(
        ("printed", "stored"),
        [
            ("  a\u00a0b\r\n\tc\u2028d  ", "a b c d"),
            ("Minis\u00adter\u200bium\ufeff", "Ministerium"),
            ("и\u0306", "й"),
            ("e\u0301te\u0301", "été"),
            ("1\u202f000", "1 000"),
            ("1\u00a0000", "1 000"),
            ("\u200eسلام\u200f", "سلام"),
            ("a\u200db", "ab"),
            ("می\u200cخواهم", "می\u200cخواهم"),  # here the joiner is spelling
            ("", ""),
            ("\u3000中 国\u3000", "中 国"),
        ],
    )
    def test_undoes_what_no_reader_sees(self, printed: str, stored: str) -> None:
        assert normalise(printed) == stored

    @pytest.mark.parametrize(
        ("one", "other"),
        [
            ("мои", "мой"),
            ("еще", "ещё"),
            ("1.5", "15"),
            ("-5", "5"),
            ("−5", "-5"),
            ("Да", "да"),
            ('"да"', "«да»"),
            ("it's", "it’s"),
            ("a - b", "a – b"),
            ("5 %", "5%"),
            ("no.", "no"),
            ("résumé", "resume"),
            ("ﬁ", "fi"),
            ("²", "2"),
            ("１", "1"),
            ("كَتَبَ", "كتب"),
            ("not able", "notable"),
        ],
    )
    def test_keeps_apart_what_reads_differently(self, one: str, other: str) -> None:
        assert normalise(one) != normalise(other)

    @given(st.text())
    @example("ا\u200b\u200d")
    @example("a\u00ad\u0301")
    def test_is_idempotent_and_composed(self, text: str) -> None:
        once = normalise(text)
        assert normalise(once) == once
        assert unicodedata.is_normalized("NFC", once)
        assert once == " ".join(once.split())

    @given(st.text(alphabet=st.characters(categories=["L", "N", "P", "S", "M"], exclude_characters="\u200c\u200d")))
    def test_loses_no_letter_digit_mark_or_sign(self, text: str) -> None:
        assert normalise(text) == unicodedata.normalize("NFC", text)

    @given(st.text(), st.text())
    def test_never_equates_other_words(self, one: str, other: str) -> None:
        visible = ["".join(c for c in unicodedata.normalize("NFD", text) if c.isalnum()) for text in (one, other)]
        if visible[0] != visible[1]:
            assert normalise(one) != normalise(other)


class TestTokens:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("l'homme d’aujourd'hui", ["l'homme", "d’aujourd'hui"]),
            ("Nord-Stream, don't!", ["Nord-Stream", ",", "don't", "!"]),
            ("1 000,5 · 1,000.5 · 1.000,5", ["1 000,5", "·", "1,000.5", "·", "1.000,5"]),
            ("12:30 5% 5 %", ["12:30", "5", "%", "5", "%"]),
            ("-5 (−5) 2019-2020", ["-5", "(", "−5", ")", "2019", "-", "2020"]),
            ("in 2019 300 people", ["in", "2019", "300", "people"]),
            ("90-х 27th COVID-19", ["90-х", "27th", "COVID-19"]),
            ("«да»…", ["«", "да", "»", "…"]),
            ("中国 27日", ["中", "国", "27", "日"]),
            ("كَتَبَ لا", ["كَتَبَ", "لا"]),
            ("п'ять", ["п'ять"]),
            ("wait... -- no", ["wait", "...", "--", "no"]),
        ],
    )
    def test_cuts_as_a_reader_does(self, text: str, expected: list[str]) -> None:
        assert [token.text for token in tokenise(text)] == expected

    @given(st.text())
    def test_offsets_are_right_and_only_white_space_is_left_out(self, text: str) -> None:
        at = 0
        for token in tokenise(text):
            assert text[token.start : token.end] == token.text
            assert not text[at : token.start].strip()
            at = token.end
        assert not text[at:].strip()

    def test_words_are_folded_and_without_marks(self) -> None:
        assert words("«Да», 1.5 — нет!") == ["да", "1.5", "нет"]
        assert words("中国") == ["中", "国"]

    def test_elements_undo_contractions_elisions_and_hyphens(self) -> None:
        assert [part.text for part in elements("They don't, cannot", "en")] == [
            "they",
            "do",
            "n't",
            ",",
            "can",
            "not",
        ]
        assert [part.text for part in elements("N'est-il pas aujourd'hui", "fr")] == [
            "n'",
            "est",
            "il",
            "pas",
            "aujourd'hui",
        ]
        assert [part.text for part in elements("aujourd'hui", "en")] == ["aujourd'hui"]

    def test_han_is_told_from_letters(self) -> None:
        assert is_han("在")
        assert not is_han("на")


class TestFigures:
    @pytest.mark.parametrize(
        ("printed", "language", "value"),
        [
            ("1,000.5", "en", "1000.5"),
            ("1.000,5", "de", "1000.5"),
            ("1 000,5", "ru", "1000.5"),
            ("1.500", "de", "1500"),
            ("1.500", "en", "1.5"),
            ("1,500", "en", "1500"),
            ("1,500", "fr", "1.5"),
            ("1.5", "ru", "1.5"),
            ("1,5", "ru", "1.5"),
            ("15", "ru", "15"),
            ("-5", "en", "-5"),
            ("−5", "en", "-5"),
            ("1.000.000", "es", "1000000"),
            ("27th", "en", "27"),
            ("12:30", "en", "12:30:00"),
            ("5.0", "en", "5"),
        ],
    )
    def test_digits_are_read_as_the_language_prints_them(self, printed: str, language: str, value: str) -> None:
        assert value in readings(printed, language)

    def test_a_dotted_time_is_also_a_number_where_times_are_dotted(self) -> None:
        assert readings("12.30", "de") & readings("12:30", "de")
        assert not readings("12.30", "en") & readings("12:30", "en")

    def test_what_is_no_number_is_refused(self) -> None:
        with pytest.raises(ValueError, match="no number: 'x'"):
            readings("x", "en")

    @pytest.mark.parametrize(
        ("text", "language", "values"),
        [
            ("twenty-one of 5 million", "en", ["21", "5000000"]),
            ("two hundred and five", "en", ["205"]),
            ("двадцать пять тысяч человек", "ru", ["25000"]),
            ("5 млн рублей", "ru", ["5000000"]),
            ("zwölf Millionen", "de", ["12000000"]),
            ("quatre-vingt-dix pays", "fr", ["90"]),
            ("deux cents", "fr", ["200"]),
            ("treinta y cinco", "es", ["35"]),
            ("三百二十人", "zh", ["320"]),
            ("три і п'ять", "uk", ["3", "5"]),
            ("dez, três mil", "pt", ["10", "3000"]),
            ("cinque milioni", "it", ["5000000"]),
            ("خمسة", "ar", ["5"]),
            ("two, three", "en", ["2", "3"]),
            ("nothing to count", "en", []),
        ],
    )
    def test_numbers_in_words(self, text: str, language: str, values: list[str]) -> None:
        assert [next(iter(figure.readings)) for figure in figures(text, language)] == values

    def test_a_lone_one_is_weak(self) -> None:
        one, first, digit, two = figures("one first 1 two", "en")
        assert [one.weak, first.weak, digit.weak, two.weak] == [True, True, False, False]

    def test_offsets(self) -> None:
        text = "Some 1 000,5 and two thousand."
        assert [text[figure.start : figure.end] for figure in figures(text, "en")] == ["1 000,5", "two thousand"]


class TestDates:
    @pytest.mark.parametrize(
        ("text", "language"),
        [
            ("on 27 November 2019", "en"),
            ("on November 27, 2019", "en"),
            ("on the 27th of November 2019", "en"),
            ("27 ноября 2019 года", "ru"),
            ("27.11.2019", "ru"),
            ("2019-11-27", "en"),
            ("am 27. November 2019", "de"),
            ("le 27 novembre 2019", "fr"),
            ("el 27 de noviembre de 2019", "es"),
            ("em 27 de novembro de 2019", "pt"),
            ("il 27 novembre 2019", "it"),
            ("27 листопада 2019 року", "uk"),
            ("2019年11月27日", "zh"),
            ("في 27 نوفمبر 2019", "ar"),
            ("في 27 تشرين الثاني 2019", "ar"),
        ],
    )
    def test_one_day_in_all_languages_and_forms(self, text: str, language: str) -> None:
        (date,) = dates(text, language)
        assert date.value == (2019, 11, (27,), None)

    @pytest.mark.parametrize(
        ("text", "language", "values"),
        [
            ("in November", "en", [(None, 11, (), None)]),
            ("в ноябре", "ru", [(None, 11, (), None)]),
            ("27–28 ноября", "ru", [(None, 11, (27, 28), None)]),
            ("we meet in May", "en", [(None, 5, (), None)]),
            ("May we go? You may.", "en", []),
            ("в среду", "ru", [(None, None, (), 2)]),
            ("on Friday", "en", [(None, None, (), 4)]),
            ("in 1997", "en", [(1997, None, (), None)]),
            ("в 1997 году", "ru", [(1997, None, (), None)]),
            ("1997 people", "en", []),
            ("a march of 27 people", "en", []),
            ("1.5 and 12:30", "en", []),
        ],
    )
    def test_parts_of_dates(self, text: str, language: str, values: list[tuple[object, ...]]) -> None:
        assert [date.value for date in dates(text, language)] == values

    @given(
        st.lists(st.sampled_from([*"0123456789", "19", "20", "٢٠١٩", *"-./ ", "in ", "в ", "s", "-х", "年", "月"])),
        st.sampled_from(LANGUAGES),
    )
    @example(["60", "s"], "en")
    @example(["90", "-х"], "ru")
    @example(["في ", "٢٠١٩"], "ar")
    def test_no_date_stands_where_none_may(self, parts: list[str], language: str) -> None:
        text = "".join(parts)
        assert may_date(text, words(text), language) or not dates(text, language)

    def test_dates_of_real_passages_may_stand_there(self) -> None:
        for case in CASES:
            for text in (case["before"], case["after"]):
                assert may_date(text, words(text), case["language"]) or not dates(text, case["language"])


class TestQuotes:
    @pytest.mark.parametrize(
        ("text", "inside"),
        [
            ('He said "yes" twice.', ["yes"]),
            ("Er sagte „ja“ und »nein«.", ["ja", "nein"]),
            ("« Oui », dit-il.", [" Oui "]),
            ("«Да, „Газпром“», — сказал он.", ["Да, „Газпром“"]),
            ("“no, ‘never’”", ["no, ‘never’"]),
            ("他说：“好”。《人民日报》", ["好", "人民日报"]),
            ("l'homme d'aujourd'hui", []),
            ('an unclosed "quotation', []),
        ],
    )
    def test_spans(self, text: str, inside: list[str]) -> None:
        assert [text[start:end] for start, end in quoted(text)] == inside

    def test_inside(self) -> None:
        assert inside_quotes('a "b c" d', 3, 4)
        assert not inside_quotes('a "b c" d', 0, 4)


class TestSentences:
    @pytest.mark.parametrize(
        ("text", "word", "starts"),
        [
            ("We met. Moscow agreed.", "Moscow", True),
            ("We met Mr. Lavrov.", "Lavrov", False),
            ("Выступил С. Лавров.", "Лавров", False),
            ("He asked: «Why?»", "Why", True),
            ("the «Gazprom» company", "Gazprom", False),
            ("Moscow", "Moscow", True),
            ("— Да, конечно", "Да", True),
            ("Agreed? Yes.", "Yes", True),
            ("Is it so? No. Moscow agreed.", "Moscow", True),
            ("in the U.S. Congress", "Congress", False),
        ],
    )
    def test_starts(self, text: str, word: str, starts: bool) -> None:
        assert starts_sentence(text, text.index(word)) is starts


class TestTables:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_language_knows_what_a_rule_needs(self, language: str) -> None:
        known = table(language)
        assert known.force.may_hold(known.negation.split())
        assert {known.force.get(*_key(word)) for word in known.must.casefold().split()} == {"must"}
        assert {known.force.get(*_key(word)) for word in known.may.split()} == {"may"}
        assert known.number_words
        assert known.question_labels
        assert known.continued_words
        assert months(language)
        assert weekdays(language)
        assert countries(language)

    def test_an_unknown_language_has_an_empty_table_and_plain_numbers(self) -> None:
        assert not table("tlh").force
        assert separators("tlh") == (".", ",")
        assert [next(iter(figure.readings)) for figure in figures("1,000.5", "tlh")] == ["1000.5"]
        assert dates("27 November", "tlh") == ()

    @pytest.mark.parametrize("tag", ["", "../en", "x" * 40, "en-GB", "zh-Hant"])
    def test_any_tag_is_looked_up_without_trouble(self, tag: str) -> None:
        assert bool(table(tag).force) == (tag in ("en-GB", "zh-Hant"))

    def test_stems_match_what_begins_so(self) -> None:
        assert table("ru").title_words.get("президента")
        assert table("ru").title_words.get("процент") is None


def _key(form: str) -> tuple[str, ...]:
    return tuple(form) if is_han(form) else tuple(form.split("_"))
