// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title Bps
/// @notice Shares in basis points. A share rounds down and the rest is a subtraction, so parts always add up to the whole.
library Bps {
    uint256 internal constant ONE = 10_000;

    /// @return `bps` ten-thousandths of `amount`, rounded down. `amount` is at most a price times a quantity, 128 bits, so nothing overflows.
    function share(uint256 amount, uint256 bps) internal pure returns (uint256) {
        unchecked {
            return (amount * bps) / ONE;
        }
    }

    /// @notice Splits what leaves an escrow towards the seller.
    /// @return paid What the seller gets.
    /// @return fee What the market gets.
    /// @return referral What the referrer gets, out of the market's fee.
    function splitSale(
        uint256 amount,
        uint256 feeBps,
        uint256 referralShareBps
    ) internal pure returns (uint256 paid, uint256 fee, uint256 referral) {
        uint256 wholeFee = share(amount, feeBps);
        referral = share(wholeFee, referralShareBps);
        unchecked {
            fee = wholeFee - referral;
            paid = amount - wholeFee;
        }
    }

    /// @return What `amount` costs after a discount; the discount rounds down, in the seller's favour.
    function discounted(uint256 amount, uint256 discountBps) internal pure returns (uint256) {
        unchecked {
            return amount - share(amount, discountBps);
        }
    }
}
