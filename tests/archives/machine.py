"""A Wayback Machine: a CDX server with resume keys, and raw mementos with the headers that web.archive.org gives."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from urllib.parse import quote_plus, unquote_plus

from aiohttp import web

from tests.archives.holdings import Held, surt
from tests.archives.server import Server

_MEMENTO = re.compile(r"/web/(\d{14})id_/(.+)", re.DOTALL)


@dataclass
class Machine(Server):
    """Shows what it holds."""

    held: list[Held] = field(default_factory=list)
    extra_rows: list[list[str]] = field(default_factory=list)
    """What its index says besides, true or not."""
    circle: bool = False
    """Its index goes back to its beginning with each resume key."""

    async def answer(self, request: web.Request) -> web.StreamResponse:
        if request.path == "/cdx/search/cdx":
            return self._index(request)
        if match := _MEMENTO.fullmatch(request.raw_path):
            return await self._memento(request, match[1], match[2])
        return web.Response(status=404, text="Not Found")

    def _index(self, request: web.Request) -> web.Response:
        query = request.query
        assert (query["matchType"], query["output"]) == ("prefix", "json")
        prefix, resume = surt(query["url"]), query.get("resumeKey", "")
        found = sorted(
            (
                held
                for held in self.held
                if held.key.startswith(prefix) and query.get("from", "") <= held.timestamp <= query.get("to", "9")
            ),
            key=lambda held: (held.key, held.timestamp),
        )
        if resume and not self.circle:
            found = [held for held in found if f"{held.key} {held.timestamp}!" > resume]
        limit = int(query["limit"])
        fields = query["fl"].split(",")
        table = [fields, *([_field(held, name) for name in fields] for held in found[:limit])]
        if len(found) > limit and query.get("showResumeKey") == "true":
            last = found[limit - 1]
            table += [[], [quote_plus(f"{last.key} {last.timestamp}!")]]
        else:
            table += self.extra_rows
        return web.json_response(table if len(table) > 1 else [])

    async def _memento(self, request: web.Request, timestamp: str, url: str) -> web.StreamResponse:
        same = [held for held in self.held if held.key == surt(url) and not held.lacking]
        if not same:
            return web.Response(status=404, text="<p>The Wayback Machine has not archived that URL.</p>")
        nearest = min(same, key=lambda held: abs(int(held.timestamp) - int(timestamp)))
        if nearest.timestamp != timestamp:
            there = f"/web/{nearest.timestamp}id_/{nearest.url}"
            reason = {"X-Archive-Redirect-Reason": f"found capture at {nearest.timestamp}"}
            return web.Response(status=302, headers={"Location": there, **reason})
        originals = (held for held in same if held.digest == nearest.digest and not held.revisit)
        shown = next(originals, nearest) if nearest.revisit else nearest
        headers = {
            **{f"X-Archive-Orig-{name}": value for name, value in shown.headers.items()},
            "Content-Type": shown.mime,
            "Memento-Datetime": nearest.memento_datetime,
            "Link": f'<{nearest.url}>; rel="original"',
            "X-Archive-Src": "liveweb-20190101000000/live.warc.gz",
        }
        if location := shown.headers.get("Location"):
            headers["Location"] = f"/web/{timestamp}id_/{location}"
        if encoding := shown.headers.get("Content-Encoding"):
            headers["Content-Encoding"] = encoding
        body = shown.body if shown.served is None else shown.served
        return web.Response(status=shown.status, body=body, headers=headers)


def _field(held: Held, name: str) -> str:
    return {
        "urlkey": held.key,
        "timestamp": held.timestamp,
        "original": held.url,
        "mimetype": "warc/revisit" if held.revisit else held.mime,
        "statuscode": "-" if held.revisit else str(held.status),
        "digest": held.digest,
    }[name]


def resumed(asked: str) -> str:
    """The resume key in a request's path, as its index keeps it; ``''`` for a first page."""
    match = re.search(r"resumeKey=([^&]+)", asked)
    return unquote_plus(match[1]) if match else ""
