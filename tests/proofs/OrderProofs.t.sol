// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IDisputes} from "../../contracts/interfaces/IDisputes.sol";
import {IListings} from "../../contracts/interfaces/IListings.sol";
import {IOrders} from "../../contracts/interfaces/IOrders.sol";
import {vm} from "../forge/Vm.sol";
import {PlantedMarket} from "./PlantedMarket.sol";
import {Transitions} from "./Transitions.sol";

/// @title OrderProofs
/// @notice For halmos: an order in any state, with any numbers in it, of any listing; whoever calls, whenever, with
/// whatever arguments. Each act does what the table says and nothing else.
contract OrderProofs {
    address private constant DISPUTES = address(0xD15);

    /// @param given The order as it is.
    /// @param caller Who acts, at the time `timestamp`.
    struct Case {
        uint256 orderId;
        IOrders.Order given;
        IListings.Listing listing;
        IOrders.Referral referral;
        address caller;
        uint40 timestamp;
    }

    PlantedMarket private _market;

    function setUp() external {
        _market = new PlantedMarket(address(this), IDisputes(DISPUTES));
    }

    function check_accept(Case calldata c) external {
        bool done = _act(c, abi.encodeCall(_market.accept, (c.orderId)));
        _requireTable(c, Transitions.Act.Accept, done, true);
    }

    function check_start(Case calldata c, bytes32 document) external {
        bool done = _act(c, abi.encodeCall(_market.start, (c.orderId, document)));
        _requireTable(c, Transitions.Act.Start, done, true);
    }

    function check_deliver(Case calldata c, bytes32 document) external {
        bool done = _act(c, abi.encodeCall(_market.deliver, (c.orderId, document)));
        _requireTable(c, Transitions.Act.Deliver, done, true);
    }

    function check_complete(Case calldata c) external {
        bool done = _act(c, abi.encodeCall(_market.complete, (c.orderId)));
        _requireTable(c, Transitions.Act.Complete, done, true);
    }

    function check_cancel(Case calldata c) external {
        bool done = _act(c, abi.encodeCall(_market.cancel, (c.orderId)));
        _requireTable(c, Transitions.Act.Cancel, done, true);
    }

    function check_release(Case calldata c, uint256 amount) external {
        bool done = _act(c, abi.encodeCall(_market.release, (c.orderId, amount)));
        _requireTable(c, Transitions.Act.Release, done, amount > 0 && amount < c.given.escrow);
    }

    function check_refund(Case calldata c, uint256 amount) external {
        bool done = _act(c, abi.encodeCall(_market.refund, (c.orderId, amount)));
        _requireTable(c, Transitions.Act.Refund, done, amount > 0 && amount < c.given.escrow);
    }

    function check_openDispute(Case calldata c, address by) external {
        bool done = _act(c, abi.encodeCall(_market.openDispute, (c.orderId, by)));
        _requireTable(c, Transitions.Act.OpenDispute, done, by == c.given.buyer || by == c.listing.seller);
    }

    function check_resolve(Case calldata c, uint256 toBuyer) external {
        bool done = _act(c, abi.encodeCall(_market.resolve, (c.orderId, toBuyer)));
        _requireTable(c, Transitions.Act.Resolve, done, toBuyer <= c.given.escrow);
    }

    /// @dev A review writes into the slot of the state.
    function check_review(Case calldata c, uint8 rating, bytes32 content) external {
        _act(c, abi.encodeCall(_market.review, (c.orderId, rating, content)));
        IOrders.Order memory order = _market.orderOf(c.orderId);
        assert(order.state == c.given.state && order.escrow == c.given.escrow);
    }

    function _act(Case calldata c, bytes memory call) private returns (bool done) {
        _assumeOrdinary(c);
        _market.plant(c.orderId, c.given, c.listing, c.referral);
        vm.warp(c.timestamp);
        vm.prank(c.caller);
        (done, ) = address(_market).call(call);
    }

    /// @dev What holds of every order, and is shown below to hold afterwards: while it is open it has something in it,
    /// then nothing. What `Checkout` sees to: there are a buyer and a seller, two accounts, and fees are
    /// within their bounds.
    function _assumeOrdinary(Case calldata c) private pure {
        vm.assume(c.given.buyer != address(0) && c.listing.seller != address(0));
        vm.assume(c.listing.seller != c.given.buyer);
        vm.assume(c.listing.seller != DISPUTES && c.given.buyer != DISPUTES);
        vm.assume((c.given.escrow > 0) == _isOpen(c.given.state));
        vm.assume(c.given.feeBps <= 1_000);
        vm.assume(c.referral.referrer != address(0) && c.referral.shareBps <= 10_000);
        vm.assume(c.referral.referrer != c.listing.seller && c.referral.referrer != c.given.buyer);
    }

    /// @param proper Whether the act's other arguments are such that it may be done.
    function _requireTable(Case calldata c, Transitions.Act act, bool done, bool proper) private view {
        IOrders.Order memory order = _market.orderOf(c.orderId);
        IOrders.State to = Transitions.next(c.given.state, act, _party(c), c.timestamp > c.given.deadline);

        assert(done == (to != IOrders.State.None && proper));
        assert(order.state == (done ? to : c.given.state));
        assert((order.escrow > 0) == _isOpen(order.state));
        assert(order.escrow <= c.given.escrow);
        assert(order.buyer == c.given.buyer && order.listingId == c.given.listingId);
    }

    function _party(Case calldata c) private pure returns (Transitions.Party) {
        if (c.caller == c.listing.seller) return Transitions.Party.Seller;
        if (c.caller == c.given.buyer) return Transitions.Party.Buyer;
        return c.caller == DISPUTES ? Transitions.Party.Disputes : Transitions.Party.Stranger;
    }

    function _isOpen(IOrders.State state) private pure returns (bool) {
        return state != IOrders.State.None && state < IOrders.State.Completed;
    }
}
