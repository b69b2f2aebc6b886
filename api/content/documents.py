"""JSON documents: what may be in one, and what of it is shown.

The signed bytes are kept as they are. What the API shows of them is read out of them here: known fields of their
types, text without anything that hides or reverses it, lengths bounded. Unknown fields stay in the bytes.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any

import orjson
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from api.cid import Cid
from api.errors import Unprocessable
from api.values import line, paragraphs


def _cleaned(clean: Callable[[Any, int], str], longest: int) -> BeforeValidator:
    return BeforeValidator(lambda text: clean(text, longest) if isinstance(text, str) else text)


Title = Annotated[str, _cleaned(line, 120)]
Short = Annotated[str, _cleaned(line, 300)]
Long = Annotated[str, _cleaned(paragraphs, 20_000)]


class Loose(BaseModel):
    """Known fields are checked, unknown ones are left alone."""

    model_config = ConfigDict(extra="ignore")


class Picture(Loose):
    cid: Cid
    width: int = Field(default=1200, ge=1, le=20_000)
    height: int = Field(default=900, ge=1, le=20_000)
    alt: Short = ""


class Place(Loose):
    name: Title
    latitude: float | None = Field(default=None, ge=-90, le=90)
    longitude: float | None = Field(default=None, ge=-180, le=180)


class Attribute(Loose):
    name: Title
    value: Short


class ListingDocument(Loose):
    title: Title = Field(min_length=1)
    summary: Short = ""
    description: Long = ""
    images: list[Picture] = Field(default_factory=list, max_length=20)
    attributes: list[Attribute] = Field(default_factory=list, max_length=50)
    tags: list[Title] = Field(default_factory=list, max_length=20)
    place: Place | None = None


class ProfileDocument(Loose):
    name: Title = Field(min_length=1)
    bio: Long = ""
    image: Cid | None = None
    place: Place | None = None
    links: list[Short] = Field(default_factory=list, max_length=10)


class TextDocument(Loose):
    """What is said in a review, an answer, a comment, a request, or of an offer or a decision."""

    text: Long = Field(min_length=1)
    images: list[Picture] = Field(default_factory=list, max_length=10)


class EvidenceDocument(Loose):
    """ERC-1497 evidence: a file, and what it is said to show."""

    fileURI: Short  # noqa: N815 - the standard's name
    name: Title = ""
    description: Long = ""


Readable = ListingDocument | ProfileDocument | TextDocument | EvidenceDocument
# The first of these fields that a document has says what it is.
_KINDS: dict[str, type[Readable]] = {
    "fileURI": EvidenceDocument,
    "title": ListingDocument,
    "name": ProfileDocument,
    "text": TextDocument,
}


def parse(content: bytes) -> dict[str, Any]:
    """Raises `Unprocessable` unless the bytes are a JSON object."""
    try:
        document = orjson.loads(content)
    except orjson.JSONDecodeError as error:
        raise Unprocessable(f"This is not JSON: {error}.") from None
    if not isinstance(document, dict):
        raise Unprocessable("A document is a JSON object.")
    return document


def read(document: dict[str, Any]) -> Readable | None:
    """What is in a document of a kind that is shown, none for others. Raises `Unprocessable` for wrong fields."""
    kind = next((kind for field, kind in _KINDS.items() if field in document), None)
    if kind is None:
        return None
    try:
        return kind.model_validate(document)
    except ValidationError as error:
        wrong = "; ".join(f"{'.'.join(map(str, each['loc']))}: {each['msg']}" for each in error.errors()[:5])
        raise Unprocessable(f"The document has wrong fields: {wrong}.") from None
