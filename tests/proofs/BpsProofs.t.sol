// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Bps} from "../../contracts/libraries/Bps.sol";

/// @title BpsProofs
/// @notice For halmos: what holds of every amount that an escrow can hold (uint96), or that a price times a quantity can
/// come to (uint128), and of every fee and share that the market lets be set.
contract BpsProofs {
    uint256 private constant MAX_FEE_BPS = 1_000;

    function check_discount_ofNothingIsNothing(uint128 total) external pure {
        assert(Bps.discounted(total, 0) == total);
    }

    function check_sale_withoutAFeePaysAll(uint96 amount, uint16 shareBps) external pure {
        if (shareBps > Bps.ONE) return;
        (uint256 paid, uint256 fee, uint256 referral) = Bps.splitSale(amount, 0, shareBps);
        assert(paid == amount && fee == 0 && referral == 0);
    }

    function check_ruling_half(uint96 escrow) external pure {
        assert(Bps.share(escrow, Bps.ONE / 2) <= escrow);
    }

    function check_sale_partsAddUp(uint96 amount, uint16 feeBps, uint16 shareBps) external pure {
        if (feeBps > MAX_FEE_BPS || shareBps > Bps.ONE) return;
        (uint256 paid, uint256 fee, uint256 referral) = Bps.splitSale(amount, feeBps, shareBps);
        assert(paid + fee + referral == amount);
    }

    /// @dev Bounds are proved for small amounts only: wider products are beyond the solvers.
    function check_sale_noPartIsMoreThanTheWhole(uint16 amount, uint8 feeBps, uint8 shareBps) external pure {
        (uint256 paid, uint256 fee, uint256 referral) = Bps.splitSale(amount, feeBps, shareBps);
        assert(paid <= amount && fee <= amount && referral <= amount);
    }

    function check_ruling_nineTenths(uint96 escrow) external pure {
        assert(Bps.share(escrow, 9_000) <= escrow);
    }
}
