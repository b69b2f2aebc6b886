"""Who may call what: the roles of the AccessManager and the functions that ask for them."""

from __future__ import annotations

ROLES = {"ADMIN": 0, "MODERATOR": 1, "TREASURER": 2, "ARBITER": 3, "GUARDIAN": 4, "REGISTRY": 5}
"""Role ids (uint64). ADMIN is OpenZeppelin's own: it grants and revokes. Only the contract Sellers holds REGISTRY."""

FUNCTIONS: dict[str, dict[str, tuple[str, ...]]] = {
    "ADMIN": {
        "Disputes": ("addArbitrator", "setArbitratorClosed"),
        "Membership": ("addTier", "setTierClosed"),
    },
    "MODERATOR": {
        "Market": ("addCategory", "renameCategory"),
        "Sellers": ("suspend", "reinstate"),
        "Reviews": ("hide", "show"),
    },
    "TREASURER": {
        "Market": ("setFee", "collectFees"),
        "Membership": ("collectEarnings", "setRoyalty"),
        "Council": ("collectReserve",),
    },
    "ARBITER": {"Council": ("addMember", "removeMember")},
    "GUARDIAN": {"Market": ("setListingsPaused", "setOrdersPaused")},
    "REGISTRY": {"Market": ("setSellerStatus",)},
}
"""Role → contract → functions. None of them can reach escrow or a claim of anyone: docs/privileges.md says why."""

LOCAL_HOLDERS = {"MODERATOR": 5, "TREASURER": 5, "GUARDIAN": 5, "ARBITER": 4}
"""On a local chain: role → index of the test account that holds it. Index 0 is the admin."""


def functions_of(*contracts: str) -> dict[str, dict[str, tuple[str, ...]]]:
    """The part of `FUNCTIONS` that is about these contracts."""
    found = {role: {name: parts[name] for name in contracts if name in parts} for role, parts in FUNCTIONS.items()}
    return {role: parts for role, parts in found.items() if parts}


def role_name(role_id: int) -> str:
    return next((name for name, number in ROLES.items() if number == role_id), str(role_id))
