"""settle(settlement, buyerSignature, sellerSignature)
├── deadline has passed → DeadlinePassed
├── the escrow holds something else → EscrowChanged
├── more to the buyer than there is → AmountAboveEscrow
├── a side neither calls nor has signed → SignatureInvalid
├── order has ended → StateInvalid
└── otherwise → order Resolved as agreed, OrderSettled
    ├── no case → that is all
    ├── unanswered → the deposit goes back, DisputeClosed
    └── answered → the deposits are halved, DisputeClosed
"""

from __future__ import annotations

import pytest
from ape import project
from eth_account import Account
from eth_account.messages import encode_typed_data
from eth_utils import keccak

from tests.contracts.court import CENTRAL, CLOSED, COST, RESOLVED
from tests.contracts.helpers import FAR, PRICE, event, events, line, payment, reverts
from tests.contracts.interface import REENTERED

TO_BUYER = 333_333
NONE = b""
FIELDS = {"orderId": "uint256", "escrow": "uint96", "toBuyer": "uint96", "deadline": "uint40"}


def agreed(order, escrow=PRICE, to_buyer=TO_BUYER, deadline=FAR):
    return order, escrow, to_buyer, deadline


def test_settle__both_signed__anyone_submits(
    court_disputes, court_market, court_claims, court_order, consent, buyer, seller, stranger
):
    order = court_order()
    terms = agreed(order)
    receipt = court_disputes.settle(terms, consent(buyer, terms), consent(seller, terms), sender=stranger)

    assert (court_claims(buyer), court_claims(seller)) == (TO_BUYER, PRICE - TO_BUYER)
    assert court_market.getOrder(order).state == RESOLVED
    names = [name for name, _ in events(receipt)]
    assert "OrderSettled" in names
    assert "DisputeClosed" not in names
    assert event(receipt, "OrderSettled") == {
        "orderId": order, "toBuyer": TO_BUYER, "toSeller": PRICE - TO_BUYER,
    }  # fmt: skip


@pytest.mark.parametrize("caller", ["buyer", "seller"])
def test_settle__party_calls__needs_no_signature_of_its_own(
    court_disputes, court_claims, court_order, consent, buyer, seller, caller
):
    terms = agreed(court_order())
    signatures = (NONE, consent(seller, terms)) if caller == "buyer" else (consent(buyer, terms), NONE)
    court_disputes.settle(terms, *signatures, sender=buyer if caller == "buyer" else seller)

    assert court_claims(buyer) == TO_BUYER


@pytest.mark.parametrize("to_buyer", [0, PRICE])
def test_settle__all_to_one__is_paid(court_disputes, court_claims, court_order, consent, buyer, seller, to_buyer):
    terms = agreed(court_order(), to_buyer=to_buyer)
    court_disputes.settle(terms, NONE, consent(seller, terms), sender=buyer)

    assert (court_claims(buyer), court_claims(seller)) == (to_buyer, PRICE - to_buyer)


def test_settle__not_accepted_yet__is_settled(court_disputes, court_market, court_order, consent, buyer, seller):
    order = court_order(accepted=False)
    terms = agreed(order)
    court_disputes.settle(terms, NONE, consent(seller, terms), sender=buyer)

    assert court_market.getOrder(order).state == RESOLVED


def test_settle__unanswered_case__deposit_goes_back(court_disputes, court_claims, raised, consent, buyer, seller):
    order = raised(by=seller)
    terms = agreed(order)
    receipt = court_disputes.settle(terms, NONE, consent(seller, terms), sender=buyer)

    assert event(receipt, "DisputeClosed") == {
        "orderId": order, "buyerBps": 3_333, "depositToBuyer": 0, "depositToSeller": COST, "fromBond": 0,
    }  # fmt: skip
    assert (court_claims(buyer), court_claims(seller)) == (TO_BUYER, PRICE - TO_BUYER + COST)


