"""Which variant lives at an address, and the one form of that address that is kept."""

from __future__ import annotations

import pytest

from crawler.pages.ru_kremlin import locate as locate_kremlin
from crawler.pages.ru_mid import locate as locate_mid
from crawler.pages.switchers import language_named
from crawler.reading import Page, read
from tests.pages import HTML

KREMLIN = "kremlin.ru/events/president"
LIFERAY = "foreign_policy/news/-/asset_publisher/cKNonkJE02Bw/content/id/2717182"
CHOSEN = "p_p_id=101_INSTANCE_cKNonkJE02Bw&_101_INSTANCE_cKNonkJE02Bw_languageId"


@pytest.mark.parametrize(
    ("url", "key", "language", "canonical"),
    [
        (f"http://{KREMLIN}/news/56519", "56519", "ru", f"http://{KREMLIN}/news/56519"),
        (f"https://en.{KREMLIN}/news/56519/print", "56519", "en", f"http://en.{KREMLIN}/news/56519"),
        (f"http://en.{KREMLIN}/news/56519/photos/53#x", "", "", ""),
        (f"http://en.{KREMLIN}/news/56519/photos", "", "", ""),
        (f"http://en.{KREMLIN}/news/56519/videos.html", "", "", ""),
        (f"http://en.{KREMLIN}/news/63904.html?utm_source=a#b", "63904", "en", f"http://en.{KREMLIN}/news/63904"),
        (f"http://en.{KREMLIN}/transcripts/56519", "56519", "en", f"http://en.{KREMLIN}/transcripts/56519"),
        ("http://www.kremlin.ru/d/56519", "56519", "ru", "http://kremlin.ru/d/56519"),
        (f"http://en.{KREMLIN}/news/page/2", "", "", ""),
        (f"http://en.{KREMLIN}/news/by-date/01.02.2020", "", "", ""),
        ("http://en.kremlin.ru/catalog/keywords/102/events", "", "", ""),
        (f"http://flag.{KREMLIN}/news/56519", "", "", ""),
        (f"http://[{KREMLIN}/news/56519", "", "", ""),
    ],
)
def test_kremlin_addresses(url: str, key: str, language: str, canonical: str) -> None:
    found = locate_kremlin(url)
    assert (found and (found.key, found.language, found.url)) == ((key, language, canonical) if key else None)


@pytest.mark.parametrize(
    ("url", "key", "language", "canonical"),
    [
        (
            "https://mid.ru/en/foreign_policy/news/1781234/",
            "1781234",
            "en",
            "https://mid.ru/en/foreign_policy/news/1781234/",
        ),
        (
            "http://www.mid.ru/en/foreign_policy/news/1781234/?utm_source=x#top",
            "1781234",
            "en",
            "https://mid.ru/en/foreign_policy/news/1781234/",
        ),
        (
            "https://mid.ru/en/foreign_policy/news/1781234/?lang=ru",
            "1781234",
            "ru",
            "https://mid.ru/en/foreign_policy/news/1781234/?lang=ru",
        ),
        (
            "https://mid.ru/ru/press_service/spokesman/briefings/1802250",
            "1802250",
            "ru",
            "https://mid.ru/ru/press_service/spokesman/briefings/1802250/",
        ),
        (f"https://www.mid.ru/fr/{LIFERAY}?p_p_id=1", "liferay-2717182", "fr", f"https://mid.ru/fr/{LIFERAY}"),
        (f"http://www.mid.ru/en_GB/{LIFERAY}", "liferay-2717182", "en", f"https://mid.ru/en/{LIFERAY}"),
        (f"https://www.mid.ru/es_ES/{LIFERAY}/pop_up?x=1", "liferay-2717182", "es", f"https://mid.ru/es/{LIFERAY}"),
        (
            f"https://www.mid.ru/en/web/guest/{LIFERAY}",
            "liferay-2717182",
            "en",
            f"https://mid.ru/en/web/guest/{LIFERAY}",
        ),
        (f"https://www.mid.ru/{LIFERAY}?{CHOSEN}=en_GB", "liferay-2717182", "en", f"https://mid.ru/en/{LIFERAY}"),
        (
            f"https://www.mid.ru/de/{LIFERAY}?{CHOSEN}=fr_FR&b=1",
            "liferay-2717182",
            "fr",
            f"https://mid.ru/fr/{LIFERAY}",
        ),
        (f"https://www.mid.ru/de/{LIFERAY}?{CHOSEN}=xx_XX", "liferay-2717182", "de", f"https://mid.ru/de/{LIFERAY}"),
        (f"https://archive.mid.ru/{LIFERAY}", "liferay-2717182", "ru", f"https://archive.mid.ru/{LIFERAY}"),
        ("https://mid.ru/en/foreign_policy/news/", "", "", ""),
        ("https://mid.ru/en/foreign_policy/news/?PAGEN_1=1781234", "", "", ""),
        ("https://mid.ru/en/rss.php", "", "", ""),
        ("https://example.org/en/foreign_policy/news/1781234/", "", "", ""),
    ],
)
def test_mid_addresses(url: str, key: str, language: str, canonical: str) -> None:
    found = locate_mid(url)
    assert (found and (found.key, found.language, found.url)) == ((key, language, canonical) if key else None)


