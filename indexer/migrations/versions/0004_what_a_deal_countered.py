"""What a deal countered: the nonce of its taker's that it used up too"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision: str | None = "0003"
branch_labels: Any = None
depends_on: Any = None


def upgrade() -> None:
    op.add_column("deal", sa.Column("counters", sa.Numeric(78, 0), nullable=True), schema="chain")
    op.create_index("deal_counters", "deal", ["chain_id", "market", "taker", "counters"], unique=False, schema="chain")
    op.drop_index("offer_counters", table_name="offer", schema="chain")


def downgrade() -> None:
    op.create_index("offer_counters", "offer", ["chain_id", "market", "counters"], unique=False, schema="chain")
    op.drop_index("deal_counters", table_name="deal", schema="chain")
    op.drop_column("deal", "counters", schema="chain")
