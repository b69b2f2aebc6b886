"""The rows say what the Python model of the market says after the same transactions."""

from collections.abc import Callable

import pytest

from tests.conftest import Database
from tests.indexer.history import Life
from tests.indexer.market import DeployedMarket
from tests.indexer.node import Anvil
from tests.indexer.reference import Reference, assert_rows_are_the_model_s
from tests.indexer.running import RunningIndexer, query


@pytest.mark.parametrize("seed", [1, 2])
def test_rows__after_a_random_history__are_the_model_s(
    chain: Anvil, market: DeployedMarket, database: Database, start: Callable[..., RunningIndexer], seed: int
) -> None:
    life = Life(market, seed)
    for number in range(30):
        life.act(5)
        if number == 15:
            life.pass_time()
        chain.mine()
    start(database).catch_up(chain)
    url = database.url("stoa_indexer")

    assert_rows_are_the_model_s(url, market)
    assert len(Reference(market).market.orders) > 10
    query(url, "UPDATE chain.orders SET escrow = escrow + 1 WHERE order_id = 1")
    with pytest.raises(AssertionError):
        assert_rows_are_the_model_s(url, market)
