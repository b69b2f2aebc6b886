"""One market with everybody in it, as the examples find it: roles given, two sellers registered, money in wallets."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from ape import project
from ape.api import AccountAPI
from ape.contracts import ContractInstance

from scripts._compile import compile_all
from scripts._roles import ROLES, functions_of
from tests.contracts.council import *  # noqa: F403
from tests.contracts.court import *  # noqa: F403
from tests.contracts.helpers import FAR, NATIVE, PRICE, line, payment, terms
from tests.contracts.interface import plain
from tests.contracts.machine import artifact
from tests.contracts.memberships import *  # noqa: F403
from tests.contracts.offers import Offer, Part, sign_offer
from tests.contracts.permits import Signed, sign
from tests.model.values import Permit

WEALTH = 10**24
PROFILE = b"\x01" * 32


@pytest.fixture(scope="session", autouse=True)
def compiled() -> None:
    compile_all()


@pytest.fixture(scope="session", autouse=True)
def world(
    market: ContractInstance,
    reviews: ContractInstance,
    coin: ContractInstance,
    court_market: ContractInstance,
    court_disputes: ContractInstance,
    court_central: ContractInstance,
    court_hostile: ContractInstance,
    club_market: ContractInstance,
) -> None:
    """Everything that lasts is there before the first test: ape winds the chain back to what it was then."""


def _actor(index: int) -> Callable[..., AccountAPI]:
    @pytest.fixture(scope="session")
    def actor(accounts: Any) -> AccountAPI:
        return accounts[index]

    return actor


admin = _actor(0)
seller = _actor(1)
other_seller = _actor(2)
buyer = _actor(3)
other_buyer = _actor(4)
referrer = _actor(5)
treasurer = _actor(6)
moderator = _actor(7)
guardian = _actor(8)
stranger = _actor(9)
resolver = _actor(10)


@pytest.fixture(scope="session")
def authority(admin: AccountAPI) -> ContractInstance:
    return admin.deploy(project.AccessManager, admin)


@pytest.fixture(scope="session")
def memberships(admin: AccountAPI) -> ContractInstance:
    return admin.deploy(project.MembershipBook)


@pytest.fixture(scope="session")
def bare_market(
    admin: AccountAPI, authority: ContractInstance, memberships: ContractInstance, resolver: AccountAPI
) -> ContractInstance:
    """Deployed, and nothing more. `resolver` stands where the contract Disputes does."""
    return admin.deploy(project.Market, authority, memberships, resolver)


@pytest.fixture(scope="session")
def registry(admin: AccountAPI, authority: ContractInstance, bare_market: ContractInstance) -> ContractInstance:
    """The contract Sellers."""
    return admin.deploy(project.Sellers, authority, bare_market)


@pytest.fixture(scope="session")
def holders(
    moderator: AccountAPI, treasurer: AccountAPI, guardian: AccountAPI, registry: ContractInstance
) -> dict[str, Any]:
    """Role → who holds it."""
    return {"MODERATOR": moderator, "TREASURER": treasurer, "GUARDIAN": guardian, "REGISTRY": registry}


@pytest.fixture(scope="session")
def market(
    bare_market: ContractInstance,
    registry: ContractInstance,
    authority: ContractInstance,
    holders: dict[str, Any],
    admin: AccountAPI,
    moderator: AccountAPI,
    seller: AccountAPI,
    other_seller: AccountAPI,
) -> ContractInstance:
    """Roles as `ape run deploy` gives them, one category, no fee, two sellers."""
    for role, targets in functions_of("Market", "Sellers").items():
        authority.grantRole(ROLES[role], holders[role], 0, sender=admin)
        for contract, functions in targets.items():
            target = {"Market": bare_market, "Sellers": registry}[contract]
            selectors = [artifact(contract)[1].selector(function) for function in functions]
            authority.setTargetFunctionRole(target, selectors, ROLES[role], sender=admin)
    bare_market.addCategory(0, "Lamps", sender=moderator)
    for account in (seller, other_seller):
        registry.register(PROFILE, sender=account)
    return bare_market


@pytest.fixture(scope="session")
def reviews(
    admin: AccountAPI, market: ContractInstance, authority: ContractInstance, moderator: AccountAPI
) -> ContractInstance:
    """The contract Reviews; moderators hide and show."""
    reviews = admin.deploy(project.Reviews, authority, market)
    selectors = [artifact("Reviews")[1].selector(function) for function in ("hide", "show")]
    authority.setTargetFunctionRole(reviews, selectors, ROLES["MODERATOR"], sender=admin)
    return reviews


@pytest.fixture(scope="session")
def coin(admin: AccountAPI, market: ContractInstance, buyer: AccountAPI, other_buyer: AccountAPI) -> ContractInstance:
    """A well-behaved ERC-20 with permits, in the buyers' wallets; nothing is allowed to the market yet."""
    coin = admin.deploy(project.TestToken, "USD Coin", "USDC", 6)
    for account in (buyer, other_buyer):
        coin.mint(account, WEALTH, sender=account)
    return coin


