// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AccessManager as OpenZeppelinAccessManager} from "@openzeppelin/contracts/access/manager/AccessManager.sol";

/// @title AccessManager
/// @notice OpenZeppelin's, unchanged: who holds which role, which function asks for it, and with what delay.
contract AccessManager is OpenZeppelinAccessManager {
    constructor(address initialAdmin) OpenZeppelinAccessManager(initialAdmin) {}
}
