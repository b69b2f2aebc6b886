// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IListings} from "./interfaces/IListings.sol";
import {IMarket} from "./interfaces/IMarket.sol";
import {ISellers} from "./interfaces/ISellers.sol";

/// @title Sellers
/// @notice See `ISellers`. Holds no status of its own: the market's copy is the only one. Its claims are the bonds.
contract Sellers is ISellers, AccessManaged {
    /// @dev Longer than a dispute before the council takes (3 days to answer, 60 to rule) after the time to inspect.
    uint256 internal constant UNLOCK_DELAY = 90 days;
    uint256 internal constant WITHDRAW_WINDOW = 14 days;

    IMarket public immutable market;

    mapping(address seller => mapping(address token => Bond)) private _bonds;

    /// @param authority The AccessManager; it must let this contract call `market.setSellerStatus`.
    constructor(address authority, IMarket market_) AccessManaged(authority) {
        market = market_;
    }

    /// @inheritdoc ISellers
    function register(bytes32 profile) external {
        if (statusOf(msg.sender) != IListings.SellerStatus.None) revert SellerRegisteredAlready(msg.sender);
        if (profile == 0) revert ProfileMissing();

        emit SellerRegistered(msg.sender, profile);
        market.setSellerStatus(msg.sender, IListings.SellerStatus.Active);
    }

    /// @inheritdoc ISellers
    function setProfile(bytes32 profile) external {
        if (statusOf(msg.sender) == IListings.SellerStatus.None) revert SellerUnknown(msg.sender);
        if (profile == 0) revert ProfileMissing();

        emit SellerProfileChanged(msg.sender, profile);
    }

    /// @inheritdoc ISellers
    function suspend(address seller, bytes32 reason) external restricted {
        _requireStatus(seller, IListings.SellerStatus.Active);

        emit SellerSuspended(seller, msg.sender, reason);
        market.setSellerStatus(seller, IListings.SellerStatus.Suspended);
    }

    /// @inheritdoc ISellers
    function reinstate(address seller) external restricted {
        _requireStatus(seller, IListings.SellerStatus.Suspended);

        emit SellerReinstated(seller, msg.sender);
        market.setSellerStatus(seller, IListings.SellerStatus.Active);
    }

    /// @inheritdoc ISellers
    function depositBond(address token, uint256 amount) external {
        if (statusOf(msg.sender) == IListings.SellerStatus.None) revert SellerUnknown(msg.sender);
        if (amount == 0) revert AmountZero();

        // A claim is at most what a token has in circulation, checked all the same.
        uint128 bonded = _bonds[msg.sender][token].amount += SafeCast.toUint128(amount);
        emit BondDeposited(msg.sender, token, amount, bonded);

        market.transferFrom(msg.sender, address(this), _id(token), amount);
    }

    /// @inheritdoc ISellers
    function unlockBond(address token, uint256 amount) external {
        Bond storage bond = _bonds[msg.sender][token];
        if (amount > bond.amount) revert BondTooLow(amount, bond.amount);
        if (amount > type(uint88).max) revert UnlockTooHigh(amount, type(uint88).max);

        // Just checked.
        // forge-lint: disable-next-line(unsafe-typecast)
        bond.unlocking = uint88(amount);
        uint40 unlocksAt = bond.unlocksAt = uint40(block.timestamp + UNLOCK_DELAY);
        emit BondUnlocking(msg.sender, token, amount, unlocksAt);
    }

    /// @inheritdoc ISellers
    function withdrawBond(address token) external {
        Bond storage bond = _bonds[msg.sender][token];
        uint128 amount = bond.unlocking;
        if (amount == 0) revert AmountZero();
        uint256 unlocksAt = bond.unlocksAt;
        if (block.timestamp < unlocksAt) revert BondLocked(unlocksAt, block.timestamp);
        uint256 lapsesAt = unlocksAt + WITHDRAW_WINDOW;
        if (block.timestamp > lapsesAt) revert UnlockLapsed(lapsesAt, block.timestamp);

        bond.unlocking = 0;
        uint128 bonded = bond.amount -= amount;
        emit BondWithdrawn(msg.sender, token, amount, bonded);

        market.transfer(msg.sender, _id(token), amount);
    }

    /// @inheritdoc ISellers
    function slash(
        address seller,
        address token,
        uint256 amount,
        address to,
        uint256 orderId
    ) external returns (uint256 slashed) {
        if (msg.sender != address(market.disputes())) revert NotDisputes(msg.sender);
        Bond storage bond = _bonds[seller][token];
        slashed = amount < bond.amount ? amount : bond.amount;
        if (slashed == 0) return 0;

        // At most the bond, a uint128.
        // forge-lint: disable-next-line(unsafe-typecast)
        uint128 bonded = bond.amount -= uint128(slashed);
        // What is gone cannot be unlocked any more; what is bonded later serves its own time.
        // forge-lint: disable-next-line(unsafe-typecast)
        if (bond.unlocking > bonded) bond.unlocking = uint88(bonded);
        emit BondSlashed(seller, token, orderId, to, slashed, bonded);

        market.transfer(to, _id(token), slashed);
    }

    /// @inheritdoc ISellers
    function bondOf(address seller, address token) external view returns (Bond memory) {
        return _bonds[seller][token];
    }

    /// @inheritdoc ISellers
    function statusOf(address seller) public view returns (IListings.SellerStatus) {
        return market.sellerStatus(seller);
    }

    function _id(address token) private pure returns (uint256) {
        return uint160(token);
    }

    function _requireStatus(address seller, IListings.SellerStatus required) private view {
        IListings.SellerStatus status = statusOf(seller);
        if (status != required) revert SellerStatusInvalid(seller, status);
    }
}
