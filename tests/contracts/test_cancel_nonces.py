"""cancelNonces(word, mask)
├── each bit of the mask → nonce `256 × word + bit` of the caller is used up, NoncesCancelled
├── bits already set → stay set
└── nonces of other words, and of other makers → untouched
"""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.contracts.helpers import PRICE, events, reverts

HALF = PRICE // 2
ALL = 2**256 - 1


def test_cancel_nonces__one__is_used_up(market, quote, take, buyer, seller):
    receipt = market.cancelNonces(0, 1 << 1, sender=seller)

    assert events(receipt) == [("NoncesCancelled", {"maker": seller, "word": 0, "mask": 2})]
    with reverts("NonceUsed", seller, 1):
        take(quote, buyer, HALF)


def test_cancel_nonces__its_neighbours__stay(market, quote, take, buyer, seller):
    market.cancelNonces(0, 1 << 1, sender=seller)
    for nonce in (0, 2):
        take(replace(quote, nonce=nonce), buyer, HALF)

    assert market.noncesOf(seller, 0) == 0b111


@pytest.mark.parametrize("nonce", [256, 300, 511])
def test_cancel_nonces__whole_word__cancels_256_offers_at_once(market, quote, take, buyer, seller, nonce):
    market.cancelNonces(1, ALL, sender=seller)
    with reverts("NonceUsed", seller, nonce):
        take(replace(quote, nonce=nonce), buyer, HALF)


@pytest.mark.parametrize("nonce", [255, 512])
def test_cancel_nonces__whole_word__leaves_the_next(market, quote, take, buyer, seller, nonce):
    market.cancelNonces(1, ALL, sender=seller)
    take(replace(quote, nonce=nonce), buyer, HALF)

    assert market.getOrder(1).buyer == buyer


def test_cancel_nonces__largest_nonce__has_its_place(market, quote, take, buyer, seller):
    quote = replace(quote, nonce=2**256 - 1)
    take(quote, buyer, HALF)

    assert market.noncesOf(seller, 2**248 - 1) == 1 << 255
    with reverts("NonceUsed", seller, quote.nonce):
        take(quote, buyer, HALF)


def test_cancel_nonces__of_another_account__are_its_own(market, quote, take, buyer, stranger):
    market.cancelNonces(0, ALL, sender=stranger)
    take(quote, buyer, HALF)

    assert market.getOrder(1).buyer == buyer


def test_cancel_nonces__used_and_cancelled_before__never_come_back(market, quote, take, buyer, seller):
    take(quote, buyer, HALF)
    market.cancelNonces(0, 0b100, sender=seller)
    market.cancelNonces(0, 0, sender=seller)

    assert market.noncesOf(seller, 0) == 0b110
