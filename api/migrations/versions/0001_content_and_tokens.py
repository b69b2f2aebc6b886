"""Content, documents and tokens."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "blob",
        sa.Column("digest", sa.LargeBinary, primary_key=True),
        sa.Column("media_type", sa.Text, nullable=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        sa.Column("size", sa.Integer, nullable=False),
        sa.Column("width", sa.Integer),
        sa.Column("height", sa.Integer),
        sa.Column("stored_at", sa.DateTime(timezone=True), server_default=sa.func.now(), nullable=False),
        schema="app",
    )
    op.create_table(
        "variant",
        sa.Column("digest", sa.LargeBinary, sa.ForeignKey("app.blob.digest", ondelete="CASCADE"), primary_key=True),
        sa.Column("width", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("content", sa.LargeBinary, nullable=False),
        schema="app",
    )
    op.create_table(
        "document",
        sa.Column("digest", sa.LargeBinary, sa.ForeignKey("app.blob.digest", ondelete="CASCADE"), primary_key=True),
        sa.Column("title", sa.Text, nullable=False),
        sa.Column("summary", sa.Text, nullable=False),
        sa.Column("body", postgresql.JSONB, nullable=False),
        sa.Column("images", postgresql.JSONB, nullable=False),
        sa.Column("search", postgresql.TSVECTOR, nullable=False),
        schema="app",
    )
    op.create_index("document_search", "document", ["search"], schema="app", postgresql_using="gin")
    op.create_index(
        "document_title",
        "document",
        ["title"],
        schema="app",
        postgresql_using="gin",
        postgresql_ops={"title": "gin_trgm_ops"},
    )
    op.create_table(
        "token",
        sa.Column("chain_id", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("address", sa.LargeBinary, primary_key=True),
        sa.Column("symbol", sa.Text),
        sa.Column("name", sa.Text),
        sa.Column("decimals", sa.Integer, nullable=False),
        schema="app",
    )


def downgrade() -> None:
    for table in ("token", "document", "variant", "blob"):
        op.drop_table(table, schema="app")
