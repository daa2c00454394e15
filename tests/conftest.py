"""Fixtures that the tests of several parts share."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.ministry import Ministry
from tests.running import Desk

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture
def ministry() -> Iterator[Ministry]:
    """A small ministry in its first edition: 30 variants of the foreign ministry's, 4 of the president's."""
    with Ministry(documents=12) as running:
        yield running


@pytest.fixture
def desk(ministry: Ministry, tmp_path: Path) -> Desk:
    """An empty database's path, and the commands upon it, sent to the ministry."""
    return Desk(tmp_path / "transcripts.db", ministry.url)
