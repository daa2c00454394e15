"""`scrapy addsource`: the skeleton of a new source from one of its pages."""

from __future__ import annotations

import http.client
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.error import HTTPError, URLError
from urllib.parse import urljoin, urlsplit
from urllib.request import Request, urlopen
from urllib.robotparser import RobotFileParser

import crawler
from crawler.cli.base import FAILED, ProjectCommand, usage
from crawler.scaffold import CannotScaffold, scaffold, targets

if TYPE_CHECKING:
    import argparse


class Command(ProjectCommand):
    """Writes three new places and touches no other file."""

    root = Path(str(crawler.__file__)).parents[1]
    """The project's folder."""

    def syntax(self) -> str:
        return "[options] NAME URL_OR_FILE"

    def short_desc(self) -> str:
        return "Write the skeleton of a new source from one of its pages"

    def long_desc(self) -> str:
        return (
            "Write a spider, a page class and a saved page for a new source (xx_office: a country's two letters and an"
            " office) from one of its articles, a URL or a saved HTML file. The saved page's test fails until a person"
            " has compared its output.json with the page and set confirmed to true."
        )

    def add_options(self, parser: argparse.ArgumentParser) -> None:
        super().add_options(parser)
        parser.add_argument("--url", metavar="URL", default="", help="where a saved file is from, if it does not say")

    def act(self, args: list[str], opts: argparse.Namespace) -> None:
        if len(args) != 2:
            usage("addsource takes a name and a page: scrapy addsource xx_office URL_OR_FILE")
        name, page = args
        try:
            targets(self.root, name)
            if urlsplit(page).scheme in ("http", "https"):
                body, content_type, url = self._fetch(page)
            else:
                body, content_type, url = _saved(page), "", opts.url
            written = scaffold(self.root, name, body, content_type, opts.url or url)
        except CannotScaffold as reason:
            usage(str(reason))
        except (http.client.HTTPException, URLError, TimeoutError, ConnectionError) as error:
            self.stop(FAILED, f"could not fetch {page}: {error}")
            return
        for path in written:
            sys.stdout.write(f"wrote {path.relative_to(self.root)}\n")
        sys.stdout.write(
            "Now correct the selectors, compare output.json with the page, set confirmed to true there, and run"
            " the tests.\n"
        )

    def _fetch(self, url: str) -> tuple[bytes, str, str]:
        """Body, content type and final URL of one page, asked for by our own name, if robots.txt lets us."""
        robots = RobotFileParser()
        try:
            robots.parse(self._get(urljoin(url, "/robots.txt"))[0].decode("utf-8", "replace").splitlines())
        except HTTPError as error:
            if error.code >= 500:
                raise
            robots.parse([])  # no rules
        if not robots.can_fetch(self.settings["ROBOTSTXT_USER_AGENT"] or "*", url):
            raise CannotScaffold(f"robots.txt forbids {url}: save an allowed page and give the file")
        return self._get(url)

    def _get(self, url: str) -> tuple[bytes, str, str]:
        agent = self.settings["USER_AGENT"].replace("{CONTACT}", self.settings["CONTACT"])
        request = Request(url, headers={"User-Agent": agent})  # noqa: S310 -- http or https
        limit = self.settings.getint("DOWNLOAD_MAXSIZE")
        with urlopen(request, timeout=self.settings.getfloat("DOWNLOAD_TIMEOUT")) as response:  # noqa: S310
            body = response.read(limit + 1)
            if len(body) > limit:
                raise CannotScaffold(f"{url} is larger than DOWNLOAD_MAXSIZE, {limit} bytes")
            return body, response.headers.get("Content-Type", ""), response.geturl()


def _saved(page: str) -> bytes:
    try:
        return Path(page).read_bytes()
    except OSError as error:
        raise CannotScaffold(f"cannot read {page}: {error.strerror}") from error
