// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title IListings
/// @notice What sellers offer. Fixed for a listing's life: seller, token, kind. Versioned: everything in `Terms`. A purchase names
/// the version it agreed to, so no edit can slip in front of it, and orders keep a copy of what they need.
///
/// The text and pictures live off chain. Each version commits to a JSON document by its SHA-256 (`content`), which as a
/// CIDv1 (raw codec, base32) is its name everywhere; the hash is in the log, not in storage.
interface IListings {
    enum Kind {
        Good,
        Service,
        Digital
    }

    enum SellerStatus {
        None,
        Active,
        Suspended
    }

    /// @notice What a seller may change, each time as a new version.
    /// @param price Price of one unit, in the token's smallest unit; at least 1.
    /// @param memberDiscountBps Discount for holders of a valid membership, basis points, below 10,000.
    /// @param memberTier Lowest membership tier that may buy; 0 sells to everyone.
    /// @param acceptWindow Seconds the seller has to accept an order; 0 accepts every order at once.
    /// @param deliverWindow Seconds from acceptance to delivery.
    /// @param inspectWindow Seconds from delivery until anyone may complete the order.
    /// @param arbitrator Id in the registry of arbitrators (`IDisputes`); 0 is the market's own council.
    /// @param lowStock A purchase that leaves this many units or fewer says so (`StockLow`); 0 never does.
    /// @param category Id of a category that exists.
    /// @param content SHA-256 of the JSON document that describes the listing.
    struct Terms {
        uint96 price;
        uint16 memberDiscountBps;
        uint16 memberTier;
        uint32 acceptWindow;
        uint32 deliverWindow;
        uint32 inspectWindow;
        uint8 arbitrator;
        uint24 lowStock;
        uint16 category;
        bytes32 content;
    }

    /// @notice A listing as stored. A native-coin listing takes two storage slots, an ERC-20 listing one more.
    /// @param version Starts at 1 and grows by 1 with each `updateListing`.
    /// @param stock Units left, or `UNLIMITED`.
    /// @param native Whether the price is in the native coin; `tokenOf` gives the token in any case.
    struct Listing {
        address seller;
        Kind kind;
        bool native;
        bool paused;
        uint16 memberDiscountBps;
        uint16 memberTier;
        uint8 arbitrator;
        uint24 lowStock;
        uint96 price;
        uint32 stock;
        uint32 version;
        uint32 acceptWindow;
        uint32 deliverWindow;
        uint32 inspectWindow;
    }

    event ListingCreated(
        uint256 indexed listingId,
        address indexed seller,
        address indexed token,
        Kind kind,
        uint32 stock,
        Terms terms
    );
    event ListingUpdated(uint256 indexed listingId, uint32 version, Terms terms);
    event ListingPaused(uint256 indexed listingId, bool paused);
    /// @notice The seller changed the stock by hand; purchases and cancellations carry the new stock in their own event.
    event StockChanged(uint256 indexed listingId, uint32 stock);
    event StockLow(uint256 indexed listingId, uint32 stock, uint32 lowStock);
    event CategoryAdded(uint256 indexed categoryId, uint256 indexed parentId, string name);
    event CategoryRenamed(uint256 indexed categoryId, string name);
    event SellerStatusChanged(address indexed seller, SellerStatus status);
    event ListingsPaused(bool paused);

    error ListingUnknown(uint256 listingId);
    error ListingsArePaused();
    error NotListingSeller(address caller, address seller);
    error SellerNotActive(address seller, SellerStatus status);
    error PriceZero();
    error DiscountTooHigh(uint256 bps, uint256 maximum);
    error WindowOutOfRange(uint256 window, uint256 minimum, uint256 maximum);
    error CategoryUnknown(uint256 category, uint256 count);
    error CategoryNameInvalid(uint256 length, uint256 maximum);
    error ArbitratorNotOpen(uint256 arbitrator);
    error ContentMissing();
    error TokenInvalid(address token);
    error StockOutOfRange(int256 stock, uint256 maximum);
    error StockIsUnlimited(uint256 listingId);

    /// @notice Puts something on sale. The caller must be an active seller.
    /// @param token The ERC-20 that prices are in, or address 0 for the native coin.
    /// @param stock Units on hand, or `UNLIMITED` (the largest uint32).
    /// @return listingId Counts from 1.
    /// @dev Reverts with `ListingsArePaused`, `SellerNotActive`, `TokenInvalid`, `PriceZero`, `DiscountTooHigh`,
    /// `WindowOutOfRange`, `CategoryUnknown`, `ArbitratorNotOpen`, `ContentMissing`.
    function createListing(
        Kind kind,
        address token,
        uint32 stock,
        Terms calldata terms
    ) external returns (uint256 listingId);

    /// @notice Replaces the terms; the version grows by one. Orders already placed keep theirs.
    /// @dev Reverts as `createListing` does for bad terms, and with `ListingUnknown`, `NotListingSeller`.
    function updateListing(uint256 listingId, Terms calldata terms) external;

    /// @notice Adds units to the stock, or takes some off, relative so that it never races with a sale.
    /// @dev Reverts with `ListingUnknown`, `NotListingSeller`, `StockIsUnlimited`, `StockOutOfRange`.
    function restock(uint256 listingId, int64 change) external;

    /// @notice Takes a listing off sale or puts it back; live orders go on.
    /// @dev Reverts with `ListingUnknown`, `NotListingSeller`.
    function setListingPaused(uint256 listingId, bool paused) external;

    /// @notice Adds a category below `parentId` (0 is the top). Moderators only.
    /// @dev Reverts with `CategoryUnknown`, `CategoryNameInvalid` (1 to 64 bytes), `AccessManagedUnauthorized`.
    function addCategory(uint256 parentId, string calldata name) external returns (uint256 categoryId);

    /// @notice Moderators only. Reverts as `addCategory` does.
    function renameCategory(uint256 categoryId, string calldata name) external;

    /// @notice Says who may sell. Callable by the contract that registers sellers, and by nobody else.
    /// @dev A suspension stops new listings and new orders; it never touches a live order or a claim.
    function setSellerStatus(address seller, SellerStatus status) external;

    /// @notice Stops or allows new listings. Guardians only.
    function setListingsPaused(bool paused) external;

    /// @dev Reverts with `ListingUnknown`.
    function getListing(uint256 listingId) external view returns (Listing memory);

    /// @notice The ERC-20 a listing is priced in, or address 0. Reverts with `ListingUnknown`.
    function tokenOf(uint256 listingId) external view returns (address);

    function sellerStatus(address seller) external view returns (SellerStatus);
}
