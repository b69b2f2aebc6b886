// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

address constant SWITCH = address(0xFA017);
address constant CONSOLE = 0x000000000000000000636F6e736F6c652e6c6f67;
uint256 constant LOG_UINT256 = 0xf82c50f1;
/// @dev The switch stands here while it is listened to.
uint256 constant LISTEN = 1 << 64;

/// @dev Whether this fault is on. It pretends to be pure so that pure functions may have faults.
function $on(uint256 fault) pure returns (bool) {
    function(uint256) internal view returns (bool) look = $look;
    function(uint256) internal pure returns (bool) pretended;
    assembly {
        pretended := look
    }
    return pretended(fault);
}

/// @dev The switch is a balance: tests neither see it nor move it, and it stays when the chain is wound back.
function $look(uint256 fault) view returns (bool) {
    if (SWITCH.balance == LISTEN) $say(fault);
    return SWITCH.balance == fault;
}

/// @dev A call without value or state, which anvil prints. Nobody lives there, so it cannot fail.
function $say(uint256 fault) view {
    assembly ("memory-safe") {
        mstore(0x00, shl(224, LOG_UINT256))
        mstore(0x04, fault)
        pop(staticcall(gas(), CONSOLE, 0x00, 0x24, 0x00, 0x00))
    }
}
