// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {SignatureChecker} from "@openzeppelin/contracts/utils/cryptography/SignatureChecker.sol";
import {IOffers} from "../interfaces/IOffers.sol";
import {TypedData} from "../libraries/TypedData.sol";
import {Checkout} from "./Checkout.sol";

/// @title Offers
/// @notice See `IOffers`. Orders that begin with a signature.
abstract contract Offers is Checkout {
    bytes32 private constant PART_TYPEHASH = keccak256("Part(uint32 quantity,uint96 total,uint32 deliverWindow)");
    bytes32 private constant OFFER_TYPEHASH = keccak256(
        "Offer(address maker,address taker,uint256 listingId,uint32 version,Part[] parts,uint256 nonce,uint256 counters,uint40 expires,bytes32 content)Part(uint32 quantity,uint96 total,uint32 deliverWindow)"
    );

    /// @inheritdoc IOffers
    mapping(address maker => mapping(uint256 word => uint256)) public noncesOf;

    /// @inheritdoc IOffers
    function takeOffer(
        Offer calldata offer,
        bytes calldata signature,
        Payment calldata payment
    ) external payable nonReentrant returns (uint256 checkoutId) {
        uint256 count = offer.parts.length;
        if (count == 0) revert OfferEmpty();
        checkoutId = _openTill(payment, count);

        bytes32 digest = _requireOffer(offer, signature);
        (address buyer, address token, uint256 total) = _placeParts(offer, checkoutId, payment.referrer);
        emit OfferTaken(digest, offer.maker, msg.sender, offer.nonce, offer.counters, checkoutId, count, offer.content);

        bool quote = buyer == msg.sender;
        uint256 change = _collect(buyer, token, total, quote ? msg.value : 0, checkoutId, !quote || payment.useBalance);
        _returnChange(quote ? change : msg.value);
    }

    /// @inheritdoc IOffers
    function cancelNonces(uint256 word, uint256 mask) external {
        noncesOf[msg.sender][word] |= mask;
        emit NoncesCancelled(msg.sender, word, mask);
    }

    /// @inheritdoc IOffers
    function offerDigest(Offer calldata offer) public view returns (bytes32) {
        bytes32[] memory parts = new bytes32[](offer.parts.length);
        for (uint256 i; i < parts.length; ++i) {
            parts[i] = keccak256(abi.encode(PART_TYPEHASH, offer.parts[i]));
        }
        return
            TypedData.digest(
                keccak256(
                    abi.encode(
                        OFFER_TYPEHASH,
                        offer.maker,
                        offer.taker,
                        offer.listingId,
                        offer.version,
                        keccak256(abi.encodePacked(parts)),
                        offer.nonce,
                        offer.counters,
                        offer.expires,
                        offer.content
                    )
                )
            );
    }

    /// @dev The nonces are used up before the signer is asked, so a contract that signs cannot be taken twice.
    function _requireOffer(Offer calldata offer, bytes calldata signature) private returns (bytes32 digest) {
        _requireInTime(offer.expires);
        if (offer.taker != address(0) && offer.taker != msg.sender) revert TakerInvalid(msg.sender, offer.taker);
        _useNonce(offer.maker, offer.nonce);
        if (offer.counters != 0) _useNonce(msg.sender, offer.counters);

        digest = offerDigest(offer);
        if (!SignatureChecker.isValidSignatureNowCalldata(offer.maker, digest, signature)) {
            revert SignatureInvalid(offer.maker);
        }
    }

    function _useNonce(address maker, uint256 nonce) private {
        uint256 bit = 1 << (nonce & 0xff);
        uint256 used = noncesOf[maker][nonce >> 8];
        if (used & bit != 0) revert NonceUsed(maker, nonce);
        noncesOf[maker][nonce >> 8] = used | bit;
    }

    /// @return buyer Who pays `total` of `token`.
    function _placeParts(
        Offer calldata offer,
        uint256 checkoutId,
        address referrer
    ) private returns (address buyer, address token, uint256 total) {
        address seller = _listing(offer.listingId).seller;
        bool quote = offer.maker == seller;
        // A bid says what a buyer would like to pay: the seller alone can agree, not the bidder itself.
        if (!quote && msg.sender != seller) revert TakerInvalid(msg.sender, seller);
        buyer = quote ? msg.sender : offer.maker;

        Listing memory listing = _onSale(offer.listingId, offer.version, buyer);
        token = _tokenOf(offer.listingId, listing.native);
        // The seller has agreed: nothing is left to accept.
        listing.acceptWindow = 0;
        uint32 window = listing.deliverWindow;
        for (uint256 i; i < offer.parts.length; ++i) {
            Part calldata part = offer.parts[i];
            // As in a listing: what costs nothing would sell reviews.
            if (part.total == 0) revert PriceZero();
            if (part.deliverWindow != 0) _requireWindow(part.deliverWindow);
            listing.deliverWindow = part.deliverWindow == 0 ? window : part.deliverWindow;
            Line memory line = Line(offer.listingId, offer.version, part.quantity, part.total, 0);
            _book(checkoutId + i, checkoutId, buyer, line, listing, part.total, referrer);
            total += part.total;
        }
    }
}
