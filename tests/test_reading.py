"""Pages to transcripts: every saved page, what two forms of one page have in common, what markup cannot change."""

from __future__ import annotations

import json
import pickle
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from crawler.pages.dates import instant, is_date_line
from crawler.reading import Page, UnknownSource, read, site_of
from crawler.scaffold import output_of
from storage.diff.metadata import metadata_edits
from tests.pages import FIXTURES, HTML, SHARED, cases, page_of, transcript_of

if TYPE_CHECKING:
    from pathlib import Path

# --- saved pages ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", cases(), ids=lambda case: f"{case.parent.name}/{case.name}")
def test_a_saved_page_reads_as_its_output_says(case: Path) -> None:
    expected = json.loads((case / "output.json").read_text())
    assert expected.pop("confirmed") is True, f"{case}/output.json waits for a person to compare it with the page"
    assert output_of(read(page_of(case))) == expected


def test_there_are_saved_pages_in_every_language_and_of_every_kind() -> None:
    languages = {page_of(case).language for case in cases() if case.parent.name == "ru_mid"}
    assert languages >= {"ru", "en", "de", "fr", "es"}
    extractors = {read(page_of(case)).extractor.partition("@")[0] for case in cases()}
    assert extractors >= {"KremlinArticle", "KremlinDocument", "KremlinListing", "MidArticle", "MidRedesign"}
    assert extractors >= {"MidAnnouncement", "MidListing", "MidLiferay", "MidText", "MidUndatedText", "Feed"}


@pytest.mark.parametrize("view", ["dialogue-en-print", "dialogue-en-redesign"])
def test_print_view_and_redesign_read_as_the_page_does(view: str) -> None:
    page = transcript_of(page_of(FIXTURES / "ru_kremlin" / "dialogue-en"))
    assert transcript_of(page_of(FIXTURES / "ru_kremlin" / view)).digest == page.digest


def test_html_and_plain_text_of_one_liferay_page_agree_word_for_word() -> None:
    html = transcript_of(page_of(FIXTURES / "ru_mid" / "liferay-en"))
    text = transcript_of(page_of(FIXTURES / "ru_mid" / "liferay-en-text"))
    assert (html.form, text.form) == ("mid-liferay", "mid-text")
    assert html.words_digest == text.words_digest
    assert html.declared_version == text.declared_version == "2"
    assert html.published_at == text.published_at == "2019-02-20T18:15:00+03:00"


def test_the_documents_number_stands_between_title_and_badges_in_either_form() -> None:
    for case, before, number in (
        ("liferay-en", '<ul class="available">', "<p>308-20-02-2019</p>"),
        ("liferay-en-text", "  • de-DE1", "308-20-02-2019\n\n"),
    ):
        page = page_of(FIXTURES / "ru_mid" / case)
        numbered = replace(page, body=page.body.decode().replace(before, number + before).encode())
        assert numbered.body != page.body
        assert transcript_of(numbered) == replace(transcript_of(page), number="308-20-02-2019")


def test_a_text_that_lost_its_date_is_the_same_text_without_an_edit() -> None:
    pages = [page_of(FIXTURES / "ru_mid" / case) for case in ("read-out-en-text", "read-out-en-text-undated")]
    dated, undated = (transcript_of(page) for page in pages)
    assert (dated.form, undated.form) == ("mid-text", "mid-text-undated")
    assert (dated.published_at, undated.published_at) == ("2019-03-25T18:59:00+03:00", "")
    assert dated.words_digest == undated.words_digest
    assert metadata_edits(dated, undated) == metadata_edits(undated, dated) == []
    assert len({site_of("ru_mid").locate(page.url) for page in pages}) == 1


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("Press release on", "News\n\nPress release on"),  # which of two lines is the title?
        ("en-GB1 ru-RU1", "English Russian"),  # where does it end?
        ("Press release", "27 Brumaire 2019 18:59\n\nPress release"),
    ],
)
def test_a_text_in_another_order_is_unreadable(old: str, new: str) -> None:
    page = page_of(FIXTURES / "ru_mid" / "read-out-en-text-undated")
    assert old in page.body.decode()
    assert read(replace(page, body=page.body.decode().replace(old, new).encode())).verdict == "unreadable"


