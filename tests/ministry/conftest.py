"""One running ministry for the tests of a module, clean for each of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ministry import Ministry

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.ministry.documents import Document


@pytest.fixture(scope="module")
def running() -> Iterator[Ministry]:
    with Ministry(documents=6, seed=7) as ministry:
        yield ministry


@pytest.fixture
def ministry(running: Ministry) -> Ministry:
    """A clean one: edition 1, no faults, an empty log."""
    running.edition = 1
    running.faults.clear()
    running.log.clear()
    return running


@pytest.fixture
def document(ministry: Ministry) -> Document:
    return ministry.documents[0]
