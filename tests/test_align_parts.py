"""What aligning is made of: terms, kinship, the mined dictionary, the way through the grid, and its bench command."""

from __future__ import annotations

from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from bench.alignment import agreement, main, read_beads, sentences
from storage.languages.align import align
from storage.languages.dictionary import Dictionary, mine
from storage.languages.evidence import SHAPES
from storage.languages.kinship import kinship
from storage.languages.terms import terms

if TYPE_CHECKING:
    from pathlib import Path

# --- what must hold of every alignment ------------------------------------------------------------------------------

_TEXT = "Лавров Lavrov 14 27 ноября November да yes нет no. Question? — « » договор treaty 中国 China الصين , :"
_WORDS = _TEXT.split()
texts = st.lists(
    st.one_of(st.lists(st.sampled_from(_WORDS), max_size=8).map(" ".join), st.text(max_size=12)), max_size=9
)


@settings(deadline=None, max_examples=120)
@given(texts, texts, st.sampled_from([("ru", "en"), ("zh", "ar"), ("de", "xx")]))
def test_every_text_is_in_one_bead_in_order(source: list[str], target: list[str], languages: tuple[str, str]) -> None:
    beads = align(source, target, languages)
    assert list(chain.from_iterable(bead.source for bead in beads)) == list(range(len(source)))
    assert list(chain.from_iterable(bead.target for bead in beads)) == list(range(len(target)))
    for bead in beads:
        shape = len(bead.source), len(bead.target)
        assert shape in SHAPES or sorted(shape) == [0, 1]
        assert 0 <= bead.confidence <= 1


@settings(deadline=None, max_examples=40)
@given(texts, texts)
@example(["", "0;0:<", "0;0:<", "", "0:::0:"], [""])  # one side has no letter to measure the other's length by
@example([""], ["", "00::0::0", "00::0::0"])
def test_both_directions_agree(source: list[str], target: list[str]) -> None:
    there = {(bead.source, bead.target) for bead in align(source, target, ("ru", "en")) if bead.confidence > 0.9}
    back = {(bead.target, bead.source) for bead in align(target, source, ("en", "ru"))}
    assert {bead for bead in there if all(bead)} <= back


# --- terms and kinship ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "language", "other", "tongue", "shared"),
    [
        ("27 ноября", "ru", "27 November", "en", {"=27", "=month11"}),
        ("in den Vereinigten Staaten", "de", "aux États-Unis", "fr", {"=US"}),
        ("sechs Berge", "de", "6 montagnes", "fr", {"=6"}),
        ("3,5 %", "ru", "3.5%", "en", {"=3.5", "=%"}),
        ("в среду", "ru", "el miércoles", "es", {"=weekday2"}),
        ("1.000 Tonnen", "de", "1 000 тонн", "ru", {"=tonne"}),
        ("Вопрос: «Да»?", "ru", "问：“是”？", "zh", {"=:", '="', "=?"}),
        ("не согласны", "ru", "nicht einverstanden", "de", {"=not"}),
    ],
)
def test_terms_that_all_languages_share(one: str, language: str, other: str, tongue: str, shared: set[str]) -> None:
    assert shared <= set(terms(one, language)) & set(terms(other, tongue))


def test_terms_keep_numbers_apart() -> None:
    assert not set(terms("1.5", "en")) & set(terms("15", "en"))
    assert not set(terms("12:30", "en")) & set(terms("1230", "en"))


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("экспедици", "expedition"),
        ("schröder", "шрёдер"),
        ("президент", "président"),
        ("لافروف", "lavrov"),
        ("lavrov", "لافروف"),
    ],
)
def test_words_of_one_spelling_are_kin_in_any_alphabet(one: str, other: str) -> None:
    assert list(kinship([one], [other]))


@pytest.mark.parametrize(("one", "other"), [("берег", "mountain"), ("haus", "книга"), ("war", "мир"), ("中", "日")])
def test_strangers_are_not_kin(one: str, other: str) -> None:
    assert not list(kinship([one], [other]))


# --- the dictionary -------------------------------------------------------------------------------------------------

PAIRS = [
    ("Посол прибыл в Берлин.", "The ambassador arrived in Berlin."),
    ("Посол выразил протест.", "The ambassador expressed a protest."),
    ("Президент выразил надежду.", "The president expressed hope."),
    ("Договор подписан.", "The treaty is signed."),
    ("Посол подписал договор.", "The ambassador signed the treaty."),
    ("Президент прибыл в Вену.", "The president arrived in Vienna."),
]


