"""Which variant lives at an address, and the one form of that address that is kept."""

from __future__ import annotations

import pytest

from crawler.pages.ru_kremlin import locate as locate_kremlin
from crawler.pages.ru_mid import locate as locate_mid

KREMLIN = "kremlin.ru/events/president"
LIFERAY = "foreign_policy/news/-/asset_publisher/cKNonkJE02Bw/content/id/2717182"


@pytest.mark.parametrize(
    ("url", "key", "language", "canonical"),
    [
        (f"http://{KREMLIN}/news/56519", "56519", "ru", f"http://{KREMLIN}/news/56519"),
        (f"https://en.{KREMLIN}/news/56519/print", "56519", "en", f"http://en.{KREMLIN}/news/56519"),
        (f"http://en.{KREMLIN}/news/56519/photos/53#x", "", "", ""),
        (f"http://en.{KREMLIN}/news/56519/photos", "56519", "en", f"http://en.{KREMLIN}/news/56519"),
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
