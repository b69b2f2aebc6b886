// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {ITokenHook} from "./OddToken.sol";

/// @title ContractAccount
/// @notice An account that is a contract: anyone may make it call anything. It refuses the native coin.
contract ContractAccount {
    constructor() payable {}

    function execute(address target, uint256 value, bytes calldata data) external payable returns (bytes memory) {
        (bool succeeded, bytes memory answer) = target.call{value: value}(data);
        if (!succeeded) {
            assembly ("memory-safe") {
                revert(add(answer, 32), mload(answer))
            }
        }
        return answer;
    }
}

/// @title Batcher
/// @notice Makes several calls in one transaction, all or none.
contract Batcher is ContractAccount {
    struct Call {
        address target;
        uint256 value;
        bytes data;
    }

    function batch(Call[] calldata calls) external payable {
        for (uint256 i; i < calls.length; ++i) {
            this.execute{value: calls[i].value}(calls[i].target, calls[i].value, calls[i].data);
        }
    }
}

/// @title Intruder
/// @notice Makes one prepared call from within, when it is paid or a token calls its hook.
contract Intruder is ContractAccount, ITokenHook {
    struct Strike {
        address target;
        uint256 value;
        bytes data;
    }

    Strike private _strike;
    bool public armed;
    bool public struck;
    bool public succeeded;
    bytes public answer;

    constructor() payable {}

    receive() external payable {
        _hit();
    }

    function arm(address target, uint256 value, bytes calldata data) external {
        _strike = Strike(target, value, data);
        armed = true;
    }

    function onTokens() external {
        _hit();
    }

    function _hit() private {
        if (!armed) return;
        armed = false;
        struck = true;
        (succeeded, answer) = _strike.target.call{value: _strike.value}(_strike.data);
    }
}

/// @title BombAccount
/// @notice Refuses the native coin with a megabyte of reasons, which whoever copies them has to pay for.
contract BombAccount is ContractAccount {
    receive() external payable {
        assembly ("memory-safe") {
            revert(0, 1000000)
        }
    }
}

/// @title ForcedEther
/// @notice Leaves its native coin at `to`, whether `to` wants it or not.
contract ForcedEther {
    constructor(address payable to) payable {
        selfdestruct(to);
    }
}
