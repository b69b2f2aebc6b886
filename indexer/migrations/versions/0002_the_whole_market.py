"""Offers, disputes, reviews, memberships, bonds"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0002"
down_revision: str | None = "0001"
branch_labels: Any = None
depends_on: Any = None

RATED = ("listing", "seller")
SUMS = ("rating_sum", "rating_count")


def upgrade() -> None:
    op.create_table(
        "arbitration",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("arbitrator", sa.LargeBinary(), nullable=False),
        sa.Column("dispute_id", sa.Numeric(78, 0), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "market", "arbitrator", "dispute_id"),
        schema="chain",
    )
    op.create_table(
        "arbitrator",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("arbitrator_id", sa.SmallInteger(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("rule_window", sa.BigInteger(), nullable=False),
        sa.Column("extra_data", sa.LargeBinary(), nullable=False),
        sa.Column("meta_evidence", sa.Text(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "market", "arbitrator_id"),
        schema="chain",
    )
    op.create_table(
        "buyer_review",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("buyer", sa.LargeBinary(), nullable=False),
        sa.Column("seller", sa.LargeBinary(), nullable=False),
        sa.Column("rating", sa.SmallInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tx_hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "market", "order_id"),
        schema="chain",
    )
    op.create_index(
        "buyer_review_buyer", "buyer_review", ["chain_id", "market", "buyer", "order_id"], unique=False, schema="chain"
    )
    op.create_table(
        "cancelled_nonces",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("maker", sa.LargeBinary(), nullable=False),
        sa.Column("word", sa.Numeric(78, 0), nullable=False),
        sa.Column("bits", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "market", "maker", "word"),
        schema="chain",
    )
    op.create_table(
        "comment",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("comment_id", sa.BigInteger(), nullable=False),
        sa.Column("listing_id", sa.BigInteger(), nullable=False),
        sa.Column("thread_id", sa.BigInteger(), nullable=False),
        sa.Column("parent_id", sa.BigInteger(), nullable=True),
        sa.Column("author", sa.LargeBinary(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("replies", sa.BigInteger(), nullable=False),
        sa.Column("commented_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tx_hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "market", "comment_id"),
        schema="chain",
    )
    op.create_index(
        "comment_thread",
        "comment",
        ["chain_id", "market", "listing_id", "thread_id", "comment_id"],
        unique=False,
        schema="chain",
    )
    op.create_table(
        "council_case",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("dispute_id", sa.BigInteger(), nullable=False),
        sa.Column("council", sa.LargeBinary(), nullable=False),
        sa.Column("arbitrable", sa.LargeBinary(), nullable=True),
        sa.Column("phase", sa.Text(), nullable=False),
        sa.Column("round", sa.SmallInteger(), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ruling", sa.SmallInteger(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("executed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_block", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "market", "dispute_id"),
        schema="chain",
    )
    op.create_table(
        "council_member",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("seat", sa.SmallInteger(), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("idle", sa.Boolean(), nullable=False),
        sa.Column("missed", sa.SmallInteger(), nullable=False),
        sa.Column("votes", sa.BigInteger(), nullable=False),
        sa.Column("appointed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("chain_id", "market", "address"),
        schema="chain",
    )
    op.create_table(
        "council_round",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("dispute_id", sa.BigInteger(), nullable=False),
        sa.Column("round", sa.SmallInteger(), nullable=False),
        sa.Column("panel", sa.BigInteger(), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ruling", sa.SmallInteger(), nullable=True),
        sa.Column("votes", sa.SmallInteger(), nullable=True),
        sa.Column("began_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("chain_id", "market", "dispute_id", "round"),
        schema="chain",
    )
    op.create_table(
        "council_vote",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("dispute_id", sa.BigInteger(), nullable=False),
        sa.Column("round", sa.SmallInteger(), nullable=False),
        sa.Column("member", sa.LargeBinary(), nullable=False),
        sa.Column("ruling", sa.SmallInteger(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tx_hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "market", "dispute_id", "round", "member"),
        schema="chain",
    )
    op.create_table(
        "deal",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("maker", sa.LargeBinary(), nullable=False),
        sa.Column("taker", sa.LargeBinary(), nullable=False),
        sa.Column("nonce", sa.Numeric(78, 0), nullable=False),
        sa.Column("checkout_id", sa.BigInteger(), nullable=False),
        sa.Column("orders", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tx_hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "market", "digest"),
        schema="chain",
    )
    op.create_index("deal_checkout", "deal", ["chain_id", "market", "checkout_id"], unique=False, schema="chain")
    op.create_index("deal_nonce", "deal", ["chain_id", "market", "maker", "nonce"], unique=False, schema="chain")
    op.create_table(
        "dispute",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("arbitrator_id", sa.SmallInteger(), nullable=False),
        sa.Column("dispute_id", sa.Numeric(78, 0), nullable=True),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("raised_by", sa.LargeBinary(), nullable=False),
        sa.Column("buyer", sa.LargeBinary(), nullable=False),
        sa.Column("seller", sa.LargeBinary(), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=True),
        sa.Column("buyer_deposit", sa.Numeric(78, 0), nullable=False),
        sa.Column("seller_deposit", sa.Numeric(78, 0), nullable=False),
        sa.Column("appeals", sa.Integer(), nullable=False),
        sa.Column("appeal_fees", sa.Numeric(78, 0), nullable=False),
        sa.Column("ruling", sa.Numeric(78, 0), nullable=True),
        sa.Column("buyer_bps", sa.Integer(), nullable=True),
        sa.Column("deposit_to_buyer", sa.Numeric(78, 0), nullable=False),
        sa.Column("deposit_to_seller", sa.Numeric(78, 0), nullable=False),
        sa.Column("from_bond", sa.Numeric(78, 0), nullable=False),
        sa.Column("settled", sa.Boolean(), nullable=False),
        sa.Column("raised_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tx_hash", sa.LargeBinary(), nullable=False),
        sa.Column("updated_block", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "market", "order_id"),
        schema="chain",
    )
    op.create_index(
        "dispute_buyer", "dispute", ["chain_id", "market", "buyer", "order_id"], unique=False, schema="chain"
    )
    op.create_index(
        "dispute_case", "dispute", ["chain_id", "market", "arbitrator_id", "dispute_id"], unique=False, schema="chain"
    )
    op.create_index(
        "dispute_seller", "dispute", ["chain_id", "market", "seller", "order_id"], unique=False, schema="chain"
    )
    op.create_table(
        "evidence",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("party", sa.LargeBinary(), nullable=False),
        sa.Column("uri", sa.Text(), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("tx_hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "market", "order_id", "block_number", "log_index"),
        schema="chain",
    )
    op.create_table(
        "hidden_text",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("id", sa.Numeric(78, 0), nullable=False),
        sa.Column("hidden", sa.Boolean(), nullable=False),
        sa.Column("reason", sa.LargeBinary(), nullable=False),
        sa.Column("moderator", sa.LargeBinary(), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "market", "text", "id"),
        schema="chain",
    )
    op.create_table(
        "membership",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("membership_id", sa.BigInteger(), nullable=False),
        sa.Column("tier_id", sa.BigInteger(), nullable=False),
        sa.Column("holder", sa.LargeBinary(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid", sa.Numeric(78, 0), nullable=False),
        sa.Column("refunded", sa.Numeric(78, 0), nullable=False),
        sa.Column("minted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tx_hash", sa.LargeBinary(), nullable=False),
        sa.Column("updated_block", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "market", "membership_id"),
        schema="chain",
    )
    op.create_index(
        "membership_holder",
        "membership",
        ["chain_id", "market", "holder", "membership_id"],
        unique=False,
        schema="chain",
    )
    op.create_table(
        "membership_tier",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("tier_id", sa.BigInteger(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("price", sa.Numeric(78, 0), nullable=False),
        sa.Column("period", sa.BigInteger(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("supply", sa.BigInteger(), nullable=True),
        sa.Column("minted", sa.BigInteger(), nullable=False),
        sa.Column("transferable", sa.Boolean(), nullable=False),
        sa.Column("closed", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "market", "tier_id"),
        schema="chain",
    )
    op.create_table(
        "offer",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("digest", sa.LargeBinary(), nullable=False),
        sa.Column("maker", sa.LargeBinary(), nullable=False),
        sa.Column("taker", sa.LargeBinary(), nullable=True),
        sa.Column("listing_id", sa.Numeric(78, 0), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("parts", postgresql.JSONB(), nullable=False),
        sa.Column("total", sa.Numeric(78, 0), nullable=False),
        sa.Column("nonce", sa.Numeric(78, 0), nullable=False),
        sa.Column("counters", sa.Numeric(78, 0), nullable=True),
        sa.Column("expires", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("signature", sa.LargeBinary(), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_block", sa.BigInteger(), nullable=False),
        sa.Column("tx_hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "market", "digest"),
        schema="chain",
    )
    op.create_index("offer_counters", "offer", ["chain_id", "market", "counters"], unique=False, schema="chain")
    op.create_index(
        "offer_listing",
        "offer",
        ["chain_id", "market", "listing_id", "published_block", "digest"],
        unique=False,
        schema="chain",
    )
    op.create_index(
        "offer_maker",
        "offer",
        ["chain_id", "market", "maker", "published_block", "digest"],
        unique=False,
        schema="chain",
    )
    op.create_index(
        "offer_request",
        "offer",
        ["chain_id", "market", "request_id", "published_block", "digest"],
        unique=False,
        schema="chain",
    )
    op.create_index(
        "offer_taker",
        "offer",
        ["chain_id", "market", "taker", "published_block", "digest"],
        unique=False,
        schema="chain",
    )
    op.create_table(
        "quote_request",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("request_id", sa.BigInteger(), nullable=False),
        sa.Column("buyer", sa.LargeBinary(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("budget", sa.Numeric(78, 0), nullable=True),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("offers", sa.BigInteger(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tx_hash", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "market", "request_id"),
        schema="chain",
    )
    op.create_index(
        "quote_request_buyer",
        "quote_request",
        ["chain_id", "market", "buyer", "request_id"],
        unique=False,
        schema="chain",
    )
    op.create_index(
        "quote_request_category",
        "quote_request",
        ["chain_id", "market", "category_id", "request_id"],
        unique=False,
        schema="chain",
    )
    op.create_table(
        "review",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("listing_id", sa.BigInteger(), nullable=False),
        sa.Column("seller", sa.LargeBinary(), nullable=False),
        sa.Column("buyer", sa.LargeBinary(), nullable=False),
        sa.Column("rating", sa.SmallInteger(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("editable_until", sa.DateTime(timezone=True), nullable=False),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answer", sa.LargeBinary(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("tx_hash", sa.LargeBinary(), nullable=False),
        sa.Column("updated_block", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "market", "order_id"),
        schema="chain",
    )
    op.create_index("review_buyer", "review", ["chain_id", "market", "buyer", "order_id"], unique=False, schema="chain")
    op.create_index(
        "review_listing", "review", ["chain_id", "market", "listing_id", "order_id"], unique=False, schema="chain"
    )
    op.create_index(
        "review_seller", "review", ["chain_id", "market", "seller", "order_id"], unique=False, schema="chain"
    )
    op.create_table(
        "seller_bond",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("seller", sa.LargeBinary(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("amount", sa.Numeric(78, 0), nullable=False),
        sa.Column("unlocking", sa.Numeric(78, 0), nullable=False),
        sa.Column("unlocks_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("slashed", sa.Numeric(78, 0), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "market", "seller", "token"),
        schema="chain",
    )
    for table in RATED:
        for column in SUMS:
            # Nothing was rated before.
            op.add_column(table, sa.Column(column, sa.BigInteger(), nullable=False, server_default="0"), schema="chain")
            op.alter_column(table, column, server_default=None, schema="chain")
        # A row that a reorganisation puts back needs them too.
        op.execute(
            'UPDATE chain.undo SET before = before || \'{"rating_sum": 0, "rating_count": 0}\' '
            f"WHERE table_name = '{table}' AND before IS NOT NULL"
        )


def downgrade() -> None:
    for table in RATED:
        for column in SUMS:
            op.drop_column(table, column, schema="chain")
    op.drop_table("seller_bond", schema="chain")
    op.drop_index("review_seller", table_name="review", schema="chain")
    op.drop_index("review_listing", table_name="review", schema="chain")
    op.drop_index("review_buyer", table_name="review", schema="chain")
    op.drop_table("review", schema="chain")
    op.drop_index("quote_request_category", table_name="quote_request", schema="chain")
    op.drop_index("quote_request_buyer", table_name="quote_request", schema="chain")
    op.drop_table("quote_request", schema="chain")
    op.drop_index("offer_taker", table_name="offer", schema="chain")
    op.drop_index("offer_request", table_name="offer", schema="chain")
    op.drop_index("offer_maker", table_name="offer", schema="chain")
    op.drop_index("offer_counters", table_name="offer", schema="chain")
    op.drop_index("offer_listing", table_name="offer", schema="chain")
    op.drop_table("offer", schema="chain")
    op.drop_table("membership_tier", schema="chain")
    op.drop_index("membership_holder", table_name="membership", schema="chain")
    op.drop_table("membership", schema="chain")
    op.drop_table("hidden_text", schema="chain")
    op.drop_table("evidence", schema="chain")
    op.drop_index("dispute_seller", table_name="dispute", schema="chain")
    op.drop_index("dispute_case", table_name="dispute", schema="chain")
    op.drop_index("dispute_buyer", table_name="dispute", schema="chain")
    op.drop_table("dispute", schema="chain")
    op.drop_index("deal_nonce", table_name="deal", schema="chain")
    op.drop_index("deal_checkout", table_name="deal", schema="chain")
    op.drop_table("deal", schema="chain")
    op.drop_table("council_vote", schema="chain")
    op.drop_table("council_round", schema="chain")
    op.drop_table("council_member", schema="chain")
    op.drop_table("council_case", schema="chain")
    op.drop_index("comment_thread", table_name="comment", schema="chain")
    op.drop_table("comment", schema="chain")
    op.drop_table("cancelled_nonces", schema="chain")
    op.drop_index("buyer_review_buyer", table_name="buyer_review", schema="chain")
    op.drop_table("buyer_review", schema="chain")
    op.drop_table("arbitrator", schema="chain")
    op.drop_table("arbitration", schema="chain")
