"""Command line of the indexer."""

import os

import click


@click.group()
def main() -> None:
    """Follows the market's logs into schema `chain`."""


@main.command()
def migrate() -> None:
    """Create or upgrade schema `chain`; with ADMIN_DATABASE_URL set, the roles and grants too."""
    from indexer.migrate import prepare, upgrade

    if admin_url := os.environ.get("ADMIN_DATABASE_URL"):
        prepare(admin_url)
    upgrade(os.environ["DATABASE_URL"])


if __name__ == "__main__":
    main()