def test_a_changed_word_is_another_text_in_either_form() -> None:
    for case in ("liferay-en", "liferay-en-text"):
        page = page_of(FIXTURES / "ru_mid" / case)
        edited = replace(page, body=page.body.replace(b"fourth", b"fifth"))
        assert transcript_of(edited).words_digest != transcript_of(page).words_digest


def test_a_reading_crosses_processes() -> None:
    reading = read(page_of(FIXTURES / "ru_mid" / "remarks-ru"))
    again = pickle.loads(pickle.dumps(reading))
    assert again == reading
    assert again.transcript.digest == reading.transcript.digest  # type: ignore[union-attr]


def test_an_unknown_source_is_named() -> None:
    for name in ("xx_nowhere", "base", "ru_mid_liferay"):
        with pytest.raises(UnknownSource, match=name):
            read(Page(name, "https://mid.ru/", b"<html></html>"))


# --- dates ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("printed", "read_as"),
    [
        ("28 декабря 2017 года, 21:51", "2017-12-28T21:51"), ("28 декабря 2017 года в 21.51", "2017-12-28T21:51"),
        ("28 декабря 2017 г., время: 9:05", "2017-12-28T09:05"), ("28.12.2017 21:51", "2017-12-28T21:51"),
        ("28.12.2017, 21 ч. 51 мин.", "2017-12-28T21:51"), ("27 November 201920:45", "2019-11-27T20:45"),
        ("28 December 2017 at 21:51", "2017-12-28T21:51"), ("December 28, 2017, 9:51 p.m.", "2017-12-28T21:51"),
        ("28 December 2017, 12:05 AM", "2017-12-28T00:05"), ("28. Dezember 2017 um 21:51 Uhr", "2017-12-28T21:51"),
        ("28. Dezember 2017, Uhrzeit: 21.51 Uhr", "2017-12-28T21:51"), ("1. März 2022, 10 Uhr", "2022-03-01T10:00"),
        ("1. März 2022, 10 Uhr 30", "2022-03-01T10:30"), ("12 mars 2022 à 10 h 00", "2022-03-12T10:00"),
        ("12 mars 2022 à 10h05", "2022-03-12T10:05"), ("12 mars 2022 à 10 h", "2022-03-12T10:00"),
        ("12 mars 2022 à 10 heures 05", "2022-03-12T10:05"),
        ("12 mars 2022 à 10 heures", "2022-03-12T10:00"), ("28 декабря 2017 г. в 9 часов 05 минут", "2017-12-28T09:05"),
        ("12 de marzo de 2022 a las 10:05 horas", "2022-03-12T10:05"),
        ("12 de marzo de 2022, a las 10.05 h", "2022-03-12T10:05"), ("2022-03-12, 10:05", "2022-03-12T10:05"),
        ("2022-03-12T10:05:09+03:00", "2022-03-12T10:05"), ("2022-03-12T10:05:09.5", "2022-03-12T10:05"),
        ("2022-03-12 +03:00", "2022-03-12"), ("12.10.2021 – 13.10.2021", "2021-10-12"),
        ("12.03.2022 28:51", "2022-03-12"), ("12 mars 2022, 2021-10", "2022-03-12"),
    ],
)  # fmt: skip
def test_a_time_is_read_in_every_form_that_is_printed_after_a_date(printed: str, read_as: str) -> None:
    assert instant(printed, "Europe/Moscow") == read_as + (":00+03:00" if "T" in read_as else "")


def test_a_line_that_says_more_than_date_and_time_is_no_date_line() -> None:
    assert is_date_line("28 декабря 2017 года, 21:51")
    assert is_date_line("12 de marzo de 2022 a las 10:05 horas")
    assert not is_date_line("On 12.03.2022 they had met at 10.30")


# --- what may change without any change of the text -----------------------------------------------------------------

