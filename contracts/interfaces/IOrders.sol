// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ILedger} from "./ILedger.sol";

/// @title IOrders
/// @notice Escrow. An order is one listing × quantity: the unit of payment, refund, dispute and review. A checkout places
/// many orders, of many sellers, in one transaction.
///
///     Placed     → Accepted (seller) | InProgress, Delivered (seller: implies acceptance)
///                | Cancelled (buyer; seller; anyone after the deadline)
///     Accepted   → InProgress | Delivered (seller) | Cancelled (seller; anyone after the deadline)
///     InProgress → Delivered (seller) | Cancelled (seller; anyone after the deadline)
///     Delivered  → Completed (anyone after the deadline) | Cancelled (seller: full refund)
///     any of them → Completed (buyer)
///     Disputed, Resolved are reached through arbitration.
///
/// `deadline` is the last second at which the party whose turn it is may act; the timed exit opens one second later.
/// Every state that is not terminal has such an exit, open to anyone. No role can move escrow.
///
/// An order keeps a copy of all that it needs (fee, windows, arbitrator), so later changes never reach it.
interface IOrders {
    enum State {
        None,
        Placed,
        Accepted,
        InProgress,
        Delivered,
        Disputed,
        Completed,
        Cancelled,
        Resolved
    }

    /// @notice One line of a checkout: what the buyer agreed to.
    /// @param version The listing's version that the buyer saw.
    /// @param quantity Units, at least 1.
    /// @param maxTotal Most that the line may cost, in the token's smallest unit.
    /// @param membershipId Membership whose price applies, 0 for none. It must be the buyer's and valid now.
    struct Line {
        uint256 listingId;
        uint32 version;
        uint32 quantity;
        uint96 maxTotal;
        uint256 membershipId;
    }

    /// @notice How a checkout is paid.
    /// @param deadline Last second (Unix time) at which the checkout may be mined.
    /// @param useBalance Whether the buyer's claims pay: for the native coin what the value sent does not cover, for an
    /// ERC-20 as much as they can, before the wallet is asked.
    /// @param referrer Gets a share of the market's fee; 0 for none. Neither the buyer nor a seller in the cart.
    struct Payment {
        uint40 deadline;
        bool useBalance;
        address referrer;
    }

    /// @notice An order as stored: two slots, the first written once.
    /// @param feeBps The market's fee when the order was placed, basis points of what is paid to the seller.
    /// @param referred Whether a referrer takes a share of the fee (`referralOf`).
    /// @param escrow What the order still holds, in the token's smallest unit.
    /// @param deadline Unix time; its meaning is the state's: accept by, deliver by, inspect by.
    /// Once reviewed, the last second in which the review may be changed.
    /// @param version Of the listing, as bought.
    /// @param rating The buyer's mark, 1 to 5, 0 for none.
    struct Order {
        address buyer;
        uint40 listingId;
        uint32 quantity;
        uint16 feeBps;
        bool referred;
        uint96 escrow;
        uint40 deadline;
        State state;
        uint32 version;
        uint32 deliverWindow;
        uint32 inspectWindow;
        uint8 arbitrator;
        uint8 rating;
    }

    /// @param shareBps Share of the fee, basis points.
    struct Referral {
        address referrer;
        uint16 shareBps;
    }

