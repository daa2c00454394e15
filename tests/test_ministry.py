"""The local ministry is what tests measure by, so it is measured first: against a comparison made naively here."""

from __future__ import annotations

import re
from collections import Counter, deque
from difflib import SequenceMatcher
from string import Formatter
from typing import TYPE_CHECKING, Any
from urllib.parse import urljoin, urlsplit

import pytest
from lxml import html  # type: ignore[import-untyped]

from tests.ministry import LAST, Ministry, bank
from tests.ministry.client import fetch
from tests.ministry.editions import World
from tests.ministry.script import TEXT_KINDS
from tests.ministry.site import Site

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ministry.documents import Document

EDITIONS = range(2, LAST + 1)
TOKEN = re.compile(r"\d+(?:[.,: ]\d+)*|\w+|[^\w\s]+")
BODIES = {"article-content", "announcement__text", "article-body", "read__internal_content", "doc__text"}
NO_TEXT = (
    ".//*[contains(@class, 'masha-ignore') or contains(@class, 'read__bottommeta')]"
    " | .//h2 | .//ul | .//p[a/@href='#top'] | .//*[@class='read__tooltip']"
)


@pytest.fixture(scope="module")
def world() -> World:
    return World(40, 7)


def variants(world: World) -> Iterator[tuple[Document, str]]:
    return ((document, language) for document in world.documents for language in document.languages)


def test_sentences_are_parallel_in_all_languages() -> None:
    pairs = [line for pair in bank.dialogue() for line in pair]
    groups = [*bank.statements(), *pairs, *bank.additions()]
    assert len(bank.statements()) >= 80
    for group in groups:
        assert set(group) == set(bank.LANGUAGES)
        slots = {language: {name for _, name, _, _ in Formatter().parse(text)} for language, text in group.items()}
        assert len({frozenset(names) for names in slots.values()}) == 1, group["en"]
    assert len({group["ru"] for group in groups}) == len(groups)


@pytest.mark.parametrize("kind", TEXT_KINDS)
def test_every_marked_sentence_is_marked_in_all_languages(kind: str) -> None:
    for variant in range(2):
        group = bank.marked(kind, variant)
        for language in bank.LANGUAGES:
            assert bank.hunks(group[language])
            assert bank.side(group[language], after=False) != bank.side(group[language], after=True)


def test_figures_are_printed_as_each_language_prints_them() -> None:
    assert [bank.integer(1500, language) for language in bank.LANGUAGES] == [
        "1 500",
        "1,500",
        "1.500",
        "1 500",
        "1.500",
    ]
    assert bank.per_cent(125, "ru") == "12,5 процента"
    assert bank.per_cent(125, "en") == "12.5 per cent"


def test_a_seed_always_gives_the_same_ministry() -> None:
    def pages(seed: int) -> list[bytes]:
        world = World(12, seed)
        site = Site(world)
        return [site.answer(d.host(lang), d.path(lang), {}, 3, 5).body for d, lang in variants(world)]

    assert pages(7) == pages(7)
    assert pages(7) != pages(8)


@pytest.mark.parametrize("count", [1, 2, 3, 11, 12, 90])
def test_any_number_of_documents(count: int) -> None:
    world = World(count, 1)
    assert len(world.documents) == count
    ids = [number for document in world.documents for number in set(document.ids.values())]
    assert len(ids) == len(set(ids))


def test_documents_have_the_promised_length(world: World) -> None:
    lengths = [len(document.articles[language].passages) for document, language in variants(world)]
    assert min(lengths) >= 10
    assert max(lengths) <= 40


def test_variants_of_a_document_are_parallel(world: World) -> None:
    for document in world.documents:
        shapes = {
            tuple((turn.role, len(turn.passages)) for turn in article.turns) for article in document.articles.values()
        }
        assert len(shapes) == 1


def hunks(old: str, new: str) -> list[tuple[str, str, str]]:
    """Differences of two passages by whole words, with their ops."""
    spans = [[(match.start(), match.end()) for match in TOKEN.finditer(text)] for text in (old, new)]
    words = [[text[a:b] for a, b in found] for text, found in zip((old, new), spans, strict=True)]
    found: list[tuple[str, str, str]] = []
    for op, a, b, c, d in SequenceMatcher(None, words[0], words[1], autojunk=False).get_opcodes():
        if op != "equal":
            before = old[spans[0][a][0] : spans[0][b - 1][1]] if b > a else ""
            after = new[spans[1][c][0] : spans[1][d - 1][1]] if d > c else ""
            found.append((op, before, after))
    return found


