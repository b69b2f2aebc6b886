"""Who may call what: the roles of the AccessManager and the functions that ask for them."""

from __future__ import annotations

ROLES = {"ADMIN": 0, "MODERATOR": 1, "TREASURER": 2, "ARBITER": 3, "GUARDIAN": 4, "REGISTRY": 5}
"""Role ids (uint64). ADMIN is OpenZeppelin's own: it grants and revokes. Only the contract Sellers holds REGISTRY."""

FUNCTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "MODERATOR": {"Market": ("addCategory", "renameCategory"), "Sellers": ("suspend", "reinstate")},
    "TREASURER": {"Market": ("setFee", "collectFees")},
    "GUARDIAN": {"Market": ("setListingsPaused", "setOrdersPaused")},
    "REGISTRY": {"Market": ("setSellerStatus",)},
}
"""Role → contract → functions. None of them can reach escrow or a claim of anyone but the market itself."""

LOCAL_HOLDERS = {"MODERATOR": 5, "TREASURER": 5, "GUARDIAN": 5, "ARBITER": 4}
"""On a local chain: role → index of the test account that holds it. Index 0 is the admin."""


def role_name(role_id: int) -> str:
    return next((name for name, number in ROLES.items() if number == role_id), str(role_id))
