"""Content goes to the API before the transactions that name it."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

import httpx

from scripts._content import cid

WORKERS = 6
JSON = "application/json"


class UploadError(Exception):
    """The API did not take a document, or names it otherwise than we do."""


class Uploader:
    """Sends concurrently; leaving the `with` block waits for all and raises the first failure."""

    def __init__(self, api: str) -> None:
        self.url = f"{api.rstrip('/')}/api/content"
        self.client = httpx.Client(timeout=60, transport=httpx.HTTPTransport(retries=2))
        self.pool = ThreadPoolExecutor(WORKERS)
        self.sent: dict[str, Future[None]] = {}

    def add(self, data: bytes, media_type: str = JSON) -> None:
        if (name := cid(data)) not in self.sent:
            self.sent[name] = self.pool.submit(self._send, name, data, media_type)

    def _send(self, name: str, data: bytes, media_type: str) -> None:
        try:
            answer = self.client.post(self.url, content=data, headers={"Content-Type": media_type})
        except httpx.HTTPError as error:
            raise UploadError(f"{self.url} does not answer: {error}") from error
        if answer.status_code not in (200, 201):
            raise UploadError(
                f"{self.url} refused {len(data)} bytes of {media_type}: {answer.status_code} {answer.text[:300]}"
            )
        if (theirs := answer.json()["cid"]) != name:
            raise UploadError(f"{self.url} calls {theirs} what is {name}")

    def __enter__(self) -> Uploader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.pool.shutdown(wait=True, cancel_futures=error is not None)
        self.client.close()
        if error is None:
            for future in self.sent.values():
                future.result()
