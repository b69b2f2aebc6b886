// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ILedger} from "../interfaces/ILedger.sol";
import {IOrders} from "../interfaces/IOrders.sol";
import {Bps} from "../libraries/Bps.sol";
import {Ledger} from "./Ledger.sol";
import {Listings} from "./Listings.sol";

/// @title Checkout
/// @notice How orders begin: what the buyer agreed to is checked, stock is taken, the orders are written, and then the
/// money is collected, in this order, all or nothing.
abstract contract Checkout is Ledger, Listings {
    mapping(uint256 orderId => Order) internal _orders;
    mapping(uint256 orderId => Referral) internal _referrals;

    /// @inheritdoc IOrders
    function buy(Line calldata line, Payment calldata payment) external payable nonReentrant returns (uint256 orderId) {
        orderId = _openTill(payment, 1);

        (address token, uint256 total) = _place(orderId, orderId, line, payment.referrer);

        _returnChange(_collect(msg.sender, token, total, msg.value, orderId, payment.useBalance));
    }

    /// @inheritdoc IOrders
    function checkout(
        Line[] calldata lines,
        Payment calldata payment
    ) external payable nonReentrant returns (uint256 checkoutId) {
        return _checkout(lines, payment);
    }

    /// @inheritdoc IOrders
    function checkoutWithPermit(
        Line[] calldata lines,
        Payment calldata payment,
        address token,
        ILedger.Permit calldata permit
    ) external payable nonReentrant returns (uint256 checkoutId) {
        _permit(token, permit);
        return _checkout(lines, payment);
    }

    /// @inheritdoc IOrders
    function checkoutWithPermit2(
        Line[] calldata lines,
        Payment calldata payment,
        address token,
        uint256 amount,
        ILedger.Permit2 calldata permit
    ) external payable nonReentrant returns (uint256 checkoutId) {
        _depositWithPermit2(token, amount, msg.sender, permit);
        return _checkout(lines, payment);
    }

    function _checkout(Line[] calldata lines, Payment calldata payment) private returns (uint256 checkoutId) {
        if (lines.length == 0) revert CheckoutEmpty();
        checkoutId = _openTill(payment, lines.length);

        address[] memory tokens = new address[](lines.length);
        uint256[] memory totals = new uint256[](lines.length);
        for (uint256 i; i < lines.length; ++i) {
            (tokens[i], totals[i]) = _place(checkoutId + i, checkoutId, lines[i], payment.referrer);
        }

        _collectRuns(tokens, totals, checkoutId, payment.useBalance);
    }

    /// @return firstId First of `count` new order ids.
    function _openTill(Payment calldata payment, uint256 count) internal returns (uint256 firstId) {
        _requireInTime(payment.deadline);
        if (_config.ordersPaused) revert OrdersArePaused();
        uint64 placed = _config.orderCount;
        // A block's gas bounds the lines of a checkout far below a uint64.
        // forge-lint: disable-next-line(unsafe-typecast)
        _config.orderCount = placed + uint64(count);
        return uint256(placed) + 1;
    }

    function _place(
        uint256 orderId,
        uint256 checkoutId,
        Line calldata line,
        address referrer
    ) private returns (address token, uint256 total) {
        Listing memory listing = _onSale(line.listingId, line.version, msg.sender);
        token = _tokenOf(line.listingId, listing.native);
        total = _quote(line, listing);
        _book(orderId, checkoutId, msg.sender, line, listing, total, referrer);
    }

    /// @return listing That `buyer` may buy now, in the version that was agreed to.
    function _onSale(uint256 listingId, uint256 version, address buyer) internal view returns (Listing memory listing) {
        listing = _listings[listingId];
        if (listing.seller == address(0)) revert ListingUnknown(listingId);
        if (listing.paused) revert ListingNotOnSale(listingId);
        if (listing.version != version) revert VersionChanged(listingId, version, listing.version);
        if (listing.seller == buyer) revert OwnListing(listingId);
        _requireActive(listing.seller);
    }

    /// @dev Takes the stock and writes the order; `listing` is left with the stock that remains.
    function _book(
        uint256 orderId,
        uint256 checkoutId,
        address buyer,
        Line memory line,
        Listing memory listing,
        uint256 total,
        address referrer
    ) internal {
        _takeStock(line, listing);
        _write(orderId, checkoutId, buyer, line, listing, total, referrer != address(0));

        // What follows from an order is said after it.
        if (referrer != address(0)) _refer(orderId, referrer, buyer, listing.seller);
        if (listing.stock <= listing.lowStock && listing.lowStock != 0) {
            emit StockLow(line.listingId, listing.stock, listing.lowStock);
        }
    }

    function _write(
        uint256 orderId,
        uint256 checkoutId,
        address buyer,
        Line memory line,
        Listing memory listing,
        uint256 total,
        bool referred
    ) private {
        uint16 feeBps = _config.feeBps;
        bool accepted = listing.acceptWindow == 0;
        State state = accepted ? State.Accepted : State.Placed;
        uint40 deadline = _in(accepted ? listing.deliverWindow : listing.acceptWindow);

        // The listing exists, so its id is a uint40; the total is at most `maxTotal`, a uint96.
        // forge-lint: disable-start(unsafe-typecast)
        Order storage order = _orders[orderId];
        order.buyer = buyer;
        order.listingId = uint40(line.listingId);
        order.quantity = line.quantity;
        order.feeBps = feeBps;
        order.referred = referred;
        order.escrow = uint96(total);
        order.deadline = deadline;
        order.state = state;
        order.version = line.version;
        order.deliverWindow = listing.deliverWindow;
        order.inspectWindow = listing.inspectWindow;
        order.arbitrator = listing.arbitrator;
        emit OrderPlaced(
            orderId,
            line.listingId,
            buyer,
            checkoutId,
            line.version,
            line.quantity,
            uint96(total),
            feeBps,
            line.membershipId,
            state,
            deadline,
            listing.stock
        );
        // forge-lint: disable-end(unsafe-typecast)
    }

    /// @return total What the line costs this buyer now, at most what the buyer agreed to.
    function _quote(Line calldata line, Listing memory listing) private view returns (uint256 total) {
        unchecked {
            // uint96 × uint32
            total = uint256(listing.price) * line.quantity;
        }
        uint256 tier = line.membershipId == 0 ? 0 : _tierOf(line.membershipId);
        if (tier < listing.memberTier) revert MembersOnly(line.listingId, listing.memberTier);
        if (tier != 0) total = Bps.discounted(total, listing.memberDiscountBps);
        if (total > line.maxTotal) revert TotalAboveMaximum(line.listingId, total, line.maxTotal);
    }

    /// @return tier Of a membership that is the buyer's and valid in this second.
    function _tierOf(uint256 membershipId) private view returns (uint256) {
        if (address(membership) == address(0)) revert MembershipInvalid(membershipId, address(0), 0);
        (address holder, uint16 tier, uint64 expiresAt) = membership.membershipOf(membershipId);
        if (holder != msg.sender || expiresAt < block.timestamp) {
            revert MembershipInvalid(membershipId, holder, expiresAt);
        }
        return tier;
    }

    function _takeStock(Line memory line, Listing memory listing) private {
        if (line.quantity == 0) revert QuantityZero();
        uint32 stock = listing.stock;
        if (stock == UNLIMITED) return;
        if (line.quantity > stock) revert OutOfStock(line.listingId, line.quantity, stock);

        unchecked {
            stock -= line.quantity;
        }
        _listings[line.listingId].stock = listing.stock = stock;
    }

    function _refer(uint256 orderId, address referrer, address buyer, address seller) private {
        if (referrer == buyer || referrer == seller || referrer == address(this)) {
            revert ReferrerInvalid(referrer);
        }
        uint16 shareBps = _config.referralShareBps;
        _referrals[orderId] = Referral(referrer, shareBps);
        emit OrderReferred(orderId, referrer, shareBps);
    }

    /// @dev Neighbours in one token are one payment, so a sorted cart makes one transfer a token.
    function _collectRuns(
        address[] memory tokens,
        uint256[] memory totals,
        uint256 checkoutId,
        bool useBalance
    ) private {
        uint256 change = msg.value;
        uint256 due;
        for (uint256 i; i < tokens.length; ++i) {
            due += totals[i];
            if (i + 1 < tokens.length && tokens[i + 1] == tokens[i]) continue;
            change = _collect(msg.sender, tokens[i], due, change, checkoutId, useBalance);
            due = 0;
        }
        _returnChange(change);
    }

    /// @param value What is left of the native coin sent with the call.
    /// @return What is left of it after this payment.
    function _collect(
        address buyer,
        address token,
        uint256 due,
        uint256 value,
        uint256 checkoutId,
        bool useBalance
    ) internal returns (uint256) {
        if (token == NATIVE) {
            if (value >= due) return value - due;
            if (!useBalance) revert PaymentTooLow(due, value);
            _spend(buyer, token, due - value, checkoutId);
            return 0;
        }
        if (useBalance) {
            uint256 claims = balanceOf(buyer, _id(token));
            uint256 spent = claims < due ? claims : due;
            _spend(buyer, token, spent, checkoutId);
            due -= spent;
        }
        if (due != 0) _pull(token, buyer, due);
        return value;
    }

    function _spend(address buyer, address token, uint256 amount, uint256 checkoutId) private {
        if (amount == 0) return;
        _burn(buyer, _id(token), amount);
        emit BalanceSpent(buyer, token, checkoutId, amount);
    }

    /// @dev Too much is never kept: it becomes a claim of the sender.
    function _returnChange(uint256 change) internal {
        if (change == 0) return;
        _enter(NATIVE, change, msg.sender);
    }

    function _in(uint32 window) internal view returns (uint40) {
        return uint40(block.timestamp + window);
    }

    function _requireInTime(uint256 deadline) internal view {
        if (block.timestamp > deadline) revert DeadlinePassed(deadline, block.timestamp);
    }
}
