// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Bps} from "../../contracts/libraries/Bps.sol";

/// @title BpsProofs
/// @notice For halmos: what holds of every amount that an escrow can hold (uint96), or that a price times a quantity can
/// come to (uint128), and of every fee and share that the market lets be set.
contract BpsProofs {
    uint256 private constant MAX_FEE_BPS = 1_000;
    uint256 private constant CHOICES = 11;

    function check_fee_partsAddUp(uint96 amount, uint16 feeBps, uint16 shareBps) external pure {
        if (feeBps > MAX_FEE_BPS || shareBps > Bps.ONE) return;
        (uint256 paid, uint256 fee, uint256 referral) = Bps.splitSale(amount, feeBps, shareBps);
        assert(paid <= amount && fee <= amount && referral <= amount);
        assert(paid + fee + referral == amount);
    }

    function check_fee_takesNeverMoreThanItsShare(uint96 amount, uint16 feeBps, uint16 shareBps) external pure {
        if (feeBps > MAX_FEE_BPS || shareBps > Bps.ONE) return;
        (, uint256 fee, uint256 referral) = Bps.splitSale(amount, feeBps, shareBps);
        assert((fee + referral) * Bps.ONE <= uint256(amount) * feeBps);
    }

    function check_ruling_splitsAllOfTheEscrow(uint96 escrow, uint8 ruling) external pure {
        if (ruling > CHOICES) return;
        uint256 toBuyer = Bps.share(escrow, _buyerBps(ruling));
        assert(toBuyer <= escrow);
        if (ruling == 1) assert(toBuyer == 0);
        if (ruling == CHOICES) assert(toBuyer == escrow);
        assert(toBuyer + (escrow - toBuyer) == escrow);
    }

    function check_discount_isNeverMoreThanAgreed(uint128 total, uint16 discountBps) external pure {
        if (discountBps >= Bps.ONE) return;
        uint256 price = Bps.discounted(total, discountBps);
        assert(price <= total);
        assert(price * Bps.ONE >= uint256(total) * (Bps.ONE - discountBps));
        if (total != 0) assert(price != 0);
    }

    /// @dev As `IDisputes` draws it: 0 is half and half, 1 … 11 are 0 %, 10 % … 100 %.
    function _buyerBps(uint256 ruling) private pure returns (uint256) {
        return ruling == 0 ? Bps.ONE / 2 : (ruling - 1) * 1_000;
    }
}
