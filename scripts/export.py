"""ape run export: writes deployments/abi/*.json from the contracts."""

from __future__ import annotations

import click

from scripts._abi import EXPORTED, stale, write_all
from scripts._compile import compile_all


@click.command(short_help="Write the contracts' ABIs to deployments/abi")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 and name the files that are out of date.")
def cli(check: bool) -> None:
    compile_all()
    if not check:
        changed = write_all()
        click.echo(f"deployments/abi: {len(EXPORTED)} files, {len(changed)} changed")
        return
    for path in (old := stale()):
        click.echo(f"{path} is out of date: run `ape run export`.", err=True)
    raise SystemExit(1 if old else 0)
