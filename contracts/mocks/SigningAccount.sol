// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {IERC1271} from "@openzeppelin/contracts/interfaces/IERC1271.sol";
import {ContractAccount} from "./Accounts.sol";

/// @title SigningAccount
/// @notice A contract account that signs (ERC-1271): says yes to the one digest it was last told, until told otherwise.
/// Its signature is any bytes.
contract SigningAccount is ContractAccount, IERC1271 {
    bytes32 public approved;

    function sign(bytes32 digest) external {
        approved = digest;
    }

    function isValidSignature(bytes32 digest, bytes calldata) external view returns (bytes4) {
        return digest == approved ? IERC1271.isValidSignature.selector : bytes4(0);
    }
}
