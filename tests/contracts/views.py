"""Every number that a view of the contracts shows, and what it must be by the model."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from tests.contracts.actors import BUYERS, SELLERS, address_of
from tests.contracts.interface import Interface
from tests.contracts.setting import Setting
from tests.model.ledger import claim_of
from tests.model.values import NOBODY, Referral

View = tuple[str, tuple[Any, ...], Any]
"""Function, arguments, value."""


@cache
def call_data(interface: Interface, function: str, arguments: tuple[Any, ...]) -> bytes:
    return interface.call(function, *arguments)


def views(world: Setting) -> Iterator[tuple[str, str, bytes, Any]]:
    """What is read, where, how, and what it must be."""
    kinds = {"market": _market, "sellers": _sellers, "disputes": _disputes, "reviews": _reviews}
    for name, of in kinds.items():
        deployed = world.contracts[name]
        for function, arguments, value in of(world):
            data = call_data(deployed.interface, function, arguments)
            yield f"{name}.{function}{arguments}", deployed.address, data, value
    yield from _tokens(world)


def _tokens(world: Setting) -> Iterator[tuple[str, str, bytes, Any]]:
    interface, outside, market = world.contracts["coin"].interface, world.model.outside, world.model.address
    for token in world.tokens[1:]:
        for holder in (*world.accounts, market):
            data = call_data(interface, "balanceOf", (holder,))
            yield f"{token} of {holder}", token, data, outside.wallets[holder, token]
        for owner in map(address_of, (*BUYERS, *SELLERS)):
            data = call_data(interface, "allowance", (owner, market))
            yield f"{token} allowed by {owner}", token, data, outside.allowances[owner, token]


def _market(world: Setting) -> Iterator[View]:
    model = world.model
    yield "getConfig", (), model.config
    for listing_id, listing in model.listings.items():
        yield "getListing", (listing_id,), listing
        yield "tokenOf", (listing_id,), model.tokens[listing_id]
        yield "ratingOf", (listing_id,), model.listing_ratings[listing_id]
    for order_id, order in model.orders.items():
        yield "getOrder", (order_id,), order
        yield "referralOf", (order_id,), model.referrals.get(order_id, Referral())
        yield "releasedOf", (order_id,), model.released[order_id]
    for account in world.accounts:
        yield "sellerStatus", (account,), model.seller_status(account)
    for token in world.tokens:
        yield "feesOf", (token,), model.fees[token]
        for account in (*world.accounts, model.address, world.sellers_model.address, NOBODY):
            yield "balanceOf", (account, claim_of(token)), model.balances[account, token]
    for (owner, spender, token), allowance in model.claim_allowances.items():
        yield "allowance", (owner, spender, claim_of(token)), allowance
    for pair, approved in model.operators.items():
        yield "isOperator", pair, approved
    for maker, word in {(maker, nonce >> 8) for maker, nonce in model.used_nonces}:
        yield "noncesOf", (maker, word), model.nonces_of(maker, word)
    for seller in map(address_of, SELLERS):
        yield "sellerRatingOf", (seller,), model.seller_ratings[seller]


def _sellers(world: Setting) -> Iterator[View]:
    for (seller, token), bond in list(world.sellers_model.bonds.items()):
        yield "bondOf", (seller, token), bond


def _disputes(world: Setting) -> Iterator[View]:
    for order_id, case in list(world.court.cases.items()):
        yield "getCase", (order_id,), case
    for (arbitrator, dispute_id), order_id in list(world.court.order_of.items()):
        yield "orderOf", (arbitrator, dispute_id), order_id
    for arbitrator_id in range(len(world.court.arbitrators) + 1):
        yield "isOpen", (arbitrator_id,), world.model.outside.arbitrator_is_open(arbitrator_id)


def _reviews(world: Setting) -> Iterator[View]:
    reviews = world.reviews_model
    yield "commentCount", (), len(reviews.comments)
    for comment_id, listing_id in reviews.comments.items():
        yield "listingOfComment", (comment_id,), listing_id
    for order_id, mark in list(reviews.buyer_marks.items()):
        yield "buyerMarkOf", (order_id,), mark
    for buyer, rating in list(reviews.buyer_ratings.items()):
        yield "buyerRatingOf", (buyer,), rating
    for (text, number), hidden in list(reviews.hidden.items()):
        yield "isHidden", (text, number), hidden
