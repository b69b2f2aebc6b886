"""Schema `chain`: what the market's logs say, as rows.

A leaf: imports nothing of ours. Every key starts with `chain_id`, then `market` (a deployment's number on that chain).
Addresses are 20 bytes, hashes 32 bytes, amounts whole numbers of a token's smallest unit, windows seconds, times UTC.
"""

from indexer.tables.arbitration import (
    Arbitration,
    Arbitrator,
    CouncilCase,
    CouncilMember,
    CouncilRound,
    CouncilVote,
    Dispute,
    Evidence,
)
from indexer.tables.base import Scoped, metadata
from indexer.tables.bus import Consumer, Orphan, Rewind
from indexer.tables.listings import Category, Listing, ListingVersion, MarketState, Seller, SellerBond
from indexer.tables.log import Block, Cursor, Event, LateIndex, Leader, Undo
from indexer.tables.memberships import Membership, MembershipTier
from indexer.tables.nodes import Provider
from indexer.tables.offers import CancelledNonces, Deal, Offer, QuoteRequest
from indexer.tables.orders import Balance, LedgerEntry, Order
from indexer.tables.reviews import BuyerReview, Comment, HiddenText, Review

__all__ = [
    "Arbitration",
    "Arbitrator",
    "Balance",
    "Block",
    "BuyerReview",
    "CancelledNonces",
    "Category",
    "Comment",
    "Consumer",
    "CouncilCase",
    "CouncilMember",
    "CouncilRound",
    "CouncilVote",
    "Cursor",
    "Deal",
    "Dispute",
    "Event",
    "Evidence",
    "HiddenText",
    "LateIndex",
    "Leader",
    "LedgerEntry",
    "Listing",
    "ListingVersion",
    "MarketState",
    "Membership",
    "MembershipTier",
    "Offer",
    "Order",
    "Orphan",
    "Provider",
    "QuoteRequest",
    "Review",
    "Rewind",
    "Scoped",
    "Seller",
    "SellerBond",
    "Undo",
    "metadata",
]
