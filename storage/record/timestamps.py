"""What a timestamping authority (RFC 3161) has signed of the run chain: its head, and when it was shown to it.

The chain shows what was altered to whoever knows its head. A timestamp makes the head known to somebody else: after
it, no run up to that one can be altered or cut off without its showing. Needs the extra ``timestamp``.
"""

from __future__ import annotations

import importlib.util
from typing import TYPE_CHECKING

from storage.record.db import iso

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime, timedelta
    from pathlib import Path

    from sqlite_utils import Database


class NoTimestamp(Exception):
    """An authority's answer is no timestamp of what was sent, or its certificates are not to be had."""


def available() -> bool:
    """Whether the library is installed."""
    return importlib.util.find_spec("rfc3161_client") is not None


def due(db: Database, now: datetime, every: timedelta) -> tuple[int, bytes] | None:
    """The run that heads the chain and its manifest, if the latest timestamp is so old and not of this very head."""
    head = db.conn.execute("SELECT id, manifest FROM runs WHERE manifest NOT NULL ORDER BY id DESC LIMIT 1").fetchone()
    if head is None:
        return None
    if db.conn.execute(
        "SELECT 1 FROM timestamps WHERE requested_at > ? OR manifest = ?", [iso(now - every), head[1]]
    ).fetchone():
        return None
    return int(head[0]), head[1]


def request(manifest: bytes) -> bytes:
    """What to send to an authority, in DER (``application/timestamp-query``)."""
    from rfc3161_client import HashAlgorithm, TimestampRequestBuilder

    return TimestampRequestBuilder().data(manifest).hash_algorithm(HashAlgorithm.SHA256).build().as_bytes()


def keep(db: Database, run: int, manifest: bytes, authority: str, answer: bytes, at: datetime, roots: Path) -> None:
    """Store an authority's answer, in the caller's transaction. Raises NoTimestamp for one that proves nothing."""
    told = _told(answer, manifest, roots)
    db.conn.execute(
        "INSERT INTO timestamps (run, manifest, authority, requested_at, stamped_at, answer) VALUES (?, ?, ?, ?, ?, ?)",
        [run, manifest, authority, iso(at), iso(told), answer],
    )


def unchecked(db: Database, roots: Path | None) -> str:
    """Why the authorities' signatures cannot be checked here; ``''`` if they can, or if there are none."""
    (count,) = db.conn.execute("SELECT count(*) FROM timestamps").fetchone()
    if not count:
        return ""
    if not available():
        return (
            f"{count} timestamps are held to the chain, their signatures not checked: the extra 'timestamp' is not here"
        )
    if roots is None:
        return f"{count} timestamps are held to the chain, their signatures not checked: set TIMESTAMP_CERTIFICATES"
    return ""


def broken_timestamps(db: Database, roots: Path | None) -> Iterator[str]:
    """Timestamps of runs that are no longer what was shown to the authority, or that no authority has signed.

    ``roots``: the authorities' root certificates, in PEM; without them, or without the library, no signature is
    checked. Asks nobody.
    """
    signed = roots if roots is not None and available() else None
    for id_, run, manifest, stands, stamped_at, answer in db.conn.execute(
        "SELECT timestamps.id, run, timestamps.manifest, runs.manifest, stamped_at, answer FROM timestamps"
        " LEFT JOIN runs ON runs.id = run ORDER BY timestamps.id"
    ).fetchall():
        if stands != manifest:
            gone = "is not there" if stands is None else "is another one now"
            yield f"timestamp {id_}: run {run}, as it stood at {stamped_at}, {gone}: the chain was altered since"
        if signed is None:
            continue
        try:
            told = iso(_told(answer, manifest, signed))
        except NoTimestamp as wrong:
            yield f"timestamp {id_} of run {run}: {wrong}"
        else:
            if told != stamped_at:
                yield f"timestamp {id_} of run {run}: is of {told}, and said to be of {stamped_at}"


def _told(answer: bytes, manifest: bytes, roots: Path) -> datetime:
    """When the authority saw the manifest, if its answer says so and is signed under one of the roots."""
    from cryptography.x509 import load_pem_x509_certificates
    from rfc3161_client import VerificationError, VerifierBuilder, decode_timestamp_response

    try:
        certificates = load_pem_x509_certificates(roots.read_bytes())
    except (OSError, ValueError) as error:
        raise NoTimestamp(f"{roots} holds no certificates: {error}") from error
    try:
        response = decode_timestamp_response(answer)
        verifier = VerifierBuilder(roots=certificates).build()
        verifier.verify_message(response, manifest)
    except (ValueError, VerificationError) as error:
        raise NoTimestamp(f"the answer is no valid timestamp: {error}") from error
    return response.tst_info.gen_time
