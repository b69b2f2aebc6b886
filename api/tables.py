"""Schema `app`: what the API itself keeps. Nothing in it is needed to follow the market."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import DateTime, ForeignKey, Index, Integer, LargeBinary, MetaData, Text, func
from sqlalchemy.dialects.postgresql import JSONB, TSVECTOR
from sqlmodel import Field, SQLModel

metadata = MetaData(schema="app")

# `Any`, because sqlmodel types `sa_type` as a class and these carry arguments.
Timestamp: Any = DateTime(timezone=True)
Json: Any = JSONB
Search: Any = TSVECTOR
_NOW = {"server_default": func.now()}


class App(SQLModel):
    metadata = metadata


class Blob(App, table=True):
    """Content by its SHA-256: JSON documents and pictures."""

    __tablename__ = "blob"

    digest: bytes = Field(primary_key=True)
    media_type: str = Field(sa_type=Text)
    content: bytes
    size: int = Field(sa_type=Integer)
    width: int | None = Field(default=None, sa_type=Integer)
    height: int | None = Field(default=None, sa_type=Integer)
    stored_at: datetime = Field(sa_type=Timestamp, sa_column_kwargs=_NOW, description="last upload of these bytes")


class Variant(App, table=True):
    """A picture scaled down, made on the first request."""

    __tablename__ = "variant"

    digest: bytes = Field(
        primary_key=True, sa_type=LargeBinary, sa_column_args=[ForeignKey("app.blob.digest", ondelete="CASCADE")]
    )
    width: int = Field(primary_key=True, sa_type=Integer)
    content: bytes


class Document(App, table=True):
    """What a JSON document says of a listing (title, summary), of a seller (name, bio) or as a text, ready to show."""

    __tablename__ = "document"
    __table_args__ = (
        Index("document_search", "search", postgresql_using="gin"),
        Index("document_title", "title", postgresql_using="gin", postgresql_ops={"title": "gin_trgm_ops"}),
        {"schema": "app"},
    )

    digest: bytes = Field(
        primary_key=True, sa_type=LargeBinary, sa_column_args=[ForeignKey("app.blob.digest", ondelete="CASCADE")]
    )
    title: str = Field(sa_type=Text)
    summary: str = Field(sa_type=Text)
    body: dict[str, Any] = Field(sa_type=Json)
    images: list[dict[str, Any]] = Field(sa_type=Json, description="cid, width, height, alt")
    search: str = Field(sa_type=Search)


class Token(App, table=True):
    """What a token contract said of itself, once."""

    __tablename__ = "token"

    chain_id: int = Field(primary_key=True, sa_type=Integer, sa_column_kwargs={"autoincrement": False})
    address: bytes = Field(primary_key=True)
    symbol: str | None = Field(default=None, sa_type=Text)
    name: str | None = Field(default=None, sa_type=Text)
    decimals: int = Field(sa_type=Integer)
