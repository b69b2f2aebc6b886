"""addCategory(parentId, name), renameCategory(categoryId, name)
├── caller is no moderator → AccessManagedUnauthorized (test_roles.py)
├── parent or category does not exist → CategoryUnknown
├── name is empty or over 64 bytes → CategoryNameInvalid
└── otherwise → CategoryAdded, CategoryRenamed
"""

from __future__ import annotations

import pytest

from tests.contracts.helpers import events, reverts


def test_add_category__below_another__is_logged(market, moderator):
    receipt = market.addCategory(1, "Desk lamps", sender=moderator)

    assert events(receipt) == [("CategoryAdded", {"categoryId": 2, "parentId": 1, "name": "Desk lamps"})]
    assert market.getConfig().categoryCount == 2
    assert market.addCategory.call(0, "Chairs", sender=moderator) == 3


def test_add_category__unknown_parent__reverts(market, moderator):
    with reverts("CategoryUnknown", 2, 1):
        market.addCategory(2, "Desk lamps", sender=moderator)


def test_rename_category__known__is_logged(market, moderator):
    receipt = market.renameCategory(1, "Lights", sender=moderator)

    assert events(receipt) == [("CategoryRenamed", {"categoryId": 1, "name": "Lights"})]


@pytest.mark.parametrize("category", [0, 2])
def test_rename_category__unknown__reverts(market, moderator, category):
    with reverts("CategoryUnknown", category, 1):
        market.renameCategory(category, "Lights", sender=moderator)


@pytest.mark.parametrize("name", ["x", "x" * 64, "é" * 32])
def test_category__name_at_its_limit__is_taken(market, moderator, name):
    market.addCategory(0, name, sender=moderator)
    market.renameCategory(2, name, sender=moderator)

    assert market.getConfig().categoryCount == 2


@pytest.mark.parametrize("name", ["", "x" * 65, "é" * 33])
def test_category__name_out_of_range__reverts(market, moderator, name):
    with reverts("CategoryNameInvalid", len(name.encode()), 64):
        market.addCategory(0, name, sender=moderator)
    with reverts("CategoryNameInvalid", len(name.encode()), 64):
        market.renameCategory(1, name, sender=moderator)
