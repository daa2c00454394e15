"""Response bodies, each kept once under its SHA-256, compressed against one already kept.

Two bodies of one page differ in a word and a counter; two pages of one site share their template. So a body is stored
as zstd with an earlier body as its dictionary: the page's own, else another page of that source and language. Chains
stay short (a delta on the page's body before, and so on to the site's sample), so that reading one back takes seven
steps at most: some 20 microseconds each.
"""

from __future__ import annotations

import hashlib
import sys
from typing import TYPE_CHECKING, cast

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

if TYPE_CHECKING:
    from sqlite_utils import Database

_LEVEL = 3
"""Of zstd: beside a text and its index, 6 saves a hundredth of a document's room for two and a half times the time."""
_DEPTH = 6
"""How many bodies may stand below a delta."""
_WORTHWHILE = 0.7
"""A delta must be this much smaller than the body alone, or the body becomes a root of its own."""


class DamagedBody(Exception):
    """A stored body no longer has the hash it is kept under."""


def keep(db: Database, body: bytes, near: int | None) -> int:
    """Store these bytes if they are new; ``near`` is a stored body they probably resemble. Returns the body's id."""
    sha256 = hashlib.sha256(body).digest()
    if (known := find(db, sha256)) is not None:
        return known
    data, base = _delta(db, body, near)
    cursor = db.conn.execute(
        "INSERT INTO bodies (sha256, size, base, data) VALUES (?, ?, ?, ?)", [sha256, len(body), base, data]
    )
    return cast("int", cursor.lastrowid)


def _delta(db: Database, body: bytes, near: int | None) -> tuple[bytes, int | None]:
    """The body compressed, and the body that it was compressed against: none where that gains little."""
    if near is not None:
        anchor, alone = _anchor(db, near)
        delta = zstd.compress(body, _LEVEL, zstd_dict=_dictionary(_bytes(db, anchor)))
        if len(delta) < _WORTHWHILE * alone * len(body):
            return delta, anchor
    return zstd.compress(body, _LEVEL), None


def find(db: Database, sha256: bytes) -> int | None:
    row = db.conn.execute("SELECT id FROM bodies WHERE sha256 = ?", [sha256]).fetchone()
    return row and int(row[0])


def fetch(db: Database, body: int) -> bytes:
    """The bytes as they were captured. Raises DamagedBody where they no longer match their hash."""
    data = _bytes(db, body)
    (sha256,) = db.conn.execute("SELECT sha256 FROM bodies WHERE id = ?", [body]).fetchone()
    if hashlib.sha256(data).digest() != sha256:
        raise DamagedBody(f"body {body} does not match its hash {sha256.hex()}")
    return data


def _bytes(db: Database, body: int) -> bytes:
    row = db.conn.execute("SELECT base, data FROM bodies WHERE id = ?", [body]).fetchone()
    if row is None:
        raise DamagedBody(f"body {body} is missing")
    base, data = row
    if base is not None and base >= body:  # a delta is against what was there before it
        raise DamagedBody(f"body {body} is made out to be a delta on the later body {base}")
    try:
        return zstd.decompress(data, None if base is None else _dictionary(_bytes(db, base)))
    except zstd.ZstdError as error:
        raise DamagedBody(f"body {body} cannot be unpacked: {error}") from error


def _dictionary(content: bytes) -> tuple[zstd.ZstdDict, int] | None:
    if len(content) < 8:  # zstd's own lower bound for a dictionary
        return None
    return zstd.ZstdDict(content, is_raw=True).as_prefix


def _anchor(db: Database, body: int) -> tuple[int, float]:
    """The body to compress against: this one, or one below it where the chain is long enough already. With it, what
    part of its size the lowest takes: about what any page like it would take alone.
    """
    chain: list[int] = []
    base: int | None = body
    while base is not None:
        chain.append(base)
        base, kept, size = db.conn.execute(
            "SELECT base, length(data), size FROM bodies WHERE id = ?", [base]
        ).fetchone()
    return chain[max(0, len(chain) - _DEPTH)], kept / max(1, size)
