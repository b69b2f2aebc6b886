"""Who may call what. Each restricted function is open to one role; every other account is refused by
AccessManagedUnauthorized, the admin too. No role, and not all of them together, reaches an escrow or a claim.
"""

from __future__ import annotations

import pytest
from ape import project
from ape.exceptions import ContractLogicError

from scripts._roles import ROLES, functions_of
from tests.contracts.helpers import CONTENT, DAY, NATIVE, PRICE, reverts, terms

PRIVILEGES = functions_of("Market", "Sellers")
RESTRICTED = [
    (role, contract, name) for role, targets in PRIVILEGES.items() for contract in targets for name in targets[contract]
]


@pytest.fixture
def arguments(seller, treasurer):
    """Good arguments of each restricted function."""
    return {
        "addCategory": (0, "Chairs"),
        "renameCategory": (1, "Lights"),
        "setFee": (100, 100),
        "collectFees": (NATIVE, treasurer, 1),
        "setListingsPaused": (True,),
        "setOrdersPaused": (True,),
        "setSellerStatus": (seller, 1),
        "suspend": (seller, CONTENT),
        "reinstate": (seller,),
    }


@pytest.mark.parametrize(("role", "contract", "function"), RESTRICTED)
def test_restricted__any_other_account__reverts(market, registry, arguments, request, role, contract, function):
    target = {"Market": market, "Sellers": registry}[contract]
    others = {"moderator", "treasurer", "guardian", "admin", "seller", "stranger"} - {role.lower()}
    for name in sorted(others):
        caller = request.getfixturevalue(name)
        with reverts("AccessManagedUnauthorized", caller):
            getattr(target, function)(*arguments[function], sender=caller)


def test_set_seller_status__by_a_moderator_past_the_register__reverts(market, moderator, seller):
    with reverts("AccessManagedUnauthorized", moderator):
        market.setSellerStatus(seller, 2, sender=moderator)


def test_set_authority__by_anyone__reverts(market, registry, admin, stranger):
    for target in (market, registry):
        for caller in (admin, stranger):
            with reverts("AccessManagedUnauthorized", caller):
                target.setAuthority(stranger, sender=caller)


def test_revoked_role__former_holder__is_refused(market, authority, admin, guardian):
    authority.revokeRole(ROLES["GUARDIAN"], guardian, sender=admin)
    with reverts("AccessManagedUnauthorized", guardian):
        market.setOrdersPaused(True, sender=guardian)


def test_authority__of_both_contracts__is_the_manager(market, registry, authority):
    assert market.authority() == registry.authority() == authority


@pytest.fixture
def tyrant(authority, admin):
    """The admin, with every role there is."""
    for role in ROLES.values():
        authority.grantRole(role, admin, 0, sender=admin)
    return admin


@pytest.fixture
def riches(market, order, buyer, seller):
    """An order with escrow, and claims of buyer and seller: what a tyrant would like to have."""
    market.deposit(NATIVE, 500, buyer, sender=buyer, value=500)
    market.deposit(NATIVE, 700, seller, sender=buyer, value=700)
    return {"escrow": 2 * PRICE, buyer: 500, seller: 700}


