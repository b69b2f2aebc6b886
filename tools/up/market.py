"""The order in which a market starts, and how it is watched until it ends."""

from __future__ import annotations

import asyncio
import json
import sys
import time
from contextlib import AsyncExitStack, suppress
from pathlib import Path
from typing import TYPE_CHECKING

import httpx

from tools.up.database import postgres
from tools.up.errors import CannotStart, ChildDied
from tools.up.place import CHAIN_ID, ROOT, Place, anvil, require_free
from tools.up.process import Child
from tools.up.progress import say, step

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from tools.up.folder import Folder

    Question = Callable[[httpx.AsyncClient], Awaitable[bool]]

HISTORY = 30 * 86_400  # seconds: the demo market's past begins this long ago
READY_WITHIN = 60.0  # seconds
NETWORK = "ethereum:local:foundry"


class Market:
    """The processes of one market, in the order of their start."""

    def __init__(self, place: Place, folder: Folder) -> None:
        self.place = place
        self.folder = folder
        self.children: list[Child] = []
        self.environment: dict[str, str] = {}
        self.database_pid = 0

    async def run(self) -> None:
        """Starts everything and returns when it is stopped. Raises `CannotStart` or `ChildDied`."""
        require_free(self.place.port, "STOA_PORT")
        require_free(self.place.chain_port, "STOA_CHAIN_PORT")
        first = not self.folder.seeded
        if first and self.folder.start_over():
            say("  The first start had been broken off: starting over.")
        async with AsyncExitStack() as stack:
            await self._start(stack, first)
            self._welcome()
            raise await self._first_death()

    async def _start(self, stack: AsyncExitStack, first: bool) -> None:
        async with step("PostgreSQL and a local chain"):
            socket_folder, self.database_pid = stack.enter_context(postgres(self.place.data / "postgres"))
            self.environment = self.place.environment(socket_folder)
            stack.push_async_callback(self._stop)
            await self._start_chain(first)
        async with step("Tables"):
            await self._run("migrate-indexer", sys.executable, "-m", "indexer", "migrate")
            await self._run("migrate-api", sys.executable, "-m", "api", "migrate")
        if first:
            async with step("Contracts: compile and deploy"):
                await self._run("deploy", "ape", "run", "deploy", "--network", NETWORK, "--yes")
        async with step("Indexer, API and page"):
            await self._launch("indexer", sys.executable, "-m", "indexer", "run")
            await self._launch("api", sys.executable, "-m", "api", "serve", "--port", str(self.place.port))
            await self._until_ready()
        if first:
            async with step("The demo market: 20 sellers, 200 listings"):
                await self._run("seed", "ape", "run", "seed", "--network", NETWORK, "--api", self.place.url)
                await self._until_ready()
            self.folder.mark_seeded()

    async def _start_chain(self, first: bool) -> None:
        self.place.chain_state.parent.mkdir(exist_ok=True)
        if self.place.chain_state.exists():
            keep_one_beginning(self.place.chain_state)
        past = ["--timestamp", str(int(time.time()) - HISTORY)] if first else []
        await self._launch(
            "chain",
            str(anvil()),
            *["--host", "127.0.0.1", "--port", str(self.place.chain_port), "--chain-id", str(CHAIN_ID)],
            *["--state", str(self.place.chain_state), "--state-interval", "1"],
            "--silent",
            *past,
        )
        await self._until("the local chain", self._chain_answers)

    async def _launch(self, name: str, *command: str) -> None:
        self.children.append(await self._child(name, *command).start())
        self._remember()

    async def _run(self, name: str, *command: str) -> None:
        """Runs a step that ends by itself; when we are stopped meanwhile, so is it."""
        child = await self._child(name, *command).start()
        self._remember(child)
        try:
            await child.finish()
        finally:
            await child.stop()

    def _remember(self, *passing: Child) -> None:
        """PostgreSQL last: its clients end before it."""
        self.folder.remember([*(child.pid for child in (*passing, *self.children)), self.database_pid])

    def _child(self, name: str, *command: str) -> Child:
        return Child(name, command, self.place.data / "log", self.environment, ROOT)

    async def _stop(self) -> None:
        say("\n  Stopping.")
        for child in reversed(self.children):
            await child.stop()

    async def _until_ready(self) -> None:
        await self._until("the market", self._page_answers)

    async def _until(self, what: str, answers: Question) -> None:
        """Asks until it answers, for `READY_WITHIN` seconds, unless a process dies first."""
        waiting = asyncio.create_task(_poll(answers))
        dying = asyncio.create_task(self._first_death())
        done, pending = await asyncio.wait({waiting, dying}, timeout=READY_WITHIN, return_when="FIRST_COMPLETED")
        for task in pending:
            task.cancel()
        if dying in done:
            raise dying.result()
        if not done:
            raise CannotStart(f"{what} did not answer within {READY_WITHIN:.0f} s: see {self.place.data / 'log'}.")

    async def _first_death(self) -> ChildDied:
        deaths = [asyncio.create_task(child.died()) for child in self.children]
        try:
            done, _ = await asyncio.wait(deaths, return_when="FIRST_COMPLETED")
            return done.pop().result()
        finally:
            for death in deaths:
                death.cancel()

    async def _chain_answers(self, client: httpx.AsyncClient) -> bool:
        """Whether it is the chain on which the contracts were deployed."""
        question = {"jsonrpc": "2.0", "id": 1, "method": "eth_getBlockByNumber", "params": ["0x0", False]}
        block = (await client.post(self.place.chain_url, json=question)).json().get("result") or {}
        return bool(block.get("hash")) and self._genesis() in (None, block["hash"])

    def _genesis(self) -> str | None:
        """Hash of block 0 as the deployment recorded it; None before there is one."""
        record = self.place.deployments / f"{CHAIN_ID}.json"
        return str(json.loads(record.read_text())["genesis"]) if record.exists() else None

    async def _page_answers(self, client: httpx.AsyncClient) -> bool:
        return (await client.get(f"{self.place.url}/health/ready")).status_code == 200

    def _welcome(self) -> None:
        say(
            f"\n  Stoa is open:  {self.place.url}\n\n"
            f"  Connect as a demo account, or add the chain to your wallet ({self.place.chain_url}, id {CHAIN_ID}).\n"
            f"  Logs are in {self.place.data / 'log'}. Ctrl-C stops everything; `make up` goes on where it was."
        )


async def _poll(answers: Question) -> None:
    async with httpx.AsyncClient(timeout=5) as client:
        while True:
            # While nobody listens yet; the caller's time limit ends this.
            with suppress(httpx.TransportError):
                if await answers(client):
                    return
            await asyncio.sleep(0.05)


def keep_one_beginning(state: Path) -> None:
    """anvil makes a block 0 at each start, keeps all of them in its state, and takes any of them for the first when it
    reads it again. The oldest is the chain's own."""
    try:
        chain = json.loads(state.read_text())
    except ValueError as error:
        raise CannotStart(f"{state} is damaged ({error}): `make reset` begins anew.") from error
    beginnings = [block for block in chain["blocks"] if int(block["header"]["number"], 16) == 0]
    if len(beginnings) < 2:
        return
    first = min(beginnings, key=lambda block: int(block["header"]["timestamp"], 16))
    chain["blocks"] = [block for block in chain["blocks"] if block is first or block not in beginnings]
    draft = state.with_suffix(".tmp")
    draft.write_text(json.dumps(chain))
    draft.replace(state)
