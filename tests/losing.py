"""A spider middleware that loses a request without a word, as no component may."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from scrapy import Request


class Loser:
    """Swallows the first request for an article."""

    def __init__(self) -> None:
        self._lost = False

    async def process_start(self, start: AsyncIterator[Any]) -> AsyncIterator[Any]:
        async for request in start:
            if self._loses(request):
                self._lost = True
            else:
                yield request

    def _loses(self, request: Request) -> bool:
        return not self._lost and request.url.rstrip("/").rsplit("/", 1)[-1].isdigit()
