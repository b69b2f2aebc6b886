// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IOrders} from "./IOrders.sol";

/// @title IOffers
/// @notice Signed offers (EIP-712): a seller's quote, which the buyer takes and pays, or a buyer's bid, which the seller
/// takes and which is paid from the buyer's claims, then its allowance. An offer makes one order a part, so a project
/// with milestones is one offer of several parts. The seller has agreed by signing or by taking: the orders are accepted.
///
/// A nonce is one deal: of all offers that a maker signs with the same nonce, one can be taken. A counter-offer names
/// the nonce of the offer it replies to in `counters`; taking it uses up both nonces, so only one of the two happens.
///
/// Bound to this chain and this contract by the domain (name "Stoa", version "1"), to the listing's version, to a time,
/// and to a taker if one is named. A maker that is a contract answers by ERC-1271.
interface IOffers {
    /// @notice One order of the deal.
    /// @param quantity Units of the listing, at least 1.
    /// @param total What the part costs, in the listing's token; at least 1.
    /// @param deliverWindow Seconds from the taking to the delivery; 0 takes the listing's.
    struct Part {
        uint32 quantity;
        uint96 total;
        uint32 deliverWindow;
    }

    /// @param maker Who signs: the listing's seller, or else a buyer.
    /// @param taker Who may take it; 0 is anyone (a bid is always taken by the seller).
    /// @param nonce An offer with nonce 0 can be taken, but not replied to.
    /// @param counters Nonce of the taker's own offer that this replies to, 0 for none.
    /// @param expires Last second (Unix time) at which it may be taken.
    /// @param content SHA-256 of a document with what was agreed, 0 for none.
    struct Offer {
        address maker;
        address taker;
        uint256 listingId;
        uint32 version;
        Part[] parts;
        uint256 nonce;
        uint256 counters;
        uint40 expires;
        bytes32 content;
    }

    /// @param counters Nonce of the taker's that was used up with it, 0 for none.
    /// @param orderId The first of the `count` orders of the deal.
    event OfferTaken(
        bytes32 indexed offerHash,
        address indexed maker,
        address indexed taker,
        uint256 nonce,
        uint256 counters,
        uint256 orderId,
        uint256 count,
        bytes32 content
    );
    /// @param mask Nonces `256 × word + bit` of the bits set.
    event NoncesCancelled(address indexed maker, uint256 word, uint256 mask);

    error OfferEmpty();
    error TakerInvalid(address caller, address taker);
    error SignatureInvalid(address signer);
    error NonceUsed(address maker, uint256 nonce);

    /// @notice Takes a quote (the caller buys and pays as `payment` says) or a bid (the caller is the listing's seller;
    /// of `payment` only deadline and referrer count).
    /// @return checkoutId Id of the first order.
    /// @dev Reverts with `OfferEmpty`, `TakerInvalid`, `SignatureInvalid`, `NonceUsed`, `DeadlinePassed`,
    /// `PriceZero` (a part that costs nothing), and as `IOrders.checkout` does. A listing's stock counts; its price, its discount and its tier do not.
    function takeOffer(
        Offer calldata offer,
        bytes calldata signature,
        IOrders.Payment calldata payment
    ) external payable returns (uint256 checkoutId);

    /// @notice Uses up the caller's nonces of one word: all ones cancels 256 offers at once.
    function cancelNonces(uint256 word, uint256 mask) external;

    /// @return Bit map of the used nonces `256 × word …`.
    function noncesOf(address maker, uint256 word) external view returns (uint256);

    /// @return The EIP-712 digest that the maker signs.
    function offerDigest(Offer calldata offer) external view returns (bytes32);
}
