"""Pairing documents across languages: what belongs together is found, and nothing that does not is proposed."""

from __future__ import annotations

import random
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.languages.cognates import alike, skeletons
from storage.languages.pairing import LEAST_CONFIDENCE, Candidate, Proposal, propose
from storage.languages.places import places

DAY = "2019-11-27"

Title = tuple[str, str, str, int, str]


def events() -> dict[str, list[Title]]:
    """Event -> its documents: language, kind, hour, characters, title."""
    found: dict[str, list[Title]] = {}
    for line in (Path(__file__).parent / "titles.tsv").read_text().splitlines()[1:]:
        name, language, kind, hour, characters, title = line.split("\t")
        found.setdefault(name, []).append((language, kind, hour, int(characters), title))
    return found


EVENTS = events()


def candidates(*names: str, day: str = DAY) -> tuple[list[Candidate], dict[int, str]]:
    """The events' documents in a publisher's order, and which event each is of."""
    found: list[Candidate] = []
    of = {}
    for name in names:
        for language, kind, hour, characters, title in EVENTS[name]:
            document = len(found) + 1
            found.append(Candidate(document, language, kind, f"{day}T{hour}:00+03:00", title, characters, document))
            of[document] = name
    return found, of


def joined(proposals: list[Proposal], documents: list[Candidate]) -> set[frozenset[int]]:
    """What following the proposals makes one."""
    groups = {candidate.document: {candidate.document} for candidate in documents}
    for proposal in proposals:
        group = groups[proposal.document] | groups[proposal.other]
        for document in group:
            groups[document] = group
    return {frozenset(group) for group in groups.values()}


@pytest.mark.parametrize("name", EVENTS)
def test_each_event_is_joined_over_its_languages(name: str) -> None:
    documents, _ = candidates(name)
    assert joined(propose(documents), documents) == {frozenset(range(1, len(documents) + 1))}


def test_a_full_day_is_told_apart_with_no_false_pair_and_few_missed() -> None:
    documents, of = candidates(*EVENTS)
    proposals = propose(documents)
    assert all(of[proposal.document] == of[proposal.other] for proposal in proposals)
    wanted = sum(len(variants) - 1 for variants in EVENTS.values())
    assert len(proposals) >= wanted - 2


def test_proposals_are_the_same_in_any_order_and_name_the_older_document_first() -> None:
    documents, _ = candidates(*EVENTS)
    proposals = propose(documents)
    shuffled = documents[:]
    random.Random(7).shuffle(shuffled)
    assert propose(shuffled) == proposals
    assert all(proposal.document < proposal.other for proposal in proposals)
    assert [proposal.confidence for proposal in proposals] == sorted(
        (proposal.confidence for proposal in proposals), reverse=True
    )


def test_a_proposal_says_why() -> None:
    documents, _ = candidates("germany")
    (first, *_) = propose(documents)
    assert LEAST_CONFIDENCE <= first.confidence < 1
    assert "places DE, RU" in first.reasons
    assert "both announcement" in first.reasons
    assert "texts of a length" in first.reasons


@pytest.mark.parametrize(
    ("one", "other", "titles"),
    [
        ("ru", "en", ("Выступление С.В.Лаврова на переговорах в Женеве", "Sergey Lavrov’s remarks at talks in Vienna")),
        ("en", "de", ("Sergey Lavrov’s meeting with Heiko Maas", "Treffen von Sergej Lawrow mit Jean-Yves Le Drian")),
        ("ru", "en", ("Об участии России в заседании, 27 ноября 2019 года", "On the summit, November 27, 2019")),
        ("en", "fr", ("On the 12th round of talks with France", "À propos du 13e cycle de consultations, France")),
        ("ru", "en", ("О визите Министра иностранных дел Германии", "On the visit by the Foreign Minister of France")),
        ("ru", "en", ("Ответы С.В.Лаврова на вопросы СМИ", "Sergey Lavrov’s answers to media questions")),
        ("ru", "es", ("О переговорах по климату", "Sobre las negociaciones de desarme")),
        ("en", "de", ("Remarks by the Minister", "Erklärung des Ministers")),
        ("en", "fr", ("Comment by the spokeswoman on the situation in Syria", "Commentaire sur la situation en Libye")),
        ("ru", "en", ("О конференции 2018 года в Москве", "On the 2019 conference in Moscow")),
        ("ru", "uk", ("О встрече с послом Кубы", "Про зустріч з послом Індії")),
        ("zh", "en", ("外交部发言人就德国问题答记者问", "Spokesperson’s answers on France")),
    ],
)  # fmt: skip
def test_what_only_looks_alike_is_not_paired(one: str, other: str, titles: tuple[str, str]) -> None:
    documents = [
        Candidate(1, one, "remarks", f"{DAY}T10:00:00+03:00", titles[0], 5000, 1),
        Candidate(2, other, "remarks", f"{DAY}T12:00:00+03:00", titles[1], 5100, 2),
    ]
    assert propose(documents) == []


def pair(**changes: object) -> list[Proposal]:
    """What is proposed for a pair that belongs together, with something about its second half changed."""
    documents, _ = candidates("ryabkov")
    return propose([documents[0], replace(documents[1], **changes)])  # type: ignore[arg-type]


