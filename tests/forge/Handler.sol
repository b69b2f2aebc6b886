// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IListings} from "../../contracts/interfaces/IListings.sol";
import {IOffers} from "../../contracts/interfaces/IOffers.sol";
import {IOrders} from "../../contracts/interfaces/IOrders.sol";
import {Ghosts} from "./Ghosts.sol";
import {vm} from "./Vm.sol";

/// @title Handler
/// @notice What people do with orders. Each act chooses its arguments so that the market must accept it; where nothing
/// fits, it does nothing. A revert is therefore always a finding.
abstract contract Handler is Ghosts {
    uint256 private constant MAX_LISTINGS = 6;
    uint256 private constant MAX_QUANTITY = 3;

    /// @notice Nonces taken by either seller: 1 to this.
    uint256 public nonce;
    mapping(uint256 nonce => address) public makerOf;

    error NonceTakenTwice(uint256 nonce);
    error RoleReachedEscrow(uint256 orderId, bytes call);

    function list(uint256 seed, uint96 price, bool native, bool acceptsAtOnce) external watched {
        if (listingCount == MAX_LISTINGS) return;
        price = uint96(bounded(price, 1, 1e24));
        uint32 stock = uint32(bounded(seed, 5, 50));
        vm.prank(sellerAt(seed));
        uint256 id = market.createListing(IListings.Kind.Good, tokenAt(native), stock, termsOf(price, acceptsAtOnce));
        unitsOf[id] = int256(uint256(stock));
    }

    function update(uint256 seed, uint96 price) external watched {
        if (listingCount == 0) return;
        uint256 id = bounded(seed, 1, listingCount);
        vm.prank(market.getListing(id).seller);
        market.updateListing(id, termsOf(uint96(bounded(price, 1, 1e24)), price % 2 == 0));
    }

    function restock(uint256 seed, uint32 units) external watched {
        if (listingCount == 0) return;
        uint256 id = bounded(seed, 1, listingCount);
        int64 change = int64(uint64(bounded(units, 1, 1_000)));
        vm.prank(market.getListing(id).seller);
        market.restock(id, change);
        unitsOf[id] += change;
    }

    /// @param extra Too much in native coin, which becomes a claim.
    function buy(uint256 seed, uint256 units, bool fromClaims, bool referred, uint64 extra) external watched {
        (IOrders.Line memory line, uint256 total) = _line(seed, units);
        if (line.quantity == 0) return;
        uint256 value = market.getListing(line.listingId).native ? total + extra : 0;
        vm.prank(buyerAt(seed));
        market.buy{value: value}(line, _payment(fromClaims, referred));
    }

    function checkout(uint256 seed, uint256 other, bool fromClaims, bool referred) external watched {
        IOrders.Line[] memory lines = new IOrders.Line[](2);
        uint256 total;
        (lines[0], total) = _line(seed, 1);
        (lines[1], ) = _line(other, 1);
        if (lines[0].quantity == 0 || lines[1].quantity == 0) return;
        uint256 value = _native(lines[0]) + _native(lines[1]);
        vm.prank(buyerAt(seed));
        market.checkout{value: value}(lines, _payment(fromClaims, referred));
    }

    /// @notice A seller's signed quote in two parts, taken by a buyer.
    function takeOffer(uint256 seed, uint96 total) external watched {
        (IOrders.Line memory line, ) = _line(seed, 2);
        if (line.quantity < 2) return;
        IOffers.Offer memory offer = _quote(line, uint96(bounded(total, 1, 1e24)));
        (uint8 v, bytes32 r, bytes32 s) = vm.sign(_keyOf(offer.maker), market.offerDigest(offer));
        uint256 value = market.getListing(line.listingId).native ? uint256(offer.parts[0].total) * 2 : 0;
        vm.prank(buyerAt(seed));
        market.takeOffer{value: value}(offer, abi.encodePacked(r, s, v), _payment(false, seed % 2 == 0));
        makerOf[offer.nonce] = offer.maker;
        _rule_30_aNonceIsUsedOnce(offer, abi.encodePacked(r, s, v), buyerAt(seed / 2), value);
    }

    function accept(uint256 seed) external watched {
        (uint256 id, ) = _find(seed, IOrders.State.Placed, IOrders.State.Placed, true);
        if (id == 0) return;
        vm.prank(_sellerOf(id));
        market.accept(id);
    }

    function start(uint256 seed) external watched {
        (uint256 id, ) = _find(seed, IOrders.State.Placed, IOrders.State.Accepted, true);
        if (id == 0) return;
        vm.prank(_sellerOf(id));
        market.start(id, 0);
    }

    function deliver(uint256 seed) external watched {
        (uint256 id, ) = _find(seed, IOrders.State.Placed, IOrders.State.InProgress, true);
        if (id == 0) return;
        vm.prank(_sellerOf(id));
        market.deliver(id, 0);
    }

    function complete(uint256 seed) external watched {
        (uint256 id, IOrders.Order memory order) = _live(seed);
        if (id == 0) return;
        vm.prank(order.buyer);
        market.complete(id);
    }

    function cancel(uint256 seed) external watched {
        (uint256 id, IOrders.Order memory order) = _live(seed);
        if (id == 0) return;
        vm.prank(order.state == IOrders.State.Placed && seed % 2 == 0 ? order.buyer : _sellerOf(id));
        market.cancel(id);
    }

    /// @notice A stranger ends what nobody else did in time.
    function expire(uint256 seed) external watched {
        (uint256 id, IOrders.Order memory order) = _live(seed);
        if (id == 0) return;
        if (block.timestamp <= order.deadline) vm.warp(uint256(order.deadline) + 1);
        vm.prank(STRANGER);
        if (order.state == IOrders.State.Delivered) market.complete(id);
        else market.cancel(id);
    }

    function release(uint256 seed, uint256 amount) external watched {
        (uint256 id, IOrders.Order memory order) = _live(seed);
        if (order.escrow < 2) return;
        vm.prank(order.buyer);
        market.release(id, bounded(amount, 1, order.escrow - 1));
    }

    function refund(uint256 seed, uint256 amount) external watched {
        (uint256 id, IOrders.Order memory order) = _live(seed);
        if (order.escrow < 2) return;
        vm.prank(_sellerOf(id));
        market.refund(id, bounded(amount, 1, order.escrow - 1));
    }

    function openDispute(uint256 seed) external watched {
        (uint256 id, IOrders.Order memory order) = _find(seed, IOrders.State.Accepted, IOrders.State.Delivered, true);
        if (id == 0) return;
        address by = seed % 2 == 0 ? order.buyer : _sellerOf(id);
        vm.prank(DISPUTES);
        market.openDispute(id, by);
    }

    function resolve(uint256 seed, uint256 toBuyer) external watched {
        (uint256 id, IOrders.Order memory order) = _find(seed, IOrders.State.Placed, IOrders.State.Disputed, false);
        if (id == 0) return;
        vm.prank(DISPUTES);
        market.resolve(id, bounded(toBuyer, 0, order.escrow));
    }

    /// @notice Whoever holds every role tries what only the sides of an order, Disputes and time may do.
    function meddle(uint256 seed) external watched {
        (uint256 id, IOrders.Order memory order) = _find(seed, IOrders.State.Placed, IOrders.State.Disputed, true);
        if (id == 0) return;
        _rule_33_noRoleReachesAnEscrow(id, abi.encodeCall(market.complete, (id)));
        _rule_33_noRoleReachesAnEscrow(id, abi.encodeCall(market.cancel, (id)));
        _rule_33_noRoleReachesAnEscrow(id, abi.encodeCall(market.release, (id, order.escrow / 2)));
        _rule_33_noRoleReachesAnEscrow(id, abi.encodeCall(market.refund, (id, order.escrow / 2)));
        _rule_33_noRoleReachesAnEscrow(id, abi.encodeCall(market.resolve, (id, order.escrow)));
        _rule_33_noRoleReachesAnEscrow(id, abi.encodeCall(market.openDispute, (id, order.buyer)));
    }

    function travel(uint256 time) external watched {
        vm.warp(block.timestamp + bounded(time, 1, 1 days));
    }

    function _line(uint256 seed, uint256 units) private view returns (IOrders.Line memory line, uint256 total) {
        if (listingCount == 0) return (line, 0);
        uint256 id = bounded(seed, 1, listingCount);
        IListings.Listing memory listing = market.getListing(id);
        uint32 quantity = uint32(bounded(units, 1, MAX_QUANTITY));
        // Twice, so that a cart may name a listing in two lines.
        if (listing.stock < 2 * quantity) return (line, 0);
        total = uint256(listing.price) * quantity;
        line = IOrders.Line(id, listing.version, quantity, uint96(total), 0);
    }

    function _native(IOrders.Line memory line) private view returns (uint256) {
        return market.getListing(line.listingId).native ? line.maxTotal : 0;
    }

    function _payment(bool fromClaims, bool referred) private view returns (IOrders.Payment memory) {
        return IOrders.Payment(uint40(block.timestamp), fromClaims, referred ? REFERRER : address(0));
    }

    function _quote(IOrders.Line memory line, uint96 total) private returns (IOffers.Offer memory offer) {
        offer.maker = market.getListing(line.listingId).seller;
        offer.listingId = line.listingId;
        offer.version = line.version;
        offer.parts = new IOffers.Part[](2);
        for (uint256 i; i < 2; ++i) offer.parts[i] = IOffers.Part(1, total, 0);
        offer.nonce = ++nonce;
        offer.expires = uint40(block.timestamp);
    }

    /// @dev The same offer once more, by another, with all that it costs.
    function _rule_30_aNonceIsUsedOnce(
        IOffers.Offer memory offer,
        bytes memory signature,
        address by,
        uint256 value
    ) private {
        vm.prank(by);
        try market.takeOffer{value: value}(offer, signature, _payment(false, false)) {
            revert NonceTakenTwice(offer.nonce);
        } catch (bytes memory reason) {
            if (bytes4(reason) != IOffers.NonceUsed.selector) revert NonceTakenTwice(offer.nonce);
        }
    }

    function _rule_33_noRoleReachesAnEscrow(uint256 id, bytes memory call) private {
        (bool done, ) = address(market).call(call);
        if (done) revert RoleReachedEscrow(id, call);
    }

    function _keyOf(address seller) private view returns (uint256) {
        return seller == people[0] ? SELLER_KEYS : SELLER_KEYS + 1;
    }

    function _sellerOf(uint256 orderId) internal view returns (address) {
        return market.getListing(market.getOrder(orderId).listingId).seller;
    }

    function _live(uint256 seed) private view returns (uint256, IOrders.Order memory) {
        return _find(seed, IOrders.State.Placed, IOrders.State.Delivered, false);
    }

    /// @return id Of an order between two states, 0 for none; `inTime` wants its deadline not to have passed.
    function _find(
        uint256 seed,
        IOrders.State first,
        IOrders.State last,
        bool inTime
    ) internal view returns (uint256 id, IOrders.Order memory order) {
        for (uint256 i; i < orderCount; ++i) {
            id = 1 + (((seed % orderCount) + i) % orderCount);
            order = market.getOrder(id);
            bool late = inTime && block.timestamp > order.deadline;
            if (order.state >= first && order.state <= last && !late) return (id, order);
        }
        IOrders.Order memory none;
        return (0, none);
    }
}
