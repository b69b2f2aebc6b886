"""createDispute(choices, extraData)
├── choices not 1 … 11 → ChoicesOutOfRange
├── less than three votes cost → FeeTooLow
└── otherwise → three of the members are drawn, all if they are fewer, DisputeCreation, RoundBegun
"""

from __future__ import annotations

import pytest
from eth_abi import encode
from eth_utils import keccak

from tests.contracts.council import VOTING, created
from tests.contracts.court import COST, FEE, VOTE_WINDOW
from tests.contracts.helpers import events, reverts


def test_create__three_members__are_the_panel(court_council, buyer):
    receipt = court_council.createDispute(11, b"", sender=buyer, value=COST)

    case = court_council.getCase(1)
    assert (case.arbitrable, case.phase, case.choices, case.panel) == (buyer, VOTING, 11, 0b111)
    assert events(receipt) == [
        ("DisputeCreation", {"disputeID": 1, "arbitrable": buyer}),
        ("RoundBegun", {"disputeID": 1, "round": 0, "panel": 0b111, "deadline": receipt.timestamp + VOTE_WINDOW}),
    ]


def test_create__five_members__three_are_drawn_and_not_always_the_same(court_council, more_members, buyer):
    panels = [court_council.getCase(created(court_council, buyer)).panel for _ in range(12)]

    assert {panel.bit_count() for panel in panels} == {3}
    assert all(panel < 2**5 for panel in panels)
    assert len(set(panels)) > 1


def test_create__eight_members__each_draw_is_free_of_those_before(court_council, admin, chain, buyer):
    """Eight and six share a factor: were one number used for all three draws, some panels would never sit."""
    for number in range(3, 8):
        court_council.addMember(f"0x{number:040x}", sender=admin)

    for _ in range(5):
        receipt = court_council.createDispute(11, b"", sender=buyer, value=COST)
        dispute = events(receipt)[0][1]["disputeID"]
        block = chain.provider.web3.eth.get_block(receipt.block_number)
        random = int.from_bytes(keccak(encode(["bytes32", "uint256"], [block["mixHash"], dispute])), "big")
        assert court_council.getCase(dispute).panel == drawn(8, random)


def drawn(seats, random):
    """Three of so many seats, as bits: three digits of the number, to the bases of how many are left."""
    free, panel = list(range(seats)), 0
    for _ in range(3):
        random, place = divmod(random, len(free))
        panel |= 1 << free.pop(place)
    return panel


def test_create__whoever_is_drawn__gas_is_within_a_fifth(court_council, admin, buyer):
    """An estimate cannot know the draw, so its margin must cover it, with every seat taken too."""
    for number in range(3, 48):
        court_council.addMember(f"0x{number:040x}", sender=admin)
    created(court_council, buyer)
    costs = [court_council.createDispute(11, b"", sender=buyer, value=COST).gas_used for _ in range(40)]

    assert 0 < max(costs) - min(costs) < min(costs) // 5


@pytest.mark.parametrize("left", [0, 1, 2])
def test_create__fewer_members__all_are_the_panel(court_council, members, buyer, admin, left):
    for member in members[left:]:
        court_council.removeMember(member, sender=admin)
    dispute = created(court_council, buyer)

    assert court_council.getCase(dispute).panel == 2**left - 1
    assert court_council.reserve() == (3 - left) * FEE


def test_create__surplus__is_the_councils(court_council, buyer):
    court_council.createDispute(11, b"", sender=buyer, value=COST + 5)

    assert court_council.reserve() == 5


@pytest.mark.parametrize("choices", [0, 12])
def test_create__choices_out_of_range__reverts(court_council, buyer, choices):
    with reverts("ChoicesOutOfRange", choices, 11):
        court_council.createDispute(choices, b"", sender=buyer, value=COST)


def test_create__a_wei_less__reverts(court_council, buyer):
    assert court_council.arbitrationCost(b"") == COST
    with reverts("FeeTooLow", COST, COST - 1):
        court_council.createDispute(11, b"", sender=buyer, value=COST - 1)
