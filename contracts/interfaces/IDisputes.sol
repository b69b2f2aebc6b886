// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IArbitrable} from "./IArbitrable.sol";
import {IArbitrator} from "./IArbitrator.sol";
import {IEvidence} from "./IEvidence.sol";

/// @title IDisputes
/// @notice How an order is fought over, and how the two sides may end it themselves.
///
///     raise   (buyer or seller, with the arbitration cost as a deposit)  order becomes Disputed
///       ├─ respond (the other side, its deposit, until respondBy)        the arbitrator gets the case
///       │    ├─ rule     (the arbitrator)                                order becomes Resolved by the ruling
///       │    ├─ appeal   (either side, against the arbitrator's fee, while the arbitrator allows it)
///       │    └─ expire   (anyone after ruleBy)                           order becomes Resolved, half and half
///       └─ expire  (anyone after respondBy)                              the side that answered wins all
///     concede (either side, for itself, until the ruling)                the other side wins all
///     settle  (a split that both signed, at any time, disputed or not)   order becomes Resolved as agreed
///
/// Rulings are graded: 0 (refused) is half and half, 1 … 11 give the buyer 0 %, 10 % … 100 % of what the escrow holds.
/// The winner, who got more than half, gets back its deposit: what is left of both after the arbitrator's fee. At half
/// and half, and when the sides settle, the rest is halved too (an odd wei is the buyer's). Until the answer there is
/// only the deposit of the side that raised, which goes back to it however the case ends. Deposits come back as claims
/// in the market's ledger, so nobody can refuse them.
///
/// When the buyer wins and a part of the price had been released before, the seller's bond answers for the buyer's share
/// of that part, as far as it reaches.
///
/// @dev Trust assumptions. An arbitrator decides over the escrow of the orders that name it, within the ruling's range,
/// and over nothing else. One that never rules costs the parties time (`ruleBy`); a late ruling counts as long as nobody
/// has ended the case. One that fails in `createDispute`, or asks too much for it, leaves the case where a missing answer
/// would. A ruling for a case that has ended is logged and changes nothing. Roles can add arbitrators and close them to new listings; no role can touch
/// an order, a deposit or a case.
interface IDisputes is IArbitrable, IEvidence {
    enum Stage {
        None,
        Raised,
        Arbitrated,
        Closed
    }

    /// @param ruleWindow Seconds the arbitrator has, appeals included, from the day it gets a case.
    /// @param closed Whether new listings may no longer name it.
    struct ArbitratorEntry {
        IArbitrator arbitrator;
        uint32 ruleWindow;
        bool closed;
    }

    /// @notice A case as stored, by order id: two slots.
    /// @param raisedByBuyer Which side raised it.
    /// @param deadline Unix time: respond by, later rule by.
    /// @param pool What of the deposits is held for the winner, wei.
    struct Case {
        address buyer;
        uint40 deadline;
        uint8 arbitratorId;
        Stage stage;
        bool raisedByBuyer;
        address seller;
        uint96 pool;
    }

    /// @notice What both sides sign to end an order themselves (EIP-712).
    /// @param escrow What the escrow holds by their knowledge; it must hold exactly that.
    /// @param toBuyer The buyer's part of it, in the token's smallest unit; the rest is paid to the seller.
    /// @param deadline Last second (Unix time) at which the settlement may be used.
    struct Settlement {
        uint256 orderId;
        uint96 escrow;
        uint96 toBuyer;
        uint40 deadline;
    }

    event ArbitratorAdded(
        uint8 indexed arbitratorId,
        IArbitrator indexed arbitrator,
        uint32 ruleWindow,
        bytes extraData,
        string metaEvidence
    );
    event ArbitratorClosed(uint8 indexed arbitratorId, bool closed);
    /// @param deadline Respond by.
    event DisputeRaised(
        uint256 indexed orderId,
        address indexed by,
        uint8 indexed arbitratorId,
        uint256 deposit,
        uint40 deadline
    );
    /// @param deadline Rule by.
    event DisputeAnswered(
        uint256 indexed orderId,
        address indexed by,
        uint256 indexed disputeID,
        uint256 deposit,
        uint40 deadline
    );
    event DisputeAppealed(uint256 indexed orderId, address indexed by, uint256 fee);
    /// @notice The case is over.
    /// @param buyerBps The buyer's share of the escrow, basis points; of a settlement, rounded down.
    /// @param depositToBuyer Wei of the deposits that became claims of the buyer; likewise the seller.
    /// @param fromBond Taken from the seller's bond for the buyer, in the order's token.
    event DisputeClosed(
        uint256 indexed orderId,
        uint256 buyerBps,
        uint256 depositToBuyer,
        uint256 depositToSeller,
        uint256 fromBond
    );
    event OrderSettled(uint256 indexed orderId, uint96 toBuyer, uint96 toSeller);

