// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {ContractAccount} from "./Accounts.sol";

/// @title SmartWallet
/// @notice A contract account that signs (ERC-1271) with its owner's key. Armed, it makes a call each time it is asked
/// for its signature, and gives it only if that call fails.
contract SmartWallet is ContractAccount, IERC1271 {
    address public immutable owner = msg.sender;
    address private _target;
    bytes private _call;

    function arm(address target, bytes calldata call) external {
        (_target, _call) = (target, call);
    }

    function isValidSignature(bytes32 hash, bytes calldata signature) external view returns (bytes4) {
        bool succeeded;
        if (_target != address(0)) (succeeded, ) = _target.staticcall(_call);
        return ECDSA.recover(hash, signature) == owner && !succeeded ? this.isValidSignature.selector : bytes4(0);
    }
}
