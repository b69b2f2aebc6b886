"""What the tests meet on Ethereum: addresses, and those functions of theirs that the project's own ABIs lack."""

from __future__ import annotations

from typing import Any

from tests.contracts import permit2

USDC = "0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48"
USDC_CODE = "0x43506849D7C04F9138D1A2050bbF3A0c054402dd"
"""What the proxy at `USDC` runs."""

WETH = "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2"
MULTICALL3 = "0xcA11bde05977b3631167028862bE2a173976CA11"
PERMIT2 = permit2.ADDRESS

CIRCLE = "0xE982615d461DD5cD06575BbeA87624fda4e3de17"
"""USDC's master minter; a contract there, so it cannot sign for itself."""

Json = dict[str, Any]


def _function(name: str, takes: str, returns: str = "", mutability: str = "nonpayable") -> Json:
    """An ABI entry; types separated by blanks."""
    inputs, outputs = ([{"name": "", "type": kind} for kind in types.split()] for types in (takes, returns))
    return {"type": "function", "name": name, "inputs": inputs, "outputs": outputs, "stateMutability": mutability}


CIRCLES_ABI = [
    _function("masterMinter", "", "address", "view"),
    _function("blacklister", "", "address", "view"),
    _function("configureMinter", "address uint256", "bool"),
    _function("blacklist", "address"),
]
"""What Circle does with USDC (`FiatTokenV2_2`), beside `mint`."""

WRAPPED_ABI = [_function("withdraw", "uint256")]
"""Of WETH9, which wraps what is sent to it."""

MULTICALL_ABI: list[Json] = [
    {
        "type": "function",
        "name": "aggregate3",
        "stateMutability": "payable",
        "inputs": [
            {
                "name": "calls",
                "type": "tuple[]",
                "components": [
                    {"name": "target", "type": "address"},
                    {"name": "allowFailure", "type": "bool"},
                    {"name": "callData", "type": "bytes"},
                ],
            }
        ],
        "outputs": [
            {
                "name": "returnData",
                "type": "tuple[]",
                "components": [{"name": "success", "type": "bool"}, {"name": "returnData", "type": "bytes"}],
            }
        ],
    }
]
