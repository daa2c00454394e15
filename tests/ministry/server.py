"""The ministry on the network: one loopback server that plays three hosts, told apart by ``X-Forwarded-Host``."""

from __future__ import annotations

import asyncio
import threading
import time
from dataclasses import asdict, dataclass, replace
from datetime import UTC
from email.utils import format_datetime, parsedate_to_datetime
from typing import TYPE_CHECKING, Any, Self

from aiohttp import web

from tests.ministry import bank
from tests.ministry.editions import World
from tests.ministry.faults import CHALLENGE, Fault, Faults, encoded, spoiled
from tests.ministry.script import LAST
from tests.ministry.site import Answer, Site

if TYPE_CHECKING:
    from collections.abc import Mapping
    from types import TracebackType

    from tests.ministry.documents import Document
    from tests.ministry.editions import State

CONTROL = "/_ministry/"
_HOSTS = ("mid.ru", "kremlin.ru", "en.kremlin.ru")
_CLOSED = "User-agent: *\nDisallow: /\n"


@dataclass(frozen=True, slots=True)
class Seen:
    """One request that came in, and what it got."""

    time: float
    """Seconds since the epoch."""
    method: str
    host: str
    path: str
    """With its query."""
    headers: Mapping[str, str]
    """Names in lower case."""
    edition: int
    fault: str = ""
    status: int = 0
    """0 while, or where, no answer was made."""


