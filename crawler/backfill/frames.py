"""The records of a WARC file, of any size at flat memory; a damaged one is named, and the next one looked for."""

from __future__ import annotations

import re
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING, BinaryIO

from fastwarc.warc import ArchiveIterator

from crawler.backfill.archived import MAX_BYTES, Doubt, Refused
from crawler.backfill.digests import is_malformed, mismatch

if TYPE_CHECKING:
    from collections.abc import Callable, Generator, Iterator, Mapping

    from fastwarc.warc import WarcRecord

BLOCK_MAX = MAX_BYTES + 1024 * 1024
"""Bytes of a record that are read into memory, HTTP headers included. A larger one is named and passed over."""
_HEADER_MAX = 64 * 1024
_DAMAGES_MAX = 1000
"""In so many places a file may be damaged before the rest of it is given up."""
_LOOK_BYTES = 1024 * 1024
_PLAIN_START = re.compile(rb"WARC/[01]\.\d{1,2}\r?\n[A-Za-z][\w-]{0,40}:")  # behind a record that was cut, in its line
_GZIP = b"\x1f\x8b"
_START = {_GZIP: re.compile(rb"\x1f\x8b\x08"), b"\x28\xb5": re.compile(rb"\x28\xb5\x2f\xfd")}
"""How a compressed record begins, by the first bytes of the file: gzip, zstd."""
_LONGEST_START = 64


@dataclass(frozen=True, slots=True)
class Frame:
    """One record."""

    offset: int
    """Of its first byte in the file: of its compressed member, where it is one."""
    headers: Mapping[str, str]
    """Names in lower case."""
    block: bytes | None
    """None where it was not wanted."""


def frames(
    stream: BinaryIO, name: str, wanted: Callable[[Mapping[str, str]], bool]
) -> Iterator[Frame | Refused | Doubt]:
    """All records of a file, whose ``name`` stands in messages; only the blocks of wanted ones are read.

    A record whose block does not match its digest, its length or its compression is refused, by the byte it begins at.
    """
    file = _File(stream)
    if not file.size:
        yield Refused(f"{name}: is empty")
        return
    start: int | None = 0
    blamed = False
    for _ in range(_DAMAGES_MAX):
        assert start is not None
        damage = yield from _run(file, start, name, wanted, blamed=blamed)
        if file.error is not None:
            yield Refused(f"{name}: {file.error}")
            return
        if damage is None or (start := file.next_start(damage.offset + 1)) is None:
            return
        blamed = damage.may_be_next
    yield Refused(f"{name}: damaged in {_DAMAGES_MAX} places; what stands behind byte {start} is not looked at")


def frame_at(stream: BinaryIO, offset: int) -> Frame | None:
    """The record that begins at this byte, whole; None for a damaged one. The stream is left where it stands."""
    before = stream.tell()
    file = _File(stream)
    try:
        found = _run(file, offset, "", lambda headers: True, blamed=False)
        first = next((one for one in found if not isinstance(one, Doubt)), None)
    finally:
        stream.seek(before)
    return first if isinstance(first, Frame) else None


