"""A reader of pages that dies of some, and never ends with others: what hostile bytes might do to a parser."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from crawler import reading

if TYPE_CHECKING:
    from crawler.page import Page, Reading

DEADLY, ENDLESS = b"<!-- deadly -->", b"<!-- endless -->"


def read(page: Page) -> Reading:
    """As the real one reads, unless the page bears a mark."""
    if DEADLY in page.body:
        os._exit(9)
    if ENDLESS in page.body:
        time.sleep(600)
    return reading.read(page)