def naive(old: list[str], new: list[str]) -> list[tuple[str, str, str]]:
    """What two lists of passages differ in: (op, before, after), found the simplest way."""
    gone, come = [p for p in old if p not in new], [p for p in new if p not in old]
    edits = []
    for before in list(gone):
        after = max(come, key=lambda p: SequenceMatcher(None, before, p).quick_ratio(), default="")
        if after and SequenceMatcher(None, before, after, autojunk=False).ratio() > 0.7:
            gone.remove(before)
            come.remove(after)
            edits += hunks(before, after)
    edits += [("delete", text, "") for text in gone] + [("insert", "", text) for text in come]
    kept_old, kept_new = [p for p in old if p in new], [p for p in new if p in old]
    if kept_old != kept_new:
        moved = next(p for p in kept_old if [q for q in kept_old if q != p] == [q for q in kept_new if q != p])
        edits.append(("move", moved, moved))
    return edits


def expected(records: list[dict[str, Any]], field: str) -> Counter[tuple[str, str, str]]:
    return Counter((r["op"], r["before"], r["after"]) for r in records if r["field"] == field)


@pytest.mark.parametrize("edition", EDITIONS)
def test_truth_is_what_a_naive_comparison_finds(world: World, edition: int) -> None:
    truth = world.truth(edition - 1, edition)
    for document, language in variants(world):
        records = [r for r in truth if r["url"] == document.url(language)]
        old, new = (world.state(document, language, e) for e in (edition - 1, edition))
        passages = [list(state.article.passages) for state in (old, new)]
        promise = bank.words()["continued"][language]
        if passages[0][-1] == promise and promise not in passages[1]:
            passages[0].pop()  # the promise of more that is kept is no edit
        assert Counter(naive(*passages)) == expected(records, "text"), document.url(language)
        assert Counter(hunks(old.article.lead, new.article.lead)) == expected(records, "lead")
        for field, before, after in (
            ("title", old.article.title, new.article.title),
            ("published_at", old.article.published.isoformat(), new.article.published.isoformat()),
        ):
            assert Counter([("set", before, after)] if before != after else []) == expected(records, field)
        labels = [[turn.label for turn in state.article.turns] for state in (old, new)]
        if len(labels[0]) == len(labels[1]):
            spoken = [("set", a, b) for a, b in zip(*labels, strict=True) if a != b]
            assert Counter(spoken) == expected(records, "speaker")
        declared = (old.article.declared, old.article.updated) != (new.article.declared, new.article.updated)
        gone = old.status != new.status
        assert {r["silent"] for r in records} <= ({None} if gone else {not declared})
        assert bool(records) == (old.article != new.article or gone)


@pytest.mark.parametrize("edition", EDITIONS)
def test_positions_point_at_the_passage(world: World, edition: int) -> None:
    for record in world.truth(edition - 1, edition):
        if record["field"] != "text":
            continue
        document = next(d for d in world.documents if d.source == record["source"] and d.n == record["n"])
        within = record["op"] == "delete" and record["passage_after"]
        side = edition - 1 if record["op"] == "delete" and not within else edition
        passage = world.state(document, record["language"], side).article.passages[record["position"] - 1]
        assert passage == (record["passage_after"] or record["passage_before"])


def test_every_kind_occurs_in_every_language(world: World) -> None:
    truth = [record for edition in EDITIONS for record in world.truth(edition - 1, edition)]
    kinds = {
        *TEXT_KINDS,
        *("metadata", "passage_moved", "passage_added", "passage_removed", "attribution", "headline"),
    }
    found = {(r["kind"], r["language"]) for r in truth}
    assert {(kind, language) for kind in kinds for language in bank.LANGUAGES} <= found
    changes = {(r["change_kind"], r["language"]) for r in truth}
    for kind in ("edited", "extended", "reverted", "withdrawn", "restored"):
        assert {(kind, language) for language in bank.LANGUAGES} <= changes
    assert {r["silent"] for r in truth if r["change_kind"] == "edited"} == {True, False}


