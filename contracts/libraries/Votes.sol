// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title Votes
/// @notice Seats as bits, and votes as counters of nine bits: counter r holds how many voted for ruling r, 0 is a refusal.
library Votes {
    uint256 private constant BITS = 9;
    uint256 private constant COUNTER = (1 << BITS) - 1;

    function count(uint256 seats) internal pure returns (uint256 number) {
        for (; seats != 0; seats &= seats - 1) ++number;
    }

    /// @return seat The lowest free seat.
    function free(uint256 seats) internal pure returns (uint8 seat) {
        while (seats & (1 << seat) != 0) ++seat;
    }

    /// @return drawn `size` of the seats, or all if they are no more than that.
    function draw(uint256 seats, uint256 size, uint256 random) internal pure returns (uint256 drawn) {
        uint256 left = count(seats);
        if (left <= size) return seats;
        for (; size != 0; --size) {
            uint256 seat = _nth(seats & ~drawn, random % left);
            drawn |= seat;
            random /= left;
            --left;
        }
    }

    function add(uint112 tally, uint256 choice) internal pure returns (uint112) {
        // Twelve counters of nine bits; 48 seats never fill one.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint112(tally + (1 << (BITS * choice)));
    }

    /// @return The median of the votes, the mean of the middle two rounded down, or 0 (refused) if half of the panel or
    /// more did not vote, or half of those who voted refused.
    function ruling(uint256 tally, uint256 votes, uint256 panel) internal pure returns (uint8) {
        uint256 refusals = tally & COUNTER;
        if (votes * 2 <= panel || refusals * 2 >= votes) return 0;
        uint256 given = votes - refusals;
        // Both are at most 11, the number of the last counter.
        // forge-lint: disable-next-line(unsafe-typecast)
        return uint8((_voteAt(tally, (given - 1) / 2) + _voteAt(tally, given / 2)) / 2);
    }

    /// @return seat The n-th (from 0) that is set.
    function _nth(uint256 seats, uint256 n) private pure returns (uint256 seat) {
        for (; n != 0; --n) seats &= seats - 1;
        return seats & (~seats + 1);
    }

    /// @return choice Of the n-th vote (from 0), ordered by ruling; refusals apart.
    function _voteAt(uint256 tally, uint256 n) private pure returns (uint256 choice) {
        uint256 seen;
        while (seen <= n) seen += (tally >> (BITS * ++choice)) & COUNTER;
    }
}
