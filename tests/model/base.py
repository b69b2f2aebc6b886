"""What the parts of the market share: its numbers, its roles, its log, and that an operation happens whole or not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from typing import Any

from tests.model.errors import AccessManagedUnauthorized, ContractError, DeadlinePassed, TokenInvalid
from tests.model.outside import Outside
from tests.model.values import Config, Event, Message


class MarketBase:
    def __init__(self, address: str, disputes: str, outside: Outside, permissions: dict[str, frozenset[str]]) -> None:
        """`disputes` may dispute and resolve orders. `permissions`: function → accounts that may call it, for the
        functions that ask for a role."""
        self.address = address
        self.disputes = disputes
        self.outside = outside
        self.permissions = permissions
        self.config = Config()
        self.events: list[Event] = []

    def _emit(self, name: str, *arguments: Any) -> None:
        self.events.append((name, arguments))

    def _restricted(self, message: Message, function: str) -> None:
        if message.sender not in self.permissions[function]:
            raise AccessManagedUnauthorized(message.sender)

    def _require_in_time(self, message: Message, deadline: int) -> None:
        if message.now > deadline:
            raise DeadlinePassed(deadline, message.now)

    def _require_token(self, token: str) -> None:
        if token not in self.outside.tokens:
            raise TokenInvalid(token)

    @contextmanager
    def _all_or_nothing(self) -> Iterator[None]:
        with all_or_nothing(self, self.outside):
            yield


@contextmanager
def all_or_nothing(*parts: object) -> Iterator[None]:
    """What the parts keep is put back when a rule is broken."""
    before = [(part, _state(part)) for part in parts]
    try:
        yield
    except ContractError:
        for part, state in before:
            vars(part).update(state)
        raise


def _state(part: object) -> dict[str, Any]:
    return {name: copy(value) for name, value in vars(part).items() if isinstance(value, dict | list | int | Config)}
