// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {IDisputes} from "../interfaces/IDisputes.sol";
import {IMarket} from "../interfaces/IMarket.sol";
import {IMembership} from "../interfaces/IMembership.sol";

/// @title MarketBase
/// @notice What the three parts of the market share: the one slot of its own numbers, the roles and the lock.
abstract contract MarketBase is AccessManaged, ReentrancyGuardTransient, IMarket {
    Config internal _config;

    /// @inheritdoc IMarket
    IMembership public immutable membership;
    /// @inheritdoc IMarket
    IDisputes public immutable disputes;

    constructor(IMembership membership_, IDisputes disputes_) {
        membership = membership_;
        disputes = disputes_;
    }

    /// @inheritdoc IMarket
    function getConfig() external view returns (Config memory) {
        return _config;
    }

    /// @dev A call to an address without code would fail without a word; here the word is.
    function _requireToken(address token) internal view {
        if (token.code.length == 0) revert TokenInvalid(token);
    }
}
