"""A line that says how far something is: redrawn in a terminal, now and then elsewhere."""

from __future__ import annotations

import sys

import click


class Progress:
    def __init__(self, what: str, total: int) -> None:
        self.what, self.total, self.done = what, total, 0
        self._shown = -1

    def step(self) -> None:
        self.reach(self.done + 1)

    def reach(self, done: int) -> None:
        self.done = min(done, self.total)
        percent = 100 * self.done // self.total
        if percent == self._shown or (not sys.stdout.isatty() and percent % 25):
            return
        self._shown = percent
        end = self.done == self.total
        if sys.stdout.isatty():
            click.echo(f"\r{self.what}: {self.done} of {self.total} ", nl=end)
        else:
            click.echo(f"{self.what}: {self.done} of {self.total}")
