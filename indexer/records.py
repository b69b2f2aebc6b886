"""Rows of the projections as the handlers hold them, and the columns that they come from.

Generated from `indexer.tables` by `make generate`: an indexer that starts again after a crash does not wait for an ORM.
"""

from datetime import datetime
from typing import Any

import msgspec

from indexer.columns import Column, Definition


class Arbitration(msgspec.Struct, kw_only=True, gc=False):
    arbitrator: bytes
    dispute_id: int
    order_id: int


class Arbitrator(msgspec.Struct, kw_only=True, gc=False):
    arbitrator_id: int
    address: bytes
    rule_window: int
    extra_data: bytes
    meta_evidence: str
    closed: bool


class Balance(msgspec.Struct, kw_only=True, gc=False):
    account: bytes
    token: bytes
    amount: int


class BuyerReview(msgspec.Struct, kw_only=True, gc=False):
    order_id: int
    buyer: bytes
    seller: bytes
    rating: int
    content: bytes | None
    reviewed_at: datetime
    tx_hash: bytes


class CancelledNonces(msgspec.Struct, kw_only=True, gc=False):
    maker: bytes
    word: int
    bits: bytes


class Category(msgspec.Struct, kw_only=True, gc=False):
    category_id: int
    parent_id: int | None = None
    name: str
    listings: int


class Comment(msgspec.Struct, kw_only=True, gc=False):
    comment_id: int
    listing_id: int
    thread_id: int
    parent_id: int | None
    author: bytes
    content: bytes
    replies: int
    commented_at: datetime
    tx_hash: bytes


class CouncilCase(msgspec.Struct, kw_only=True, gc=False):
    dispute_id: int
    council: bytes
    arbitrable: bytes | None = None
    phase: str
    round: int
    deadline: datetime | None = None
    ruling: int | None = None
    created_at: datetime
    executed_at: datetime | None = None
    updated_block: int


class CouncilMember(msgspec.Struct, kw_only=True, gc=False):
    address: bytes
    seat: int
    active: bool
    idle: bool
    missed: int
    votes: int
    appointed_at: datetime
    removed_at: datetime | None = None


class CouncilRound(msgspec.Struct, kw_only=True, gc=False):
    dispute_id: int
    round: int
    panel: int
    deadline: datetime
    ruling: int | None = None
    votes: int | None = None
    began_at: datetime
    closed_at: datetime | None = None


class CouncilVote(msgspec.Struct, kw_only=True, gc=False):
    dispute_id: int
    round: int
    member: bytes
    ruling: int | None
    at: datetime
    tx_hash: bytes


class Deal(msgspec.Struct, kw_only=True, gc=False):
    digest: bytes
    maker: bytes
    taker: bytes
    nonce: int
    counters: int | None = None
    checkout_id: int
    orders: int
    content: bytes | None
    taken_at: datetime
    tx_hash: bytes


class Dispute(msgspec.Struct, kw_only=True, gc=False):
    order_id: int
    arbitrator_id: int
    dispute_id: int | None = None
    stage: str
    raised_by: bytes
    buyer: bytes
    seller: bytes
    deadline: datetime | None
    buyer_deposit: int
    seller_deposit: int
    appeals: int
    appeal_fees: int
    ruling: int | None = None
    buyer_bps: int | None = None
    deposit_to_buyer: int
    deposit_to_seller: int
    from_bond: int
    settled: bool
    raised_at: datetime
    answered_at: datetime | None = None
    closed_at: datetime | None = None
    tx_hash: bytes
    updated_block: int


class Evidence(msgspec.Struct, kw_only=True, gc=False):
    order_id: int
    block_number: int
    log_index: int
    party: bytes
    uri: str
    submitted_at: datetime
    tx_hash: bytes


class HiddenText(msgspec.Struct, kw_only=True, gc=False):
    text: str
    id: int
    hidden: bool
    reason: bytes
    moderator: bytes
    changed_at: datetime


class LedgerEntry(msgspec.Struct, kw_only=True, gc=False):
    block_number: int
    log_index: int
    seq: int
    account: bytes
    token: bytes
    amount: int
    kind: str
    order_id: int | None = None
    checkout_id: int | None = None
    counterparty: bytes | None = None
    tx_hash: bytes
    timestamp: datetime


