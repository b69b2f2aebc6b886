// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {Dates} from "./Dates.sol";

/// @title MembershipCard
/// @notice A membership's metadata and picture. Tier names need no escaping: `isPlain` lets nothing else in.
library MembershipCard {
    /// @dev A frame, and a stoa's gable, steps and columns in faint gold.
    string private constant PORCH =
        '<g stroke="#c9a24b"><rect x="10" y="10" width="380" height="230" rx="11" fill="none" stroke-opacity=".45"/>'
        '<path d="M206 72 288 34l82 38v8H206zM212 84h152M206 226h164M206 220h164" fill="#c9a24b" fill-opacity=".12" '
        'stroke-opacity=".3"/><path d="M222 88v128m33-128v128m33-128v128m33-128v128m33-128v128" stroke-opacity=".14" '
        'stroke-width="12"/></g>';

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

    /// @return A data URI of ERC-721 metadata, its picture inside.
    function uri(uint256 membershipId, string memory name, uint256 expiresAt) internal pure returns (string memory) {
        string memory number = Strings.toString(membershipId & type(uint32).max);
        string memory date = Dates.iso(expiresAt);
        bytes memory json = abi.encodePacked(
            '{"name":"',
            name,
            " #",
            number,
            '","description":"Valid until ',
            date,
            ' (UTC)","attributes":[{"trait_type":"Tier","value":"',
            name,
            '"},{"display_type":"date","trait_type":"Expires","value":',
            Strings.toString(expiresAt),
            '}],"image":"data:image/svg+xml;base64,',
            Base64.encode(_picture(name, number, date)),
            '"}'
        );
        return string.concat("data:application/json;base64,", Base64.encode(json));
    }

    function _picture(
        string memory name,
        string memory number,
        string memory date
    ) private pure returns (bytes memory) {
        return
            abi.encodePacked(
                '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 250" font-family="Georgia,serif" fill="#f4ecd8">',
                '<defs><linearGradient id="g" x2="1" y2="1"><stop stop-color="#1d3557"/>',
                '<stop offset="1" stop-color="#0b1626"/></linearGradient></defs>',
                '<rect width="400" height="250" rx="18" fill="url(#g)"/>',
                PORCH,
                '<text x="30" y="48" font-size="18" letter-spacing="7" fill="#c9a24b">STOA</text><text x="30" y="142" ',
                _fit(bytes(name).length),
                ">",
                name,
                '</text><g font-size="15" fill="#e3c678"><text x="30" y="214">Valid until ',
                date,
                '</text><text x="370" y="214" text-anchor="end">No. ',
                number,
                "</text></g></svg>"
            );
    }

    /// @dev No font is the same everywhere: the name is told its width, so that 32 capitals stay on the card too.
    function _fit(uint256 length) private pure returns (string memory) {
        if (length >= 20) return 'font-size="23" textLength="340" lengthAdjust="spacingAndGlyphs"';
        return
            string.concat(
                'font-size="30" textLength="',
                Strings.toString(length * 17),
                '" lengthAdjust="spacingAndGlyphs"'
            );
    }
}
