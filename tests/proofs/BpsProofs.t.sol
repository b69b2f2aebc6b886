// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Bps} from "../../contracts/libraries/Bps.sol";
import {vm} from "../forge/Vm.sol";

/// @title BpsProofs
/// @notice For halmos: what holds of every amount that an escrow can hold (uint96), or that a price times a quantity can
/// come to (uint128), and of every share from nothing to the whole. A private function hands what one proof has shown to
/// another, as an assumption.
contract BpsProofs {
    uint256 private constant MAX_FEE_BPS = 1_000;

    function check_product_growsWithTheBps(uint128 amount, uint16 bps, uint16 more) external pure {
        if (bps > more || more > Bps.ONE) return;
        unchecked {
            assert(uint256(amount) * bps <= uint256(amount) * more);
        }
    }

    function check_share_isRoundedDown(uint128 amount, uint16 bps) external pure {
        if (bps > Bps.ONE) return;
        uint256 part = Bps.share(amount, bps);
        unchecked {
            uint256 exact = uint256(amount) * bps;
            assert(part * Bps.ONE <= exact);
            assert(exact < (part + 1) * Bps.ONE);
        }
    }

    function check_share_isAtMostTheWhole(uint128 amount, uint16 bps) external pure {
        if (bps > Bps.ONE) return;
        assert(Bps.share(amount, bps) <= amount);
    }

    function check_share_growsWithTheBps(uint128 amount, uint16 bps, uint16 more) external pure {
        if (bps > more || more > Bps.ONE) return;
        assert(Bps.share(amount, bps) <= Bps.share(amount, more));
    }

    function check_share_growsWithTheAmount(uint128 amount, uint128 more, uint16 bps) external pure {
        if (amount > more || bps > Bps.ONE) return;
        assert(Bps.share(amount, bps) <= Bps.share(more, bps));
    }

    /// @dev A subtraction below nothing would come out above every uint128.
    function check_discount_neverRaisesAPriceAndNeverMakesItNegative(uint128 total, uint16 bps) external pure {
        if (bps > Bps.ONE) return;
        assert(Bps.discounted(total, bps) <= total);
    }

    /// @dev What the buyer is let off is at most the discount, and less than one unit below it.
    function check_discount_isRoundedInTheSellersFavour(uint128 total, uint16 bps) external pure {
        if (bps > Bps.ONE) return;
        unchecked {
            uint256 exact = uint256(total) * bps;
            uint256 less = total - Bps.discounted(total, bps);
            assert(less * Bps.ONE <= exact && exact < (less + 1) * Bps.ONE);
        }
    }

    /// @dev Listings allow less than the whole, so what costs something costs something for members too.
    function check_discount_belowTheWholeLeavesAPrice(uint128 total, uint16 bps) external pure {
        if (total == 0 || bps >= Bps.ONE) return;
        assert(Bps.discounted(total, bps) > 0);
    }

    function check_discount_ofNothingOrOfAll(uint128 total) external pure {
        assert(Bps.discounted(total, 0) == total);
        assert(Bps.discounted(total, Bps.ONE) == 0);
    }

    function check_sale_withoutAFeePaysAll(uint96 amount, uint16 shareBps) external pure {
        if (shareBps > Bps.ONE) return;
        (uint256 paid, uint256 fee, uint256 referral) = Bps.splitSale(amount, 0, shareBps);
        assert(paid == amount && fee == 0 && referral == 0);
    }

    function check_sale_partsAddUp(uint96 amount, uint16 feeBps, uint16 shareBps) external pure {
        if (feeBps > MAX_FEE_BPS || shareBps > Bps.ONE) return;
        (uint256 paid, uint256 fee, uint256 referral) = Bps.splitSale(amount, feeBps, shareBps);
        unchecked {
            assert(paid + fee + referral == amount);
        }
    }

    function check_sale_noPartIsMoreThanTheWhole(uint96 amount, uint16 feeBps, uint16 shareBps) external pure {
        if (feeBps > MAX_FEE_BPS || shareBps > Bps.ONE) return;
        _shareIsAtMostTheWhole(amount, feeBps);
        _shareIsAtMostTheWhole(Bps.share(amount, feeBps), shareBps);
        (uint256 paid, uint256 fee, uint256 referral) = Bps.splitSale(amount, feeBps, shareBps);
        assert(paid <= amount && fee <= amount && referral <= amount);
    }

    /// @dev With the bound of `check_product_growsWithTheBps`: at most a tenth.
    function check_sale_sellerPaysTheFeeRoundedDown(uint96 amount, uint16 feeBps, uint16 shareBps) external pure {
        if (feeBps > MAX_FEE_BPS || shareBps > Bps.ONE) return;
        (uint256 paid, , ) = Bps.splitSale(amount, feeBps, shareBps);
        unchecked {
            uint256 exact = uint256(amount) * feeBps;
            uint256 taken = amount - paid;
            assert(taken * Bps.ONE <= exact && exact < (taken + 1) * Bps.ONE);
        }
    }

    function check_sale_referralIsItsShareOfTheFee(uint96 amount, uint16 feeBps, uint16 shareBps) external pure {
        if (feeBps > MAX_FEE_BPS || shareBps > Bps.ONE) return;
        (, uint256 fee, uint256 referral) = Bps.splitSale(amount, feeBps, shareBps);
        unchecked {
            uint256 exact = (fee + referral) * shareBps;
            assert(referral * Bps.ONE <= exact && exact < (referral + 1) * Bps.ONE);
        }
    }

    /// @dev What `check_share_isAtMostTheWhole` proves.
    function _shareIsAtMostTheWhole(uint256 amount, uint256 bps) private pure {
        vm.assume(Bps.share(amount, bps) <= amount);
    }
}
