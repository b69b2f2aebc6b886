// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IListings} from "../../contracts/interfaces/IListings.sol";
import {IOrders} from "../../contracts/interfaces/IOrders.sol";
import {World} from "./World.sol";

/// @title Ghosts
/// @notice Remembers how every order and listing stood before an act, and holds what the act did against the drawing at
/// the top of `IOrders.sol`. It also counts the units and the marks by its own book.
abstract contract Ghosts is World {
    error ArrowNotDrawn(uint256 orderId, IOrders.State from, IOrders.State to);
    error CopyChanged(uint256 orderId);
    error ListingMoved(uint256 listingId);
    error EndedMoved(uint256 orderId);

    mapping(uint256 orderId => IOrders.Order) private _orderBefore;
    mapping(uint256 listingId => IListings.Listing) private _listingBefore;
    mapping(uint256 listingId => int256) public unitsOf;

    uint256 public orderCount;
    uint256 public listingCount;

    /// @dev Every act of the handler bears it.
    modifier watched() {
        _;
        for (uint256 id = 1; id <= orderCount; ++id) _compareOrder(id);
        for (uint256 id = 1; id <= listingCount; ++id) _rule_11_whatIsListedStaysWhatItIs(id);
        _remember();
    }

    /// @return Whether `IOrders.sol` draws this arrow; an order may also stay where it is.
    function isDrawn(IOrders.State from, IOrders.State to) public pure returns (bool) {
        if (from == to) return true;
        if (from == IOrders.State.Disputed) return to == IOrders.State.Resolved;
        if (!isLive(from)) return false;
        if (to == IOrders.State.Disputed) return from != IOrders.State.Placed;
        return to > from && to <= IOrders.State.Resolved;
    }

    function _compareOrder(uint256 id) private {
        IOrders.Order memory now_ = market.getOrder(id);
        IOrders.Order memory before = _orderBefore[id];
        _rule_15_anOrderKeepsWhatWasAgreed(id, before, now_);
        _rule_16_statesGoAlongTheArrows(id, before, now_);
        _rule_17_whatHasEndedNeverMovesAgain(id, before, now_);
        // Units that come back do so once, and only before they were shipped.
        if (now_.state == IOrders.State.Cancelled && before.state < IOrders.State.InProgress) {
            unitsOf[now_.listingId] += int256(uint256(now_.quantity));
        }
    }

    function _rule_15_anOrderKeepsWhatWasAgreed(
        uint256 id,
        IOrders.Order memory before,
        IOrders.Order memory now_
    ) private pure {
        if (_fingerprint(now_) != _fingerprint(before)) revert CopyChanged(id);
    }

    function _rule_16_statesGoAlongTheArrows(
        uint256 id,
        IOrders.Order memory before,
        IOrders.Order memory now_
    ) private pure {
        if (!isDrawn(before.state, now_.state)) revert ArrowNotDrawn(id, before.state, now_.state);
    }

    /// @dev What has been settled is settled once: its state stays, and its escrow stays empty.
    function _rule_17_whatHasEndedNeverMovesAgain(
        uint256 id,
        IOrders.Order memory before,
        IOrders.Order memory now_
    ) private pure {
        bool moved = now_.state != before.state || now_.escrow != 0;
        if (before.state > IOrders.State.Disputed && moved) revert EndedMoved(id);
    }

    /// @dev Of all that an order keeps as it was bought.
    function _fingerprint(IOrders.Order memory order) private pure returns (bytes32) {
        return
            keccak256(
                abi.encode(
                    order.buyer,
                    order.listingId,
                    order.quantity,
                    order.feeBps,
                    order.referred,
                    order.version,
                    order.deliverWindow,
                    order.inspectWindow,
                    order.arbitrator
                )
            );
    }

    function _rule_11_whatIsListedStaysWhatItIs(uint256 id) private view {
        IListings.Listing memory now_ = market.getListing(id);
        IListings.Listing memory before = _listingBefore[id];
        bool same = now_.seller == before.seller && now_.kind == before.kind && now_.native == before.native;
        if (!same || now_.version < before.version || now_.version > before.version + 1) revert ListingMoved(id);
    }

    /// @dev New orders are remembered as they begin; their units leave the shelf here.
    function _remember() private {
        uint256 placed = market.getConfig().orderCount;
        for (uint256 id = orderCount + 1; id <= placed; ++id) {
            IOrders.Order memory order = market.getOrder(id);
            unitsOf[order.listingId] -= int256(uint256(order.quantity));
        }
        (orderCount, listingCount) = (placed, market.getConfig().listingCount);
        for (uint256 id = 1; id <= orderCount; ++id) _orderBefore[id] = market.getOrder(id);
        for (uint256 id = 1; id <= listingCount; ++id) _listingBefore[id] = market.getListing(id);
    }
}
