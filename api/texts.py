"""Texts that people put on chain by their hash: a document's words, and whether moderators hide them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, Field
from sqlalchemy import ColumnElement, Row, Select, and_

from api import cid
from api.dependencies import Scope
from api.tables import Document
from api.values import Image, address, images
from indexer.tables import HiddenText


class Hidden(BaseModel):
    """Why and by whom a text is hidden. The decision is on chain, and can be taken back."""

    reason: str = Field(description="CID of the document that says why")
    moderator: str
    at: datetime


class Text(BaseModel):
    """A text. While it is hidden it is not said here; its bytes stay at its CID."""

    cid: str
    text: str | None = Field(
        description="plain text; null while its document is not here, or hidden", examples=["As round as the moon."]
    )
    images: list[Image]
    hidden: Hidden | None


class Words:
    """The text of a column of digests, joined into a query; `label` tells several apart."""

    def __init__(self, label: str, content: ColumnElement[Any]) -> None:
        self.label, self.content = label, content
        self.document: Any = Document.__table__.alias(f"{label}_document")  # type: ignore[attr-defined]

    def columns(self) -> list[ColumnElement[Any]]:
        said = self.document.c
        return [said.body.label(f"{self.label}_body"), said.images.label(f"{self.label}_images")]

    def joined(self, query: Select[Any]) -> Select[Any]:
        return query.outerjoin(self.document, self.document.c.digest == self.content)

    def shown(self, row: Row[Any], digest: bytes | None) -> Text | None:
        """The text in a row of such a query; none where nothing was said."""
        if digest is None:
            return None
        body, pictures = self._of(row, "body") or {}, self._of(row, "images") or []
        return Text(cid=cid.encode(digest), text=body.get("text"), images=images(pictures), hidden=None)

    def _of(self, row: Row[Any], name: str) -> Any:
        return getattr(row, f"{self.label}_{name}")


class Moderated(Words):
    """A text that moderators may hide; they know it as `kind` and `number`."""

    def __init__(self, kind: str, content: ColumnElement[Any], number: ColumnElement[int]) -> None:
        super().__init__(kind, content)
        self.number = number
        self.hidden: Any = HiddenText.__table__.alias(f"{kind}_hidden")  # type: ignore[attr-defined]

    def columns(self) -> list[ColumnElement[Any]]:
        said = self.hidden.c
        chosen = {"reason": said.reason, "moderator": said.moderator, "hidden_at": said.changed_at}
        return [*super().columns(), *(column.label(f"{self.label}_{name}") for name, column in chosen.items())]

    def joined_in(self, query: Select[Any], scope: Scope) -> Select[Any]:
        hidden = self.hidden.c
        is_this = and_(scope.covers(hidden), hidden.text == self.label, hidden.id == self.number, hidden.hidden)
        return self.joined(query).outerjoin(self.hidden, is_this)

    def shown(self, row: Row[Any], digest: bytes | None) -> Text | None:
        reason = self._of(row, "reason")
        if digest is None or reason is None:
            return super().shown(row, digest)
        by, at = address(self._of(row, "moderator")), self._of(row, "hidden_at")
        hidden = Hidden(reason=cid.encode(reason), moderator=by, at=at)
        return Text(cid=cid.encode(digest), text=None, images=[], hidden=hidden)
