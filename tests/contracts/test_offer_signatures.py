"""What a signature of an offer stands for: this maker, every field, this chain, this contract, and nothing else.
A maker that is a contract is asked by ERC-1271 when its offer is taken.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from ape import project
from eth_keys.constants import SECPK1_N

from tests.contracts.helpers import FAR, NATIVE, PRICE, reverts, terms
from tests.contracts.interface import plain
from tests.contracts.offers import Part, sign_offer

HALF = PRICE // 2
PROFILE = b"\x01" * 32


@pytest.fixture
def account(stranger):
    """A contract that signs by ERC-1271."""
    return stranger.deploy(project.SigningAccount)


@pytest.fixture
def contract_bid(market, bid, account, buyer):
    """A bid of the contract, with claims to pay it twice; not signed yet."""
    market.deposit(NATIVE, PRICE, account, sender=buyer, value=PRICE)
    return replace(bid, maker=account.address)


def test_offer_digest__of_the_contract__is_that_of_a_wallet(market, quote, seller, chain):
    offer = replace(quote, parts=(Part(1, 2, 3), Part(4, 5, 6)), nonce=7, counters=8, content=PROFILE)
    domain = {"chainId": chain.chain_id, "verifyingContract": market.address}
    signed = sign_offer(seller.private_key, offer, domain)

    assert bytes(market.offerDigest(plain(offer))) == bytes(signed.message_hash)


@pytest.mark.parametrize(
    "change",
    [
        {"listing_id": 99},
        {"version": 2},
        {"parts": (Part(2, HALF),)},
        {"parts": (Part(1, HALF - 1),)},
        {"parts": (Part(1, HALF, 9_999),)},
        {"parts": (Part(1, HALF), Part(1, HALF))},
        {"nonce": 2},
        {"counters": 3},
        {"expires": FAR - 1},
        {"content": PROFILE},
    ],
    ids=lambda change: next(iter(change)),
)
def test_take_offer__any_field_changed_after_signing__reverts(quote, take, signature, buyer, seller, change):
    signed = signature(quote)
    with reverts("SignatureInvalid", seller):
        take(replace(quote, **change), buyer, 2 * PRICE, signed=signed)


def test_take_offer__taker_changed_after_signing__reverts(quote, take, signature, buyer, other_buyer, seller):
    signed = signature(replace(quote, taker=other_buyer.address))
    for taker in (NATIVE, buyer.address):
        with reverts("SignatureInvalid", seller):
            take(replace(quote, taker=taker), buyer, HALF, signed=signed)


@pytest.mark.parametrize(
    "domain",
    [{"chainId": 1}, {"verifyingContract": "0x" + "11" * 20}, {"name": "Stoas"}, {"version": "2"}],
    ids=lambda domain: next(iter(domain)),
)
def test_take_offer__signed_for_another_domain__reverts(quote, take, signature, buyer, seller, domain):
    with reverts("SignatureInvalid", seller):
        take(quote, buyer, HALF, signed=signature(quote, **domain))


def test_take_offer__signed_without_chain_or_contract__reverts(quote, take, buyer, seller):
    with reverts("SignatureInvalid", seller):
        take(quote, buyer, HALF, signed=bytes(sign_offer(seller.private_key, quote, {}).signature))


def test_take_offer__of_another_market__reverts(
    market, authority, memberships, quote, take, signature, buyer, admin, resolver, seller
):
    other = admin.deploy(project.Market, authority, memberships, resolver)
    with reverts("SignatureInvalid", seller):
        take(quote, buyer, HALF, signed=signature(quote, verifyingContract=other.address))


def test_take_offer__signed_by_another__reverts(quote, take, signature, buyer, seller):
    with reverts("SignatureInvalid", seller):
        take(quote, buyer, HALF, signed=signature(quote, by=buyer))


def test_take_offer__malleable_signature__is_refused_before_and_after(quote, take, signature, buyer, seller):
    """The other s of the same signature: neither a second way to take an offer nor a first."""
    signed = signature(quote)
    s = SECPK1_N - int.from_bytes(signed[32:64], "big")
    twin = signed[:32] + s.to_bytes(32, "big") + bytes([27 + 28 - signed[64]])
    with reverts("SignatureInvalid", seller):
        take(quote, buyer, HALF, signed=twin)
    take(quote, buyer, HALF, signed=signed)
    with reverts("NonceUsed", seller, 1):
        take(quote, buyer, HALF, signed=twin)


def test_take_offer__compact_signature__reverts(quote, take, signature, buyer, seller):
    """ERC-2098 is a second encoding of the same signature; one is enough."""
    signed = signature(quote)
    y_and_s = int.from_bytes(signed[32:64], "big") | (signed[64] - 27) << 255
    with reverts("SignatureInvalid", seller):
        take(quote, buyer, HALF, signed=signed[:32] + y_and_s.to_bytes(32, "big"))


@pytest.mark.parametrize("signed", [b"", bytes(64), bytes(65), bytes(66), b"\xff" * 65])
def test_take_offer__zero_address_as_maker__reverts(bid, take, seller, signed):
    """Recovering a signer from nonsense gives address 0, which signs nothing."""
    with reverts("SignatureInvalid", NATIVE):
        take(replace(bid, maker=NATIVE), seller, signed=signed)


def test_take_offer__recovery_id_of_zero_or_one__reverts(quote, take, signature, buyer, seller):
    signed = signature(quote)
    with reverts("SignatureInvalid", seller):
        take(quote, buyer, HALF, signed=signed[:64] + bytes([signed[64] - 27]))


def test_take_offer__contract_that_signs__its_bid_is_taken(market, contract_bid, account, take, seller, claims):
    account.sign(market.offerDigest(plain(contract_bid)), sender=seller)
    take(contract_bid, seller, signed=b"any")

    assert (market.getOrder(1).buyer, claims(account)) == (account, HALF)


def test_take_offer__contract_that_signs__sells_by_quote(market, registry, account, quote, take, stranger, buyer):
    account.execute(registry, 0, registry.register.encode_input(PROFILE), sender=stranger)
    account.execute(market, 0, market.createListing.encode_input(0, NATIVE, 1, terms()), sender=stranger)
    quote = replace(quote, maker=account.address, listing_id=market.getConfig().listingCount)
    account.sign(market.offerDigest(plain(quote)), sender=stranger)
    take(quote, buyer, HALF, signed=b"")

    assert market.getOrder(1).buyer == buyer


def test_take_offer__contract_that_takes_back_its_word__reverts(market, contract_bid, account, take, seller):
    account.sign(market.offerDigest(plain(contract_bid)), sender=seller)
    account.sign(bytes(32), sender=seller)
    with reverts("SignatureInvalid", account):
        take(contract_bid, seller, signed=b"any")


def test_take_offer__contract_that_says_yes_again__is_taken_once(market, contract_bid, account, take, seller, claims):
    for signed in (b"one", b"another"):
        account.sign(market.offerDigest(plain(contract_bid)), sender=seller)
        if signed == b"one":
            take(contract_bid, seller, signed=signed)
    with reverts("NonceUsed", account, 1):
        take(contract_bid, seller, signed=b"another")

    assert claims(account) == HALF


def test_take_offer__contract_that_does_not_sign__reverts(market, bid, take, stranger, buyer, seller):
    account = stranger.deploy(project.ContractAccount)
    market.deposit(NATIVE, HALF, account, sender=buyer, value=HALF)
    with reverts("SignatureInvalid", account):
        take(replace(bid, maker=account.address), seller, signed=bytes(65))


def test_take_offer__the_market_or_its_bonds_as_maker__reverts(market, registry, bid, take, seller, buyer):
    """Contracts of the system hold claims of others; none of them signs."""
    market.deposit(NATIVE, HALF, registry, sender=buyer, value=HALF)
    for contract in (registry, market):
        with reverts("SignatureInvalid", contract):
            take(replace(bid, maker=contract.address), seller, signed=bytes(65))
