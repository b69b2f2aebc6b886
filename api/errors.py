"""What the API answers when it cannot answer, as RFC 9457 problem documents.

Problem
├── BadRequest 400            a parameter that means nothing
│   └── BrokenCursor          a cursor that this API did not give, or not for these parameters
├── Forbidden 403             a call that is not offered
├── NotFound 404              no such thing
├── TooLarge 413              more bytes than the limit
├── UnsupportedMedia 415      a type that is not stored
├── Unprocessable 422         understood, and wrong
│   └── ContentMismatch       bytes that do not hash to their name
├── TooManyRequests 429       over the rate limit
├── ContentCorrupt 502        stored bytes no longer hash to their name
└── Unavailable 503           try again: not indexed yet, or a dependency is down
"""

from __future__ import annotations

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

import structlog
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, Response
from pydantic import BaseModel, Field
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException

log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"


class ProblemDocument(BaseModel):
    """RFC 9457."""

    type: str = Field(examples=["/problems/not-found"])
    title: str = Field(examples=["Not found"])
    status: int = Field(examples=[404])
    detail: str = Field(examples=["There is no listing 7001."])
    instance: str = Field(examples=["/api/listings/7001"])


class Problem(Exception):
    """Base: `detail` says what is wrong and what to do about it."""

    status = HTTPStatus.INTERNAL_SERVER_ERROR
    slug = "internal-error"
    title = "Something went wrong here"

    def __init__(self, detail: str, headers: Mapping[str, str] | None = None, **members: Any) -> None:
        super().__init__(detail)
        self.detail = detail
        self.headers = dict(headers or {})
        self.members = members


class BadRequest(Problem):
    status, slug, title = HTTPStatus.BAD_REQUEST, "bad-request", "Bad request"


class BrokenCursor(BadRequest):
    slug, title = "broken-cursor", "Broken cursor"

    def __init__(self) -> None:
        super().__init__("This cursor was not given for this question: leave it out to start at the first page.")


class Forbidden(Problem):
    status, slug, title = HTTPStatus.FORBIDDEN, "forbidden", "Forbidden"


class NotFound(Problem):
    status, slug, title = HTTPStatus.NOT_FOUND, "not-found", "Not found"


class TooLarge(Problem):
    status, slug, title = HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "too-large", "Too large"


class UnsupportedMedia(Problem):
    status, slug, title = HTTPStatus.UNSUPPORTED_MEDIA_TYPE, "unsupported-media", "Unsupported media type"


class Unprocessable(Problem):
    status, slug, title = HTTPStatus.UNPROCESSABLE_ENTITY, "unprocessable", "Cannot be processed"


class ContentMismatch(Unprocessable):
    slug, title = "content-mismatch", "Content does not match its name"


class TooManyRequests(Problem):
    status, slug, title = HTTPStatus.TOO_MANY_REQUESTS, "too-many-requests", "Too many requests"


class ContentCorrupt(Problem):
    status, slug, title = HTTPStatus.BAD_GATEWAY, "content-corrupt", "Stored content is damaged"


class Unavailable(Problem):
    status, slug, title = HTTPStatus.SERVICE_UNAVAILABLE, "unavailable", "Not available now"


# What any question about a market may meet: an unknown chain or market, wrong parameters, too many, not indexed yet.
READING = (NotFound, Unprocessable, TooManyRequests, Unavailable)


def responses(*problems: type[Problem]) -> dict[int | str, dict[str, Any]]:
    """For `responses=` of a route: what it may answer beside its own."""
    return {
        int(problem.status): {
            "description": problem.title,
            "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDocument"}}},
        }
        for problem in problems
    }


def install(app: FastAPI) -> None:
    """Turns every failure into a problem document."""
    app.add_exception_handler(Problem, _problem)
    app.add_exception_handler(RequestValidationError, _invalid)
    app.add_exception_handler(HTTPException, _http)
    app.add_exception_handler(OperationalError, _database)
    app.add_exception_handler(PoolTimeout, _database)


def answer(request: Request, problem: Problem) -> Response:
    document = {
        "type": f"/problems/{problem.slug}",
        "title": problem.title,
        "status": int(problem.status),
        "detail": problem.detail,
        "instance": request.scope["path"],
        **problem.members,
    }
    # Also "not found" is an answer about the chain: a caller sees whether it asked too early.
    block = getattr(request.state, "indexed_block", None)
    indexed = {} if block is None else {"X-Indexed-Block": str(block)}
    return JSONResponse(document, int(problem.status), problem.headers | indexed, MEDIA_TYPE)


def _problem(request: Request, error: Exception) -> Response:
    assert isinstance(error, Problem)
    return answer(request, error)


def _invalid(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError)
    wrong = [{"where": [str(part) for part in each["loc"]], "what": each["msg"]} for each in error.errors()]
    detail = "; ".join(f"{each['where'][-1]}: {each['what']}" for each in wrong)
    return answer(request, Unprocessable(detail, errors=wrong))


def _http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    status = HTTPStatus(error.status_code)
    problem = Problem(str(error.detail) if error.detail != status.phrase else status.description, error.headers)
    problem.status, problem.title, problem.slug = status, status.phrase, status.phrase.lower().replace(" ", "-")
    return answer(request, problem)


def _database(request: Request, error: Exception) -> Response:
    log.error("database unavailable", error=str(error))
    return answer(request, Unavailable("The database does not answer; try again.", {"Retry-After": "2"}))


def unexpected(request: Request, error: Exception) -> Response:
    """The answer to a fault of ours; the caller learns nothing of it, our log all."""
    log.error("unexpected", path=request.scope["path"], exc_info=error)
    return answer(request, Problem("This is our fault, and it is in our log."))
