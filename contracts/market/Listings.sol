// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IListings} from "../interfaces/IListings.sol";
import {Bps} from "../libraries/Bps.sol";
import {MarketBase} from "./MarketBase.sol";

/// @title Listings
/// @notice See `IListings`.
abstract contract Listings is MarketBase {
    /// @dev One slot: a purchase reads it, a review writes it.
    struct Seller {
        SellerStatus status;
        uint64 ratingSum;
        uint64 ratingCount;
    }

    uint32 public constant UNLIMITED = type(uint32).max;
    uint256 internal constant MIN_WINDOW = 1 hours;
    uint256 internal constant MAX_WINDOW = 365 days;
    uint256 internal constant MAX_CATEGORY_NAME = 64;

    mapping(uint256 listingId => Listing) internal _listings;
    /// @dev Only ERC-20 listings have an entry: the native coin, the common case, saves the slot.
    mapping(uint256 listingId => address) private _tokens;
    mapping(address seller => Seller) internal _sellers;

    /// @inheritdoc IListings
    function createListing(
        Kind kind,
        address token,
        uint32 stock,
        Terms calldata terms
    ) external returns (uint256 listingId) {
        Config memory config = _config;
        if (config.listingsPaused) revert ListingsArePaused();
        _requireActive(msg.sender);
        if (token != address(0)) _requireToken(token);
        _requireTerms(terms, config.categoryCount);

        listingId = _config.listingCount = config.listingCount + 1;
        Listing storage listing = _listings[listingId];
        listing.seller = msg.sender;
        listing.kind = kind;
        listing.native = token == address(0);
        listing.stock = stock;
        _store(listing, terms);
        if (token != address(0)) _tokens[listingId] = token;

        emit ListingCreated(listingId, msg.sender, token, kind, stock, terms);
    }

    /// @inheritdoc IListings
    function updateListing(uint256 listingId, Terms calldata terms) external {
        Listing storage listing = _ownListing(listingId);
        _requireTerms(terms, _config.categoryCount);

        _store(listing, terms);
        emit ListingUpdated(listingId, listing.version, terms);
    }

    /// @inheritdoc IListings
    function restock(uint256 listingId, int64 change) external {
        Listing storage listing = _ownListing(listingId);
        if (listing.stock == UNLIMITED) revert StockIsUnlimited(listingId);
        int256 stock = int256(uint256(listing.stock)) + change;
        if (stock < 0 || stock >= int256(uint256(UNLIMITED))) revert StockOutOfRange(stock, UNLIMITED - 1);

        // The range was checked above.
        // forge-lint: disable-next-line(unsafe-typecast)
        listing.stock = uint32(uint256(stock));
        emit StockChanged(listingId, listing.stock);
    }

    /// @inheritdoc IListings
    function setListingPaused(uint256 listingId, bool paused) external {
        _ownListing(listingId).paused = paused;
        emit ListingPaused(listingId, paused);
    }

    /// @inheritdoc IListings
    function addCategory(uint256 parentId, string calldata name) external restricted returns (uint256 categoryId) {
        uint16 count = _config.categoryCount;
        if (parentId > count) revert CategoryUnknown(parentId, count);
        _requireCategoryName(name);

        categoryId = _config.categoryCount = count + 1;
        emit CategoryAdded(categoryId, parentId, name);
    }

    /// @inheritdoc IListings
    function renameCategory(uint256 categoryId, string calldata name) external restricted {
        _requireCategory(categoryId, _config.categoryCount);
        _requireCategoryName(name);
        emit CategoryRenamed(categoryId, name);
    }

    /// @inheritdoc IListings
    function setSellerStatus(address seller, SellerStatus status) external restricted {
        _sellers[seller].status = status;
        emit SellerStatusChanged(seller, status);
    }

    /// @inheritdoc IListings
    function setListingsPaused(bool paused) external restricted {
        _config.listingsPaused = paused;
        emit ListingsPaused(paused);
    }

    /// @inheritdoc IListings
    function getListing(uint256 listingId) external view returns (Listing memory) {
        return _listing(listingId);
    }

    /// @inheritdoc IListings
    function tokenOf(uint256 listingId) external view returns (address) {
        return _tokenOf(listingId, _listing(listingId).native);
    }

    /// @inheritdoc IListings
    function sellerStatus(address seller) external view returns (SellerStatus) {
        return _sellers[seller].status;
    }

    /// @dev The next version: everything but the seller, the kind, the token, the stock and the pause is the terms'.
    function _store(Listing storage listing, Terms calldata terms) private {
        listing.memberDiscountBps = terms.memberDiscountBps;
        listing.memberTier = terms.memberTier;
        listing.arbitrator = terms.arbitrator;
        listing.lowStock = terms.lowStock;
        listing.price = terms.price;
        ++listing.version;
        listing.acceptWindow = terms.acceptWindow;
        listing.deliverWindow = terms.deliverWindow;
        listing.inspectWindow = terms.inspectWindow;
    }

    function _tokenOf(uint256 listingId, bool native) internal view returns (address) {
        return native ? address(0) : _tokens[listingId];
    }

    function _listing(uint256 listingId) internal view returns (Listing storage listing) {
        listing = _listings[listingId];
        if (listing.seller == address(0)) revert ListingUnknown(listingId);
    }

    function _ownListing(uint256 listingId) private view returns (Listing storage listing) {
        listing = _listing(listingId);
        if (listing.seller != msg.sender) revert NotListingSeller(msg.sender, listing.seller);
    }

    function _requireActive(address seller) internal view {
        SellerStatus status = _sellers[seller].status;
        if (status != SellerStatus.Active) revert SellerNotActive(seller, status);
    }

    function _requireTerms(Terms calldata terms, uint256 categoryCount) private view {
        if (terms.price == 0) revert PriceZero();
        if (terms.memberDiscountBps >= Bps.ONE) revert DiscountTooHigh(terms.memberDiscountBps, Bps.ONE - 1);
        if (terms.acceptWindow != 0) _requireWindow(terms.acceptWindow);
        _requireWindow(terms.deliverWindow);
        _requireWindow(terms.inspectWindow);
        // The market's own council is always open: the common case asks nobody.
        if (terms.arbitrator != 0 && !disputes.isOpen(terms.arbitrator)) revert ArbitratorNotOpen(terms.arbitrator);
        _requireCategory(terms.category, categoryCount);
        if (terms.content == 0) revert ContentMissing();
    }

    function _requireWindow(uint256 window) internal pure {
        if (window < MIN_WINDOW || window > MAX_WINDOW) revert WindowOutOfRange(window, MIN_WINDOW, MAX_WINDOW);
    }

    function _requireCategory(uint256 category, uint256 count) private pure {
        if (category == 0 || category > count) revert CategoryUnknown(category, count);
    }

    function _requireCategoryName(string calldata name) private pure {
        uint256 length = bytes(name).length;
        if (length == 0 || length > MAX_CATEGORY_NAME) revert CategoryNameInvalid(length, MAX_CATEGORY_NAME);
    }
}
