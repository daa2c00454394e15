"""WARC files for tests, record by record, with whatever is to be wrong with them."""

from __future__ import annotations

import base64
import gzip
import hashlib
import json
import uuid
import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

AT = "2020-03-01T10:00:00Z"


def http(body: bytes, *headers: str, status: str = "200 OK") -> bytes:
    """The block of a response."""
    fields = headers or ("Content-Type: text/html; charset=utf-8",)
    return "\r\n".join([f"HTTP/1.1 {status}", *fields, "", ""]).encode() + body


def record(
    kind: str,
    url: str = "",
    block: bytes = b"",
    *headers: str,
    at: str = AT,
    packed: bool = True,
    length: int | None = None,
    digest: bytes | None = None,
) -> bytes:
    """One record. ``length`` and ``digest`` (of other bytes) are for lies; ``packed``: as a gzip member."""
    hashed = base64.b32encode(hashlib.sha1(block if digest is None else digest).digest()).decode()
    content_type = "application/http" if kind in ("response", "request", "revisit") else "application/octet-stream"
    head = {
        "WARC-Type": kind,
        "WARC-Record-ID": f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, f'{kind} {url} {at}')}>",
        "WARC-Date": at,
        "WARC-Target-URI": url,
        "WARC-Block-Digest": f"sha1:{hashed}",
        "Content-Type": content_type,
        "Content-Length": str(len(block) if length is None else length),
    }
    for header in headers:
        name, _, value = header.partition(": ")
        head[name] = value
    lines = "".join(f"{name}: {value}\r\n" for name, value in head.items() if value)
    whole = b"WARC/1.1\r\n" + lines.encode() + b"\r\n" + block + b"\r\n\r\n"
    return gzip.compress(whole, mtime=0) if packed else whole


def response(url: str, body: bytes, *headers: str, at: str = AT, status: str = "200 OK", packed: bool = True) -> bytes:
    """A record of a response."""
    return record("response", url, http(body, *headers, status=status), at=at, packed=packed)


def package(path: Path, listed: Mapping[str, bytes | None] | None = None, /, **changed: bytes) -> str:
    """A WACZ of a WARC file, with whatever else its members are to be, and those ``listed``, some of which it lacks."""
    archives = {"archive/data.warc.gz": changed.pop("archive"), **(listed or {})}
    described = [
        {"path": name, "hash": f"sha256:{hashlib.sha256(content or b'').hexdigest()}"}
        for name, content in archives.items()
    ]
    package = json.dumps({"resources": described}).encode()
    digest = {"path": "datapackage.json", "hash": f"sha256:{hashlib.sha256(package).hexdigest()}"}
    members = {
        **archives,
        "datapackage.json": package,
        "datapackage-digest.json": json.dumps(digest).encode(),
    } | {name.replace("__", "/"): content for name, content in changed.items()}
    with zipfile.ZipFile(path, "w") as file:
        for name, content in members.items():
            if content is not None:
                file.writestr(name, content)
    return str(path)
