"""Ponder in its default settings, with equivalent tables and handlers (`benchmarks/ponder`), measured."""

from __future__ import annotations

import json
import subprocess
import urllib.request

import psycopg

from benchmarks.indexer.measure import Cost, Process
from benchmarks.indexer.place import ROOT, Place
from tests.indexer.node import free_port

PROJECT = ROOT / "benchmarks" / "ponder"
NODE = PROJECT / "node_modules" / ".bin" / "node"
BIN = PROJECT / "node_modules" / "ponder" / "dist" / "esm" / "bin" / "ponder.js"


def install() -> None:
    if not BIN.exists():
        subprocess.run(["npm", "ci", "--no-audit", "--no-fund", "--silent"], cwd=PROJECT, check=True)


def sync(place: Place, url: str, schema: str, rpc_url: str = "", ws_url: str = "") -> Cost:
    """Until it says that it is ready; with another `schema` on the same database, from its cache."""
    port = free_port()
    return start(place, url, schema, port, rpc_url, ws_url).run_until(lambda: ready(port), 0.1)


def start(place: Place, url: str, schema: str, port: int, rpc_url: str = "", ws_url: str = "") -> Process:
    contracts = json.loads((place.folder / "deployments" / "31337.json").read_text())["markets"][0]["contracts"]
    environment = {
        "DATABASE_URL": url,
        "RPC_URL": rpc_url or place.rpc_url,
        "RPC_WS": ws_url,
        "STOA_ABI": str(ROOT / "deployments" / "abi"),
        "MARKET": contracts["Market"]["address"],
        "SELLERS": contracts["Sellers"]["address"],
        "PONDER_TELEMETRY_DISABLED": "true",
    }
    command = [str(NODE), str(BIN), "start", "--schema", schema, "--port", str(port)]
    return Process(command, environment, PROJECT, place.folder / "ponder.log")


def ready(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/ready", timeout=2) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def counts(url: str, schema: str, last: int) -> dict[str, int]:
    """Events by name, up to a block."""
    asked = f"SELECT name, count(*) FROM {schema}.event WHERE block_number <= %s GROUP BY name"
    with psycopg.connect(url) as connection:
        return dict(connection.execute(asked, (last,)).fetchall())
