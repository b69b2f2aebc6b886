"""`python -m api`: migrate, serve, openapi, as an operator runs them."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import psycopg
import pytest

from tests.conftest import ROOT, Database, free_port


def run(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if name != "API_DATABASE_URL"}
    command = [sys.executable, "-m", "api", *arguments]
    return subprocess.run(command, cwd=ROOT, env=clean | environment, capture_output=True, text=True, check=False)


def test_openapi__printed__is_the_committed_document() -> None:
    printed = run("openapi")
    assert printed.stdout == (ROOT / "frontend" / "openapi.json").read_text()


def test_openapi__every_operation__is_described_with_its_problems() -> None:
    document = json.loads((ROOT / "frontend" / "openapi.json").read_text())
    operations = [each for path in document["paths"].values() for each in path.values()]
    assert len({each["operationId"] for each in operations}) == len(operations)
    assert all(each.get("description") for each in operations)
    for path, methods in document["paths"].items():
        described = set(methods["get"]["responses"]) if "get" in methods else set()
        assert "503" in described or not path.startswith("/api/") or "content" in path, path
    for problem in (r for each in operations for status, r in each["responses"].items() if status[0] == "4"):
        assert "application/problem+json" in problem["content"]


def test_migrate__twice__is_the_same(make_database: Callable[..., Database]) -> None:
    database = make_database()
    for _ in range(2):
        done = run("migrate", **database.environment())
        assert done.returncode == 0, done.stderr
    with psycopg.connect(database.url()) as connection:
        tables = connection.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'app' ORDER BY 1").fetchall()
    assert [name for (name,) in tables] == ["alembic_version", "blob", "document", "token", "variant"]


def test_migrations__together__make_the_tables_that_the_code_describes(template: Database) -> None:
    done = subprocess.run([sys.executable, "-c", CHECK, template.url("stoa_api")], cwd=ROOT, check=False)
    assert done.returncode == 0


CHECK = """
import sys
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine
from api.migrate import psycopg_url
from api.tables import metadata
with create_engine(psycopg_url(sys.argv[1])).connect() as connection:
    options = {"include_schemas": True, "version_table_schema": "app",
               "include_name": lambda name, kind, _: kind != "schema" or name == "app"}
    found = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
sys.exit(str(found) if found else 0)
"""


@pytest.mark.parametrize("command", ["migrate", "serve"])
def test_command__no_database_named__says_so_in_one_line(command: str) -> None:
    done = run(command)
    assert done.returncode == 1
    assert done.stderr.strip() == "Error: settings that are missing or wrong: API_DATABASE_URL"


def test_serve__told_to_end_while_a_caller_waits__ends_within_two_seconds(
    make_database: Callable[..., Database], folders: dict[str, Path]
) -> None:
    port, environment = free_port(), make_database().environment()
    environment |= {"STOA_DEPLOYMENTS": str(folders["deployments"]), "STOA_PAGE": str(folders["page"])}
    command = [sys.executable, "-m", "api", "serve", "--port", str(port)]
    process = subprocess.Popen(command, cwd=ROOT, env=os.environ | environment)
    try:
        wait_until_live(f"http://127.0.0.1:{port}/health/live", process)
        waiting = subprocess.Popen(
            [sys.executable, "-c", WAIT, f"http://127.0.0.1:{port}/api/status?min_block=99"], stderr=subprocess.DEVNULL
        )
        time.sleep(1)
        began = time.monotonic()
        process.send_signal(signal.SIGTERM)
        process.wait(10)
        assert time.monotonic() - began < 3
        waiting.wait(10)
    finally:
        process.kill()
        process.wait()


WAIT = "import sys, urllib.request; urllib.request.urlopen(sys.argv[1], timeout=10)"


def wait_until_live(url: str, process: subprocess.Popen[Any]) -> None:
    until = time.monotonic() + 30
    while True:
        try:
            httpx.get(url).raise_for_status()
        except httpx.TransportError:
            assert process.poll() is None, "it ended at once"
            assert time.monotonic() < until, "it does not answer"
            time.sleep(0.05)
        else:
            return