def test_settle__answered_case__deposits_are_halved(court_disputes, court_claims, answered, consent, buyer, seller):
    order, _ = answered(CENTRAL)
    terms = agreed(order, to_buyer=PRICE)
    court_disputes.settle(terms, NONE, consent(seller, terms), sender=buyer)

    assert (court_claims(buyer), court_claims(seller)) == (PRICE + COST // 2, COST // 2)
    assert court_disputes.getCase(order).stage == CLOSED
    assert court_disputes.balance == 0


@pytest.mark.parametrize("unsigned", ["buyer", "seller"])
@pytest.mark.parametrize("signature", [NONE, b"\x00" * 65, b"\x01" * 64, b"\x01" * 65])
def test_settle__one_side_has_not_signed__reverts(
    court_disputes, court_order, consent, buyer, seller, stranger, unsigned, signature
):
    terms = agreed(court_order())
    missing = buyer if unsigned == "buyer" else seller
    signatures = (signature, consent(seller, terms)) if missing == buyer else (consent(buyer, terms), signature)
    with reverts("SignatureInvalid", missing):
        court_disputes.settle(terms, *signatures, sender=stranger)


def test_settle__signed_by_another__reverts(court_disputes, court_order, consent, buyer, seller, stranger):
    terms = agreed(court_order())
    with reverts("SignatureInvalid", seller):
        court_disputes.settle(terms, NONE, consent(stranger, terms), sender=buyer)


def test_settle__high_s__reverts(court_disputes, court_order, consent, buyer, seller):
    """The second signature that anyone can make of a first one."""
    terms = agreed(court_order())
    signature = consent(seller, terms)
    order = 0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141
    s = (order - int.from_bytes(signature[32:64], "big")).to_bytes(32, "big")
    with reverts("SignatureInvalid", seller):
        court_disputes.settle(terms, NONE, signature[:32] + s + bytes([55 - signature[64]]), sender=buyer)


@pytest.mark.parametrize("changed", [{"to_buyer": TO_BUYER + 1}, {"deadline": FAR - 1}])
def test_settle__other_terms_than_signed__reverts(court_disputes, court_order, consent, buyer, seller, changed):
    order = court_order()
    with reverts("SignatureInvalid", seller):
        court_disputes.settle(agreed(order, **changed), NONE, consent(seller, agreed(order)), sender=buyer)


def test_settle__signature_of_another_order__reverts(court_disputes, court_order, consent, buyer, seller):
    first, second = court_order(), court_order()
    with reverts("SignatureInvalid", seller):
        court_disputes.settle(agreed(second), NONE, consent(seller, agreed(first)), sender=buyer)


@pytest.mark.parametrize("offset", [-1, 0])
def test_settle__until_the_deadline__is_settled(
    court_disputes, court_market, court_order, consent, buyer, seller, chain, at, offset
):
    order = court_order()
    terms = agreed(order, deadline=chain.pending_timestamp + 1_000)
    at(terms[3] + offset)
    court_disputes.settle(terms, NONE, consent(seller, terms), sender=buyer)

    assert court_market.getOrder(order).state == RESOLVED


def test_settle__a_second_late__reverts(court_disputes, court_order, consent, buyer, seller, chain, at):
    terms = agreed(court_order(), deadline=chain.pending_timestamp + 1_000)
    at(terms[3] + 1)
    with reverts("DeadlinePassed", terms[3], terms[3] + 1):
        court_disputes.settle(terms, NONE, consent(seller, terms), sender=buyer)


def test_settle__part_released_since__reverts(court_disputes, court_market, court_order, consent, buyer, seller):
    order = court_order()
    terms = agreed(order)
    court_market.release(order, 1, sender=buyer)
    with reverts("EscrowChanged", order, PRICE, PRICE - 1):
        court_disputes.settle(terms, NONE, consent(seller, terms), sender=buyer)


def test_settle__more_than_there_is__reverts(court_disputes, court_order, consent, buyer, seller):
    terms = agreed(court_order(), to_buyer=PRICE + 1)
    with reverts("AmountAboveEscrow", PRICE + 1, PRICE):
        court_disputes.settle(terms, NONE, consent(seller, terms), sender=buyer)


def test_settle__unknown_order__reverts(court_disputes, consent, buyer):
    terms = agreed(99)
    with reverts("OrderUnknown", 99):
        court_disputes.settle(terms, NONE, NONE, sender=buyer)


def test_settle__ended__reverts(court_disputes, court_market, court_order, consent, buyer, seller):
    order = court_order()
    court_market.complete(order, sender=buyer)
    terms = agreed(order, escrow=0, to_buyer=0)
    with reverts("StateInvalid", order, 6):
        court_disputes.settle(terms, NONE, consent(seller, terms), sender=buyer)


def test_settle__smart_wallet__signs_by_its_contract(court_disputes, court_market, court_order, consent, seller, buyer):
    wallet = buyer.deploy(project.SmartWallet)
    order = _order_of(wallet, court_market, court_order, buyer)
    terms = agreed(order)
    court_disputes.settle(terms, consent(buyer, terms), NONE, sender=seller)

    assert court_market.getOrder(order).state == RESOLVED


def test_settle__smart_wallet_says_no__reverts(court_disputes, court_market, court_order, consent, seller, buyer):
    wallet = buyer.deploy(project.SmartWallet)
    terms = agreed(_order_of(wallet, court_market, court_order, buyer))
    with reverts("SignatureInvalid", wallet):
        court_disputes.settle(terms, consent(seller, terms), NONE, sender=seller)


@pytest.mark.parametrize("inner", ["settle", "raiseDispute", "respond", "expire", "concede", "appeal", "rule"])
def test_pitfall__reentrancy_by_an_erc1271_signer__is_refused(
    court_disputes, court_market, court_order, consent, seller, buyer, inner
):
    """The wallet signs only if its call back into the contract is made, and refused by the lock."""
    wallet = buyer.deploy(project.SmartWallet)
    order = _order_of(wallet, court_market, court_order, buyer)
    terms = agreed(order)
    arguments = {
        "settle": (terms, NONE, consent(seller, terms)), "raiseDispute": (order,), "respond": (order,),
        "expire": (order,), "concede": (order,), "appeal": (order, 1), "rule": (1, 1),
    }  # fmt: skip
    call = getattr(court_disputes, inner).encode_input(*arguments[inner])
    wallet.arm(court_disputes, call, REENTERED, sender=buyer)
    court_disputes.settle(terms, consent(buyer, terms), NONE, sender=seller)

    assert court_market.getOrder(order).state == RESOLVED


def test_pitfall__erc1271_signer_whose_call_is_not_refused__has_not_signed(
    court_disputes, court_market, court_order, consent, seller, buyer
):
    """So that the signatures above do say that the attack was made."""
    wallet = buyer.deploy(project.SmartWallet)
    terms = agreed(_order_of(wallet, court_market, court_order, buyer))
    wallet.arm(court_disputes, court_disputes.settlementDigest.encode_input(terms), REENTERED, sender=buyer)
    with reverts("SignatureInvalid", wallet):
        court_disputes.settle(terms, consent(buyer, terms), NONE, sender=seller)


def _order_of(wallet, market, court_order, buyer):
    """The order of a contract account for what `court_order` has put on sale."""
    listing = market.getOrder(court_order()).listingId
    wallet.execute(market, PRICE, market.buy.encode_input(line(listing), payment()), sender=buyer, value=PRICE)
    return int(market.getConfig().orderCount)


def typed(terms, **domain):
    """As a wallet shows it."""
    return encode_typed_data(
        {"name": "Stoa", "version": "1"} | domain,
        {"Settlement": [{"name": name, "type": kind} for name, kind in FIELDS.items()]},
        dict(zip(FIELDS, terms, strict=True)),
    )


def test_settlement_digest__as_wallets_compute_it(court_disputes, chain):
    message = typed(agreed(7), chainId=chain.chain_id, verifyingContract=court_disputes.address)
    digest = keccak(b"\x19" + message.version + message.header + message.body)

    assert bytes(court_disputes.settlementDigest(agreed(7))) == digest


@pytest.mark.parametrize("other", [{"chainId": 1}, {"verifyingContract": "0x" + "11" * 20}, {"version": "2"}])
def test_pitfall__signature_of_another_chain_contract_or_version__is_not_replayed(
    court_disputes, court_order, buyer, seller, chain, other
):
    terms = agreed(court_order())
    domain = {"chainId": chain.chain_id, "verifyingContract": court_disputes.address} | other
    signature = bytes(Account.sign_message(typed(terms, **domain), seller.private_key).signature)
    with reverts("SignatureInvalid", seller):
        court_disputes.settle(terms, NONE, signature, sender=buyer)


def test_pitfall__settled_twice_by_the_same_signatures__is_refused(court_disputes, court_order, consent, buyer, seller):
    order = court_order()
    terms = agreed(order)
    court_disputes.settle(terms, NONE, consent(seller, terms), sender=buyer)
    with reverts("EscrowChanged", order, PRICE, 0):
        court_disputes.settle(terms, NONE, consent(seller, terms), sender=buyer)
