// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {ContractAccount} from "./Accounts.sol";

/// @title SmartWallet
/// @notice A contract account that signs (ERC-1271) with its owner's key. Armed, it makes a call each time it is asked
/// for its signature, and gives it only if that call is refused with the error it was told of: whoever is asked is not
/// allowed to write, so that its signature was good is the record of the attempt.
contract SmartWallet is ContractAccount, IERC1271 {
    address public immutable owner = msg.sender;
    address private _target;
    bytes private _call;
    bytes4 private _refusal;

    constructor() payable {}

    /// @param refusal First bytes of the error that is expected, zeros for none at all.
    function arm(address target, bytes calldata call, bytes4 refusal) external {
        (_target, _call, _refusal) = (target, call, refusal);
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        if (ECDSA.recover(hash, signature) != owner || !_refused()) return bytes4(0);
        return this.isValidSignature.selector;
    }

    function _refused() private view returns (bool) {
        if (_target == address(0)) return true;
        // What writes where it must not burns all it is given.
        (bool succeeded, bytes memory answer) = _target.staticcall{gas: 200_000}(_call);
        return !succeeded && bytes4(answer) == _refusal;
    }
}
