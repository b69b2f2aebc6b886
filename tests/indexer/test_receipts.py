"""The root of a block's receipts, computed from them, is the one in its header."""

import msgspec
import pytest

from indexer.receipts import read_receipts, root_of
from tests.indexer.history import Life
from tests.indexer.market import DeployedMarket
from tests.indexer.node import Anvil

EMPTY = "0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421"


def receipts_of(chain: Anvil, number: int) -> msgspec.Raw:
    return msgspec.Raw(msgspec.json.encode(chain.rpc("eth_getBlockReceipts", hex(number))))


def test_root__of_no_receipts__is_that_of_an_empty_trie() -> None:
    assert root_of([]) == EMPTY


@pytest.mark.parametrize("count", [1, 2, 17, 129, 140])
def test_root__of_so_many_receipts__is_the_header_s(chain: Anvil, market: DeployedMarket, count: int) -> None:
    legacy = {"gasPrice": hex(10 * 10**9)}
    for number in range(count):
        kind = legacy if number % 2 else legacy | {"accessList": []}
        sender = chain.accounts[number % len(chain.accounts)]
        transaction = {"from": sender, "to": market.seller, "value": "0x1", "gas": hex(21_000)}
        chain.rpc("eth_sendTransaction", transaction | kind)
    chain.mine()
    receipts = read_receipts(receipts_of(chain, chain.height))

    assert receipts is not None
    assert len(receipts) == count
    assert len({receipt.type for receipt in receipts}) == min(count, 2)
    assert root_of(receipts) == chain.block("latest")["receiptsRoot"]


def test_root__of_blocks_full_of_logs_and_reverts__is_the_header_s(chain: Anvil, market: DeployedMarket) -> None:
    life, logs = Life(market, seed=61), 0
    for _ in range(6):
        life.act(8)
        chain.mine()
        receipts = read_receipts(receipts_of(chain, chain.height)) or []
        logs += sum(len(receipt.logs) for receipt in receipts)
        assert root_of(receipts) == chain.block("latest")["receiptsRoot"]
        if any(receipt.logs for receipt in receipts):
            next(receipt for receipt in receipts if receipt.logs).logs.pop()
            assert root_of(receipts) != chain.block("latest")["receiptsRoot"]
    assert logs > 10
