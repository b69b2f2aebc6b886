"""Orders that begin with a signature. `IOffers.sol`, EIP-712."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

from eth_account.messages import encode_typed_data
from eth_hash.auto import keccak

from tests.model.checkout import Checkout
from tests.model.errors import NonceUsed, OfferEmpty, PriceZero, SignatureInvalid, TakerInvalid
from tests.model.outside import Outside
from tests.model.values import NOBODY, Line, Listing, Message, Offer, Part, Payment, Signature

TYPES = {
    "Offer": [
        {"name": "maker", "type": "address"},
        {"name": "taker", "type": "address"},
        {"name": "listingId", "type": "uint256"},
        {"name": "version", "type": "uint32"},
        {"name": "parts", "type": "Part[]"},
        {"name": "nonce", "type": "uint256"},
        {"name": "counters", "type": "uint256"},
        {"name": "expires", "type": "uint40"},
        {"name": "content", "type": "bytes32"},
    ],
    "Part": [
        {"name": "quantity", "type": "uint32"},
        {"name": "total", "type": "uint96"},
        {"name": "deliverWindow", "type": "uint32"},
    ],
}


class Offers(Checkout):
    def __init__(self, address: str, disputes: str, outside: Outside, permissions: dict[str, frozenset[str]]) -> None:
        super().__init__(address, disputes, outside, permissions)
        self.used_nonces: dict[tuple[str, int], bool] = {}

    def take_offer(self, message: Message, offer: Offer, signature: Signature, payment: Payment) -> int:
        if not offer.parts:
            raise OfferEmpty
        with self._all_or_nothing():
            checkout_id = self._open_till(message, payment, len(offer.parts))
            self._require_offer(message, offer, signature)
            buyer = self._place_parts(message, offer, checkout_id, payment.referrer)
            self._emit(
                "OfferTaken", self.offer_digest(offer), offer.maker, message.sender, offer.nonce, offer.counters,
                checkout_id, len(offer.parts), offer.content,
            )  # fmt: skip
            self._collect_deal(message, buyer, offer, checkout_id, payment)
            return checkout_id

    def cancel_nonces(self, message: Message, word: int, mask: int) -> None:
        bits = (bit for bit in range(256) if mask >> bit & 1)
        self.used_nonces.update({(message.sender, 256 * word + bit): True for bit in bits})
        self._emit("NoncesCancelled", message.sender, word, mask)

    def nonces_of(self, maker: str, word: int) -> int:
        """The used nonces 256 × word …, as a bit map."""
        return sum(1 << bit for bit in range(256) if (maker, 256 * word + bit) in self.used_nonces)

    def offer_digest(self, offer: Offer) -> bytes:
        return digest(offer, self.outside.chain_id, self.address)

    def _require_offer(self, message: Message, offer: Offer, signature: Signature) -> None:
        self._require_in_time(message, offer.expires)
        if offer.taker not in (NOBODY, message.sender):
            raise TakerInvalid(message.sender, offer.taker)
        self._use_nonce(offer.maker, offer.nonce)
        if offer.counters:
            self._use_nonce(message.sender, offer.counters)
        if signature != Signature(offer.maker, offer):
            raise SignatureInvalid(offer.maker)

    def _use_nonce(self, maker: str, nonce: int) -> None:
        if (maker, nonce) in self.used_nonces:
            raise NonceUsed(maker, nonce)
        self.used_nonces[maker, nonce] = True

    def _place_parts(self, message: Message, offer: Offer, checkout_id: int, referrer: str) -> str:
        """Returns who pays: the taker of a quote, the maker of a bid."""
        seller = self._listing(offer.listing_id).seller
        buyer = message.sender if offer.maker == seller else offer.maker
        if message.sender not in (buyer, seller):
            raise TakerInvalid(message.sender, seller)
        listing = self._on_sale(offer.listing_id, offer.version, buyer)
        for index, part in enumerate(offer.parts):
            if part.total == 0:
                raise PriceZero
            line = Line(offer.listing_id, offer.version, part.quantity, part.total)
            self._book(
                message, buyer, checkout_id + index, checkout_id, line, self._under(part, listing), part.total, referrer
            )
        return buyer

    def _under(self, part: Part, listing: Listing) -> Listing:
        """The listing with the windows of the part; the seller has agreed, so nothing is left to accept."""
        if part.deliver_window:
            self._require_window(part.deliver_window)
        return replace(listing, accept_window=0, deliver_window=part.deliver_window or listing.deliver_window)

    def _collect_deal(self, message: Message, buyer: str, offer: Offer, checkout_id: int, payment: Payment) -> None:
        """What comes with the taking of a bid is not the buyer's: all of it is change."""
        self.outside.move_native(message.sender, self.address, message.value)
        quote = buyer == message.sender
        sent = message.value if quote else 0
        token, due = self.tokens[offer.listing_id], sum(part.total for part in offer.parts)
        spent = self._pay(message, buyer, token, due, sent, checkout_id, payment.use_balance or not quote)
        self._return_change(message, message.value - spent)


def digest(offer: Offer, chain_id: int, market: str) -> bytes:
    """What the maker signs."""
    domain = {"name": "Stoa", "version": "1", "chainId": chain_id, "verifyingContract": market}
    signable = encode_typed_data(domain, TYPES, _message(offer))
    return keccak(b"\x19" + signable.version + signable.header + signable.body)


def _message(offer: Offer) -> dict[str, Any]:
    return _named("Offer", offer) | {"parts": [_named("Part", part) for part in offer.parts]}


def _named(kind: str, value: Offer | Part) -> dict[str, Any]:
    """Field by field under the contract's names; the order is the same."""
    return dict(zip((field["name"] for field in TYPES[kind]), asdict(value).values(), strict=True))
