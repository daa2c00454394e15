"""Aligning beside the hand-made alignments of others, where they are at hand: scored as the field does."""

from __future__ import annotations

from pathlib import Path

import pytest

from bench.alignment import agreement, read_beads, sentences
from storage.languages.align import align, learn

SHARED = Path(__file__).parents[1].parent / "shared" / "align"


def scored(
    pairs: list[tuple[Path, Path]], gold: list[Path], languages: tuple[str, str], encoding: str = ""
) -> tuple[float, float]:
    if not SHARED.is_dir():
        pytest.skip("the hand-made alignments are not at hand (no ../shared)")
    texts = [(sentences(first, encoding), sentences(second, encoding)) for first, second in pairs]
    known = learn(texts, languages)
    found = [[(bead.source, bead.target) for bead in align(first, second, languages, known)] for first, second in texts]
    return agreement([read_beads(path) for path in gold], found)


def test_german_and_french_mountaineers() -> None:
    folder = SHARED / "textberg_de-fr"
    strict, lax = scored([(folder / "dev.de", folder / "dev.fr")], [folder / "dev.defr"], ("de", "fr"))
    assert strict >= 0.90, strict
    assert lax >= 0.98, lax


def test_hungarian_and_english_magazine() -> None:
    folder = SHARED / "dtm_hu-en"
    pairs = [(folder / "hu.sen", folder / "en.sen")]
    strict, lax = scored(pairs, [folder / "hand.ladder"], ("hu", "en"), "iso-8859-2")
    assert strict >= 0.97, strict
    assert lax >= 0.99, lax


def test_english_and_icelandic_documents() -> None:
    folder = SHARED / "parice_en-is"
    names = sorted(path.name for path in (folder / "eng").glob("*.txt"))
    pairs = [(folder / "eng" / name, folder / "isl" / name) for name in names]
    strict, lax = scored(pairs, [folder / "gold" / name for name in names], ("en", "is"))
    assert strict >= 0.90, strict
    assert lax >= 0.95, lax
