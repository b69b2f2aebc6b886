// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IArbitrable} from "../interfaces/IArbitrable.sol";
import {IArbitrator} from "../interfaces/IArbitrator.sol";

/// @title CentralArbitrator
/// @notice A foreign ERC-792 arbitrator: its owner rules, each ruling may be appealed once within a day.
contract CentralArbitrator is IArbitrator {
    struct Dispute {
        IArbitrable arbitrable;
        uint40 appealBy;
        uint8 choices;
        uint8 ruling;
        bool appealed;
        DisputeStatus status;
    }

    uint256 internal constant APPEAL_WINDOW = 1 days;

    address public immutable owner = msg.sender;
    uint256 public immutable cost;
    Dispute[] private _disputes;

    error NotOwner(address caller);
    error FeeTooLow(uint256 required, uint256 sent);
    error NotAppealable(uint256 disputeID);
    error NotExecutable(uint256 disputeID);

    constructor(uint256 cost_) {
        cost = cost_;
    }

    function createDispute(uint256 choices, bytes calldata) external payable returns (uint256 disputeID) {
        if (msg.value < cost) revert FeeTooLow(cost, msg.value);
        disputeID = _disputes.length;
        Dispute storage dispute = _disputes.push();
        dispute.arbitrable = IArbitrable(msg.sender);
        dispute.choices = uint8(choices);
        emit DisputeCreation(disputeID, IArbitrable(msg.sender));
    }

    function appeal(uint256 disputeID, bytes calldata) external payable {
        Dispute storage dispute = _disputes[disputeID];
        if (dispute.status != DisputeStatus.Appealable || block.timestamp > dispute.appealBy) {
            revert NotAppealable(disputeID);
        }
        if (msg.value < 2 * cost) revert FeeTooLow(2 * cost, msg.value);
        dispute.status = DisputeStatus.Waiting;
        dispute.appealed = true;
        emit AppealDecision(disputeID, dispute.arbitrable);
    }

    /// @notice The first ruling can be appealed for a day, then anyone may execute it; the second is final at once.
    function giveRuling(uint256 disputeID, uint256 ruling) external {
        if (msg.sender != owner) revert NotOwner(msg.sender);
        Dispute storage dispute = _disputes[disputeID];
        dispute.ruling = uint8(ruling);
        if (dispute.appealed) return _execute(disputeID, dispute);
        dispute.status = DisputeStatus.Appealable;
        dispute.appealBy = uint40(block.timestamp + APPEAL_WINDOW);
        emit AppealPossible(disputeID, dispute.arbitrable);
    }

    function executeRuling(uint256 disputeID) external {
        Dispute storage dispute = _disputes[disputeID];
        if (dispute.status != DisputeStatus.Appealable || block.timestamp <= dispute.appealBy) {
            revert NotExecutable(disputeID);
        }
        _execute(disputeID, dispute);
    }

    function arbitrationCost(bytes calldata) external view returns (uint256) {
        return cost;
    }

    function appealCost(uint256, bytes calldata) external view returns (uint256) {
        return 2 * cost;
    }

    function appealPeriod(uint256 disputeID) external view returns (uint256 start, uint256 end) {
        Dispute storage dispute = _disputes[disputeID];
        if (dispute.status != DisputeStatus.Appealable) return (0, 0);
        return (dispute.appealBy - APPEAL_WINDOW, dispute.appealBy);
    }

    function disputeStatus(uint256 disputeID) external view returns (DisputeStatus) {
        return _disputes[disputeID].status;
    }

    function currentRuling(uint256 disputeID) external view returns (uint256) {
        return _disputes[disputeID].ruling;
    }

    function _execute(uint256 disputeID, Dispute storage dispute) private {
        dispute.status = DisputeStatus.Solved;
        dispute.arbitrable.rule(disputeID, dispute.ruling);
    }
}
