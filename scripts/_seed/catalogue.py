"""What the demo market sells and who sells it, read from the folder catalogue/."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from scripts._content import cid, document

FOLDER = Path(__file__).parent / "catalogue"
HOUR, DAY = 3600, 86_400
KINDS = ("good", "service", "digital")

WINDOWS = {
    ("good", "quick"): (1 * DAY, 3 * DAY, 2 * DAY),
    ("good", "usual"): (2 * DAY, 7 * DAY, 5 * DAY),
    ("good", "slow"): (3 * DAY, 18 * DAY, 10 * DAY),
    ("service", "quick"): (1 * DAY, 5 * DAY, 3 * DAY),
    ("service", "usual"): (2 * DAY, 10 * DAY, 4 * DAY),
    ("service", "slow"): (3 * DAY, 21 * DAY, 7 * DAY),
    ("digital", "usual"): (0, 1 * DAY, 2 * DAY),
}
"""(kind, pace) → seconds to accept, to deliver, to inspect. Digital goods accept every order at once."""


@dataclass(frozen=True)
class Picture:
    """What is asked of the drawing process, and what a document says of the result."""

    key: str
    name: str
    motif: str
    palette: str


@dataclass(frozen=True)
class Seller:
    key: str
    account: int
    name: str
    bio: str
    place: dict[str, Any]
    picture: Picture

    def profile(self, image: bytes) -> bytes:
        return document({"name": self.name, "bio": self.bio, "place": self.place, "image": cid(image), "links": []})


@dataclass(frozen=True)
class Item:
    """A listing of the catalogue. `price` in whole coins of `token` (a symbol); `stock` None is unlimited."""

    title: str
    category: str
    seller: Seller
    kind: str
    token: str
    price: str
    stock: int | None
    windows: tuple[int, int, int]
    picture: Picture
    text: dict[str, Any] = field(repr=False)

    @property
    def automatic(self) -> bool:
        """Whether orders are accepted at once."""
        return self.windows[0] == 0

    def document(self, image: bytes, alt: str, size: tuple[int, int]) -> bytes:
        picture = {"cid": cid(image), "width": size[0], "height": size[1], "alt": f"{alt}: {self.title}"}
        return document({**self.text, "images": [picture], "place": self.seller.place})


def sellers() -> dict[str, Seller]:
    entries = tomllib.loads((FOLDER / "sellers.toml").read_text())
    return {key: _seller(key, entry) for key, entry in entries.items()}


def _seller(key: str, entry: dict[str, Any]) -> Seller:
    picture = Picture(f"seller-{key}", entry["name"], entry["motif"], entry["palette"])
    return Seller(key, entry["account"], entry["name"], entry["bio"], entry["place"], picture)


def items(by_key: dict[str, Seller]) -> list[Item]:
    """Every listing, in the order of the files."""
    found: list[Item] = []
    for path in sorted(FOLDER.glob("[0-9]*.toml")):
        shelf = tomllib.loads(path.read_text())
        found += [
            _item(f"{path.stem}-{i:02}", shelf["category"], entry, by_key) for i, entry in enumerate(shelf["listing"])
        ]
    return found


def _item(key: str, category: str, entry: dict[str, Any], by_key: dict[str, Seller]) -> Item:
    kind = entry.get("kind", "good")
    return Item(
        title=entry["title"],
        category=category,
        seller=by_key[entry["seller"]],
        kind=kind,
        token=entry["token"],
        price=entry["price"],
        stock=entry.get("stock"),
        windows=WINDOWS[kind, entry.get("pace", "usual")],
        picture=Picture(key, entry["title"], entry["motif"], entry["palette"]),
        text={
            "title": entry["title"],
            "summary": entry["summary"],
            "description": entry["description"],
            "attributes": [{"name": name, "value": value} for name, value in entry["attributes"].items()],
            "tags": entry["tags"],
        },
    )
