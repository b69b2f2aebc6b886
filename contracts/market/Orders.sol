// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IOrders} from "../interfaces/IOrders.sol";
import {Bps} from "../libraries/Bps.sol";
import {Checkout} from "./Checkout.sol";

/// @title Orders
/// @notice See `IOrders`. How an order lives and ends; `Checkout` is how it begins.
abstract contract Orders is Checkout {
    uint256 internal constant MAX_FEE_BPS = 1_000;

    /// @inheritdoc IOrders
    mapping(address token => uint256) public feesOf;
    /// @inheritdoc IOrders
    mapping(uint256 orderId => uint256) public releasedOf;

    modifier onlyDisputes() {
        if (msg.sender != address(disputes)) revert NotDisputes(msg.sender);
        _;
    }

    /// @inheritdoc IOrders
    function accept(uint256 orderId) external {
        Order storage order = _sellersTurn(orderId);
        if (order.state != State.Placed) revert StateInvalid(orderId, order.state);

        order.state = State.Accepted;
        uint40 deadline = order.deadline = _in(order.deliverWindow);
        emit OrderAccepted(orderId, deadline);
    }

    /// @inheritdoc IOrders
    function start(uint256 orderId, bytes32 document) external {
        Order storage order = _sellersTurn(orderId);
        State state = order.state;
        if (state != State.Placed && state != State.Accepted) revert StateInvalid(orderId, state);

        order.state = State.InProgress;
        // Begun without a word of acceptance: the time to deliver begins here.
        if (state == State.Placed) order.deadline = _in(order.deliverWindow);
        emit OrderStarted(orderId, order.deadline, document);
    }

    /// @inheritdoc IOrders
    function deliver(uint256 orderId, bytes32 document) external {
        Order storage order = _sellersTurn(orderId);
        // `_sellersTurn` leaves Placed, Accepted and InProgress: all may end in a delivery.
        order.state = State.Delivered;
        uint40 deadline = order.deadline = _in(order.inspectWindow);
        emit OrderDelivered(orderId, deadline, document);
    }

    /// @inheritdoc IOrders
    function complete(uint256 orderId) external {
        Order storage order = _live(orderId);
        if (msg.sender != order.buyer) {
            if (order.state != State.Delivered) revert NotBuyer(msg.sender, order.buyer);
            _requirePassed(order.deadline);
        }

        order.state = State.Completed;
        uint96 amount = order.escrow;
        order.escrow = 0;
        (uint256 paid, uint256 fee, uint256 referral) = _paySeller(orderId, order, amount);
        emit OrderCompleted(orderId, msg.sender, paid, fee, referral);
    }

    /// @inheritdoc IOrders
    function cancel(uint256 orderId) external {
        Order storage order = _live(orderId);
        Listing storage listing = _listings[order.listingId];
        State state = order.state;
        if (msg.sender != listing.seller) {
            if (state == State.Delivered) revert NotSeller(msg.sender, listing.seller);
            if (state != State.Placed || msg.sender != order.buyer) _requirePassed(order.deadline);
        }

        order.state = State.Cancelled;
        uint96 amount = order.escrow;
        order.escrow = 0;
        // What has been shipped is not on the shelf; if it comes back, the seller restocks it.
        uint32 stock = state < State.InProgress ? _putBack(listing, order.quantity) : listing.stock;
        _credit(order.buyer, _tokenOfOrder(order), amount);
        emit OrderCancelled(orderId, msg.sender, amount, stock);
    }

    /// @inheritdoc IOrders
    function release(uint256 orderId, uint256 amount) external {
        Order storage order = _live(orderId);
        if (msg.sender != order.buyer) revert NotBuyer(msg.sender, order.buyer);

        uint96 escrow = _takePart(order, amount);
        releasedOf[orderId] += amount;
        (uint256 paid, uint256 fee, uint256 referral) = _paySeller(orderId, order, amount);
        emit OrderReleased(orderId, paid, fee, referral, escrow);
    }

    /// @inheritdoc IOrders
    function refund(uint256 orderId, uint256 amount) external {
        Order storage order = _live(orderId);
        Listing storage listing = _listings[order.listingId];
        if (msg.sender != listing.seller) revert NotSeller(msg.sender, listing.seller);

        uint96 escrow = _takePart(order, amount);
        _credit(order.buyer, _tokenOfOrder(order), amount);
        emit OrderRefunded(orderId, amount, escrow);
    }

    /// @inheritdoc IOrders
    function openDispute(
        uint256 orderId,
        address by
    ) external onlyDisputes returns (address buyer, address seller, uint8 arbitratorId) {
        Order storage order = _live(orderId);
        if (order.state == State.Placed) revert StateInvalid(orderId, State.Placed);
        buyer = order.buyer;
        seller = _listings[order.listingId].seller;
        if (by != buyer && by != seller) revert NotParty(by, orderId);
        _requireInTime(order.deadline);

        order.state = State.Disputed;
        arbitratorId = order.arbitrator;
        emit OrderDisputed(orderId, by);
    }

    /// @inheritdoc IOrders
    function resolve(uint256 orderId, uint256 toBuyer) external onlyDisputes {
        Order storage order = _orders[orderId];
        if (order.state != State.Disputed) order = _live(orderId);
        uint96 escrow = order.escrow;
        if (toBuyer > escrow) revert AmountAboveEscrow(toBuyer, escrow);

        order.state = State.Resolved;
        order.escrow = 0;
        _credit(order.buyer, _tokenOfOrder(order), toBuyer);
        (uint256 paid, uint256 fee, uint256 referral) = _paySeller(orderId, order, escrow - toBuyer);
        emit OrderResolved(orderId, toBuyer, paid, fee, referral);
    }

    /// @inheritdoc IOrders
    function setFee(uint16 feeBps, uint16 referralShareBps) external restricted {
        if (feeBps > MAX_FEE_BPS) revert FeeTooHigh(feeBps, MAX_FEE_BPS);
        if (referralShareBps > Bps.ONE) revert FeeTooHigh(referralShareBps, Bps.ONE);

        _config.feeBps = feeBps;
        _config.referralShareBps = referralShareBps;
        emit FeeChanged(feeBps, referralShareBps);
    }

    /// @inheritdoc IOrders
    function collectFees(address token, address to, uint256 amount) external restricted {
        if (amount == 0) revert AmountZero();
        if (to == address(0) || to == address(this)) revert RecipientInvalid(to);
        uint256 fees = feesOf[token];
        if (amount > fees) revert FeesTooLow(amount, fees);

        feesOf[token] = fees - amount;
        _mint(to, _id(token), amount);
        emit FeesCollected(token, to, amount);
    }

    /// @inheritdoc IOrders
    function setOrdersPaused(bool paused) external restricted {
        _config.ordersPaused = paused;
        emit OrdersPaused(paused);
    }

    /// @inheritdoc IOrders
    function getOrder(uint256 orderId) external view returns (Order memory order) {
        order = _orders[orderId];
        if (order.state == State.None) revert OrderUnknown(orderId);
    }

    /// @inheritdoc IOrders
    function referralOf(uint256 orderId) external view returns (Referral memory) {
        return _referrals[orderId];
    }

    /// @dev An order that is neither settled nor in dispute.
    function _live(uint256 orderId) private view returns (Order storage order) {
        order = _orders[orderId];
        State state = order.state;
        if (state == State.None) revert OrderUnknown(orderId);
        if (state > State.Delivered) revert StateInvalid(orderId, state);
    }

    /// @dev A live, undelivered order whose seller calls in time.
    function _sellersTurn(uint256 orderId) private view returns (Order storage order) {
        order = _live(orderId);
        address seller = _listings[order.listingId].seller;
        if (msg.sender != seller) revert NotSeller(msg.sender, seller);
        if (order.state == State.Delivered) revert StateInvalid(orderId, State.Delivered);
        _requireInTime(order.deadline);
    }

    function _tokenOfOrder(Order storage order) private view returns (address) {
        return _tokenOf(order.listingId, _listings[order.listingId].native);
    }

    /// @dev Pays `amount`, which has already left the escrow, to the seller, the market and the referrer.
    function _paySeller(
        uint256 orderId,
        Order storage order,
        uint256 amount
    ) private returns (uint256 paid, uint256 fee, uint256 referral) {
        Referral memory to;
        if (order.referred) to = _referrals[orderId];
        (paid, fee, referral) = Bps.splitSale(amount, order.feeBps, to.shareBps);

        Listing storage listing = _listings[order.listingId];
        address token = _tokenOf(order.listingId, listing.native);
        _credit(listing.seller, token, paid);
        if (fee != 0) feesOf[token] += fee;
        _credit(to.referrer, token, referral);
    }

    /// @return escrow What is left in it: always something, so that the order still ends in one of its exits.
    function _takePart(Order storage order, uint256 amount) private returns (uint96 escrow) {
        escrow = order.escrow;
        if (amount == 0 || amount >= escrow) revert AmountNotPartial(amount, escrow);
        // The amount is below a uint96, as just checked.
        // forge-lint: disable-next-line(unsafe-typecast)
        order.escrow = escrow = escrow - uint96(amount);
    }

    /// @return stock After the units are back; a full shelf stays one short of `UNLIMITED`.
    function _putBack(Listing storage listing, uint256 quantity) private returns (uint32 stock) {
        stock = listing.stock;
        if (stock == UNLIMITED) return stock;
        uint256 room = UNLIMITED - 1 - stock;
        // At most `room`, which is a uint32.
        // forge-lint: disable-next-line(unsafe-typecast)
        listing.stock = stock = stock + uint32(quantity < room ? quantity : room);
    }

    function _requirePassed(uint256 deadline) private view {
        if (block.timestamp <= deadline) revert DeadlineNotPassed(deadline, block.timestamp);
    }
}
