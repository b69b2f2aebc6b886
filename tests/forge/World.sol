// SPDX-License-Identifier: MIT
pragma solidity ^0.8.37;

import {AccessManager} from "../../contracts/AccessManager.sol";
import {Market} from "../../contracts/Market.sol";
import {Sellers} from "../../contracts/Sellers.sol";
import {IListings} from "../../contracts/interfaces/IListings.sol";
import {IOrders} from "../../contracts/interfaces/IOrders.sol";
import {TestToken} from "../../contracts/mocks/TestToken.sol";
import {vm} from "./Vm.sol";

/// @title World
/// @notice A market with everybody in it: two sellers, three buyers, a referrer, and this contract in every role. An
/// account stands where the contract Disputes does, so that disputes may go any way the market allows.
abstract contract World {
    uint256 internal constant RICH = 1e30;
    uint256 internal constant GENESIS = 1_900_000_000;
    uint64 internal constant ROLE = 1;
    uint64 internal constant REGISTRY = 2;
    uint256 internal constant SELLER_KEYS = 0x5E11;
    uint256 internal constant BUYER_KEYS = 0xB11E;

    address internal constant DISPUTES = address(0xD15);
    address internal constant REFERRER = address(0x4EF);
    address internal constant STRANGER = address(0x57A);

    Market public market;
    Sellers public registry;
    TestToken public coin;
    address[] public people;

    constructor() {
        vm.warp(GENESIS);
        AccessManager authority = AccessManager(
            vm.deployCode("contracts/AccessManager.sol:AccessManager", abi.encode(address(this)))
        );
        // Deployed from their artifacts, so that no test carries, and compiles, the market once more.
        market = Market(vm.deployCode("Market.sol:Market", abi.encode(authority, address(0), DISPUTES)));
        registry = Sellers(vm.deployCode("Sellers.sol:Sellers", abi.encode(authority, market)));
        coin = new TestToken("USD Coin", "USDC", 6);
        _giveRoles(authority);
        _invite();
        market.addCategory(0, "Lamps");
        market.setFee(333, 2_500);
    }

    function peopleCount() public view returns (uint256) {
        return people.length;
    }

    function sellerAt(uint256 seed) internal view returns (address) {
        return people[seed % 2];
    }

    function buyerAt(uint256 seed) internal view returns (address) {
        return people[2 + (seed % 3)];
    }

    function tokenAt(bool native) internal view returns (address) {
        return native ? address(0) : address(coin);
    }

    function idOf(address token) internal pure returns (uint256) {
        return uint160(token);
    }

    function bounded(uint256 seed, uint256 low, uint256 high) internal pure returns (uint256) {
        return low + (seed % (high - low + 1));
    }

    function isLive(IOrders.State state) internal pure returns (bool) {
        return state >= IOrders.State.Placed && state <= IOrders.State.Delivered;
    }

    function termsOf(uint96 price, bool acceptsAtOnce) internal pure returns (IListings.Terms memory terms) {
        terms.price = price;
        terms.acceptWindow = acceptsAtOnce ? 0 : 1 days;
        terms.deliverWindow = 2 days;
        terms.inspectWindow = 3 days;
        terms.lowStock = 2;
        terms.category = 1;
        terms.content = bytes32(uint256(1));
    }

    function _giveRoles(AccessManager authority) private {
        bytes4[] memory selectors = new bytes4[](3);
        selectors[0] = market.addCategory.selector;
        selectors[1] = market.setFee.selector;
        selectors[2] = market.collectFees.selector;
        authority.grantRole(ROLE, address(this), 0);
        authority.setTargetFunctionRole(address(market), selectors, ROLE);

        bytes4[] memory status = new bytes4[](1);
        status[0] = market.setSellerStatus.selector;
        authority.grantRole(REGISTRY, address(registry), 0);
        authority.setTargetFunctionRole(address(market), status, REGISTRY);
    }

    function _invite() private {
        for (uint256 i; i < 2; ++i) _welcome(vm.addr(SELLER_KEYS + i));
        for (uint256 i; i < 3; ++i) _welcome(vm.addr(BUYER_KEYS + i));
        _welcome(REFERRER);
        for (uint256 i; i < 2; ++i) {
            vm.prank(people[i]);
            registry.register(bytes32(uint256(1)));
            vm.prank(people[i]);
            market.setOperator(address(registry), true);
        }
        people.push(address(this));
        people.push(address(registry));
        people.push(DISPUTES);
        people.push(STRANGER);
    }

    function _welcome(address person) private {
        people.push(person);
        vm.deal(person, RICH);
        coin.mint(person, RICH);
        vm.prank(person);
        coin.approve(address(market), type(uint256).max);
    }
}
