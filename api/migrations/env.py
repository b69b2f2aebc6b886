"""Alembic environment of schema `app`; run by `python -m api migrate`, which hands over an open connection."""

from alembic import context

from api.tables import metadata


def migrate() -> None:
    """Brings the connection in `config.attributes` up to date, in its transaction."""
    context.configure(
        connection=context.config.attributes["connection"],
        target_metadata=metadata,
        version_table_schema="app",
        include_schemas=True,
        include_name=lambda name, kind, _: kind != "schema" or name == "app",
    )
    with context.begin_transaction():
        context.run_migrations()


migrate()
