"""Who leads a chain, and what went wrong last"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision: str | None = "0004"
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    op.create_table(
        "leader",
        sa.Column("chain_id", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("host", sa.Text(), nullable=False),
        sa.Column("pid", sa.Integer(), nullable=False),
        sa.Column("epoch", sa.BigInteger(), nullable=False),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("finality", sa.Integer(), nullable=False),
        sa.Column("events_per_second", sa.Float(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("error", sa.Text(), nullable=True),
        sa.Column("error_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("chain_id"),
        schema="chain",
    )


def downgrade() -> None:
    op.drop_table("leader", schema="chain")
