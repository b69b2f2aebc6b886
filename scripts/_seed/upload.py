"""Content goes to the API before the transactions that name it."""

from __future__ import annotations

import threading
from concurrent.futures import Future, ThreadPoolExecutor
from types import TracebackType

import httpx

from scripts._content import cid

WORKERS = 6
TRIES = 3
JSON = "application/json"


class UploadError(Exception):
    """The API did not take a document, or names it otherwise than we do."""


class Uploader:
    """Sends concurrently. The first failure is raised by the next `add`, or on leaving the `with` block."""

    def __init__(self, api: str) -> None:
        self.url = f"{api.rstrip('/')}/api/content"
        self.pool = ThreadPoolExecutor(WORKERS, initializer=self._open)
        self.sent: dict[str, Future[None]] = {}
        self._own = threading.local()
        self._clients: list[httpx.Client] = []
        self._failure: UploadError | None = None

    def _open(self) -> None:
        """A client for each thread: shared ones now and then close a connection that another thread is taking up."""
        self._own.client = httpx.Client(timeout=60)
        self._clients.append(self._own.client)

    def add(self, data: bytes, media_type: str = JSON) -> None:
        if self._failure:
            raise self._failure
        if (name := cid(data)) not in self.sent:
            self.sent[name] = self.pool.submit(self._send, name, data, media_type)

    def _send(self, name: str, data: bytes, media_type: str) -> None:
        try:
            self._require_taken(name, self._post(data, media_type))
        except UploadError as error:
            self._failure = self._failure or error
            raise

    def _require_taken(self, name: str, answer: httpx.Response) -> None:
        if answer.status_code not in (200, 201):
            raise UploadError(f"{self.url} refused {name}: {answer.status_code} {answer.text[:300]}")
        if (theirs := answer.json()["cid"]) != name:
            raise UploadError(f"{self.url} calls {theirs} what is {name}")

    def _post(self, data: bytes, media_type: str) -> httpx.Response:
        """Content may be sent twice without harm, so a connection that broke is no failure yet."""
        client: httpx.Client = self._own.client
        tries = 0
        while True:
            try:
                return client.post(self.url, content=data, headers={"Content-Type": media_type})
            except httpx.TransportError as error:
                tries += 1
                if tries == TRIES:
                    raise UploadError(f"{self.url} does not answer: {error}") from error

    def __enter__(self) -> Uploader:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.pool.shutdown(wait=True, cancel_futures=error is not None)
        for client in self._clients:
            client.close()
        if error is None:
            for future in self.sent.values():
                future.result()
