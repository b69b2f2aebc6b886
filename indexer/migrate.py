"""`python -m indexer migrate`: roles, schema `chain` and its tables. Safe to run again."""

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, create_engine, text
from sqlalchemy.engine import make_url

from indexer import late
from indexer.connection import connect
from indexer.shadow import LOCK

INDEXER, API = "stoa_indexer", "stoa_api"

# The API may read schema `chain` and owns schema `app`; a rebuild makes its tables in `chain_next`. Neither role can
# create anything elsewhere.
GRANTS = f"""
CREATE SCHEMA IF NOT EXISTS chain;
ALTER SCHEMA chain OWNER TO {INDEXER};
CREATE SCHEMA IF NOT EXISTS chain_next;
ALTER SCHEMA chain_next OWNER TO {INDEXER};
CREATE SCHEMA IF NOT EXISTS app;
ALTER SCHEMA app OWNER TO {API};
GRANT USAGE ON SCHEMA chain TO {API};
REVOKE ALL ON ALL TABLES IN SCHEMA chain FROM {API};
GRANT SELECT ON ALL TABLES IN SCHEMA chain TO {API};
ALTER DEFAULT PRIVILEGES FOR ROLE {INDEXER} IN SCHEMA chain GRANT SELECT ON TABLES TO {API};
REVOKE CREATE ON SCHEMA public FROM PUBLIC;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS unaccent;
"""


def prepare(admin_url: str) -> None:
    """As superuser: the two roles where missing, their schemas and grants."""
    with create_engine(_psycopg(admin_url)).begin() as connection:
        for role in (INDEXER, API):
            _create_role(connection, role)
        for statement in filter(str.strip, GRANTS.split(";")):
            connection.execute(text(statement))


def _create_role(connection: Connection, role: str) -> None:
    # Roles belong to the server, so two databases migrated at once would both try.
    connection.execute(text("SELECT pg_advisory_xact_lock(hashtext('stoa roles'))"))
    known = connection.execute(text("SELECT 1 FROM pg_roles WHERE rolname = :role"), {"role": role})
    if known.first() is None:
        connection.execute(text(f"CREATE ROLE {role} LOGIN"))


def upgrade(url: str) -> None:
    """As `stoa_indexer`: schema `chain` brought to the newest revision."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    _bring_indexes_back(url)
    with create_engine(_psycopg(url)).begin() as connection:
        # A rebuild under way would put tables without the change in the place of the changed ones.
        connection.execute(text(f"SELECT pg_advisory_xact_lock({LOCK}, 0)"))
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _bring_indexes_back(url: str) -> None:
    """Migrations find every index that the tables are defined with."""
    with connect(url) as connection:
        if connection.execute("SELECT to_regclass('chain.late_index')").fetchone() != (None,):
            late.bring_back(connection, url)


def _psycopg(url: str) -> str:
    return make_url(url).set(drivername="postgresql+psycopg").render_as_string(hide_password=False)
