// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IArbitrator} from "./IArbitrator.sol";

/// @title IArbitrable
/// @notice ERC-792, the side that is ruled upon. Source: https://github.com/ethereum/EIPs/issues/792
interface IArbitrable {
    event Ruling(IArbitrator indexed arbitrator, uint256 indexed disputeID, uint256 ruling);

    /// @notice Gives the ruling; only by the arbitrator of the dispute.
    function rule(uint256 disputeID, uint256 ruling) external;
}
