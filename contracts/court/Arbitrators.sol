// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IArbitrator} from "../interfaces/IArbitrator.sol";
import {IDisputes} from "../interfaces/IDisputes.sol";

/// @title Arbitrators
/// @notice The register of arbitrators: entries are added and never changed, but for being closed to new listings.
abstract contract Arbitrators is AccessManaged, IDisputes {
    uint256 internal constant MIN_RULE_WINDOW = 7 days;
    uint256 internal constant MAX_RULE_WINDOW = 365 days;
    uint32 internal constant OWN_RULE_WINDOW = 60 days;
    uint256 internal constant MAX_ARBITRATORS = 255;
    uint256 internal constant MAX_EVIDENCE = 256;

    ArbitratorEntry[] private _arbitrators;
    mapping(uint256 arbitratorId => bytes) private _extraData;

    /// @inheritdoc IDisputes
    function addArbitrator(
        IArbitrator arbitrator,
        uint32 ruleWindow,
        bytes calldata extraData,
        string calldata metaEvidence
    ) external restricted returns (uint8 arbitratorId) {
        return _add(arbitrator, ruleWindow, extraData, metaEvidence);
    }

    /// @inheritdoc IDisputes
    function setArbitratorClosed(uint8 arbitratorId, bool closed) external restricted {
        _requireKnown(arbitratorId);
        if (arbitratorId == 0) revert OwnArbitratorStays();

        _arbitrators[arbitratorId].closed = closed;
        emit ArbitratorClosed(arbitratorId, closed);
    }

    /// @inheritdoc IDisputes
    function isOpen(uint8 arbitratorId) external view returns (bool) {
        return arbitratorId < _arbitrators.length && !_arbitrators[arbitratorId].closed;
    }

    /// @inheritdoc IDisputes
    function arbitratorCount() external view returns (uint256) {
        return _arbitrators.length;
    }

    /// @inheritdoc IDisputes
    function getArbitrator(uint8 arbitratorId) external view returns (ArbitratorEntry memory, bytes memory extraData) {
        _requireKnown(arbitratorId);
        return (_arbitrators[arbitratorId], _extraData[arbitratorId]);
    }

    function _add(
        IArbitrator arbitrator,
        uint32 ruleWindow,
        bytes memory extraData,
        string memory metaEvidence
    ) internal returns (uint8 arbitratorId) {
        uint256 count = _arbitrators.length;
        if (count == MAX_ARBITRATORS) revert TooManyArbitrators(MAX_ARBITRATORS);
        if (address(arbitrator).code.length == 0) revert ArbitratorInvalid(address(arbitrator));
        if (ruleWindow < MIN_RULE_WINDOW || ruleWindow > MAX_RULE_WINDOW) {
            revert RuleWindowOutOfRange(ruleWindow, MIN_RULE_WINDOW, MAX_RULE_WINDOW);
        }
        _requireShort(bytes(metaEvidence).length);

        // Below `MAX_ARBITRATORS`, which is a uint8.
        // forge-lint: disable-next-line(unsafe-typecast)
        arbitratorId = uint8(count);
        _arbitrators.push(ArbitratorEntry(arbitrator, ruleWindow, false));
        _extraData[arbitratorId] = extraData;
        emit ArbitratorAdded(arbitratorId, arbitrator, ruleWindow, extraData, metaEvidence);
        emit MetaEvidence(arbitratorId, metaEvidence);
    }

    /// @dev Only for ids that come from the market, which has asked `isOpen`.
    function _arbitrator(uint8 arbitratorId) internal view returns (ArbitratorEntry memory, bytes memory extraData) {
        return (_arbitrators[arbitratorId], _extraData[arbitratorId]);
    }

    function _costOf(uint8 arbitratorId) internal view returns (uint256) {
        (ArbitratorEntry memory entry, bytes memory extraData) = _arbitrator(arbitratorId);
        return entry.arbitrator.arbitrationCost(extraData);
    }

    function _requireShort(uint256 length) internal pure {
        if (length > MAX_EVIDENCE) revert EvidenceTooLong(length, MAX_EVIDENCE);
    }

    function _requireKnown(uint8 arbitratorId) private view {
        uint256 count = _arbitrators.length;
        if (arbitratorId >= count) revert ArbitratorUnknown(arbitratorId, count);
    }
}
