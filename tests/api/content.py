"""Documents and pictures that tests upload."""

from __future__ import annotations

import hashlib
import io
from typing import Any

import httpx
import orjson
from PIL import Image

from api import cid

CONTENT = "/api/content"


def picture(kind: str = "PNG", size: tuple[int, int] = (64, 48), colour: str = "teal", **options: Any) -> bytes:
    made = io.BytesIO()
    Image.new("RGB", size, colour).save(made, kind, **options)
    return made.getvalue()


def digest(content: bytes) -> bytes:
    return hashlib.sha256(content).digest()


def name(content: bytes) -> str:
    return cid.encode(digest(content))


async def upload(client: httpx.AsyncClient, content: bytes, media_type: str) -> httpx.Response:
    return await client.post(CONTENT, content=content, headers={"Content-Type": media_type})


async def publish(client: httpx.AsyncClient, document: dict[str, Any]) -> bytes:
    """Uploads a document and returns its digest, as a transaction would name it."""
    answer = await upload(client, orjson.dumps(document), "application/json")
    assert answer.status_code == 201, answer.text
    return bytes.fromhex(answer.json()["digest"][2:])
