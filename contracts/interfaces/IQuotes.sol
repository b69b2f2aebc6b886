// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IOffers} from "./IOffers.sol";

/// @title IQuotes
/// @notice Where buyers ask and where offers are found. Holds no money and moves none: an offer published here is taken
/// in the market (`IOffers.takeOffer`), and one never published here is just as good.
interface IQuotes {
    /// @notice What a buyer wants.
    /// @param category Id of a category that exists.
    /// @param token The buyer's currency, 0 for the native coin.
    /// @param budget Most that the buyer means to spend, 0 if not said.
    /// @param deadline Last second (Unix time) for answers.
    /// @param content SHA-256 of a JSON document that describes it.
    struct Request {
        uint16 category;
        address token;
        uint96 budget;
        uint40 deadline;
        bytes32 content;
    }

    event QuotesRequested(uint256 indexed requestId, address indexed buyer, Request request);
    event RequestClosed(uint256 indexed requestId);
    /// @param requestId The request it answers, 0 for none.
    event OfferPublished(
        bytes32 indexed digest,
        address indexed maker,
        uint256 indexed requestId,
        IOffers.Offer offer,
        bytes signature
    );

    error CategoryUnknown(uint256 category, uint256 count);
    error ContentMissing();
    error DeadlinePassed(uint256 deadline, uint256 timestamp);
    error RequestUnknown(uint256 requestId);
    error RequestIsClosed(uint256 requestId);
    error NotBuyer(address caller, address buyer);
    error SignatureInvalid(address signer);
    error OfferTooLong(uint256 parts, uint256 maximum);
    error SignatureTooLong(uint256 length, uint256 maximum);

    /// @dev Reverts with `CategoryUnknown`, `ContentMissing`, `DeadlinePassed`.
    function requestQuotes(Request calldata request) external returns (uint256 requestId);

    /// @notice Takes no more answers. Buyer only. Reverts with `RequestUnknown`, `NotBuyer`, `RequestIsClosed`.
    function closeRequest(uint256 requestId) external;

    /// @notice Makes a signed offer public, by anyone. Checked is that the maker signed it and that it has not expired;
    /// whether it can still be taken is for the market to say.
    /// @dev Reverts with `SignatureInvalid`, `DeadlinePassed`, `RequestUnknown`, `RequestIsClosed`, `OfferTooLong` (32 parts),
    /// `SignatureTooLong` (4,096 bytes).
    function publish(IOffers.Offer calldata offer, bytes calldata signature, uint256 requestId) external;

    function requestCount() external view returns (uint256);

    /// @return buyer Of a request, 0 if there is none.
    /// @return deadline For answers, 0 once closed.
    function requestOf(uint256 requestId) external view returns (address buyer, uint40 deadline);
}
