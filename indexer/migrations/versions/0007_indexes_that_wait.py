"""Indexes that wait for the end of a first backfill"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision: str | None = "0006"
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    op.create_table(
        "late_index",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("definition", sa.Text(), nullable=False),
        sa.Column("key_of", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("name"),
        schema="chain",
    )


def downgrade() -> None:
    op.drop_table("late_index", schema="chain")
