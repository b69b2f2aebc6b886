// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title IERC5643
/// @notice Subscription NFTs. Source: https://eips.ethereum.org/EIPS/eip-5643
interface IERC5643 {
    event SubscriptionUpdate(uint256 indexed tokenId, uint64 expiration);

    /// @notice Renews for `duration` seconds, a multiple of the tier's period; anyone may pay. A membership that has run
    /// out begins again now.
    /// @dev Reverts with `ERC721NonexistentToken`, `DurationInvalid`, `PeriodsOutOfRange`, `PriceChanged`,
    /// `AmountNotReceived` (`IMemberships`).
    function renewSubscription(uint256 tokenId, uint64 duration) external payable;

    /// @notice Ends the subscription now; what is not earned goes back to its holder, as a claim in the
    /// market's ledger. Holder only; it takes no coin.
    /// @dev Reverts with `NotHolder`, `MembershipExpired`, `PriceChanged` (`IMemberships`).
    function cancelSubscription(uint256 tokenId) external payable;

    /// @return Unix time of the last second that is paid for.
    function expiresAt(uint256 tokenId) external view returns (uint64);

    function isRenewable(uint256 tokenId) external view returns (bool);
}
