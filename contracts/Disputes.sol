// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Cases} from "./court/Cases.sol";
import {Settlements} from "./court/Settlements.sol";
import {IArbitrable} from "./interfaces/IArbitrable.sol";
import {IArbitrator} from "./interfaces/IArbitrator.sol";
import {IDisputes} from "./interfaces/IDisputes.sol";
import {IMarket} from "./interfaces/IMarket.sol";
import {IOrders} from "./interfaces/IOrders.sol";
import {ISellers} from "./interfaces/ISellers.sol";
import {Bps} from "./libraries/Bps.sol";
import {Rulings} from "./libraries/Rulings.sol";

/// @title Disputes
/// @notice See `IDisputes`. Holds the deposits of open cases and nothing else: what a case leaves is paid into the
/// market's ledger in the transaction that closes it.
contract Disputes is Settlements {
    uint256 internal constant RESPONSE_WINDOW = 3 days;
    /// @inheritdoc IDisputes
    mapping(IArbitrator arbitrator => mapping(uint256 disputeID => uint256)) public orderOf;

    /// @param authority The AccessManager.
    /// @param market_ Need not be there yet; likewise `sellers_`.
    /// @param council The market's own arbitrator, id 0.
    constructor(
        address authority,
        IMarket market_,
        ISellers sellers_,
        IArbitrator council,
        bytes memory extraData,
        string memory metaEvidence
    ) AccessManaged(authority) Cases(market_, sellers_) {
        _add(council, OWN_RULE_WINDOW, extraData, metaEvidence);
    }

    /// @inheritdoc IDisputes
    function raiseDispute(uint256 orderId) external payable nonReentrant {
        // Who the parties are and who arbitrates is the market's to say; it is trusted, and checks the caller.
        (address buyer, address seller, uint8 arbitratorId) = market.openDispute(orderId, msg.sender);
        uint256 deposit = _costOf(arbitratorId);
        _requireDeposit(deposit);

        uint40 deadline = _in(RESPONSE_WINDOW);
        _cases[orderId] = Case({
            buyer: buyer,
            deadline: deadline,
            arbitratorId: arbitratorId,
            stage: Stage.Raised,
            raisedByBuyer: msg.sender == buyer,
            seller: seller,
            pool: SafeCast.toUint96(deposit)
        });
        emit DisputeRaised(orderId, msg.sender, arbitratorId, deposit, deadline);

        _credit(msg.sender, msg.value - deposit);
    }

    /// @inheritdoc IDisputes
    function respond(uint256 orderId) external payable nonReentrant {
        Case memory dispute = _cases[orderId];
        if (dispute.stage != Stage.Raised) revert StageInvalid(orderId, dispute.stage);
        if (msg.sender != (dispute.raisedByBuyer ? dispute.seller : dispute.buyer))
            revert NotParty(msg.sender, orderId);
        if (block.timestamp > dispute.deadline) revert IOrders.DeadlinePassed(dispute.deadline, block.timestamp);
        uint256 cost = _costOf(dispute.arbitratorId);
        uint256 deposit = _answerOf(dispute.pool, cost);
        _requireDeposit(deposit);

        dispute.pool = SafeCast.toUint96(dispute.pool + deposit - cost);
        _takeToArbitrator(orderId, dispute, cost, deposit);

        _credit(msg.sender, msg.value - deposit);
    }

    /// @inheritdoc IArbitrable
    function rule(uint256 disputeID, uint256 ruling) external nonReentrant {
        uint256 orderId = orderOf[IArbitrator(msg.sender)][disputeID];
        if (orderId == 0) revert NotArbitrator(msg.sender, disputeID);
        uint256 buyerBps = Rulings.buyerBps(ruling);

        emit Ruling(IArbitrator(msg.sender), disputeID, ruling);
        // The case may have ended without its arbitrator; it is not to be stuck for that.
        if (_cases[orderId].stage != Stage.Arbitrated) return;
        _close(orderId, _cases[orderId], buyerBps);
    }

    /// @inheritdoc IDisputes
    function expire(uint256 orderId) external nonReentrant {
        Case memory dispute = _openCase(orderId);
        if (block.timestamp <= dispute.deadline) {
            revert IOrders.DeadlineNotPassed(dispute.deadline, block.timestamp);
        }

        uint256 buyerBps = Rulings.HALF;
        if (dispute.stage == Stage.Raised) buyerBps = dispute.raisedByBuyer ? Bps.ONE : 0;
        _close(orderId, dispute, buyerBps);
    }

    /// @inheritdoc IDisputes
    function concede(uint256 orderId) external nonReentrant {
        Case memory dispute = _openCase(orderId);
        _requireParty(orderId, dispute);

        _close(orderId, dispute, msg.sender == dispute.seller ? Bps.ONE : 0);
    }

    /// @inheritdoc IDisputes
    function appeal(uint256 orderId, uint256 disputeID) external payable nonReentrant {
        Case memory dispute = _cases[orderId];
        if (dispute.stage != Stage.Arbitrated) revert StageInvalid(orderId, dispute.stage);
        _requireParty(orderId, dispute);
        (ArbitratorEntry memory entry, bytes memory extraData) = _arbitrator(dispute.arbitratorId);
        if (orderOf[entry.arbitrator][disputeID] != orderId) revert DisputeMismatch(orderId, disputeID);
        uint256 fee = entry.arbitrator.appealCost(disputeID, extraData);
        _requireDeposit(fee);

        emit DisputeAppealed(orderId, msg.sender, fee);

        entry.arbitrator.appeal{value: fee}(disputeID, extraData);
        _credit(msg.sender, msg.value - fee);
    }

    /// @inheritdoc IDisputes
    function submitEvidence(uint256 orderId, string calldata evidence) external {
        Case memory dispute = _openCase(orderId);
        _requireParty(orderId, dispute);
        _requireShort(bytes(evidence).length);

        (ArbitratorEntry memory entry, ) = _arbitrator(dispute.arbitratorId);
        emit Evidence(entry.arbitrator, orderId, msg.sender, evidence);
    }

    /// @inheritdoc IDisputes
    function depositOf(uint256 orderId) external view returns (uint256) {
        Case memory dispute = _cases[orderId];
        if (dispute.stage == Stage.None) return _costOf(market.getOrder(orderId).arbitrator);
        if (dispute.stage != Stage.Raised) revert StageInvalid(orderId, dispute.stage);
        return _answerOf(dispute.pool, _costOf(dispute.arbitratorId));
    }

    /// @dev The case is written before the arbitrator is called; its number is known only after, and the lock keeps it
    /// from ruling in between. One that gives a number twice loses its say over the earlier order, nothing else.
    function _takeToArbitrator(uint256 orderId, Case memory dispute, uint256 cost, uint256 deposit) private {
        (ArbitratorEntry memory entry, bytes memory extraData) = _arbitrator(dispute.arbitratorId);
        Case storage stored = _cases[orderId];
        stored.stage = Stage.Arbitrated;
        uint40 deadline = stored.deadline = _in(entry.ruleWindow);
        stored.pool = dispute.pool;

        // Only an administrator lists arbitrators.
        // slither-disable-next-line arbitrary-send-eth
        uint256 disputeID = entry.arbitrator.createDispute{value: cost}(Rulings.CHOICES, extraData);
        orderOf[entry.arbitrator][disputeID] = orderId;
        emit Dispute(entry.arbitrator, disputeID, dispute.arbitratorId, orderId);
        emit DisputeAnswered(orderId, msg.sender, disputeID, deposit, deadline);
    }

    function _requireDeposit(uint256 required) private view {
        if (msg.value < required) revert DepositTooLow(required, msg.value);
    }

    /// @return What the answer costs: as much as the other side's deposit, more if both would not pay the arbitrator.
    function _answerOf(uint256 stake, uint256 cost) private pure returns (uint256) {
        uint256 missing = cost > stake ? cost - stake : 0;
        return missing > stake ? missing : stake;
    }

    function _in(uint256 window) private view returns (uint40) {
        return uint40(block.timestamp + window);
    }
}
