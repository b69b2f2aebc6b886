// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IDisputes} from "../interfaces/IDisputes.sol";
import {IMarket} from "../interfaces/IMarket.sol";
import {IOrders} from "../interfaces/IOrders.sol";
import {ISellers} from "../interfaces/ISellers.sol";
import {Bps} from "../libraries/Bps.sol";
import {Rulings} from "../libraries/Rulings.sol";
import {Arbitrators} from "./Arbitrators.sol";

/// @title Cases
/// @notice See `IDisputes`. What is known of each case, and how it closes: the order is split, the bond answers, the
/// deposits are paid out.
abstract contract Cases is Arbitrators, ReentrancyGuardTransient {
    IMarket public immutable market;
    ISellers public immutable sellers;

    mapping(uint256 orderId => Case) internal _cases;

    /// @param market_ Need not be there yet; likewise `sellers_`.
    constructor(IMarket market_, ISellers sellers_) {
        market = market_;
        sellers = sellers_;
    }

    /// @inheritdoc IDisputes
    function getCase(uint256 orderId) external view returns (Case memory) {
        return _cases[orderId];
    }

    /// @dev Ends the order and the case. `dispute` is the case as it was.
    function _close(uint256 orderId, Case memory dispute, uint256 buyerBps) internal {
        _markClosed(orderId);

        IOrders.Order memory order = market.getOrder(orderId);
        market.resolve(orderId, Bps.share(order.escrow, buyerBps));
        uint256 fromBond = buyerBps > Rulings.HALF ? _slash(orderId, order, dispute.seller, buyerBps) : 0;
        _payPool(orderId, dispute, buyerBps, buyerBps, fromBond);
    }

    function _markClosed(uint256 orderId) internal {
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

    /// @param poolBps Above half the deposits are the buyer's, below it the seller's. Until the answer they are only
    /// what the side that raised put in, and go back to it whoever wins.
    /// @param buyerBps What the event says.
    function _payPool(
        uint256 orderId,
        Case memory dispute,
        uint256 poolBps,
        uint256 buyerBps,
        uint256 fromBond
    ) internal {
        if (dispute.stage == Stage.Raised) poolBps = dispute.raisedByBuyer ? Bps.ONE : 0;
        uint256 toSeller = poolBps > Rulings.HALF ? 0 : dispute.pool;
        if (poolBps == Rulings.HALF) toSeller /= 2;
        uint256 toBuyer = dispute.pool - toSeller;
        // What was called before is our own market and bonds.
        // slither-disable-next-line reentrancy-events
        emit DisputeClosed(orderId, buyerBps, toBuyer, toSeller, fromBond);

        _credit(dispute.buyer, toBuyer);
        _credit(dispute.seller, toSeller);
    }

    /// @dev Native coin becomes a claim: no receiver is called, so none can refuse.
    function _credit(address account, uint256 amount) internal {
        if (amount != 0) market.deposit{value: amount}(address(0), amount, account);
    }

    function _requireParty(uint256 orderId, Case memory dispute) internal view {
        if (msg.sender != dispute.buyer && msg.sender != dispute.seller) revert NotParty(msg.sender, orderId);
    }

    function _openCase(uint256 orderId) internal view returns (Case memory dispute) {
        dispute = _cases[orderId];
        if (dispute.stage == Stage.None || dispute.stage == Stage.Closed) revert StageInvalid(orderId, dispute.stage);
    }
}