class Listing(msgspec.Struct, kw_only=True, gc=False):
    listing_id: int
    seller: bytes
    token: bytes
    kind: str
    version: int
    price: int
    stock: int | None
    paused: bool
    member_discount_bps: int
    member_tier: int
    accept_window: int
    deliver_window: int
    inspect_window: int
    arbitrator: int
    low_stock: int
    category_id: int
    content: bytes
    created_at: datetime
    updated_at: datetime
    created_block: int
    sold: int
    orders: int
    rating_sum: int
    rating_count: int


class ListingVersion(msgspec.Struct, kw_only=True, gc=False):
    listing_id: int
    version: int
    price: int
    member_discount_bps: int
    member_tier: int
    accept_window: int
    deliver_window: int
    inspect_window: int
    arbitrator: int
    low_stock: int
    category_id: int
    content: bytes
    tx_hash: bytes
    created_at: datetime


class MarketState(msgspec.Struct, kw_only=True, gc=False):
    fee_bps: int
    referral_share_bps: int
    listings_paused: bool
    orders_paused: bool
    listings: int
    orders: int
    sellers: int


class Membership(msgspec.Struct, kw_only=True, gc=False):
    membership_id: int
    tier_id: int
    holder: bytes | None
    expires_at: datetime
    paid: int
    refunded: int
    minted_at: datetime
    cancelled_at: datetime | None = None
    tx_hash: bytes
    updated_block: int


class MembershipTier(msgspec.Struct, kw_only=True, gc=False):
    tier_id: int
    name: str
    token: bytes
    price: int
    period: int
    rank: int
    supply: int | None
    minted: int
    transferable: bool
    closed: bool


class Offer(msgspec.Struct, kw_only=True, gc=False):
    digest: bytes
    maker: bytes
    taker: bytes | None
    listing_id: int
    version: int
    parts: list[dict[str, Any]]
    total: int
    nonce: int
    counters: int | None
    expires: datetime
    expires_at: int
    content: bytes | None
    signature: bytes
    request_id: int | None
    published_at: datetime
    published_block: int
    tx_hash: bytes


class Order(msgspec.Struct, kw_only=True, gc=False):
    order_id: int
    checkout_id: int
    listing_id: int
    version: int
    seller: bytes
    token: bytes
    buyer: bytes
    quantity: int
    total: int
    escrow: int
    paid: int
    fee: int
    referral: int
    refunded: int
    fee_bps: int
    membership_id: int
    referrer: bytes | None = None
    referral_share_bps: int
    state: str
    deadline: datetime | None
    started_document: bytes | None = None
    delivered_document: bytes | None = None
    placed_at: datetime
    accepted_at: datetime | None = None
    started_at: datetime | None = None
    delivered_at: datetime | None = None
    closed_at: datetime | None = None
    closed_by: bytes | None = None
    tx_hash: bytes
    updated_block: int


class QuoteRequest(msgspec.Struct, kw_only=True, gc=False):
    request_id: int
    buyer: bytes
    category_id: int
    token: bytes
    budget: int | None
    deadline: datetime
    content: bytes
    offers: int
    requested_at: datetime
    closed_at: datetime | None = None
    tx_hash: bytes


class Review(msgspec.Struct, kw_only=True, gc=False):
    order_id: int
    listing_id: int
    seller: bytes
    buyer: bytes
    rating: int
    content: bytes | None
    editable_until: datetime
    reviewed_at: datetime
    changed_at: datetime | None = None
    answer: bytes | None = None
    answered_at: datetime | None = None
    tx_hash: bytes
    updated_block: int


class Seller(msgspec.Struct, kw_only=True, gc=False):
    address: bytes
    status: str
    profile: bytes | None = None
    registered_at: datetime
    listings: int
    orders: int
    completed: int
    cancelled: int
    rating_sum: int
    rating_count: int
    suspended_reason: bytes | None = None
    on_sale: dict[str, int]


class SellerBond(msgspec.Struct, kw_only=True, gc=False):
    seller: bytes
    token: bytes
    amount: int
    unlocking: int
    unlocks_at: datetime | None = None
    slashed: int


