// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title Vm
/// @notice The few of forge's cheat codes that are used here.
interface Vm {
    function addr(uint256 key) external pure returns (address);

    function assume(bool condition) external pure;

    function deal(address account, uint256 balance) external;

    function deployCode(string calldata artifact, bytes calldata arguments) external returns (address);

    function prank(address sender) external;

    function sign(uint256 key, bytes32 digest) external pure returns (uint8 v, bytes32 r, bytes32 s);

    function warp(uint256 timestamp) external;
}

Vm constant vm = Vm(address(uint160(uint256(keccak256("hevm cheat code")))));
