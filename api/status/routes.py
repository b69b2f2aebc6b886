"""The market as a whole, and how well this process is."""

from __future__ import annotations

from fastapi import APIRouter, Response
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest

from api.dependencies import ReaderDep, ServicesDep
from api.errors import READING, responses
from api.status import queries
from api.status.schemas import Health, Status

router = APIRouter(tags=["status"])
health_router = APIRouter(tags=["health"])


@router.get("/status", responses=responses(*READING))
async def get_status(reader: ReaderDep, services: ServicesDep) -> Status:
    """Chain, contracts, tokens, fee and counts of a market."""
    return await queries.status(reader, services)


@health_router.get("/health")
async def get_health(services: ServicesDep) -> Health:
    """Everything that is known of the health of this API and its indexers; 200 in any case."""
    return await queries.health(services)


@health_router.get("/health/live")
async def get_live() -> dict[str, str]:
    """200 while the process answers."""
    return {"status": "ok"}


@health_router.get("/health/ready", responses={503: {"model": Health}})
async def get_ready(services: ServicesDep, response: Response) -> Health:
    """200 when the whole is usable: database, indexer at the head, page."""
    health = await queries.health(services)
    if not (services.settings.page / "index.html").exists():
        health.reasons.append("the page is not built")
    health.status = "unready" if health.reasons else "ok"
    response.status_code = 503 if health.reasons else 200
    return health


@health_router.get("/metrics", include_in_schema=False)
async def get_metrics() -> Response:
    """Prometheus."""
    return Response(generate_latest(), media_type=CONTENT_TYPE_LATEST)
