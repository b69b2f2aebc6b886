// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {IERC165} from "@openzeppelin/contracts/interfaces/IERC165.sol";
import {IERC721} from "@openzeppelin/contracts/interfaces/IERC721.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ERC721} from "@openzeppelin/contracts/token/ERC721/ERC721.sol";
import {IERC721Metadata} from "@openzeppelin/contracts/token/ERC721/extensions/IERC721Metadata.sol";
import {ERC2981} from "@openzeppelin/contracts/token/common/ERC2981.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IERC5643} from "./interfaces/IERC5643.sol";
import {IMarket} from "./interfaces/IMarket.sol";
import {IMembership} from "./interfaces/IMembership.sol";
import {IMemberships} from "./interfaces/IMemberships.sol";
import {MembershipCard} from "./libraries/MembershipCard.sol";

/// @title Membership
/// @notice See `IMemberships`. A membership's id is its tier's id, shifted by 32 bits, and its number within the tier:
/// the tier's own counter is the only one that a purchase moves.
contract Membership is ERC721, ERC2981, AccessManaged, ReentrancyGuardTransient, IMemberships {
    using SafeERC20 for IERC20;

    address internal constant NATIVE = address(0);
    uint256 internal constant MAX_PERIODS = 120;
    uint256 internal constant MAX_NAME = 32;
    uint96 internal constant MAX_ROYALTY_BPS = 1_000;
    uint256 internal constant SERIAL_BITS = 32;
    bytes4 internal constant ERC5643_ID = 0x8c65f84d;
    bytes4 internal constant ERC4906_ID = 0x49064906;

    IMarket public immutable market;

    uint16 private _tierCount;
    mapping(uint256 tierId => Tier) private _tiers;
    mapping(uint256 membershipId => MembershipRecord) private _memberships;
    mapping(address holder => uint256) private _balances;
    mapping(address token => uint256) private _earnings;

    /// @param market_ May be an address where the market is deployed only later.
    constructor(address authority, IMarket market_) ERC721("Stoa Membership", "STOA") AccessManaged(authority) {
        market = market_;
    }

    /// @inheritdoc IMemberships
    function mint(
        uint256 tierId,
        address to,
        uint32 periods
    ) external payable nonReentrant returns (uint256 membershipId) {
        Tier storage tier = _tier(tierId);
        if (to == address(0)) revert RecipientInvalid(to);
        if (tier.closed) revert TierIsClosed(tierId);
        uint256 paid = _charge(tier, periods);

        membershipId = _open(tierId, tier, uint256(periods) * tier.period);
        _mint(to, membershipId);
        uint64 end = _memberships[membershipId].expiresAt;
        emit MembershipMinted(membershipId, tierId, to, msg.sender, paid, end);
        emit SubscriptionUpdate(membershipId, end);
    }

    /// @inheritdoc IERC5643
    function renewSubscription(uint256 tokenId, uint64 duration) external payable nonReentrant {
        _requireOwned(tokenId);
        MembershipRecord memory record = _memberships[tokenId];
        Tier storage tier = _tiers[record.tierId];
        uint256 period = tier.period;
        if (duration == 0 || duration % period != 0) revert DurationInvalid(duration, period);
        uint256 paid = _charge(tier, duration / period);

        _extend(record, tier, duration);
        _memberships[tokenId] = record;
        emit MembershipRenewed(tokenId, msg.sender, paid, record.expiresAt);
        _announce(tokenId, record.expiresAt);
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
    function collectEarnings(address token, address to, uint256 amount) external restricted nonReentrant {
        uint256 available = _earnings[token];
        if (amount > available) revert EarningsTooLow(amount, available);

        _earnings[token] = available - amount;
        emit EarningsCollected(token, to, amount);

        _claim(token, amount, to);
    }

    /// @inheritdoc IMemberships
    function addTier(TierTerms calldata terms) external restricted returns (uint256 tierId) {
        if (terms.price == 0 || terms.period == 0 || terms.rank == 0) revert TierInvalid();
        if (terms.token != NATIVE && terms.token.code.length == 0) revert TierInvalid();
        uint256 length = bytes(terms.name).length;
        if (length == 0 || length > MAX_NAME) revert TierNameInvalid(length, MAX_NAME);
        if (!MembershipCard.isPlain(terms.name)) revert TierNameInvalid(length, MAX_NAME);

        tierId = ++_tierCount;
        _tiers[tierId] = Tier({
            token: terms.token,
            price: terms.price,
            period: terms.period,
            rank: terms.rank,
            supply: terms.supply,
            minted: 0,
            transferable: terms.transferable,
            closed: false,
            name: terms.name
        });
        emit TierAdded(tierId, terms);
    }

    /// @inheritdoc IMemberships
    function setTierClosed(uint256 tierId, bool closed) external restricted {
        _tier(tierId).closed = closed;
        emit TierClosed(tierId, closed);
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
    function tierCount() external view returns (uint256) {
        return _tierCount;
    }

    /// @inheritdoc IMemberships
    function getTier(uint256 tierId) external view returns (Tier memory) {
        return _tier(tierId);
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

    /// @inheritdoc IMemberships
    function earningsOf(address token) external view returns (uint256) {
        return _earnings[token];
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

    /// @dev Moves what has been earned by now from what is held to the earnings. The caller stores the record.
    function _book(MembershipRecord memory record, Tier storage tier) private {
        uint256 before = _held(record, tier);
        _advance(record);
        uint256 earned = before - _held(record, tier);
        if (earned != 0) _earnings[tier.token] += earned;
    }

    function _advance(MembershipRecord memory record) private view {
        record.earnedUntil = block.timestamp < record.expiresAt ? uint40(block.timestamp) : record.expiresAt;
    }

    function _held(MembershipRecord memory record, Tier storage tier) private view returns (uint256) {
        return (uint256(tier.price) * (record.expiresAt - record.earnedUntil)) / tier.period;
    }

    /// @dev Takes the price of `periods` periods. What an ERC-20 brings is measured.
    function _charge(Tier storage tier, uint256 periods) private returns (uint256 price) {
        if (periods == 0 || periods > MAX_PERIODS) revert PeriodsOutOfRange(periods, MAX_PERIODS);
        address token = tier.token;
        price = tier.price * periods;
        uint256 due = token == NATIVE ? price : 0;
        if (msg.value != due) revert PriceChanged(due, msg.value);
        if (token != NATIVE) _pull(token, price);
    }

    function _pull(address token, uint256 amount) private {
        uint256 before = IERC20(token).balanceOf(address(this));
        IERC20(token).safeTransferFrom(msg.sender, address(this), amount);
        uint256 received = IERC20(token).balanceOf(address(this)) - before;
        if (received != amount) revert AmountNotReceived(token, amount, received);
    }

    /// @dev As a claim in the market's ledger, so that no receiver can refuse it.
    function _claim(address token, uint256 amount, address to) private {
        if (token == NATIVE) {
            market.deposit{value: amount}(token, amount, to);
            return;
        }
        IERC20(token).forceApprove(address(market), amount);
        market.deposit(token, amount, to);
    }

    function _announce(uint256 tokenId, uint64 end) private {
        emit SubscriptionUpdate(tokenId, end);
        emit MetadataUpdate(tokenId);
    }

    function _tier(uint256 tierId) private view returns (Tier storage tier) {
        tier = _tiers[tierId];
        if (tier.period == 0) revert TierUnknown(tierId, _tierCount);
    }

    function _liveRecord(uint256 tokenId) private view returns (MembershipRecord memory record) {
        _requireOwned(tokenId);
        record = _memberships[tokenId];
        if (record.expiresAt < block.timestamp) revert MembershipExpired(tokenId, record.expiresAt);
    }
}
