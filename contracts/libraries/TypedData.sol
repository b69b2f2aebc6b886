// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

/// @title TypedData
/// @notice EIP-712 digests under the domain (name "Stoa", version "1", this chain, this contract). The chain's id is
/// read each time, so a signature never survives a fork.
library TypedData {
    bytes32 private constant DOMAIN_TYPEHASH = keccak256(
        "EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"
    );
    bytes32 private constant NAME = keccak256("Stoa");
    bytes32 private constant VERSION = keccak256("1");

    function digest(bytes32 structHash) internal view returns (bytes32) {
        bytes32 domain = keccak256(abi.encode(DOMAIN_TYPEHASH, NAME, VERSION, block.chainid, address(this)));
        return keccak256(abi.encodePacked(hex"1901", domain, structHash));
    }
}