def test_what_speaks_against_a_pair_outweighs_its_title() -> None:
    assert len(pair()) == 1
    assert pair(published_at="2019-11-28T00:10:00+03:00") == []
    assert pair(published_at="") == []
    assert pair(language="ru") == []
    assert pair(kind="briefing") == []
    assert pair(characters=900) == []
    assert (
        pair(title="Deputy Foreign Minister Sergey Ryabkov’s interview with Kommersant and Izvestia in Helsinki") == []
    )


def test_two_equally_good_partners_are_none() -> None:
    documents, _ = candidates("ryabkov")
    russian, english, _ = documents
    rival = replace(english, document=9, order=9)
    assert propose([russian, english, rival]) == []


def test_a_better_partner_wins_and_stays_the_only_one() -> None:
    documents, _ = candidates("turkey")
    russian, english, _ = documents
    other = replace(
        english, document=9, title="Press release on Foreign Minister Sergey Lavrov’s conversation with John Kerry"
    )
    (proposal,) = propose([russian, english, other])
    assert (proposal.document, proposal.other) == (1, 2)


@given(st.lists(st.tuples(st.sampled_from(sorted(EVENTS)), st.integers(0, 4), st.integers(1, 3)), max_size=14))
@settings(deadline=None, max_examples=40)
def test_no_document_gets_two_of_one_language(picks: list[tuple[str, int, int]]) -> None:
    documents = []
    for number, (name, variant, day) in enumerate(picks, 1):
        language, kind, hour, characters, title = EVENTS[name][variant % len(EVENTS[name])]
        documents.append(
            Candidate(number, language, kind, f"2019-11-{day:02d}T{hour}:00+03:00", title, characters, number)
        )
    proposals = propose(documents)
    by_id = {candidate.document: candidate for candidate in documents}
    for group in joined(proposals, documents):
        languages = [by_id[document].language for document in group]
        assert len(languages) == len(set(languages))
        assert len({by_id[document].published_at[:10] for document in group}) == 1
    assert len({(proposal.document, proposal.other) for proposal in proposals}) == len(proposals)


@pytest.mark.parametrize(
    "spellings",
    [
        [("Лавровым", "ru"), ("Lavrov", "en"), ("Lawrows", "de"), ("Lavrov", "fr"), ("Lavrov", "es"), ("لافروف", "ar")],
        [("Захаровой", "ru"), ("Zakharova", "en"), ("Sacharowa", "de"), ("Zajárova", "es"), ("Zakharova", "it")],
        [("Рябковым", "ru"), ("Ryabkov", "en"), ("Rjabkow", "de"), ("Riabkov", "fr")],
        [("Эрдоганом", "ru"), ("Erdogan", "en"), ("Erdoğan", "de"), ("Erdoğan", "es")],
        [("Чавушоглу", "ru"), ("Çavuşoğlu", "de"), ("Cavusoglu", "en")],
        [("Интерфаксу", "ru"), ("Interfax", "en"), ("Interfax", "es")],
        [("Хельсинки", "ru"), ("Helsinki", "en"), ("Helsinki", "pt")],
        [("Гутерришем", "ru"), ("Guterres", "en"), ("Guterres", "pt")],
        [("Зеленський", "uk"), ("Зеленский", "ru"), ("Zelensky", "en"), ("Selenskyj", "de")],
        [("Женеве", "ru"), ("Geneva", "en"), ("Genf", "de"), ("Genève", "fr")],
    ],
)  # fmt: skip
def test_names_are_known_in_every_spelling(spellings: list[tuple[str, str]]) -> None:
    first, *others = (skeletons(*spelling) for spelling in spellings)
    assert all(alike(first, other) for other in others)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Лавров", "ru"), ("Lukashenko", "en")),
        (("Женева", "ru"), ("Vienna", "en")),
        (("Путин", "ru"), ("Patrushev", "en")),
        (("Маас", "ru"), ("Macron", "fr")),
    ],
)
def test_other_names_are_others(one: tuple[str, str], other: tuple[str, str]) -> None:
    assert not alike(skeletons(*one), skeletons(*other))


@pytest.mark.parametrize(
    ("text", "language", "codes"),
    [
        ("О визите в Германию и Францию", "ru", {"DE", "FR"}),
        ("On Germany’s initiative, Moscow", "en", {"DE", "Europe/Moscow"}),
        ("Deutschland und die Vereinigten Staaten, Moskau", "de", {"DE", "US", "Europe/Moscow"}),
        ("L’Allemagne et les États-Unis à Genève", "fr", {"DE", "US", "city/Geneva"}),
        ("Alemania en Moscú", "es", {"DE", "Europe/Moscow"}),
        ("Позиция США", "ru", {"US"}),
        ("в Соединенных Штатах", "ru", {"US"}),
        ("外交部发言人谈德国", "zh", {"DE"}),
        ("Про візит до Туреччини", "uk", set()),  # no stemmer: inflected names stay unknown
        ("Туреччина", "uk", {"TR"}),
        ("La Germania a Ginevra", "it", {"DE", "city/Geneva"}),
        ("No places here", "en", set()),
        ("no such language", "xx", set()),
    ],
)  # fmt: skip
def test_places_are_known_in_their_inflections(text: str, language: str, codes: set[str]) -> None:
    assert places(text, language) == codes