class Ministry:
    """A ministry in a thread of its own, from ``with`` to its end.

    ``edition`` may be set at any time; ``faults`` are set by target; ``log`` holds every request seen.
    """

    def __init__(self, documents: int = 40, seed: int = 7, edition: int = 1, port: int = 0) -> None:
        self._world = World(documents, seed)
        self._site = Site(self._world)
        self._edition = edition
        self._port = port
        self._visits = 0
        self._thread: threading.Thread | None = None
        self._ready = threading.Event()
        self._failure: OSError | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self.faults = Faults()
        self.log: list[Seen] = []

    def __enter__(self) -> Self:
        self._thread = threading.Thread(target=lambda: asyncio.run(self._serve()), name="ministry", daemon=True)
        self._thread.start()
        self._ready.wait()
        if self._failure:
            raise self._failure
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._loop and self._stop and self._thread:
            self._loop.call_soon_threadsafe(self._stop.set)
            self._thread.join()

    @property
    def url(self) -> str:
        """Where it listens, without a slash at the end: the ``base_url`` of every source."""
        return f"http://127.0.0.1:{self._port}"

    @property
    def edition(self) -> int:
        return self._edition

    @edition.setter
    def edition(self, edition: int) -> None:
        if not 1 <= edition <= LAST:
            raise ValueError(f"no edition {edition}: there are 1 to {LAST}")
        self._edition = edition

    @property
    def documents(self) -> list[Document]:
        """All documents of all editions, oldest first."""
        return self._world.documents

    def published(self) -> list[Document]:
        """The documents of the present edition, newest first, the withdrawn ones with them."""
        return self._world.published(self._edition)

    def truth(self, edition_from: int, edition_to: int) -> list[dict[str, Any]]:
        """What one who saw both editions should find; see ``World.truth``."""
        return self._world.truth(edition_from, edition_to)

    def state(self, document: Document, language: str) -> State:
        """A variant in the present edition: its article, its dress, its status."""
        return self._world.state(document, language, self._edition)

    def asked(self, path: str, host: str = "") -> list[Seen]:
        """The requests for a path (without query), oldest first."""
        return [seen for seen in self.log if seen.path.split("?")[0] == path and host in ("", seen.host)]

    async def _serve(self) -> None:
        self._loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        application = web.Application()
        application.router.add_route("*", "/{tail:.*}", self._handle)
        runner = web.AppRunner(application, access_log=None, shutdown_timeout=0.1)
        await runner.setup()
        try:
            site = web.TCPSite(runner, "127.0.0.1", self._port)
            await site.start()
            self._port = runner.addresses[0][1]
            self._ready.set()
            await self._stop.wait()
        except OSError as error:
            self._failure = error
            self._ready.set()
        finally:
            await runner.cleanup()

    async def _handle(self, request: web.Request) -> web.StreamResponse:
        if request.path.startswith(CONTROL):
            return self._control(request)
        named = request.headers.get("X-Forwarded-Host") or request.host
        host = named.removeprefix("www.").split(":")[0]
        host = host if host in _HOSTS else "mid.ru"
        fault = self.faults.take(self._targets(host, request.path))
        seen = Seen(
            time.time(),
            request.method,
            host,
            request.path_qs,
            {name.lower(): value for name, value in request.headers.items()},
            self._edition,
            fault.name if fault else "",
        )
        self.log.append(seen)
        place = len(self.log) - 1
        self._visits += 1
        response = await self._respond(request, host, fault)
        self.log[place] = replace(seen, status=response.status if request.transport else 0)
        return response

    def _targets(self, host: str, path: str) -> list[str]:
        """What a fault may have been set on, the narrowest first."""
        source = "ru_mid" if host == "mid.ru" else "ru_kremlin"
        targets = [f"https://{host}{path}", f"http://{host}{path}", path]
        if found := self._site.find(host, path):
            targets.append(f"{source}/{found[0].key}")
        return targets if path == "/robots.txt" else [*targets, source, "*"]

    async def _respond(self, request: web.Request, host: str, fault: Fault | None) -> web.StreamResponse:
        answer = self._site.answer(host, request.path, request.query, self._edition, self._visits)
        name = fault.name if fault else ""
        answer = self._mistaken(request, host, answer, name)
        if name in ("no_etag", "no_validators"):
            answer = replace(answer, etag="", modified=answer.modified if name == "no_etag" else None)
        conditional = "If-None-Match" in request.headers or "If-Modified-Since" in request.headers
        validators = _validators(answer)
        if (name == "lying_304" and conditional) or (answer.status == 200 and _is_known(request, answer)):
            return web.Response(status=304, headers=validators)
        answer = replace(answer, headers={**answer.headers, **validators})
        if fault and name not in _MISTAKES:
            return await spoiled(request, answer, fault)
        accepted = request.headers.get("Accept-Encoding", "")
        return encoded(answer, "gzip" if "gzip" in accepted and answer.body else "identity")

    def _mistaken(self, request: web.Request, host: str, answer: Answer, name: str) -> Answer:
        """The answer of a server that is healthy and wrong."""
        language = request.path.split("/")[1] if host == "mid.ru" else "ru" if host == "kremlin.ru" else "en"
        language = language if language in bank.LANGUAGES else "ru"
        if name == "challenge":
            return Answer(200, CHALLENGE.encode())
        if name == "soft_404":
            return self._site.not_found(host, language, 200, self._visits)
        if name == "foreign":
            return self._site.foreign(host, request.path, self._edition, self._visits) or answer
        if name == "home_redirect":
            scheme = "https" if host == "mid.ru" else "http"
            return Answer(302, headers={"Location": f"{scheme}://{host}/"})
        if name == "redirect_loop":
            return Answer(302, headers={"Location": request.path_qs})
        if name == "closed_robots":
            return Answer(200, _CLOSED.encode(), "text/plain; charset=utf-8")
        if name == "empty_listing":
            return self._site.bare(host, request.path, language, self._visits) or answer
        return answer

    def _control(self, request: web.Request) -> web.Response:
        """``edition/N`` (POST), ``fault?on=…&name=…`` (POST), ``truth?from=1&to=2``, ``log``, ``status`` (GET)."""
        verb, _, argument = request.path.removeprefix(CONTROL).partition("/")
        query = request.query
        try:
            if (request.method, verb) == ("POST", "edition"):
                self.edition = int(argument)
                return web.json_response({"edition": self.edition})
            if (request.method, verb) == ("POST", "fault"):
                times = int(query["times"]) if "times" in query else None
                self.faults[query.get("on", "*")] = Fault(query["name"], times, float(query.get("seconds", 1)))
                return web.json_response(dict.fromkeys(self.faults))
            if (request.method, verb) == ("DELETE", "fault"):
                self.faults.clear()
                return web.json_response({})
            if verb == "log":
                return web.json_response([asdict(seen) for seen in self.log])
            if verb == "truth":
                first, last = int(query.get("from", 1)), int(query.get("to", self.edition))
                return web.json_response(self.truth(first, last))
            if verb == "status":
                return web.json_response({"edition": self.edition, "last": LAST, "documents": len(self.documents)})
        except (KeyError, ValueError) as error:
            return web.json_response({"error": str(error)}, status=400)
        return web.json_response({"error": f"no {verb!r} here"}, status=404)


_MISTAKES = (
    "no_etag",
    "no_validators",
    "lying_304",
    "challenge",
    "soft_404",
    "foreign",
    "home_redirect",
    "redirect_loop",
    "closed_robots",
    "empty_listing",
)


def _validators(answer: Answer) -> dict[str, str]:
    headers = {"ETag": answer.etag} if answer.etag else {}
    if answer.modified:
        headers["Last-Modified"] = format_datetime(answer.modified.astimezone(UTC), usegmt=True)
    return headers


def _is_known(request: web.Request, answer: Answer) -> bool:
    """Whether the client says it has this very page. An ETag, where both have one, outweighs the date."""
    tags = request.headers.get("If-None-Match")
    if tags is not None:
        return bool(answer.etag) and answer.etag in [tag.strip().removeprefix("W/") for tag in tags.split(",")]
    since = request.headers.get("If-Modified-Since")
    return bool(since and answer.modified) and parsedate_to_datetime(str(since)) >= answer.modified  # type: ignore[operator]
