// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Bps} from "../libraries/Bps.sol";

/// @title BpsHarness
/// @notice The library's functions from outside.
contract BpsHarness {
    function share(uint256 amount, uint256 bps) external pure returns (uint256) {
        return Bps.share(amount, bps);
    }

    function discounted(uint256 amount, uint256 bps) external pure returns (uint256) {
        return Bps.discounted(amount, bps);
    }

    function splitSale(
        uint256 amount,
        uint256 feeBps,
        uint256 referralShareBps
    ) external pure returns (uint256 paid, uint256 fee, uint256 referral) {
        return Bps.splitSale(amount, feeBps, referralShareBps);
    }
}