    /// @param checkoutId Id of the first order of the same checkout.
    /// @param total Put into escrow, in the token's smallest unit.
    /// @param deadline Accept by, or deliver by if the listing accepts at once.
    /// @param stock Of the listing, after this order.
    event OrderPlaced(
        uint256 indexed orderId,
        uint256 indexed listingId,
        address indexed buyer,
        uint256 checkoutId,
        uint32 version,
        uint32 quantity,
        uint96 total,
        uint16 feeBps,
        uint256 membershipId,
        State state,
        uint40 deadline,
        uint32 stock
    );
    event OrderReferred(uint256 indexed orderId, address indexed referrer, uint16 shareBps);
    /// @param deadline Deliver by.
    event OrderAccepted(uint256 indexed orderId, uint40 deadline);
    /// @param deadline Deliver by.
    /// @param document SHA-256 of a document (tracking, say), 0 for none.
    event OrderStarted(uint256 indexed orderId, uint40 deadline, bytes32 document);
    /// @param deadline Inspect by.
    event OrderDelivered(uint256 indexed orderId, uint40 deadline, bytes32 document);
    /// @notice The buyer let go of a part. `paid` + `fee` + `referral` left the escrow, `escrow` is still in it.
    event OrderReleased(uint256 indexed orderId, uint256 paid, uint256 fee, uint256 referral, uint96 escrow);
    /// @notice The seller gave a part back.
    event OrderRefunded(uint256 indexed orderId, uint256 amount, uint96 escrow);
    event OrderCompleted(uint256 indexed orderId, address indexed by, uint256 paid, uint256 fee, uint256 referral);
    /// @param stock Of the listing, after what had not left it went back.
    event OrderCancelled(uint256 indexed orderId, address indexed by, uint256 refunded, uint32 stock);
    /// @notice A dispute began; from here on only a ruling, its timed exit, a concession or a settlement ends the order.
    event OrderDisputed(uint256 indexed orderId, address indexed by);
    /// @notice The escrow was split: `refunded` to the buyer, the rest to the seller, the market and the referrer.
    event OrderResolved(uint256 indexed orderId, uint256 refunded, uint256 paid, uint256 fee, uint256 referral);
    event FeeChanged(uint16 feeBps, uint16 referralShareBps);
    event FeesCollected(address indexed token, address indexed to, uint256 amount);
    event OrdersPaused(bool paused);

    error OrdersArePaused();
    error CheckoutEmpty();
    error ListingNotOnSale(uint256 listingId);
    error VersionChanged(uint256 listingId, uint256 agreed, uint256 actual);
    error QuantityZero();
    error OutOfStock(uint256 listingId, uint256 requested, uint256 available);
    error TotalAboveMaximum(uint256 listingId, uint256 total, uint256 maximum);
    error OwnListing(uint256 listingId);
    error MembersOnly(uint256 listingId, uint256 tier);
    error MembershipInvalid(uint256 membershipId, address holder, uint256 expiresAt);
    error ReferrerInvalid(address referrer);
    error PaymentTooLow(uint256 required, uint256 sent);
    error OrderUnknown(uint256 orderId);
    error NotBuyer(address caller, address buyer);
    error NotSeller(address caller, address seller);
    error StateInvalid(uint256 orderId, State state);
    error DeadlinePassed(uint256 deadline, uint256 timestamp);
    error DeadlineNotPassed(uint256 deadline, uint256 timestamp);
    error AmountNotPartial(uint256 amount, uint256 escrow);
    error NotParty(address caller, uint256 orderId);
    error NotDisputes(address caller);
    error AmountAboveEscrow(uint256 amount, uint256 escrow);
    error FeeTooHigh(uint256 bps, uint256 maximum);
    error FeesTooLow(uint256 amount, uint256 available);

    /// @notice Buys one line. The value sent pays for it; what is too much becomes a claim of the buyer.
    /// @return orderId Counts from 1.
    /// @dev Reverts with `OrdersArePaused`, `DeadlinePassed`, `ListingUnknown`, `ListingNotOnSale`, `VersionChanged`,
    /// `SellerNotActive`, `OwnListing`, `QuantityZero`, `OutOfStock`, `MembersOnly`, `MembershipInvalid`,
    /// `TotalAboveMaximum`, `ReferrerInvalid`, `PaymentTooLow`, `AmountNotReceived`, `SafeERC20FailedOperation`.
    function buy(Line calldata line, Payment calldata payment) external payable returns (uint256 orderId);

    /// @notice Buys several lines, of any sellers and tokens, or none of them. Neighbouring lines in one token are paid
    /// in one transfer.
    /// @return checkoutId Id of the first order; the others follow in the order of the lines.
    /// @dev Reverts as `buy` does, and with `CheckoutEmpty`.
    function checkout(Line[] calldata lines, Payment calldata payment) external payable returns (uint256 checkoutId);

    /// @notice `checkout` with an EIP-2612 signature for `token` in place of an earlier `approve`.
    function checkoutWithPermit(
        Line[] calldata lines,
        Payment calldata payment,
        address token,
        ILedger.Permit calldata permit
    ) external payable returns (uint256 checkoutId);