def test_what_is_undone_leaves_nothing_for_one_who_missed_it(world: World) -> None:
    undone = {r["url"] for r in world.truth(3, 4) if r["change_kind"] == "reverted"}
    assert undone
    assert not undone & {r["url"] for r in world.truth(1, 4)}
    back = {r["url"] for r in world.truth(4, 5) if r["change_kind"] == "restored"}
    assert back
    assert not back & {r["url"] for r in world.truth(2, 5)}


def test_new_documents_are_no_edits(world: World) -> None:
    late = {d.url(language) for d, language in variants(world) if d.born > 1}
    assert len({d.born for d in world.documents}) == 3
    assert not late & {r["url"] for r in world.truth(1, LAST)}


def read_naively(body: bytes, charset: str) -> tuple[str, list[str]]:
    """Title and passages with their labels, by the class names of both sites and both templates."""
    page = html.fromstring(body.decode(charset))
    boxes = [e for e in page.iter() if BODIES & set((e.get("class") or "").split())]
    assert len(boxes) == 1
    titles = page.xpath("//h1 | //h3[@class='announcement__title']")
    for unwanted in boxes[0].xpath(NO_TEXT):
        unwanted.drop_tree()
    blocks = [" ".join(block.text_content().split()) for block in boxes[0].xpath("./p | ./div | ./h3")]
    return " ".join(titles[0].text_content().split()), [block for block in blocks if block]


@pytest.mark.parametrize("edition", range(1, LAST + 1))
def test_pages_say_what_the_edition_says_in_any_dress(world: World, edition: int) -> None:
    site = Site(world)
    for document, language in variants(world):
        state = world.state(document, language, edition)
        answer = site.answer(document.host(language), document.path(language), {}, edition, edition)
        if document.born > edition or state.status:
            assert answer.status == (state.status or 404)
            continue
        title, passages = read_naively(answer.body, state.dress.encoding)
        assert title == state.article.title
        printed = []
        for turn in state.article.turns:
            label = f"{turn.printed or turn.label}: " if turn.label else ""
            printed += [label + turn.passages[0], *turn.passages[1:]]
        assert passages == [" ".join(text.split()) for text in printed], document.url(language)
        assert 20_000 < len(answer.body) < 60_000


def test_only_what_changed_gets_new_validators(world: World) -> None:
    site = Site(world)
    document = world.documents[0]
    tags = {site.answer("mid.ru", document.path("ru"), {}, 1, visit).etag for visit in range(3)}
    bodies = {site.answer("mid.ru", document.path("ru"), {}, 1, visit).body for visit in range(3)}
    assert (len(tags), len(bodies)) == (1, 3)
    answers = [site.answer("mid.ru", document.path("ru"), {}, edition, 0) for edition in range(1, LAST + 1)]
    assert len({answer.etag for answer in answers}) == 4  # edited in 2, dressed anew in 3 and 5
    assert answers[3].modified == answers[2].modified


def links(url: str, body: bytes) -> Iterator[str]:
    """What a page links to, in full, without fragments and without what robots.txt forbids."""
    for link in html.fromstring(body).xpath("//a/@href | //link/@href") if body else ():
        target = urljoin(url, str(link)).split("#")[0]
        if "PAGEN" not in target and re.search(r"/\d{5,}/?$|/news/page/\d+$", target):
            yield target


def test_all_documents_can_be_found_without_forbidden_pages() -> None:
    with Ministry(documents=90, seed=3, edition=LAST) as ministry:
        waiting = deque(f"https://mid.ru/{language}/foreign_policy/news/" for language in bank.LANGUAGES)
        waiting += [f"http://{host}/events/president/news" for host in ("kremlin.ru", "en.kremlin.ru")]
        known = set(waiting)
        while waiting:
            url = waiting.popleft()
            place = urlsplit(url)
            new = set(links(url, fetch(ministry.url, place.path, place.netloc).body)) - known
            known |= new
            waiting += sorted(new)
        assert {d.url(language) for d in ministry.documents for language in d.languages} <= known
        assert not [seen for seen in ministry.log if "PAGEN" in seen.path]
        assert fetch(ministry.url, "/en/foreign_policy/news/?PAGEN_1=2").status == 200
        assert [seen.path for seen in ministry.log if "PAGEN" in seen.path]
