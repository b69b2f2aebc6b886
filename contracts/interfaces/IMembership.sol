// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title IMembership
/// @notice What the market asks of a membership contract when a purchase names a membership.
interface IMembership {
    /// @return holder Owner of the membership, 0 if there is none with this id.
    /// @return tier Rank of the membership, from 1.
    /// @return expiresAt Unix time; the membership is valid up to and including this second.
    function membershipOf(uint256 membershipId) external view returns (address holder, uint16 tier, uint64 expiresAt);
}
