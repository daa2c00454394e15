"""Pure: the block of an archived response to status, headers and body, its transfer and content encodings undone."""

from __future__ import annotations

import re
from typing import NamedTuple

from crawler.compression import Spoiled, TooLarge, undone

_STATUS = re.compile(rb"HTTP/\d(?:\.\d)? +(?P<code>[1-9]\d\d)(?: |\Z)")
_HEAD_MAX = 256 * 1024
_FIELDS_MAX = 500
_BLANK = re.compile(rb"\r?\n\r?\n")
_CHUNK_HEAD = re.compile(rb"[ \t]*(?P<size>[0-9a-fA-F]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r?\n")
_MAGIC = {
    "gzip": b"\x1f\x8b",
    "x-gzip": b"\x1f\x8b",
    "zstd": b"\x28\xb5\x2f\xfd",
}
"""How a body begins that is so encoded. Archives often keep the header of an encoding that they undid."""
_MARKUP = re.compile(rb"[\s\xef\xbb\xbf]*[<{\[]")


class NoResponse(ValueError):
    """A block that is no HTTP response, or too large a one. The message says what is the matter."""


class Response(NamedTuple):
    """What a server answered."""

    status: int
    headers: dict[str, str]
    """Names in lower case; repeated ones joined with commas."""
    body: bytes
    incomplete: bool
    """Less came than was announced, or what came does not decode to its end (then it is kept as it came)."""


def response_in(block: bytes, limit: int) -> Response:
    """The response that a block holds; ``limit`` is in bytes, of its body. Raises NoResponse."""
    match = _BLANK.search(block, 0, _HEAD_MAX)
    if match is None:
        head, body = (block, b"") if len(block) < _HEAD_MAX else (b"", b"")
    else:
        head, body = block[: match.start()], block[match.end() :]
    status_line, *fields = head.replace(b"\r\n", b"\n").split(b"\n")
    status = _STATUS.match(status_line)
    if status is None:
        raise NoResponse(f"begins with {status_line[:40].decode('latin-1')!r}, which is no HTTP status")
    headers = _headers(fields)
    body, incomplete = plain(body, headers, limit)
    return Response(int(status["code"]), headers, body, incomplete or match is None)


def plain(body: bytes, headers: dict[str, str], limit: int) -> tuple[bytes, bool]:
    """A body as archived with what its headers say of it undone, and whether it is incomplete. Raises NoResponse.

    Archives that undid an encoding themselves often keep the header: a body that bears no trace of it is left alone.
    """
    incomplete = False
    if "chunked" in headers.get("transfer-encoding", "").casefold():
        body, incomplete = _dechunked(body)
    elif (announced := headers.get("content-length", "")).isascii() and announced.isdecimal() and len(announced) < 16:
        incomplete = len(body) < int(announced)
    encoding = headers.get("content-encoding", "")
    if encoding and not _is_undone(body, encoding):
        try:
            return undone(body, [encoding], limit)[0], incomplete
        except TooLarge as error:
            raise NoResponse(str(error)) from error
        except Spoiled:
            return body, True
    if len(body) > limit:
        raise NoResponse(f"a body of more than {limit} bytes")
    return body, incomplete


def _headers(fields: list[bytes]) -> dict[str, str]:
    """Fields by name. A line that begins with a space goes on with the one before; one without a name is nothing."""
    found: dict[str, str] = {}
    name = ""
    for line in fields[:_FIELDS_MAX]:
        text = _text(line)
        if line[:1] in (b" ", b"\t") and name:
            found[name] += f" {text.strip()}"
            continue
        name, colon, value = text.partition(":")
        name = name.strip().casefold() if colon else ""
        if name:
            found[name] = f"{found[name]}, {value.strip()}" if name in found else value.strip()
    return found


def _text(line: bytes) -> str:
    try:
        return line.decode()
    except UnicodeDecodeError:
        return line.decode("latin-1")


def _dechunked(body: bytes) -> tuple[bytes, bool]:
    """A chunked body joined, and whether its end is missing; one that is not chunked (any more) as it is."""
    parts: list[bytes] = []
    at = 0
    while match := _CHUNK_HEAD.match(body, at):
        size = int(match["size"], 16)
        if not size:
            return b"".join(parts), False
        part = body[match.end() : match.end() + size]
        parts.append(part)
        at = match.end() + size
        if len(part) < size:
            break
        at += 2 if body[at : at + 2] == b"\r\n" else body[at : at + 1] == b"\n"
    else:
        if not parts or at < len(body):
            return body, False
    return b"".join(parts), True


def _is_undone(body: bytes, encoding: str) -> bool:
    outermost = encoding.rpartition(",")[2].strip().casefold()
    if (magic := _MAGIC.get(outermost)) is not None:
        return not body.startswith(magic)
    return _MARKUP.match(body) is not None
