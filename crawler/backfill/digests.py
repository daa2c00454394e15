"""Pure: digests as archives print them, ``sha1:BASE32`` or in hexadecimal, held to bytes."""

from __future__ import annotations

import base64
import binascii
import hashlib

_KNOWN = {"sha1": 20, "sha-1": 20, "sha256": 32, "sha-256": 32, "sha512": 64, "sha-512": 64, "md5": 16}
"""Algorithms, with the length of their digests in bytes."""


def raw(digest: str) -> tuple[str, bytes] | None:
    """Algorithm and bytes of a labelled digest; None for one that is not known, or not well-formed."""
    label, _, text = digest.strip().partition(":")
    length = _KNOWN.get(label.casefold())
    if length is None:
        return None
    try:
        value = (
            bytes.fromhex(text) if len(text) == 2 * length else base64.b32decode(text.upper() + "=" * (-len(text) % 8))
        )
    except (ValueError, binascii.Error):
        return None
    return (label.casefold().replace("-", ""), value) if len(value) == length else None


def mismatch(content: bytes, digest: str) -> str:
    """What is wrong with a digest of these bytes; ``''`` for nothing, or for one that cannot be checked."""
    known = raw(digest)
    if known is None:
        return ""
    algorithm, value = known
    if hashlib.new(algorithm, content, usedforsecurity=False).digest() != value:
        return f"its bytes do not match their digest {digest.strip()[:100]}"
    return ""


def is_malformed(digest: str) -> bool:
    """Whether this is no digest of the algorithm that it names. Of one that is not known nobody can tell."""
    label, colon, _ = digest.strip().partition(":")
    return bool(digest.strip()) and raw(digest) is None and (label.casefold() in _KNOWN or not colon)


def matches(content: bytes, digest: str) -> bool:
    """Whether these bytes have this digest, which can be checked."""
    return raw(digest) is not None and not mismatch(content, digest)
