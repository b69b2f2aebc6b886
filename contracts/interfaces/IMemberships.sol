// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC2981} from "@openzeppelin/contracts/interfaces/IERC2981.sol";
import {IERC4906} from "@openzeppelin/contracts/interfaces/IERC4906.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";
import {IERC5643} from "./IERC5643.sol";
import {IMembership} from "./IMembership.sol";

/// @title IMemberships
/// @notice Memberships as ERC-721 tokens that run out (ERC-5643). A tier's terms never change: new terms are a new tier.
///
/// What has been paid is earned day by day, each day as it begins: a membership that is cancelled in the second in which
/// it was bought has cost a day. What is not yet earned stays in the contract and goes back to the holder who cancels;
/// nobody else can take it out. At any time a membership holds
///
///     price × (expiresAt − earnedUntil) / period, rounded down
///
/// and earning, refunding and renewing move whole differences of that, so the parts add up to the wei.
///
/// A membership's id is its tier's id shifted left by 32 bits, and its number within the tier, both from 1. Nothing is
/// burnt: an expired membership stays with its holder, who cannot pass it on; a renewal by anyone revives it.
///
/// @dev Trust assumptions: those of `ILedger` on tokens. Treasurers can take what is earned. Nobody can end, change or
/// move a membership but its holder (and, for a transferable one, whom the holder approves).
interface IMemberships is IMembership, IERC2981, IERC721Metadata, IERC5643, IERC4906 {
    /// @param token ERC-20 that the price is in, 0 for the native coin.
    /// @param price For one period, in the token's smallest unit; at least 1.
    /// @param period Seconds, whole days.
    /// @param rank What the market compares with a listing's `memberTier`, from 1. Several tiers may share a rank.
    /// @param supply Most memberships that are ever minted, 0 for no limit.
    struct TierTerms {
        address token;
        uint96 price;
        uint32 period;
        uint16 rank;
        uint32 supply;
        bool transferable;
        string name;
    }

    /// @notice A tier as stored. @param minted Memberships so far. @param closed Whether none is sold any more; those there
    /// are can still be renewed.
    struct Tier {
        address token;
        uint96 price;
        uint32 period;
        uint16 rank;
        uint32 supply;
        uint32 minted;
        bool transferable;
        bool closed;
        string name;
    }

    /// @notice A membership as stored, in one slot. @param earnedUntil Unix time up to which its price is
    /// earned: of a membership that is valid, up to a day ahead.
    struct MembershipRecord {
        address holder;
        uint16 tierId;
        uint40 expiresAt;
        uint40 earnedUntil;
    }

    event TierAdded(uint256 indexed tierId, TierTerms terms);
    event TierClosed(uint256 indexed tierId, bool closed);
    /// @param paid In the tier's token. @param expiresAt Unix time, inclusive.
    event MembershipMinted(
        uint256 indexed membershipId,
        uint256 indexed tierId,
        address indexed holder,
        address payer,
        uint256 paid,
        uint64 expiresAt
    );
    event MembershipRenewed(uint256 indexed membershipId, address indexed payer, uint256 paid, uint64 expiresAt);
    event MembershipCancelled(uint256 indexed membershipId, address indexed holder, uint256 refunded);
    event EarningsCollected(address indexed token, address indexed to, uint256 amount);
    event RoyaltyChanged(address indexed receiver, uint96 bps);

    error TierUnknown(uint256 tierId, uint256 count);
    error TierIsClosed(uint256 tierId);
    error TierInvalid();
    error TierSoldOut(uint256 tierId, uint256 supply);
    error TierNameInvalid(uint256 length, uint256 maximum);
    error PeriodsOutOfRange(uint256 periods, uint256 maximum);
    error DurationInvalid(uint256 duration, uint256 period);
    error PriceChanged(uint256 expected, uint256 sent);
    error NotHolder(address caller, address holder);
    error NotTransferable(uint256 membershipId);
    error MembershipExpired(uint256 membershipId, uint256 expiresAt);
    error AmountNotReceived(address token, uint256 expected, uint256 received);
    error EarningsTooLow(uint256 amount, uint256 available);
    /// @dev Address 0, this contract, or the market: none of them could use, cancel or pass on a membership.
    error RecipientInvalid(address to);
    error RoyaltyTooHigh(uint256 bps, uint256 maximum);

    /// @notice Buys `periods` periods of a tier for `to` (a gift, if that is not the caller). The native coin must come
    /// with the call to the wei; an ERC-20 is taken from the caller's allowance. No receiver is called.
    /// @param periods From 1 to 120, as for each renewal: ten years of months.
    /// @dev Reverts with `TierUnknown`, `TierIsClosed`, `TierSoldOut`, `PeriodsOutOfRange`, `PriceChanged`,
    /// `AmountNotReceived`, `RecipientInvalid`.
    function mint(uint256 tierId, address to, uint32 periods) external payable returns (uint256 membershipId);

    /// @notice Books as earned what these memberships have earned by now, the day that has begun with it. Anyone may.
    /// @dev Reverts with `ERC721NonexistentToken`.
    function earn(uint256[] calldata membershipIds) external;

    /// @notice Turns earnings into claims of `to` in the market's ledger. Treasurers only.
    /// @dev Reverts with `EarningsTooLow`.
    function collectEarnings(address token, address to, uint256 amount) external;

    /// @notice Adds a tier, for ever. Admins only. Reverts with `TierInvalid` (no price, rank or token; a period that is
    /// not of whole days), `TierNameInvalid` (1 to 32 bytes).
    function addTier(TierTerms calldata terms) external returns (uint256 tierId);

    /// @notice Stops or allows the sale of a tier. Admins only. Reverts with `TierUnknown`.
    function setTierClosed(uint256 tierId, bool closed) external;

    /// @notice ERC-2981 royalty of resales, at most 1,000 bps. Treasurers only. Information: no transfer enforces it.
    /// @dev Reverts with `RoyaltyTooHigh`, and with `ERC2981InvalidDefaultRoyaltyReceiver` for address 0.
    function setRoyalty(address receiver, uint96 bps) external;

    function tierCount() external view returns (uint256);

    function getTier(uint256 tierId) external view returns (Tier memory);

    function getMembership(uint256 membershipId) external view returns (MembershipRecord memory);

    /// @notice What a cancellation would give back now, in the tier's token: all but the days that have begun.
    function refundOf(uint256 membershipId) external view returns (uint256);

    /// @notice Earned and not yet collected.
    function earningsOf(address token) external view returns (uint256);
}
