"""WARC and WET files: responses, resources, conversions and revisits become captures at their own times."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from crawler.backfill.archived import MAX_BYTES, Archived, Elsewhere, Refused, Repeated, moment_of
from crawler.backfill.frames import Frame, frame_at, frames
from crawler.backfill.http import NoResponse, Response, plain, response_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from crawler.backfill.archived import Item, Observer

_PAGES = frozenset({"response", "resource", "conversion", "revisit"})
_BESIDE = frozenset({"warcinfo", "request", "metadata"})
"""What stands beside captures and is none."""
_KNOWN_MAX = 200_000
"""Records that revisits may refer to, at most: the places of the first so many are kept, some tens of megabytes."""


def captures_in(
    stream: BinaryIO, name: str, wanted: Callable[[str], bool], observer: Observer = "file"
) -> Iterator[Item]:
    """The captures of a WARC or WET file, plain or compressed, in its order. ``stream`` has to be seekable.

    ``wanted`` tells which URLs are looked at; the rest is counted. What is damaged is refused by its byte in ``name``.
    """
    places: dict[int, int] = {}
    for frame in frames(stream, name, lambda headers: headers.get("warc-type") in _PAGES and wanted(_url(headers))):
        if not isinstance(frame, Frame):
            yield frame
            continue
        kind, url, where = frame.headers.get("warc-type", ""), _url(frame.headers), f"{name}, byte {frame.offset}"
        if frame.block is not None:
            capture = _archived(frame, url, where, observer, stream, places)
            if isinstance(capture, Archived):
                _remember(places, frame)
            yield capture
        elif kind in _PAGES:
            yield Elsewhere(url)
        elif kind not in _BESIDE:
            yield Refused(f"{where}: a record of the type {kind!r} is not read")


def _archived(
    frame: Frame, url: str, where: str, observer: Observer, stream: BinaryIO, places: Mapping[int, int]
) -> Archived | Refused:
    headers = frame.headers
    if headers.get("warc-segment-number"):
        return Refused(f"{where}: a segment of a record is not read")
    try:
        at = moment_of(headers.get("warc-date", ""))
        kept = _original(headers, stream, places) if headers["warc-type"] == "revisit" else frame
        if kept is None:
            repeats = _repeated(headers)
            if repeats is None:
                return Refused(f"{where}: does not say which record it repeats")
            return Archived(url, at, b"", observer, where, repeats=repeats)
        response = _response(kept)
    except (NoResponse, ValueError) as error:
        return Refused(f"{where}: {error}")
    incomplete = response.incomplete or "warc-truncated" in kept.headers
    return Archived(url, at, response.body, observer, where, response.status, response.headers, incomplete=incomplete)


def _response(frame: Frame) -> Response:
    """What a record holds: an HTTP response, or a page alone. Raises NoResponse."""
    block, content_type = frame.block or b"", frame.headers.get("content-type", "")
    if content_type.casefold().startswith("application/http") or (
        frame.headers["warc-type"] == "response" and block.startswith(b"HTTP/")
    ):
        return response_in(block, MAX_BYTES)
    headers = {"content-type": content_type}
    body, incomplete = plain(block, headers, MAX_BYTES)
    return Response(200, headers, body, incomplete)


def _original(headers: Mapping[str, str], stream: BinaryIO, places: Mapping[int, int]) -> Frame | None:
    """The record that a revisit repeats, where it stands before it in the same file."""
    keys = [_record_key(id_) for id_ in [headers.get("warc-refers-to")] if id_]
    if repeats := _repeated(headers):
        keys.append(_time_key(repeats.url, repeats.at.isoformat()))
    keys.append(_digest_key(headers.get("warc-payload-digest", "")))
    key = next((key for key in keys if key in places), None)
    frame = None if key is None else frame_at(stream, places[key])
    if frame is None or frame.headers.get("warc-type") not in _PAGES:
        return None
    # Records that were compressed as one all seem to begin where the first does.
    return frame if key in _keys(frame.headers) else None


def _repeated(headers: Mapping[str, str]) -> Repeated | None:
    """Where else a revisit says that its page stands. Raises ValueError for a time that is none."""
    at = headers.get("warc-refers-to-date", "")
    url = headers.get("warc-refers-to-target-uri", "") or headers.get("warc-target-uri", "")
    return Repeated(_bare(url), moment_of(at), headers.get("warc-payload-digest", "")) if at else None


def _remember(places: dict[int, int], frame: Frame) -> None:
    if frame.headers["warc-type"] != "revisit" and len(places) < _KNOWN_MAX:
        for key in _keys(frame.headers):
            places.setdefault(key, frame.offset)


def _keys(headers: Mapping[str, str]) -> list[int]:
    """What a revisit may name a record by. Its date has been read."""
    keys = [_record_key(id_) for id_ in [headers.get("warc-record-id")] if id_]
    keys.append(_time_key(_url(headers), moment_of(headers.get("warc-date", "")).isoformat()))
    if digest := headers.get("warc-payload-digest"):
        keys.append(_digest_key(digest))
    return keys


def _record_key(record: str) -> int:
    return hash(("record", record))


def _time_key(url: str, at: str) -> int:
    return hash(("time", url, at))


def _digest_key(digest: str) -> int:
    return hash(("digest", digest.casefold()))


def _url(headers: Mapping[str, str]) -> str:
    return _bare(headers.get("warc-target-uri", ""))


def _bare(url: str) -> str:
    """Wget once wrote URLs in angle brackets."""
    return url.removeprefix("<").removesuffix(">").strip()
