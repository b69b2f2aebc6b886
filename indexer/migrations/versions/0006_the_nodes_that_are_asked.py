"""The nodes that are asked"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision: str | None = "0005"
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    op.create_table(
        "provider",
        sa.Column("chain_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("since", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("chain_id", "name"),
        schema="chain",
    )


def downgrade() -> None:
    op.drop_table("provider", schema="chain")
