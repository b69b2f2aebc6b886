// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IOrders} from "../../contracts/interfaces/IOrders.sol";

/// @title Transitions
/// @notice Printed by `python -m tests.contracts.transitions`.
library Transitions {
    enum Act {
        Accept,
        Start,
        Deliver,
        Complete,
        Cancel,
        Release,
        Refund,
        OpenDispute,
        Resolve
    }

    enum Party {
        Seller,
        Buyer,
        Disputes,
        Stranger
    }

    /// @return The state that `act` leads to, None if it is refused.
    function next(IOrders.State state, Act act, Party by, bool late) internal pure returns (IOrders.State) {
        return IOrders.State((_row(act, by, late) >> (4 * uint256(state))) & 15);
    }

    /// @dev Four bits a state.
    function _row(Act act, Party by, bool late) private pure returns (uint256) {
        if (act == Act.Accept && by == Party.Seller && !late) return 0x000000020;
        if (act == Act.Start && by == Party.Seller && !late) return 0x000000330;
        if (act == Act.Deliver && by == Party.Seller && !late) return 0x000004440;
        if (act == Act.Cancel && by == Party.Seller && !late) return 0x000077770;
        if (act == Act.Refund && by == Party.Seller && !late) return 0x000043210;
        if (act == Act.Complete && by == Party.Buyer && !late) return 0x000066660;
        if (act == Act.Cancel && by == Party.Buyer && !late) return 0x000000070;
        if (act == Act.Release && by == Party.Buyer && !late) return 0x000043210;
        if (act == Act.OpenDispute && by == Party.Disputes && !late) return 0x000055500;
        if (act == Act.Resolve && by == Party.Disputes && !late) return 0x000888880;
        if (act == Act.Cancel && by == Party.Seller && late) return 0x000077770;
        if (act == Act.Refund && by == Party.Seller && late) return 0x000043210;
        if (act == Act.Complete && by == Party.Seller && late) return 0x000060000;
        if (act == Act.Complete && by == Party.Buyer && late) return 0x000066660;
        if (act == Act.Cancel && by == Party.Buyer && late) return 0x000007770;
        if (act == Act.Release && by == Party.Buyer && late) return 0x000043210;
        if (act == Act.Complete && by == Party.Disputes && late) return 0x000060000;
        if (act == Act.Cancel && by == Party.Disputes && late) return 0x000007770;
        if (act == Act.Resolve && by == Party.Disputes && late) return 0x000888880;
        if (act == Act.Complete && by == Party.Stranger && late) return 0x000060000;
        if (act == Act.Cancel && by == Party.Stranger && late) return 0x000007770;
        return 0;
    }
}
