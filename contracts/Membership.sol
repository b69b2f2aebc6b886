// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";
import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";
import {ERC2981} from "@openzeppelin/contracts/token/common/ERC2981.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IERC5643} from "./interfaces/IERC5643.sol";
import {IMarket} from "./interfaces/IMarket.sol";
import {IMembership} from "./interfaces/IMembership.sol";
import {IMemberships} from "./interfaces/IMemberships.sol";
import {MembershipCard} from "./libraries/MembershipCard.sol";
import {Dues} from "./membership/Dues.sol";

/// @title Membership
/// @notice See `IMemberships`. Ids are made of the tier's own counter, so a purchase moves no other; holders and records
/// share a slot, so OpenZeppelin's own are not used.
contract Membership is ERC721, ERC2981, Dues {
    uint96 internal constant MAX_ROYALTY_BPS = 1_000;
    uint256 internal constant SERIAL_BITS = 32;
    bytes4 internal constant ERC5643_ID = 0x8c65f84d;
    bytes4 internal constant ERC4906_ID = 0x49064906;

    mapping(uint256 membershipId => MembershipRecord) private _memberships;
    mapping(address holder => uint256) private _balances;

    /// @param market_ May be an address where the market is deployed only later.
    constructor(
        address authority,
        IMarket market_
    ) ERC721("Stoa Membership", "STOA") AccessManaged(authority) Dues(market_) {}

    /// @inheritdoc IMemberships
    function mint(uint256 tierId, address to, uint32 periods) external payable returns (uint256 membershipId) {
        Tier storage tier = _tier(tierId);
        if (to == address(0)) revert RecipientInvalid(to);
        if (tier.closed) revert TierIsClosed(tierId);
        uint256 paid = _due(tier, periods);

        membershipId = _open(tierId, tier, uint256(periods) * tier.period);
        _mint(to, membershipId);
        uint64 end = _memberships[membershipId].expiresAt;
        emit MembershipMinted(membershipId, tierId, to, msg.sender, paid, end);
        emit SubscriptionUpdate(membershipId, end);

        _take(tier.token, paid);
    }

    /// @inheritdoc IERC5643
    function renewSubscription(uint256 tokenId, uint64 duration) external payable {
        MembershipRecord memory record = _memberships[tokenId];
        if (record.holder == address(0)) revert ERC721NonexistentToken(tokenId);
        Tier storage tier = _tiers[record.tierId];
        uint256 period = tier.period;
        if (duration == 0 || duration % period != 0) revert DurationInvalid(duration, period);
        uint256 paid = _due(tier, duration / period);

        _extend(record, tier, duration);
        _memberships[tokenId] = record;
        emit MembershipRenewed(tokenId, msg.sender, paid, record.expiresAt);
        _announce(tokenId, record.expiresAt);

        _take(tier.token, paid);
    }

    /// @inheritdoc IERC5643
    function cancelSubscription(uint256 tokenId) external payable nonReentrant {
        if (msg.value != 0) revert PriceChanged(0, msg.value);
        MembershipRecord memory record = _liveRecord(tokenId);
        if (msg.sender != record.holder) revert NotHolder(msg.sender, record.holder);
        Tier storage tier = _tiers[record.tierId];

        _book(record, tier);
        uint256 refund = _held(record, tier);
        // The last valid second is the one before this: invalid at once, and nothing is held any more.
        record.expiresAt = record.earnedUntil = uint40(block.timestamp - 1);
        _memberships[tokenId] = record;
        emit MembershipCancelled(tokenId, msg.sender, refund);
        _announce(tokenId, record.expiresAt);

        if (refund != 0) _claim(tier.token, refund, msg.sender);
    }

    /// @inheritdoc IMemberships
    function earn(uint256[] calldata membershipIds) external nonReentrant {
        for (uint256 i; i < membershipIds.length; ++i) {
            _requireOwned(membershipIds[i]);
            MembershipRecord memory record = _memberships[membershipIds[i]];
            _book(record, _tiers[record.tierId]);
            _memberships[membershipIds[i]] = record;
        }
    }

    /// @inheritdoc IMemberships
    function setRoyalty(address receiver, uint96 bps) external restricted {
        if (bps > MAX_ROYALTY_BPS) revert RoyaltyTooHigh(bps, MAX_ROYALTY_BPS);
        _setDefaultRoyalty(receiver, bps);
        emit RoyaltyChanged(receiver, bps);
    }

    /// @inheritdoc IMembership
    function membershipOf(uint256 membershipId) external view returns (address holder, uint16 tier, uint64 expiresAt_) {
        MembershipRecord storage record = _memberships[membershipId];
        return (record.holder, _tiers[record.tierId].rank, record.expiresAt);
    }

    /// @inheritdoc IMemberships
    function getMembership(uint256 membershipId) external view returns (MembershipRecord memory) {
        return _memberships[membershipId];
    }

    /// @inheritdoc IMemberships
    function refundOf(uint256 membershipId) external view returns (uint256) {
        _requireOwned(membershipId);
        MembershipRecord memory record = _memberships[membershipId];
        _advance(record);
        return _held(record, _tiers[record.tierId]);
    }

    /// @inheritdoc IERC5643
    function expiresAt(uint256 tokenId) external view returns (uint64) {
        _requireOwned(tokenId);
        return _memberships[tokenId].expiresAt;
    }

    /// @inheritdoc IERC5643
    function isRenewable(uint256 tokenId) external view returns (bool) {
        return _requireOwned(tokenId) != address(0);
    }

    /// @inheritdoc IERC721
    function balanceOf(address owner) public view override(ERC721, IERC721) returns (uint256) {
        if (owner == address(0)) revert ERC721InvalidOwner(owner);
        return _balances[owner];
    }

    /// @inheritdoc IERC721Metadata
    function tokenURI(uint256 tokenId) public view override(ERC721, IERC721Metadata) returns (string memory) {
        _requireOwned(tokenId);
        MembershipRecord storage record = _memberships[tokenId];
        return MembershipCard.uri(tokenId, _tiers[record.tierId].name, record.expiresAt);
    }

    /// @inheritdoc IERC165
    function supportsInterface(bytes4 interfaceId) public view override(ERC721, ERC2981, IERC165) returns (bool) {
        return interfaceId == ERC5643_ID || interfaceId == ERC4906_ID || super.supportsInterface(interfaceId);
    }

    function _ownerOf(uint256 tokenId) internal view override returns (address) {
        return _memberships[tokenId].holder;
    }

    /// @dev An expired membership stays where it is: else a seller could cancel, keep the refund, and hand over the rest.
    function _update(address to, uint256 tokenId, address auth) internal override returns (address from) {
        if (to == address(this) || to == address(market)) revert RecipientInvalid(to);
        from = _ownerOf(tokenId);
        if (auth != address(0)) _checkAuthorized(from, auth, tokenId);
        if (from != address(0)) _leave(from, tokenId);

        unchecked {
            ++_balances[to];
        }
        _memberships[tokenId].holder = to;
        emit Transfer(from, to, tokenId);
    }

    function _leave(address from, uint256 tokenId) private {
        MembershipRecord memory record = _liveRecord(tokenId);
        if (!_tiers[record.tierId].transferable) revert NotTransferable(tokenId);

        _approve(address(0), tokenId, address(0), false);
        unchecked {
            --_balances[from];
        }
    }

    /// @dev Counts the membership and writes its record, still without a holder.
    function _open(uint256 tierId, Tier storage tier, uint256 duration) private returns (uint256 membershipId) {
        uint32 supply = tier.supply;
        if (supply != 0 && tier.minted >= supply) revert TierSoldOut(tierId, supply);

        membershipId = (tierId << SERIAL_BITS) | ++tier.minted;
        MembershipRecord storage record = _memberships[membershipId];
        record.tierId = uint16(tierId);
        record.earnedUntil = uint40(block.timestamp);
        record.expiresAt = SafeCast.toUint40(block.timestamp + duration);
    }

    /// @dev Whole periods add exactly their price to what is held, so before expiry nothing has to be booked.
    function _extend(MembershipRecord memory record, Tier storage tier, uint256 duration) private {
        if (record.expiresAt < block.timestamp) {
            _book(record, tier);
            record.earnedUntil = record.expiresAt = uint40(block.timestamp);
        }
        record.expiresAt = SafeCast.toUint40(record.expiresAt + duration);
    }

    function _announce(uint256 tokenId, uint64 end) private {
        emit SubscriptionUpdate(tokenId, end);
        emit MetadataUpdate(tokenId);
    }

    function _liveRecord(uint256 tokenId) private view returns (MembershipRecord memory record) {
        _requireOwned(tokenId);
        record = _memberships[tokenId];
        if (record.expiresAt < block.timestamp) revert MembershipExpired(tokenId, record.expiresAt);
    }
}