ATTEMPTS = {
    "accept": lambda who, order: (order,),
    "addCategory": lambda who, order: (0, "x"),
    "approve": lambda who, order: (who, 0, 2**256 - 1),
    "buy": lambda who, order: ((1, 1, 1, 2**96 - 1, 0), (2**40 - 1, True, NATIVE)),
    "cancel": lambda who, order: (order,),
    "cancelNonces": lambda who, order: (0, 2**256 - 1),
    "checkout": lambda who, order: ([(1, 1, 1, 2**96 - 1, 0)], (2**40 - 1, True, NATIVE)),
    "checkoutWithPermit": lambda who, order: (
        [(1, 1, 1, 2**96 - 1, 0)], (2**40 - 1, True, NATIVE), who, (1, 1, 27, CONTENT, CONTENT),
    ),
    "checkoutWithPermit2": lambda who, order: (
        [(1, 1, 1, 2**96 - 1, 0)], (2**40 - 1, True, NATIVE), who, 1, (0, 2**40 - 1, CONTENT),
    ),
    "collectFees": lambda who, order: (NATIVE, who, 1),
    "complete": lambda who, order: (order,),
    "createListing": lambda who, order: (0, NATIVE, 1, terms()),
    "deliver": lambda who, order: (order, bytes(32)),
    "deposit": lambda who, order: (NATIVE, 1, who),
    "depositWithPermit": lambda who, order: (NATIVE, 1, who, (1, 1, 27, CONTENT, CONTENT)),
    "depositWithPermit2": lambda who, order: (NATIVE, 1, who, (0, 2**40 - 1, CONTENT)),
    "openDispute": lambda who, order: (order, who),
    "refund": lambda who, order: (order, 1),
    "release": lambda who, order: (order, 1),
    "renameCategory": lambda who, order: (1, "x"),
    "resolve": lambda who, order: (order, 0),
    "restock": lambda who, order: (1, 1),
    "review": lambda who, order: (order, 1, CONTENT),
    "setAuthority": lambda who, order: (who,),
    "setFee": lambda who, order: (1_000, 10_000),
    "setListingPaused": lambda who, order: (1, True),
    "setListingsPaused": lambda who, order: (True,),
    "setOperator": lambda who, order: (who, True),
    "setOrdersPaused": lambda who, order: (True,),
    "setSellerStatus": lambda who, order: (who, 1),
    "start": lambda who, order: (order, bytes(32)),
    "takeOffer": lambda who, order: (
        ("buyer", NATIVE, 1, 1, [(1, 500, 0)], 0, 0, 2**40 - 1, CONTENT), bytes(65), (2**40 - 1, True, NATIVE),
    ),
    "transfer": lambda who, order: (who, 0, 1),
    "transferFrom": lambda who, order: ("buyer", who, 0, 1),
    "updateListing": lambda who, order: (1, terms()),
    "withdraw": lambda who, order: (NATIVE, 1, who),
}  # fmt: skip
"""How a tyrant would use each function that changes anything."""


def test_tyrant__list_of_attempts__has_every_function():
    functions = {method.name for method in project.Market.contract_type.mutable_methods}

    assert functions == set(ATTEMPTS)


@pytest.mark.parametrize("function", sorted(ATTEMPTS))
def test_tyrant__any_function__escrow_and_claims_stay(market, order, tyrant, riches, buyer, seller, claims, function):
    """With every role and any function, the money of others does not move."""
    arguments = _naming(buyer, ATTEMPTS[function](tyrant, order))
    _try(getattr(market, function), arguments, tyrant)

    assert market.getOrder(order).escrow == riches["escrow"]
    assert (claims(buyer), claims(seller), claims(tyrant)) == (500, 700, 0)


def test_tyrant__another_authority__cannot_take_an_order(market, authority, order, tyrant, riches, buyer, claims):
    """Even an admin who replaces the AccessManager gets no more than the restricted functions."""
    another = tyrant.deploy(project.AccessManager, tyrant)
    authority.updateAuthority(market, another, sender=tyrant)
    market.setFee(1_000, 10_000, sender=tyrant)
    market.setOrdersPaused(True, sender=tyrant)
    market.cancel(order, sender=buyer)

    assert claims(buyer) == 500 + riches["escrow"]


def test_tyrant__after_all_deadlines__money_still_goes_to_its_owners(market, order, tyrant, seller, buyer, claims, at):
    at(market.getOrder(order).deadline + DAY)
    market.cancel(order, sender=tyrant)

    assert (claims(buyer), claims(tyrant)) == (2 * PRICE, 0)


def _naming(buyer, arguments):
    """The arguments, with the buyer in its places, inside structs too."""
    return tuple(
        _naming(buyer, a) if isinstance(a, tuple) else buyer if isinstance(a, str) and a == "buyer" else a
        for a in arguments
    )


def _try(function, arguments, sender):
    """Whether it reverts or not is beside the point here."""
    try:
        function(*arguments, sender=sender)
    except ContractLogicError:
        return