    /// @notice `checkout` that first takes `amount` of `token` by a Permit2 signature into the caller's claims;
    /// `payment.useBalance` then pays from them, and what is left stays the caller's.
    function checkoutWithPermit2(
        Line[] calldata lines,
        Payment calldata payment,
        address token,
        uint256 amount,
        ILedger.Permit2 calldata permit
    ) external payable returns (uint256 checkoutId);

    /// @notice The seller takes the order on. Reverts with `NotSeller`, `StateInvalid`, `DeadlinePassed`.
    function accept(uint256 orderId) external;

    /// @notice The seller has shipped a good or begun a service. Reverts as `accept` does.
    function start(uint256 orderId, bytes32 document) external;

    /// @notice The seller has delivered; the time to inspect begins. Reverts as `accept` does.
    function deliver(uint256 orderId, bytes32 document) external;

    /// @notice Pays the seller what the escrow holds. The buyer may at any time, anyone once the time to inspect is over.
    /// @dev Reverts with `NotBuyer`, `StateInvalid`, `DeadlineNotPassed`.
    function complete(uint256 orderId) external;

    /// @notice Gives the buyer back what the escrow holds. Who may, and when, is drawn at the top of this file. Units
    /// that were not shipped return to the stock.
    /// @dev Reverts with `NotSeller`, `StateInvalid`, `DeadlineNotPassed`.
    function cancel(uint256 orderId) external;

    /// @notice The buyer pays the seller a part ahead. To pay all, `complete`.
    /// @dev Reverts with `NotBuyer`, `StateInvalid`, `AmountNotPartial`.
    function release(uint256 orderId, uint256 amount) external;

    /// @notice The seller gives a part back, free of fee. To give all back, `cancel`.
    /// @dev Reverts with `NotSeller`, `StateInvalid`, `AmountNotPartial`.
    function refund(uint256 orderId, uint256 amount) external;

    /// @notice Takes an accepted order into dispute, in time for whoever's turn it is. Only `IMarket.disputes` may call.
    /// @param by The party that raised it.
    /// @return buyer Of the order; likewise its seller and the id of its arbitrator.
    /// @dev Reverts with `NotDisputes`, `NotParty`, `StateInvalid`, `DeadlinePassed`.
    function openDispute(
        uint256 orderId,
        address by
    ) external returns (address buyer, address seller, uint8 arbitratorId);

    /// @notice Splits what the escrow holds and ends the order, disputed or not. Only `IMarket.disputes` may call, which
    /// does so by a ruling, by its timed exit, by a concession, or by a split that both sides signed.
    /// @param toBuyer Smallest units of the token; the rest is paid to the seller, less the market's fee.
    /// @dev Reverts with `NotDisputes`, `StateInvalid`, `AmountAboveEscrow`.
    function resolve(uint256 orderId, uint256 toBuyer) external;

    /// @notice Sets the fee of later orders, at most 1,000 bps, and the referrers' share of it. Treasurers only.
    /// @dev Reverts with `FeeTooHigh`.
    function setFee(uint16 feeBps, uint16 referralShareBps) external;

    /// @notice Turns fees that orders have paid into claims of `to`. Treasurers only. Escrow and other accounts' claims
    /// are out of its reach.
    /// @dev Reverts with `AmountZero`, `RecipientInvalid`, `FeesTooLow`.
    function collectFees(address token, address to, uint256 amount) external;

    /// @notice Stops or allows new orders; live ones go on. Guardians only.
    function setOrdersPaused(bool paused) external;

    /// @dev Reverts with `OrderUnknown`.
    function getOrder(uint256 orderId) external view returns (Order memory);

    /// @notice What the buyer has released ahead, fees included, in the token's smallest unit.
    function releasedOf(uint256 orderId) external view returns (uint256);

    /// @notice Fees earned and not yet collected, in the token's smallest unit.
    function feesOf(address token) external view returns (uint256);

    /// @notice The referrer of an order, zeros if none.
    function referralOf(uint256 orderId) external view returns (Referral memory);
}
