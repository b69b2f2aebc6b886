// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IArbitrable} from "../interfaces/IArbitrable.sol";
import {IArbitrator} from "../interfaces/IArbitrator.sol";

/// @title HostileArbitrator
/// @notice Does what it likes: raises its cost, fails, calls in where it was called from, gives numbers twice, rules what
/// and when it is told to.
contract HostileArbitrator is IArbitrator {
    uint256 public cost;
    bool public broken;
    uint256 public nextID;
    bytes public strike;
    bool public struck;
    bool public succeeded;
    bytes public answer;

    error Broken();

    constructor(uint256 cost_) {
        cost = cost_;
    }

    function setCost(uint256 cost_) external {
        cost = cost_;
    }

    function setBroken(bool broken_) external {
        broken = broken_;
    }

    function setNextID(uint256 disputeID) external {
        nextID = disputeID;
    }

    /// @notice The call it makes into its caller when it gets a case or an appeal.
    function arm(bytes calldata call) external {
        strike = call;
    }

    function createDispute(uint256, bytes calldata) external payable returns (uint256 disputeID) {
        if (broken) revert Broken();
        _strikeBack();
        disputeID = nextID;
        ++nextID;
    }

    function appeal(uint256, bytes calldata) external payable {
        _strikeBack();
    }

    function giveRuling(IArbitrable arbitrable, uint256 disputeID, uint256 ruling) external {
        arbitrable.rule(disputeID, ruling);
    }

    function arbitrationCost(bytes calldata) external view returns (uint256) {
        return cost;
    }

    function appealCost(uint256, bytes calldata) external view returns (uint256) {
        return cost;
    }

    function appealPeriod(uint256) external pure returns (uint256, uint256) {
        return (0, type(uint256).max);
    }

    function disputeStatus(uint256) external pure returns (DisputeStatus) {
        return DisputeStatus.Appealable;
    }

    function currentRuling(uint256) external pure returns (uint256) {
        return 0;
    }

    function _strikeBack() private {
        if (strike.length == 0) return;
        struck = true;
        (succeeded, answer) = msg.sender.call{value: 0}(strike);
    }
}
