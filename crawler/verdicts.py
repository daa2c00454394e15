"""Pure: what a response is worth before, and beside, what it says. Each judgement comes with its evidence."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from crawler.pages.absence import absence, names_page, phrase_of_absence, sentence_of_absence
from crawler.pages.dates import is_date_line
from storage.languages.detect import foreign_to, surely_in

if TYPE_CHECKING:
    from collections.abc import Sequence

    from crawler.page import Page, Verdict
    from storage.transcript import Transcript

_WALL = re.compile(
    r"data processing\W{0,5}please,? wait|ddos.guard|ddos protection|just a moment\.\.\.|checking your browser|cf-chl|"
    r"cf-browser-verification|challenge-platform|attention required! \| cloudflare|enable javascript and cookies|"
    r"h?captcha|smartcaptcha|web page blocked|request unsuccessful\. incapsula|requested url was rejected|"
    r"access denied|"
    r"проверка браузера|доступ (?:к сайту )?(?:ограничен|заблокирован|запрещ[её]н)|вы не робот|подтвердите, что вы|"
    r"are you a (?:robot|human)|verify(?:ing)? (?:that )?you are (?:a )?human|"
    r"zugriff verweigert|accès refusé|acceso denegado",
    re.IGNORECASE,
)
"""What stands on walls put before a site: ministries' own interstitials, DDoS-Guard, Cloudflare and their like."""

_SHORT = 600
"""Characters: an error page says less than this, a transcript under such a title would say more."""
_ONE_LINE = 80
PAGE_SHORT = 2000
"""Characters a reader sees on a wall or an error page, with the site's own menus."""
_TEXTUAL = re.compile(r"text/|html|xml|json|\A\Z", re.IGNORECASE)
_COMMENTS = r"(?><!--.*?-->\s*)*+"  # possessive: comments in a row must not be tried in every grouping
_HTML_OPENS = re.compile(
    rf"\A\s*(?:<\?xml[^>]*>\s*)?{_COMMENTS}(?:<!doctype html[^>]*>\s*)?{_COMMENTS}<html\b", re.IGNORECASE | re.DOTALL
)
_HTML_CLOSES = re.compile(r"</html\s*>", re.IGNORECASE)
_RANGE = re.compile(r"\s*bytes\s+0-(?P<last>\d{1,15})/(?P<size>\d{1,15})\s*\Z", re.IGNORECASE)
_BLOCKED_STATUSES = frozenset({401, 403, 407, 429, 451})


class Judgement(NamedTuple):
    """A verdict and the evidence for it."""

    verdict: Verdict
    reason: str


def by_status(page: Page) -> Judgement | None:
    """What the status alone settles; None where the body must be looked at."""
    status = page.status
    if status == 304:
        return Judgement("unchanged", "status 304")
    if status in (404, 410):
        return Judgement("gone", f"status {status}")
    if status in _BLOCKED_STATUSES:
        return Judgement("blocked", f"status {status}")
    if status in (503, 520) and (wall := wall_in(page.body[:20_000].decode("utf-8", "replace"), page)):
        return Judgement("blocked", f"status {status} with a challenge: {wall}")
    if not 200 <= status < 300:
        return Judgement("error", f"status {status}")
    if status == 206 and not _is_whole(content_range := page.headers.get("content-range", "")):
        return Judgement("truncated", f"status 206: a part of the page, {content_range or 'without saying which'}")
    if status != 200 and not page.incomplete and not page.body.strip():
        return Judgement("empty", f"status {status} without a body")
    return None


def _is_whole(content_range: str) -> bool:
    """Whether a part of a page is all of it: ``bytes 0-4999/5000``."""
    match = _RANGE.match(content_range)
    return match is not None and int(match["last"]) + 1 == int(match["size"])


def by_bytes(page: Page) -> Judgement | None:
    """What the body's bulk and type settle; None for text that arrived whole."""
    if page.headers.get("cf-mitigated", "").casefold() == "challenge":
        return Judgement("blocked", "header cf-mitigated: challenge")
    if page.incomplete:
        encoding = page.headers.get("content-encoding", "")
        if encoding:
            return Judgement("truncated", f"{len(page.body)} bytes came that are not whole as {encoding}")
        return Judgement("truncated", f"the connection ended after {len(page.body)} bytes, before the announced length")
    if not page.body or page.body.isspace():
        return Judgement("empty", f"a body of {len(page.body)} bytes without a word")
    content_type = page.headers.get("content-type", "").partition(";")[0].strip()
    if not _TEXTUAL.search(content_type):
        return Judgement("unreadable", f"content type {content_type} is no page")
    return None


def cut_short(text: str) -> str:
    """Evidence that an HTML page was cut off; ``''`` for a whole one and for fragments that never open ``<html>``."""
    if _HTML_OPENS.match(text[:4000]) and not _HTML_CLOSES.search(text, max(0, len(text) - 4000)):
        return "" if _HTML_CLOSES.search(text) else "<html> is opened and never closed"
    return ""


def wall_in(seen: str, page: Page) -> str:
    """Evidence of an anti-robot wall in what a reader sees of a page (or in a short raw body); ``''`` for none."""
    server = page.headers.get("server", "")
    match = _WALL.search(seen)
    if match is None:
        return ""
    return f"{match[0]!r}" + (f", server {server}" if server else "")


def error_page(titles: Sequence[str], blocks: Sequence[str]) -> str:
    """Evidence that a page with status 200 says that there is no page; ``''`` otherwise.

    A title must say so and nothing else, or a sentence of a short page without a date, or a page of one line somehow.
    """
    bulk = sum(map(len, blocks))
    for title in filter(absence, titles):
        if bulk < PAGE_SHORT or names_page(title):
            return f"the title says {title!r}"
    if bulk >= PAGE_SHORT or any(map(is_date_line, blocks)):
        return ""
    said = next(filter(None, map(sentence_of_absence, blocks)), "")
    if not said and bulk < _ONE_LINE:
        said = phrase_of_absence(" ".join(blocks))
    return f"the page says {said!r}" if said else ""


def by_transcript(transcript: Transcript, answered: str) -> Judgement:
    """What a page that was read is worth: ``ok``, unless its text or the address that answered show that it is not the
    variant's. ``answered`` is the language of that address.
    """
    text = transcript.text
    if len(text) < _SHORT and absence(transcript.title):
        return Judgement("soft_404", f"the title says {transcript.title!r} above {len(text)} characters of text")
    one_line = len(text) < _ONE_LINE and not transcript.published_printed
    if one_line and (phrase := phrase_of_absence(f"{transcript.title} {text}")):
        return Judgement("soft_404", f"without a date, the page says {phrase!r}")
    if found := foreign_to(text, transcript.language):
        return Judgement("foreign", f"the text is in {found}, the variant's language is {transcript.language}")
    if _primary(answered) != _primary(transcript.language) and not surely_in(text, transcript.language, answered):
        return Judgement(
            "foreign", f"the address that answered is in {answered}, the variant's language is {transcript.language}"
        )
    return Judgement("ok", "")


def _primary(tag: str) -> str:
    """Of a language tag, what says the language: ``zh`` of ``zh-Hant``."""
    return tag.split("-")[0].casefold()
