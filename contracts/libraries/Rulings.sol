// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IDisputes} from "../interfaces/IDisputes.sol";
import {Bps} from "./Bps.sol";

/// @title Rulings
/// @notice What an arbitrator can say: 0 that it refuses to, 1 to 11 that the buyer gets 0 %, 10 % … 100 %.
library Rulings {
    uint256 internal constant CHOICES = 11;
    uint256 internal constant STEP = 1_000;
    /// @dev Where nobody has won.
    uint256 internal constant HALF = Bps.ONE / 2;

    /// @return The buyer's share, basis points. Reverts with `RulingInvalid` above `CHOICES`.
    function buyerBps(uint256 ruling) internal pure returns (uint256) {
        if (ruling > CHOICES) revert IDisputes.RulingInvalid(ruling, CHOICES);
        return ruling == 0 ? HALF : (ruling - 1) * STEP;
    }
}
