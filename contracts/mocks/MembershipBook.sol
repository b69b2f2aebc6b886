// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IMembership} from "../interfaces/IMembership.sol";

/// @title MembershipBook
/// @notice Memberships as anyone writes them down.
contract MembershipBook is IMembership {
    struct Membership {
        address holder;
        uint16 tier;
        uint64 expiresAt;
    }

    mapping(uint256 membershipId => Membership) public membershipOf;

    function set(uint256 membershipId, address holder, uint16 tier, uint64 expiresAt) external {
        membershipOf[membershipId] = Membership(holder, tier, expiresAt);
    }
}
