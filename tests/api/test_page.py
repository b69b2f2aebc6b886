"""The built page: what is served, under which policy, and what is not."""

from __future__ import annotations

import gzip
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from tests.api.conftest import Serve, problem
from tests.conftest import Database

INDEX = "<!doctype html><title>Stoa</title>"
SCRIPT = "console.log('stoa')"


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A page as the build leaves it, beside a file that is nobody's business."""
    folder = tmp_path_factory.mktemp("built")
    page = folder / "dist"
    (page / "assets").mkdir(parents=True)
    (page / "index.html").write_text(INDEX)
    (page / "assets" / "index-a1b2c3.js").write_text(SCRIPT)
    (page / "assets" / "index-a1b2c3.js.gz").write_bytes(gzip.compress(SCRIPT.encode()))
    (folder / "secret.txt").write_text("secret")
    (page / "link.txt").symlink_to(folder / "secret.txt")
    return page


@pytest_asyncio.fixture(scope="module", loop_scope="session")
async def visitor(only_database: Database, serve: Serve, built: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with serve(only_database, page=built) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/listings/7", "/sell/new", "/a/b/c"])
async def test_page__any_path_of_the_app__is_index_never_kept(visitor: httpx.AsyncClient, path: str) -> None:
    answer = await visitor.get(path)
    assert (answer.status_code, answer.text) == (200, INDEX)
    assert answer.headers["Content-Type"].startswith("text/html")
    assert answer.headers["Cache-Control"] == "no-cache"


async def test_page__policy__lets_nothing_run_but_our_own_files(visitor: httpx.AsyncClient) -> None:
    headers = (await visitor.get("/")).headers
    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == policy["style-src"] == policy["connect-src"] == policy["font-src"] == "'self'"
    assert policy["img-src"] == "'self' data: blob:"
    assert policy["frame-ancestors"] == policy["base-uri"] == "'none'"
    assert policy["form-action"] == "'self'"
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"


@pytest.mark.parametrize("path", ["/api/listings/7", "/api/nothing", "/nothing.js"])
async def test_headers__problems_too__carry_the_policy(visitor: httpx.AsyncClient, market: Database, path: str) -> None:
    answer = await visitor.get(path)
    assert answer.status_code == 404
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]


async def test_asset__hashed__is_kept_for_ever_and_compressed_where_wanted(visitor: httpx.AsyncClient) -> None:
    path = "/assets/index-a1b2c3.js"
    plain = await visitor.get(path, headers={"Accept-Encoding": "identity"})
    small = await visitor.get(path, headers={"Accept-Encoding": "br;q=0.5, gzip"})
    assert plain.text == small.text == SCRIPT
    assert "Content-Encoding" not in plain.headers
    assert small.headers["Content-Encoding"] == "gzip"
    for answer in (plain, small):
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        assert "javascript" in answer.headers["Content-Type"]
        assert answer.headers["Vary"] == "Accept-Encoding"


@pytest.mark.parametrize(
    "path",
    [
        "/../secret.txt",
        "/..%2fsecret.txt",
        "/%2e%2e/secret.txt",
        "/assets/..%2f..%2fsecret.txt",
        "/link.txt",
        "//etc/passwd.txt",
        "/%00.txt",
        "/assets/missing.js",
        "/" + "a" * 300 + ".js",
        "/" + "a/" * 2000 + "x.js",
    ],
)
async def test_file__outside_or_missing__is_not_found(visitor: httpx.AsyncClient, path: str) -> None:
    answer = await visitor.get(path)
    assert "secret" not in answer.text.replace("secret.txt", "")
    problem(answer, 404, "not-found")


async def test_page__long_path_of_the_app__is_index(visitor: httpx.AsyncClient) -> None:
    assert (await visitor.get("/" + "a" * 300)).text == INDEX


async def test_page__not_built__says_how(market: Database, serve: Serve, tmp_path: Path) -> None:
    async with serve(market, page=tmp_path / "nowhere") as client:
        assert "npm run build" in problem(await client.get("/"), 503, "unavailable")["detail"]
