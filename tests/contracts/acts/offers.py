"""Signed offers: quotes, bids and replies to them, taken in good order, twice, late, by the wrong one, or altered."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

from hypothesis import strategies as st
from hypothesis.stateful import rule

from tests.contracts import strategies as draw
from tests.contracts.machine import address_of
from tests.contracts.shopping import Shopping
from tests.contracts.strategies import one_of, pick
from tests.model.values import MIN_WINDOW, NATIVE, NOBODY, UNLIMITED, Offer, Part, Payment, Signature

STRANGER = address_of("stranger")


class Haggling(Shopping):
    offers: list[Offer]
    """All that were ever signed."""

    @rule(bargain=draw.bargains, taking=st.one_of(draw.takings, draw.takings, st.none()))
    def offer(self, bargain: dict[str, Any], taking: dict[str, Any] | None) -> None:
        listing_id = one_of(self.model.listings, bargain["listing"])
        seller = self._seller(listing_id)
        maker, taker = (bargain["buyer"], seller) if bargain["bid"] else (seller, bargain["buyer"])
        self._sign(self._offer(bargain, listing_id, maker, taker), taker, taking)

    @rule(earlier=draw.numbers, bargain=draw.bargains, taking=st.one_of(draw.takings, st.none()), then=draw.takings)
    def reply(self, earlier: int, bargain: dict[str, Any], taking: dict[str, Any] | None, then: dict[str, Any]) -> None:
        """Its taking uses up what it replies to; that one is tried afterwards."""
        if not self.offers:
            return
        first = pick(self.offers, earlier)
        maker = bargain["buyer"] if first.maker == self._seller(first.listing_id) else self._seller(first.listing_id)
        answer = self._offer(bargain, first.listing_id, maker, first.maker)
        self._sign(replace(answer, counters=first.nonce), first.maker, taking)
        self._take(first, maker, then)

    @rule(number=draw.numbers, taking=draw.takings, buyer=draw.buyers)
    def take_again(self, number: int, taking: dict[str, Any], buyer: str) -> None:
        if self.offers:
            offer = pick(self.offers, number)
            seller = self._seller(offer.listing_id)
            self._take(offer, buyer if offer.maker == seller else seller, taking)

    @rule(number=draw.numbers, how=st.sampled_from(["one"] * 4 + ["all", "none"]), by=draw.anybody, own=draw.rather)
    def cancel_nonces(self, number: int, how: str, by: str, own: bool) -> None:
        offer = pick(self.offers, number) if self.offers else None
        who = offer.maker if offer and own else by
        nonce = offer.nonce if offer else number
        mask = {"one": 1 << (nonce & 0xFF), "all": 2**256 - 1, "none": 0}[how]
        self.twin.act(who, "cancel_nonces", nonce >> 8, mask)

    @rule(number=draw.numbers, taking=draw.takings, buyer=draw.buyers)
    def cancel_and_take(self, number: int, taking: dict[str, Any], buyer: str) -> None:
        """An offer that can still be taken is called off, and taken all the same."""
        live = [offer for offer in self.offers if (offer.maker, offer.nonce) not in self.model.used_nonces]
        if live:
            offer = pick(live, number)
            self.twin.act(offer.maker, "cancel_nonces", offer.nonce >> 8, 1 << (offer.nonce & 0xFF))
            seller = self._seller(offer.listing_id)
            self._take(offer, buyer if offer.maker == seller else seller, taking)

    def _seller(self, listing_id: int) -> str:
        listing = self.model.listings.get(listing_id)
        return listing.seller if listing else STRANGER

    def _offer(self, drawn: dict[str, Any], listing_id: int, maker: str, taker: str) -> Offer:
        fault = drawn["fault"]
        maker = STRANGER if fault == "another maker" else maker
        taker = address_of("referrer") if fault == "another taker" else taker
        listing = self.model.listings.get(listing_id)
        return Offer(
            maker=maker,
            taker=NOBODY if drawn["taker"] == "anyone" and fault != "another taker" else taker,
            listing_id=listing_id,
            version=(listing.version if listing else 1) + (fault == "another version"),
            parts=self._parts(drawn["parts"], fault),
            nonce=self._nonce(maker, fault),
            counters=0,
            expires=self.twin.now + (-1 if fault == "late" else drawn["lasts"]),
            content=drawn["content"],
        )

    def _parts(self, drawn: list[tuple[int, int, int]], fault: str) -> tuple[Part, ...]:
        parts = tuple(Part(*part) for part in drawn)
        spoilt = {
            "no units": replace(parts[0], quantity=0),
            "all units": replace(parts[0], quantity=UNLIMITED),
            "for nothing": replace(parts[0], total=0),
            "huge price": replace(parts[0], total=2**96 - 1),
            "short window": replace(parts[0], deliver_window=MIN_WINDOW - 1),
        }
        return () if fault == "no parts" else (*parts[1:], spoilt.get(fault, parts[0]))

    def _nonce(self, maker: str, fault: str) -> int:
        used = [nonce for of, nonce in self.model.used_nonces if of == maker]
        fresh = next(nonce for nonce in count(1) if (maker, nonce) not in self.model.used_nonces)
        return {"used nonce": used[-1] if used else 0, "no nonce": 0, "far nonce": 2**256 - 1}.get(fault, fresh)

    def _sign(self, offer: Offer, taker: str, taking: dict[str, Any] | None) -> None:
        self.offers.append(offer)
        if taking is not None:
            self._take(offer, taker, taking)

    def _take(self, offer: Offer, taker: str, drawn: dict[str, Any]) -> None:
        fault = drawn["fault"]
        over = replace(offer, nonce=offer.nonce ^ 1) if fault == "something else" else offer
        signer = STRANGER if fault == "by another" else offer.maker
        signature = Signature(signer, over, fault if fault in draw.SIGNATURE_FAULTS else "")
        who = address_of("referrer") if fault == "another taker" else taker
        payment = Payment(self.twin.now - (fault == "late"), drawn["use_balance"], drawn["referrer"])
        value = self._price_of(offer) - (fault == "too little") + drawn["too_much"]
        sent = min(max(value, 0), self.model.outside.wallets[who, NATIVE])
        self.twin.act(who, "take_offer", offer, signature, payment, value=sent)

    def _price_of(self, offer: Offer) -> int:
        """What its taker sends of the native coin: nothing for a bid."""
        quote = offer.maker == self._seller(offer.listing_id)
        native = self.model.tokens.get(offer.listing_id) == NATIVE
        return sum(part.total for part in offer.parts) if quote and native else 0