NOISE = {
    "div for p": lambda html: html.replace("<p>", "<div>").replace("</p>", "</div>"),
    "wrapped": lambda html: html.replace("<p>", "<section><div><p>").replace("</p>", "</p></div></section>"),
    "line ends": lambda html: html.replace(" sofern", "\r\nsofern").replace(". ", ".\n\t "),
    "nbsp": lambda html: html.replace(" die ", "&nbsp;die ").replace(" in ", " in "),
    "br": lambda html: html.replace(" und ", "<br/>und "),
    "br br for p": lambda html: html.replace("<p>", "").replace("</p>", "<br><span>&nbsp;<br/></span>"),
    "br before labels": lambda html: html.replace("</p>\n<p><", "<br/><"),
    "entities": lambda html: html.replace("ü", "&uuml;").replace("ß", "&#223;"),
    "soft hyphens": lambda html: html.replace("Verhandlungen", "Verhand&shy;lungen").replace("Text", "Te​xt"),
    "attributes": lambda html: html.replace("<strong>", '<strong data-n="7" class="x">'),
    "spans": lambda html: html.replace("Arktis", "<span style='color:red'>Ark<i></i>tis</span>"),
    "comment": lambda html: html.replace("Arktis", "Ark<!-- <p>no</p> -->tis"),
    "script": lambda html: html.replace("<p>", "<script>var p = '<p>no</p>';</script><p>", 3),
    "upper case tags": lambda html: html.replace("<p>", "<P>").replace("</p>", "</P>"),
    "related": lambda html: html.replace(
        '<ul class="related">', '<ul class="related"><li><a href="/de/a/1779999/">x</a>'
    ),
    "a second empty body": lambda html: html.replace(
        '<div class="text', '<div class="text article-content"> <p>&nbsp;</p></div><div class="text'
    ),
    "the title again": lambda html: html.replace("</main>", '<h1 class="photo-content__title"></h1></main>'),
    "the number again": lambda html: html.replace("</main>", '<p class="article-line__note_small">17</p></main>'),
    "the date again": lambda html: html.replace("</main>", '<i class="photo-content__date"> </i></main>'),
    "nonce": lambda html: html.replace("9f2c", "77aa"),
}


@pytest.mark.parametrize("name", NOISE)
def test_markup_alone_changes_nothing(name: str) -> None:
    page = page_of(FIXTURES / "ru_mid" / "remarks-de")
    changed = NOISE[name](page.body.decode())
    assert changed.encode() != page.body
    assert transcript_of(replace(page, body=changed.encode())).digest == transcript_of(page).digest


@pytest.mark.parametrize(
    ("css", "more"),
    [
        ("h1.photo-content__title", '<h1 class="photo-content__title">Another</h1>'),
        ("div.text.article-content", '<div class="text article-content">Another</div>'),
        (".photo-content__date", '<p class="photo-content__date">13. Oktober 2021</p>'),
    ],
)
def test_two_titles_texts_or_dates_that_differ_are_unreadable(css: str, more: str) -> None:
    page = page_of(FIXTURES / "ru_mid" / "remarks-de")
    reading = read(replace(page, body=page.body.replace(b"</main>", f"{more}</main>".encode())))
    assert (reading.verdict, reading.transcript) == ("unreadable", None)
    assert css in reading.reason


@pytest.mark.parametrize("part", ["h3", "announcement__text", "announcement__date"])
def test_an_announcement_without_title_text_or_date_is_unreadable(part: str) -> None:
    page = page_of(FIXTURES / "ru_mid" / "announcements-ru")
    reading = read(replace(page, body=page.body.replace(part.encode(), b"h4")))
    assert (reading.verdict, reading.transcript) == ("unreadable", None)
    assert part in reading.reason


@pytest.mark.parametrize("header", ["text/html; charset=windows-1251", "text/html"])
@pytest.mark.parametrize("declared", ["utf-8", "windows-1251", None])
def test_a_page_in_windows_1251_is_read_whatever_it_declares(header: str, declared: str | None) -> None:
    page = page_of(FIXTURES / "ru_mid" / "remarks-ru")
    meta = f'<meta charset="{declared}"/>' if declared else ""
    body = page.body.decode().replace('<meta charset="utf-8"/>', meta).encode("cp1251", "xmlcharrefreplace")
    other = replace(page, body=body, headers={"content-type": header})
    assert transcript_of(other).digest == transcript_of(page).digest


