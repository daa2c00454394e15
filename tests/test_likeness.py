"""What matching is made of: passages likened one by one and all at once, blocks of words and what stands between."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from storage.diff.crowd import odds_of_all
from storage.diff.islets import Block, readable, weight_of
from storage.diff.likeness import Bag, Likeness, centres
from storage.diff.names import names_inside

_SAID = ["the", "the", "talks", "talked", "in", "Vienna", "ended", "мир", "миру", "和", "平", "5", "—", "…"]
_PASSAGES = st.lists(st.lists(st.sampled_from(_SAID), max_size=12).map(" ".join), min_size=1, max_size=7)


@given(_PASSAGES, _PASSAGES)
@settings(max_examples=200, deadline=None)
def test_all_passages_at_once_are_as_like_as_one_by_one(old: list[str], new: list[str]) -> None:
    ours, theirs = ([Bag(text) for text in texts] for texts in (old, new))
    likeness = Likeness([*ours, *theirs])
    left, right = centres(ours), centres(theirs)
    found = odds_of_all(ours, theirs, likeness)
    for i, one in enumerate(ours):
        for j, other in enumerate(theirs):
            alongside = i == j or len(ours) - i == len(theirs) - j
            wanted = likeness.odds(one, other, abs(left[i] - right[j]), alongside=alongside)
            assert found[i, j] == pytest.approx(wanted, abs=1e-9)


@pytest.mark.parametrize(
    ("text", "language", "names"),
    [
        ("The envoy met Weber, Baerbock and The Hague’s mayor. Nobody else.", "en", {"weber", "baerbock", "hague’s"}),
        ("Вчера Лавров и Саленко‑Орлова прибыли. Они уехали.", "ru", {"лавров", "саленко", "саленко‑орлова"}),
        ("Le Quai d'Orsay a reçu Élodie.", "fr", {"quai", "élodie"}),
        ("Der Minister traf Weber.", "de", set()),
        ("王毅 会见 Lavrov", "zh", set()),
    ],
)
def test_names_are_words_with_a_capital_behind_another_word(text: str, language: str, names: set[str]) -> None:
    assert names_inside(text, language) == names


@pytest.mark.parametrize(
    ("token", "weight"), [("talks", 5), ("of", 1), ("15", 2), (",", 0), ("和", 2), ("не", 1), ("-5", 2), ("—", 0)]
)
def test_what_a_token_tells(token: str, weight: int) -> None:
    assert weight_of(token) == weight


def test_blocks_are_joined_over_small_words_and_not_over_a_sentence_end_or_a_figure() -> None:
    old = ["gave", "help", "to", "people", ".", "They", "saw", "14", "ships"]
    new = ["lent", "aid", "to", "citizens", ".", "Men", "saw", "17", "boats"]
    words = [Block(at, at + 1, at, at + 1) for at in (0, 1, 3, 5, 7, 8)]
    assert readable(words, old, new) == [Block(0, 4, 0, 4), *words[3:]]
