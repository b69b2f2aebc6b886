// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Dates} from "../libraries/Dates.sol";
import {MembershipCard} from "../libraries/MembershipCard.sol";

/// @title CardHarness
/// @notice The functions of `Dates` and `MembershipCard` from outside.
contract CardHarness {
    function iso(uint256 timestamp) external pure returns (string memory) {
        return Dates.iso(timestamp);
    }

    function isPlain(string calldata name) external pure returns (bool) {
        return MembershipCard.isPlain(name);
    }

    function uri(uint256 membershipId, string calldata name, uint256 expiresAt) external pure returns (string memory) {
        return MembershipCard.uri(membershipId, name, expiresAt);
    }
}
