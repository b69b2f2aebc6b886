// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Market} from "../../contracts/Market.sol";
import {IOrders} from "../../contracts/interfaces/IOrders.sol";
import {IRatings} from "../../contracts/interfaces/IRatings.sol";
import {Money} from "./Money.sol";
import {vm} from "./Vm.sol";

/// @title MarketInvariants
/// @notice The rules of tests/contracts/INVARIANTS.md, by their numbers, after every act of the handler. Those that speak
/// of two moments, or of what must be refused, are checked within the act, by `Ghosts` and `Handler`.
contract MarketInvariants {
    Money private _handler;
    Market private _market;

    error Broken(uint256 id, uint256 actual, uint256 expected);

    function setUp() external {
        _handler = Money(vm.deployCode("Money.sol:Money", ""));
        _market = _handler.market();
    }

    /// @dev forge asks for it: nothing but the handler is called.
    function targetContracts() external view returns (address[] memory targets) {
        targets = new address[](1);
        targets[0] = address(_handler);
    }

    function invariant_01_theMarketHoldsWhatItOwes() external view {
        address coin = address(_handler.coin());
        _same(0, address(_market).balance, _owed(address(0)));
        _same(1, _handler.coin().balanceOf(address(_market)), _owed(coin));
    }

    function invariant_07_theMarketAndNobodyHoldNoClaims() external view {
        uint256 coin = uint160(address(_handler.coin()));
        _same(0, _market.balanceOf(address(_market), 0) + _market.balanceOf(address(0), 0), 0);
        _same(1, _market.balanceOf(address(_market), coin) + _market.balanceOf(address(0), coin), 0);
    }

    function invariant_12_13_unitsLeaveTheShelfOnceAndReturnAtMostOnce() external view {
        for (uint256 id = 1; id <= _handler.listingCount(); ++id) {
            _same(id, _market.getListing(id).stock, uint256(_handler.unitsOf(id)));
        }
    }

    function invariant_17_18_escrowIsThereWhileAnOrderLivesAndNoLonger() external view {
        for (uint256 id = 1; id <= _handler.orderCount(); ++id) {
            IOrders.Order memory order = _market.getOrder(id);
            bool open = order.state >= IOrders.State.Placed && order.state <= IOrders.State.Disputed;
            if (open != (order.escrow != 0)) revert Broken(id, order.escrow, open ? 1 : 0);
        }
    }

    /// @dev What an invariant does is undone.
    function invariant_19_everyLiveOrderHasAnExitForAnyone() external {
        for (uint256 id = 1; id <= _handler.orderCount(); ++id) {
            IOrders.Order memory order = _market.getOrder(id);
            if (order.state > IOrders.State.Delivered) continue;
            vm.warp(uint256(order.deadline) + 1);
            if (order.state == IOrders.State.Delivered) _market.complete(id);
            else _market.cancel(id);
        }
    }

    function invariant_26_marksAddUp() external view {
        for (uint256 id = 1; id <= _handler.listingCount(); ++id) {
            (uint256 sum, uint256 count) = _marks(id);
            IRatings.Rating memory rating = _market.ratingOf(id);
            _same(id, rating.sum, sum);
            _same(id, rating.count, count);
        }
    }

    function invariant_27_bondsAreTheClaimsOfTheirContract() external view {
        _bonds(address(0));
        _bonds(address(_handler.coin()));
    }

    function invariant_28_aBondPaysOutWhatWasDepositedAtMost() external view {
        for (uint256 i; i < 2; ++i) {
            _bond(_handler.people(i), address(0));
            _bond(_handler.people(i), address(_handler.coin()));
        }
    }

    function invariant_30_whatWasTakenIsUsedUp() external view {
        for (uint256 nonce = 1; nonce <= _handler.nonce(); ++nonce) {
            uint256 used = _market.noncesOf(_handler.makerOf(nonce), nonce >> 8);
            _same(nonce, (used >> (nonce & 0xff)) & 1, 1);
        }
    }

    function _bond(address seller, address token) private view {
        uint256 left = _handler.bondedBy(seller, token) - _handler.paidOutOf(seller, token);
        _same(uint160(seller), _handler.registry().bondOf(seller, token).amount, left);
    }

    function _bonds(address token) private view {
        uint256 bonded;
        for (uint256 i; i < 2; ++i) bonded += _handler.registry().bondOf(_handler.people(i), token).amount;
        _same(uint160(token), _market.balanceOf(address(_handler.registry()), uint160(token)), bonded);
    }

    function _owed(address token) private view returns (uint256 owed) {
        owed = _market.feesOf(token);
        for (uint256 i; i < _handler.peopleCount(); ++i) {
            owed += _market.balanceOf(_handler.people(i), uint160(token));
        }
        for (uint256 id = 1; id <= _handler.orderCount(); ++id) {
            IOrders.Order memory order = _market.getOrder(id);
            if (_market.tokenOf(order.listingId) == token) owed += order.escrow;
        }
    }

    function _marks(uint256 listingId) private view returns (uint256 sum, uint256 count) {
        for (uint256 id = 1; id <= _handler.orderCount(); ++id) {
            IOrders.Order memory order = _market.getOrder(id);
            if (order.listingId != listingId || order.rating == 0) continue;
            sum += order.rating;
            ++count;
        }
    }

    function _same(uint256 id, uint256 actual, uint256 expected) private pure {
        if (actual != expected) revert Broken(id, actual, expected);
    }
}