HERE = "https://mid.ru/en/foreign_policy/news/1781234/"
GERMAN = "/de/foreign_policy/news/1781240/"


def twins_of(links: str, lang: str = "") -> list[str]:
    """Of an English page with these links, the addresses it says are its own document in another language."""
    page = (
        f'<html lang="en"><body{lang}><header>{links}</header><h1 class="photo-content__title">Talks in Oslo</h1>'
        '<div class="photo-content__date">12 October 2021 16:40</div>'
        '<div class="text article-content"><p>The ministers have agreed on the text of the treaty.</p></div>'
        "</body></html>"
    )
    reading = read(Page("ru_mid", HERE, page.encode(), 200, HTML, "en"))
    assert reading.verdict == "ok", reading.reason
    return [link.address.url for link in reading.links if link.same_document]


@pytest.mark.parametrize(
    "link",
    [
        f'<a href="{GERMAN}">de</a>', f'<a href="{GERMAN}">DE</a>', f'<a href="{GERMAN}">Deutsch</a>',
        f'<a href="{GERMAN}">Немецкий</a>', f'<a href="{GERMAN}">Нем</a>', f'<a href="{GERMAN}">DEU</a>',
        f'<a href="{GERMAN}" title="Deutsch"><img src="/de.png"></a>',
        f'<a href="{GERMAN}" lang="de">Auf Deutsch lesen</a>',
        f'<a href="{GERMAN}" lang="de"></a>', f'<ul class="lang-menu"><li><a href="{GERMAN}">In Deutsch</a></li></ul>',
        f'<div class="b-languages"><a href="{GERMAN}"><i></i></a></div>', f'<a href="https://mid.ru{GERMAN}">de-DE2</a>',
        f'<select><option>Language</option><option value="{GERMAN}">Deutsch</option></select>',
    ],
)  # fmt: skip
def test_a_link_that_bears_a_languages_name_leads_to_the_same_document(link: str) -> None:
    assert twins_of(link) == [f"https://mid.ru{GERMAN}"]


@pytest.mark.parametrize("text", ["de", "Auf Deutsch lesen", ""])
def test_this_very_address_asked_for_in_another_language_is_the_same_document(text: str) -> None:
    assert twins_of(f'<a href="?lang=de">{text}</a><a href="?lang=en">en</a>') == [f"{HERE}?lang=de"]


@pytest.mark.parametrize(
    "links",
    [
        f'<a href="{GERMAN}">Verhandlungen in Oslo</a>', f'<a href="{GERMAN}" lang="de">Verhandlungen in Oslo</a>',
        f'<a href="{GERMAN}">Deutsch-norwegische Verhandlungen</a>', f'<a href="{GERMAN}">fr</a>',
        f'<ul class="slang"><li><a href="{GERMAN}">Lage de facto</a></li></ul>',
        f'<a href="{GERMAN}">de</a><a href="/de/foreign_policy/news/1781255/">de</a>',
        '<a href="/de/">Deutsch</a><a href="/en/foreign_policy/news/1781299/">English</a>', f'<a href="{GERMAN}"></a>',
    ],
)  # fmt: skip
def test_links_to_other_documents_are_no_language_links(links: str) -> None:
    assert twins_of(links, ' class="lang-en"') == []


def test_what_declares_a_language_outweighs_a_name() -> None:
    declared = f'<link rel="alternate" hreflang="de" href="{GERMAN}"/><a href="/de/foreign_policy/news/1781255/">de</a>'
    assert twins_of(declared) == [f"https://mid.ru{GERMAN}"]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("EN", "en"), ("English", "en"), ("Русский", "ru"), ("Рус", "ru"), ("Français", "fr"), ("Español", "es"),
        ("Português", "pt"), ("русский", "ru"), ("Italiano", "it"), ("العربية", "ar"), ("中文", "zh"), ("en-GB1", "en"),
        ("Oslo", ""), ("", ""), ("12", ""),
    ],
)  # fmt: skip
def test_names_of_languages(text: str, language: str) -> None:
    assert language_named(text) == language
