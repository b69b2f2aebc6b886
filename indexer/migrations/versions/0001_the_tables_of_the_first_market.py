"""The tables of the first market"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision: str | None = None
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    op.create_table(
        "balance",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("account", sa.LargeBinary(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("amount", sa.Numeric(78, 0), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "market", "account", "token"),
        schema="chain",
    )
    op.create_table(
        "block",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("hash", sa.LargeBinary(), nullable=False),
        sa.Column("parent_hash", sa.LargeBinary(), nullable=False),
        sa.Column("timestamp", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "number"),
        schema="chain",
    )
    op.create_table(
        "category",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("parent_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("listings", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "market", "category_id"),
        schema="chain",
    )
    op.create_table(
        "cursor",
        sa.Column("chain_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("genesis", sa.LargeBinary(), nullable=False),
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("block_hash", sa.LargeBinary(), nullable=False),
        sa.Column("block_timestamp", sa.DateTime(timezone=True), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("head_number", sa.BigInteger(), nullable=True),
        sa.Column("head_seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("undo_from", sa.BigInteger(), nullable=False),
        sa.Column("markets", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id"),
        schema="chain",
    )
    op.create_table(
        "event",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("block_hash", sa.LargeBinary(), nullable=False),
        sa.Column("tx_hash", sa.LargeBinary(), nullable=False),
        sa.Column("tx_index", sa.Integer(), nullable=False),
        sa.Column("timestamp", sa.DateTime(timezone=True), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("contract", sa.Text(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("args", postgresql.JSONB(), nullable=True),
        sa.Column("topics", postgresql.ARRAY(sa.LargeBinary()), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "block_number", "log_index"),
        schema="chain",
    )
    op.create_index(
        "event_subject",
        "event",
        ["chain_id", "market", "subject", "block_number", "log_index"],
        unique=False,
        schema="chain",
    )
    op.create_table(
        "ledger_entry",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("seq", sa.SmallInteger(), nullable=False),
        sa.Column("account", sa.LargeBinary(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("amount", sa.Numeric(78, 0), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=True),
        sa.Column("checkout_id", sa.BigInteger(), nullable=True),
        sa.Column("counterparty", sa.LargeBinary(), nullable=True),
        sa.Column("tx_hash", sa.LargeBinary(), nullable=False),
        sa.Column("timestamp", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "market", "block_number", "log_index", "seq"),
        schema="chain",
    )
    op.create_index(
        "ledger_entry_account",
        "ledger_entry",
        ["chain_id", "market", "account", "block_number", "log_index", "seq"],
        unique=False,
        schema="chain",
    )
    op.create_table(
        "listing",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("listing_id", sa.BigInteger(), nullable=False),
        sa.Column("seller", sa.LargeBinary(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("price", sa.Numeric(78, 0), nullable=False),
        sa.Column("stock", sa.BigInteger(), nullable=True),
        sa.Column("paused", sa.Boolean(), nullable=False),
        sa.Column("member_discount_bps", sa.Integer(), nullable=False),
        sa.Column("member_tier", sa.Integer(), nullable=False),
        sa.Column("accept_window", sa.BigInteger(), nullable=False),
        sa.Column("deliver_window", sa.BigInteger(), nullable=False),
        sa.Column("inspect_window", sa.BigInteger(), nullable=False),
        sa.Column("arbitrator", sa.Integer(), nullable=False),
        sa.Column("low_stock", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_block", sa.BigInteger(), nullable=False),
        sa.Column("sold", sa.BigInteger(), nullable=False),
        sa.Column("orders", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "market", "listing_id"),
        schema="chain",
    )
    op.create_index(
        "listing_category",
        "listing",
        ["chain_id", "market", "category_id", "listing_id"],
        unique=False,
        schema="chain",
    )
    op.create_index(
        "listing_price",
        "listing",
        ["chain_id", "market", "token", "price", "listing_id"],
        unique=False,
        schema="chain",
    )
    op.create_index(
        "listing_seller",
        "listing",
        ["chain_id", "market", "seller", "listing_id"],
        unique=False,
        schema="chain",
    )
    op.create_table(
        "listing_version",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("listing_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("price", sa.Numeric(78, 0), nullable=False),
        sa.Column("member_discount_bps", sa.Integer(), nullable=False),
        sa.Column("member_tier", sa.Integer(), nullable=False),
        sa.Column("accept_window", sa.BigInteger(), nullable=False),
        sa.Column("deliver_window", sa.BigInteger(), nullable=False),
        sa.Column("inspect_window", sa.BigInteger(), nullable=False),
        sa.Column("arbitrator", sa.Integer(), nullable=False),
        sa.Column("low_stock", sa.Integer(), nullable=False),
        sa.Column("category_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("tx_hash", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "market", "listing_id", "version"),
        schema="chain",
    )
    op.create_table(
        "market_state",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("fee_bps", sa.Integer(), nullable=False),
        sa.Column("referral_share_bps", sa.Integer(), nullable=False),
        sa.Column("listings_paused", sa.Boolean(), nullable=False),
        sa.Column("orders_paused", sa.Boolean(), nullable=False),
        sa.Column("listings", sa.BigInteger(), nullable=False),
        sa.Column("orders", sa.BigInteger(), nullable=False),
        sa.Column("sellers", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "market"),
        schema="chain",
    )
    op.create_table(
        "orders",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("order_id", sa.BigInteger(), nullable=False),
        sa.Column("checkout_id", sa.BigInteger(), nullable=False),
        sa.Column("listing_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("seller", sa.LargeBinary(), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False),
        sa.Column("buyer", sa.LargeBinary(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("total", sa.Numeric(78, 0), nullable=False),
        sa.Column("escrow", sa.Numeric(78, 0), nullable=False),
        sa.Column("paid", sa.Numeric(78, 0), nullable=False),
        sa.Column("fee", sa.Numeric(78, 0), nullable=False),
        sa.Column("referral", sa.Numeric(78, 0), nullable=False),
        sa.Column("refunded", sa.Numeric(78, 0), nullable=False),
        sa.Column("fee_bps", sa.Integer(), nullable=False),
        sa.Column("membership_id", sa.Numeric(78, 0), nullable=False),
        sa.Column("referrer", sa.LargeBinary(), nullable=True),
        sa.Column("referral_share_bps", sa.Integer(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("deadline", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_document", sa.LargeBinary(), nullable=True),
        sa.Column("delivered_document", sa.LargeBinary(), nullable=True),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("accepted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.LargeBinary(), nullable=True),
        sa.Column("tx_hash", sa.LargeBinary(), nullable=False),
        sa.Column("updated_block", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "market", "order_id"),
        schema="chain",
    )
    op.create_index("orders_buyer", "orders", ["chain_id", "market", "buyer", "order_id"], unique=False, schema="chain")
    op.create_index("orders_checkout", "orders", ["chain_id", "market", "checkout_id"], unique=False, schema="chain")
    op.create_index(
        "orders_listing",
        "orders",
        ["chain_id", "market", "listing_id", "order_id"],
        unique=False,
        schema="chain",
    )
    op.create_index(
        "orders_seller", "orders", ["chain_id", "market", "seller", "order_id"], unique=False, schema="chain"
    )
    op.create_table(
        "seller",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("profile", sa.LargeBinary(), nullable=True),
        sa.Column("registered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("listings", sa.BigInteger(), nullable=False),
        sa.Column("orders", sa.BigInteger(), nullable=False),
        sa.Column("completed", sa.BigInteger(), nullable=False),
        sa.Column("cancelled", sa.BigInteger(), nullable=False),
        sa.Column("suspended_reason", sa.LargeBinary(), nullable=True),
        sa.Column("on_sale", postgresql.JSONB(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "market", "address"),
        schema="chain",
    )
    op.create_table(
        "undo",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("table_name", sa.Text(), nullable=False),
        sa.Column("key", postgresql.JSONB(), nullable=False),
        sa.Column("before", postgresql.JSONB(), nullable=True),
        sa.PrimaryKeyConstraint("chain_id", "block_number", "table_name", "key"),
        schema="chain",
    )


def downgrade() -> None:
    op.drop_table("undo", schema="chain")
    op.drop_table("seller", schema="chain")
    op.drop_index("orders_seller", table_name="orders", schema="chain")
    op.drop_index("orders_listing", table_name="orders", schema="chain")
    op.drop_index("orders_checkout", table_name="orders", schema="chain")
    op.drop_index("orders_buyer", table_name="orders", schema="chain")
    op.drop_table("orders", schema="chain")
    op.drop_table("market_state", schema="chain")
    op.drop_table("listing_version", schema="chain")
    op.drop_index("listing_seller", table_name="listing", schema="chain")
    op.drop_index("listing_price", table_name="listing", schema="chain")
    op.drop_index("listing_category", table_name="listing", schema="chain")
    op.drop_table("listing", schema="chain")
    op.drop_index("ledger_entry_account", table_name="ledger_entry", schema="chain")
    op.drop_table("ledger_entry", schema="chain")
    op.drop_index("event_subject", table_name="event", schema="chain")
    op.drop_table("event", schema="chain")
    op.drop_table("cursor", schema="chain")
    op.drop_table("category", schema="chain")
    op.drop_table("block", schema="chain")
    op.drop_table("balance", schema="chain")
