"""A mainnet for where none can be reached: a local chain of id 1, with real code at the real addresses.

Every contract is deployed as it once was, then its code and the storage that its constructor wrote are copied to where
it lives on mainnet. USDC is set up there by its own initialisers, version after version, as Circle did it.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
from eth_abi import encode
from eth_utils import function_signature_to_4byte_selector, keccak, to_hex

from tests.conftest import local_chain
from tests.contracts import permit2
from tests.fork.mainnet import CIRCLE, MULTICALL3, PERMIT2, USDC, USDC_CODE, WETH

CODE = Path(__file__).parent / "code"
LIBRARY = "__$715109b5d747ea58b675c6ea3f0dba8c60$__"
"""Where the address of SignatureChecker belongs in the code of USDC."""

WETH_STORAGE = (0, 1, 2)
"""Name, symbol, decimals."""

PROXY_STORAGE = tuple(
    int.from_bytes(keccak(text=f"org.zeppelinos.proxy.{slot}")) for slot in ("implementation", "admin")
)


@contextmanager
def local_mainnet() -> Iterator[str]:
    """Runs it until the block ends. Gives its URL."""
    with local_chain("--chain-id", "1") as url, httpx.Client(base_url=url) as client:
        upstream = Upstream(client)
        upstream.put_weth()
        upstream.put_usdc()
        upstream.copy(upstream.deploy(_code("Multicall3")), MULTICALL3)
        upstream.rpc("anvil_setCode", PERMIT2, to_hex(permit2.CODE))
        yield url


@dataclass
class Upstream:
    """The chain while it is made."""

    client: httpx.Client
    accounts: list[str] = field(init=False)

    def __post_init__(self) -> None:
        self.accounts = self.rpc("eth_accounts")

    def rpc(self, method: str, *parameters: Any) -> Any:
        question = {"jsonrpc": "2.0", "id": 1, "method": method, "params": parameters}
        answer = self.client.post("", json=question).raise_for_status().json()
        assert "error" not in answer, (method, answer)
        return answer["result"]

    def send(self, data: str, **to: str) -> str | None:
        """Returns the address of what was created, if anything was."""
        transaction = {"from": self.accounts[0], "data": data, **to}
        receipt = self.rpc("eth_sendTransactionSync", transaction)
        assert int(receipt["status"], 16) == 1, receipt
        return receipt["contractAddress"]

    def deploy(self, code: str) -> str:
        created = self.send(code)
        assert created
        return created

    def copy(self, source: str, to: str, slots: tuple[int, ...] = ()) -> None:
        self.rpc("anvil_setCode", to, self.rpc("eth_getCode", source, "latest"))
        for slot in slots:
            value = self.rpc("eth_getStorageAt", source, hex(slot), "latest")
            self.rpc("anvil_setStorageAt", to, hex(slot), value)

    def put_weth(self) -> None:
        self.copy(self.deploy(_code("WETH9")), WETH, WETH_STORAGE)

    def put_usdc(self) -> None:
        library = self.deploy(_code("SignatureChecker"))
        self.copy(self.deploy(_code("FiatTokenV2_2").replace(LIBRARY, library.removeprefix("0x"))), USDC_CODE)
        proxy = _code("FiatTokenProxy") + encode(["address"], [USDC_CODE]).hex()
        self.copy(self.deploy(proxy), USDC, PROXY_STORAGE)
        self._initialise_usdc()
        self.rpc("anvil_setCode", CIRCLE, "0x00")

    def _initialise_usdc(self) -> None:
        # The admin of the proxy, its deployer, may not call through it.
        caller, pauser, blacklister, owner = self.accounts[1:5]
        texts = "USD Coin", "USDC", "USD"
        steps: tuple[tuple[str, str, tuple[Any, ...]], ...] = (
            ("initialize", "string,string,string,uint8,address,address,address,address",
             (*texts, 6, CIRCLE, pauser, blacklister, owner)),
            ("initializeV2", "string", ("USD Coin",)),
            ("initializeV2_1", "address", (owner,)),
            ("initializeV2_2", "address[],string", ([], "USDC")),
        )  # fmt: skip
        for name, types, values in steps:
            selector = function_signature_to_4byte_selector(f"{name}({types})")
            data = to_hex(selector + encode(types.split(","), values))
            self.send(data, to=USDC, **{"from": caller})


def _code(name: str) -> str:
    """Creation code, 0x-prefixed hex."""
    return "0x" + (CODE / f"{name}.hex").read_text().strip()
