"""What answers are made of: addresses, hashes, amounts of money, and text that others wrote."""

from __future__ import annotations

import re
import unicodedata
from typing import Annotated, Any

from eth_utils.address import to_checksum_address
from fastapi import Path, Query
from pydantic import AfterValidator, BaseModel, Field

NATIVE = bytes(20)
MAX_ID = 2**63 - 1

# C0 and C1 controls, bidirectional overrides and isolates, zero-width characters, lone surrogates.
_UNSEEN = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\ud800-\udfff]"
)
_ADDRESS = re.compile("0x[0-9a-fA-F]{40}")


def address(raw: bytes) -> str:
    """20 bytes as an EIP-55 address."""
    return to_checksum_address(raw)


def optional_address(raw: bytes | None) -> str | None:
    return address(raw) if raw else None


def hexed(raw: bytes) -> str:
    return f"0x{raw.hex()}"


def line(text: Any, longest: int) -> str:
    """One line of somebody's text, safe to show: nothing that hides, reverses or breaks it."""
    return " ".join(paragraphs(text, longest * 2).split())[:longest]


def paragraphs(text: Any, longest: int) -> str:
    """Somebody's text, line breaks kept."""
    return _UNSEEN.sub("", unicodedata.normalize("NFC", str(text)))[:longest].strip()


def _address(text: str) -> str:
    if not _ADDRESS.fullmatch(text):
        raise ValueError("an address is 0x and 40 hexadecimal digits")
    return text


def _seen(text: str) -> str:
    if "\x00" in text or any("\ud800" <= character <= "\udfff" for character in text):
        raise ValueError("text must not hold NUL or lone surrogates")
    return text


def raw_address(text: str) -> bytes:
    """20 bytes of an address that was validated."""
    return bytes.fromhex(text[2:])


SELLER = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8"
AddressPath = Annotated[str, Path(examples=[SELLER]), AfterValidator(_address)]
AddressQuery = Annotated[str, Query(examples=[SELLER]), AfterValidator(_address)]
IdPath = Annotated[int, Path(ge=1, le=MAX_ID, examples=[7])]
TextQuery = Annotated[str, Query(max_length=200), AfterValidator(_seen)]
CursorQuery = Annotated[str | None, Query(max_length=600, description="`next` of the page before")]
LimitQuery = Annotated[int, Query(ge=1, le=100)]
BytesPath = Annotated[str, Path(pattern="^0x[0-9a-fA-F]{64}$", examples=["0x" + "5e" * 32])]
AmountQuery = Annotated[int, Query(ge=0, lt=2**256, description="smallest units of the token")]


class Token(BaseModel):
    """A token as people know it. `symbol` is null where the token does not say."""

    address: str = Field(examples=["0x0000000000000000000000000000000000000000"])
    symbol: str | None = Field(examples=["ETH"])
    name: str | None = Field(examples=["Ether"])
    decimals: int = Field(examples=[18])


class Money(BaseModel):
    """An amount of a token: `amount` smallest units (wei), as a decimal string; shown, that is amount / 10^decimals."""

    amount: str = Field(examples=["1500000000000000000"])
    token: str = Field(examples=["0x0000000000000000000000000000000000000000"])
    symbol: str | None = Field(examples=["ETH"])
    decimals: int = Field(examples=[18])

    @classmethod
    def of(cls, amount: int, token: Token) -> Money:
        return cls(amount=str(amount), token=token.address, symbol=token.symbol, decimals=token.decimals)


class Rating(BaseModel):
    """Marks from 1 to 5. `mean` is null where there are none."""

    mean: float | None = Field(examples=[4.67])
    count: int = Field(examples=[12])

    @classmethod
    def of(cls, total: int, count: int) -> Rating:
        return cls(mean=round(total / count, 2) if count else None, count=count)


class Image(BaseModel):
    """A picture: `/api/content/{cid}?width=640`. Width and height are of the original, in pixels."""

    cid: str
    width: int = Field(examples=[1200])
    height: int = Field(examples=[900])
    alt: str = Field(examples=["A stoneware bowl with a blue rim"])


def images(stored: list[dict[str, Any]]) -> list[Image]:
    return [Image.model_validate(each) for each in stored]
