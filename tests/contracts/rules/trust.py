"""Signatures, marks and bonds. Numbers are those of `INVARIANTS.md`."""

from __future__ import annotations

from tests.contracts.rules.scene import Scene
from tests.model.values import MAX_RATING, NOBODY, Rating, State


def rule_26_ratings_are_the_fold_of_reviews(scene: Scene) -> None:
    marks = scene.world.book.marks
    for listing_id in scene.after.listings:
        given = [rating for of, _, rating in marks.values() if of == listing_id]
        assert scene.after.listing_ratings[listing_id] == Rating(sum(given), len(given))
    for seller in scene.after.sellers:
        given = [rating for _, of, rating in marks.values() if of == seller]
        assert scene.after.seller_ratings[seller] == Rating(sum(given), len(given))
    for order_id, order in scene.after.orders.items():
        assert order.rating == (marks[order_id][2] if order_id in marks else 0) <= MAX_RATING


def rule_27_bonds_are_the_claims_of_their_contract(scene: Scene) -> None:
    sellers = scene.world.sellers_model
    for token in scene.world.tokens:
        bonded = sum(bond.amount for (_, of), bond in sellers.bonds.items() if of == token)
        assert scene.after.balances[sellers.address, token] == bonded


def rule_28_a_bond_pays_out_what_was_deposited_at_most(scene: Scene) -> None:
    book = scene.world.book
    for holder, bond in scene.world.sellers_model.bonds.items():
        assert bond.amount == book.bonded[holder] - book.unbonded[holder] >= 0
        assert 0 <= bond.unlocking <= bond.amount


def rule_29_a_bond_answers_for_what_was_released(scene: Scene) -> None:
    for seller, token, order_id, to, amount, _ in scene.act.told("BondSlashed"):
        order = scene.after.orders[order_id]
        assert (seller, token, to) == (scene.seller_of(order_id), scene.token_of(order_id), order.buyer)
        assert (scene.before.orders[order_id].state, order.state) == (State.DISPUTED, State.RESOLVED)
        assert 0 < amount <= scene.world.book.released[order_id]


def rule_30_a_nonce_is_used_once(scene: Scene) -> None:
    assert scene.before.used_nonces.keys() <= scene.after.used_nonces.keys()
    assert all(count == 1 for count in scene.world.book.deals.values())
    assert all(nonce in scene.after.used_nonces for nonce in scene.world.book.deals)


def rule_31_an_offer_makes_what_its_maker_signed(scene: Scene) -> None:
    for _ in scene.act.told("OfferTaken"):
        offer, signature, _ = scene.act.arguments
        assert (signature.signer, signature.offer, signature.fault) == (offer.maker, offer, "")
        assert scene.act.now <= offer.expires
        assert offer.taker in (NOBODY, scene.act.sender)
        made = scene.new_orders()
        for order_id, part in zip(made, offer.parts, strict=True):
            order = scene.after.orders[order_id]
            assert (order.quantity, order.escrow, order.state) == (part.quantity, part.total, State.ACCEPTED)
            assert {order.buyer, scene.seller_of(order_id)} == {offer.maker, scene.act.sender}


def rule_37_a_buyer_is_marked_once_an_order(scene: Scene) -> None:
    reviews, given = scene.world.reviews_model, scene.world.book.buyer_marks
    for buyer, rating in reviews.buyer_ratings.items():
        assert rating == Rating(sum(given[buyer]), len(given[buyer]))
    assert all(reviews.buyer_marks[order_id] == mark for order_id, mark in scene.before.marks.items())
    assert sum(map(len, given.values())) == sum(mark > 0 for mark in reviews.buyer_marks.values())
