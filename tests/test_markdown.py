"""Markdown with front matter: what scrapers keep in Git, read for any source."""

from __future__ import annotations

import subprocess
import sys

import pytest

from crawler.pages.frontmatter import URL_KEYS, front_matter
from crawler.reading import Page, Reading, read

URL = "https://mid.ru/en/foreign_policy/news/1780211/"
TEXT = r"""---
title: "Foreign Minister Sergey\_Lavrov’s remarks and answers\
  \ to media questions"
published_time: 2026-03-09 18:30:00+03:00
modified_time: 2026-03-10T09:00:00+03:00
source_url: https://mid.ru/en/foreign_policy/news/1780211/
tags: [speeches, news]
---

Ankara,
March 9, 2026

**Sergey Lavrov:** We have had a *substantive* conversation with our colleagues about
the [agreement](https://mid.ru/x) of 1986\.

**Question:** Will the talks go on?

     **Sergey Lavrov:** They will. <!-- not to be seen -->
"""


def reading(text: str, url: str = URL, source: str = "ru_mid") -> Reading:
    return read(Page(source, url, text.encode(), 200, {"content-type": "text/markdown"}))


def test_a_page_with_front_matter() -> None:
    found = reading(TEXT)
    assert found.verdict == "ok", found.reason
    text = found.transcript
    assert text is not None
    assert text.title == "Foreign Minister Sergey Lavrov’s remarks and answers to media questions"
    assert (text.published_at, text.declared_updated_at) == ("2026-03-09T18:30:00+03:00", "2026-03-10T09:00:00+03:00")
    assert (text.published_printed, text.form, text.language) == ("2026-03-09 18:30:00+03:00", "markdown", "en")
    assert [(turn.role, turn.speaker_printed, turn.passages) for turn in text.turns] == [
        ("statement", "", ("Ankara, March 9, 2026",)),
        (
            "remark",
            "Sergey Lavrov",
            ("We have had a substantive conversation with our colleagues about the agreement of 1986.",),
        ),
        ("question", "Question", ("Will the talks go on?",)),
        ("answer", "Sergey Lavrov", ("They will.",)),
    ]


@pytest.mark.parametrize(
    ("title", "body"),
    [
        ("Брифинг официального представителя", "Мы не подтверждаем этих сообщений. Переговоры продолжатся в среду."),
        ("Erklärung des Außenministers", "Wir haben uns über die nächsten Schritte verständigt. Das gilt auch morgen."),
        ("Déclaration du ministre", "Nous n’avons pas signé l’accord. Les négociations se poursuivent à Genève."),
        ("Declaración del ministro", "No hemos firmado el acuerdo. Las negociaciones continúan en Ginebra mañana."),
    ],
)
def test_a_file_without_dates_in_other_languages(title: str, body: str) -> None:
    language = {"Б": "ru", "E": "de", "D": "fr"}[title[0]] if not title.startswith("Declaración") else "es"
    path = "" if language == "ru" else f"{language}/"
    found = reading(
        f"---\ntitle: {title}\n---\n{body}\n\n{body}\n", f"https://mid.ru/{path}foreign_policy/news/1780211/"
    )
    assert found.verdict == "ok", found.reason
    assert found.transcript is not None
    assert (found.transcript.title, found.transcript.passages) == (title, (body, body))
    assert found.transcript.published_at == ""


@pytest.mark.parametrize(
    ("text", "verdict", "reason"),
    [
        ("---\ndate: 2026-03-09\n---\nText\n", "unreadable", "no title"),
        ("---\ntitle: One\ndate: last week\n---\nText\n", "unreadable", "'last week'"),
        ("---\ntitle: One\n---\n\n  \n", "empty", ""),
        ("---\ntitle: [" + "[" * 5000 + "\n---\nText\n", "unreadable", "no YAML"),
        ("---\n- a list\n---\nText\n", "unreadable", "no YAML"),
        ("---\ntitle: !!python/object/apply:os.system [id]\n---\nText\n", "unreadable", "no title"),
    ],
)
def test_front_matter_that_is_no_good(text: str, verdict: str, reason: str) -> None:
    found = reading(text)
    assert found.verdict == verdict
    assert reason in found.reason


@pytest.mark.parametrize(
    ("deeper", "content_type"), [("[", "text/markdown"), ("[", "text/html"), ("{b: ", "text/html"), ("- ", "text/html")]
)
def test_front_matter_nested_without_end_ends_no_process(deeper: str, content_type: str) -> None:
    """In a process of its own, which libyaml's loader would end with a signal."""
    text = f"---\ntitle: One\nz:\n {deeper * (60_000 // len(deeper))}\n---\nText\n"
    page = f"Page('ru_mid', {URL!r}, sys.stdin.buffer.read(), 200, {{'content-type': {content_type!r}}})"
    asked = f"import sys; from crawler.reading import Page, read; print(read({page}).reason)"
    ended = subprocess.run([sys.executable, "-c", asked], input=text.encode(), capture_output=True, check=False)
    assert (ended.returncode, ended.stdout.decode()) == (0, f"the front matter is no YAML at {URL}\n")


def test_which_key_names_the_url() -> None:
    found = front_matter(TEXT)
    assert found is not None
    assert found.first(URL_KEYS) == URL
    assert found.first(("tags",)) == "", "a list is no single value"
    assert front_matter("# A heading\n\n---\n\ntext") is None
    assert front_matter("--- \n...\ntext") is None


def test_a_bomb_of_aliases_stays_small() -> None:
    bomb = "a: &a [x, x]\n" + "".join(
        f"{chr(98 + n)}: &{chr(98 + n)} [*{chr(97 + n)}, *{chr(97 + n)}]\n" for n in range(20)
    )
    found = front_matter(f"---\n{bomb}title: One\n---\n")
    assert found is not None
    assert found.values == {"title": "One"}
