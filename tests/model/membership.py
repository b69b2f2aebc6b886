"""Memberships that run out. `IMemberships.sol`.

The contract keeps two times and reckons from them what it holds; the model keeps what it holds as a number that each
operation changes. That the two agree is what the machine in `test_membership_machine.py` shows.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tests.model.errors import (
    AccessManagedUnauthorized,
    AmountZero,
    DurationInvalid,
    EarningsTooLow,
    ERC721IncorrectOwner,
    ERC721InsufficientApproval,
    ERC721InvalidApprover,
    ERC721InvalidReceiver,
    ERC721NonexistentToken,
    MembershipExpired,
    NotHolder,
    NotTransferable,
    PeriodsOutOfRange,
    PriceChanged,
    RecipientInvalid,
    TierIsClosed,
    TierSoldOut,
    TierUnknown,
)
from tests.model.outside import Outside
from tests.model.values import NATIVE, NOBODY, Event, Message

MAX_PERIODS = 120
DAY = 86_400


@dataclass(frozen=True)
class Tier:
    token: str
    price: int
    period: int
    supply: int = 0
    transferable: bool = True
    closed: bool = False
    minted: int = 0


@dataclass(frozen=True)
class Card:
    """A membership. `held` is what it has paid and not yet earned."""

    holder: str
    tier_id: int
    expires_at: int
    earned_until: int
    held: int


class Club:
    """`tiers` are given; the contract's `addTier` has examples of its own."""

    def __init__(self, address: str, market: str, outside: Outside, admin: str, treasurer: str) -> None:
        self.address, self.market, self.outside = address, market, outside
        self.admin, self.treasurer = admin, treasurer
        self.tiers: dict[int, Tier] = {}
        self.cards: dict[int, Card] = {}
        self.approved: dict[int, str] = {}
        self.earnings: Counter[str] = Counter()
        self.claims: Counter[tuple[str, str]] = Counter()
        self.events: list[Event] = []

    def mint(self, message: Message, tier_id: int, to: str, periods: int) -> int:
        tier = self._tier(tier_id)
        if to == NOBODY:
            raise RecipientInvalid(to)
        if tier.closed:
            raise TierIsClosed(tier_id)
        self._require_periods(periods)
        if tier.supply and tier.minted >= tier.supply:
            raise TierSoldOut(tier_id, tier.supply)
        self._require_recipient(to)
        paid = self._take(message, tier, periods)

        self.tiers[tier_id] = replace(tier, minted=tier.minted + 1)
        card_id, end = tier_id * 2**32 + tier.minted + 1, message.now + periods * tier.period
        self.cards[card_id] = Card(to, tier_id, end, message.now, paid)
        self._emit("Transfer", NOBODY, to, card_id)
        self._emit("MembershipMinted", card_id, tier_id, to, message.sender, paid, end)
        self._emit("SubscriptionUpdate", card_id, end)
        return card_id

    def renew_subscription(self, message: Message, card_id: int, duration: int) -> None:
        card = self._card(card_id)
        tier = self.tiers[card.tier_id]
        periods, rest = divmod(duration, tier.period)
        if rest or not duration:
            raise DurationInvalid(duration, tier.period)
        self._require_periods(periods)
        paid = self._take(message, tier, periods)

        if card.expires_at < message.now:
            self._earn(card_id, message.now)
            card = replace(self.cards[card_id], expires_at=message.now, earned_until=message.now)
        self.cards[card_id] = replace(card, expires_at=card.expires_at + duration, held=card.held + paid)
        self._emit("MembershipRenewed", card_id, message.sender, paid, self.cards[card_id].expires_at)
        self._announce(card_id)

    def cancel_subscription(self, message: Message, card_id: int) -> None:
        if message.value:
            raise PriceChanged(0, message.value)
        card = self._valid(card_id, message.now)
        if message.sender != card.holder:
            raise NotHolder(message.sender, card.holder)

        self._earn(card_id, message.now)
        card, end = self.cards[card_id], message.now - 1
        self.cards[card_id] = replace(card, expires_at=end, earned_until=end, held=0)
        self._emit("MembershipCancelled", card_id, card.holder, card.held)
        self._announce(card_id)
        self._pay(self.tiers[card.tier_id].token, card.holder, card.held)

    def earn(self, message: Message, card_ids: Sequence[int]) -> None:
        for card_id in card_ids:
            self._card(card_id)
        for card_id in card_ids:
            self._earn(card_id, message.now)

    def collect_earnings(self, message: Message, token: str, to: str, amount: int) -> None:
        if message.sender != self.treasurer:
            raise AccessManagedUnauthorized(message.sender)
        if amount > self.earnings[token]:
            raise EarningsTooLow(amount, self.earnings[token])
        if not amount:
            raise AmountZero
        if to in (NOBODY, self.market):
            raise RecipientInvalid(to)
        self.earnings[token] -= amount
        self._emit("EarningsCollected", token, to, amount)
        self._pay(token, to, amount)

    def set_tier_closed(self, message: Message, tier_id: int, closed: bool) -> None:
        if message.sender != self.admin:
            raise AccessManagedUnauthorized(message.sender)
        self.tiers[tier_id] = replace(self._tier(tier_id), closed=closed)
        self._emit("TierClosed", tier_id, closed)

    def approve(self, message: Message, to: str, card_id: int) -> None:
        card = self._card(card_id)
        if message.sender != card.holder:
            raise ERC721InvalidApprover(message.sender)
        self.approved[card_id] = to
        self._emit("Approval", card.holder, to, card_id)

    def transfer_from(self, message: Message, owner: str, to: str, card_id: int) -> None:
        if to == NOBODY:
            raise ERC721InvalidReceiver(to)
        self._require_recipient(to)
        card = self._card(card_id)
        if message.sender not in (card.holder, self.approved.get(card_id)):
            raise ERC721InsufficientApproval(message.sender, card_id)
        self._valid(card_id, message.now)
        if not self.tiers[card.tier_id].transferable:
            raise NotTransferable(card_id)
        if owner != card.holder:
            raise ERC721IncorrectOwner(owner, card_id, card.holder)
        self.approved.pop(card_id, None)
        self.cards[card_id] = replace(card, holder=to)
        self._emit("Transfer", owner, to, card_id)

    def refund_of(self, card_id: int, now: int) -> int:
        """What has not been earned at `now`: the price of the days that have not begun, rounded down."""
        card = self.cards[card_id]
        tier = self.tiers[card.tier_id]
        return self._days_left(card_id, now) * DAY * tier.price // tier.period

    def held(self, token: str) -> int:
        return sum(card.held for card in self.cards.values() if self.tiers[card.tier_id].token == token)

    def _earn(self, card_id: int, now: int) -> None:
        card, rest = self.cards[card_id], self.refund_of(card_id, now)
        self.earnings[self.tiers[card.tier_id].token] += card.held - rest
        earned_until = card.expires_at - self._days_left(card_id, now) * DAY
        self.cards[card_id] = replace(card, held=rest, earned_until=earned_until)

    def _days_left(self, card_id: int, now: int) -> int:
        """Days from the next one's beginning to the expiry: a day begins with its first second."""
        return max(self.cards[card_id].expires_at - now - 1, 0) // DAY

    def _take(self, message: Message, tier: Tier, periods: int) -> int:
        price = tier.price * periods
        due = price if tier.token == NATIVE else 0
        if message.value != due:
            raise PriceChanged(due, message.value)
        if tier.token == NATIVE:
            self.outside.move_native(message.sender, self.address, price)
        else:
            self.outside.pull(tier.token, message.sender, self.address, price)
        return price

    def _pay(self, token: str, to: str, amount: int) -> None:
        self.outside.wallets[self.address, token] -= amount
        self.claims[to, token] += amount

    def _tier(self, tier_id: int) -> Tier:
        if tier_id not in self.tiers:
            raise TierUnknown(tier_id, len(self.tiers))
        return self.tiers[tier_id]

    def _card(self, card_id: int) -> Card:
        if card_id not in self.cards:
            raise ERC721NonexistentToken(card_id)
        return self.cards[card_id]

    def _valid(self, card_id: int, now: int) -> Card:
        card = self._card(card_id)
        if card.expires_at < now:
            raise MembershipExpired(card_id, card.expires_at)
        return card

    def _require_periods(self, periods: int) -> None:
        if not 0 < periods <= MAX_PERIODS:
            raise PeriodsOutOfRange(periods, MAX_PERIODS)

    def _require_recipient(self, to: str) -> None:
        if to in (self.address, self.market):
            raise RecipientInvalid(to)

    def _announce(self, card_id: int) -> None:
        self._emit("SubscriptionUpdate", card_id, self.cards[card_id].expires_at)
        self._emit("MetadataUpdate", card_id)

    def _emit(self, name: str, *arguments: object) -> None:
        self.events.append((name, arguments))