class _File:
    """A stream for the parser, which would not survive an error of the stream's: it sees an early end instead."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self.error: OSError | None = None
        before = stream.tell()
        self.size = stream.seek(0, 2)
        stream.seek(0)
        self._start = _START.get(stream.read(2), _PLAIN_START)
        stream.seek(before)

    @property
    def is_compressed(self) -> bool:
        return self._start is not _PLAIN_START

    def read(self, size: int = -1) -> bytes:
        try:
            return self._stream.read(size)
        except (OSError, EOFError, zlib.error, ValueError) as error:  # of the disk, or of a package's own compression
            self.error = OSError(str(error))
            return b""

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._stream.seek(offset, whence)

    def tell(self) -> int:
        return self._stream.tell()

    def close(self) -> None:
        """The stream belongs to the caller."""

    def next_start(self, offset: int) -> int | None:
        """Where, from this byte on, something begins as a record does; None before the end."""
        self.seek(offset)
        at, held = offset, b""
        while chunk := self.read(_LOOK_BYTES):
            held += chunk
            if match := self._start.search(held):
                return at + match.start()
            at, held = at + max(0, len(held) - _LONGEST_START), held[-_LONGEST_START:]
        return None

    def next_stop(self, offset: int) -> _Damage | None:
        """What the parser takes for the end of the file from this byte on, though more may follow; None for nothing.

        That is a gzip member that yields not a byte: one that is damaged in its head, or an empty one.
        """
        if self._start is not _START[_GZIP]:
            return None
        self.seek(offset)
        held = b""
        while held := held or self.read(_LOOK_BYTES):
            begin, member, is_empty = self.tell() - len(held), zlib.decompressobj(16 + zlib.MAX_WBITS), True
            while not member.eof:
                try:
                    is_empty &= not member.decompress(held, _LOOK_BYTES)
                except zlib.error:
                    return _Damage(begin, may_be_next=True)
                held = member.unused_data if member.eof else member.unconsumed_tail or self.read(_LOOK_BYTES)
                if not held and not member.eof:
                    return _Damage(begin, may_be_next=True)
            if is_empty:
                return _Damage(begin, may_be_next=False)
        return None

    def ends_well(self, offset: int, length: int) -> bool:
        """Whether behind a record that is not compressed stands what has to stand there, or nothing."""
        before = self.tell()
        self.seek(offset)
        head = self.read(_HEADER_MAX + 4)
        ended = re.search(rb"\r?\n\r?\n", head)
        self.seek(offset + (ended.end() if ended else 0) + length)
        behind = self.read(4)
        self.seek(before)
        return not behind.strip(b"\r\n")


def _run(
    file: _File, start: int, name: str, wanted: Callable[[Mapping[str, str]], bool], *, blamed: bool
) -> Generator[Frame | Refused | Doubt, None, _Damage | None]:
    """Records from a byte on, to the end of the file or to the first damage behind which the next has to be looked for.

    ``blamed``: damage at this place has been reported, so the first record is not blamed for it again.
    """
    file.seek(start)
    last, silent = start, blamed
    records = ArchiveIterator(file, parse_http=False, max_header_len=_HEADER_MAX)
    while True:
        try:
            record = next(records, None)
        except OSError as error:
            if not silent:
                yield Refused(f"{name}, byte {last}: what stands there or behind it is no sound record ({error})")
            return _Damage(last, may_be_next=True)
        if record is None:
            stop = file.next_stop(last)
            if stop is not None and stop.may_be_next and not silent:
                yield Refused(f"{name}, byte {stop.offset}: what stands there is no sound record")
            return stop
        last = record.stream_pos
        headers = {key.casefold(): value for key, value in record.headers.to_tuples()}
        try:
            length = _length(file, last, headers)
            digest = headers.get("warc-block-digest", "").strip() if wanted(headers) else ""
            if is_malformed(digest):
                yield Doubt(f"{name}, byte {last}: its digest {digest[:100]!r} is none, so it is not held to it")
            yield Frame(last, headers, _block(record, length, digest) if wanted(headers) else None)
        except _Unsound as trouble:
            if not silent:
                yield Refused(f"{name}, byte {last}: {trouble}")
            if isinstance(trouble, _Lost):
                return _Damage(last, may_be_next=False)
        silent = False


@dataclass(frozen=True, slots=True)
class _Damage:
    """The byte at which the record begins that is damaged, or behind which ``may_be_next`` one that is."""

    offset: int
    may_be_next: bool


class _Unsound(ValueError):
    """A record that cannot be taken, though where it ends is known."""


class _Lost(_Unsound):
    """Where it ends is not known either: the next one has to be looked for."""


def _length(file: _File, offset: int, headers: Mapping[str, str]) -> int:
    """The length that a record claims for its block. Raises _Lost where that cannot be true."""
    said = headers.get("content-length", "")
    if not (said.isascii() and said.isdecimal() and len(said) < 16):
        raise _Lost(f"its Content-Length is {said!r}")
    if not file.is_compressed and offset + int(said) > file.size:
        raise _Lost(f"it claims {said} bytes, and the file ends before")
    if not file.is_compressed and not file.ends_well(offset, int(said)):
        raise _Lost(f"its length is not {said} bytes")
    return int(said)


def _block(record: WarcRecord, length: int, digest: str) -> bytes:
    """A record's block. Raises _Unsound."""
    if length > BLOCK_MAX:
        raise _Unsound(f"a record of more than {BLOCK_MAX} bytes")
    try:
        block = record.reader.read(length) if length else b""
    except OSError as error:
        raise _Lost(str(error)) from error
    if len(block) < length:
        raise _Lost(f"it ends after {len(block)} of {length} bytes")
    if complaint := mismatch(block, digest):
        raise _Unsound(complaint)
    return block