@pytest.fixture
def allowed_coin(coin: ContractInstance, market: ContractInstance, buyer: AccountAPI) -> ContractInstance:
    """The coin, and the market may take the buyer's."""
    coin.approve(market, WEALTH, sender=buyer)
    return coin


@pytest.fixture
def offer(market: ContractInstance, seller: AccountAPI) -> Callable[..., int]:
    """Puts a good on sale; by default of `seller`, for native coin, ten in stock. Returns its id."""

    def create(by: AccountAPI = seller, token: Any = NATIVE, stock: int = 10, **changes: Any) -> int:
        market.createListing(0, token, stock, terms(**changes), sender=by)
        return int(market.getConfig().listingCount)

    return create


@pytest.fixture
def listing(offer: Callable[..., int]) -> int:
    """A good of `seller` at `PRICE` in native coin, ten in stock."""
    return offer()


@pytest.fixture
def place(market: ContractInstance, buyer: AccountAPI) -> Callable[..., int]:
    """Buys for native coin what costs `PRICE`. Returns the order's id."""

    def buy(listing_id: int, quantity: int = 1, by: AccountAPI = buyer, **changes: Any) -> int:
        market.buy(line(listing_id, quantity), payment(**changes), sender=by, value=PRICE * quantity)
        return int(market.getConfig().orderCount)

    return buy


@pytest.fixture
def order(place: Callable[..., int], listing: int) -> int:
    """Two units of `listing`, placed by `buyer`, awaiting acceptance."""
    return place(listing, 2)


@pytest.fixture
def delivered(market: ContractInstance, order: int, seller: AccountAPI) -> int:
    """The order, delivered."""
    market.deliver(order, bytes(32), sender=seller)
    return order


@pytest.fixture
def fee(market: ContractInstance, treasurer: AccountAPI) -> int:
    """2.5 %, of which a referrer gets a fifth."""
    market.setFee(250, 2_000, sender=treasurer)
    return 250


@pytest.fixture
def at(chain: Any) -> Callable[[int], None]:
    """The next transaction is mined in this second (Unix time)."""

    def travel(timestamp: int) -> None:
        chain.pending_timestamp = timestamp

    return travel


@pytest.fixture
def claims(market: ContractInstance) -> Callable[..., int]:
    """Claims of an account in the ledger."""

    def of(account: Any, token: Any = NATIVE) -> int:
        return int(market.balanceOf(account, int(str(getattr(token, "address", token)), 16)))

    return of


@pytest.fixture
def permit(coin: ContractInstance, market: ContractInstance) -> Callable[..., Signed]:
    """Signs a permit of `owner` over the coin for the market, by `key_of` if that is somebody else."""

    def sign_it(
        owner: AccountAPI, value: int, deadline: int = FAR, key_of: Any = None, nonce: int | None = None
    ) -> Signed:
        key = bytes.fromhex((key_of or owner).private_key.removeprefix("0x"))
        nonce = coin.nonces(owner) if nonce is None else nonce
        permit = Permit(value, deadline, owner.address, nonce)
        return sign(key, bytes(coin.DOMAIN_SEPARATOR()), market.address, permit)

    return sign_it


@pytest.fixture
def quote(listing: int, seller: AccountAPI) -> Offer:
    """One unit of `listing` at half its price, to anyone."""
    return Offer(seller.address, listing_id=listing, parts=(Part(total=PRICE // 2),))


@pytest.fixture
def bid(listing: int, buyer: AccountAPI) -> Offer:
    """`buyer` would take one unit of `listing` at half its price."""
    return Offer(buyer.address, listing_id=listing, parts=(Part(total=PRICE // 2),))


@pytest.fixture
def signature(market: ContractInstance, accounts: Any, chain: Any) -> Callable[..., bytes]:
    """Signs an offer, as its maker if nobody else is named."""

    def sign_it(offer: Offer, by: AccountAPI | None = None, **domain: Any) -> bytes:
        signer = by or next(account for account in accounts if account.address == offer.maker)
        domain = {"chainId": chain.chain_id, "verifyingContract": market.address} | domain
        return bytes(sign_offer(signer.private_key, offer, domain).signature)

    return sign_it


@pytest.fixture
def take(market: ContractInstance, signature: Callable[..., bytes]) -> Callable[..., Any]:
    """Takes an offer, signed by its maker if no other signature is given."""

    def take_it(offer: Offer, by: Any, value: int = 0, signed: bytes | None = None, **changes: Any) -> Any:
        signed = signature(offer) if signed is None else signed
        return market.takeOffer(plain(offer), signed, payment(**changes), sender=by, value=value)

    return take_it
