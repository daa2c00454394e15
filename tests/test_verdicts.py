"""What a response is worth: each fault has its verdict and its evidence, and none gives a text."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from parsel import Selector

from crawler.pages.base import TranscriptPage
from crawler.pages.decode import DAMAGE
from crawler.pages.ru_mid import MidArticle
from crawler.reading import Page, Reading, read, read_with, site_of
from storage.languages.detect import SUPPORTED, foreign_to
from tests.pages import FIXTURES, HTML, cases, page_of, transcript_of

if TYPE_CHECKING:
    from pathlib import Path

URL = "https://mid.ru/en/foreign_policy/news/1781234/"
LIFERAY = "https://mid.ru/en/foreign_policy/news/-/asset_publisher/a/content/id/7"
GOOD = page_of(FIXTURES / "ru_mid" / "remarks-en")


def read_html(
    html: str, status: int = 200, url: str = URL, language: str = "en", headers: dict[str, str] | None = None
) -> Reading:
    return read(Page("ru_mid", url, html.encode(), status, HTML | (headers or {}), language))


def shell(title: str, body: str) -> str:
    menu = '<nav><a href="/en/">Home</a> <a href="/en/foreign_policy/">Foreign policy</a></nav>'
    return f"<!DOCTYPE html><html><head><title>{title}</title></head><body>{menu}{body}</body></html>"


def expect(reading: Reading, verdict: str, *evidence: str) -> None:
    assert reading.verdict == verdict, reading.reason
    for word in evidence:
        assert word in reading.reason
    assert reading.transcript is None or verdict in ("ok", "foreign")


@pytest.mark.parametrize(
    ("status", "verdict"),
    [
        (304, "unchanged"), (404, "gone"), (410, "gone"), (401, "blocked"), (403, "blocked"), (429, "blocked"),
        (451, "blocked"), (500, "error"), (502, "error"), (503, "error"), (301, "error"), (400, "error"),
        (300, "error"), (302, "error"), (307, "error"), (308, "error"), (206, "truncated"),
    ],
)  # fmt: skip
def test_the_status_speaks_first(status: int, verdict: str) -> None:
    expect(read(replace(GOOD, status=status)), verdict, str(status))


@pytest.mark.parametrize(
    ("content_range", "verdict"),
    [
        ("", "truncated"), ("bytes 0-99/5000", "truncated"), ("bytes 100-4999/5000", "truncated"),
        ("bytes 0-99/*", "truncated"), ("bytes */5000", "truncated"), ("lines 0-4999/5000", "truncated"),
        ("bytes 0-4999/5000", "ok"), (" BYTES  0-0/1 ", "ok"), ("bytes 0-" + "9" * 5000 + "/5000", "truncated"),
    ],
)  # fmt: skip
def test_a_part_of_a_page_is_a_page_only_if_it_is_the_whole(content_range: str, verdict: str) -> None:
    reading = read(replace(GOOD, status=206, headers=HTML | {"content-range": content_range}))
    assert reading.verdict == verdict, reading.reason
    assert verdict == "ok" or ("206" in reading.reason and content_range in reading.reason)


@pytest.mark.parametrize("status", [201, 202, 204, 205, 207, 299])
@pytest.mark.parametrize("body", [b"", b"\r\n"])
def test_a_success_without_a_body_is_empty_and_says_its_status(status: int, body: bytes) -> None:
    expect(read(replace(GOOD, status=status, body=body, headers={})), "empty", f"status {status}")


WALLS = [
    "<html><head><title></title></head><body>Data processing... Please, wait.<script>x()</script></body></html>",
    shell("DDoS-Guard", "<h1>Checking your browser before accessing mid.ru</h1>"),
    shell("Just a moment...", "<noscript>Enable JavaScript and cookies to continue</noscript>"),
    shell("Attention Required! | Cloudflare", "<p>Sorry.</p>"),
    shell("", '<div class="g-recaptcha"></div><p>Подтвердите, что вы не робот</p>'),
    shell("Web Page Blocked", "<p>The page you have requested has been blocked.</p>"),
    shell("Доступ ограничен", "<p>Доступ к сайту ограничен.</p>"),
    "Data processing... Please, wait.",
]


@pytest.mark.parametrize("html", WALLS)
@pytest.mark.parametrize("language", ["en", ""])
def test_a_wall_with_status_200_is_blocked(html: str, language: str) -> None:
    expect(read_html(html, language=language), "blocked")


def test_a_wall_may_come_with_503_or_say_so_in_a_header() -> None:
    expect(read_html(WALLS[2], 503), "blocked", "503", "Just a moment")
    expect(read_html(WALLS[1], headers={"server": "ddos-guard"}), "blocked", "ddos-guard")
    expect(read_html("<html></html>", headers={"cf-mitigated": "challenge"}), "blocked", "cf-mitigated")


def test_a_transcript_may_speak_of_walls_and_of_missing_pages() -> None:
    words = "The captcha and the DDoS-Guard page not found, access denied, please wait. "
    page = replace(GOOD, body=GOOD.body.replace(b"Ladies and gentlemen,", (words * 12).encode()))
    assert transcript_of(page).passages[0].startswith("The captcha")


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("Page not found", "The page you are looking for does not exist."),
        ("Страница не найдена", "Запрашиваемая вами страница не существует."),
        ("Seite nicht gefunden", "Die gewünschte Seite existiert nicht."),
        ("Page introuvable", "La page demandée n’existe pas."),
        ("Página no encontrada", "La página solicitada no existe."),
        ("Página não encontrada", "A página solicitada não existe."),
        ("Pagina non trovata", "La pagina richiesta non esiste."),
        ("Сторінку не знайдено", "Такої сторінки немає."),
        ("404", "Oops."),
        ("Error 404: the page you requested could not be found", "Sorry."),
        ("404 – Not Found | Ministry of Foreign Affairs", "Please use the search."),
        ("МИД России — Запрашиваемая страница не найдена", "Воспользуйтесь поиском."),
        ("Ошибка 404. К сожалению, такой страницы не существует", "Вернуться на главную."),
        ("Die angeforderte Seite wurde leider nicht gefunden", "Zur Startseite."),
        ("Diese Seite ist nicht mehr verfügbar", "Zur Startseite."),
        ("La page que vous recherchez n’existe plus", "Retour à l’accueil."),
        ("Erreur 404 : la page demandée est introuvable", "Retour à l’accueil."),
        ("Lo sentimos, la página que busca no existe", "Volver al inicio."),
        ("Error 404: no se ha encontrado la página solicitada", "Volver al inicio."),
    ],
)
def test_a_page_that_says_not_found_is_a_soft_404(title: str, words: str) -> None:
    expect(read_html(shell(title, f"<h1>{title}</h1><p>{words}</p>")), "soft_404", title)
    for printed in ("", '<p class="photo-content__date">12.10.2021 16:40</p>'):
        body = f'{printed}<div class="text article-content"><p>{words}</p></div>'
        expect(read_html(shell("MFA", f'<h1 class="photo-content__title">{title}</h1>{body}')), "soft_404")
    expect(read_html(shell("MFA", f"<h1>Sorry</h1><p>{title}</p>")), "soft_404")


STATEMENTS = [
    ("en", "Press release: gas transit is no longer available", "The Ministry has noted the announcement. "),
    ("en", "The missing page not found in the Oslo accords", "The Ministry has noted the announcement. "),
    ("en", "The treaty – no longer available", "The Ministry has noted the announcement. "),
    ("ru", "О том, что договор больше не существует", "Министерство приняло к сведению заявление. "),
    ("de", "Erklärung: Der Transit ist nicht mehr verfügbar", "Das Ministerium hat die Mitteilung vernommen. "),
    ("fr", "Le traité n’existe pas encore", "Le ministère a pris note de la déclaration. "),
    ("es", "Una solución no existe sin diálogo", "El Ministerio ha tomado nota del anuncio. "),
]


@pytest.mark.parametrize(("language", "title", "sentence"), STATEMENTS)
@pytest.mark.parametrize("times", [1, 3, 6])
def test_a_short_statement_on_what_is_no_more_is_a_text(language: str, title: str, sentence: str, times: int) -> None:
    url = f"https://mid.ru/{language}/foreign_policy/news/1781234/"
    html = article_html(f"{sentence}{title}. " * times, title)
    page = Page("ru_mid", url, html.encode(), 200, HTML, language)
    assert transcript_of(page).title == title
    redesigned = html.replace("photo-content__title", "a").replace("article-content", "b")
    expect(read(replace(page, body=redesigned.encode())), "unreadable", "no page class")
    undated = html.replace("12.10.2021 16:40", "12.10.21")
    expect(read(replace(page, body=undated.encode())), "unreadable", "photo-content__date")


@pytest.mark.parametrize(
    "url", ["https://mid.ru/", "https://mid.ru/en/foreign_policy/news/", "https://mid.ru/en/rss.php"]
)
def test_a_redirect_to_no_document_is_a_soft_404(url: str) -> None:
    expect(read_html(shell("Ministry", "<h1>News</h1><p>Welcome</p>"), url=url), "soft_404", url)


def test_a_listing_in_an_articles_place_is_a_soft_404_and_elsewhere_a_listing() -> None:
    page = page_of(FIXTURES / "ru_mid" / "listing-es")
    expect(read(replace(page, url=URL, language="en")), "soft_404", "listing")
    assert read(page).verdict == "ok"


@pytest.mark.parametrize("body", ["", " \r\n\t ", "<html><head></head><body> &nbsp; </body></html>"])
def test_no_text_is_empty(body: str) -> None:
    expect(read_html(body), "empty")


def test_a_fitting_page_without_words_is_empty() -> None:
    empty = shell("x", '<h1 class="photo-content__title">T</h1><div class="text article-content"><p>&nbsp;</p></div>')
    expect(read_html(empty), "empty", "article-content")


@pytest.mark.parametrize("source", ["ru_mid", "ru_kremlin"])
def test_a_listing_or_feed_that_lost_its_items_is_empty(source: str) -> None:
    listing = {
        "ru_mid": '<ul class="announce announce_articles"></ul>',
        "ru_kremlin": '<div class="entry-content lister-page"></div>',
    }[source]
    page = Page(
        source, "https://mid.ru/en/news/", f"<html><body><p>News</p>{listing}</body></html>".encode(), headers=HTML
    )
    expect(read(page), "empty")
    feed = b'<?xml version="1.0"?><rss version="2.0"><channel><title>x</title></channel></rss>'
    expect(read(replace(page, body=feed)), "empty", "without entries")


@pytest.mark.parametrize("part", [0.2, 0.5, 0.7, 0.9, 0.995])
@pytest.mark.parametrize(
    "case", [case for case in cases() if (case / "page.html").exists()], ids=lambda case: case.name
)
def test_html_cut_anywhere_is_never_a_text(case: Path, part: float) -> None:
    page = page_of(case)
    reading = read(replace(page, body=page.body[: int(len(page.body.rstrip()) * part)]))
    assert reading.verdict != "ok"
    assert reading.transcript is None
    assert read(replace(page, incomplete=True)).verdict == "truncated"


def test_cut_short_is_said_with_its_evidence() -> None:
    expect(read(replace(GOOD, body=GOOD.body[:-20])), "truncated", "never closed")
    expect(read(replace(GOOD, incomplete=True)), "truncated", str(len(GOOD.body)))


@pytest.mark.parametrize("end", ["</html>", "</body></html>", "</BODY\n></HTML >", "</body>"])
def test_an_end_in_the_midst_of_a_text_ends_nothing_as_in_a_browser(end: str) -> None:
    for place in (b"<p>", b"</p>", b" "):
        at = GOOD.body.index(place, GOOD.body.index(b"Ladies"))
        early = replace(GOOD, body=GOOD.body[:at] + (b" " if place == b" " else b"") + end.encode() + GOOD.body[at:])
        assert transcript_of(early).digest == transcript_of(GOOD).digest


def test_what_stands_behind_the_end_belongs_to_the_page() -> None:
    def with_tail(tail: str) -> Reading:
        return read(replace(GOOD, body=GOOD.body + tail.encode()))

    for beside in ("<!-- 0.2 s -->", "<script>x()</script>", "<p>Beside the text.</p>", "<h1>Another heading</h1>"):
        reading = with_tail(beside)
        expect(reading, "ok")
        assert reading.transcript == transcript_of(GOOD)
    expect(with_tail('<h1 class="photo-content__title">Again</h1>'), "unreadable", "photo-content__title", "matched 2")
    expect(with_tail('<div class="text article-content">More</div>'), "unreadable", "article-content", "matched 2")
    other = GOOD.body.decode().replace("Ladies and gentlemen", "Dear colleagues")
    expect(with_tail(other), "unreadable", "matched 2")  # two documents in one answer


@pytest.mark.parametrize("language", ["ru", "en", "de", "fr", "es"])
@pytest.mark.parametrize("asked", ["ru", "en", "de", "fr", "es", "pt", "it", "uk"])
def test_a_page_in_another_language_is_foreign(language: str, asked: str) -> None:
    page = page_of(FIXTURES / "ru_mid" / f"remarks-{language}")
    reading = read(replace(page, language=asked, url=f"https://mid.ru/{asked}/foreign_policy/news/1781234/"))
    assert reading.verdict == ("ok" if language == asked else "foreign"), reading.reason
    assert reading.reason == (
        "" if language == asked else f"the text is in {language}, the variant's language is {asked}"
    )


SENTENCES = {
    "pt": "Não mudámos de posição: o acordo será assinado em maio, quando os tradutores tiverem comparado tudo. ",
    "it": "Non abbiamo cambiato posizione: l’accordo sarà firmato a maggio, quando i traduttori avranno finito. ",
    "uk": "Ми не змінили позиції: угоду буде підписано у травні, щойно перекладачі звірять її тексти. ",
    "zh": "我们没有改变立场：翻译核对文本之后，协议将在五月签署。",
    "ar": "لم نغير موقفنا: سيتم توقيع الاتفاق في شهر مايو بعد أن يراجع المترجمون النصوص. ",
    "es": "No hemos cambiado de posición: el acuerdo se firmará en mayo, cuando los traductores lo hayan cotejado. ",
    "ru": "Мы не изменили позиции: соглашение подпишут в мае, как только переводчики сверят тексты. ",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_languages_of_one_script_are_told_apart_by_enough_text_only(language: str) -> None:
    text = SENTENCES[language] * 12
    assert {asked: foreign_to(text, asked) for asked in SUPPORTED if asked != language} == {
        asked: language for asked in SUPPORTED if asked != language
    }
    assert foreign_to(text, language) == ""
    if language in ("pt", "it", "es"):
        assert foreign_to(SENTENCES[language], "en") == ""
    assert foreign_to(text, "sw") == ""


@pytest.mark.parametrize(
    ("text", "asked", "found"),
    [
        ("Мы не изменили позиции, и соглашение подпишут.", "en", "ru"),
        ("Ми не змінили позиції, і угоду буде підписано.", "de", "uk"),
        ("The agreement will be signed in May.", "ru", "en"),
        ("Das Abkommen wird im Mai unterzeichnet.", "zh-Hant", "de"),
        ("翻译核对文本之后，协议将在五月签署。", "en", "zh"),
        ("سيتم توقيع الاتفاق في شهر مايو بعد أن يراجع المترجمون.", "fr", "ar"),
        ("Соглашение подпишут в мае (Oslo Joint Statement).", "en", ""),  # a title quoted: under four fifths
        ("Соглашение подпишут.", "en", ""),
        ("Joint Statement", "ru", ""),
        ("Мы не изменили позиции, и соглашение подпишут.", "ru", ""),
        ("Мы не изменили позиции, и соглашение подпишут.", "uk", ""),
    ],
)
def test_another_script_is_proof_in_a_line(text: str, asked: str, found: str) -> None:
    assert foreign_to(text, asked) == found


def article_html(text: str, title: str = "Oslo") -> str:
    """A page of the ministry with a short text."""
    printed = f'<h1 class="photo-content__title">{title}</h1><p class="photo-content__date">12.10.2021 16:40</p>'
    return shell("x", f'{printed}<div class="text article-content"><p>{text}</p></div>')


def article(text: str, language: str, answered: str = "") -> Reading:
    """An article fetched as one language, which perhaps answered at the address of another."""
    url = f"https://mid.ru/{answered or language}/foreign_policy/news/1781234/"
    return read_html(article_html(text), 200, url, language)


def test_a_short_text_in_another_script_is_no_version() -> None:
    expect(article(SENTENCES["ru"], "en"), "foreign", "the text is in ru, the variant's language is en")
    expect(article(SENTENCES["ru"], "ru"), "ok")


@pytest.mark.parametrize(
    ("text", "asked", "answered", "verdict"),
    [
        ("ru", "en", "ru", "foreign"), ("en", "en", "ru", "ok"), ("ru", "ru", "en", "ok"), ("ru", "ru", "fr", "ok"),
        ("es", "en", "es", "foreign"), ("es", "es", "en", "foreign"), ("es" * 12, "es", "en", "ok"),
        ("es" * 12, "en", "es", "foreign"), ("pt" * 12, "pt", "es", "ok"), ("zh", "zh", "en", "ok"),
        ("", "en", "ru", "foreign"), ("", "en", "en", "ok"),
    ],
)  # fmt: skip
def test_a_redirect_to_another_language_is_foreign_unless_the_text_proves_otherwise(
    text: str, asked: str, answered: str, verdict: str
) -> None:
    english = "The agreement will be signed in May, once the translators have compared its texts."
    words = SENTENCES.get(text[:2], english if text else "Oslo, 2021") * (len(text) // 2 or 1)
    evidence = (answered, asked) if verdict == "foreign" else ()
    expect(article(words, asked, answered), verdict, *evidence)


def test_print_views_and_scripts_are_no_other_language() -> None:
    assert read(replace(GOOD, language="EN")).verdict == "ok"
    mixed = article(SENTENCES["zh"] * 3, "zh-Hant", "zh")
    expect(mixed, "ok")


def test_names_and_quotations_do_not_make_a_text_foreign() -> None:
    quoted = "Мы читали: «" + SENTENCES["es"] * 2 + "» " + SENTENCES["ru"] * 4
    assert foreign_to(quoted, "ru") == ""
    names = "José Ortega, María Zajárova, Juan Carlos Pérez, Ana Belén Martínez, Luis García Montero, Inés Arrimadas, "
    assert foreign_to(f"Members of the delegation: {names * 3}", "en") == ""


def test_a_page_that_lost_its_selectors_is_unreadable_and_says_which() -> None:
    missing = GOOD.body.replace(b"text article-content", b"text article-matter")
    expect(read(replace(GOOD, body=missing)), "unreadable", "article-content", GOOD.url, "0 elements")
    twice = GOOD.body.replace(b"</main>", b'<h1 class="photo-content__title">Again</h1></main>')
    expect(read(replace(GOOD, body=twice)), "unreadable", "h1.photo-content__title", "matched 2")
    undated = GOOD.body.replace(b"12 October 2021 16:40", b"yesterday")
    expect(read(replace(GOOD, body=undated)), "unreadable", "photo-content__date", "yesterday")
    unknown = shell("Ministry", "<h1>A new layout</h1>" + "<p>Words, words.</p>" * 200)
    expect(read_html(unknown), "unreadable", "no page class", URL)


@pytest.mark.parametrize(
    "case",
    [case for case in cases() if (case / "page.html").exists()],
    ids=lambda case: f"{case.parent.name}-{case.name}",
)
def test_an_article_that_lost_its_date_is_unreadable_and_says_which_selector(case: Path) -> None:
    page = page_of(case)
    reading = read(page)
    site = site_of(page.source)
    page_class = next(known for known in site.pages if known.__name__ == reading.extractor.partition("@")[0])
    if not issubclass(page_class, TranscriptPage) or not page_class.date_css:
        return
    html = Selector(text=page.body.decode(), type="html")
    for element in html.css(page_class.date_css):
        element.drop()
    expect(read(replace(page, body=html.get().encode())), "unreadable", page_class.date_css, "0 elements", page.url)


def test_a_page_class_may_say_that_no_date_is_printed() -> None:
    class Undated(MidArticle):
        date_required = False

    undated = article_html(SENTENCES["es"]).replace("12.10.2021 16:40", "").replace("photo-content__date", "x")
    site = replace(site_of("ru_mid"), pages=(Undated,))
    page = Page("ru_mid", URL.replace("/en/", "/es/"), undated.encode(), 200, HTML, "es")
    reading = read_with(site, page)
    expect(reading, "ok")
    assert reading.transcript is not None
    assert (reading.transcript.published_at, reading.transcript.published_printed) == ("", "")
    missing = undated.replace(SENTENCES["es"], "Este tratado no existe.")
    expect(read_with(site, replace(page, body=missing.encode())), "soft_404", "no existe")


def test_broken_utf8_is_unreadable_and_never_mistaken_for_another_encoding() -> None:
    page = page_of(FIXTURES / "ru_mid" / "remarks-ru")
    at = page.body.index("Арктике".encode()) + 1
    broken = page.body[:at] + b"\xff" + page.body[at + 1 :]
    for content_type in ("text/html; charset=utf-8", "text/html"):
        expect(
            read(replace(page, body=broken, headers={"content-type": content_type})), "unreadable", "fit no encoding"
        )
    footer = page.body.replace(b"</form>", b"\xff\xfe</form>")
    assert transcript_of(replace(page, body=footer)).digest == transcript_of(page).digest


@pytest.mark.parametrize("sign", ["\ufffd", "&#xFFFD;", "&#xD800;", "&#0;"])
def test_a_sign_of_damage_that_the_publisher_wrote_is_part_of_the_text(sign: str) -> None:
    page = page_of(FIXTURES / "ru_mid" / "remarks-ru")
    marked = replace(page, body=page.body.decode().replace("Арктике", f"Аркт{sign}ке").encode())
    assert "Аркт\ufffdке" in transcript_of(marked).text
    titled = page.body.decode().replace('__title">', f'__title">{sign}').encode()
    assert transcript_of(replace(page, body=titled)).title.startswith("\ufffd")
    cut = marked.body.replace(b"</form>", b"\xff\xfe</form>")  # damaged beside the text: still the publisher's sign
    assert transcript_of(replace(page, body=cut)).digest == transcript_of(marked).digest


@pytest.mark.parametrize(
    "place", ["photo-content__title", "article-line__note article-line__note_small", "text article-content"]
)
def test_damage_anywhere_in_what_is_kept_is_unreadable(place: str) -> None:
    page = page_of(FIXTURES / "ru_mid" / "remarks-ru")
    at = page.body.index(b">", page.body.index(f'class="{place}'.encode())) + 1
    at = at + 3 if page.body[at : at + 3] == b"<p>" else at
    expect(read(replace(page, body=page.body[:at] + b"\xff" + page.body[at:])), "unreadable", "fit no encoding")


@pytest.mark.parametrize("content_type", ["image/jpeg", "application/pdf", "video/mp4", "application/octet-stream"])
def test_what_is_no_page_is_unreadable(content_type: str) -> None:
    expect(read(replace(GOOD, headers={"content-type": content_type})), "unreadable", content_type)


BOMB = "".join(f'<!ENTITY l{n + 1} "{f"&l{n};" * 10}">' for n in range(9))


@pytest.mark.parametrize(
    "xml",
    [
        f'<!DOCTYPE rss [<!ENTITY l0 "ha">{BOMB}]><rss><channel><item><link>&l9;</link></item></channel></rss>',
        '<!DOCTYPE rss [<!ENTITY x SYSTEM "file:///etc/passwd">]><rss><item><link>&x;</link></item></rss>',
        '<?xml version="1.0"?><rss><channel><item><link>https://mid.ru/en/a/1781234/</link>',
        "<rss>" + "<a>" * 5000,
        '<feed xmlns="http://www.w3.org/2005/Atom"><entry><link href="https://example.org/1"/></entry></feed>',
        '<feed><entry><link rel="alternate" href="http://[bad/1"/></entry></feed>',
        "<rss>\x00<item></rss>",
    ],
)  # fmt: skip
def test_hostile_feeds_are_unreadable_and_harm_nothing(xml: str) -> None:
    page = Page("ru_mid", "https://mid.ru/en/rss.php", xml.encode(), headers={"content-type": "text/xml"})
    expect(read(page), "unreadable", "https://mid.ru/en/rss.php")


@pytest.mark.parametrize(
    "opening",
    [
        "<!--a-->" * 400, "<!--" * 900, "en-GB1 " * 500 + "x", "Mr A. " * 600 + ":", "404 " * 900,
        "1 May " * 600 + "2020",
        "<?xml " * 600, "( " * 900 + ": x", "Question " * 400 + ": x", "С.В." * 900 + ": x", "12:3" * 900,
    ],
    ids=lambda opening: opening[:8],
)  # fmt: skip
@pytest.mark.parametrize("body", ["{}", "<html><body><p>{}</p></body></html>", "<p>1 May 2020</p><p>{}</p>"])
def test_no_repetition_takes_long(opening: str, body: str) -> None:
    started = time.process_time()
    read_html(body.format(opening))
    read(replace(GOOD, body=GOOD.body.replace(b"Ladies", opening.encode())))
    read(Page("ru_mid", LIFERAY, body.format(opening).encode(), headers=HTML))
    assert time.process_time() - started < 2.0


def test_hostile_html_harms_nothing() -> None:
    deep = GOOD.body.replace(b"Ladies", b"<div>" * 60_000 + b"Ladies")
    assert read(replace(GOOD, body=deep)).verdict in ("ok", "unreadable", "empty")
    spaces = GOOD.body.replace(b"Ladies", b"<!-- " * 50_000 + b" " * 200_000 + b"-->Ladies")
    assert read(replace(GOOD, body=spaces)).verdict == "ok"
    labels = "".join(f"<p><b>Anna {'A' * n}son:</b> Yes.</p>" for n in range(1, 1500))
    assert read(replace(GOOD, body=GOOD.body.replace(b"<p>Ladies", f"{labels}<p>Ladies".encode()))).verdict == "ok"
    colons = GOOD.body.replace(b"Ladies", b"Mr. A.B. " * 20_000 + b": x")
    assert read(replace(GOOD, body=colons)).verdict == "ok"


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=400), st.sampled_from(["ru_mid", "ru_kremlin"]), st.sampled_from(["", "en", "ru", "zh-Hant"]))
def test_no_bytes_make_reading_raise(body: bytes, source: str, language: str) -> None:
    for wrapped in (body, b"<html>" + body + b"</html>", b"<rss>" + body + b"</rss>"):
        for url in (URL, "http://en.kremlin.ru/d/1234", LIFERAY):
            reading = read(Page(source, url, wrapped, 200, {}, language))
            assert reading.reason or reading.verdict == "ok"
            assert reading.transcript is None or reading.transcript.text


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_no_damage_makes_reading_raise(data: st.DataObject) -> None:
    page = page_of(data.draw(st.sampled_from(cases())))
    at = data.draw(st.integers(0, len(page.body)))
    length = data.draw(st.integers(0, 300))
    body = page.body[:at] + data.draw(st.binary(max_size=30)) + page.body[at + length :]
    reading = read(replace(page, body=body))
    if reading.transcript is not None:
        assert DAMAGE not in reading.transcript.text


@pytest.mark.parametrize(
    "printed",
    [
        "2020-01-01T99:99", "2020-01-01T10:00+99:99", "0001-01-01T00:00+03:00", "0099-01-01T00:00+03:00",
        "9999-12-31T23:59-12:00", "Fri, 31 Dec 9999 23:59:59 -0900", "Mon, 01 Jan 0001 00:00:00 +0300",
        "Mon, 01 Jan 99999999999999999999 00:00:00 GMT", "Mon, 01 Jan 2020 00:00:00 +9999",
    ],
)  # fmt: skip
def test_an_impossible_date_harms_nothing(printed: str) -> None:
    dated = GOOD.body.replace(b"12 October 2021 16:40", printed.encode())
    assert read(replace(GOOD, body=dated)).verdict in ("ok", "unreadable")
    item = f"<item><link>{URL}</link><pubDate>{printed}</pubDate></item>"
    feed = Page("ru_mid", "https://mid.ru/en/rss.php", f"<rss><channel>{item}</channel></rss>".encode())
    expect(read(feed), "ok")


def test_an_extractor_names_its_class_and_the_code_that_read() -> None:
    names = {read(page_of(case)).extractor for case in cases()}
    assert all(len(name.partition("@")[2]) == 12 for name in names)
    digests = {case.parent.name: read(page_of(case)).extractor.partition("@")[2] for case in cases()}
    assert digests["ru_mid"] != digests["ru_kremlin"]
    assert read(replace(GOOD, status=404)).extractor == f"none@{digests['ru_mid']}"