    error ArbitratorUnknown(uint256 arbitratorId, uint256 count);
    error ArbitratorInvalid(address arbitrator);
    error RuleWindowOutOfRange(uint256 window, uint256 minimum, uint256 maximum);
    error TooManyArbitrators(uint256 maximum);
    error OwnArbitratorStays();
    error StageInvalid(uint256 orderId, Stage stage);
    error NotParty(address caller, uint256 orderId);
    error NotArbitrator(address caller, uint256 disputeID);
    error DisputeMismatch(uint256 orderId, uint256 disputeID);
    error DepositTooLow(uint256 required, uint256 sent);
    error RulingInvalid(uint256 ruling, uint256 choices);
    error EvidenceTooLong(uint256 length, uint256 maximum);
    error EscrowChanged(uint256 orderId, uint256 agreed, uint256 actual);
    error SignatureInvalid(address signer);

    /// @notice Takes the order to its arbitrator: the caller deposits what the arbitrator asks; more becomes a claim.
    /// @dev Reverts with `DepositTooLow`, and as `IOrders.openDispute` does: `NotParty`, `StateInvalid`, `DeadlinePassed`.
    function raiseDispute(uint256 orderId) external payable;

    /// @notice The other side's deposit; with it the arbitrator gets the case. If the arbitrator's cost has risen since,
    /// both deposits together must reach it.
    /// An arbitrator may draw lots in the block, as the market's council does: what this costs in gas is then not what an
    /// estimate said. Allow a fifth above it.
    /// @dev Reverts with `StageInvalid`, `NotParty`, `DeadlinePassed`, `DepositTooLow`.
    function respond(uint256 orderId) external payable;

    /// @notice Ends a case whose time is over, by anyone. Reverts with `StageInvalid`, `DeadlineNotPassed`.
    function expire(uint256 orderId) external;

    /// @notice The caller gives the other side the whole escrow. Reverts with `StageInvalid`, `NotParty`.
    function concede(uint256 orderId) external;

    /// @notice Passes an appeal on, by either side, with the arbitrator's fee; more becomes a claim.
    /// @param disputeID The arbitrator's number of the case, as `DisputeAnswered` said; so that no slot need hold it.
    /// @dev Reverts with `StageInvalid`, `NotParty`, `DisputeMismatch`, `DepositTooLow`, and as the arbitrator does.
    function appeal(uint256 orderId, uint256 disputeID) external payable;

    /// @notice Says where evidence is: at most 256 bytes, such as `/ipfs/<cid>`. Parties only, until the case is closed.
    /// @dev Reverts with `StageInvalid`, `NotParty`, `EvidenceTooLong`.
    function submitEvidence(uint256 orderId, string calldata evidence) external;

    /// @notice Splits the escrow as both sides signed. A side that calls needs no signature of its own (pass none).
    /// @dev Reverts with `DeadlinePassed`, `EscrowChanged`, `SignatureInvalid`, `StateInvalid`, `AmountAboveEscrow`.
    function settle(
        Settlement calldata settlement,
        bytes calldata buyerSignature,
        bytes calldata sellerSignature
    ) external;

    /// @notice Registers an arbitrator under the next id, for ever. Admins only, after their delay.
    /// @param extraData Passed to the arbitrator with each case.
    /// @param metaEvidence Where ERC-1497 meta-evidence is.
    /// @dev Reverts with `ArbitratorInvalid`, `RuleWindowOutOfRange`, `TooManyArbitrators`, `EvidenceTooLong`.
    function addArbitrator(
        IArbitrator arbitrator,
        uint32 ruleWindow,
        bytes calldata extraData,
        string calldata metaEvidence
    ) external returns (uint8 arbitratorId);

    /// @notice Closes an arbitrator to new listings, or opens it again. Admins only. Id 0, the market's own council, stays.
    /// @dev Reverts with `ArbitratorUnknown`, `OwnArbitratorStays`.
    function setArbitratorClosed(uint8 arbitratorId, bool closed) external;

    /// @notice Whether a new listing may name this arbitrator.
    function isOpen(uint8 arbitratorId) external view returns (bool);

    function arbitratorCount() external view returns (uint256);

    /// @dev Reverts with `ArbitratorUnknown`.
    function getArbitrator(uint8 arbitratorId) external view returns (ArbitratorEntry memory, bytes memory extraData);

    function getCase(uint256 orderId) external view returns (Case memory);

    /// @return Wei to send with `raiseDispute` or `respond` now. Reverts with `StageInvalid` once it has been answered.
    function depositOf(uint256 orderId) external view returns (uint256);

    /// @notice The order of an arbitrator's dispute, 0 for none.
    function orderOf(IArbitrator arbitrator, uint256 disputeID) external view returns (uint256);

    /// @notice The EIP-712 digest that both sides sign.
    function settlementDigest(Settlement calldata settlement) external view returns (bytes32);
}
