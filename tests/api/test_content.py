"""Content by its hash: what comes in, what goes out."""

from __future__ import annotations

import asyncio
import io
import zlib
from typing import Any

import httpx
import orjson
import psycopg
import pytest
from PIL import Image

from tests.api.conftest import Serve, problem
from tests.api.content import CONTENT, digest, name, picture, upload
from tests.conftest import Database

BOWL = orjson.dumps({"title": "Stoneware bowl, blue rim"})
JSON = "application/json"


async def test_post__document__is_named_by_its_hash_and_served_as_it_is(api: httpx.AsyncClient) -> None:
    answer = await upload(api, BOWL, "application/json; charset=utf-8")
    assert answer.status_code == 201
    assert answer.json() == {
        "cid": name(BOWL),
        "digest": f"0x{digest(BOWL).hex()}",
        "size": len(BOWL),
        "media_type": JSON,
    }
    served = await api.get(f"{CONTENT}/{name(BOWL)}")
    assert served.content == BOWL
    assert served.headers["Content-Type"] == JSON


@pytest.mark.parametrize("kind", ["WEBP", "AVIF", "PNG", "JPEG"])
async def test_post__picture__is_served_as_it_is(api: httpx.AsyncClient, kind: str) -> None:
    content, media_type = picture(kind), f"image/{kind.lower()}"
    assert (await upload(api, content, media_type)).status_code == 201
    served = await api.get(f"{CONTENT}/{name(content)}")
    assert (served.content, served.headers["Content-Type"]) == (content, media_type)


async def test_get__uploaded__can_never_act_in_our_name(api: httpx.AsyncClient) -> None:
    """Stored HTML, scripts and SVG stay inert: no type is guessed, nothing is run, nothing is framed."""
    evil = orjson.dumps({"title": "<script>alert(1)</script>", "x": "<svg onload=alert(1)>"})
    await upload(api, evil, JSON)
    headers = (await api.get(f"{CONTENT}/{name(evil)}")).headers
    assert headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Content-Type"] == JSON
    assert headers["Cache-Control"] == "public, max-age=31536000, immutable"


async def test_get__etag_known__is_not_sent_again(api: httpx.AsyncClient) -> None:
    await upload(api, BOWL, JSON)
    etag = (await api.get(f"{CONTENT}/{name(BOWL)}")).headers["ETag"]
    for sent in (etag, f"W/{etag}", f'"other", {etag}', "*"):
        again = await api.get(f"{CONTENT}/{name(BOWL)}", headers={"If-None-Match": sent})
        assert (again.status_code, again.content) == (304, b"")


async def test_head__stored__says_length_and_type_alone(api: httpx.AsyncClient) -> None:
    await upload(api, BOWL, JSON)
    answer = await api.head(f"{CONTENT}/{name(BOWL)}")
    assert (answer.status_code, answer.headers["Content-Length"], answer.content) == (200, str(len(BOWL)), b"")
    assert (await api.head(f"{CONTENT}/{name(b'other')}")).status_code == 404


async def test_put__bytes_of_its_name__are_stored(api: httpx.AsyncClient) -> None:
    answer = await api.put(f"{CONTENT}/{name(BOWL)}", content=BOWL, headers={"Content-Type": JSON})
    assert (answer.status_code, answer.json()["cid"]) == (201, name(BOWL))


async def test_put__bytes_that_do_not_match_the_hash__are_refused(api: httpx.AsyncClient) -> None:
    answer = await api.put(f"{CONTENT}/{name(BOWL)}", content=BOWL + b" ", headers={"Content-Type": JSON})
    assert name(BOWL) in problem(answer, 422, "content-mismatch")["detail"]
    problem(await api.get(f"{CONTENT}/{name(BOWL)}"), 404, "not-found")
    problem(await api.get(f"{CONTENT}/{name(BOWL + b' ')}"), 404, "not-found")


async def test_get__damaged_in_the_database__is_never_served_and_heals_by_another_upload(
    api: httpx.AsyncClient, market: Database
) -> None:
    await upload(api, BOWL, JSON)
    with psycopg.connect(market.url()) as connection:
        connection.execute("UPDATE app.blob SET content = 'evil'")
    said = problem(await api.get(f"{CONTENT}/{name(BOWL)}"), 502, "content-corrupt")
    assert "evil" not in str(said)
    assert (await upload(api, BOWL, JSON)).status_code == 201
    assert (await api.get(f"{CONTENT}/{name(BOWL)}")).content == BOWL


