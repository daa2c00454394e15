"""`scrapy addsource`: a new source in a copy of the project, and every way of asking for one wrongly."""

from __future__ import annotations

import http.server
import json
import os
import re
import shutil
import subprocess
import sys
import threading
from argparse import Namespace
from contextlib import contextmanager
from typing import TYPE_CHECKING

import pytest
from lxml import html as lxml_html  # type: ignore[import-untyped]
from parsel import Selector
from scrapy.utils.project import get_project_settings

from crawler.commands.addsource import Command
from crawler.scaffold import css_of, guess, timezone_of
from tests.running import ROOT

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

ARTICLE = """<!DOCTYPE html><html lang="fr"><head><meta charset="utf-8"/><title>Ministère</title>
<link rel="canonical" href="https://diplomatie.example/fr/salle-de-presse/discours-de-la-ministre"/></head><body>
<nav><p>Menu</p><a href="/fr/salle-de-presse/declaration-du-porte-parole">Autre</a><a href="/fr/">Accueil</a></nav>
<h1 class="page-title">Discours de la Ministre Anne Leroux devant le Sénat</h1><span class="page-date">4 mai 2022</span>
<div class="side"><p>Suivez-nous.</p></div>
<div class="rich text-body"><p>Mesdames et messieurs les sénateurs, je vous remercie de votre invitation.</p>
<p>Nous n’avons pas attendu cette crise pour agir : 12 conventions ont été signées depuis janvier.</p></div>
</body></html>
"""
URL = "https://diplomatie.example/fr/salle-de-presse/discours-de-la-ministre"


def tree(root: Path) -> set[str]:
    return {
        str(path.relative_to(root)) for path in root.rglob("*") if path.is_file() and "__pycache__" not in path.parts
    }


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A copy of what the command and the saved pages' test need."""
    root = tmp_path / "project"
    for part in ("crawler", "storage"):
        shutil.copytree(ROOT / part, root / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "scrapy.cfg", root)
    (root / "tests").mkdir()
    for name in ("__init__.py", "pages.py", "test_reading.py"):
        shutil.copy(ROOT / "tests" / name, root / "tests")
    (root / "first.html").write_text(ARTICLE)
    return root


def run(root: Path, *args: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "PYTHONPATH": str(root), "PYTHONDONTWRITEBYTECODE": "1"}
    return subprocess.run(
        [sys.executable, "-m", *args], cwd=root, env=environment, capture_output=True, text=True, check=False
    )


@contextmanager
def refused(capsys: pytest.CaptureFixture[str], culprit: str) -> Iterator[None]:
    """Exit code 2, and one line that names the culprit."""
    with pytest.raises(SystemExit) as end:
        yield
    assert end.value.code == 2
    [line] = capsys.readouterr().err.splitlines()
    assert re.search(culprit, line)


def test_a_source_is_added_and_its_page_waits_to_be_confirmed(project: Path) -> None:
    before = tree(project)
    added = run(project, "scrapy", "addsource", "fr_quai", "first.html")
    assert added.returncode == 0, added.stderr
    assert tree(project) - before == {
        "crawler/spiders/fr_quai.py", "crawler/pages/fr_quai.py", "tests/fixtures/fr_quai/first/page.html",
        "tests/fixtures/fr_quai/first/meta.json", "tests/fixtures/fr_quai/first/output.json",
    }  # fmt: skip
    assert "fr_quai" in run(project, "scrapy", "list").stdout.split()

    output = project / "tests" / "fixtures" / "fr_quai" / "first" / "output.json"
    said = json.loads(output.read_text())
    assert (said["confirmed"], said["verdict"], said["transcript"]["language"]) == (False, "ok", "fr")
    assert said["transcript"]["title"] == "Discours de la Ministre Anne Leroux devant le Sénat"
    assert said["transcript"]["published_at"] == "2022-05-04"
    assert [turn["speaker"] for turn in said["transcript"]["turns"]] == ["Anne Leroux"]
    assert [link["key"] for link in said["links"]] == ["declaration-du-porte-parole"]

    check = ("pytest", "-q", "-p", "no:cacheprovider", "tests/test_reading.py", "-k", "fr_quai")
    waiting = run(project, *check)
    assert waiting.returncode == 1
    assert "waits for a person" in waiting.stdout
    output.write_text(json.dumps(said | {"confirmed": True}))
    confirmed = run(project, *check)
    assert confirmed.returncode == 0, confirmed.stdout

    for args, culprit in ((["fr_quai", "first.html"], "exists already"), (["fr_quai"], "addsource takes")):
        ended = run(project, "scrapy", "addsource", *args)
        assert (ended.returncode, culprit in ended.stderr, "Traceback" in ended.stderr) == (2, True, False)


