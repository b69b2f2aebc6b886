"""ape run deploy."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from scripts._roles import FUNCTIONS, ROLES
from tests.scripts.conftest import Workplace


def test_deploy__fresh_chain__records_what_is_there(deployed: Workplace) -> None:
    record = deployed.record
    (market,) = record["markets"]
    assert record["chain_id"] == 31337
    assert record["genesis"] == deployed.rpc("eth_getBlockByNumber", "0x0", False)["hash"]
    assert record["native"] == {"symbol": "ETH", "name": "Ether", "decimals": 18}
    assert (market["market"], market["start_block"]) == (1, 1)
    for entry in market["contracts"].values():
        receipt = deployed.rpc("eth_getTransactionReceipt", entry["transaction"])
        assert receipt["contractAddress"].lower() == entry["address"].lower()
        assert int(receipt["blockNumber"], 16) == entry["block"]
        assert deployed.rpc("eth_getCode", entry["address"], "latest") != "0x"
    manager = market["contracts"]["AccessManager"]["address"]
    assert market["contracts"]["Sellers"]["arguments"] == [manager, market["contracts"]["Market"]["address"]]


def test_deploy__local_chain__lists_the_demo_coin(deployed: Workplace) -> None:
    (coin,) = deployed.record["tokens"]
    assert (coin["symbol"], coin["decimals"]) == ("USDC", 6)
    assert deployed.rpc("eth_getCode", coin["address"], "latest") != "0x"


def test_deploy__local_chain__has_categories_and_fee(deployed: Workplace) -> None:
    _, _, categories, fee, share, *_ = deployed.call("Market", "getConfig")[0]
    assert (categories, fee, share) == (12, 250, 2000)


@pytest.mark.parametrize("role", FUNCTIONS)
def test_deploy__every_privileged_function__asks_for_its_role(deployed: Workplace, role: str) -> None:
    from scripts._seed.rpc import Contract
    from tests.conftest import ROOT

    for name, functions in FUNCTIONS[role].items():
        address = deployed.address(name)
        contract = Contract(address, json.loads((ROOT / f"deployments/abi/{name}.json").read_text()))
        for function in functions:
            selector = contract.functions[function].selector
            assert deployed.call("AccessManager", "getTargetFunctionRole", address, selector) == (ROLES[role],)


def test_deploy__registry__is_held_by_the_sellers_contract(deployed: Workplace) -> None:
    assert deployed.call("AccessManager", "hasRole", ROLES["REGISTRY"], deployed.address("Sellers")) == (True, 0)


def test_deploy__live_market__refuses_and_says_what_to_do(deployed: Workplace) -> None:
    before = deployed.record
    done = deployed.ape("run", "deploy", "--yes")
    assert done.returncode == 1
    assert "already records market 1" in done.stderr
    assert "--add" in done.stderr
    assert deployed.record == before


def test_deploy__answered_no__sends_nothing(start_chain: Callable[..., str], tmp_path: Path) -> None:
    place = Workplace(start_chain(), tmp_path)
    done = place.ape("run", "deploy", answer="n\n")
    assert done.returncode == 1
    assert "create Market at" in done.stdout
    assert "Simulation" in done.stdout
    assert place.rpc("eth_blockNumber") == "0x0"
    assert not list(tmp_path.iterdir())


def test_deploy__add__appends_a_market(start_chain: Callable[..., str], tmp_path: Path, deployed: Workplace) -> None:
    place = Workplace(start_chain(), tmp_path)
    assert place.ape("run", "deploy", "--yes").returncode == 0
    first = place.record
    # Any fresh local chain gets the same addresses.
    assert place.address("Market") == deployed.address("Market")

    assert place.ape("run", "deploy", "--yes", "--add", "--fee-bps", "100").returncode == 0
    record = place.record
    assert record["markets"][0] == first["markets"][0]
    assert record["markets"][1]["market"] == 2
    assert (
        record["markets"][1]["contracts"]["Market"]["address"] != first["markets"][0]["contracts"]["Market"]["address"]
    )
    assert place.call("Market", "getConfig")[0][3] == 100


def test_deploy__local_chain_is_gone__begins_anew(
    deployed: Workplace, start_chain: Callable[..., str], tmp_path: Path
) -> None:
    shutil.copy(deployed.folder / "31337.json", tmp_path)
    place = Workplace(start_chain("--timestamp", "1000"), tmp_path)
    done = place.ape("run", "deploy", "--yes")
    assert done.returncode == 0, done.stderr
    assert place.record["genesis"] != deployed.record["genesis"]
    assert len(place.record["markets"]) == 1


def test_deploy__broken_record__says_so(deployed: Workplace, tmp_path: Path) -> None:
    (tmp_path / "31337.json").write_text('{"chain_id": 31337}')
    done = Workplace(deployed.url, tmp_path).ape("run", "deploy", "--yes")
    assert done.returncode == 1
    assert "is not a deployments file" in done.stderr
