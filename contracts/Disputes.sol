// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Arbitrators} from "./court/Arbitrators.sol";
import {IArbitrable} from "./interfaces/IArbitrable.sol";
import {IArbitrator} from "./interfaces/IArbitrator.sol";
import {IDisputes} from "./interfaces/IDisputes.sol";
import {IMarket} from "./interfaces/IMarket.sol";
import {IOrders} from "./interfaces/IOrders.sol";
import {ISellers} from "./interfaces/ISellers.sol";
import {Bps} from "./libraries/Bps.sol";
import {TypedData} from "./libraries/TypedData.sol";

/// @title Disputes
/// @notice See `IDisputes`. Holds the deposits of open cases and nothing else: what a case leaves is paid into the
/// market's ledger in the transaction that closes it.
contract Disputes is Arbitrators, ReentrancyGuardTransient {
    uint256 internal constant RESPONSE_WINDOW = 3 days;
    uint256 internal constant CHOICES = 11;
    /// @dev The buyer's share, basis points, for each step of a ruling, and where nobody has won.
    uint256 internal constant STEP = 1_000;
    uint256 internal constant HALF = Bps.ONE / 2;
    bytes32 internal constant SETTLEMENT_TYPEHASH = keccak256(
        "Settlement(uint256 orderId,uint96 escrow,uint96 toBuyer,uint40 deadline)"
    );

    IMarket public immutable market;
    ISellers public immutable sellers;

    mapping(uint256 orderId => Case) private _cases;
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
    ) AccessManaged(authority) {
        market = market_;
        sellers = sellers_;
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
        if (ruling > CHOICES) revert RulingInvalid(ruling, CHOICES);

        emit Ruling(IArbitrator(msg.sender), disputeID, ruling);
        // The case may have ended without its arbitrator; it is not to be stuck for that.
        if (_cases[orderId].stage != Stage.Arbitrated) return;
        _close(orderId, _cases[orderId], ruling == 0 ? HALF : (ruling - 1) * STEP);
    }

    /// @inheritdoc IDisputes
    function expire(uint256 orderId) external nonReentrant {
        Case memory dispute = _openCase(orderId);
        if (block.timestamp <= dispute.deadline) {
            revert IOrders.DeadlineNotPassed(dispute.deadline, block.timestamp);
        }

        uint256 buyerBps = HALF;
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
    function settle(
        Settlement calldata settlement,
        bytes calldata buyerSignature,
        bytes calldata sellerSignature
    ) external nonReentrant {
        uint256 orderId = settlement.orderId;
        IOrders.Order memory order = _settled(settlement);
        address seller = market.getListing(order.listingId).seller;
        bytes32 digest = settlementDigest(settlement);
        _requireConsent(order.buyer, digest, buyerSignature);
        _requireConsent(seller, digest, sellerSignature);

        emit OrderSettled(orderId, settlement.toBuyer, settlement.escrow - settlement.toBuyer);
        Case memory dispute = _cases[orderId];
        bool open = dispute.stage == Stage.Raised || dispute.stage == Stage.Arbitrated;
        if (open) _markClosed(orderId);

        market.resolve(orderId, settlement.toBuyer);
        // Whoever agrees has neither won nor lost, so the bond stays, and an answered case's deposits are halved.
        if (open) _payPool(orderId, dispute, HALF, _shareOf(settlement), 0);
    }

    /// @inheritdoc IDisputes
    function getCase(uint256 orderId) external view returns (Case memory) {
        return _cases[orderId];
    }

    /// @inheritdoc IDisputes
    function depositOf(uint256 orderId) external view returns (uint256) {
        Case memory dispute = _cases[orderId];
        if (dispute.stage == Stage.None) return _costOf(market.getOrder(orderId).arbitrator);
        if (dispute.stage != Stage.Raised) revert StageInvalid(orderId, dispute.stage);
        return _answerOf(dispute.pool, _costOf(dispute.arbitratorId));
    }

    /// @inheritdoc IDisputes
    function settlementDigest(Settlement calldata settlement) public view returns (bytes32) {
        return TypedData.digest(keccak256(abi.encode(SETTLEMENT_TYPEHASH, settlement)));
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
        uint256 disputeID = entry.arbitrator.createDispute{value: cost}(CHOICES, extraData);
        orderOf[entry.arbitrator][disputeID] = orderId;
        emit Dispute(entry.arbitrator, disputeID, dispute.arbitratorId, orderId);
        emit DisputeAnswered(orderId, msg.sender, disputeID, deposit, deadline);
    }

    /// @dev Ends the order and the case. `dispute` is the case as it was.
    function _close(uint256 orderId, Case memory dispute, uint256 buyerBps) private {
        _markClosed(orderId);

        IOrders.Order memory order = market.getOrder(orderId);
        market.resolve(orderId, Bps.share(order.escrow, buyerBps));
        uint256 fromBond = buyerBps > HALF ? _slash(orderId, order, dispute.seller, buyerBps) : 0;
        _payPool(orderId, dispute, buyerBps, buyerBps, fromBond);
    }

    function _markClosed(uint256 orderId) private {
        Case storage dispute = _cases[orderId];
        dispute.stage = Stage.Closed;
        dispute.pool = 0;
    }

    /// @return What the bond gave for the buyer's share of what it had released before.
    function _slash(
        uint256 orderId,
        IOrders.Order memory order,
        address seller,
        uint256 buyerBps
    ) private returns (uint256) {
        uint256 released = market.releasedOf(orderId);
        if (released == 0) return 0;
        uint256 loss = Bps.share(released, buyerBps);
        return sellers.slash(seller, market.tokenOf(order.listingId), loss, order.buyer, orderId);
    }

    /// @param poolBps Above `HALF` the deposits are the buyer's, below it the seller's. Until the answer they are only
    /// what the side that raised put in, and go back to it whoever wins.
    /// @param buyerBps What the event says.
    function _payPool(
        uint256 orderId,
        Case memory dispute,
        uint256 poolBps,
        uint256 buyerBps,
        uint256 fromBond
    ) private {
        if (dispute.stage == Stage.Raised) poolBps = dispute.raisedByBuyer ? Bps.ONE : 0;
        uint256 toSeller = poolBps > HALF ? 0 : dispute.pool;
        if (poolBps == HALF) toSeller /= 2;
        uint256 toBuyer = dispute.pool - toSeller;
        emit DisputeClosed(orderId, buyerBps, toBuyer, toSeller, fromBond);

        _credit(dispute.buyer, toBuyer);
        _credit(dispute.seller, toSeller);
    }

    /// @dev Native coin becomes a claim: no receiver is called, so none can refuse.
    function _credit(address account, uint256 amount) private {
        if (amount != 0) market.deposit{value: amount}(address(0), amount, account);
    }

    function _requireDeposit(uint256 required) private view {
        if (msg.value < required) revert DepositTooLow(required, msg.value);
    }

    function _requireParty(uint256 orderId, Case memory dispute) private view {
        if (msg.sender != dispute.buyer && msg.sender != dispute.seller) revert NotParty(msg.sender, orderId);
    }

    function _requireConsent(address party, bytes32 digest, bytes calldata signature) private view {
        if (msg.sender == party) return;
        if (!SignatureChecker.isValidSignatureNowCalldata(party, digest, signature)) revert SignatureInvalid(party);
    }

    function _openCase(uint256 orderId) private view returns (Case memory dispute) {
        dispute = _cases[orderId];
        if (dispute.stage == Stage.None || dispute.stage == Stage.Closed) revert StageInvalid(orderId, dispute.stage);
    }

    /// @return order That the settlement fits.
    function _settled(Settlement calldata settlement) private view returns (IOrders.Order memory order) {
        if (block.timestamp > settlement.deadline) revert IOrders.DeadlinePassed(settlement.deadline, block.timestamp);
        order = market.getOrder(settlement.orderId);
        if (order.escrow != settlement.escrow)
            revert EscrowChanged(settlement.orderId, settlement.escrow, order.escrow);
        if (settlement.toBuyer > order.escrow) revert IOrders.AmountAboveEscrow(settlement.toBuyer, order.escrow);
    }

    /// @return The buyer's, basis points. An offer may price a part at nothing, of which half is as good as all.
    function _shareOf(Settlement calldata settlement) private pure returns (uint256) {
        return settlement.escrow == 0 ? HALF : (settlement.toBuyer * Bps.ONE) / settlement.escrow;
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
