"""The measured site in a process of its own: ``python -m bench.server DOCUMENTS STEP`` prints its URL and serves."""

from __future__ import annotations

import asyncio
import sys

from aiohttp import web

from bench.site import HOSTS, BenchSite
from tests.ministry.templates.kremlin import BASE, ROBOTS

EDITION, WARM = "/_bench/edition/", "/_bench/warm"
_HTML = {"Content-Type": "text/html; charset=utf-8"}
_XML = {"Content-Type": "application/xml; charset=utf-8"}


class Server:
    """Answers from memory: each page is made once an edition that changes it, all of them at ``WARM``."""

    def __init__(self, site: BenchSite) -> None:
        self._site, self._edition = site, 1
        self._made: dict[tuple[str, str, int], bytes] = {}

    async def serve(self) -> None:
        application = web.Application()
        application.router.add_route("*", "/{tail:.*}", self._handle)
        runner = web.AppRunner(application, access_log=None)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        sys.stdout.write(f"http://127.0.0.1:{runner.addresses[0][1]}\n")
        sys.stdout.flush()
        await asyncio.Event().wait()

    async def _handle(self, request: web.Request) -> web.Response:
        path = request.path
        language = HOSTS.get(request.headers.get("X-Forwarded-Host", ""), request.query.get("language", "ru"))
        if (n := self._site.number(path)) is not None:
            return self._article(request, n, language)
        if path == "/robots.txt":
            return web.Response(text=ROBOTS)
        if path == f"{BASE}/feed":
            return web.Response(body=self._site.feed(language), headers=_XML)
        if path == BASE or path.startswith(f"{BASE}/page/"):
            page = int(path.rpartition("/")[2]) if path != BASE else 1
            return web.Response(body=self._site.listing(language, page), headers=_HTML)
        if path.startswith(EDITION):
            self._edition = int(path.removeprefix(EDITION))
            return web.Response()
        if path == WARM:
            for language in HOSTS.values():
                for n in range(self._site.documents):
                    self._page(n, language)
            return web.Response()
        return web.Response(status=404)

    def _article(self, request: web.Request, n: int, language: str) -> web.Response:
        etag = f'"{n}-{self._site.edition_of(n, self._edition)}"'
        if request.headers.get("If-None-Match") == etag:
            return web.Response(status=304, headers={"ETag": etag})
        return web.Response(body=self._page(n, language), headers={**_HTML, "ETag": etag})

    def _page(self, n: int, language: str) -> bytes:
        edition = self._site.edition_of(n, self._edition)
        key = (str(n), language, edition)
        if key not in self._made:
            self._made[key] = self._site.article(n, language, edition)
        return self._made[key]


if __name__ == "__main__":
    asyncio.run(Server(BenchSite(int(sys.argv[1]), int(sys.argv[2]))).serve())