async def test_post__the_same_by_many_at_once__is_stored_once_for_all(api: httpx.AsyncClient, market: Database) -> None:
    answers = await asyncio.gather(*(upload(api, BOWL, JSON) for _ in range(12)))
    assert {answer.status_code for answer in answers} == {201}
    with psycopg.connect(market.url()) as connection:
        assert connection.execute("SELECT count(*) FROM app.blob").fetchone() == (1,)


@pytest.mark.parametrize(
    ("content", "media_type", "status", "slug"),
    [
        (b"", JSON, 422, "unprocessable"),
        (b"{", JSON, 422, "unprocessable"),
        (b"[1]", JSON, 422, "unprocessable"),
        (b'"text"', JSON, 422, "unprocessable"),
        (b"\xff\xfe{}", JSON, 422, "unprocessable"),
        (b"[" * 60_000, JSON, 422, "unprocessable"),
        (b'{"a":' * 10_000, JSON, 422, "unprocessable"),
        (b'{"title": 7}', JSON, 422, "unprocessable"),
        (b'{"title": ""}', JSON, 422, "unprocessable"),
        (b'{"title": "\\u202e\\u0000"}', JSON, 422, "unprocessable"),
        (b'{"title": "x", "images": [{"cid": "../../etc/passwd"}]}', JSON, 422, "unprocessable"),
        (b'{"title": "x", "images": ["http://elsewhere/x.png"]}', JSON, 422, "unprocessable"),
        (b'{"title": "x", "place": {"name": "x", "latitude": 1e999}}', JSON, 422, "unprocessable"),
        (b'{"title": "x", "place": {"name": "x", "latitude": 91}}', JSON, 422, "unprocessable"),
        (b'{"name": "x", "image": "javascript:alert(1)"}', JSON, 422, "unprocessable"),
        (b" " * 65_537, JSON, 413, "too-large"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/svg+xml", 415, "unsupported-media"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "image/png", 415, "unsupported-media"),
        (b"<html><script>alert(1)</script>", "text/html", 415, "unsupported-media"),
        (b"<html><script>alert(1)</script>", "image/webp", 415, "unsupported-media"),
        (b"GIF89a", "image/gif", 415, "unsupported-media"),
        (b"", "image/png", 415, "unsupported-media"),
        (BOWL, "", 415, "unsupported-media"),
        (picture("PNG"), "image/jpeg", 415, "unsupported-media"),
        (picture("PNG")[:60], "image/png", 415, "unsupported-media"),
        (picture("GIF"), "image/png", 415, "unsupported-media"),
        (picture("PNG"), JSON, 422, "unprocessable"),
    ],
    ids=lambda value: repr(value[:24]) if isinstance(value, bytes) else None,
)
async def test_post__wrong_type_or_form__is_refused_and_not_kept(
    api: httpx.AsyncClient, content: bytes, media_type: str, status: int, slug: str
) -> None:
    problem(await upload(api, content, media_type), status, slug)
    problem(await api.get(f"{CONTENT}/{name(content)}"), 404, "not-found")


async def test_post__oversize_picture__is_refused(api: httpx.AsyncClient) -> None:
    content = picture("PNG", (1500, 1500), compress_level=0)
    assert len(content) > 5 * 1024 * 1024
    problem(await upload(api, content, "image/png"), 413, "too-large")


async def test_post__endless_body__is_cut_off_at_the_limit(api: httpx.AsyncClient) -> None:
    sent = 0

    async def endless() -> Any:
        nonlocal sent
        while sent < 2**30:
            sent += 2**20
            yield b"x" * 2**20

    answer = await api.post(CONTENT, content=endless(), headers={"Content-Type": "image/png"})
    problem(answer, 413, "too-large")
    assert sent <= 8 * 2**20


async def test_post__bomb_of_pixels__is_refused_before_it_is_unpacked(api: httpx.AsyncClient) -> None:
    content = bomb(100_000, 100_000)
    assert len(content) < 10_000
    problem(await upload(api, content, "image/png"), 413, "too-large")


def bomb(width: int, height: int) -> bytes:
    """A small PNG that says it is huge."""
    small = picture("PNG", (1, 1))
    header = b"IHDR" + width.to_bytes(4, "big") + height.to_bytes(4, "big") + small[24:29]
    return small[:12] + header + zlib.crc32(header).to_bytes(4, "big") + small[33:]


@pytest.mark.parametrize("width", [320, 640, 1280])
async def test_get__width__is_the_picture_scaled_down_as_webp(api: httpx.AsyncClient, width: int) -> None:
    content = picture("PNG", (2000, 1000))
    await upload(api, content, "image/png")
    for _ in range(2):  # made, then kept
        served = await api.get(f"{CONTENT}/{name(content)}", params={"width": width})
        assert served.headers["Content-Type"] == "image/webp"
        assert served.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
        assert Image.open(io.BytesIO(served.content)).size == (width, width // 2)


async def test_get__width_of_a_smaller_picture__never_enlarges(api: httpx.AsyncClient) -> None:
    content = picture("PNG", (100, 50))
    await upload(api, content, "image/png")
    served = await api.get(f"{CONTENT}/{name(content)}", params={"width": 640})
    assert Image.open(io.BytesIO(served.content)).size == (100, 50)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
async def test_get__width_of_any_mode__is_a_picture(api: httpx.AsyncClient, mode: str) -> None:
    made = io.BytesIO()
    kind = "JPEG" if mode == "CMYK" else "PNG"
    Image.new(mode, (400, 400)).save(made, kind)
    await upload(api, made.getvalue(), f"image/{kind.lower()}")
    served = await api.get(f"{CONTENT}/{name(made.getvalue())}", params={"width": 320})
    assert served.status_code == 200
    assert Image.open(io.BytesIO(served.content)).size == (320, 320)


async def test_get__width__loses_the_place_where_the_picture_was_taken(api: httpx.AsyncClient) -> None:
    exif = Image.Exif()
    exif[0x0112] = 6  # turned by 90°
    exif[0x010E] = "at home"
    content = picture("JPEG", (400, 200), exif=exif)
    await upload(api, content, "image/jpeg")
    served = Image.open(io.BytesIO((await api.get(f"{CONTENT}/{name(content)}?width=320")).content))
    assert served.size == (200, 400)
    assert not served.getexif()


@pytest.mark.parametrize("width", ["0", "-1", "321", str(10**30), "x", ""])
async def test_get__another_width__is_refused(api: httpx.AsyncClient, width: str) -> None:
    problem(await api.get(f"{CONTENT}/{name(BOWL)}", params={"width": width}), 422, "unprocessable")


async def test_get__width_of_a_document__is_refused(api: httpx.AsyncClient) -> None:
    await upload(api, BOWL, JSON)
    problem(await api.get(f"{CONTENT}/{name(BOWL)}?width=320"), 415, "unsupported-media")


@pytest.mark.parametrize("cid", ["x", "bafy", "Qm" + "x" * 44, "%00", name(BOWL).upper()])
async def test_get__not_a_name__is_refused(api: httpx.AsyncClient, cid: str) -> None:
    problem(await api.get(f"{CONTENT}/{cid}"), 422, "unprocessable")


async def test_post__over_the_rate__is_refused_with_the_time_to_wait(market: Database, serve: Serve) -> None:
    async with serve(market, client="203.0.113.7", upload_rate="3/minute") as visitor:
        for number in range(3):
            assert (await upload(visitor, b'{"n": %d}' % number, JSON)).status_code == 201
        refused = await upload(visitor, BOWL, JSON)
        problem(refused, 429, "too-many-requests")
        assert 1 <= int(refused.headers["Retry-After"]) <= 60
        assert (await visitor.get("/api/listings")).status_code == 200


async def test_post__from_this_machine__may_seed_as_fast_as_it_can(market: Database, serve: Serve) -> None:
    async with serve(market, upload_rate="3/minute", read_rate="3/minute") as operator:
        for number in range(10):
            assert (await upload(operator, b'{"n": %d}' % number, JSON)).status_code == 201
