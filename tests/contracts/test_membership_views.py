"""What anyone can read of memberships; and the card: JSON that parses, with a picture that parses and says the day."""

from __future__ import annotations

import base64
import json
from datetime import UTC, datetime
from functools import reduce
from operator import xor
from xml.etree import ElementTree

import pytest

from tests.contracts.helpers import DAY, NATIVE, reverts
from tests.contracts.machine import artifact
from tests.contracts.memberships import CARD, FEE, PERIOD, tier, worth

SVG = "{http://www.w3.org/2000/svg}"


def metadata(uri):
    kind, _, body = uri.partition(",")
    assert kind == "data:application/json;base64"
    return json.loads(base64.b64decode(body, validate=True))


def words(image):
    """What is written in a picture, and that it is one."""
    kind, _, body = image.partition(",")
    assert kind == "data:image/svg+xml;base64"
    picture = ElementTree.fromstring(base64.b64decode(body, validate=True))
    assert picture.tag == f"{SVG}svg"
    return [text.text for text in picture.iter(f"{SVG}text")]


def test_token_uri__of_a_membership__says_tier_number_and_last_day(club, card):
    found = metadata(club.tokenURI(CARD))
    day = datetime.fromtimestamp(card, UTC).date().isoformat()

    assert found["name"] == "Gold #1"
    assert found["attributes"] == [
        {"trait_type": "Tier", "value": "Gold"},
        {"display_type": "date", "trait_type": "Expires", "value": card},
    ]
    assert words(found["image"]) == ["STOA", "Gold", f"Valid until {day}", "No. 1"]


@pytest.mark.parametrize("name", ["x", "W" * 19, "W" * 20, "i" * 32, "#%'{}`$;/?"])
def test_token_uri__any_plain_name__is_well_formed(club, admin, buyer, name):
    club.addTier(tier(name=name), sender=admin)
    for _ in range(2):
        club.mint(2, buyer, 1, sender=buyer, value=FEE)
    found = metadata(club.tokenURI((2 << 32) | 2))

    assert found["name"] == f"{name} #2"
    assert words(found["image"])[1:] == [name, found["description"].removesuffix(" (UTC)"), "No. 2"]


def test_token_uri__after_a_renewal__says_the_new_day(club, buyer, card):
    before = club.tokenURI(CARD)
    club.renewSubscription(CARD, PERIOD, sender=buyer, value=FEE)
    found = metadata(club.tokenURI(CARD))

    assert (found["attributes"][1]["value"], before == club.tokenURI(CARD)) == (card + PERIOD, False)


@pytest.mark.parametrize("view", ["tokenURI", "ownerOf", "expiresAt", "isRenewable", "refundOf", "getApproved"])
def test_view__no_such_membership__reverts(club, stranger, card, view):
    with reverts("ERC721NonexistentToken", CARD + 1):
        getattr(club, view).transact(CARD + 1, sender=stranger)


def test_membership_of__unknown__is_nobodys(club, card):
    """The market asks this for whatever a buyer names; it must not revert."""
    for unknown in (0, CARD + 1, 2**256 - 1):
        assert tuple(club.membershipOf(unknown)) == (NATIVE, 0, 0)
        assert tuple(club.getMembership(unknown)) == (NATIVE, 0, 0, 0)


def test_refund_of__as_time_goes__is_what_a_cancellation_gives(club, chain, card):
    for left in (PERIOD - 1, PERIOD // 2 + 1, PERIOD // 2, DAY + 1, 1, 0):
        chain.mine(timestamp=card - left)
        assert club.refundOf(CARD) == worth(left)
    chain.mine(timestamp=card + PERIOD)

    assert club.refundOf(CARD) == 0


def test_is_renewable__expired__yes(club, chain, card):
    chain.mine(timestamp=card + PERIOD)

    assert club.isRenewable(CARD) is True


def test_balance_of__nobody__reverts(club, stranger):
    with reverts("ERC721InvalidOwner", NATIVE):
        club.balanceOf.transact(NATIVE, sender=stranger)


def test_name_and_symbol__are_stoas(club):
    assert (club.name(), club.symbol()) == ("Stoa Membership", "STOA")


INTERFACES = {
    "ERC-165": "0x01ffc9a7",
    "ERC-721": "0x80ac58cd",
    "ERC-721 metadata": "0x5b5e139f",
    "ERC-2981": "0x2a55205a",
    "ERC-4906": "0x49064906",
    "ERC-5643": "0x8c65f84d",
}


@pytest.mark.parametrize("interface", INTERFACES.values(), ids=INTERFACES.keys())
def test_supports_interface__those_it_has__yes(club, interface):
    assert club.supportsInterface(interface) is True


@pytest.mark.parametrize("interface", ["0xffffffff", "0x00000000", "0x780e9d63", "0x0f632fb3"])
def test_supports_interface__others__no(club, interface):
    assert club.supportsInterface(interface) is False


def test_erc5643_id__is_the_xor_of_its_functions():
    interface = artifact("Membership")[1]
    names = ("renewSubscription", "cancelSubscription", "expiresAt", "isRenewable")
    selectors = [int.from_bytes(interface.selector(name), "big") for name in names]

    assert hex(reduce(xor, selectors)) == INTERFACES["ERC-5643"]
