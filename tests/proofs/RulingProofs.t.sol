// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Bps} from "../../contracts/libraries/Bps.sol";
import {Rulings} from "../../contracts/libraries/Rulings.sol";

/// @title RulingProofs
/// @notice For halmos: how a ruling splits an escrow, for every ruling and every escrow (uint96).
contract RulingProofs {
    uint256 private constant MAX_FEE_BPS = 1_000;

    /// @dev As `Cases` and `Orders.resolve` do.
    function _split(uint96 escrow, uint256 ruling) private pure returns (uint256 toBuyer, uint256 toSeller) {
        toBuyer = Bps.share(escrow, Rulings.buyerBps(ruling));
        unchecked {
            toSeller = escrow - toBuyer;
        }
    }

    function buyerBps(uint256 ruling) external pure returns (uint256) {
        return Rulings.buyerBps(ruling);
    }

    function check_ruling_ofTwelveOrMoreIsRefused(uint256 ruling) external view {
        (bool done, ) = address(this).staticcall(abi.encodeCall(this.buyerBps, (ruling)));
        assert(done == (ruling <= Rulings.CHOICES));
    }

    function check_ruling_isADecile(uint256 ruling) external pure {
        if (ruling > Rulings.CHOICES) return;
        uint256 bps = Rulings.buyerBps(ruling);
        unchecked {
            assert(ruling == 0 ? bps == 5_000 : bps == (ruling - 1) * 1_000);
        }
        assert(bps <= Bps.ONE);
    }

    function check_ruling_partsAddUpAndStayInBounds(uint96 escrow) external pure {
        for (uint256 ruling; ruling <= Rulings.CHOICES; ++ruling) {
            (uint256 toBuyer, uint256 toSeller) = _split(escrow, ruling);
            unchecked {
                assert(toBuyer + toSeller == escrow);
            }
            assert(toBuyer <= escrow && toSeller <= escrow);
        }
    }

    function check_ruling_buyersPartIsExactRoundedDown(uint96 escrow) external pure {
        for (uint256 ruling; ruling <= Rulings.CHOICES; ++ruling) {
            (uint256 toBuyer, ) = _split(escrow, ruling);
            unchecked {
                uint256 exact = uint256(escrow) * Rulings.buyerBps(ruling);
                assert(toBuyer * Bps.ONE <= exact && exact < (toBuyer + 1) * Bps.ONE);
            }
        }
    }

    function check_ruling_givesMoreTheHigherItIs(uint96 escrow) external pure {
        for (uint256 ruling = 1; ruling < Rulings.CHOICES; ++ruling) {
            (uint256 toBuyer, uint256 toSeller) = _split(escrow, ruling);
            (uint256 moreToBuyer, uint256 lessToSeller) = _split(escrow, ruling + 1);
            assert(toBuyer <= moreToBuyer && toSeller >= lessToSeller);
        }
    }

    function check_ruling_atItsEndsAndRefused(uint96 escrow) external pure {
        (uint256 toBuyer, uint256 toSeller) = _split(escrow, 1);
        assert(toBuyer == 0 && toSeller == escrow);
        (toBuyer, toSeller) = _split(escrow, 11);
        assert(toBuyer == escrow && toSeller == 0);
        (toBuyer, toSeller) = _split(escrow, 0);
        assert(toBuyer == escrow / 2 && toSeller - toBuyer <= 1);
    }

    /// @dev The seller's part pays the fee, and of it the referrer: all four parts are the escrow. Their bounds are those
    /// of any sale (`BpsProofs`), of which the seller's part is one.
    function check_ruling_withFeeAndReferralAllAddsUp(uint96 escrow, uint16 feeBps, uint16 shareBps) external pure {
        if (feeBps > MAX_FEE_BPS || shareBps > Bps.ONE) return;
        for (uint256 ruling; ruling <= Rulings.CHOICES; ++ruling) {
            (uint256 toBuyer, uint256 toSeller) = _split(escrow, ruling);
            (uint256 paid, uint256 fee, uint256 referral) = Bps.splitSale(toSeller, feeBps, shareBps);
            unchecked {
                assert(toBuyer + paid + fee + referral == escrow);
            }
        }
    }
}