class Here(Command):
    """The command, writing to a folder of the test's."""

    def __init__(self, root: Path, **settings: object) -> None:
        super().__init__()
        self.root = root
        self.settings = get_project_settings()
        self.settings.setdict(settings)
        for part in ("crawler/spiders", "crawler/pages"):
            (root / part).mkdir(parents=True)

    def add(self, *args: str, url: str = "") -> int:
        self.act(list(args), Namespace(url=url))
        return self.exitcode


@pytest.mark.parametrize(
    ("name", "page", "url", "culprit"),
    [
        ("FR_quai", "first.html", "", "FR_quai"),
        ("fr_quai_two", "first.html", "", "fr_quai_two"),
        ("../fr_quai", "first.html", "", "../fr_quai"),
        ("fr_taken", "first.html", "", "fr_taken"),
        ("fr_quai", "absent.html", "", "absent.html"),
        ("fr_quai", "", "", "cannot read"),
        ("fr_quai", "bare.html", "", "--url"),
        ("fr_quai", "bare.html", "ftp://example.org/a", "--url"),
        ("fr_quai", "no.html", URL, "h1"),
        ("fr_quai", "feed.xml", URL, "no HTML"),
        ("fr_quai", "text.txt", URL, "no HTML"),
    ],
)
def test_what_will_not_do_is_named_and_nothing_written(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, page: str, url: str, culprit: str
) -> None:
    command = Here(tmp_path)
    (tmp_path / "crawler/pages/fr_taken.py").write_text("")
    for file, text in {
        "first.html": ARTICLE,
        "bare.html": "<html><body><h1>T</h1><p>Words.</p></body></html>",
        "no.html": "<html><body><p>Words.</p></body></html>",
        "feed.xml": "<rss><channel></channel></rss>",
        "text.txt": "Only words, no markup.",
    }.items():
        (tmp_path / file).write_text(text)
    before = tree(tmp_path)
    with refused(capsys, culprit):
        command.add(name, str(tmp_path / page), url=url)
    assert tree(tmp_path) == before


@contextmanager
def site(robots: str, status: int = 200) -> Iterator[tuple[str, list[str]]]:
    """A site of one article. Gives its URL and the user agents that asked."""
    asked: list[str] = []

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.headers["User-Agent"])
            body = robots.encode() if self.path == "/robots.txt" else ARTICLE.encode()
            self.send_response(200 if self.path == "/robots.txt" else status)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *args: object) -> None:
            """Quiet."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/fr/a/12345", asked
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def test_a_page_may_be_fetched_by_our_own_name(tmp_path: Path) -> None:
    with site("User-agent: *\nAllow: /\n") as (url, asked):
        assert Here(tmp_path, USER_AGENT="Palimpsest/test").add("fr_quai", url) == 0
    assert asked == ["Palimpsest/test"] * 2
    meta = json.loads((tmp_path / "tests/fixtures/fr_quai/first/meta.json").read_text())
    assert (meta["url"], meta["language"]) == (url, "fr")
    assert r"(?P<key>\d+)" in (tmp_path / "crawler/pages/fr_quai.py").read_text()


def test_what_cannot_or_may_not_be_fetched(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    command = Here(tmp_path, DOWNLOAD_MAXSIZE=100)
    with site("User-agent: *\nDisallow: /fr/\n") as (url, asked):
        with refused(capsys, r"robots\.txt forbids"):
            command.add("fr_quai", url)
        assert len(asked) == 1
    with site("") as (url, _), refused(capsys, "DOWNLOAD_MAXSIZE"):
        command.add("fr_quai", url)
    with site("", status=500) as (url, _):
        assert command.add("fr_quai", url) == 1
    assert f"could not fetch {url}" in capsys.readouterr().err
    assert command.add("fr_quai", url) == 1  # nobody answers there any more
    assert f"could not fetch {url}" in capsys.readouterr().err
    assert tree(tmp_path) == set()


def test_guesses() -> None:
    found = guess("fr_quai", ARTICLE.encode())
    assert (found.title_css, found.body_css, found.date_css) == ("h1.page-title", "div.rich", "span.page-date")
    assert (found.language, found.url) == ("fr", URL)
    assert (timezone_of("ru"), timezone_of("uk"), timezone_of("zz")) == ("Europe/Kaliningrad", "Europe/London", "UTC")
    root = lxml_html.fromstring('<div><p class="a b">1</p><p class="a">2</p><i id="x">3</i><i>4</i></div>')
    assert [css_of(Selector(root=root), child) for child in root] == ["p.b", "p.a", "i#x", "i"]
