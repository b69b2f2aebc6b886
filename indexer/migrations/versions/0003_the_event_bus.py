"""The event bus: consumers, and what a reorganisation takes back"""

from typing import Any

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0003"
down_revision: str | None = "0002"
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    op.create_table(
        "rewind",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("from_block", sa.BigInteger(), nullable=False),
        sa.Column("to_block", sa.BigInteger(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "number"),
        schema="chain",
    )
    op.create_table(
        "orphan",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("rewind", sa.BigInteger(), nullable=False),
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("tx_hash", sa.LargeBinary(), nullable=False),
        sa.Column("timestamp", sa.DateTime(timezone=True), nullable=False),
        sa.Column("market", sa.SmallInteger(), nullable=False),
        sa.Column("contract", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("args", postgresql.JSONB(), nullable=True),
        sa.Column("correlation", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "rewind", "block_number", "log_index"),
        schema="chain",
    )
    op.create_index("orphan_log", "orphan", ["chain_id", "tx_hash", "log_index"], schema="chain")
    op.create_table(
        "consumer",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("confirmations", sa.Integer(), nullable=False),
        sa.Column("block_number", sa.BigInteger(), nullable=False),
        sa.Column("log_index", sa.Integer(), nullable=False),
        sa.Column("reaching_block", sa.BigInteger(), nullable=False),
        sa.Column("reaching_index", sa.Integer(), nullable=False),
        sa.Column("rewind", sa.BigInteger(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "name"),
        schema="chain",
    )


def downgrade() -> None:
    op.drop_table("consumer", schema="chain")
    op.drop_index("orphan_log", table_name="orphan", schema="chain")
    op.drop_table("orphan", schema="chain")
    op.drop_table("rewind", schema="chain")
