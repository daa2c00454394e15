"""Which sources there are, and to which of them a URL belongs."""

from __future__ import annotations

import pkgutil
from functools import cache
from typing import TYPE_CHECKING

import crawler.pages
from crawler.reading import UnknownSource, site_of

if TYPE_CHECKING:
    from crawler.page import Address
    from crawler.pages.base import Site


@cache
def sites() -> tuple[Site, ...]:
    """Every source's ``SITE``, by name."""
    return tuple(filter(None, (_site(module.name) for module in pkgutil.iter_modules(crawler.pages.__path__))))


def located(url: str, source: str = "") -> tuple[str, Address] | None:
    """The source that has a variant at this URL, and which; None where no source (or not the one named) has.

    Raises UnknownSource for a name that no source bears.
    """
    for site in (site_of(source),) if source else sites():
        if (address := site.locate(url)) is not None:
            return site.name, address
    return None


def _site(name: str) -> Site | None:
    try:
        return site_of(name)
    except UnknownSource:
        return None
