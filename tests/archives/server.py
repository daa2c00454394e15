"""A server in a thread of its own, which writes down who asked what and when, and fails where it is told to."""

from __future__ import annotations

import asyncio
import threading
import time
from abc import ABC, abstractmethod
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Self

from aiohttp import web

if TYPE_CHECKING:
    import ssl
    from types import TracebackType


@dataclass(frozen=True, slots=True)
class Asked:
    """One request that came in."""

    at: float
    """Seconds, monotonic."""
    path: str
    """As sent, with its query."""
    headers: dict[str, str]
    """Names in lower case."""


@dataclass(slots=True)
class Trouble:
    """What the next requests get in place of an answer."""

    status: int = 503
    times: int = 1
    retry_after: str = ""
    hang_s: float = 0.0
    body: str = "Slow down."
    path: str = ""
    """Only requests whose path begins so."""
    cut: int = 0
    """So many bytes of the answer are sent, and then the connection ends."""


@dataclass
class Server(ABC):
    """Listens from ``with`` to its end."""

    log: list[Asked] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    tls: ssl.SSLContext | None = None
    _port: int = 0

    def __enter__(self) -> Self:
        self._ready, self._loop = threading.Event(), asyncio.new_event_loop()
        self._stop = asyncio.Event()
        self._thread = threading.Thread(target=lambda: self._loop.run_until_complete(self._serve()), daemon=True)
        self._thread.start()
        self._ready.wait()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join()
        self._loop.close()

    @property
    def url(self) -> str:
        return f"{'https' if self.tls else 'http'}://127.0.0.1:{self._port}"

    def asked(self, path: str) -> list[Asked]:
        """The requests whose path begins so, oldest first."""
        return [asked for asked in self.log if asked.path.startswith(path)]

    @abstractmethod
    async def answer(self, request: web.Request) -> web.StreamResponse:
        """What a healthy archive says."""

    async def _serve(self) -> None:
        application = web.Application()
        application.router.add_route("GET", "/{tail:.*}", self._handle)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", self._port, ssl_context=self.tls).start()
        self._port = runner.addresses[0][1]
        self._ready.set()
        await self._stop.wait()
        await runner.cleanup()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.log.append(Asked(time.monotonic(), request.raw_path, headers))
        for trouble in self.troubles:
            if trouble.times and request.raw_path.startswith(trouble.path):
                trouble.times -= 1
                await asyncio.sleep(trouble.hang_s)
                if trouble.cut:
                    return await _cut(request, await self.answer(request), trouble.cut)
                retry = {"Retry-After": trouble.retry_after} if trouble.retry_after else {}
                return web.Response(status=trouble.status, text=trouble.body, headers=retry)
        return await self.answer(request)


async def _cut(request: web.Request, answer: web.StreamResponse, size: int) -> web.StreamResponse:
    assert isinstance(answer, web.Response)
    assert isinstance(answer.body, bytes)
    part = web.StreamResponse(status=answer.status, headers=answer.headers)
    part.content_length = len(answer.body)
    await part.prepare(request)
    await part.write(answer.body[:size])
    await asyncio.sleep(0.05)  # it must be on its way before the connection goes
    if request.transport:
        request.transport.close()
    return part
