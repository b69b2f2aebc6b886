"""Where an order goes: the table that `IOrders.sol` draws, by act, by who does it, and by the deadline.

The one source of it: `test_states.py` tries every act in every state, and the proofs in `tests/proofs` hold the
contract to it for all values, by the Solidity that `python -m tests.contracts.transitions` prints. Where the table has
nothing, the act is refused.
"""

from __future__ import annotations

from tests.model.values import State

P, A, S, D, Q, C, X, R = (
    State.PLACED,
    State.ACCEPTED,
    State.IN_PROGRESS,
    State.DELIVERED,
    State.DISPUTED,
    State.COMPLETED,
    State.CANCELLED,
    State.RESOLVED,
)
LIVE = (P, A, S, D)

ACTS = ("accept", "start", "deliver", "complete", "cancel", "release", "refund", "open_dispute", "resolve")
PARTIES = ("seller", "buyer", "disputes", "stranger")
"""`disputes` is the contract that the market was made with; the others are people."""

Moves = dict[tuple[str, str], dict[State, State]]

STAYS = {state: state for state in LIVE}
RESOLVES = dict.fromkeys((*LIVE, Q), R)

IN_TIME: Moves = {
    ("seller", "accept"): {P: A},
    ("seller", "start"): {P: S, A: S},
    ("seller", "deliver"): {P: D, A: D, S: D},
    ("seller", "cancel"): {P: X, A: X, S: X, D: X},
    ("seller", "refund"): STAYS,
    ("buyer", "complete"): {P: C, A: C, S: C, D: C},
    ("buyer", "cancel"): {P: X},
    ("buyer", "release"): STAYS,
    ("disputes", "open_dispute"): {A: Q, S: Q, D: Q},
    ("disputes", "resolve"): RESOLVES,
}
TOO_LATE: Moves = {
    ("seller", "cancel"): {P: X, A: X, S: X, D: X},
    ("seller", "refund"): STAYS,
    ("seller", "complete"): {D: C},
    ("buyer", "complete"): {P: C, A: C, S: C, D: C},
    ("buyer", "cancel"): {P: X, A: X, S: X},
    ("buyer", "release"): STAYS,
    ("disputes", "complete"): {D: C},
    ("disputes", "cancel"): {P: X, A: X, S: X},
    ("disputes", "resolve"): RESOLVES,
    ("stranger", "complete"): {D: C},
    ("stranger", "cancel"): {P: X, A: X, S: X},
}


def packed(moves: dict[State, State]) -> int:
    """Four bits a state, what it leads to; 0 where the act is refused."""
    return sum(to << 4 * state for state, to in moves.items())


def _title(name: str) -> str:
    return "".join(map(str.capitalize, name.split("_")))


def _rows() -> list[str]:
    return [
        f"if (act == Act.{_title(act)} && by == Party.{_title(party)} && {'late' if late else '!late'}) "
        f"return {packed(moves):#011x};"
        for late, table in ((False, IN_TIME), (True, TOO_LATE))
        for (party, act), moves in table.items()
    ]


def _enumerated(names: tuple[str, ...]) -> str:
    return ",\n        ".join(map(_title, names))


def solidity() -> str:
    """The table for the proofs."""
    rows = "\n        ".join(_rows())
    return f"""// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {{IOrders}} from "../../contracts/interfaces/IOrders.sol";

/// @title Transitions
/// @notice Printed by `python -m tests.contracts.transitions`.
library Transitions {{
    enum Act {{
        {_enumerated(ACTS)}
    }}

    enum Party {{
        {_enumerated(PARTIES)}
    }}

    /// @return The state that `act` leads to, None if it is refused.
    function next(IOrders.State state, Act act, Party by, bool late) internal pure returns (IOrders.State) {{
        return IOrders.State((_row(act, by, late) >> (4 * uint256(state))) & 15);
    }}

    /// @dev Four bits a state.
    function _row(Act act, Party by, bool late) private pure returns (uint256) {{
        {rows}
        return 0;
    }}
}}
"""


if __name__ == "__main__":
    print(solidity(), end="")
