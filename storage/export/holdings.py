"""The stored captures as an export takes them: in the order they arrived, one at a time, bytes and all."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from storage.record import bodies

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from sqlite_utils import Database

_PAGE = 100
"""Rows looked up at a time: memory stays flat however large the archive."""


@dataclass(frozen=True, slots=True)
class Origin:
    """What names a capture for good, inside its database: all that another record needs to refer to it."""

    capture: int
    source: str
    url: str
    fetched_at: str
    """ISO 8601, UTC, milliseconds."""
    sha256: str
    """Of the body, in hex; ``''`` if none was stored."""


@dataclass(frozen=True, slots=True)
class Held:
    """A capture with its bytes."""

    origin: Origin
    observer: str
    requested_url: str
    """Where a redirect led elsewhere; else ``''``."""
    status: int | None
    """None where no response came."""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    incomplete: bool = False
    failure: str = ""
    repeats: Origin | None = None
    """The earlier capture of this URL with these very bytes; for a 304, the one that it says is unchanged."""


def held(db: Database, source: int | None = None) -> Iterator[Held]:
    """Every capture, of one source or of all, in the order of arrival. Raises DamagedBody where bytes are lost.

    A later capture of a URL with the bytes and status of an earlier one comes without them, and names that one.
    The caller holds a transaction open, so that all is seen at one moment; what is to be known of all captures at
    once stands in a temporary table on disk.
    """
    db.conn.execute("DROP TABLE IF EXISTS temp.export_repeats")
    db.conn.execute("CREATE TEMP TABLE export_repeats (capture INTEGER PRIMARY KEY, first INTEGER NOT NULL)")
    db.conn.execute(
        "INSERT INTO temp.export_repeats SELECT id, first FROM (SELECT id,"
        " min(id) OVER (PARTITION BY url, body, http_status, incomplete) AS first FROM captures"
        " WHERE body IS NOT NULL AND (:source IS NULL OR source = :source)) WHERE first < id",
        {"source": source},
    )
    last = 0
    while rows := db.conn.execute(
        f"{_CAPTURES.format(repeats=_REPEATS)}"
        " WHERE c.id > :last AND (:source IS NULL OR c.source = :source) ORDER BY c.id LIMIT :many",
        {"last": last, "source": source, "many": _PAGE},
    ).fetchall():
        for row in rows:
            yield _held(db, row)
        last = rows[-1][0]


def chosen(db: Database, captures: Sequence[int]) -> list[Held]:
    """These captures, each whole, and whatever a 304 among them leans on, in the order of arrival."""
    wanted = set(captures)
    marks = ", ".join("?" * len(wanted))
    wanted |= {
        basis
        for (basis,) in db.conn.execute(
            f"SELECT basis FROM captures WHERE id IN ({marks}) AND body IS NULL AND basis IS NOT NULL", [*wanted]
        )
    }
    marks = ", ".join("?" * len(wanted))
    rows = db.conn.execute(
        f"{_CAPTURES.format(repeats=_ALONE)} WHERE c.id IN ({marks}) ORDER BY c.id", [*wanted]
    ).fetchall()
    return [_held(db, row) for row in rows]


def latest(db: Database, source: int | None = None) -> str:
    """When the latest capture was made (ISO 8601, UTC); ``''`` if there is none."""
    (at,) = db.conn.execute(
        "SELECT max(fetched_at) FROM captures WHERE ? IS NULL OR source = ?", [source, source]
    ).fetchone()
    return at or ""


# What a capture repeats: the first with its bytes; for a 304 its basis, or the first with the bytes of that.
_REPEATS = (
    "LEFT JOIN temp.export_repeats AS again ON again.capture = coalesce(iif(c.body IS NULL, c.basis, NULL), c.id)"
    " LEFT JOIN captures AS r ON r.id = coalesce(again.first, iif(c.body IS NULL, c.basis, NULL))"
)
_ALONE = "LEFT JOIN captures AS r ON r.id = iif(c.body IS NULL, c.basis, NULL)"
_CAPTURES = (
    "SELECT c.id, sources.name, c.url, c.fetched_at, lower(hex(b.sha256)), c.observer, c.requested_url, c.http_status,"
    " c.headers, c.body, c.incomplete, c.failure, r.id, r.url, r.fetched_at, lower(hex(rb.sha256))"
    " FROM captures AS c JOIN sources ON sources.id = c.source LEFT JOIN bodies AS b ON b.id = c.body"
    " {repeats} LEFT JOIN bodies AS rb ON rb.id = r.body"
)


def _held(db: Database, row: tuple[object, ...]) -> Held:
    capture, source, url, at, sha256, observer, requested, status, headers, body, incomplete, failure, *first = row
    assert isinstance(capture, int)
    assert isinstance(source, str)
    repeats = None
    if first[0] is not None and (body is not None or status == 304):
        repeats = Origin(int(str(first[0])), source, str(first[1]), str(first[2]), str(first[3] or ""))
    data = None
    if isinstance(body, int) and repeats is None:
        data = bodies.fetch(db, body)
    return Held(
        origin=Origin(capture, source, str(url), str(at), str(sha256 or "")),
        observer=str(observer),
        requested_url=str(requested),
        status=status if isinstance(status, int) else None,
        headers={str(name): str(value) for name, value in json.loads(str(headers)).items()},
        body=data,
        incomplete=bool(incomplete),
        failure=str(failure),
        repeats=repeats,
    )
