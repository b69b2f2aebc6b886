"""What operators get on mainnet: eight contracts, and the record of them."""

from __future__ import annotations

from scripts._deploy import record_of
from scripts._deployments import CONTRACTS
from scripts._network import connected, has_code
from tests.fork.mainnet import USDC, WETH


def test_deployment__recorded__with_tokens_as_they_name_themselves(plan, receipts):
    record = record_of(None, connected(), None, plan, receipts)

    assert record["chain_id"] == 1
    assert record["tokens"] == [
        {"address": USDC, "symbol": "USDC", "name": "USD Coin", "decimals": 6},
        {"address": WETH, "symbol": "WETH", "name": "Wrapped Ether", "decimals": 18},
    ]
    (market,) = record["markets"]
    assert tuple(market["contracts"]) == CONTRACTS
    assert all(has_code(contract["address"]) for contract in market["contracts"].values())
