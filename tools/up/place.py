"""Where a market lives: its folder, its ports, and what its processes are told of them."""

from __future__ import annotations

import os
import shutil
import socket
import sys
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from tools.up.errors import CannotStart

ROOT = Path(__file__).resolve().parents[2]
CHAIN_PORT_OFFSET = 545  # 8000 → 8545, where wallets look for a local chain
CHAIN_ID = 31_337


@dataclass(frozen=True)
class Place:
    """The folder and the ports of one market."""

    data: Path
    port: int
    chain_port: int

    @classmethod
    def from_environment(cls) -> Place:
        """Reads STOA_DATA (default `.data`), STOA_PORT (8000) and STOA_CHAIN_PORT (STOA_PORT + 545)."""
        port = _port("STOA_PORT", 8000)
        data = ROOT / Path(os.environ.get("STOA_DATA") or ".data").expanduser()
        return cls(data.resolve(), port, _port("STOA_CHAIN_PORT", port + CHAIN_PORT_OFFSET))

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def chain_url(self) -> str:
        return f"http://127.0.0.1:{self.chain_port}"

    @property
    def chain_state(self) -> Path:
        return self.data / "chain" / "state.json"

    @property
    def deployments(self) -> Path:
        return self.data / "deployments"

    def environment(self, socket_folder: str) -> dict[str, str]:
        """What every process of the market is told, on top of what we were told ourselves."""

        def url(role: str) -> str:
            return f"postgresql://{role}@/stoa?host={quote(socket_folder, safe='')}"

        return os.environ | {
            "ADMIN_DATABASE_URL": url("postgres"),
            "DATABASE_URL": url("stoa_indexer"),
            "API_DATABASE_URL": url("stoa_api"),
            "RPC_URLS": self.chain_url,
            "APE_FOUNDRY_HOST": self.chain_url,
            "STOA_DEPLOYMENTS": str(self.deployments),
            "STOA_PAGE": os.environ.get("STOA_PAGE") or str(ROOT / "frontend" / "dist"),
            "STOA_PORT": str(self.port),
            "SOLCX_BINARY_PATH": str(ROOT / "tools" / "solcx"),
            "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
            "PYTHONUNBUFFERED": "1",
        }


def anvil() -> Path:
    """The local chain's program: npm's where there is one for this machine (Linux on x86-64), else Foundry's own."""
    found = shutil.which("anvil", path=f"{ROOT / 'node_modules' / '.bin'}:{os.environ['PATH']}")
    if not found:
        raise CannotStart("anvil is not installed: run `make setup`, or install Foundry where npm has no build of it.")
    return Path(found)


def require_free(port: int, variable: str) -> None:
    """Raises `CannotStart` if something listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            raise CannotStart(
                f"Port {port} is in use: stop what uses it, or choose another, e.g. `{variable}={port + 100} make up`."
            ) from None


def _port(variable: str, default: int) -> int:
    text = os.environ.get(variable) or str(default)
    if not text.isdecimal() or not 1024 <= int(text) <= 65_535:
        raise CannotStart(f"{variable}={text} is no port: give a number from 1024 to 65535.")
    return int(text)
