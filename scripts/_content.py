"""Content is named by its SHA-256: 32 bytes on chain, a CIDv1 (raw codec, base32) everywhere else."""

from __future__ import annotations

import base64
import hashlib
import json
from typing import Any


def digest(data: bytes) -> bytes:
    """What the chain holds."""
    return hashlib.sha256(data).digest()


def cid(data: bytes) -> str:
    """CIDv1: version 1, codec raw (0x55), multihash sha2-256 (0x12) of 32 bytes, lower-case base32 without padding."""
    return "b" + base64.b32encode(b"\x01\x55\x12\x20" + digest(data)).decode().lower().rstrip("=")


def document(fields: dict[str, Any]) -> bytes:
    """A JSON document as bytes, always the same for the same fields."""
    return json.dumps(fields, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
