// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IMarket} from "./interfaces/IMarket.sol";
import {IOffers} from "./interfaces/IOffers.sol";
import {IQuotes} from "./interfaces/IQuotes.sol";

/// @title Quotes
/// @notice See `IQuotes`. A notice board: what is pinned to it lives in the log, the contract knows only whose request
/// is open until when.
contract Quotes is IQuotes {
    uint256 internal constant MAX_PARTS = 32;
    /// @dev A contract that signs may say yes to any bytes, and whoever reads the log has to keep them.
    uint256 internal constant MAX_SIGNATURE = 4_096;

    struct OpenRequest {
        address buyer;
        uint40 deadline;
    }

    IMarket public immutable market;

    /// @inheritdoc IQuotes
    uint256 public requestCount;
    /// @inheritdoc IQuotes
    mapping(uint256 requestId => OpenRequest) public requestOf;

    constructor(IMarket market_) {
        market = market_;
    }

    /// @inheritdoc IQuotes
    function requestQuotes(Request calldata request) external returns (uint256 requestId) {
        uint256 count = market.getConfig().categoryCount;
        if (request.category == 0 || request.category > count) revert CategoryUnknown(request.category, count);
        if (request.content == 0) revert ContentMissing();
        _requireInTime(request.deadline);

        requestId = ++requestCount;
        requestOf[requestId] = OpenRequest(msg.sender, request.deadline);
        emit QuotesRequested(requestId, msg.sender, request);
    }

    /// @inheritdoc IQuotes
    function closeRequest(uint256 requestId) external {
        OpenRequest storage request = requestOf[requestId];
        if (request.buyer == address(0)) revert RequestUnknown(requestId);
        if (request.buyer != msg.sender) revert NotBuyer(msg.sender, request.buyer);
        if (request.deadline == 0) revert RequestIsClosed(requestId);

        request.deadline = 0;
        emit RequestClosed(requestId);
    }

    /// @inheritdoc IQuotes
    function publish(IOffers.Offer calldata offer, bytes calldata signature, uint256 requestId) external {
        if (offer.parts.length > MAX_PARTS) revert OfferTooLong(offer.parts.length, MAX_PARTS);
        if (signature.length > MAX_SIGNATURE) revert SignatureTooLong(signature.length, MAX_SIGNATURE);
        _requireInTime(offer.expires);
        if (requestId != 0) _requireOpen(requestId);

        bytes32 digest = market.offerDigest(offer);
        if (!SignatureChecker.isValidSignatureNowCalldata(offer.maker, digest, signature)) {
            revert SignatureInvalid(offer.maker);
        }
        emit OfferPublished(digest, offer.maker, requestId, offer, signature);
    }

    function _requireOpen(uint256 requestId) private view {
        OpenRequest memory request = requestOf[requestId];
        if (request.buyer == address(0)) revert RequestUnknown(requestId);
        if (request.deadline == 0) revert RequestIsClosed(requestId);
        _requireInTime(request.deadline);
    }

    function _requireInTime(uint256 deadline) private view {
        if (block.timestamp > deadline) revert DeadlinePassed(deadline, block.timestamp);
    }
}
