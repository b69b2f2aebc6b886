"""Where the coins are. Numbers are those of `INVARIANTS.md`."""

from __future__ import annotations

from typing import Any

from tests.contracts.rules.scene import Scene
from tests.contracts.setting import FEE_BPS
from tests.model.values import NATIVE, NOBODY, ONE


def rule_01_the_market_holds_what_it_owes(scene: Scene) -> None:
    market = scene.after
    for token in scene.world.tokens:
        held = market.outside.wallets[market.address, token]
        claims = sum(amount for (_, of), amount in market.balances.items() if of == token)
        escrow = sum(order.escrow for order in market.orders.values() if market.tokens[order.listing_id] == token)
        owed = claims + escrow + market.fees[token]
        assert held == owed, f"{token}: holds {held}, owes {owed}"


def rule_02_wallets_change_by_what_their_owners_do(scene: Scene) -> None:
    """What leaves the wallets of people is the sender's, or a bidder's; native coin is neither made nor burnt."""
    wallets, act = scene.after.outside.wallets, scene.act
    bidder = act.arguments[0].maker if act.function == "take_offer" else NOBODY
    for (account, token), amount in scene.before.wallets.items():
        if account in scene.world.accounts and wallets[account, token] < amount:
            assert account == act.sender or (account == bidder and token != NATIVE), (account, token)
    native = sum(amount for (_, token), amount in wallets.items() if token == NATIVE)
    assert native == sum(amount for (_, token), amount in scene.before.wallets.items() if token == NATIVE)


def rule_04_claims_shrink_by_their_owners_will(scene: Scene) -> None:
    act, before = scene.act, scene.before
    bidder = act.arguments[0].maker if act.function == "take_offer" else NOBODY
    for (account, token), amount in before.balances.items():
        if scene.after.balances[account, token] >= amount:
            continue
        agent = before.operators.get((account, act.sender)) or (account, act.sender, token) in before.claim_allowances
        bonds = account == scene.world.sellers_model.address
        assert account in (act.sender, bidder) or agent or bonds, f"{account} lost claims by {act}"


def rule_05_what_a_seller_gets_is_split_into_all_of_it(scene: Scene) -> None:
    told = [(fields[0], *fields[2:]) for fields in scene.act.told("OrderCompleted")]
    told += [fields[:4] for fields in scene.act.told("OrderReleased")]
    told += [(fields[0], *fields[2:]) for fields in scene.act.told("OrderResolved")]
    for order_id, paid, fee, referral in told:
        order = scene.before.orders[order_id]
        whole = paid + fee + referral
        assert fee + referral == whole * order.fee_bps // ONE
        share = scene.after.referrals[order_id].share_bps if order.referred else 0
        assert referral == (fee + referral) * share // ONE


def rule_06_what_a_buyer_gets_back_bears_no_fee(scene: Scene) -> None:
    back = [(fields[0], fields[2]) for fields in scene.act.told("OrderCancelled")]
    back += [fields[:2] for fields in (*scene.act.told("OrderRefunded"), *scene.act.told("OrderResolved"))]
    for order_id, amount in back:
        holder = (scene.before.orders[order_id].buyer, scene.token_of(order_id))
        assert scene.after.balances[holder] >= scene.before.balances.get(holder, 0) + amount


def rule_07_the_market_and_nobody_hold_no_claims(scene: Scene) -> None:
    for token in scene.world.tokens:
        assert scene.after.balances[scene.after.address, token] == scene.after.balances[NOBODY, token] == 0


def rule_08_a_token_that_keeps_a_fee_buys_nothing(scene: Scene) -> None:
    """But for amounts so small that the fee of them rounds to nothing."""
    taxed, free = scene.world.tokens[3], -(-ONE // FEE_BPS)
    assert all(amount < free for _, token, amount, _ in scene.act.told("Deposited") if token == taxed)
    claims = any(fields[1] == taxed for fields in scene.act.told("BalanceSpent"))
    for order_id in scene.new_orders():
        assert scene.token_of(order_id) != taxed or claims or scene.after.orders[order_id].escrow < free


def rule_09_fees_are_collected_once(scene: Scene) -> None:
    book = scene.world.book
    for token in scene.world.tokens:
        left = book.fees_earned[token] - book.fees_collected[token]
        assert scene.after.fees[token] == left >= 0


def rule_38_whoever_has_a_claim_can_take_it_out(twin: Any) -> None:
    """Takes all of them out, but those of whom a token itself has blocked; then fees and bonds are all that is left."""
    market = twin.model
    for (account, token), amount in list(market.balances.items()):
        if amount and account in twin.accounts and not market.outside.blocked.get((account, token)):
            twin.act(account, "withdraw", token, amount, account)
            assert twin.refused is None, f"{account} cannot withdraw {amount} of {token}: {twin.refused}"
    for token in twin.tokens:
        blocked = sum(
            amount for (account, of), amount in market.balances.items() if of == token and account in twin.accounts
        )
        held = market.outside.wallets[market.address, token]
        assert held == market.fees[token] + twin.sellers_model.bonded(token) + blocked
