"""ape run seed: a month of a demo market on a local chain."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import closing
from functools import partial
from random import Random

import click
from ape import networks
from ape.cli import ConnectedProviderCommand, network_option
from ape.exceptions import ProviderError

from scripts._content import digest
from scripts._deployments import current
from scripts._network import LOCAL_CHAIN_ID, connected
from scripts._progress import Progress
from scripts._seed import clubs, court, haggling, sidelines, voices
from scripts._seed.accounts import ADMIN, BEA, BUYERS, COUNCIL, TREASURER, UNLOCKED, People
from scripts._seed.catalogue import Item, Seller, items, sellers
from scripts._seed.drawing import DrawingError, drawn
from scripts._seed.history import History
from scripts._seed.market import Market
from scripts._seed.pictures import HEIGHT, MEDIA_TYPE, WIDTH, alt
from scripts._seed.plan import Plan, PlanError, Planner
from scripts._seed.rpc import LocalChain, TransactionFailed
from scripts._seed.upload import Uploader, UploadError

STATES = ("none", "placed", "accepted", "in progress", "delivered", "disputed", "completed", "cancelled", "resolved")


@click.command(cls=ConnectedProviderCommand, short_help="Fill a local market with a month of demo trade")
@network_option()
@click.option("--api", required=True, help="Where the API answers, e.g. http://127.0.0.1:8000")
@click.option("--seed", default=7, show_default=True, help="Another number, another history.")
@click.option("--more", is_flag=True, help="Add to a market that has listings already.")
def cli(api: str, seed: int, more: bool) -> None:
    if connected().chain_id != LOCAL_CHAIN_ID:
        raise click.ClickException(
            f"The demo market is for local chains (id {LOCAL_CHAIN_ID}): it moves the clock and other people's money."
        )
    began = time.time()
    market = Market.of(*current())
    chain = LocalChain(networks.provider)
    if chain.call(market.market, "getConfig")[0][0] and not more:
        raise click.ClickException("This market has listings already; `--more` adds the demo's to them.")
    try:
        counts = fill(chain, market, api, Random(seed), more)
    except (UploadError, PlanError, DrawingError, ProviderError, TransactionFailed) as error:
        raise click.ClickException(str(error)) from error
    found = ", ".join(f"{number} {state}" for state, number in sorted(counts.items()))
    click.echo(f"{chain.sent} transactions in {time.time() - began:.0f} s; orders: {found}.")


def fill(chain: LocalChain, market: Market, api: str, rng: Random, more: bool) -> Counter[str]:
    """Uploads, then trades. Returns how many orders are in which state."""
    by_key = sellers()
    shelf = items(by_key)
    plan = _plan(chain, by_key, shelf, rng, more)
    people = People.known({ADMIN, BEA, TREASURER, *COUNCIL, *BUYERS, *(seller.account for seller in by_key.values())})
    history = History(chain, market, people, by_key, plan, rng)
    with Uploader(api) as uploader:
        _upload(uploader, market, history, by_key, shelf)
    history.schedule(shelf)
    history.on_dispute = partial(court.act, history=history)
    sidelines.schedule(history, shelf)
    voices.schedule(history, shelf)
    clubs.schedule(history)
    haggling.schedule(history, shelf)
    first = history.next_order
    _trade(chain, history, people)
    return Counter(
        STATES[chain.call(market.market, "getOrder", order)[0][7]] for order in range(first, history.next_order)
    )


def _plan(chain: LocalChain, by_key: dict[str, Seller], shelf: list[Item], rng: Random, more: bool) -> Plan:
    start = chain.time + 60
    planner = Planner(by_key, shelf, start, max(time.time(), start + 60), rng)
    chain.walking = planner.plan.squeeze == 1
    if not chain.walking and not more:
        raise click.ClickException(
            "The chain's clock leaves no room for a month of history: start anvil with `--timestamp` 30 days ago."
        )
    return planner.draw()


def _upload(uploader: Uploader, market: Market, history: History, by_key: dict[str, Seller], shelf: list[Item]) -> None:
    """Pictures as they are drawn, and the documents that name them."""
    for text in (*history.documents.values(), *voices.documents(), *haggling.documents()):
        if text:
            uploader.add(text)
    by_picture: dict[str, Item | Seller] = {item.picture.key: item for item in shelf}
    by_picture |= {seller.picture.key: seller for seller in by_key.values()}
    progress = Progress("pictures", len(by_picture))
    with closing(drawn(thing.picture for thing in by_picture.values())) as pictures:
        for key, image in pictures:
            uploader.add(image, MEDIA_TYPE)
            uploader.add(_described(market, by_picture[key], image))
            progress.step()


def _described(market: Market, thing: Item | Seller, image: bytes) -> bytes:
    """The document of a listing or a profile; the market learns its digest."""
    if isinstance(thing, Seller):
        text = thing.profile(image)
        market.profiles[thing.key] = digest(text)
    else:
        text = thing.document(image, alt(thing.picture.motif), (WIDTH, HEIGHT))
        market.listings[thing.title] = digest(text)
    return text


def _trade(chain: LocalChain, history: History, people: People) -> None:
    impersonated = [address for index, address in people.addresses.items() if index >= UNLOCKED]
    chain.unlock(impersonated)
    try:
        progress = Progress("days of trade", 30)
        for _ in history.run():
            progress.reach(int((chain.time - history.plan.start) / 86_400))
        if chain.walking:
            chain.catch_up(time.time())
        progress.reach(30)
    finally:
        chain.lock(impersonated)
