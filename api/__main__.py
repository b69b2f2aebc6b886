"""Command line of the API."""

from __future__ import annotations

import json

import click
import uvicorn
from pydantic import ValidationError

from api import logs
from api.main import create_app
from api.migrate import upgrade
from api.settings import Settings


@click.group()
def main() -> None:
    """Serves the market that the indexer wrote."""


@main.command()
def migrate() -> None:
    """Bring schema `app` to its newest revision."""
    upgrade(_settings().database_url)


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8000, show_default=True)
def serve(host: str, port: int) -> None:
    """Serve the API and the page."""
    logs.configure()
    uvicorn.run(
        create_app(_settings()),
        host=host,
        port=port,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=2,
    )


@main.command()
def openapi() -> None:
    """Print the OpenAPI document, the same for the same code."""
    document = create_app(Settings(database_url="postgresql:///")).openapi()
    click.echo(json.dumps(document, indent=2, sort_keys=True, ensure_ascii=False))


def _settings() -> Settings:
    """What the operator has to set is one line and exit code 1."""
    try:
        return Settings.from_environment()
    except ValidationError as error:
        names = ", ".join(str(part) for each in error.errors() for part in each["loc"])
        raise click.ClickException(f"settings that are missing or wrong: {names}") from None


if __name__ == "__main__":
    main()
