// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IMemberships} from "../interfaces/IMemberships.sol";
import {MembershipCard} from "../libraries/MembershipCard.sol";

/// @title Tiers
/// @notice See `IMemberships`. A tier's terms are written once.
abstract contract Tiers is AccessManaged, IMemberships {
    address internal constant NATIVE = address(0);
    uint256 internal constant MAX_NAME = 32;
    /// @dev What is earned at a time, and so what periods are multiples of.
    uint256 internal constant DAY = 1 days;

    uint16 private _tierCount;
    mapping(uint256 tierId => Tier) internal _tiers;

    /// @inheritdoc IMemberships
    function addTier(TierTerms calldata terms) external restricted returns (uint256 tierId) {
        if (terms.price == 0 || terms.rank == 0) revert TierInvalid();
        if (terms.period == 0 || terms.period % DAY != 0) revert TierInvalid();
        if (terms.token != NATIVE && terms.token.code.length == 0) revert TierInvalid();
        uint256 length = bytes(terms.name).length;
        if (length == 0 || length > MAX_NAME) revert TierNameInvalid(length, MAX_NAME);
        if (!MembershipCard.isPlain(terms.name)) revert TierNameInvalid(length, MAX_NAME);

        tierId = ++_tierCount;
        _tiers[tierId] = Tier({
            token: terms.token,
            price: terms.price,
            period: terms.period,
            rank: terms.rank,
            supply: terms.supply,
            minted: 0,
            transferable: terms.transferable,
            closed: false,
            name: terms.name
        });
        emit TierAdded(tierId, terms);
    }

    /// @inheritdoc IMemberships
    function setTierClosed(uint256 tierId, bool closed) external restricted {
        _tier(tierId).closed = closed;
        emit TierClosed(tierId, closed);
    }

    /// @inheritdoc IMemberships
    function tierCount() external view returns (uint256) {
        return _tierCount;
    }

    /// @inheritdoc IMemberships
    function getTier(uint256 tierId) external view returns (Tier memory) {
        return _tier(tierId);
    }

    function _tier(uint256 tierId) internal view returns (Tier storage tier) {
        tier = _tiers[tierId];
        if (tier.period == 0) revert TierUnknown(tierId, _tierCount);
    }
}
