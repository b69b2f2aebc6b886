"""The categories of a market."""

from __future__ import annotations

from typing import Any, NamedTuple

from ape import chain

from scripts._deployments import Json


class Category(NamedTuple):
    id: int
    parent: int
    name: str


def categories(deployment: Json, market: Any) -> list[Category]:
    """Folded from the market's events: the chain stores only how many there are."""
    start, head = deployment["start_block"], chain.blocks.height
    found = {
        log.categoryId: Category(log.categoryId, log.parentId, log.name)
        for log in market.CategoryAdded.range(start, head + 1)
    }
    for log in market.CategoryRenamed.range(start, head + 1):
        found[log.categoryId] = Category(log.categoryId, found[log.categoryId].parent, log.name)
    return [found[number] for number in sorted(found)]
