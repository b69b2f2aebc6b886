"""`python -m api migrate`: the tables of schema `app`. Safe to run again; the indexer makes roles and schemas."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import create_engine
from sqlalchemy.engine import URL, make_url


def psycopg_url(url: str) -> URL:
    return make_url(url).set(drivername="postgresql+psycopg")


def upgrade(url: str) -> None:
    """As `stoa_api`: schema `app` brought to the newest revision."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).with_name("migrations")))
    with create_engine(psycopg_url(url)).begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
