"""What the ministry publishes: parallel documents in several languages, made from the bank by a seed."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime, timedelta, timezone
from random import Random
from typing import TYPE_CHECKING, Literal

from tests.ministry import bank
from tests.ministry.script import BLOCK, TEXT_KINDS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

Layout = Literal["speech", "briefing", "announcement", "meeting"]
Source = Literal["ru_mid", "ru_kremlin"]

MOSCOW = timezone(timedelta(hours=3))
NEWEST = datetime(2026, 3, 20, 18, 0, tzinfo=MOSCOW)
"""When the last document of the first edition is published; fixed, so that a seed always gives the same pages."""
RESERVED = 2
"""Pairs of question and answer at the end of the bank that only editions use."""
_SECTIONS = {
    "speech": "press_service/minister_speeches",
    "briefing": "press_service/spokesman/briefings",
    "announcement": "foreign_policy/news",
}


@dataclass(frozen=True, slots=True)
class Said:
    """One turn as printed; an empty label for a statement that nobody is named before."""

    label: str
    role: Literal["statement", "question", "answer", "remark"]
    passages: tuple[str, ...]
    printed: str = ""
    """The label as printed where it says more than the name (an office before it)."""


@dataclass(frozen=True, slots=True)
class Article:
    """One language variant, as one edition has it. Texts are normalised."""

    title: str
    published: datetime
    updated: datetime
    turns: tuple[Said, ...]
    declared: int = 1
    lead: str = ""
    place: str = ""
    number: str = ""
    headings: frozenset[str] = frozenset()
    """Those passages that are printed as headings (of a briefing's topics)."""

    @property
    def passages(self) -> tuple[str, ...]:
        return tuple(passage for turn in self.turns for passage in turn.passages)


@dataclass(frozen=True, slots=True)
class Document:
    """One publication in all its languages, as it first stands."""

    source: Source
    n: int
    """Its place among the documents of its source, oldest first."""
    layout: Layout
    ids: Mapping[str, int]
    articles: Mapping[str, Article]
    linked: bool
    """Whether its pages name each other."""
    born: int = 1
    """The edition that first publishes it."""

    @property
    def languages(self) -> tuple[str, ...]:
        return tuple(self.ids)

    @property
    def key(self) -> str:
        """The number of its first language: what names the document where all its languages share it."""
        return str(next(iter(self.ids.values())))

    def host(self, language: str) -> str:
        if self.source == "ru_mid":
            return "mid.ru"
        return "kremlin.ru" if language == "ru" else "en.kremlin.ru"

    def path(self, language: str) -> str:
        if self.source == "ru_kremlin":
            return f"/events/president/news/{self.ids[language]}"
        return f"/{language}/{_SECTIONS[self.layout]}/{self.ids[language]}/"

    def url(self, language: str) -> str:
        scheme = "https" if self.source == "ru_mid" else "http"
        return f"{scheme}://{self.host(language)}{self.path(language)}"


Plant = tuple[str, int]
"""What an edition will want to find in a document: a marked sentence (kind, variant), or ``extended``."""


def compose(count: int, seed: int, plants: Mapping[tuple[str, int], Iterable[Plant]]) -> list[Document]:
    """``count`` documents, oldest first: two of the ministry's to one of the president's office."""
    documents: list[Document] = []
    numbers = {"ru_mid": 0, "ru_kremlin": 0}
    totals = {"ru_kremlin": count // 3, "ru_mid": count - count // 3}
    for index in range(count):
        source: Source = "ru_kremlin" if index % 3 == 2 else "ru_mid"
        n = numbers[source]
        numbers[source] += 1
        late = max(0, 3 - (totals[source] - n)) if count >= 12 else 0  # the last two of each come later
        published = NEWEST - timedelta(hours=26 * (count - 1 - index), minutes=7 * (index % 17))
        rng = Random(f"{seed}/{source}/{n}")
        builder = _president if source == "ru_kremlin" else _minister
        document = builder(rng, n, index, published, list(plants.get((source, n % BLOCK[source]), ())))
        documents.append(replace(document, born=1 + late))
    return documents


def _minister(rng: Random, n: int, index: int, published: datetime, plants: list[Plant]) -> Document:
    layout: Layout = "briefing" if n % 9 == 4 else "announcement" if n % 9 == 8 else "speech"
    languages = bank.LANGUAGES if n % 27 < 24 else ("ru", "en", "fr")
    ids = {language: 1780000 + 23 * index + 4 * place for place, language in enumerate(languages)}
    speaker = "spokeswoman" if layout == "briefing" else "minister"
    words = bank.words()
    values = _with_dates(bank.draw(rng), published)
    titles = bank.fill(words["title"][layout], values)
    statement = _statement(rng, 7 + rng.randrange(6), plants)
    if layout == "speech":
        thanks = bank.statements()[-1]
        statement = {lang: (*texts[:-1], f"{texts[-1]} {thanks[lang]}") for lang, texts in statement.items()}
    pairs = [] if layout == "announcement" else _pairs(rng, 4 + rng.randrange(4))
    articles = {}
    for language in languages:
        topics = words["topic"][language] if layout == "briefing" else []
        turns = [Said("", "statement", _with_topics(statement[language], topics))]
        for question, answer in pairs:
            turns.append(Said(words["question"][language].strip(), "question", question[language]))
            turns.append(Said(words[speaker][language], "answer", answer[language]))
        if ("extended", 0) in plants:
            turns[-1] = replace(turns[-1], passages=(*turns[-1].passages, words["continued"][language]))
        articles[language] = Article(
            title=bank.side(titles[language], after=False),
            published=published,
            updated=published,
            turns=tuple(turns),
            number=f"{300 + index}-{published:%d-%m-%Y}",
            headings=frozenset(topics),
        )
    return Document("ru_mid", n, layout, ids, articles, linked=n % 9 != 7)


def _president(rng: Random, n: int, index: int, published: datetime, plants: list[Plant]) -> Document:
    words = bank.words()
    languages = ("ru", "en")
    values = _with_dates(bank.draw(rng), published)
    titles, leads = bank.fill(words["title"]["meeting"], values), bank.fill(words["lead"], values)
    statement, pairs = _statement(rng, 6 + rng.randrange(5), plants), _pairs(rng, 4 + rng.randrange(3))
    remark = _statement(rng, 2 + rng.randrange(3), [])
    articles = {}
    for language in languages:
        president = words["president_printed"][language]
        office = "Президент России " if language == "ru" else "President of Russia "
        turns = [
            Said(president, "remark", statement[language], printed=office + words["president"][language]),
            Said(values[language]["who"], "remark", remark[language]),
        ]
        for question, answer in pairs:
            turns.append(Said(words["question"][language], "question", question[language]))
            turns.append(Said(president, "answer", answer[language]))
        articles[language] = Article(
            title=bank.side(titles[language], after=False),
            lead=bank.side(leads[language], after=False),
            place=words["place_printed"][language],
            published=published,
            updated=published + timedelta(minutes=40),
            turns=tuple(turns),
        )
    ids = dict.fromkeys(languages, 70000 + 3 * index)
    return Document("ru_kremlin", n, "meeting", ids, articles, linked=True)


Passages = dict[str, tuple[str, ...]]


def _with_dates(values: dict[str, dict[str, str]], published: datetime) -> dict[str, dict[str, str]]:
    return {
        language: slots | {"full_date": bank.day(published.date(), language, "full_date")}
        for language, slots in values.items()
    }


def _statement(rng: Random, length: int, plants: list[Plant]) -> Passages:
    """So many passages of two or three sentences each, and one more for every marked sentence."""
    order = rng.sample(range(len(bank.statements()) - 1), 3 * length + len(plants))
    passages = [_passage(rng, [order.pop() for _ in range(2 + rng.randrange(2))]) for _ in range(length)]
    for place, (kind, variant) in enumerate(plant for plant in plants if plant[0] in TEXT_KINDS):
        marked = bank.marked(kind, variant)
        context = _passage(rng, [order.pop()])
        sentence = {lang: bank.side(marked[lang], after=False) for lang in bank.LANGUAGES}
        passages.insert(2 + 2 * place, {lang: f"{context[lang]} {sentence[lang]}" for lang in bank.LANGUAGES})
    return {lang: tuple(passage[lang] for passage in passages) for lang in bank.LANGUAGES}


def _passage(rng: Random, sentences: list[int]) -> bank.Parallel:
    filled = [bank.fill(bank.statements()[number], bank.draw(rng)) for number in sentences]
    return {lang: " ".join(sentence[lang] for sentence in filled) for lang in bank.LANGUAGES}


def _pairs(rng: Random, length: int) -> list[tuple[Passages, Passages]]:
    """Questions with their answers; an answer runs on for up to two more passages."""
    pairs: list[tuple[Passages, Passages]] = []
    for number in rng.sample(range(len(bank.dialogue()) - RESERVED), length):
        question, answer = bank.dialogue()[number]
        values = bank.draw(rng)
        asked, said = bank.fill(question, values), bank.fill(answer, values)
        more = [_passage(rng, rng.sample(range(len(bank.statements()) - 1), 2)) for _ in range(rng.randrange(3))]
        pairs.append(
            (
                {lang: (asked[lang],) for lang in bank.LANGUAGES},
                {lang: (said[lang], *(passage[lang] for passage in more)) for lang in bank.LANGUAGES},
            )
        )
    return pairs


def _with_topics(passages: tuple[str, ...], topics: list[str]) -> tuple[str, ...]:
    """The passages in as many parts as there are topics, each under its heading."""
    if not topics:
        return passages
    size = -(-len(passages) // len(topics))
    parts = [(topic, passages[size * place : size * (place + 1)]) for place, topic in enumerate(topics)]
    return tuple(text for topic, part in parts for text in (topic, *part))
