// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AccessManaged} from "@openzeppelin/contracts/access/manager/AccessManaged.sol";
import {Address} from "@openzeppelin/contracts/utils/Address.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {IArbitrable} from "./interfaces/IArbitrable.sol";
import {IArbitrator} from "./interfaces/IArbitrator.sol";
import {ICouncil} from "./interfaces/ICouncil.sol";
import {Votes} from "./libraries/Votes.sol";

/// @title Council
/// @notice See `ICouncil`.
contract Council is ICouncil, AccessManaged, ReentrancyGuardTransient {
    uint256 internal constant PANEL = 3;
    uint256 internal constant SEATS = 48;
    uint256 internal constant MAX_CHOICES = 11;
    uint256 internal constant MAX_MISSED = 3;
    uint256 internal constant VOTE_WINDOW = 3 days;
    uint256 internal constant APPEAL_WINDOW = 3 days;

    /// @inheritdoc ICouncil
    uint256 public immutable feePerVote;

    /// @inheritdoc ICouncil
    uint48 public seats;
    uint96 private _reserve;
    uint64 private _caseCount;

    mapping(address account => Member) private _members;
    /// @inheritdoc ICouncil
    mapping(uint8 seat => address) public memberAt;
    mapping(uint256 disputeID => Case) private _cases;

    /// @param authority The AccessManager.
    /// @param feePerVote_ Wei.
    constructor(address authority, uint256 feePerVote_) AccessManaged(authority) {
        feePerVote = SafeCast.toUint96(feePerVote_);
    }

    /// @inheritdoc ICouncil
    function addMember(address account) external restricted {
        Member storage member = _members[account];
        if (_isMember(member)) revert MemberAlready(account);
        uint48 taken = seats;
        uint8 seat = Votes.free(taken);
        if (seat >= SEATS) revert SeatsFull(SEATS);

        seats = taken | _bit(seat);
        memberAt[seat] = account;
        (member.seat, member.missed, member.since, member.until) = (seat, 0, uint40(block.timestamp), 0);
        emit MemberAdded(account, seat);
    }

    /// @inheritdoc ICouncil
    function removeMember(address account) external restricted {
        if (!_isMember(_members[account])) revert NotMember(account);
        _remove(account, false);
    }

    /// @inheritdoc IArbitrator
    function createDispute(uint256 choices, bytes calldata extraData) external payable returns (uint256 disputeID) {
        if (choices == 0 || choices > MAX_CHOICES) revert ChoicesOutOfRange(choices, MAX_CHOICES);
        _requireFee(arbitrationCost(extraData));

        disputeID = ++_caseCount;
        uint256 random = uint256(keccak256(abi.encode(block.prevrandao, disputeID)));
        uint48 panel = uint48(Votes.draw(seats, PANEL, random));
        Case storage dispute = _cases[disputeID];
        dispute.arbitrable = msg.sender;
        dispute.choices = uint8(choices);
        emit DisputeCreation(disputeID, IArbitrable(msg.sender));
        _begin(disputeID, dispute, panel);
    }

    /// @inheritdoc IArbitrator
    function appeal(uint256 disputeID, bytes calldata) external payable {
        Case storage dispute = _cases[disputeID];
        if (msg.sender != dispute.arbitrable) revert NotArbitrable(msg.sender, dispute.arbitrable);
        if (dispute.phase != Phase.Ruled || dispute.appealed) revert PhaseInvalid(disputeID, dispute.phase);
        if (block.timestamp > dispute.deadline) revert DeadlinePassed(dispute.deadline, block.timestamp);
        uint48 panel = seats;
        _requireFee(Votes.count(panel) * feePerVote);

        dispute.appealed = true;
        dispute.voted = 0;
        dispute.tally = 0;
        emit AppealDecision(disputeID, IArbitrable(msg.sender));
        _begin(disputeID, dispute, panel);
    }

    /// @inheritdoc ICouncil
    function vote(uint256 disputeID, uint8 ruling) external {
        Case storage dispute = _cases[disputeID];
        if (dispute.phase != Phase.Voting) revert PhaseInvalid(disputeID, dispute.phase);
        if (block.timestamp > dispute.deadline) revert DeadlinePassed(dispute.deadline, block.timestamp);
        Member storage member = _members[msg.sender];
        uint48 seat = _bit(member.seat);
        if (dispute.panel & seat == 0 || !_satBefore(member, dispute.deadline))
            revert NotOnPanel(disputeID, msg.sender);
        if (dispute.voted & seat != 0) revert VotedAlready(disputeID, msg.sender);
        if (ruling > dispute.choices) revert RulingInvalid(ruling, dispute.choices);

        uint48 voted = dispute.voted = dispute.voted | seat;
        dispute.tally = Votes.add(dispute.tally, ruling);
        member.missed = 0;
        member.pay += uint96(feePerVote);
        emit Voted(disputeID, msg.sender, _round(dispute), ruling);
        if (voted == dispute.panel) _tally(disputeID, dispute);
    }

    /// @inheritdoc ICouncil
    function tally(uint256 disputeID) public {
        Case storage dispute = _cases[disputeID];
        if (dispute.phase != Phase.Voting) revert PhaseInvalid(disputeID, dispute.phase);
        // A panel of nobody has nobody to wait for.
        if (dispute.panel != 0) _requirePassed(dispute.deadline);
        _tally(disputeID, dispute);
    }

    /// @inheritdoc ICouncil
    function execute(uint256 disputeID) external nonReentrant {
        Case storage dispute = _cases[disputeID];
        if (dispute.phase == Phase.Voting && dispute.appealed) tally(disputeID);
        if (dispute.phase != Phase.Ruled) revert PhaseInvalid(disputeID, dispute.phase);
        _requirePassed(dispute.deadline);

        dispute.phase = Phase.Executed;
        emit CaseExecuted(disputeID, dispute.ruling);

        IArbitrable(dispute.arbitrable).rule(disputeID, dispute.ruling);
    }

    /// @inheritdoc ICouncil
    function claimPay(address to) external nonReentrant returns (uint256 amount) {
        amount = _members[msg.sender].pay;
        if (amount == 0) revert NothingEarned(msg.sender);

        _members[msg.sender].pay = 0;
        emit PayClaimed(msg.sender, to, amount);

        Address.sendValue(payable(to), amount);
    }

    /// @inheritdoc ICouncil
    function collectReserve(address to) external restricted nonReentrant returns (uint256 amount) {
        amount = _reserve;
        if (amount == 0) revert ReserveEmpty();

        _reserve = 0;
        emit ReserveCollected(to, amount);

        Address.sendValue(payable(to), amount);
    }

    /// @inheritdoc IArbitrator
    function arbitrationCost(bytes calldata) public view returns (uint256) {
        return PANEL * feePerVote;
    }

    /// @inheritdoc IArbitrator
    function appealCost(uint256, bytes calldata) external view returns (uint256) {
        return Votes.count(seats) * feePerVote;
    }

    /// @inheritdoc IArbitrator
    function appealPeriod(uint256 disputeID) external view returns (uint256 start, uint256 end) {
        Case storage dispute = _cases[disputeID];
        if (dispute.phase != Phase.Ruled || dispute.appealed) return (0, 0);
        end = dispute.deadline;
        start = end - APPEAL_WINDOW;
    }

    /// @inheritdoc IArbitrator
    function disputeStatus(uint256 disputeID) external view returns (DisputeStatus) {
        Case storage dispute = _cases[disputeID];
        if (dispute.phase < Phase.Ruled) return DisputeStatus.Waiting;
        bool appealable = dispute.phase == Phase.Ruled && block.timestamp <= dispute.deadline;
        return appealable ? DisputeStatus.Appealable : DisputeStatus.Solved;
    }

    /// @inheritdoc IArbitrator
    function currentRuling(uint256 disputeID) external view returns (uint256) {
        return _cases[disputeID].ruling;
    }

    /// @inheritdoc ICouncil
    function reserve() external view returns (uint256) {
        return _reserve;
    }

    /// @inheritdoc ICouncil
    function memberOf(address account) external view returns (Member memory) {
        return _members[account];
    }

    /// @inheritdoc ICouncil
    function getCase(uint256 disputeID) external view returns (Case memory) {
        return _cases[disputeID];
    }

    /// @dev Keeps of the fee what the panel's votes will cost.
    function _begin(uint256 disputeID, Case storage dispute, uint48 panel) private {
        uint40 deadline = uint40(block.timestamp + VOTE_WINDOW);
        dispute.phase = Phase.Voting;
        dispute.deadline = deadline;
        dispute.panel = panel;
        _save(msg.value - Votes.count(panel) * feePerVote);
        emit RoundBegun(disputeID, _round(dispute), panel, deadline);
    }

    function _tally(uint256 disputeID, Case storage dispute) private {
        uint256 votes = Votes.count(dispute.voted);
        uint8 ruling = Votes.ruling(dispute.tally, votes, Votes.count(dispute.panel));
        uint8 round = _round(dispute);
        _noteAbsent(disputeID, dispute, round);

        uint40 deadline = dispute.appealed ? 0 : uint40(block.timestamp + APPEAL_WINDOW);
        (dispute.phase, dispute.ruling, dispute.deadline) = (Phase.Ruled, ruling, deadline);
        emit RoundClosed(disputeID, round, ruling, uint8(votes), deadline);
        if (deadline != 0) emit AppealPossible(disputeID, IArbitrable(dispute.arbitrable));
    }

    /// @dev Seats that changed hands since the round began belong to nobody who could have voted for them.
    function _noteAbsent(uint256 disputeID, Case storage dispute, uint8 round) private {
        uint48 absent = dispute.panel & ~dispute.voted;
        if (absent == 0) return;
        _save(Votes.count(absent) * feePerVote);
        for (uint8 seat; seat < SEATS; ++seat) {
            if (absent & _bit(seat) == 0) continue;
            address account = memberAt[seat];
            Member storage member = _members[account];
            if (!_isMember(member) || !_satBefore(member, dispute.deadline)) continue;
            uint8 missed = ++member.missed;
            emit VoteMissed(disputeID, account, round, missed);
            if (missed == MAX_MISSED) _remove(account, true);
        }
    }

    function _remove(address account, bool idle) private {
        Member storage member = _members[account];
        uint8 seat = member.seat;
        member.until = uint40(block.timestamp);
        seats &= ~_bit(seat);
        emit MemberRemoved(account, seat, idle);
    }

    function _save(uint256 amount) private {
        if (amount != 0) _reserve += SafeCast.toUint96(amount);
    }

    function _requireFee(uint256 required) private view {
        if (msg.value < required) revert FeeTooLow(required, msg.value);
    }

    function _requirePassed(uint256 deadline) private view {
        if (block.timestamp <= deadline) revert DeadlineNotPassed(deadline, block.timestamp);
    }

    function _isMember(Member storage member) private view returns (bool) {
        return member.since != 0 && member.until == 0;
    }

    /// @dev Whether the member held its seat when the round began. Of two who change it in that very second, only the
    /// earlier one did.
    function _satBefore(Member storage member, uint40 voteBy) private view returns (bool) {
        uint256 begun = voteBy - VOTE_WINDOW;
        bool appointed = member.since != 0 && member.since < begun;
        return appointed && (member.until == 0 || member.until >= begun);
    }

    function _round(Case storage dispute) private view returns (uint8) {
        return dispute.appealed ? 1 : 0;
    }

    function _bit(uint8 seat) private pure returns (uint48) {
        return uint48(1) << seat;
    }
}
