// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {Dates} from "./Dates.sol";

/// @title MembershipCard
/// @notice A membership's metadata and picture. Tier names need no escaping: `isPlain` lets nothing else in.
library MembershipCard {
    /// @return Whether every byte is printable ASCII that means nothing in JSON or XML.
    function isPlain(string memory name) internal pure returns (bool) {
        bytes memory text = bytes(name);
        for (uint256 i; i < text.length; ++i) {
            bytes1 char = text[i];
            if (char < 0x20 || char > 0x7e) return false;
            if (char == '"' || char == "\\" || char == "<" || char == ">" || char == "&") return false;
        }
        return true;
    }

    function uri(uint256 membershipId, string memory name, uint256 expiresAt) internal pure returns (string memory) {
        bytes memory json = abi.encodePacked(
            '{"name":"',
            name,
            " #",
            Strings.toString(membershipId & type(uint32).max),
            '","attributes":[{"trait_type":"Tier","value":"',
            name,
            '"},{"display_type":"date","trait_type":"Expires","value":',
            Strings.toString(expiresAt),
            '}],"image":"data:image/svg+xml;base64,',
            Base64.encode(_picture(name, Dates.iso(expiresAt))),
            '"}'
        );
        return string.concat("data:application/json;base64,", Base64.encode(json));
    }

    function _picture(string memory name, string memory date) private pure returns (bytes memory) {
        return
            abi.encodePacked(
                '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 250" font-family="Georgia,serif" fill="#f4ecd8">',
                '<defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="#1d3557"/>',
                '<stop offset="1" stop-color="#0b1626"/></linearGradient></defs>',
                '<rect width="400" height="250" rx="18" fill="url(#g)"/>',
                '<path d="M30 60h340M30 66h340" stroke="#c9a24b"/><text x="30" y="44" font-size="18" ',
                'letter-spacing="6">STOA</text><text x="30" y="142" font-size="30" textLength="',
                Strings.toString(bytes(name).length < 20 ? bytes(name).length * 17 : 340),
                '" lengthAdjust="spacingAndGlyphs">',
                name,
                '</text><text x="30" y="214" font-size="16" fill="#c9a24b">Valid until ',
                date,
                "</text></svg>"
            );
    }
}
