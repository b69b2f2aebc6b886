// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

/// @title Dates
/// @notice Unix time as people read it, in UTC.
library Dates {
    /// @return The day of `timestamp` as YYYY-MM-DD.
    function iso(uint256 timestamp) internal pure returns (string memory) {
        (uint256 year, uint256 month, uint256 day) = civil(timestamp / 1 days);
        return string.concat(Strings.toString(year), "-", _twoDigits(month), "-", _twoDigits(day));
    }

    /// @dev Howard Hinnant's `civil_from_days`: years begin in March, so that the leap day is a year's last.
    /// Source: https://howardhinnant.github.io/date_algorithms.html
    /// @param daysSinceEpoch Since 1970-01-01.
    function civil(uint256 daysSinceEpoch) internal pure returns (uint256 year, uint256 month, uint256 day) {
        // Whole days, years and eras: each division is meant to drop its rest.
        // slither-disable-start divide-before-multiply
        uint256 shifted = daysSinceEpoch + 719_468;
        uint256 era = shifted / 146_097;
        uint256 dayOfEra = shifted % 146_097;
        uint256 yearOfEra = (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365;
        uint256 dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100);
        uint256 march = (5 * dayOfYear + 2) / 153;
        day = dayOfYear - (153 * march + 2) / 5 + 1;
        month = march < 10 ? march + 3 : march - 9;
        year = yearOfEra + era * 400 + (month < 3 ? 1 : 0);
        // slither-disable-end divide-before-multiply
    }

    function _twoDigits(uint256 number) private pure returns (string memory) {
        return string.concat(number < 10 ? "0" : "", Strings.toString(number));
    }
}
