"""Names of content: the CIDv1 of a SHA-256, raw codec, base32 (multiformats). `bafkrei…`"""

from __future__ import annotations

import base64
import hashlib
from typing import Annotated

from pydantic import AfterValidator, Field

# CIDv1, raw bytes, SHA-256 of 32 bytes
_PREFIX = bytes([0x01, 0x55, 0x12, 0x20])
_LENGTH = 59
PLACE = "/ipfs/"


def encode(digest: bytes) -> str:
    """The name of the content with this SHA-256 (32 bytes)."""
    return "b" + base64.b32encode(_PREFIX + digest).decode().lower().rstrip("=")


def decode(cid: str) -> bytes:
    """The SHA-256 in a name. Raises `ValueError` for a name that `encode` would not give."""
    if len(cid) != _LENGTH or not cid.isascii():
        raise ValueError("not a CIDv1 (base32, raw, sha2-256)")
    try:
        raw = base64.b32decode(cid[1:].upper() + "======")
    except ValueError:
        raw = b""
    if raw[:4] != _PREFIX or encode(raw[4:]) != cid:
        raise ValueError("not a CIDv1 (base32, raw, sha2-256)")
    return raw[4:]


def optional(digest: bytes | None) -> str | None:
    """The name, or none for no content (null or 32 zero bytes, as contracts say it)."""
    return encode(digest) if digest and any(digest) else None


def of_place(place: str) -> bytes | None:
    """The SHA-256 of content at `/ipfs/<name>`; none for any other place."""
    try:
        return decode(place.removeprefix(PLACE)) if place.startswith(PLACE) else None
    except ValueError:
        return None


def digest_of(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def _checked(cid: str) -> str:
    decode(cid)
    return cid


Cid = Annotated[
    str, AfterValidator(_checked), Field(examples=["bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy"])
]