def test_what_stands_together_translates_each_other() -> None:
    mined = mine(PAIRS, ("ru", "en"))
    best = {row.source: row.target for row in sorted(mined.rows, key=lambda row: row.forward)}
    assert best[terms("посол", "ru")[0]] == terms("ambassador", "en")[0]
    assert best[terms("договор", "ru")[0]] == terms("treaty", "en")[0]
    assert best[terms("выразил", "ru")[0]] == terms("expressed", "en")[0]
    assert 0.8 < mined.proportion < 1.4


def test_mining_does_not_depend_on_order_and_turns_round() -> None:
    mined = mine(PAIRS, ("ru", "en"))
    assert mine(PAIRS[::-1], ("ru", "en")) == mined
    turned = mined.reversed()
    assert turned.languages == ("en", "ru")
    assert {(row.target, row.source, row.backward, row.forward) for row in turned.rows} == set(mined.rows)
    assert mine([], ("ru", "en")) == Dictionary(("ru", "en"), ())


def test_probabilities_stay_probabilities() -> None:
    for row in mine(PAIRS * 3, ("ru", "en")).rows:
        assert 0 <= row.forward <= 1
        assert 0 <= row.backward <= 1


def test_a_mined_dictionary_tells_what_lengths_cannot() -> None:
    source = ["Посол подписал договор, посол подписал.", "Президент прибыл с надеждой, но президент прибыл."]
    treaty = "The ambassador signed the treaty, the ambassador signed."
    hope = "The president arrived with hope, but he arrived."
    known = mine(PAIRS, ("ru", "en"))

    def shapes(target: list[str], dictionary: Dictionary | None) -> list[tuple[tuple[int, ...], tuple[int, ...]]]:
        return [(bead.source, bead.target) for bead in align(source, target, ("ru", "en"), dictionary)]

    one_by_one = [((0,), (0,)), ((1,), (1,))]
    assert shapes([treaty, hope], known) == one_by_one
    assert shapes([hope, treaty], None) == one_by_one, "lengths alone cannot tell"
    assert shapes([hope, treaty], known) != one_by_one
    assert shapes([treaty], known) == [((0,), (0,)), ((1,), ())]


# --- the bench command ----------------------------------------------------------------------------------------------


def test_the_command_aligns_files_and_writes_their_beads(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "a.ru").write_text("".join(f"{one}\n" for one, _ in PAIRS), encoding="utf-8")
    (tmp_path / "a.en").write_text("".join(f"{other}\n" for _, other in PAIRS), encoding="utf-8")
    (tmp_path / "b.ru").write_text("0\tДа.\n1\tСпасибо.\n", encoding="utf-8")
    (tmp_path / "b.en").write_text("0\tYes.\n1\tThank you.\n", encoding="utf-8")
    files = [str(tmp_path / name) for name in ("a.ru", "a.en", "b.ru", "b.en")]
    folder = tmp_path / "beads"
    main([*files, "--languages", "ru,en", "--write", str(folder)])
    assert (folder / "a.ru.beads").read_text().splitlines() == [f"[{at}]:[{at}]" for at in range(len(PAIRS))]
    assert read_beads(folder / "b.ru.beads") == [((0,), (0,)), ((1,), (1,))]
    assert sentences(tmp_path / "b.ru") == ["Да.", "Спасибо."]
    main([*files[:2], "--languages", "ru,en", "--gold", str(folder / "a.ru.beads")])
    assert "strict F1 1.000, lax F1 1.000" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("arguments", "culprit"),
    [
        (["a", "b", "c", "--languages", "de,fr"], "without its translation: c"),
        (["a", "b", "--languages", "de"], "'de'"),
        (["nowhere.de", "nowhere.fr", "--languages", "de,fr"], "nowhere.de"),
        (["x/a", "b", "y/a", "c", "--languages", "de,fr", "--write", "."], "one name"),
    ],
)
def test_the_command_names_what_is_wrong(
    arguments: list[str], culprit: str, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as stop:
        main(arguments)
    assert stop.value.code == 2
    assert culprit in capsys.readouterr().err


def test_other_files_than_beads_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "gold"
    path.write_text("[0]:[0]\nhello\n")
    with pytest.raises(ValueError, match="hello"):
        read_beads(path)


def test_agreement_counts_as_the_field_does() -> None:
    gold = [((0,), (0,)), ((1, 2), (1,)), ((3,), ()), ((4,), (2,))]
    found = [((0,), (0,)), ((1,), (1,)), ((2, 3), ()), ((4,), (3,))]
    scored = agreement([gold], [found])
    assert scored.strict == pytest.approx(1 / 3)
    assert scored.lax == pytest.approx(2 / 3)
    assert np.isclose(agreement([gold], [gold]).lax, 1.0)
    assert agreement([[]], [[]]) == (0.0, 0.0)