@pytest.mark.parametrize(
    ("old", "new"),
    [("17.5", "175"), ("not named", "named"), ("“", '"'), ("Kirkenes", "kirkenes"), ("—", "–"), ("later.", "later")],
)
def test_what_a_reader_can_see_is_never_normalised_away(old: str, new: str) -> None:
    page = page_of(FIXTURES / "ru_mid" / "remarks-en")
    before = page.body.decode().replace("the text is ready", "“the text” — is ready")
    after = before.replace(old, new)
    assert before != after
    texts = [transcript_of(replace(page, body=html.encode())).digest for html in (before, after)]
    assert texts[0] != texts[1]


# --- real pages, where they are at hand -----------------------------------------------------------------------------

KREMLIN = SHARED / "pages" / "ru_kremlin"


def real(name: str, path: str) -> Page:
    if not KREMLIN.is_dir():
        pytest.skip("the real pages of kremlin.ru are not at hand (no ../shared)")
    language = "en" if path[-1].isdigit() and "page" not in path and "by-date" not in path else ""
    return Page(
        "ru_kremlin",
        f"http://en.kremlin.ru/events/president/news/{path}",
        (KREMLIN / name).read_bytes(),
        200,
        HTML,
        language,
    )


@pytest.mark.parametrize("number", ["56519", "56767", "60633"])
def test_two_captures_of_a_real_page_are_one_version(number: str) -> None:
    pages = [real(f"{number}.en.2020-08-{day}.html", number) for day in (28, 30)]
    assert pages[0].body != pages[1].body
    first, second = (transcript_of(page) for page in pages)
    assert first == second
    links = [{link.address for link in read(page).links if link.same_document} for page in pages]
    assert [{address.url for address in found} for found in links] == [
        {f"http://kremlin.ru/events/president/news/{number}"}
    ] * 2


def test_a_real_print_view_is_the_same_text() -> None:
    page = transcript_of(real("17158.en.2020-08-30.html", "17158"))
    view = transcript_of(replace(real("17158_print.en.2020-08-30.html", "17158/print"), language="en"))
    assert view.digest == page.digest
    assert page.published_at == "2012-12-18T16:30:00+04:00"  # Moscow's summer time all year round, 2011 to 2014
    assert [(turn.speaker, len(turn.passages)) for turn in page.turns] == [("", 3), ("Vladimir Putin", 30)]


def test_a_real_conversation() -> None:
    talk = transcript_of(real("56519.en.2020-08-28.html", "56519"))
    assert talk.title == "Meeting with Head of Aeroflot Vitaly Savelyev"
    assert talk.lead.startswith("Vladimir Putin had a working meeting with")
    assert (talk.published_at, talk.place) == ("2017-12-28T15:40:00+03:00", "The Kremlin, Moscow")
    assert len(talk.turns) == 18
    assert [turn.speaker for turn in talk.turns] == ["Vladimir Putin", "Vitaly Savelyev"] * 9
    assert talk.turns[1].speaker_printed == "General Director of Aeroflot – Russian Airlines Vitaly Savelyev"
    assert talk.passages[-1] == "<…>"
    assert not any("Publication status" in passage or "Topics" in passage for passage in talk.passages)


def test_real_listings() -> None:
    page = read(real("listing_page_2.html", "page/2"))
    assert (page.verdict, len(page.links), page.more) == (
        "ok",
        20,
        ("http://en.kremlin.ru/events/president/news/page/3",),
    )
    touched = {link.address.key: link.updated_at for link in page.links}
    assert touched["63908"] == "2020-08-20"
    assert touched["63904"] == "2020-08-18"
    day = read(real("listing_by-date_01.02.2020.2020-08-28.html", "by-date/01.02.2020"))
    assert (len(day.links), day.more) == (20, ("http://en.kremlin.ru/events/president/news/page/31",))
    assert "62711" in {link.address.key for link in day.links}
