"""The operators' commands: each says what it will do, tries it, asks, does it."""

from __future__ import annotations

from pathlib import Path

import pytest

from scripts._money import shown, units
from scripts._roles import ROLES
from tests.scripts.conftest import Seeded

SOMEBODY = "0x00000000000000000000000000000000000000AA"


def test_roles__listed__shows_holders_and_functions(seeded: Seeded) -> None:
    place = seeded.place
    done = place.ape("run", "roles")
    row = next(line for line in done.stdout.splitlines() if line.startswith("REGISTRY"))
    assert place.address("Sellers") in row
    assert "Market.setSellerStatus" in row


def test_roles__granted_and_revoked__follows(seeded: Seeded) -> None:
    place = seeded.place
    assert place.ape("run", "roles", "grant", "ARBITER", SOMEBODY, "--yes").returncode == 0
    assert place.call("AccessManager", "hasRole", ROLES["ARBITER"], SOMEBODY) == (True, 0)
    assert place.ape("run", "roles", "revoke", "ARBITER", SOMEBODY, "--yes").returncode == 0
    assert place.call("AccessManager", "hasRole", ROLES["ARBITER"], SOMEBODY) == (False, 0)
    assert SOMEBODY not in place.ape("run", "roles").stdout


def test_fees__answered_no__stay(seeded: Seeded) -> None:
    place = seeded.place
    before = place.call("Market", "getConfig")
    done = place.ape("run", "fees", "set", "400", "1000", answer="n\n")
    assert done.returncode == 1
    assert "set the fee of later orders to 400 bps" in done.stdout
    assert place.call("Market", "getConfig") == before


def test_fees__collected__are_the_treasurers(seeded: Seeded) -> None:
    place = seeded.place
    assert place.call("Market", "feesOf", "0x" + "00" * 20)[0] > 0
    done = place.ape("run", "fees", "collect", "ETH", SOMEBODY, "--yes")
    assert done.returncode == 0, done.stderr
    assert place.call("Market", "feesOf", "0x" + "00" * 20) == (0,)
    assert place.call("Market", "balanceOf", SOMEBODY, 0)[0] > 0


def test_categories__added_and_renamed__are_listed(seeded: Seeded) -> None:
    place = seeded.place
    assert place.ape("run", "categories", "add", "Toys", "--parent", "2", "--yes").returncode == 0
    number = place.call("Market", "getConfig")[0][2]
    assert place.ape("run", "categories", "rename", str(number), "Toys & games", "--yes").returncode == 0
    assert any(
        line.split(maxsplit=2) == [str(number), "2", "Toys & games"]
        for line in place.ape("run", "categories").stdout.splitlines()
    )


def test_sellers__suspended_and_reinstated__follows(seeded: Seeded, tmp_path: Path) -> None:
    place, seller = seeded.place, "0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC"
    reason = tmp_path / "reason.txt"
    reason.write_text("Three orders never shipped.")
    assert place.ape("run", "sellers", "suspend", seller, str(reason), "--yes").returncode == 0
    assert place.call("Sellers", "statusOf", seller) == (2,)
    assert "suspended" in place.ape("run", "sellers").stdout
    assert place.ape("run", "sellers", "reinstate", seller, "--yes").returncode == 0
    assert place.call("Sellers", "statusOf", seller) == (1,)


def test_sellers__would_revert__names_the_error_and_sends_nothing(seeded: Seeded) -> None:
    place = seeded.place
    before = place.rpc("eth_blockNumber")
    done = place.ape("run", "sellers", "reinstate", SOMEBODY, "--yes")
    assert done.returncode == 1
    assert "SellerStatusInvalid" in done.stderr
    assert place.rpc("eth_blockNumber") == before


@pytest.mark.parametrize(("text", "decimals", "amount"), [("1", 6, 10**6), ("0.5", 18, 5 * 10**17), ("1e-6", 6, 1)])
def test_units__amounts__are_exact(text: str, decimals: int, amount: int) -> None:
    assert units(text, decimals) == amount


@pytest.mark.parametrize("text", ["0", "-1", "x", "NaN", "inf", "0.0000001"])
def test_units__nonsense__is_refused(text: str) -> None:
    with pytest.raises(Exception, match="not a"):
        units(text, 6)


@pytest.mark.parametrize(
    ("amount", "said"), [(10**18, "1 ETH"), (1, "0.000000000000000001 ETH"), (0, "0 ETH"), (10**19, "10 ETH")]
)
def test_shown__amounts__keep_every_digit(amount: int, said: str) -> None:
    assert shown(amount, "ETH", 18) == said
