"""A zip of web archives (WACZ 1.1.1, https://specs.webrecorder.net/wacz/1.1.1/): written once, front to back.

The same contents make the same bytes: members in the order they are given, with one fixed time, and no clock, no
random name and no machine's name anywhere.
"""

from __future__ import annotations

import hashlib
import json
import zipfile
from contextlib import contextmanager
from typing import IO, TYPE_CHECKING, Any

from storage import __version__
from storage.export import cdxj, warc

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from types import TracebackType

    from storage.export.holdings import Held

WACZ_VERSION = "1.1.1"
_EPOCH = (1980, 1, 1, 0, 0, 0)
"""The earliest time that a zip can hold."""
_MARK = b"\xca\xfe\x00\x00"
"""An empty extra field, such as Java's archives begin with: a file of unknown length needs room for a long one in its
local header, and readers that find no extra field in the directory take it that the header has none either."""
_WARC, _CDX, _IDX = "data.warc.gz", "index.cdx.gz", "index.idx"


class Member:
    """A file within the zip, while it is written: knows its size and SHA-256."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._stream, self._sha256, self.size = stream, hashlib.sha256(), 0

    def write(self, data: bytes) -> None:
        self._stream.write(data)
        self._sha256.update(data)
        self.size += len(data)

    @property
    def sha256(self) -> str:
        return self._sha256.hexdigest()


class Package:
    """A WACZ upon a seekable stream, to be used in a ``with`` block. ``describe`` comes last."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._zip = zipfile.ZipFile(stream, "w", zipfile.ZIP_STORED, allowZip64=True)
        self._resources: list[dict[str, Any]] = []

    def __enter__(self) -> Package:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._zip.close()

    @property
    def resources(self) -> list[dict[str, Any]]:
        """Name, path, hash and size of each file so far."""
        return list(self._resources)

    @contextmanager
    def member(self, path: str, *, deflated: bool = False) -> Iterator[Member]:
        """Write one file. What is compressed already, or read in part, is stored as it is."""
        info = zipfile.ZipInfo(path, _EPOCH)
        info.create_system, info.external_attr = 3, 0o644 << 16
        info.extra = _MARK
        info.compress_type = zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED
        with self._zip.open(info, "w", force_zip64=True) as stream:
            member = Member(stream)
            yield member
        name = path.rpartition("/")[2].lower()  # as data packages want names
        self._resources.append({"name": name, "path": path, "hash": f"sha256:{member.sha256}", "bytes": member.size})

    def add(self, path: str, data: bytes) -> None:
        """One file, whole."""
        with self.member(path, deflated=True) as member:
            member.write(data)

    def archive(self, title: str, at: str, captures: Iterable[Held]) -> int:
        """The captures as WARC, and the index to them. ``at``: of the latest. Returns how many."""
        index, count = cdxj.Index(), 0
        with self.member(f"archive/{_WARC}") as member:
            member.write(warc.description(title, at).packed())
            for held in captures:
                for record in warc.records(held):
                    offset = member.size
                    member.write(record.packed())
                    if record.held is not None:
                        index.add(held, _WARC, offset, member.size - offset)
                count += 1
        self._index(index)
        return count

    def _index(self, index: cdxj.Index) -> None:
        lines = [f"!meta 0 {json.dumps({'format': 'cdxj-gzip-1.0', 'filename': _CDX})}\n"]
        with self.member(f"indexes/{_CDX}") as member:
            for key, block in index.blocks():
                lines.append(cdxj.block_line(key, _CDX, member.size, block))
                member.write(block)
        with self.member(f"indexes/{_IDX}") as member:
            member.write("".join(lines).encode())

    def pages(self, pages: Iterable[Mapping[str, str]]) -> None:
        """The pages that a reader may want to begin with: ``id``, ``url``, ``ts``, ``title``."""
        with self.member("pages/pages.jsonl", deflated=True) as member:
            member.write(_line({"format": "json-pages-1.0", "id": "pages", "title": "All Pages"}))
            for page in pages:
                member.write(_line(page))

    def describe(self, title: str, at: str, **more: str) -> None:
        """Describe the package: every file with its hash, and the hash of that description."""
        described = {
            "profile": "data-package",
            "wacz_version": WACZ_VERSION,
            "title": title,
            "description": warc.FIDELITY,
            "created": at,
            "software": f"Palimpsest/{__version__}",
            **more,
            "resources": self._resources,
        }
        data = pretty(described)
        self.add("datapackage.json", data)
        self.add("datapackage-digest.json", pretty({"path": "datapackage.json", "hash": warc.digest(data)}))


def _line(fields: Mapping[str, str]) -> bytes:
    return json.dumps(fields, ensure_ascii=False).encode("utf-8", "backslashreplace") + b"\n"


def pretty(value: object) -> bytes:
    """Indented JSON."""
    return json.dumps(value, ensure_ascii=False, indent=2).encode("utf-8", "backslashreplace") + b"\n"
