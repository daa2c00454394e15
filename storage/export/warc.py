"""Pure: a capture as a WARC 1.1 record (ISO 28500:2017), saying what is as it was received and what is not.

We write the records ourselves: the common writer percent-encodes headers that are not ASCII, draws random record ids
and stamps the clock, and evidence must be the same bytes each time.
"""

from __future__ import annotations

import gzip
import hashlib
import re
import uuid
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING
from urllib.parse import quote

from storage import __version__

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from storage.export.holdings import Held, Origin

RENAMED = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Headers that speak of bytes which were undone: kept under another name, so that nobody undoes them twice."""
ORIGINAL = "x-archive-orig-"
"""The prefix that archives give to a header as it was received."""
UNDONE = frozenset({"identity", "gzip", "x-gzip", "deflate", "br", "zstd"})
"""The content encodings that the download undoes before a body is stored."""

FIDELITY = (
    "Bodies are stored with their transfer and content encodings undone, otherwise byte for byte as received; the"
    " WARC-Payload-Digest is of the stored bytes. Header names are lower-cased and repeated headers joined with commas;"
    f" {', '.join(sorted(RENAMED))} as received stand under {ORIGINAL}*, and content-length is that of the stored body."
    " Status lines are rebuilt from the status code. Not kept: requests, redirects on the way, retried answers, the"
    " order of headers, HTTP version, reason phrase, IP addresses, TLS certificates. Captures whose Palimpsest-Observer"
    " is not 'self' were imported, and are as faithful as the archive that they came from."
)

_HTTP = "application/http; msgtype=response"
_REVISIT = "http://netpreserve.org/warc/1.1/revisit/"


@dataclass(frozen=True, slots=True)
class Record:
    """One record, not yet compressed."""

    head: bytes
    block: bytes
    held: Held | None = None
    """The capture it is of, if an index is to name it."""

    def packed(self) -> bytes:
        """As one gzip member: the same bytes for the same record."""
        return gzip.compress(self.head + b"\r\n" + self.block + b"\r\n\r\n", compresslevel=6, mtime=0)


def description(title: str, at: str) -> Record:
    """The ``warcinfo`` record that a file begins with. ``at``: ISO 8601, of its latest capture."""
    fields = {
        "software": f"Palimpsest/{__version__}",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "isPartOf": title,
        "description": FIDELITY,
    }
    block = _lines(fields.items())
    head = {"WARC-Type": "warcinfo", "WARC-Record-ID": _urn(f"warcinfo {title} {at}"), "WARC-Date": at}
    return _record(head, block, "application/warc-fields")


def records(held: Held) -> Iterator[Record]:
    """A capture: ``response``, ``revisit`` for repeated bytes and 304s, ``metadata`` where no response came.

    A 304 is a revisit without headers, so that who asks for that moment is shown the page that it says is unchanged;
    what the server sent stands beside it.
    """
    if held.status is None:
        block = _lines([("failure", held.failure or "no response")])
        yield _record(_beside(held, "failure"), block, "application/warc-fields")
        return
    body = held.body or b""
    http = http_head(held.status, held.headers, len(body) if held.repeats is None else None)
    if held.repeats is None:
        head = _head(held, "response") | {"WARC-Payload-Digest": digest(body)}
        yield _record(head | _faith(held), http + body, _HTTP, held)
        return
    head = _head(held, "revisit") | {
        "WARC-Refers-To": record_id(held.repeats),
        "WARC-Refers-To-Target-URI": uri(held.repeats.url),
        "WARC-Refers-To-Date": held.repeats.fetched_at,
        "WARC-Payload-Digest": f"sha256:{held.repeats.sha256}",
    }
    if held.status != 304:
        yield _record(head | {"WARC-Profile": f"{_REVISIT}identical-payload-digest"} | _faith(held), http, _HTTP, held)
        return
    yield _record(head | {"WARC-Profile": f"{_REVISIT}server-not-modified"}, b"", "", held)
    beside = {"WARC-Record-ID": record_id(held.origin, "head"), "WARC-Refers-To": record_id(held.origin)}
    yield _record(_beside(held, "head") | beside | _faith(held), http, _HTTP)


def record_id(origin: Origin, part: str = "capture") -> str:
    """The same for the same capture in every export, so that exports can refer to each other."""
    return _urn(f"{part} {origin.source} {origin.capture} {origin.fetched_at} {origin.sha256} {origin.url}")


def digest(data: bytes) -> str:
    """Labelled, in hex."""
    return f"sha256:{hashlib.sha256(data).hexdigest()}"


def uri(url: str) -> str:
    """The URL with whatever has no place in one percent-encoded: a line of a record cannot be broken by it."""
    return quote(url, safe="".join(map(chr, range(0x21, 0x7F))))


def http_head(status: int, headers: Mapping[str, str], length: int | None) -> bytes:
    """Status line and headers, with an empty line. ``length``: of the body that follows; None if none does."""
    phrase = HTTPStatus(status).phrase if status in set(HTTPStatus) else "Unknown"
    pairs = [(f"{ORIGINAL}{name}" if name.lower() in RENAMED else name, value) for name, value in headers.items()]
    if left := still_encoded(headers):
        pairs.append(("content-encoding", left))
    if length is not None:
        pairs.append(("content-length", str(length)))
    lines = "".join(f"{_token(name)}: {_plain(value)}\r\n" for name, value in pairs)
    return f"HTTP/1.1 {status} {phrase}\r\n{lines}\r\n".encode("latin-1", "backslashreplace")


def still_encoded(headers: Mapping[str, str]) -> str:
    """The content encodings that nobody here can undo, and what lies below them: still upon the stored body."""
    given = next((value for name, value in headers.items() if name.lower() == "content-encoding"), "")
    names = [name.strip() for name in given.split(",") if name.strip()]
    while names and names[-1].casefold() in UNDONE:
        names.pop()
    return ", ".join(names)


def _faith(held: Held) -> dict[str, str]:
    """What this very record says of its bytes."""
    body = "as-received"
    if any(name.lower() == "content-encoding" for name in held.headers):
        body = "perhaps-still-encoded" if held.incomplete else "content-decoded"
    faith = {"Palimpsest-Fidelity": f"body={body}; headers=normalised; status-line=rebuilt"}
    return faith | {"WARC-Truncated": "unspecified"} if held.incomplete else faith


def _head(held: Held, kind: str) -> dict[str, str]:
    head = {
        "WARC-Type": kind,
        "WARC-Record-ID": record_id(held.origin),
        "WARC-Date": held.origin.fetched_at,
        "WARC-Target-URI": uri(held.origin.url),
        "Palimpsest-Capture": str(held.origin.capture),
        "Palimpsest-Observer": held.observer,
    }
    if held.requested_url:
        head["Palimpsest-Requested-URI"] = uri(held.requested_url)
    return head


def _beside(held: Held, what: str) -> dict[str, str]:
    """The head of what is no page: under a URL of its own, or replay would show it in the page's place."""
    head = _head(held, "metadata")
    return head | {"WARC-Target-URI": f"urn:palimpsest:{what}:{head['WARC-Target-URI']}"}


def _record(head: Mapping[str, str], block: bytes, content_type: str, held: Held | None = None) -> Record:
    fields = {**head, "WARC-Block-Digest": digest(block)}
    if content_type:
        fields["Content-Type"] = content_type
    return Record(b"WARC/1.1\r\n" + _lines([*fields.items(), ("Content-Length", str(len(block)))]), block, held)


def _lines(pairs: Iterable[tuple[str, str]]) -> bytes:
    return "".join(f"{name}: {_plain(value)}\r\n" for name, value in pairs).encode("utf-8", "backslashreplace")


def _token(name: str) -> str:
    """A header's name; what would end it, or the line, becomes a dash."""
    return re.sub(r"[^!#$%&'*+.^_`|~0-9A-Za-z-]", "-", name) or "-"


def _plain(value: str) -> str:
    """A value on one line."""
    return re.sub(r"[\0\r\n]+", " ", value)


def _urn(name: str) -> str:
    return f"<{uuid.uuid5(uuid.NAMESPACE_URL, f'palimpsest {name}').urn}>"
