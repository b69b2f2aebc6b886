// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IOrders} from "../../contracts/interfaces/IOrders.sol";
import {ISellers} from "../../contracts/interfaces/ISellers.sol";
import {Handler} from "./Handler.sol";
import {vm} from "./Vm.sol";

/// @title Money
/// @notice What people do with claims, bonds, fees and reviews, beside their orders.
contract Money is Handler {
    uint256 private constant ACTORS = 6;

    mapping(address seller => mapping(address token => uint256)) public bondedBy;
    mapping(address seller => mapping(address token => uint256)) public paidOutOf;

    function deposit(uint256 seed, uint256 amount, bool native) external watched {
        amount = bounded(amount, 1, 1e24);
        vm.prank(people[seed % ACTORS]);
        market.deposit{value: native ? amount : 0}(tokenAt(native), amount, people[amount % ACTORS]);
    }

    function withdraw(uint256 seed, uint256 amount, bool native) external watched {
        (address holder, uint256 claims) = _claims(seed, native);
        if (claims == 0) return;
        vm.prank(holder);
        market.withdraw(tokenAt(native), bounded(amount, 1, claims), holder);
    }

    function transfer(uint256 seed, uint256 amount, bool native) external watched {
        (address holder, uint256 claims) = _claims(seed, native);
        vm.prank(holder);
        market.transfer(people[amount % ACTORS], idOf(tokenAt(native)), bounded(amount, 0, claims));
    }

    function depositBond(uint256 seed, uint256 amount, bool native) external watched {
        (address seller, uint256 claims) = _claims(seed % 2, native);
        if (claims == 0) return;
        amount = bounded(amount, 1, claims);
        vm.prank(seller);
        registry.depositBond(tokenAt(native), amount);
        bondedBy[seller][tokenAt(native)] += amount;
    }

    function unlockBond(uint256 seed, uint256 amount, bool native) external watched {
        address seller = sellerAt(seed);
        ISellers.Bond memory bond = registry.bondOf(seller, tokenAt(native));
        vm.prank(seller);
        registry.unlockBond(tokenAt(native), bounded(amount, 0, bond.amount));
    }

    function withdrawBond(uint256 seed, bool native) external watched {
        address seller = sellerAt(seed);
        ISellers.Bond memory bond = registry.bondOf(seller, tokenAt(native));
        if (bond.unlocking == 0 || bond.amount == 0) return;
        if (block.timestamp > bond.unlocksAt + 14 days) return;
        if (block.timestamp < bond.unlocksAt) vm.warp(bond.unlocksAt);
        uint256 claims = market.balanceOf(seller, idOf(tokenAt(native)));
        vm.prank(seller);
        registry.withdrawBond(tokenAt(native));
        paidOutOf[seller][tokenAt(native)] += market.balanceOf(seller, idOf(tokenAt(native))) - claims;
    }

    function slash(uint256 seed, uint256 amount, bool native) external watched {
        uint256 claims = market.balanceOf(buyerAt(seed), idOf(tokenAt(native)));
        vm.prank(DISPUTES);
        registry.slash(sellerAt(seed), tokenAt(native), bounded(amount, 0, 1e24), buyerAt(seed), 1);
        uint256 paid = market.balanceOf(buyerAt(seed), idOf(tokenAt(native))) - claims;
        paidOutOf[sellerAt(seed)][tokenAt(native)] += paid;
    }

    function setFee(uint256 feeBps, uint256 shareBps) external watched {
        market.setFee(uint16(bounded(feeBps, 0, 1_000)), uint16(bounded(shareBps, 0, 10_000)));
    }

    function collectFees(uint256 amount, bool native) external watched {
        uint256 fees = market.feesOf(tokenAt(native));
        if (fees == 0) return;
        market.collectFees(tokenAt(native), address(this), bounded(amount, 1, fees));
    }

    function review(uint256 seed, uint256 rating) external watched {
        (uint256 id, IOrders.Order memory order) = _find(seed, IOrders.State.Completed, IOrders.State.Resolved, false);
        if (id == 0 || order.state == IOrders.State.Cancelled) return;
        if (order.rating != 0 && block.timestamp > order.deadline) return;
        vm.prank(order.buyer);
        market.review(id, uint8(bounded(rating, 1, 5)), 0);
    }

    function _claims(uint256 seed, bool native) private view returns (address holder, uint256 claims) {
        holder = people[seed % ACTORS];
        claims = market.balanceOf(holder, idOf(tokenAt(native)));
    }
}