DEFINITIONS = (
    Definition(
        "arbitration",
        Arbitration,
        (
            Column("arbitrator", "BYTEA", key=True),
            Column("dispute_id", "NUMERIC(78, 0)", key=True),
            Column("order_id", "BIGINT"),
        ),
    ),
    Definition(
        "arbitrator",
        Arbitrator,
        (
            Column("arbitrator_id", "SMALLINT", key=True),
            Column("address", "BYTEA"),
            Column("rule_window", "BIGINT"),
            Column("extra_data", "BYTEA"),
            Column("meta_evidence", "TEXT"),
            Column("closed", "BOOLEAN"),
        ),
    ),
    Definition(
        "balance",
        Balance,
        (
            Column("account", "BYTEA", key=True),
            Column("token", "BYTEA", key=True),
            Column("amount", "NUMERIC(78, 0)"),
        ),
    ),
    Definition(
        "buyer_review",
        BuyerReview,
        (
            Column("order_id", "BIGINT", key=True),
            Column("buyer", "BYTEA"),
            Column("seller", "BYTEA"),
            Column("rating", "SMALLINT"),
            Column("content", "BYTEA", nullable=True),
            Column("reviewed_at", "TIMESTAMP WITH TIME ZONE"),
            Column("tx_hash", "BYTEA"),
        ),
    ),
    Definition(
        "cancelled_nonces",
        CancelledNonces,
        (
            Column("maker", "BYTEA", key=True),
            Column("word", "NUMERIC(78, 0)", key=True),
            Column("bits", "BYTEA"),
        ),
    ),
    Definition(
        "category",
        Category,
        (
            Column("category_id", "INTEGER", key=True),
            Column("parent_id", "INTEGER", nullable=True),
            Column("name", "TEXT"),
            Column("listings", "BIGINT"),
        ),
    ),
    Definition(
        "comment",
        Comment,
        (
            Column("comment_id", "BIGINT", key=True),
            Column("listing_id", "BIGINT"),
            Column("thread_id", "BIGINT"),
            Column("parent_id", "BIGINT", nullable=True),
            Column("author", "BYTEA"),
            Column("content", "BYTEA"),
            Column("replies", "BIGINT"),
            Column("commented_at", "TIMESTAMP WITH TIME ZONE"),
            Column("tx_hash", "BYTEA"),
        ),
    ),
    Definition(
        "council_case",
        CouncilCase,
        (
            Column("dispute_id", "BIGINT", key=True),
            Column("council", "BYTEA"),
            Column("arbitrable", "BYTEA", nullable=True),
            Column("phase", "TEXT"),
            Column("round", "SMALLINT"),
            Column("deadline", "TIMESTAMP WITH TIME ZONE", nullable=True),
            Column("ruling", "SMALLINT", nullable=True),
            Column("created_at", "TIMESTAMP WITH TIME ZONE"),
            Column("executed_at", "TIMESTAMP WITH TIME ZONE", nullable=True),
            Column("updated_block", "BIGINT"),
        ),
    ),
    Definition(
        "council_member",
        CouncilMember,
        (
            Column("address", "BYTEA", key=True),
            Column("seat", "SMALLINT"),
            Column("active", "BOOLEAN"),
            Column("idle", "BOOLEAN"),
            Column("missed", "SMALLINT"),
            Column("votes", "BIGINT"),
            Column("appointed_at", "TIMESTAMP WITH TIME ZONE"),
            Column("removed_at", "TIMESTAMP WITH TIME ZONE", nullable=True),
        ),
    ),
    Definition(
        "council_round",
        CouncilRound,
        (
            Column("dispute_id", "BIGINT", key=True),
            Column("round", "SMALLINT", key=True),
            Column("panel", "BIGINT"),
            Column("deadline", "TIMESTAMP WITH TIME ZONE"),
            Column("ruling", "SMALLINT", nullable=True),
            Column("votes", "SMALLINT", nullable=True),
            Column("began_at", "TIMESTAMP WITH TIME ZONE"),
            Column("closed_at", "TIMESTAMP WITH TIME ZONE", nullable=True),
        ),
    ),
    Definition(
        "council_vote",
        CouncilVote,
        (
            Column("dispute_id", "BIGINT", key=True),
            Column("round", "SMALLINT", key=True),
            Column("member", "BYTEA", key=True),
            Column("ruling", "SMALLINT", nullable=True),
            Column("at", "TIMESTAMP WITH TIME ZONE"),
            Column("tx_hash", "BYTEA"),
        ),
    ),
    Definition(
        "deal",
        Deal,
        (
            Column("digest", "BYTEA", key=True),
            Column("maker", "BYTEA"),
            Column("taker", "BYTEA"),
            Column("nonce", "NUMERIC(78, 0)"),
            Column("counters", "NUMERIC(78, 0)", nullable=True),
            Column("checkout_id", "BIGINT"),
            Column("orders", "BIGINT"),
            Column("content", "BYTEA", nullable=True),
            Column("taken_at", "TIMESTAMP WITH TIME ZONE"),
            Column("tx_hash", "BYTEA"),
        ),
    ),
    Definition(
        "dispute",
        Dispute,
        (
            Column("order_id", "BIGINT", key=True),
            Column("arbitrator_id", "SMALLINT"),
            Column("dispute_id", "NUMERIC(78, 0)", nullable=True),
            Column("stage", "TEXT"),
            Column("raised_by", "BYTEA"),
            Column("buyer", "BYTEA"),
            Column("seller", "BYTEA"),
            Column("deadline", "TIMESTAMP WITH TIME ZONE", nullable=True),
            Column("buyer_deposit", "NUMERIC(78, 0)"),
            Column("seller_deposit", "NUMERIC(78, 0)"),
            Column("appeals", "INTEGER"),
            Column("appeal_fees", "NUMERIC(78, 0)"),
            Column("ruling", "NUMERIC(78, 0)", nullable=True),
            Column("buyer_bps", "INTEGER", nullable=True),
            Column("deposit_to_buyer", "NUMERIC(78, 0)"),
            Column("deposit_to_seller", "NUMERIC(78, 0)"),
            Column("from_bond", "NUMERIC(78, 0)"),
            Column("settled", "BOOLEAN"),
            Column("raised_at", "TIMESTAMP WITH TIME ZONE"),
            Column("answered_at", "TIMESTAMP WITH TIME ZONE", nullable=True),
            Column("closed_at", "TIMESTAMP WITH TIME ZONE", nullable=True),
            Column("tx_hash", "BYTEA"),
            Column("updated_block", "BIGINT"),
        ),
    ),
    Definition(
        "evidence",
        Evidence,
        (
            Column("order_id", "BIGINT", key=True),
            Column("block_number", "BIGINT", key=True),
            Column("log_index", "INTEGER", key=True),
            Column("party", "BYTEA"),
            Column("uri", "TEXT"),
            Column("submitted_at", "TIMESTAMP WITH TIME ZONE"),
            Column("tx_hash", "BYTEA"),
        ),
    ),
    Definition(
        "hidden_text",
        HiddenText,
        (
            Column("text", "TEXT", key=True),
            Column("id", "NUMERIC(78, 0)", key=True),
            Column("hidden", "BOOLEAN"),
            Column("reason", "BYTEA"),
            Column("moderator", "BYTEA"),
            Column("changed_at", "TIMESTAMP WITH TIME ZONE"),
        ),
    ),
    Definition(
        "ledger_entry",
        LedgerEntry,
        (
            Column("block_number", "BIGINT", key=True),
            Column("log_index", "INTEGER", key=True),
            Column("seq", "SMALLINT", key=True),
            Column("account", "BYTEA"),
            Column("token", "BYTEA"),
            Column("amount", "NUMERIC(78, 0)"),
            Column("kind", "TEXT"),
            Column("order_id", "BIGINT", nullable=True),
            Column("checkout_id", "BIGINT", nullable=True),
            Column("counterparty", "BYTEA", nullable=True),
            Column("tx_hash", "BYTEA"),
            Column("timestamp", "TIMESTAMP WITH TIME ZONE"),
        ),
    ),
    Definition(
        "listing",
        Listing,
        (
            Column("listing_id", "BIGINT", key=True),
            Column("seller", "BYTEA"),
            Column("token", "BYTEA"),
            Column("kind", "TEXT"),
            Column("version", "BIGINT"),
            Column("price", "NUMERIC(78, 0)"),
            Column("stock", "BIGINT", nullable=True),
            Column("paused", "BOOLEAN"),
            Column("member_discount_bps", "INTEGER"),
            Column("member_tier", "INTEGER"),
            Column("accept_window", "BIGINT"),
            Column("deliver_window", "BIGINT"),
            Column("inspect_window", "BIGINT"),
            Column("arbitrator", "INTEGER"),
            Column("low_stock", "INTEGER"),
            Column("category_id", "INTEGER"),
            Column("content", "BYTEA"),
            Column("created_at", "TIMESTAMP WITH TIME ZONE"),
            Column("updated_at", "TIMESTAMP WITH TIME ZONE"),
            Column("created_block", "BIGINT"),
            Column("sold", "BIGINT"),
            Column("orders", "BIGINT"),
            Column("rating_sum", "BIGINT"),
            Column("rating_count", "BIGINT"),
        ),
    ),
    Definition(
        "listing_version",
        ListingVersion,
        (
            Column("listing_id", "BIGINT", key=True),
            Column("version", "BIGINT", key=True),
            Column("price", "NUMERIC(78, 0)"),
            Column("member_discount_bps", "INTEGER"),
            Column("member_tier", "INTEGER"),
            Column("accept_window", "BIGINT"),
            Column("deliver_window", "BIGINT"),
            Column("inspect_window", "BIGINT"),
            Column("arbitrator", "INTEGER"),
            Column("low_stock", "INTEGER"),
            Column("category_id", "INTEGER"),
            Column("content", "BYTEA"),
            Column("tx_hash", "BYTEA"),
            Column("created_at", "TIMESTAMP WITH TIME ZONE"),
        ),
    ),
    Definition(
        "market_state",
        MarketState,
        (
            Column("fee_bps", "INTEGER"),
            Column("referral_share_bps", "INTEGER"),
            Column("listings_paused", "BOOLEAN"),
            Column("orders_paused", "BOOLEAN"),
            Column("listings", "BIGINT"),
            Column("orders", "BIGINT"),
            Column("sellers", "BIGINT"),
        ),
    ),
    Definition(
        "membership",
        Membership,
        (
            Column("membership_id", "BIGINT", key=True),
            Column("tier_id", "BIGINT"),
            Column("holder", "BYTEA", nullable=True),
            Column("expires_at", "TIMESTAMP WITH TIME ZONE"),
            Column("paid", "NUMERIC(78, 0)"),
            Column("refunded", "NUMERIC(78, 0)"),
            Column("minted_at", "TIMESTAMP WITH TIME ZONE"),
            Column("cancelled_at", "TIMESTAMP WITH TIME ZONE", nullable=True),
            Column("tx_hash", "BYTEA"),
            Column("updated_block", "BIGINT"),
        ),
    ),
    Definition(
        "membership_tier",
        MembershipTier,
        (
            Column("tier_id", "BIGINT", key=True),
            Column("name", "TEXT"),
            Column("token", "BYTEA"),
            Column("price", "NUMERIC(78, 0)"),
            Column("period", "BIGINT"),
            Column("rank", "INTEGER"),
            Column("supply", "BIGINT", nullable=True),
            Column("minted", "BIGINT"),
            Column("transferable", "BOOLEAN"),
            Column("closed", "BOOLEAN"),
        ),
    ),
    Definition(
        "offer",
        Offer,
        (
            Column("digest", "BYTEA", key=True),
            Column("maker", "BYTEA"),
            Column("taker", "BYTEA", nullable=True),
            Column("listing_id", "NUMERIC(78, 0)"),
            Column("version", "BIGINT"),
            Column("parts", "JSONB"),
            Column("total", "NUMERIC(78, 0)"),
            Column("nonce", "NUMERIC(78, 0)"),
            Column("counters", "NUMERIC(78, 0)", nullable=True),
            Column("expires", "TIMESTAMP WITH TIME ZONE"),
            Column("expires_at", "BIGINT"),
            Column("content", "BYTEA", nullable=True),
            Column("signature", "BYTEA"),
            Column("request_id", "BIGINT", nullable=True),
            Column("published_at", "TIMESTAMP WITH TIME ZONE"),
            Column("published_block", "BIGINT"),
            Column("tx_hash", "BYTEA"),
        ),
    ),
    Definition(
        "orders",
        Order,
        (
            Column("order_id", "BIGINT", key=True),
            Column("checkout_id", "BIGINT"),
            Column("listing_id", "BIGINT"),
            Column("version", "BIGINT"),
            Column("seller", "BYTEA"),
            Column("token", "BYTEA"),
            Column("buyer", "BYTEA"),
            Column("quantity", "BIGINT"),
            Column("total", "NUMERIC(78, 0)"),
            Column("escrow", "NUMERIC(78, 0)"),
            Column("paid", "NUMERIC(78, 0)"),
            Column("fee", "NUMERIC(78, 0)"),
            Column("referral", "NUMERIC(78, 0)"),
            Column("refunded", "NUMERIC(78, 0)"),
            Column("fee_bps", "INTEGER"),
            Column("membership_id", "NUMERIC(78, 0)"),
            Column("referrer", "BYTEA", nullable=True),
            Column("referral_share_bps", "INTEGER"),
            Column("state", "TEXT"),
            Column("deadline", "TIMESTAMP WITH TIME ZONE", nullable=True),
            Column("started_document", "BYTEA", nullable=True),
            Column("delivered_document", "BYTEA", nullable=True),
            Column("placed_at", "TIMESTAMP WITH TIME ZONE"),
            Column("accepted_at", "TIMESTAMP WITH TIME ZONE", nullable=True),
            Column("started_at", "TIMESTAMP WITH TIME ZONE", nullable=True),
            Column("delivered_at", "TIMESTAMP WITH TIME ZONE", nullable=True),
            Column("closed_at", "TIMESTAMP WITH TIME ZONE", nullable=True),
            Column("closed_by", "BYTEA", nullable=True),
            Column("tx_hash", "BYTEA"),
            Column("updated_block", "BIGINT"),
        ),
    ),
    Definition(
        "quote_request",
        QuoteRequest,
        (
            Column("request_id", "BIGINT", key=True),
            Column("buyer", "BYTEA"),
            Column("category_id", "INTEGER"),
            Column("token", "BYTEA"),
            Column("budget", "NUMERIC(78, 0)", nullable=True),
            Column("deadline", "TIMESTAMP WITH TIME ZONE"),
            Column("content", "BYTEA"),
            Column("offers", "BIGINT"),
            Column("requested_at", "TIMESTAMP WITH TIME ZONE"),
            Column("closed_at", "TIMESTAMP WITH TIME ZONE", nullable=True),
            Column("tx_hash", "BYTEA"),
        ),
    ),
    Definition(
        "review",
        Review,
        (
            Column("order_id", "BIGINT", key=True),
            Column("listing_id", "BIGINT"),
            Column("seller", "BYTEA"),
            Column("buyer", "BYTEA"),
            Column("rating", "SMALLINT"),
            Column("content", "BYTEA", nullable=True),
            Column("editable_until", "TIMESTAMP WITH TIME ZONE"),
            Column("reviewed_at", "TIMESTAMP WITH TIME ZONE"),
            Column("changed_at", "TIMESTAMP WITH TIME ZONE", nullable=True),
            Column("answer", "BYTEA", nullable=True),
            Column("answered_at", "TIMESTAMP WITH TIME ZONE", nullable=True),
            Column("tx_hash", "BYTEA"),
            Column("updated_block", "BIGINT"),
        ),
    ),
    Definition(
        "seller",
        Seller,
        (
            Column("address", "BYTEA", key=True),
            Column("status", "TEXT"),
            Column("profile", "BYTEA", nullable=True),
            Column("registered_at", "TIMESTAMP WITH TIME ZONE"),
            Column("listings", "BIGINT"),
            Column("orders", "BIGINT"),
            Column("completed", "BIGINT"),
            Column("cancelled", "BIGINT"),
            Column("rating_sum", "BIGINT"),
            Column("rating_count", "BIGINT"),
            Column("suspended_reason", "BYTEA", nullable=True),
            Column("on_sale", "JSONB"),
        ),
    ),
    Definition(
        "seller_bond",
        SellerBond,
        (
            Column("seller", "BYTEA", key=True),
            Column("token", "BYTEA", key=True),
            Column("amount", "NUMERIC(78, 0)"),
            Column("unlocking", "NUMERIC(78, 0)"),
            Column("unlocks_at", "TIMESTAMP WITH TIME ZONE", nullable=True),
            Column("slashed", "NUMERIC(78, 0)"),
        ),
    ),
)
