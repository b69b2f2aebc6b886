"""The application: its parts, its routes, its lifetime."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from fastapi import APIRouter, FastAPI
from sqlalchemy.ext.asyncio import create_async_engine

from api import errors, middleware
from api.accounts.routes import router as accounts
from api.blocks import Blocks
from api.categories.routes import router as categories
from api.content import service as content
from api.content.routes import router as content_routes
from api.council.routes import router as council
from api.dependencies import Services
from api.deployments import Deployments
from api.disputes.routes import router as disputes
from api.errors import ProblemDocument
from api.listings import search
from api.listings.routes import router as listings
from api.memberships.routes import router as memberships
from api.migrate import psycopg_url
from api.node import Node
from api.offers.routes import router as offers
from api.orders.routes import router as orders
from api.page import files
from api.reviews.routes import router as reviews
from api.rpc.routes import router as rpc
from api.sellers.routes import router as sellers
from api.settings import Settings
from api.status.routes import health_router
from api.status.routes import router as status
from api.tokens import Tokens

DESCRIPTION = """Everything here can be read from the chain, and checked against it: the indexer's tables are a fold of
the market's logs, and content is named by its hash. Nothing here signs or sends a transaction.

Collections answer `{"items": […], "next": cursor or null}`. Amounts are decimal strings of a token's smallest unit.
Answers about the chain carry `X-Indexed-Block` and an `ETag`; `min_block` waits for a block. Errors are RFC 9457."""

DOMAINS = (
    status,
    categories,
    listings,
    sellers,
    orders,
    accounts,
    reviews,
    disputes,
    council,
    memberships,
    offers,
    content_routes,
)

# Nothing that is asked here takes long: what does is given up (503) before it holds up others.
SESSION = {"options": f"{search.THRESHOLD} -c statement_timeout=15s"}


def create_app(settings: Settings) -> FastAPI:
    """The API and the page."""
    app = FastAPI(
        title="Stoa",
        version="0.1.0",
        description=DESCRIPTION,
        openapi_url="/api/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
    )
    app.state.settings = settings
    errors.install(app)
    middleware.install(app, settings)
    api = APIRouter(prefix="/api")
    for router in DOMAINS:
        api.include_router(router)
    for router in (api, health_router, rpc, files.router(settings.page)):
        app.include_router(router)
    _describe_problems(app)
    return app


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    settings: Settings = app.state.settings
    url = psycopg_url(settings.database_url)
    engine = create_async_engine(url, pool_size=10, max_overflow=10, pool_pre_ping=True, connect_args=SESSION)
    reading = engine.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
    node = Node(settings.urls)
    blocks = Blocks(settings.database_url)
    naming = create_async_engine(url, pool_size=2, max_overflow=2, pool_pre_ping=True)
    deployments, tokens = Deployments(settings.deployments), Tokens(naming, node)
    services = Services(settings, reading, engine, deployments, blocks, node, tokens)
    app.state.services = services
    tasks = [asyncio.create_task(blocks.run()), asyncio.create_task(content.sweep(services))]
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await node.close()
        await engine.dispose()
        await naming.dispose()


def _describe_problems(app: FastAPI) -> None:
    """Puts the problem document, which handlers answer and no route returns, into the OpenAPI document."""
    described = app.openapi

    def openapi() -> dict[str, object]:
        document = described()
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas["ProblemDocument"] = ProblemDocument.model_json_schema()
        return document

    app.openapi = openapi  # type: ignore[method-assign]
