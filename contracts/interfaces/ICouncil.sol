// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IArbitrator} from "./IArbitrator.sol";

/// @title ICouncil
/// @notice The market's own ERC-792 arbitrator: people who vote.
///
///     createDispute  a panel of three is drawn (all members, if they are fewer); each has one vote until the deadline
///     tally          by the last vote, or by anyone after the deadline: the ruling is the median of the votes (rulings
///                    are ordered), or 0 when half the panel or more stayed away, or half the votes or more refused
///     appeal         once, until the appeal deadline, by the arbitrated contract, against a fee: all members vote
///     execute        after that: the ruling is given to the arbitrated contract, by anyone
///
/// A vote is paid at once, out of the fee of the round; what absent members leave, and what is paid beyond the votes of
/// the panel, goes to the council's reserve.
/// Whoever misses three rounds in a row is removed.
///
/// @dev Trust assumptions. The panel is drawn from `prevrandao`: a block's proposer can skip a block to draw again. For
/// the same reason what `createDispute` costs in gas is only known in the block: with 48 members, up to some 16,000 more
/// or less. Votes are open. Members are appointed by admins, after their delay; neither can change a round that has begun:
/// whoever was a member before it votes in it, removed or not, and whoever takes the seat since does not.
interface ICouncil is IArbitrator {
    enum Phase {
        None,
        Voting,
        Ruled,
        Executed
    }

    /// @notice A case as stored: two slots.
    /// @param deadline Unix time: vote by, later appeal by; 0 once no appeal is left.
    /// @param ruling Of the last finished round.
    /// @param panel Seats (bit by bit) that may vote in this round; likewise `voted`.
    /// @param tally Votes of each ruling, nine bits a ruling from 0 on.
    struct Case {
        address arbitrable;
        uint40 deadline;
        Phase phase;
        bool appealed;
        uint8 choices;
        uint8 ruling;
        uint48 panel;
        uint48 voted;
        uint112 tally;
    }

    /// @param missed Rounds missed since the last vote.
    /// @param since Unix time of the appointment, 0 for who has never been a member.
    /// @param until Unix time of the removal, 0 while a member.
    /// @param pay Wei earned and not yet claimed; it outlives the membership.
    struct Member {
        uint8 seat;
        uint8 missed;
        uint40 since;
        uint40 until;
        uint96 pay;
    }

    event MemberAdded(address indexed member, uint8 seat);
    /// @param idle Whether three missed rounds removed it.
    event MemberRemoved(address indexed member, uint8 seat, bool idle);
    /// @param round 0 for the panel, 1 for the appeal.
    /// @param deadline Vote by.
    event RoundBegun(uint256 indexed disputeID, uint8 round, uint48 panel, uint40 deadline);
    event Voted(uint256 indexed disputeID, address indexed member, uint8 round, uint8 ruling);
    event VoteMissed(uint256 indexed disputeID, address indexed member, uint8 round, uint8 missed);
    /// @param deadline Appeal by; 0 after an appeal.
    event RoundClosed(uint256 indexed disputeID, uint8 round, uint8 ruling, uint8 votes, uint40 deadline);
    event CaseExecuted(uint256 indexed disputeID, uint8 ruling);
    event PayClaimed(address indexed member, address indexed to, uint256 amount);
    event ReserveCollected(address indexed to, uint256 amount);

    error SeatsFull(uint256 maximum);
    error MemberAlready(address member);
    error NotMember(address account);
    error NotOnPanel(uint256 disputeID, address member);
    error VotedAlready(uint256 disputeID, address member);
    error ChoicesOutOfRange(uint256 choices, uint256 maximum);
    error RulingInvalid(uint256 ruling, uint256 choices);
    error FeeTooLow(uint256 required, uint256 sent);
    error PhaseInvalid(uint256 disputeID, Phase phase);
    error DeadlinePassed(uint256 deadline, uint256 timestamp);
    error DeadlineNotPassed(uint256 deadline, uint256 timestamp);
    error NotArbitrable(address caller, address arbitrable);
    error NothingEarned(address member);
    error ReserveEmpty();

    /// @notice Appoints a member. Admins only, after their delay. Reverts with `MemberAlready`, `SeatsFull` (48).
    function addMember(address member) external;

    /// @notice Admins only, after their delay. A member of an open round still votes in it. Reverts with `NotMember`.
    function removeMember(address member) external;

    /// @notice One vote, not to be changed; the last of the panel closes the round. Reverts with `PhaseInvalid`, `DeadlinePassed`, `NotOnPanel`, `VotedAlready`,
    /// `RulingInvalid`.
    function vote(uint256 disputeID, uint8 ruling) external;

    /// @notice Closes the round, by anyone, once the deadline has passed. The last vote does it by itself.
    /// @dev Reverts with `PhaseInvalid`, `DeadlineNotPassed`.
    function tally(uint256 disputeID) external;

    /// @notice Gives the ruling, by anyone: after an appeal at once, else when no appeal came in time. Tallies an appeal
    /// first if that is still to do. @dev Reverts with `PhaseInvalid`, `DeadlineNotPassed`.
    function execute(uint256 disputeID) external;

    /// @notice Pays the caller all it has earned, to `to`. Reverts with `NothingEarned`, OpenZeppelin's `FailedCall`.
    function claimPay(address to) external returns (uint256 amount);

    /// @notice Takes out what absent members left. Treasurers only. Reverts with `ReserveEmpty`, `FailedCall`.
    function collectReserve(address to) external returns (uint256 amount);

    /// @return Wei that absent members left and nobody has collected.
    function reserve() external view returns (uint256);

    /// @return Wei a vote costs whoever asks for it.
    function feePerVote() external view returns (uint256);

    function memberOf(address account) external view returns (Member memory);

    function memberAt(uint8 seat) external view returns (address);

    /// @return Seats that are taken, bit by bit.
    function seats() external view returns (uint48);

    function getCase(uint256 disputeID) external view returns (Case memory);
}
