"""A browser wallet for tests: announced through EIP-6963, signing with a local chain's unlocked accounts."""

from __future__ import annotations

from typing import Any

import httpx
from playwright.sync_api import Page

REJECTED = {"code": 4001, "message": "User rejected the request."}
WRONG_CHAIN = "0x1"

# What a wallet extension puts into a page. Calls go to Python, so the page's own rules on connections stay in force.
ANNOUNCE = """
(() => {
  const listeners = {};
  const provider = {
    request: async ({ method, params }) => {
      const answer = await window.testWallet(method, params ?? []);
      if (answer.error) throw Object.assign(new Error(answer.error.message), answer.error);
      return answer.result;
    },
    on: (event, listener) => { (listeners[event] ??= new Set()).add(listener); return provider; },
    removeListener: (event, listener) => { listeners[event]?.delete(listener); return provider; },
  };
  window.testWalletEmit = (event, value) => listeners[event]?.forEach((listener) => listener(value));
  const detail = Object.freeze({
    info: { uuid: "5a0c4e0e-6b2a-4a39-9d0a-0f6a5a1f4c11", name: "Test Wallet", rdns: "test.wallet",
            icon: "data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciLz4=" },
    provider,
  });
  const announce = () => window.dispatchEvent(new CustomEvent("eip6963:announceProvider", { detail }));
  window.addEventListener("eip6963:requestProvider", announce);
  announce();
})();
"""


class Wallet:
    """The wallet of one page. `account` signs; `reject` refuses the next signature; `chain` overrides what it is on."""

    def __init__(self, page: Page, chain_url: str, account: str) -> None:
        self.account = account
        self.reject = False
        self.chain: str | None = None
        self.sent: list[str] = []
        self._page = page
        self._node = httpx.Client(base_url=chain_url, timeout=30)
        page.expose_function("testWallet", self._answer)
        page.add_init_script(ANNOUNCE)

    def switch_account(self, account: str) -> None:
        """As when a user picks another account in the wallet."""
        self.account = account
        self._page.evaluate("account => window.testWalletEmit('accountsChanged', [account])", account)

    def call(self, method: str, *params: Any) -> Any:
        """A question to the chain. Raises for an error."""
        answer = self._ask(method, list(params))
        assert "error" not in answer, answer["error"]
        return answer["result"]

    def _answer(self, method: str, params: list[Any]) -> dict[str, Any]:
        if method in ("eth_accounts", "eth_requestAccounts"):
            return {"result": [self.account]}
        if method == "eth_chainId" and self.chain:
            return {"result": self.chain}
        if method in ("wallet_switchEthereumChain", "wallet_addEthereumChain"):
            return self._switch_chain()
        if method.startswith("wallet_"):
            return {"error": {"code": -32601, "message": f"{method} is not offered."}}
        if method in ("eth_sendTransaction", "personal_sign", "eth_signTypedData_v4") and self.reject:
            self.reject = False
            return {"error": REJECTED}
        answer = self._ask(method, params)
        if method == "eth_sendTransaction" and "result" in answer:
            self.sent.append(answer["result"])
        return answer

    def _switch_chain(self) -> dict[str, Any]:
        self.chain = None
        self._page.evaluate("chain => window.testWalletEmit('chainChanged', chain)", self.call("eth_chainId"))
        return {"result": None}

    def _ask(self, method: str, params: list[Any]) -> dict[str, Any]:
        answer = self._node.post("/", json={"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
        found: dict[str, Any] = answer.json()
        return found
