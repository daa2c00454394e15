"""WACZ packages: the WARC files in a zip, held to the digests that the package's own description gives them."""

from __future__ import annotations

import hashlib
import io
import json
import re
import struct
import tempfile
import zipfile
import zlib
from pathlib import PurePosixPath
from typing import TYPE_CHECKING, Any, BinaryIO

from crawler.backfill.archived import Refused
from crawler.backfill.digests import raw
from crawler.backfill.warc import captures_in

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path

    from crawler.backfill.archived import Item, Observer

DESCRIPTION = "datapackage.json"
_DIGEST = "datapackage-digest.json"
_DESCRIPTION_MAX = 64 * 1024 * 1024
_ARCHIVE = re.compile(r"archive/.+\.warc(?:\.gz|\.zst)?\Z", re.IGNORECASE)
_EXPANSION_MAX = 200
"""WARC files are stored in a package as they are; what a zip makes so much smaller is no archive of pages."""
_LOOK_BYTES = 1024 * 1024
_UNREADABLE = (zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, NotImplementedError, OSError, struct.error)
"""What zipfile raises for a damaged, encrypted or strangely compressed member."""


def is_wacz(path: Path) -> bool:
    """Whether a file is a zip, whatever its name."""
    with path.open("rb") as file:
        return file.read(4) == b"PK\x03\x04"


def packaged(path: Path, wanted: Callable[[str], bool], observer: Observer = "file") -> Iterator[Item]:
    """The captures in all WARC files of a package. A file that is not what the description says is refused whole."""
    try:
        with zipfile.ZipFile(path) as package:
            described = _described(package)
            if isinstance(described, str):
                yield Refused(f"{path}: {described}")
                return
            listed = {name for name in described if _ARCHIVE.match(name)}
            for name in sorted(listed - set(package.namelist())):
                yield Refused(f"{path}, {name}: is named in {DESCRIPTION}, and not in the package")
            if not listed and not any(map(_ARCHIVE.match, package.namelist())):
                yield Refused(f"{path}: no WARC file in it")
            for info in package.infolist():
                name = f"{path}, {info.filename}"
                if complaint := _complaint(info, described):
                    yield Refused(f"{name}: {complaint}")
                elif _ARCHIVE.match(info.filename):
                    yield from _member(path, package, info, described[info.filename], name, wanted, observer)
    except _UNREADABLE as error:
        yield Refused(f"{path}: {error}")


def _described(package: zipfile.ZipFile) -> dict[str, str] | str:
    """The digest that the package gives each of its files, or what is wrong with its description."""
    names = set(package.namelist())
    if DESCRIPTION not in names:
        return f"no {DESCRIPTION} in it, so it is no WACZ"
    for name in {DESCRIPTION, _DIGEST} & names:
        if package.getinfo(name).file_size > _DESCRIPTION_MAX:
            return f"{name} is larger than {_DESCRIPTION_MAX} bytes"
    description = package.read(DESCRIPTION)
    try:
        if _DIGEST in names:
            digest = raw(str(_object(json.loads(package.read(_DIGEST))).get("hash", "")))
            if digest is None or hashlib.new(digest[0], description, usedforsecurity=False).digest() != digest[1]:
                return f"{DESCRIPTION} does not match its digest in {_DIGEST}"
        resources = _object(json.loads(description)).get("resources")
    except (ValueError, RecursionError) as error:
        return f"{DESCRIPTION} cannot be read: {error}"
    if not isinstance(resources, list):
        return f"{DESCRIPTION} lists no resources"
    return {str(one.get("path", "")): str(one.get("hash", "")) for one in map(_object, resources)}


def _object(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def _complaint(info: zipfile.ZipInfo, described: Mapping[str, str]) -> str:
    path = PurePosixPath(info.filename.replace("\\", "/"))
    if path.is_absolute() or ".." in path.parts or (path.parts and ":" in path.parts[0]):
        return "a name that leads out of the package"
    if not _ARCHIVE.match(info.filename):
        return ""
    if info.filename not in described:
        return f"is not named in {DESCRIPTION}"
    if raw(described[info.filename]) is None:
        return f"its digest in {DESCRIPTION} is {described[info.filename][:100]!r}"
    if info.file_size > _EXPANSION_MAX * max(info.compress_size, 1):
        return f"unpacks to {_EXPANSION_MAX} times its size, as no archive does"
    return ""


def _member(
    path: Path,
    package: zipfile.ZipFile,
    info: zipfile.ZipInfo,
    digest: str,
    name: str,
    wanted: Callable[[str], bool],
    observer: Observer,
) -> Iterator[Item]:
    try:
        with _seekable(path, package, info) as stream:
            if not _matches(stream, digest):
                yield Refused(f"{name}: its bytes do not match their digest in {DESCRIPTION}")
                return
            stream.seek(0)
            yield from captures_in(stream, name, wanted, observer)
    except _UNREADABLE as error:
        yield Refused(f"{name}: {error}")


def _matches(stream: BinaryIO, digest: str) -> bool:
    known = raw(digest)
    assert known is not None
    hashed = hashlib.new(known[0], usedforsecurity=False)
    while chunk := stream.read(_LOOK_BYTES):
        hashed.update(chunk)
    return hashed.digest() == known[1]


def _seekable(path: Path, package: zipfile.ZipFile, info: zipfile.ZipInfo) -> BinaryIO:
    """A member's bytes: where they lie in the package if they are stored as they are, else unpacked to a file."""
    if info.compress_type == zipfile.ZIP_STORED and not info.flag_bits & 1:
        return io.BufferedReader(_Slice(path, info))
    unpacked: BinaryIO = tempfile.TemporaryFile()  # noqa: SIM115 - the caller closes it
    with package.open(info) as member:
        while chunk := member.read(_LOOK_BYTES):
            unpacked.write(chunk)
    unpacked.seek(0)
    return unpacked


class _Slice(io.RawIOBase):
    """The bytes of a stored member, where they lie: zipfile itself would go back to their start for each look back."""

    def __init__(self, path: Path, info: zipfile.ZipInfo) -> None:
        self._file = path.open("rb")
        self._file.seek(info.header_offset)
        head = self._file.read(30)  # the local header: names and extra fields of two lengths follow
        if len(head) < 30 or not head.startswith(b"PK\x03\x04"):
            self._file.close()
            raise zipfile.BadZipFile("no file begins where the directory says")
        self._from = info.header_offset + 30 + sum(struct.unpack("<HH", head[26:30]))
        self._size, self._at = info.file_size, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = 0) -> int:
        self._at = max(0, offset + (0, self._at, self._size)[whence])
        return self._at

    def readinto(self, buffer: Any) -> int:
        self._file.seek(self._from + self._at)
        chunk = self._file.read(max(0, min(len(buffer), self._size - self._at)))
        buffer[: len(chunk)] = chunk
        self._at += len(chunk)
        return len(chunk)

    def close(self) -> None:
        self._file.close()
        super().close()
