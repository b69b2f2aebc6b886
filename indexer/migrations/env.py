"""Alembic environment of schema `chain`; run by `python -m indexer migrate`, which hands over an open connection."""

from alembic import context

from indexer.tables import metadata


def migrate() -> None:
    """Brings the connection in `config.attributes` up to date, in its transaction."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        version_table_schema="chain",
        include_schemas=True,
        include_name=lambda name, kind, _: kind != "schema" or name == "chain",
    )
    with context.begin_transaction():
        context.run_migrations()


migrate()
