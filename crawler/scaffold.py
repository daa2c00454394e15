"""The skeleton of a new source from one of its pages: a spider, a page class, a saved page with what it reads as.

Selectors are guessed, simply. The saved page's ``output.json`` says ``"confirmed": false`` and fails its test until a
person has compared it with the page.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from dataclasses import asdict, dataclass
from importlib import resources
from importlib.util import module_from_spec, spec_from_file_location
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from parsel import Selector

from crawler import templates
from crawler.page import Page
from crawler.pages.base import Site
from crawler.pages.blocks import line_of
from crawler.pages.dates import is_date_line
from crawler.pages.parsed import Parsed
from crawler.reading import read_with

if TYPE_CHECKING:
    from pathlib import Path

    from crawler.page import Reading

NAME = re.compile(r"[a-z]{2}_[a-z0-9]+")
_LANGUAGE = re.compile(r"/([a-z]{2})/")


class CannotScaffold(ValueError):
    """The name, the page or the place will not do; nothing was written. Wrong usage, with the culprit named."""


@dataclass(frozen=True, slots=True)
class Guess:
    """What one page seems to say of its source."""

    url: str
    language: str
    title_css: str
    body_css: str
    date_css: str


def targets(root: Path, name: str) -> tuple[Path, Path, Path]:
    """Where spider, page class and saved page go. Raises CannotScaffold for a bad name or a place that is taken."""
    if not NAME.fullmatch(name):
        raise CannotScaffold(f"{name!r} is no source's name: two letters of a country, _ and an office, as in gb_fcdo")
    places = (
        root / "crawler" / "spiders" / f"{name}.py",
        root / "crawler" / "pages" / f"{name}.py",
        root / "tests" / "fixtures" / name / "first",
    )
    for place in places:
        if place.exists():
            raise CannotScaffold(f"{place} exists already: {name} has been added before")
    return places


def scaffold(root: Path, name: str, body: bytes, content_type: str = "", url: str = "") -> list[Path]:
    """Write the skeleton and return what was written. Raises CannotScaffold before anything is."""
    spider, pages, fixture = targets(root, name)
    guessed = guess(name, body, content_type, url)
    for place, text in (
        (spider, templates.spider(name, guessed.url)),
        (pages, templates.page_class(name, guessed, timezone_of(name[:2]))),
    ):
        place.write_text(text, encoding="utf-8")
    fixture.mkdir(parents=True)
    headers = {"content-type": content_type or "text/html"}
    meta = {"url": guessed.url, "language": guessed.language, "headers": headers, "origin": "saved by addsource"}
    reading = read_with(_site_in(pages, name), Page(name, guessed.url, body, 200, headers, guessed.language))
    (fixture / "page.html").write_bytes(body)
    _write_json(fixture / "meta.json", meta)
    _write_json(fixture / "output.json", {"confirmed": False} | output_of(reading))
    return [spider, pages, *sorted(fixture.iterdir())]


def guess(name: str, body: bytes, content_type: str = "", url: str = "") -> Guess:
    """Where title, text and date stand on a page. Raises CannotScaffold where no title or text is seen, or no URL."""
    page = Page(name, url or "https://unknown.example/", body, 200, {"content-type": content_type})
    parsed = Parsed(page, Site(name, "UTC", (), (), lambda _: None, ()))
    if parsed.is_plain_text or parsed.is_feed:
        raise CannotScaffold("the page is no HTML: give an article of the source")
    html = Selector(root=parsed.root, type="html")
    own = url or html.css("link[rel=canonical]::attr(href), meta[property='og:url']::attr(content)").get("")
    if urlsplit(own).scheme not in ("http", "https") or not urlsplit(own).path.strip("/"):
        raise CannotScaffold("the page does not say its URL: give it with --url")
    titles = html.css("h1")
    weights: dict[Any, int] = defaultdict(int)
    for paragraph in html.css("p"):
        parent = paragraph.root.getparent()
        if parent is not None:
            weights[parent] += len(line_of(paragraph.root))
    if not titles or not any(weights.values()):
        raise CannotScaffold("the page has no h1 or no p with text: give an article of the source")
    main = max(weights, key=lambda element: weights[element])
    dated = [element for element in html.css("time, [class*=date]") if is_date_line(line_of(element.root))]
    language = html.css("html").xpath("@lang").get("")[:2].casefold()
    in_path = _LANGUAGE.match(urlsplit(own).path)
    return Guess(
        own,
        in_path[1] if in_path else language or "en",
        css_of(html, titles[0].root),
        css_of(html, main),
        css_of(html, dated[0].root) if dated else "time",
    )


def css_of(html: Selector, element: Any) -> str:
    """A short selector for an element: its tag, with its id or a class if that makes it the only one."""
    tag = str(element.tag)
    classes = [name for name in (element.get("class") or "").split() if re.fullmatch(r"[A-Za-z][\w-]*", name)]
    marks = [f"{tag}.{name}" for name in classes]
    if re.fullmatch(r"[A-Za-z][A-Za-z_-]*", element.get("id") or ""):
        marks.append(f"{tag}#{element.get('id')}")
    marks.append(tag)
    alone = [mark for mark in marks if len(html.css(mark)) == 1]
    return alone[0] if alone else f"{tag}.{'.'.join(classes)}" if classes else tag


def timezone_of(country: str) -> str:
    """The first zone that the tz database lists for a country; UTC for none. To be checked by a person."""
    code = {"uk": "GB"}.get(country, country.upper())
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text(encoding="utf-8")
    rows = [line.split("\t") for line in table.splitlines() if line and not line.startswith("#")]
    return next((row[2] for row in rows if row[0] == code), "UTC")


def output_of(reading: Reading) -> dict[str, Any]:
    """What a reading says, as ``output.json`` holds it: all but the extractor, whose name changes with our code."""
    links = [
        asdict(link.address) | {key: value for key, value in asdict(link).items() if key != "address"}
        for link in reading.links
    ]
    return {
        "verdict": reading.verdict,
        "reason": reading.reason,
        "transcript": json.loads(json.dumps(asdict(reading.transcript))) if reading.transcript else None,
        "links": links,
        "more": list(reading.more),
    }


def _site_in(path: Path, name: str) -> Site:
    spec = spec_from_file_location(f"crawler.pages.{name}", path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    site = module.SITE
    assert isinstance(site, Site)
    return site


def _write_json(path: Path, value: dict[str, Any]) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
