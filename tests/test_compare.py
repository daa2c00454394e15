"""`scrapy compare`: two languages of a document side by side, on a terminal of any width and in a pipe."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import pytest
from rich.cells import cell_len
from scrapy.cmdline import execute

from storage.languages.compare import compare_languages
from storage.observation import Address
from storage.record.db import connect
from storage.show.columns import draw
from storage.show.sides import Sides, laid, two_of
from storage.show.terminal import _Console
from storage.transcript import Transcript, Turn
from tests.notebook import Notebook

if TYPE_CHECKING:
    from collections.abc import Callable

PROJECT = Path(__file__).parents[1]
RUSSIAN = (
    "Мы провели подробные переговоры с коллегами из Египта и обсудили торговлю и туризм.",
    "Игорь Конашенков сообщил, что в учениях у берегов Норвегии участвовали 14 кораблей.",
    "Стороны договорились открыть горячую линию для семей рыбаков, попавших в шторм.",
    "Следующая встреча состоится 27 ноября в Каире.",
)
ENGLISH = (
    "We held detailed talks with our colleagues from Egypt and discussed trade and tourism.",
    "Igor Konashenkov said that 41 ships took part in the exercises off the coast of Norway.",
    "The next meeting will take place in Cairo on 27 November.",
)
CHINESE = (
    "我们与埃及同事举行了详细会谈，讨论了贸易和旅游。",
    "北方舰队的14艘舰艇参加了演习。",
    "下次会议将于11月27日在开罗举行。",
)
ARABIC = ("أجرينا محادثات مفصلة مع زملائنا من مصر وناقشنا التجارة والسياحة.", "شاركت 14 سفينة في التدريبات.")


class Done(NamedTuple):
    """How a command ended."""

    code: int
    out: str
    err: str


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("compare") / "record.db"
    db = connect(path)
    book = Notebook(db)
    for language, lines in {"ru": RUSSIAN, "en": ENGLISH, "ar": ARABIC}.items():
        book.saw(0, *lines, address=Address("1", language, f"https://office.example/{language}/1"))
    book.saw(0, "Alone.", address=Address("2", "en", "https://office.example/en/2"))
    book.diff()
    db.conn.commit()
    db.conn.close()
    return path


@pytest.fixture
def scrapy(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, record: Path) -> Callable[..., Done]:
    """Run a command of ours in this process."""
    monkeypatch.chdir(PROJECT)
    monkeypatch.setenv("NO_COLOR", "1")

    def run(*arguments: str) -> Done:
        with pytest.raises(SystemExit) as ended:
            execute(["scrapy", "compare", *arguments, "-s", f"DATABASE={record}"])
        printed = capsys.readouterr()
        return Done(int(ended.value.code or 0), printed.out, printed.err)

    return run


def sides(left: Transcript, right: Transcript) -> Sides:
    return laid("xx_office", "1", left, right, compare_languages(left, right))


def said(language: str, *passages: str) -> Transcript:
    return Transcript("Talks", language, (Turn("statement", passages, "Sergey Lavrov", "Sergey Lavrov"),), "plain")


def drawn(found: Sides, *, width: int = 100, terminal: bool = True) -> str:
    stream = io.StringIO()
    draw(_Console(file=stream, width=width, force_terminal=terminal, no_color=True, markup=False), found)
    return re.sub(r"\x1b\[[\d;]*m", "", stream.getvalue())


# --- the command ----------------------------------------------------------------------------------------------------


def test_plain_text_says_what_translates_what_what_is_missing_and_what_differs(scrapy: Callable[..., Done]) -> None:
    done = scrapy("xx_office/1", "--languages", "ru,en")
    assert done.code == 0
    lines = done.out.splitlines()
    assert lines[0] == "xx_office/1 (ru and en)"
    assert "en covers 3 of 4 passages; ru covers 3 of 3 passages" in lines
    assert f"ru 2 {RUSSIAN[1].replace('14', '{14}')}" in lines
    assert f"en 2 {ENGLISH[1].replace('41', '{41}')}" in lines
    assert "! number_differs (ru): 14 against 41" in lines
    at = lines.index(f"ru 3 {RUSSIAN[2]}")
    assert lines[at + 1] == "en —"
    assert lines[at + 2].startswith("! missing_passage (en): en has nothing between “Igor Konashenkov")


def test_json_is_one_object_with_every_passage_of_both(scrapy: Callable[..., Done]) -> None:
    found = json.loads(scrapy("xx_office/1", "--languages", "en,ru", "--format", "json").out)
    assert found["languages"] == ["en", "ru"]
    assert found["coverage"] == ["ru covers 3 of 3 passages", "en covers 3 of 4 passages"]
    assert [row["left"]["positions"] for row in found["rows"]] == [[1], [2], [], [3]]
    assert [row["right"]["positions"] for row in found["rows"]] == [[1], [2], [3], [4]]
    ((start, end),) = found["rows"][1]["left"]["marked"]
    assert found["rows"][1]["left"]["text"][start:end] == "41"


def test_without_languages_the_original_and_english_are_shown(scrapy: Callable[..., Done]) -> None:
    assert scrapy("xx_office/1").out.splitlines()[0] == "xx_office/1 (en and ar)"
    assert two_of("ru_mid", ["de", "en", "ru"]) == ("ru", "en")
    assert two_of("ru_mid", ["de", "fr"]) == ("de", "fr")


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        ((), "compare takes one SOURCE/KEY"),
        (("xx_office",), "compare wants SOURCE/KEY, not 'xx_office'"),
        (("xx_office/9",), "no document 'xx_office/9'"),
        (("xx_office/2",), "xx_office/2 has a text in en alone"),
        (("xx_office/1", "--languages", "ru"), "--languages wants two"),
        (("xx_office/1", "--languages", "ru,ru"), "--languages wants two"),
        (("xx_office/1", "--languages", "ru,tlh"), "has no text in 'tlh': choose from ar, en, ru"),
        (("xx_office/1", "--format", "csv"), "unknown format 'csv'"),
    ],
)
def test_wrong_usage_is_one_line(scrapy: Callable[..., Done], arguments: tuple[str, ...], complaint: str) -> None:
    done = scrapy(*arguments)
    assert done.code == 2
    assert complaint in done.err
    assert len(done.err.splitlines()) == 1


# --- drawing --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("width", [60, 81, 140])
def test_columns_are_as_wide_as_the_terminal_wide_characters_too(width: int) -> None:
    out = drawn(sides(said("zh", *CHINESE), said("en", *ENGLISH)), width=width)
    framed = [line for line in out.splitlines() if line.startswith(("│", "┃"))]
    assert framed
    assert {cell_len(line) for line in framed} == {width}
    assert "41" in out
    assert "14" in out


def test_a_narrow_terminal_and_arabic_get_one_language_below_the_other() -> None:
    assert "│" not in drawn(sides(said("ru", *RUSSIAN), said("en", *ENGLISH)), width=40)
    out = drawn(sides(said("en", *ENGLISH), said("ar", *ARABIC)))
    assert "│" not in out
    assert out.count("\nar ") >= 2


def test_names_that_contradict_each_other_are_marked_and_the_same_name_in_another_script_is_not() -> None:
    one = said("ru", "В поездке министра сопровождала посол Анна Келлер.", "Выступил делегат Томас Линдквист.")
    other = said("en", "The minister was accompanied by Ambassador Irina Orlova.", "Tomas Lindqvist took the floor.")
    rows = sides(one, other).rows
    assert [one.passages[0][start:end] for start, end in rows[0].left.marked] == ["Анна", "Келлер"]
    assert [other.passages[0][start:end] for start, end in rows[0].right.marked][-2:] == ["Irina", "Orlova"]
    assert rows[1].left.marked == rows[1].right.marked == ()


def test_what_would_steer_a_terminal_is_spelt_out() -> None:
    out = drawn(sides(said("ru", "Да \x1b[2J и \u202eтак."), said("en", "Yes \x1b[2J and \u202eso.")), terminal=False)
    assert "\x1b" not in out
    assert "\u202e" not in out
    assert "\\x1b[2J" in out


def test_empty_variants_are_drawn_too() -> None:
    assert drawn(sides(said("ru", *RUSSIAN), Transcript("Nothing", "en", (), "plain"))).count("—") >= 4
