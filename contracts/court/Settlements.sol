// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IDisputes} from "../interfaces/IDisputes.sol";
import {IOrders} from "../interfaces/IOrders.sol";
import {Bps} from "../libraries/Bps.sol";
import {Rulings} from "../libraries/Rulings.sol";
import {TypedData} from "../libraries/TypedData.sol";
import {Cases} from "./Cases.sol";

/// @title Settlements
/// @notice See `IDisputes`. Splits that both sides signed.
abstract contract Settlements is Cases {
    bytes32 private constant SETTLEMENT_TYPEHASH = keccak256(
        "Settlement(uint256 orderId,uint96 escrow,uint96 toBuyer,uint40 deadline)"
    );

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
        if (open) _payPool(orderId, dispute, Rulings.HALF, (settlement.toBuyer * Bps.ONE) / settlement.escrow, 0);
    }

    /// @inheritdoc IDisputes
    function settlementDigest(Settlement calldata settlement) public view returns (bytes32) {
        return TypedData.digest(keccak256(abi.encode(SETTLEMENT_TYPEHASH, settlement)));
    }

    function _requireConsent(address party, bytes32 digest, bytes calldata signature) private view {
        if (msg.sender == party) return;
        if (!SignatureChecker.isValidSignatureNowCalldata(party, digest, signature)) revert SignatureInvalid(party);
    }

    /// @return order That the settlement fits.
    function _settled(Settlement calldata settlement) private view returns (IOrders.Order memory order) {
        if (block.timestamp > settlement.deadline) revert IOrders.DeadlinePassed(settlement.deadline, block.timestamp);
        order = market.getOrder(settlement.orderId);
        if (order.escrow != settlement.escrow)
            revert EscrowChanged(settlement.orderId, settlement.escrow, order.escrow);
        if (settlement.toBuyer > order.escrow) revert IOrders.AmountAboveEscrow(settlement.toBuyer, order.escrow);
    }
}
