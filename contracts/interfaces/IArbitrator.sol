// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IArbitrable} from "./IArbitrable.sol";

/// @title IArbitrator
/// @notice ERC-792, the side that rules. Source: https://github.com/ethereum/EIPs/issues/792
interface IArbitrator {
    enum DisputeStatus {
        Waiting,
        Appealable,
        Solved
    }

    event DisputeCreation(uint256 indexed disputeID, IArbitrable indexed arbitrable);
    event AppealPossible(uint256 indexed disputeID, IArbitrable indexed arbitrable);
    event AppealDecision(uint256 indexed disputeID, IArbitrable indexed arbitrable);

    /// @param choices Rulings go from 1 to `choices`; 0 is a refusal to arbitrate.
    /// @param extraData What this arbitrator wants to know beyond that.
    function createDispute(uint256 choices, bytes calldata extraData) external payable returns (uint256 disputeID);

    /// @return Fee of `createDispute`, in wei.
    function arbitrationCost(bytes calldata extraData) external view returns (uint256);

    function appeal(uint256 disputeID, bytes calldata extraData) external payable;

    /// @return Fee of `appeal`, in wei.
    function appealCost(uint256 disputeID, bytes calldata extraData) external view returns (uint256);

    /// @notice First and last second in which an appeal is possible, zeros if it is not.
    function appealPeriod(uint256 disputeID) external view returns (uint256 start, uint256 end);

    function disputeStatus(uint256 disputeID) external view returns (DisputeStatus);

    function currentRuling(uint256 disputeID) external view returns (uint256);
}
